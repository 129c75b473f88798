"""A large invented register for the benchmarks of lists and searches, written by plain SQL, seeded."""

import datetime as dt
import os
import random
import uuid
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from accounts.models import Agency, Membership, User
from accounts.roles import Role
from common.clock import now
from common.text import fold
from licenses.kinds import search_words

ROWS = int(os.environ.get("BENCH_ROWS", "1000000"))
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


def name(rnd: random.Random) -> str:
    """An invented holder's name of five to seven syllables."""
    words = [rnd.choice(SYLLABLES) for _ in range(rnd.randint(2, 3))]
    return f"{rnd.choice(KINDS)} {rnd.choice(FIRST)} {' '.join(words)}"


def _rows(columns: dict[str, Any], table: str, rows: Iterator[tuple[Any, ...]], varying: tuple[str, ...]) -> None:
    """Write rows through the bare driver; the word index of SQLite is filled once at the end, as a restore would."""
    names = [*varying, *columns]
    fixed = tuple(columns.values())
    lite = connection.vendor == "sqlite"
    sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['?' if lite else '%s'] * len(names))})"
    with transaction.atomic(), connection.cursor() as cursor:
        if not lite:
            cursor.executemany(sql, [row + fixed for row in rows])
            return
        trigger = f"ww_words_insert_{table}"
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [trigger])
        (kept,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.connection.executemany(sql, (row + fixed for row in rows))
        cursor.execute(f"INSERT INTO {table}_words (ref) SELECT id FROM {table}")
        cursor.execute(
            f"INSERT INTO {table}_fts (rowid, search_text) "
            f"SELECT w.no, t.search_text FROM {table} t JOIN {table}_words w ON w.ref = t.id"
        )
        cursor.execute(kept)
        cursor.execute("ANALYZE")


def _key(number: int) -> str:
    value = uuid.UUID(int=number << 80 | 7 << 76 | 2 << 62 | number)
    return value.hex if connection.vendor == "sqlite" else str(value)


def _text(column: Any) -> Any:
    return column.isoformat(" ") if connection.vendor == "sqlite" and hasattr(column, "isoformat") else column


def fill_licensees(agency: Agency, rows: int = ROWS) -> None:
    """Enter that many right-holders."""
    rnd = random.Random(2026)

    def made() -> Iterator[tuple[Any, ...]]:
        for number in range(1, rows + 1):
            text = name(rnd)
            yield _key(number), text, fold(text), search_words.licensee(name=text)

    empty = dict.fromkeys(
        ("identifier_scheme", "identifier", "representative", "representative_title", "phone", "email", "address"), ""
    )
    fixed = {**empty, "source_key": "", "kind": "household", "version": 1, "agency_id": agency.pk}
    _rows(
        {**fixed, "created_at": _text(now())}, "licenses_licensee", made(), ("id", "name", "name_folded", "search_text")
    )


def fill_licenses(agency: Agency, rows: int = ROWS) -> None:
    """Enter that many licenses, a thousand per holder."""
    fill_licensees(agency, max(1, rows // 1000))
    holders = max(1, rows // 1000)
    first = dt.date(2020, 1, 1)

    def made() -> Iterator[tuple[Any, ...]]:
        for number in range(1, rows + 1):
            text = f"{number * 7919 % 10_000_019}/GP-{number % 97:02d}"
            until = first + dt.timedelta(days=number * 31 % 5000)
            until_text = until.isoformat() if connection.vendor == "sqlite" else until
            yield _key(number), text, _key(number % holders + 1), until_text, search_words.license(number=text)

    fixed = {
        "kind": "land_mobile_internal",
        "status": "pending",
        "granting_authority": "Cục Tần số vô tuyến điện",
        "conditions": "",
        "source": "",
        "source_key": "",
        "version": 1,
        "agency_id": agency.pk,
        "created_at": _text(now()),
        "valid_from": "2019-01-01",
    }
    varying = ("id", "number", "holder_id", "valid_until", "search_text")
    _rows(fixed, "licenses_license", made(), varying)
