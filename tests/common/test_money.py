"""Amounts in figures and words, against the kept vectors."""

import csv
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.money import amount_text, vnd, words_en, words_vi

VECTORS = Path(__file__).parent / "data" / "vnd_words.csv"


def vectors() -> list[tuple[int, str]]:
    with VECTORS.open(encoding="utf-8") as file:
        return [(int(row["amount_vnd"]), row["words_vi"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(("amount", "words"), vectors())
def test_an_amount_is_spoken_as_in_the_vectors(amount: int, words: str) -> None:
    assert words_vi(amount) == words


def test_the_vectors_are_all_there() -> None:
    assert len(vectors()) >= 90


def test_figures_are_grouped_by_points() -> None:
    assert [vnd(0), vnd(600000), vnd(5000000), vnd(1234567890)] == [
        "0 đ",
        "600.000 đ",
        "5.000.000 đ",
        "1.234.567.890 đ",
    ]


@pytest.mark.parametrize(("language", "shown"), [("vi", "1.234.567.890 đ"), ("en", "1,234,567,890 đ")])
def test_pages_group_figures_as_their_language_does(language: str, shown: str) -> None:
    with translation.override(language):
        assert amount_text(1_234_567_890) == shown


def test_thousands_of_billions_are_spoken() -> None:
    assert words_vi(1_000_000_000_000) == "Một nghìn tỷ đồng"
    assert words_vi(1_005_000_000_000) == "Một nghìn không trăm linh năm tỷ đồng"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Zero dong"),
        (21, "Twenty-one dong"),
        (115, "One hundred fifteen dong"),
        (5_000_000, "Five million dong"),
        (1_234_567, "One million two hundred thirty-four thousand five hundred sixty-seven dong"),
    ],
)
def test_an_amount_is_spoken_in_english(amount: int, words: str) -> None:
    assert words_en(amount) == words


@pytest.mark.parametrize("speak", [words_vi, words_en])
def test_a_negative_amount_is_refused(speak) -> None:
    with pytest.raises(ValueError, match="never negative"):
        speak(-1)


@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=10**15))
def test_different_amounts_never_sound_the_same(one: int, other: int) -> None:
    assert (words_vi(one) == words_vi(other)) == (one == other)
    assert "  " not in words_vi(one)
