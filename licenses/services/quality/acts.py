"""What people make of a finding: somebody is given it, or it is dismissed with a reason."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import User
from accounts.roles import Action
from common.errors import Conflict, Invalid
from licenses.enums import QualityState
from licenses.models import QualityFinding
from licenses.services import editing


def people(finding: QualityFinding, on: dt.date) -> list[User]:
    """Return whom a finding may be given to: who settles findings in the agency that keeps the record."""
    return list(access.people_with(Action.QUALITY_SETTLE, finding.agency, on))


@transaction.atomic
def assign(finding: QualityFinding, *, to: User | None, by: Any, on: dt.date) -> QualityFinding:
    """Give a finding to a person of the agency, or to nobody."""
    row = _locked(finding, by)
    if to is not None and to not in people(row, on):
        message = _("Choose an officer of the agency that keeps the record.")
        raise Invalid(message, fields={"to": [message]})
    return _change(row, {"assigned_to": to}, by, "quality.assigned", str(to or ""))


@transaction.atomic
def dismiss(finding: QualityFinding, *, reason: str, by: Any, on: dt.date) -> QualityFinding:
    """Dismiss a finding with the reason; it comes back when the numbers it rests on change."""
    row = _locked(finding, by)
    reason = editing.require_reason(reason)
    changes = {
        "state": QualityState.DISMISSED,
        "dismissed_by": by,
        "dismissed_on": on,
        "dismissed_reason": reason[:400],
    }
    return _change(row, changes, by, "quality.dismissed", reason)


def _locked(finding: QualityFinding, by: Any) -> QualityFinding:
    access.require(by, Action.QUALITY_SETTLE, finding)
    row = QualityFinding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
    if row.state != QualityState.OPEN:
        raise Conflict(
            _("Nothing has to be done about this finding: it is “%(state)s”.") % {"state": row.get_state_display()},
            code="settled",
        )
    return row


def _change(row: QualityFinding, changes: dict[str, Any], by: Any, verb: str, note: str) -> QualityFinding:
    before = {name: str(getattr(row, name) or "") for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    after = {name: str(value or "") for name, value in changes.items()}
    journal.record(by, verb, row, before=before, after=after, note=note, agency=row.agency)
    return row
