"""What was recorded wrongly is withdrawn with a reason; it stays readable and is never deleted."""

from typing import Any, TypeVar

from django.utils.translation import gettext as _

from accounts import journal
from common.clock import now
from common.errors import Conflict, Invalid
from inspections.enums import CustodyVerb
from inspections.models import Evidence
from inspections.models.record import Recorded
from inspections.services import evidence
from inspections.services.onsite import recording

R = TypeVar("R", bound=Recorded)


def withdraw(row: R, *, by: Any, reason: str, version: int | None = None) -> R:
    """Withdraw a finding, a measurement, an attendance or a photo; doing it twice changes nothing."""
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say why it is withdrawn.")]})
    model: Any = type(row)
    with recording(row.visit, by=by, reason=reason) as session:  # type: ignore[attr-defined]
        locked = model.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.is_withdrawn:
            return locked
        if version is not None and locked.version != version:
            raise Conflict(_("Somebody else changed this line first; look at it again."), code="stale_version")
        if getattr(locked, "tied_to", ""):
            raise Conflict(
                _("This finding is part of %(paper)s and cannot be withdrawn.") % {"paper": locked.tied_to},
                code="tied",
            )
        before = journal.snapshot(locked)
        locked.withdrawn_at = now()
        locked.withdrawn_by = by
        locked.withdrawn_reason = reason.strip()
        session.change(locked, f"{model._meta.model_name}.withdrawn", before, note=reason.strip())
        if isinstance(locked, Evidence):  # its bytes stay, and so does what happened to them
            evidence.log(locked, CustodyVerb.WITHDRAWN, by=by, note=reason.strip()[:250])
    return locked
