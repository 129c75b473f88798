"""The right decree for acts before, after and across the first day of Decree 174/2026 (1 July 2026)."""

import datetime as dt

import pytest

from common.errors import Invalid, Unavailable
from rulebook import lookup

pytestmark = pytest.mark.usefixtures("law")

HOURS = "ND174-2026-D36-K3-a"
BEFORE, LAST, FIRST, AFTER = dt.date(2026, 6, 1), dt.date(2026, 6, 30), dt.date(2026, 7, 1), dt.date(2026, 8, 1)


@pytest.mark.parametrize(
    ("started", "ended", "detected", "code"),
    [
        (BEFORE, BEFORE, BEFORE, "ND15-2020-D35-K3-a"),
        (BEFORE, LAST, AFTER, "ND15-2020-D35-K3-a"),
        (BEFORE, None, LAST, "ND15-2020-D35-K3-a"),
        (BEFORE, None, FIRST, HOURS),
        (BEFORE, None, AFTER, HOURS),
        (BEFORE, FIRST, AFTER, HOURS),
        (BEFORE, AFTER, AFTER, HOURS),
        (FIRST, FIRST, FIRST, HOURS),
        (FIRST, None, AFTER, HOURS),
    ],
)
def test_the_decree_follows_the_dates_of_the_act(
    started: dt.date, ended: dt.date | None, detected: dt.date, code: str
) -> None:
    assert lookup.penalty_for(HOURS, started, ended, detected).code == code


def test_an_older_code_finds_the_row_of_the_newer_decree_for_a_continuing_act() -> None:
    assert lookup.penalty_for("ND15-2020-D35-K3-a", BEFORE, None, AFTER).code == HOURS


def test_one_older_clause_may_stand_for_several_points() -> None:
    for point in "abcd":
        found = lookup.penalty_for(f"ND174-2026-D36-K1-{point}", BEFORE, BEFORE, AFTER)
        assert found.code == "ND15-2020-D35-K1"


def test_a_row_no_source_gives_is_refused_not_guessed() -> None:
    with pytest.raises(Unavailable) as caught:
        lookup.penalty_for("ND174-2026-D100-K3-dd", BEFORE, BEFORE, AFTER)
    assert caught.value.code == "older_row_not_seen"
    assert "15/2020" in str(caught.value)


def test_an_older_row_without_its_bracket_is_found_with_the_gap() -> None:
    row = lookup.penalty_for("ND174-2026-D100-K2-a", BEFORE, BEFORE, AFTER)
    assert (row.code, row.fine_max_vnd) == ("ND15-2020-D105-K2-b", None)


def test_dates_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(Invalid):
        lookup.penalty_for(HOURS, AFTER, BEFORE, AFTER)
    with pytest.raises(Invalid):
        lookup.penalty_for(HOURS, AFTER, None, BEFORE)


def test_the_reason_is_a_sentence_with_its_provision() -> None:
    law = lookup.governing_law(BEFORE, None, AFTER)
    assert law.day == AFTER
    assert law.rests_on == ("ND174-2026-D115-K2",)
    assert "01/08/2026" in law.reason
    assert lookup.provision_on(law.rests_on[0], AFTER).quoted


@pytest.mark.parametrize(
    ("clause", "watts", "code"),
    [
        ("5", 0.5, "K5-a"), ("5", 15, "K5-a"), ("5", 15.01, "K5-b"), ("5", 100, "K5-b"), ("5", 500, "K5-c"),
        ("5", 1_000, "K5-d"), ("5", 5_000, "K5-dd"), ("5", 10_000, "K5-e"), ("5", 20_000, "K5-g"), ("5", 20_001, "K10"),
        ("6", 10, "K6-a"), ("6", 25, "K6-b"), ("6", 20_000, "K6-g"), ("6", 50_000, "K6-h"),
    ],
)  # fmt: skip
def test_the_power_decides_the_class(clause: str, watts: float, code: str) -> None:
    assert lookup.penalty_by_power("66", clause, watts, FIRST).code == f"ND174-2026-D66-{code}"


def test_a_power_class_no_source_gives_is_refused() -> None:
    assert lookup.penalty_by_power("58", "3", 10, LAST).code == "ND15-2020-D58-K3-a"
    for article, clause, watts in (("58", "3", 50), ("66", "5", 0), ("36", "1", 5)):
        with pytest.raises(Unavailable):
            lookup.penalty_by_power(article, clause, watts, LAST)
