"""The public register among millions of licenses: what anyone may ask of it, and its page as the browser gets it.

BENCH_ROWS sets the size. Besides holders and licenses there is a station with a frequency for every tenth license,
spread over the country as people are. Each question is asked as the page asks it (find, count where that is possible,
read fifty rows); the baseline reads the same number of rows of the list through the bare driver. No limit but the
shown one is stated for them: a page of the list itself is measured by bench_list.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.test import Client, RequestFactory

from bench.register_data import ROWS, _bare, _units, fill, key
from bench.timing import Row, compare
from common.clock import now
from licenses.models import FrequencyAssignment, License, Station
from licenses.queries.public.rows import listed
from licenses.queries.public.search import Asked, found
from places.models import AdminUnit
from web.listing import Listing

ENGINES = ("sqlite", "postgresql")
KEPT = "register"
EVERY = 10
PAGE = 50
ROUNDS = 10
# Half of the stations stand around these, the rest anywhere in the box of the country.
TOWNS = ((21.03, 105.85), (10.78, 106.70), (16.06, 108.22), (12.24, 109.19))


def run() -> list[Row]:
    """Ask each kind of question, one row each, then fetch whole pages."""
    agency, _user = fill()
    if not Station.objects.exists():
        _fill_radio(agency)
    bare = _bare_page()
    rows = [
        compare(f"public register: {name}", _asking(asked), bare, rounds=ROUNDS) for name, asked in _questions().items()
    ]
    browser = Client(SERVER_NAME="localhost")
    for name, address in (("first page", "/register/"), ("half-written name", "/register/?q=nefib")):
        rows.append(
            compare(f"public register: {name} as HTML", lambda at=address: _get(browser, at), bare, rounds=ROUNDS)
        )
    return rows


def _questions() -> dict[str, Asked]:
    commune = AdminUnit.objects.filter(kind="commune", valid_until__isnull=True).order_by("code")[0]
    province = AdminUnit.objects.filter(kind="province", valid_until__isnull=True).order_by("code")[0]
    communes = tuple(AdminUnit.objects.filter(parent=province).values_list("pk", flat=True))
    return {
        "everything": Asked(),
        "a rare name": Asked(text="coang nefib"),
        "a name that thousands have": Asked(text="hoang la"),
        "a name that a million have": Asked(text="cong ty"),
        "part of a number": Asked(text="7919"),
        "a kind nobody holds": Asked(kind="amateur"),
        "a state hardly any is in": Asked(status="revoked"),
        "a commune": Asked(units=(commune.pk,)),
        "a province": Asked(units=communes),
        "one frequency": Asked(low_hz=157_400_000, high_hz=157_400_000),
        "a band of a megahertz": Asked(low_hz=157_000_000, high_hz=158_000_000),
        "10 km around a small town": Asked(near=(13.98, 108.0), radius_km=10.0),
        "10 km around a city": Asked(near=(21.03, 105.85), radius_km=10.0),
        "held on a day": Asked(on=dt.date(2026, 3, 12)),
        "name, frequency and place together": Asked(
            text="cong ty", low_hz=150_000_000, high_hz=160_000_000, near=(21.03, 105.85), radius_km=20.0
        ),
        "name, state and commune together": Asked(text="nguyen", status="expired", units=(commune.pk,)),
    }


def _asking(asked: Asked) -> Callable[[], Any]:
    request = RequestFactory().get("/register/")

    def ask() -> None:
        matching = found(asked)
        Listing(
            request, matching.rows, sorts={"number": "number"}, default="number", counted=matching.countable,
            dressed=listed,
        )  # fmt: skip

    return ask


def _bare_page() -> Callable[[], Any]:
    sql, parameters = listed(License.objects.published()).order_by("number", "pk")[: PAGE + 1].query.sql_with_params()

    def read() -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            cursor.fetchall()

    return read


def _get(browser: Client, address: str) -> None:
    answer = browser.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status_code}")


def _fill_radio(agency: Any) -> None:
    """Enter stations and assignments past triggers and indexes; neither words nor spectrum are asked for here."""
    stations, assignments = _stations(agency), _assignments()
    for model, columns, rows in ((Station, *stations), (FrequencyAssignment, *assignments)):
        table = model._meta.db_table
        with transaction.atomic(), _bare(table), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                marks = ", ".join("?" * len(columns))
                cursor.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
            else:
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _stations(agency: Any) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    texts = (
        "name", "station_class", "site_name", "address", "antenna_model", "polarisation", "equipment_make",
        "equipment_model", "equipment_serial", "conformity_mark", "source_key", "search_text",
    )  # fmt: skip
    columns = ("id", "licensee_id", "call_sign", "lat", "lon", "unit_id", *texts, "agency_id", "valid_from")
    units, entered = _units(), now().isoformat(" ")

    def made() -> Iterator[tuple[Any, ...]]:
        rnd = random.Random(11)
        for number in range(EVERY, ROWS + 1, EVERY):
            if rnd.random() < 0.5:
                middle = rnd.choice(TOWNS)
                lat, lon = rnd.gauss(middle[0], 0.1), rnd.gauss(middle[1], 0.1)
            else:
                lat, lon = rnd.uniform(8.5, 23.0), rnd.uniform(103.0, 109.4)
            place = (lat, lon, units[number % len(units)], *[""] * len(texts), agency.pk, "2019-01-01")
            yield (key(number), key(number * 7 % ROWS + 1), f"XV{number}", *place, 1, entered)

    return (*columns, "version", "created_at"), made()


def _assignments() -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    columns = ("id", "license_id", "station_id", "tx_hz", "power_reference", "source_key", "in_force_from", "version")
    entered = now().isoformat(" ")

    def made() -> Iterator[tuple[Any, ...]]:
        rnd = random.Random(12)
        for number in range(EVERY, ROWS + 1, EVERY):
            hertz = rnd.choice((136_000_000, 400_000_000)) + 12_500 * rnd.randrange(3_000)
            yield (key(number), key(number), key(number), hertz, "", "", "2019-01-01", 1, entered)

    return (*columns, "created_at"), made()
