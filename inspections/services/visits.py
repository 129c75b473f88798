"""What becomes of a visit before and on the day: begun, given to a tablet, or reported as not possible."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed
from common.text import day_text
from inspections.enums import Outcome, VisitReason
from inspections.lifecycle import VisitStatus
from inspections.models import Visit, VisitMember
from inspections.services import lengths
from inspections.services.onsite import check_version, recording
from inspections.services.planning import require_own


@transaction.atomic
def dispatch(visit: Visit, *, by: Any, version: int | None = None) -> Visit:
    """Give the visit to a tablet; offices without tablets skip this step."""
    require_own(visit, by, Action.VISIT_PLAN)
    _require_told(visit)
    return steps.take(visit, "dispatch", by=by, version=version)


@transaction.atomic
def recall(visit: Visit, *, by: Any, reason: str) -> Visit:
    """Take a visit that has not begun back from its tablet: it is planned or announced again, as it was before."""
    require_own(visit, by, Action.VISIT_PLAN)
    before = steps.taken(visit).filter(name="dispatch").order_by("-version").values_list("source", flat=True).first()
    name = "recall_announced" if before == VisitStatus.ANNOUNCED else "recall"
    return steps.take(visit, name, by=by, reason=reason.strip())


@transaction.atomic
def start(visit: Visit, *, by: Any, at: dt.datetime, on: dt.date, version: int | None = None) -> Visit:
    """Begin on site: by the team, on a day of the window, and announced unless a reason says why not."""
    _require_team(visit, by)
    _require_told(visit)
    if not visit.window_start <= on <= visit.window_end:
        first, last = (day_text(day) for day in (visit.window_start, visit.window_end))
        raise Conflict(
            _("The visit may take place from %(first)s to %(last)s only; cancel it and schedule it anew.")
            % {"first": first, "last": last},
            code="outside_window",
        )
    return steps.take(visit, "start", by=by, changes={"started_at": at}, version=version)


@transaction.atomic
def give_up(visit: Visit, *, by: Any, reason: str, at: dt.datetime, version: int | None = None) -> Visit:
    """Report that the visit was not possible, with the reason: closed, moved away, nobody there."""
    _require_team(visit, by)
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say why the visit was not possible.")]})
    return steps.take(visit, "give_up", by=by, reason=reason.strip(), changes={"ended_at": at}, version=version)


def conclude(
    visit: Visit,
    *,
    outcome: str,
    report: str,
    party_statement: str,
    by: Any,
    version: int | None = None,
    reason: str = "",
) -> Visit:
    """Record what the visit came to and what the party said; an unclear outcome needs a written report."""
    if outcome not in Outcome.values:
        raise Invalid(_("Choose the outcome."), fields={"outcome": [_("Choose one of the outcomes.")]})
    if outcome == Outcome.UNCLEAR and not report.strip():
        raise Invalid(
            _("An unclear outcome needs a written report."), fields={"report": [_("Write what remains unclear.")]}
        )
    entered = {"outcome": outcome, "report": report.strip(), "party_statement": party_statement.strip()}
    lengths.require(entered, {"report": lengths.REPORT, "party_statement": lengths.STATEMENT})
    with recording(visit, by=by, reason=reason) as session:
        locked = session.visit
        if all(getattr(locked, name) == value for name, value in entered.items()):
            return locked
        check_version(locked, version, entered)
        before = {name: getattr(locked, name) for name in entered} | {"version": locked.version}
        for name, value in entered.items():
            setattr(locked, name, value)
        session.change(locked, "visit.concluded", before)
    return locked


def _require_team(visit: Visit, by: Any) -> None:
    require_own(visit, by, Action.VISIT_CONDUCT)
    if not VisitMember.objects.filter(visit=visit, user=by).exists():
        raise NotAllowed(_("Only the team of this visit records in it; ask the chief to add you."))


def _require_told(visit: Visit) -> None:
    if visit.status == VisitStatus.PLANNED and not visit.no_notice and visit.reason != VisitReason.ON_THE_SPOT:
        raise Conflict(
            _("Issue the announcement first, or record why this visit is not announced."), code="not_announced"
        )
