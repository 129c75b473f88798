"""The chief's review of a sealed visit: taken up, returned with a reason, submitted again, closed."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.roles import Action
from common.errors import Invalid, NotAllowed
from inspections.models import Visit, VisitMember
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
    return steps.take(visit, "close", by=by, reason=note.strip(), version=version)


def _require_reviewer(visit: Visit, by: Any) -> None:
    """Whoever was on the team does not review it: two pairs of eyes."""
    require_own(visit, by, Action.VISIT_REVIEW)
    if VisitMember.objects.filter(visit=visit, user=by).exists():
        raise NotAllowed(_("You were on this team; another person reviews it."), code="needs_second_person")
