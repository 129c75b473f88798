"""A large invented register for the benchmarks of lists and searches, written past the models, seeded, kept."""

import datetime as dt
import random
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.core.management import call_command
from django.db import connection, models, transaction

from accounts.models import Agency, Membership, User
from accounts.roles import Role
from bench.store import ROWS
from common.clock import now, today
from common.text import fold
from licenses.kinds import search_words
from licenses.migrations._vocabulary import learn_all
from licenses.models import License, Licensee
from places.models import AdminUnit

FIRST = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
)
SYLLABLES = tuple(
    first + rest
    for first in (
        "B",
        "C",
        "Ch",
        "D",
        "Đ",
        "G",
        "H",
        "Kh",
        "L",
        "M",
        "N",
        "Nh",
        "Ph",
        "Q",
        "S",
        "T",
        "Th",
        "Tr",
        "V",
        "X",
    )
    for rest in ("an", "ành", "ân", "âu", "ay", "en", "iên", "inh", "oa", "oàng", "ong", "uân", "ường", "ưu", "ý")
)
KINDS = ("Công ty TNHH", "Hộ kinh doanh", "Doanh nghiệp tư nhân", "Hợp tác xã", "Công ty Cổ phần")


def person() -> tuple[Agency, User]:
    """An officer whose agency keeps the register."""
    agency, _new = Agency.objects.get_or_create(
        code="BENCH", defaults={"name": "Cơ quan thử", "kind": "department", "subjects": ["telecom", "radio"]}
    )
    user, _new = User.objects.get_or_create(username="bench")
    Membership.objects.get_or_create(
        user=user, agency=agency, role=Role.OFFICER, defaults={"valid_from": dt.date(2020, 1, 1)}
    )
    return agency, user


@cache
def brands() -> tuple[str, ...]:
    """Twenty thousand invented trade names, so that the vocabulary is as wide as a real register's."""
    rnd = random.Random(5)
    parts = [first + last for first in "bcdfghklmnprstvxz" for last in "aeiou"]
    return tuple("".join(rnd.choice(parts) for _ in range(rnd.randint(2, 4))).capitalize() for _ in range(20_000))


def proper(rnd: random.Random) -> list[str]:
    """The words of a name besides the legal form: a family name, two or three syllables, now and then a brand."""
    words = [rnd.choice(FIRST), *(rnd.choice(SYLLABLES) for _ in range(rnd.randint(2, 3)))]
    return [*words, rnd.choice(brands())] if rnd.random() < 0.2 else words


def names(rows: int) -> Iterator[tuple[str, list[str]]]:
    """Yield legal form and proper words of every holder, always the same ones."""
    rnd = random.Random(2026)
    for _ in range(rows):
        yield rnd.choice(KINDS), proper(rnd)


def fill(rows: int = ROWS) -> tuple[Agency, User]:
    """Enter that many holders and as many licenses, unless they are there already; give the officer who sees them."""
    agency, user = person()
    if not AdminUnit.objects.exists():
        call_command("load_places", verbosity=0)
    if not Licensee.objects.exists():
        _copy(Licensee, lambda: _licensees(agency, rows))
    if not License.objects.exists():
        _copy(License, lambda: _licenses(agency, rows))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return agency, user


Rows = Callable[[], tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]]


def _copy(model: type[models.Model], made: Rows) -> None:
    """Write rows as a restore would: triggers and indexes off, the rows, indexes built whole, words learnt once."""
    columns, rows = made()
    table = model._meta.db_table
    with transaction.atomic(), _bare(table), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            cursor.connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
            cursor.execute(f"INSERT INTO {table}_words (ref) SELECT id FROM {table}")
            cursor.execute(
                f"INSERT INTO {table}_fts (rowid, search_text) "
                f"SELECT w.no, t.search_text FROM {table} t JOIN {table}_words w ON w.ref = t.id"
            )
        else:
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        cursor.execute(learn_all(connection.vendor, table))


@contextmanager
def _bare(table: str) -> Iterator[None]:
    """Take triggers and plain indexes off the table for the time of the block."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('index', 'trigger') "
                "AND sql IS NOT NULL",
                [table],
            )
            parts = cursor.fetchall()
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            cursor.execute(
                "SELECT 'index', indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
                "(SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
                [table, table],
            )
            parts = cursor.fetchall()
        for kind, name, _sql in parts:
            cursor.execute(f'DROP {kind} "{name}"')
        yield
        for _kind, _name, sql in parts:
            cursor.execute(sql)
        if connection.vendor != "sqlite":
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER ALL")


def key(number: int) -> str:
    """The primary key of the row of that number, as the engine keeps it."""
    value = uuid.UUID(int=number << 80 | 7 << 76 | 2 << 62 | number)
    return value.hex if connection.vendor == "sqlite" else str(value)


def _licensees(agency: Agency, rows: int) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    blank = ("identifier_scheme", "identifier", "representative", "representative_title", "phone", "email", "address")
    columns = ("id", "name", "name_folded", "search_text", "kind", "unit_id", *blank, "source_key", "version")
    units = _units()
    entered = now().isoformat(" ")

    def made() -> Iterator[tuple[Any, ...]]:
        for number, (form, words) in enumerate(names(rows), start=1):
            text = f"{form} {' '.join(words)}"
            kind = ("organisation", "organisation", "household", "individual")[number % 4]
            row = (key(number), text, fold(text), search_words.licensee(name=text), kind, units[number % len(units)])
            yield (*row, *[""] * len(blank), "", 1, agency.pk, entered)

    return (*columns, "agency_id", "created_at"), made()


def _licenses(agency: Agency, rows: int) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    columns: tuple[str, ...] = ("id", "number", "search_text", "holder_id", "valid_until", "status", "unit_id", "kind")
    columns += ("granting_authority", "conditions", "source", "source_key", "version", "valid_from")
    fixed = ("land_mobile_internal", "Cục Tần số vô tuyến điện", "", "", "", 1, "2019-01-01")
    first, units = dt.date(2020, 1, 1), _units()
    entered = now().isoformat(" ")
    on = today()

    def made() -> Iterator[tuple[Any, ...]]:
        for number in range(1, rows + 1):
            text = f"{number * 7919 % 10_000_019}/GP-{number % 97:02d}"
            until = first + dt.timedelta(days=number * 31 % 5000)
            holder = key(number % 300 + 1 if number % 10 == 0 else number * 7 % rows + 1)
            status = "active" if until >= on else "expired"
            row = (key(number), text, search_words.license(number=text), holder, until.isoformat(), status)
            yield (*row, units[number % len(units)], *fixed, agency.pk, entered)

    return (*columns, "agency_id", "created_at"), made()


def _units() -> list[str]:
    found = AdminUnit.objects.filter(parent__isnull=False).order_by("pk").values_list("pk", flat=True)
    return [pk.hex if connection.vendor == "sqlite" else str(pk) for pk in found]
