"""Working days and calendar days: the law counts both, so each has its own functions.

A working day is Monday to Friday, no public holiday of the administration's country (package `holidays`), unless the
table of announced exceptions says otherwise: that table always wins. The day of the event is not counted.
"""

import calendar as months
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import holidays
from django.conf import settings
from django.utils.translation import gettext as _

from common.errors import Unavailable
from rulebook.enums import DayUnit, Direction
from rulebook.models import CalendarDay, Deadline

ONE_DAY = dt.timedelta(days=1)


@lru_cache(maxsize=4)
def public_holidays(country: str) -> holidays.HolidayBase:
    """Return the public holidays of a country, observed days included; years are added as they are asked for."""
    return holidays.country_holidays(country.upper())


@dataclass(frozen=True)
class WorkingCalendar:
    """The calendar of one administration; build it once where many deadlines are computed."""

    country: str
    exceptions: Mapping[dt.date, bool] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "WorkingCalendar":
        """Return the calendar of this installation with its announced exceptions (one query)."""
        return cls(settings.ADMINISTRATION, dict(CalendarDay.objects.current().values_list("date", "working")))

    def is_working_day(self, day: dt.date) -> bool:
        """Say whether the offices work on that day."""
        if day in self.exceptions:
            return self.exceptions[day]
        return day.weekday() < 5 and day not in public_holidays(self.country)

    def add_working_days(self, start: dt.date, number: int) -> dt.date:
        """Return the `number`-th working day after `start` (before it when negative); 0 gives `start` itself."""
        step = ONE_DAY if number >= 0 else -ONE_DAY
        left, day = abs(number), start
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """Return how many working days lie after `start` up to and including `end`; 0 when `end` is not later."""
        span = range(1, (end - start).days + 1)
        return sum(self.is_working_day(start + dt.timedelta(days=offset)) for offset in span)


def is_working_day(day: dt.date) -> bool:
    """Say whether the offices work on that day."""
    return WorkingCalendar.load().is_working_day(day)


def add_working_days(start: dt.date, number: int, calendar: WorkingCalendar | None = None) -> dt.date:
    """Return the `number`-th working day after `start` (before it when negative)."""
    return (calendar or WorkingCalendar.load()).add_working_days(start, number)


def working_days_between(start: dt.date, end: dt.date, calendar: WorkingCalendar | None = None) -> int:
    """Return how many working days lie after `start` up to and including `end`."""
    return (calendar or WorkingCalendar.load()).working_days_between(start, end)


def add_days(start: dt.date, number: int) -> dt.date:
    """Return the calendar day `number` days after `start`."""
    return start + dt.timedelta(days=number)


def add_months(start: dt.date, number: int) -> dt.date:
    """Return the same day `number` months later, or the last day of a shorter month."""
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    return dt.date(year, month + 1, min(start.day, months.monthrange(year, month + 1)[1]))


def due(deadline: Deadline, start: dt.date, calendar: WorkingCalendar | None = None) -> dt.date:
    """Return the last day of the period that begins with the event on `start`.

    A period that runs before its event gives the last day on which the act is still in time. Hours are counted by
    `due_at`. Raises Unavailable when no source gives the number.
    """
    number = _number(deadline)
    if deadline.direction == Direction.BEFORE:
        number = -number
    match deadline.unit:
        case DayUnit.WORKING:
            return add_working_days(start, number, calendar)
        case DayUnit.CALENDAR:
            return add_days(start, number)
        case DayUnit.MONTH:
            return add_months(start, number)
        case DayUnit.YEAR:
            return add_months(start, 12 * number)
        case _:
            raise ValueError(f"{deadline.code} is counted in hours: use due_at")


def due_at(deadline: Deadline, moment: dt.datetime) -> dt.datetime:
    """Return the moment at which a period counted in hours ends; ValueError for periods counted in days."""
    if deadline.unit != DayUnit.HOUR:
        raise ValueError(f"{deadline.code} is counted in days: use due")
    return moment + dt.timedelta(hours=_number(deadline))


def _number(deadline: Deadline) -> int:
    if deadline.number is None:
        raise Unavailable(
            _("The rulebook does not know how long this period is: %(name)s.") % {"name": deadline.name_vi},
            code="deadline_unknown",
        )
    return int(deadline.number)
