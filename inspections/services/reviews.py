"""The chief's review of a sealed visit: taken up, returned with a reason, submitted again, closed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed
from inspections.enums import Outcome
from inspections.models import Visit, VisitMember
from inspections.queries.hands import had_a_hand
from inspections.services import records
from inspections.services.planning import require_own


@transaction.atomic
def take_up(visit: Visit, *, by: Any, version: int | None = None) -> Visit:
    """Begin the review."""
    _require_reviewer(visit, by)
    return steps.take(visit, "review", by=by, version=version)


@transaction.atomic
def send_back(visit: Visit, *, by: Any, reason: str, version: int | None = None) -> Visit:
    """Return the visit to its team, saying what to amend."""
    _require_reviewer(visit, by)
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say what the team has to amend.")]})
    return steps.take(visit, "send_back", by=by, reason=reason.strip(), version=version)


@transaction.atomic
def resubmit(visit: Visit, *, by: Any, reason: str, version: int | None = None) -> Visit:
    """Submit the visit again, saying what was amended or why nothing was."""
    require_own(visit, by, Action.VISIT_AMEND)
    if not VisitMember.objects.filter(visit=visit, user=by).exists():
        raise NotAllowed(_("Only the team of this visit submits it again."))
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say what was amended, or why nothing was.")]})
    return steps.take(visit, "resubmit", by=by, reason=reason.strip(), version=version)


@transaction.atomic
def close(visit: Visit, *, by: Any, note: str = "", version: int | None = None) -> Visit:
    """Close the visit: what it found stands."""
    _require_reviewer(visit, by)
    if missing := missing_to_close(visit):
        raise Conflict(
            _("The visit cannot be closed yet: %(missing)s") % {"missing": " ".join(missing)},
            code="incomplete",
            details={"missing": missing},
        )
    return steps.take(visit, "close", by=by, reason=note.strip(), version=version)


def _require_reviewer(visit: Visit, by: Any) -> None:
    """Whoever was ever on the team, or wrote anything in the visit, does not review it: two pairs of eyes."""
    require_own(visit, by, Action.VISIT_REVIEW)
    if had_a_hand(visit, by):
        raise NotAllowed(
            _("You were on this team or recorded in this visit; another person reviews it."),
            code="needs_second_person",
        )


def missing_to_close(visit: Visit) -> list[str]:
    """Name what still has to be done before the visit may be closed; empty when nothing is."""
    found = []
    paper = records.current_record(visit)
    if paper is None:
        found.append(_("Issue the inspection record."))
    elif not records.agrees(paper, visit):
        found.append(_("Replace the inspection record: the visit was amended since."))
    # A finding is tied to the violation record by the floor above, when that is issued.
    if visit.outcome in (Outcome.VIOLATION, Outcome.BOTH) and visit.findings.standing().filter(tied_to="").exists():
        found.append(_("Open the case and issue the violation record about the findings."))
    return found
