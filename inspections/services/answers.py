"""Answers to checklist items: every change is a further revision."""

import datetime as dt
import uuid
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Conflict, Invalid
from inspections.enums import Choice
from inspections.models import Answer, Visit
from inspections.queries.checklists import applies
from inspections.services import lengths
from inspections.services.held import Held
from inspections.services.onsite import Recording, overtaken, recording
from rulebook.models import ChecklistItem


def answer(
    visit: Visit,
    *,
    item: ChecklistItem,
    choice: str,
    by: Any,
    at: dt.datetime,
    value: str = "",
    note: str = "",
    no_finding_reason: str = "",
    base_revision: int | None = None,
    answer_id: uuid.UUID | None = None,
    reason: str = "",
    within: Recording | None = None,
) -> Answer:
    """Record an answer; the same answer again changes nothing.

    `base_revision` is the revision the person saw: when another one came in between, Conflict shows both and nothing
    is overwritten. `within`: see onsite.recording.
    """
    if choice not in Choice.values:
        raise Invalid(_("Choose pass, fail or not applicable."), fields={"choice": [_("Choose one of the three.")]})
    entered: dict[str, Any] = {
        "item_id": item.pk, "choice": choice, "value": value.strip(), "note": note.strip(),
        "no_finding_reason": no_finding_reason.strip() if choice == Choice.FAIL else "",
    }  # fmt: skip
    lengths.require(entered, {"value": 250, "note": lengths.NOTE, "no_finding_reason": lengths.NOTE})
    with recording(visit, by=by, reason=reason, within=within) as session:
        if sent := session.sent_or_conflict(Answer, answer_id, **entered):
            return sent
        _require_asked(session.held, item)
        last = session.held.answer(item.pk)
        if last and all(getattr(last, name) == given for name, given in entered.items()):
            return last
        seen = last.revision if last else 0
        if base_revision is not None and base_revision != seen:
            raise _conflict(last, entered)
        _require_no_finding(session.held, item, choice)
        made = Answer(visit=session.visit, revision=seen + 1, answered_by=by, answered_at=at, **entered)
        if answer_id:
            made.id = answer_id
        session.add(made, "answer.recorded")
    return made


def _require_asked(held: Held, item: ChecklistItem) -> None:
    if item.checklist_id not in held.checklists or not applies(item, held.visit, held.kinds):
        raise Invalid(_("This item is not asked in this visit."), code="item_not_asked")


def _require_no_finding(held: Held, item: ChecklistItem, choice: str) -> None:
    if choice != Choice.FAIL and held.has_finding_under(item.pk):
        raise Conflict(
            _("There is a finding under this item. Withdraw it with a reason before changing the answer."),
            code="finding_stands",
        )


def _conflict(last: Answer | None, entered: dict[str, Any]) -> Conflict:
    shown = {name: entered[name] for name in ("choice", "value", "note")}
    message = _("Somebody else answered this item first. Both answers are shown; nothing was overwritten.")
    return overtaken(last, shown, message, last and last.answered_by)
