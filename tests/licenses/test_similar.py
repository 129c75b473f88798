"""A search with a slip of the finger finds what was meant, on both engines; the vocabulary keeps itself."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import User
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station, Word
from licenses.querysets import similar
from licenses.querysets.similar import closest
from licenses.services import licensees

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
NAMES = ("Đại lý Đức Đạt", "Nguyễn Văn Ánh", "Nguyễn Văn Bình", "Công ty Ánh Dương", "Trần Thị Ánh")


@pytest.fixture
def names(officer: User, on: dt.date) -> None:
    for name in NAMES:
        licensees.create(by=officer, on=on, name=name, kind="organisation")


def meant(text: str, **options: Any) -> list[str]:
    keys = closest(Licensee.objects.all(), text, 20, **options).keys
    found = Licensee.objects.in_bulk(keys)
    return [found[key].name for key in keys]


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("nguyne van anh", "Nguyễn Văn Ánh"),
        ("nguyen vna anh", "Nguyễn Văn Ánh"),
        ("nguyen van ahn", "Nguyễn Văn Ánh"),
        ("nguyen van bin", "Nguyễn Văn Bình"),
        ("nguyen vann bi", "Nguyễn Văn Bình"),
        ("duc dta", "Đại lý Đức Đạt"),
        ("duongg", "Công ty Ánh Dương"),
        ("tran thi ánh", "Trần Thị Ánh"),
        ("anh tran", "Trần Thị Ánh"),
        ("dau ly", "Đại lý Đức Đạt"),
    ],
)
def test_one_slip_finds_what_was_meant_first(typed: str, first: str) -> None:
    assert meant(typed)[:1] == [first]


@pytest.mark.usefixtures("names")
def test_what_was_read_instead_is_said() -> None:
    assert closest(Licensee.objects.all(), "Nguyễn Vna Ánh", 20).texts[0] == "nguyen van anh"
    assert closest(Licensee.objects.all(), "nguyen van", 20).texts == []


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("typed", ["", "  ", "xxxxxx", "khong co gi", "\"' OR * ) -", "đ", "99999999"])
def test_what_nothing_resembles_finds_nothing(typed: str) -> None:
    assert meant(typed, as_typed_too=False) == []


@pytest.mark.usefixtures("names")
def test_only_misspelt_rows_when_asked_so() -> None:
    assert "Nguyễn Văn Ánh" not in meant("nguyen van anh", as_typed_too=False)
    assert meant("tran thi anh", as_typed_too=False) == []


def test_a_number_is_never_set_right(radio_license: License) -> None:
    assert closest(License.objects.all(), "1235", 20).keys == []
    assert closest(License.objects.all(), "1234", 20).keys == [radio_license.pk]


def test_every_list_reads_slips_in_its_own_words_and_its_holder_s(
    agent: Establishment, station: Station, radio_license: License, assignment: FrequencyAssignment
) -> None:
    for model, typed, expected in (
        (Establishment, "song bine", agent),
        (Establishment, "bien dnog", agent),
        (Station, "hon rro", station),
        (License, "bien dogn", radio_license),
        (FrequencyAssignment, "bine dong", assignment),
    ):
        assert closest(model.objects.all(), typed, 20).keys == [expected.pk], (model, typed)


def test_only_visible_rows_are_offered(agent: Establishment, inspector_elsewhere: User) -> None:
    rows = Establishment.objects.visible_to(inspector_elsewhere)
    assert closest(rows, "song bine", 20).keys == []


@pytest.mark.usefixtures("names")
def test_words_too_common_to_compare_every_row_still_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "CANDIDATES", 1)
    monkeypatch.setattr(similar, "ENDINGS", 0)
    assert meant("nguyen van binhh")[:1] == ["Nguyễn Văn Bình"]
    assert meant("nguyen bin van")[:1] == ["Nguyễn Văn Bình"]


@pytest.mark.usefixtures("names")
def test_the_vocabulary_follows_single_and_bulk_writes(officer: User, on: dt.date, agencies: Any) -> None:
    assert {"nguyen", "van", "ly", "duc"} <= set(Word.objects.values_list("word", flat=True))
    one = Licensee.objects.get(name="Đại lý Đức Đạt")
    licensees.amend(one, by=officer, version=1, on=on, name="Quán Hải Âu 24h")
    rows = [
        Licensee(name=text, name_folded=text, kind="household", agency=agencies.skhcn, search_text=f" {text} chung")
        for text in ("motmot", "haihai")
    ]
    Licensee.objects.bulk_create(rows)
    learnt = set(Word.objects.values_list("word", flat=True))
    assert {"quan", "hai", "au", "motmot", "haihai", "chung"} <= learnt
    assert "24h" not in learnt
