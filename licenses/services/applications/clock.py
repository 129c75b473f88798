"""Keeps the legal clock of an application: its events, and from them the days the queues are sorted by."""

import datetime as dt
from typing import Any

from accounts import journal
from common.errors import Unavailable
from licenses import legal_clock
from licenses.enums import ClockReason, ClockVerb
from licenses.kinds import kind_of
from licenses.kinds.rules import Rules, limit_of, rules_of
from licenses.legal_clock import ClockState
from licenses.models import Application, ClockEvent
from rulebook import deadlines
from rulebook.deadlines import WorkingCalendar
from rulebook.models import Deadline

NO_DAYS = {"due_on": None, "check_due_on": None, "waiting_since": None, "answer_due_on": None}


def rules(application: Application, on: dt.date) -> Rules:
    """Return the rules of an application: those of the day it was received, of today while it is a draft."""
    return rules_of(kind_of(application.kind), application.purpose, application.received_on or on)


def state(
    application: Application, on: dt.date, *, held: Rules | None = None, calendar: WorkingCalendar | None = None
) -> ClockState:
    """Return where the application's clock stands on that day."""
    held = held or rules(application, on)
    return legal_clock.state(list(application.clock.all()), on, limit=held.limit, calendar=calendar)


def tick(
    application: Application, verb: ClockVerb, reason: ClockReason, *, by: Any, on: dt.date, held: Rules
) -> dict[str, Any]:
    """Append an event and return the days that follow from it, to be set with the step it belongs to."""
    event = ClockEvent.objects.create(application=application, verb=verb, on=on, reason=reason, by=by)
    journal.record(by, f"clock.{verb}", event, after=journal.snapshot(event), agency=application.agency)
    if verb in (ClockVerb.STOPPED, ClockVerb.ENDED):
        waiting = verb == ClockVerb.STOPPED
        return {**NO_DAYS, "waiting_since": on if waiting else None, **({} if waiting else {"ended_on": on})}
    calendar = WorkingCalendar.load()
    events = list(ClockEvent.objects.filter(application=application))
    now = legal_clock.state(events, on, limit=held.limit, calendar=calendar)
    check = limit_of(held.check)
    check_due = deadlines.due(held.check, on, calendar) if held.check is not None and check is not None else None
    return {**NO_DAYS, "due_on": now.due_on, "check_due_on": check_due}


def last_day(period: Deadline | None, start: dt.date) -> dt.date | None:
    """Return the last day of a period, or None where no source gives its length."""
    if period is None:
        return None
    try:
        return deadlines.due(period, start)
    except Unavailable:
        return None
