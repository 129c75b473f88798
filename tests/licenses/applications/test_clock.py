"""The legal clock: working days, Tết and swap days, stopped while the applicant is waited for."""

import datetime as dt
from dataclasses import dataclass

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from licenses.enums import ClockReason, ClockVerb
from licenses.legal_clock import Limit, last_day_to_file, renewal_opens, state
from rulebook.deadlines import WorkingCalendar

# Saturday 10 January 2026 is worked instead of Friday 2 January; the days of Tết are off by the package.
CALENDAR = WorkingCalendar("VN", {dt.date(2026, 1, 2): False, dt.date(2026, 1, 10): True})
TWENTY = Limit(20)


@dataclass(frozen=True)
class Tick:
    verb: str
    on: dt.date
    reason: str = ClockReason.RECEIVED


def started(on):
    return [Tick(ClockVerb.STARTED, on)]


def test_the_day_of_receipt_is_not_counted_and_tet_is_not_worked():
    # Monday 9 February: Tết closes the offices from 16 to 20 February
    now = state(started(dt.date(2026, 2, 9)), dt.date(2026, 2, 23), limit=TWENTY, calendar=CALENDAR)
    assert now.day == 5
    assert now.due_on == dt.date(2026, 3, 16)


def test_a_saturday_worked_for_a_day_off_counts():
    now = state(started(dt.date(2026, 1, 5)), dt.date(2026, 1, 12), limit=TWENTY, calendar=CALENDAR)
    assert now.day == 6  # 6, 7, 8, 9, Saturday 10, 12 January


def test_the_clock_stands_still_while_the_applicant_is_waited_for():
    ticks = [*started(dt.date(2026, 3, 2)), Tick(ClockVerb.STOPPED, dt.date(2026, 3, 6), ClockReason.SUPPLEMENT_ASKED)]
    now = state(ticks, dt.date(2026, 3, 27), limit=TWENTY, calendar=CALENDAR)
    assert (now.day, now.stopped_since, now.due_on, now.overdue) == (4, dt.date(2026, 3, 6), None, False)
    ticks.append(Tick(ClockVerb.RESTARTED, dt.date(2026, 3, 27), ClockReason.SUPPLEMENT_CAME))
    again = state(ticks, dt.date(2026, 3, 30), limit=TWENTY, calendar=CALENDAR)
    assert (again.day, again.running) == (5, True)
    assert again.due_on == CALENDAR.add_working_days(dt.date(2026, 3, 27), 16)


def test_an_answer_over_the_holidays_starts_counting_after_them():
    ticks = [
        *started(dt.date(2026, 2, 9)),
        Tick(ClockVerb.STOPPED, dt.date(2026, 2, 11), ClockReason.SUPPLEMENT_ASKED),
        Tick(ClockVerb.RESTARTED, dt.date(2026, 2, 18), ClockReason.SUPPLEMENT_CAME),
    ]
    assert state(ticks, dt.date(2026, 2, 22), limit=TWENTY, calendar=CALENDAR).day == 2
    assert state(ticks, dt.date(2026, 2, 23), limit=TWENTY, calendar=CALENDAR).day == 3


def test_plain_days_count_every_day():
    now = state(started(dt.date(2026, 2, 9)), dt.date(2026, 2, 23), limit=Limit(28, "calendar"), calendar=CALENDAR)
    assert (now.day, now.due_on) == (14, dt.date(2026, 3, 9))


def test_a_file_is_overdue_from_the_day_after_its_last_day():
    begun = started(dt.date(2026, 3, 2))
    last = state(begun, dt.date(2026, 3, 30), limit=TWENTY, calendar=CALENDAR)
    assert (last.due_on, last.overdue) == (dt.date(2026, 3, 30), False)
    assert state(begun, dt.date(2026, 3, 31), limit=TWENTY, calendar=CALENDAR).overdue


def test_where_no_source_gives_the_period_no_day_is_made_up():
    now = state(started(dt.date(2026, 3, 2)), dt.date(2026, 3, 31), calendar=CALENDAR)
    assert (now.due_on, now.overdue, now.limit) == (None, False, None)
    with translation.override("en"):
        assert "no source gives" in now.text


def test_the_same_sentence_says_day_of_limit_and_why_it_stands_still():
    ticks = [*started(dt.date(2026, 3, 2)), Tick(ClockVerb.STOPPED, dt.date(2026, 3, 6), ClockReason.SUPPLEMENT_ASKED)]
    now = state(ticks, dt.date(2026, 3, 10), limit=TWENTY, calendar=CALENDAR)
    with translation.override("vi"):
        assert now.text == (
            "Ngày thứ 4 trong 20 ngày làm việc; tạm dừng từ ngày 06/03/2026: đã yêu cầu người nộp bổ sung hồ sơ."
        )


def test_a_clock_in_months_cannot_stop_and_is_refused():
    with pytest.raises(ValueError, match="counts days"):
        state(started(dt.date(2026, 3, 2)), dt.date(2026, 3, 3), limit=Limit(1, "month"), calendar=CALENDAR)


def test_the_window_of_a_renewal():
    assert last_day_to_file(dt.date(2026, 12, 31), 30) == dt.date(2026, 12, 1)
    assert renewal_opens(dt.date(2026, 12, 31), 12) == dt.date(2025, 12, 31)


DAYS = st.dates(dt.date(2025, 6, 1), dt.date(2026, 6, 1))


@given(st.lists(DAYS, min_size=1, max_size=9, unique=True).map(sorted), st.integers(0, 60))
def test_a_stopped_clock_never_counts_and_a_running_one_never_goes_back(days, later):
    verbs = [ClockVerb.STARTED, *[ClockVerb.STOPPED, ClockVerb.RESTARTED] * 5]
    ticks = [Tick(verb, day) for verb, day in zip(verbs, days, strict=False)]
    end = days[-1] + dt.timedelta(days=later)
    first = state(ticks, days[-1], limit=TWENTY, calendar=CALENDAR)
    last = state(ticks, end, limit=TWENTY, calendar=CALENDAR)
    counted = CALENDAR.working_days_between(days[-1], end)
    assert last.day - first.day == (0 if first.stopped_since else counted)
    if last.due_on is not None and first.day < 20:
        assert state(ticks, last.due_on, limit=TWENTY, calendar=CALENDAR).day == 20
