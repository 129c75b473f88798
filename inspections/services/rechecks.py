"""What a visit finds of violations found before: every change is a further revision."""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Conflict, Invalid, NotFound
from inspections.enums import Remedy
from inspections.lifecycle import FIXED
from inspections.models import Finding, Recheck, Visit
from inspections.services import lengths
from inspections.services.onsite import overtaken, recording, same_or_conflict


def check(
    visit: Visit,
    *,
    earlier: uuid.UUID,
    result: str,
    facts: str,
    by: Any,
    at: dt.datetime,
    base_revision: int | None = None,
    recheck_id: uuid.UUID | None = None,
    reason: str = "",
) -> Recheck:
    """Record what became of an earlier violation of the same party; the same again changes nothing.

    `base_revision` is the revision the person saw: when another one came in between, Conflict shows both and nothing
    is overwritten. Raises NotFound for what is no sealed finding of an earlier visit to this party.
    """
    entered: dict[str, Any] = {"earlier_id": earlier, "result": result, "facts": facts.strip()}
    if faults := _faults(entered):
        raise Invalid(_("What became of the earlier violation cannot be recorded yet."), fields=faults)
    lengths.require(entered, {"facts": lengths.NOTE})
    with recording(visit, by=by, reason=reason) as session:
        if sent := same_or_conflict(Recheck, recheck_id, session.visit, **entered):
            return sent
        _require_earlier(session.visit, earlier)
        last = Recheck.objects.filter(visit=session.visit, earlier=earlier).order_by("-revision").first()
        if last and all(getattr(last, name) == given for name, given in entered.items()):
            return last
        seen = last.revision if last else 0
        if base_revision is not None and base_revision != seen:
            raise _conflict(last, entered)
        made = Recheck(visit=session.visit, revision=seen + 1, checked_by=by, checked_at=at, **entered)
        if recheck_id:
            made.id = recheck_id
        session.add(made, "recheck.recorded")
    return made


def _faults(entered: dict[str, Any]) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if entered["result"] not in Remedy.values:
        faults["result"] = [_("Choose what became of it.")]
    if not entered["facts"]:
        faults["facts"] = [_("Write what was seen, or why it could not be checked.")]
    return faults


def _require_earlier(visit: Visit, key: uuid.UUID) -> None:
    rows = Finding.objects.filter(pk=key, visit__licensee=visit.licensee_id, visit__status__in=FIXED)
    if not rows.exclude(visit=visit).exists():
        raise NotFound(_("No earlier visit to this party found this violation."), code="unknown_line")


def _conflict(last: Recheck | None, entered: dict[str, Any]) -> Conflict:
    shown = {name: entered[name] for name in ("result", "facts")}
    message = _("Somebody else recorded this first. Both are shown; nothing was overwritten.")
    return overtaken(last, shown, message, last and last.checked_by)
