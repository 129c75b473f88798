"""Working days over Tết, swap days and the year's end; calendar days, months and hours."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import Unavailable
from rulebook import deadlines, lookup
from rulebook.deadlines import WorkingCalendar
from rulebook.models import Deadline

SWAPS = {dt.date(2026, 8, 22): True, dt.date(2026, 8, 31): False}
CALENDAR = WorkingCalendar("vn", SWAPS)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


@pytest.mark.parametrize(
    ("start", "number", "wanted"),
    [
        ("2026-11-16", 3, "2026-11-19"),  # Monday to Thursday
        ("2026-11-20", 1, "2026-11-23"),  # over a weekend
        ("2026-02-13", 1, "2026-02-23"),  # Friday before Tết: nothing until the Monday after
        ("2026-02-11", 5, "2026-02-25"),
        ("2026-08-20", 2, "2026-08-22"),  # Saturday 22 August is worked …
        ("2026-08-28", 1, "2026-09-03"),  # … and Monday 31 August is off, then the National Day
        ("2026-12-31", 1, "2027-01-04"),  # New Year on a Friday
        ("2026-04-24", 1, "2026-04-28"),  # Hùng Kings' day on a Sunday is made up on Monday
    ],
)
def test_working_days_are_counted_from_the_next_day(start: str, number: int, wanted: str) -> None:
    found = CALENDAR.add_working_days(dt.date.fromisoformat(start), number)
    assert found == dt.date.fromisoformat(wanted)


def test_the_table_of_exceptions_wins_over_the_package() -> None:
    new_year = dt.date(2027, 1, 1)
    assert not CALENDAR.is_working_day(new_year)
    assert WorkingCalendar("vn", {new_year: True}).is_working_day(new_year)


@given(DAYS, st.integers(1, 60))
def test_the_last_day_is_a_working_day_and_the_count_is_exact(start: dt.date, number: int) -> None:
    end = CALENDAR.add_working_days(start, number)
    assert CALENDAR.is_working_day(end)
    assert CALENDAR.working_days_between(start, end) == number
    assert CALENDAR.working_days_between(start, end - dt.timedelta(days=1)) == number - 1


@given(DAYS, st.integers(0, 60))
def test_more_days_never_end_earlier_and_never_before_as_many_plain_days(start: dt.date, number: int) -> None:
    end = CALENDAR.add_working_days(start, number)
    assert CALENDAR.add_working_days(start, number + 1) > end >= deadlines.add_days(start, number)


@given(DAYS, st.integers(1, 60))
def test_going_back_from_a_working_day_undoes_going_forward(start: dt.date, number: int) -> None:
    first = CALENDAR.add_working_days(start, 1)
    assert CALENDAR.add_working_days(CALENDAR.add_working_days(first, number), -number) == first


@given(DAYS, st.integers(0, 60))
def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month(start: dt.date, number: int) -> None:
    end = deadlines.add_months(start, number)
    assert (end.year - start.year) * 12 + end.month - start.month == number
    assert end.day == start.day or (end + dt.timedelta(days=1)).day == 1


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize(
    ("code", "start", "wanted"),
    [
        ("explanation.written", "2026-08-19", "2026-08-25"),  # counts Saturday 22 August
        ("decision.ordinary", "2026-08-28", "2026-09-11"),
        ("decision.with_explanation", "2027-01-31", "2027-02-28"),
        ("decision.comply", "2026-12-25", "2027-01-04"),  # plain days, over the year's end
        ("decision.enforcement_limit", "2026-02-28", "2027-02-28"),
        ("radio.lease.file", "2026-11-23", "2026-11-16"),  # at least five working days before
    ],
)
def test_periods_of_the_rulebook_end_on_the_right_day(code: str, start: str, wanted: str) -> None:
    day = dt.date.fromisoformat(start)
    assert deadlines.due(lookup.deadline(code, day), day) == dt.date.fromisoformat(wanted)


@pytest.mark.usefixtures("law")
def test_hours_and_unknown_numbers_are_told_apart() -> None:
    day = dt.date(2026, 11, 18)
    handover = lookup.deadline("case.handover", day)
    moment = dt.datetime(2026, 11, 18, 9, 30, tzinfo=dt.UTC)
    assert deadlines.due_at(handover, moment) == moment + dt.timedelta(hours=24)
    with pytest.raises(ValueError):
        deadlines.due(handover, day)
    with pytest.raises(ValueError):
        deadlines.due_at(lookup.deadline("decision.send", day), moment)
    with pytest.raises(Unavailable):
        deadlines.due(lookup.deadline("record.make", day), day)


@pytest.mark.usefixtures("law")
def test_the_module_functions_use_the_table_of_exceptions() -> None:
    assert deadlines.is_working_day(dt.date(2026, 8, 22))
    assert deadlines.add_working_days(dt.date(2026, 8, 20), 2) == dt.date(2026, 8, 22)
    assert deadlines.working_days_between(dt.date(2026, 8, 21), dt.date(2026, 8, 31)) == 6
    assert Deadline.objects.count() > 30
