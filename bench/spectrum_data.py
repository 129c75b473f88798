"""Four million invented assignments, skewed as registers are: around cities, on favourite channels. Seeded."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from typing import Any

import numpy as np
from django.db import connection, transaction

from accounts.models import Agency
from bench.store import SPECTRUM_ROWS as ROWS
from common.clock import now
from licenses.migrations import _spectrum_tiles
from licenses.migrations._spectrum import EVENTS, rebuild, triggers
from licenses.models import License, Licensee, SpectrumTile
from licenses.services.coordination import tiles

PER_STATION = 10
POPULAR_HZ, POPULAR = 157_400_000, 100_000
SEED = 2026
CITIES = ((21.03, 105.85), (10.78, 106.7), (16.05, 108.2), (12.24, 109.19), (20.86, 106.68), (10.03, 105.78),
          (13.77, 109.22), (11.94, 108.44), (18.67, 105.69), (12.67, 108.04))  # fmt: skip
STATION = ("id", "licensee_id", "agency_id", "name", "lat", "lon", "antenna_gain_dbi", "feeder_loss_db",
           "antenna_height_m", "service_radius_km", "valid_from", "version", "created_at")  # fmt: skip
TEXTS = ("call_sign", "station_class", "site_name", "address", "antenna_model", "polarisation", "equipment_make",
         "equipment_model", "equipment_serial", "conformity_mark", "source_key", "search_text")  # fmt: skip
ASSIGNMENT = ("id", "license_id", "station_id", "tx_hz", "bandwidth_hz", "power_w", "power_reference",
              "in_force_from", "source_key", "version", "created_at")  # fmt: skip


def fill(rows: int = ROWS) -> None:
    """Enter stations and assignments past the triggers, then derive what the triggers derive; once per database."""
    if SpectrumTile.objects.exists():  # known last: what an interrupted filling left is only packed
        tiles.pack()
        return
    agency, _new = Agency.objects.get_or_create(
        code="BENCH", defaults={"name": "Cơ quan thử", "kind": "department", "subjects": ["radio"]}
    )
    holder = Licensee.objects.create(name="Công ty thử", name_folded="cong ty thu", kind="organisation", agency=agency)
    held = License.objects.create(
        number="1/GP", kind="land_mobile_private", holder=holder, agency=agency, valid_from=dt.date(2024, 1, 1)
    )
    lite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if lite:  # a throw-away file: nothing is lost when the machine stops
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA cache_size = -400000")
    with transaction.atomic(), connection.cursor() as cursor:
        names = [
            row[0] for row in _trigger_names(cursor) if row[0].startswith(("ww_spectrum", "ww_words", "ww_taught"))
        ]
        for name in names:
            table = next((part for part in (event[0] for event in EVENTS) if name.endswith(part)), "")
            table = _spectrum_tiles.USE if name in _spectrum_tiles.trigger_names() else table
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if lite or not table else f" ON {table}"))
        indexes = _drop_indexes(cursor)
        stamp = now().isoformat(" ") if lite else now()
        _write(cursor, "licenses_station", (*STATION, *TEXTS), _stations(rows // PER_STATION, holder, agency, stamp))
        _write(cursor, "licenses_frequencyassignment", ASSIGNMENT, _assignments(rows, held, stamp))
    with transaction.atomic(), connection.cursor() as cursor:
        derived = (_spectrum_tiles.register(connection.vendor), *_spectrum_tiles.triggers(connection.vendor))
        for sql in (*rebuild(connection.vendor), *indexes, *triggers(connection.vendor), *derived):
            cursor.execute(sql)
    tiles.pack()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if lite else "VACUUM ANALYZE")


def _trigger_names(cursor: Any) -> list[Any]:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'ww_spectrum%'")
    return list(cursor.fetchall())


def _drop_indexes(cursor: Any) -> list[str]:
    """Drop the indexes of the tables to be filled; return how to build them again, sorted at once."""
    built: list[str] = []
    for table in ("licenses_station", "licenses_frequencyassignment", "licenses_spectrumuse"):
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = %s",
                [table],
            )
        else:
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint)", [table]
            )  # fmt: skip
        for name, sql in cursor.fetchall():
            cursor.execute(f'DROP INDEX "{name}"')
            built.append(sql)
    return built


def _write(cursor: Any, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> None:
    listed = ", ".join(columns)
    if connection.vendor == "sqlite":
        cursor.connection.executemany(f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' * len(columns))})", rows)
        return
    with cursor.copy(f"COPY {table} ({listed}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _key(number: int, space: int) -> Any:
    value = uuid.UUID(int=space << 120 | 7 << 76 | 2 << 62 | number)
    return value.hex if connection.vendor == "sqlite" else value


def _pk(row: Any) -> Any:
    return row.pk.hex if connection.vendor == "sqlite" and isinstance(row.pk, uuid.UUID) else row.pk


def _stations(count: int, holder: Any, agency: Any, stamp: Any) -> Iterator[tuple[Any, ...]]:
    rnd = random.Random(SEED)
    empty = ("",) * len(TEXTS)
    for number in range(count):
        if rnd.random() < 0.7:
            city = CITIES[min(int(rnd.expovariate(0.35)), len(CITIES) - 1)]
            lat, lon = city[0] + rnd.gauss(0, 0.25), city[1] + rnd.gauss(0, 0.25)
        else:
            lat, lon = rnd.uniform(8.6, 23.2), rnd.uniform(102.5, 109.4)
        yield (
            _key(number, 1), _pk(holder), _pk(agency), f"S{number}", round(lat, 6), round(lon, 6),
            rnd.choice((2.15, 5.0, 8.0)), 1.5, float(rnd.choice((15, 20, 30, 45, 60))),
            float(rnd.choice((3, 8, 15, 25))),
            "2024-01-01", 1, stamp, *empty,
        )  # fmt: skip


def _assignments(rows: int, held: Any, stamp: Any) -> Iterator[tuple[Any, ...]]:
    rnd = random.Random(SEED + 1)
    stations = rows // PER_STATION
    for number in range(rows):
        if number < POPULAR:
            hz = POPULAR_HZ
        elif rnd.random() < 0.5:
            hz = 146_000_000 + int(min(rnd.paretovariate(0.6) * 20, rnd.uniform(0, 2240))) * 12_500
        else:
            hz = 400_000_000 + int(rnd.uniform(0, 5600)) * 12_500
        yield (
            _key(number, 2), _pk(held), _key(number * 7919 % stations, 1), hz,
            rnd.choice((8_500, 11_000, 11_000, 16_000)),
            float(rnd.choice((1, 5, 10, 25, 45))), "erp", "2024-01-01", "", 1, stamp,
        )  # fmt: skip


MORE = ("assignment_version", "station_version", "role", "power_w", "power_reference", "gain_dbi", "loss_db",
        "height_m", "radius_km", "marks")  # fmt: skip


def arrays(*, more: bool = False) -> dict[str, Any]:
    """Return every use as numpy arrays: what the baseline holds in memory; with `more`, all an examination needs."""
    names = ("centre_hz", "lat", "lon", "bandwidth_hz", "assignment_id", *(MORE if more else ()))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(names)} FROM licenses_spectrumuse")
        columns = list(zip(*cursor.fetchall(), strict=True))
    keys = np.array([key if isinstance(key, str) else key.hex for key in columns[4]])
    found: dict[str, Any] = {
        "hz": np.array(columns[0], dtype=np.int64),
        "lat": np.array(columns[1]),
        "lon": np.array(columns[2]),
        "width": np.array(columns[3], dtype=np.int64),
        "key": keys,
    }
    if more:
        rest = {name: np.array(values) for name, values in zip(MORE, columns[5:], strict=True)}
        days = {"since": dt.date(2024, 1, 1).toordinal(), "until": 0}
        found["more"] = rest | {name: np.full(keys.size, day) for name, day in days.items()}
    return found
