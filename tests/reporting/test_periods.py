"""The period of a report and the one before it."""

import datetime as dt

import pytest

from reporting.periods import Period

DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("period", "first", "last", "first_before", "last_before"),
    [
        (Period.month(DAY), "2026-11-01", "2026-11-30", "2026-10-01", "2026-10-31"),
        (Period.quarter(DAY), "2026-10-01", "2026-12-31", "2026-07-01", "2026-09-30"),
        (Period.year(DAY), "2026-01-01", "2026-12-31", "2025-01-01", "2025-12-31"),
        (Period.month(dt.date(2024, 3, 15)), "2024-03-01", "2024-03-31", "2024-02-01", "2024-02-29"),
        (Period(dt.date(2026, 11, 10), dt.date(2026, 11, 19)), "2026-11-10", "2026-11-19", "2026-10-31", "2026-11-09"),
    ],
)
def test_a_period_is_compared_with_the_one_just_before(
    period: Period, first: str, last: str, first_before: str, last_before: str
) -> None:
    before = period.before()
    assert [str(day) for day in (period.first, period.last)] == [first, last]
    assert [str(day) for day in (before.first, before.last)] == [first_before, last_before]


def test_standing_figures_are_counted_today_while_the_period_runs() -> None:
    assert Period.quarter(DAY).reference(DAY) == DAY


def test_standing_figures_of_a_past_period_are_counted_on_its_last_day() -> None:
    assert Period.quarter(DAY).before().reference(DAY) == dt.date(2026, 9, 30)


def test_standing_figures_of_a_coming_period_are_counted_on_its_first_day() -> None:
    assert Period.year(dt.date(2027, 1, 1)).reference(DAY) == dt.date(2027, 1, 1)
