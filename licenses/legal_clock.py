"""The legal clock of an application: which day of how many, when it is due, and why it stands still.

Pure: events in, a state out. Days are counted as the law names them, working days or plain days, and the day of the
event is not counted. While the office waits for the applicant no day counts; the day on which the clock stops still
counts, the day on which it goes on does not. Both sides are shown this same state.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.text import day_text
from licenses.enums import ClockReason, ClockVerb
from rulebook.deadlines import WorkingCalendar, add_months
from rulebook.enums import DayUnit

ONE_DAY = dt.timedelta(days=1)


class Event(Protocol):
    """What the clock needs of an event."""

    @property
    def verb(self) -> str:
        """started, stopped, restarted or ended."""

    @property
    def on(self) -> dt.date:
        """The day it happened."""

    @property
    def reason(self) -> str:
        """Why, one of ClockReason."""


@dataclass(frozen=True)
class Limit:
    """How many days of which kind the law gives."""

    number: int
    unit: str = DayUnit.WORKING


@dataclass(frozen=True)
class ClockState:
    """Where the clock stands on a day. `limit` and `due_on` are None where no source gives the period."""

    started_on: dt.date | None
    day: int
    limit: Limit | None
    due_on: dt.date | None
    stopped_since: dt.date | None
    ended_on: dt.date | None
    reason: str
    on: dt.date

    @property
    def running(self) -> bool:
        """Whether days count against the office."""
        return self.started_on is not None and self.stopped_since is None and self.ended_on is None

    @property
    def overdue(self) -> bool:
        """Whether the period is over and the office still has the file."""
        return self.running and self.due_on is not None and self.due_on < self.on

    @property
    def text(self) -> str:
        """The one sentence shown to the office and to the applicant."""
        if self.started_on is None:
            return _("The clock has not started: the application was not submitted yet.")
        parts = [self._count()]
        if self.ended_on is not None:
            parts.append(_("ended on %(day)s: %(reason)s") % self._why(self.ended_on))
        elif self.stopped_since is not None:
            parts.append(_("stopped since %(day)s: %(reason)s") % self._why(self.stopped_since))
        elif self.overdue and self.due_on is not None:
            parts.append(_("overdue since %(day)s") % {"day": day_text(self.due_on)})
        elif self.due_on is not None:
            parts.append(_("decision due on %(day)s") % {"day": day_text(self.due_on)})
        return "; ".join(parts) + "."

    def _count(self) -> str:
        if self.limit is None and self.day == 0:
            return _("No day counted; no source gives how long the office may take")
        if self.limit is None:
            return _("Day %(day)s; no source gives how long the office may take") % {"day": self.day}
        unit = _working(self.limit.number) if self.limit.unit == DayUnit.WORKING else _plain(self.limit.number)
        if self.day == 0:
            return _("No day of %(limit)s counted") % {"limit": unit}
        return _("Day %(day)s of %(limit)s") % {"day": self.day, "limit": unit}

    def _why(self, day: dt.date) -> dict[str, str]:
        return {"day": day_text(day), "reason": str(ClockReason(self.reason).label) if self.reason else "–"}


def state(
    events: Sequence[Event], on: dt.date, *, limit: Limit | None = None, calendar: WorkingCalendar | None = None
) -> ClockState:
    """Return where the clock stands at the end of the day `on`; later events are left out.

    `events` are in the order in which they happened. `calendar` is loaded when not given (one query). A period in
    months or hours is not one that can stop and go on: ValueError.
    """
    if limit is not None and limit.unit not in (DayUnit.WORKING, DayUnit.CALENDAR):
        raise ValueError(f"a clock that can stop counts days, not {limit.unit}")
    calendar = calendar or WorkingCalendar.load()
    known = [event for event in events if event.on <= on]
    started = next((event.on for event in known if event.verb == ClockVerb.STARTED), None)
    day, running_since, last = 0, None, None
    for event in known:
        if event.verb in (ClockVerb.STARTED, ClockVerb.RESTARTED):
            running_since = event.on if running_since is None else running_since
        elif running_since is not None:
            day += _days(running_since, event.on, limit, calendar)
            running_since = None
        last = event
    due = None
    if running_since is not None:
        due = _due(running_since, limit.number - day, limit, calendar) if limit else None
        day += _days(running_since, on, limit, calendar)
    stopped = last is not None and last.verb == ClockVerb.STOPPED
    ended = last is not None and last.verb == ClockVerb.ENDED
    return ClockState(
        started_on=started,
        day=day,
        limit=limit,
        due_on=due,
        stopped_since=last.on if stopped and last else None,
        ended_on=last.on if ended and last else None,
        reason=last.reason if last else "",
        on=on,
    )


def _days(start: dt.date, end: dt.date, limit: Limit | None, calendar: WorkingCalendar) -> int:
    if limit is not None and limit.unit == DayUnit.CALENDAR:
        return max((end - start).days, 0)
    return calendar.working_days_between(start, end)


def _due(start: dt.date, left: int, limit: Limit, calendar: WorkingCalendar) -> dt.date:
    """Return the last day; a period used up before the clock went on was due on the day it went on."""
    left = max(left, 0)
    return start + left * ONE_DAY if limit.unit == DayUnit.CALENDAR else calendar.add_working_days(start, left)


def last_day_to_file(expires_on: dt.date, days_before: int) -> dt.date:
    """Return the last day on which a renewal is in time: so many plain days before the expiry."""
    return expires_on - days_before * ONE_DAY


def renewal_opens(expires_on: dt.date, months_before: int) -> dt.date:
    """Return the first day on which a renewal is taken."""
    return add_months(expires_on, -months_before)


def _working(number: int) -> str:
    return ngettext("%(count)s working day", "%(count)s working days", number) % {"count": number}


def _plain(number: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", number) % {"count": number}
