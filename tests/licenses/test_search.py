"""Search without diacritics, the same on both engines, kept by the database itself."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from licenses.kinds import search_words
from licenses.models import Establishment, License, Licensee, Station
from licenses.querysets import search
from licenses.services import licensees

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def names(officer: User, on: dt.date) -> None:
    for name in ("Đại lý Đức Đạt", "Dai ly Duc Dat 2", "Nguyễn Văn Ánh", "Công ty Ánh Dương", "O'Neil & Sons 12-3/A"):
        licensees.create(by=officer, on=on, name=name, kind="organisation")


def found(text: str) -> list[str]:
    return sorted(Licensee.objects.search(text).values_list("name", flat=True))


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("dai ly duc dat", ["Dai ly Duc Dat 2", "Đại lý Đức Đạt"]),
        ("ĐẠI LÝ", ["Dai ly Duc Dat 2", "Đại lý Đức Đạt"]),
        ("anh", ["Công ty Ánh Dương", "Nguyễn Văn Ánh"]),
        ("duo anh", ["Công ty Ánh Dương"]),
        ("nguyễn va", ["Nguyễn Văn Ánh"]),
        ("12-3/a", ["O'Neil & Sons 12-3/A"]),
        ("o'neil", ["O'Neil & Sons 12-3/A"]),
        ("\"' OR * ) -", []),
        ("hải", []),
    ],
)
def test_words_match_from_their_beginning_without_diacritics(asked: str, expected: list[str]) -> None:
    assert found(asked) == expected


@pytest.mark.usefixtures("names")
def test_an_empty_search_finds_everything() -> None:
    assert len(found("  ")) == 5


@pytest.mark.usefixtures("names")
def test_the_index_follows_amendments_and_bulk_writes(officer: User, on: dt.date, agencies: Any) -> None:
    one = Licensee.objects.get(name="Đại lý Đức Đạt")
    licensees.amend(one, by=officer, version=1, on=on, name="Quán Hải Âu")
    assert found("duc dat") == ["Dai ly Duc Dat 2"]
    assert found("hai au") == ["Quán Hải Âu"]
    Licensee.objects.bulk_create(
        Licensee(
            name=f"Hải Âu {number}",
            name_folded=f"hai au {number}",
            kind="organisation",
            agency=agencies.skhcn,
            search_text=search_words.licensee(name=f"Hải Âu {number}"),
        )
        for number in range(3)
    )
    assert len(found("hai au")) == 4
    assert found("hải âu 2") == ["Hải Âu 2"]


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("limits", [(1, 10, 10), (1, 1, 10), (1, 1, 1), (0, 0, 0)])
def test_common_words_are_found_in_every_order_and_counted(
    monkeypatch: pytest.MonkeyPatch, limits: tuple[int, int, int]
) -> None:
    for name, limit in zip(("COMMON", "VERY_COMMON", "EVERYWHERE"), limits, strict=True):
        monkeypatch.setattr(search, name, limit)
    for asked in ("dai ly", "ly duc", "dat"):
        rows = Licensee.objects.search(asked)
        expected = {"Dai ly Duc Dat 2", "Đại lý Đức Đạt"}
        assert set(rows.values_list("name", flat=True)) == expected
        for order in ("name_folded", "-name_folded", "created_at"):
            assert set(rows.order_by(order, "pk").values_list("name", flat=True)[:50]) == expected, order
        assert rows.order_by("name_folded")[:100].count() == 2


@pytest.mark.usefixtures("names")
@pytest.mark.sqlite_only
def test_common_words_are_tested_in_the_index_of_the_list_s_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "COMMON", 1)
    plan = Licensee.objects.search("dai ly").order_by("name_folded", "pk").values_list("pk")[:50].explain()
    assert "USING COVERING INDEX licensee_by_name" in plan


def test_places_stations_and_licenses_are_found_by_their_own_words_and_their_holder(
    agent: Establishment, station: Station, radio_license: License
) -> None:
    for asked in ("song bien", "tran phu", "37a8001234", "cong ty bien dong"):
        assert list(Establishment.objects.search(asked)) == [agent], asked
    for asked in ("xv5a", "hon ro", "bien dong"):
        assert list(Station.objects.search(asked)) == [station], asked
    for asked in ("1234", "1234/gp", "bien dong", "0100109106"):
        assert list(License.objects.search(asked)) == [radio_license], asked


def test_a_citizen_number_is_not_a_search_word(officer: User, on: dt.date) -> None:
    licensees.create(
        by=officer,
        on=on,
        name="Trần Văn Bé",
        kind="individual",
        identifier_scheme="citizen_id",
        identifier="056088001234",
    )
    assert found("056088001234") == []


def test_the_index_is_used(names: None) -> None:
    plan = Licensee.objects.search("duc dat").explain()
    if connection.vendor == "sqlite":
        assert "licenses_licensee_words USING INTEGER PRIMARY KEY" in plan
