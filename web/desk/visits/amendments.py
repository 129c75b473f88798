"""What was changed after the seal, both versions side by side, and what the party was told of it."""

from types import SimpleNamespace
from typing import Any

from accounts import access, journal
from accounts.roles import Action
from inspections.models import Amendment, Answer, Visit
from issuing.models import Mail
from web.changes import hide_personal, readable
from web.verbs import changed_fields

# Columns that say nothing about what was seen.
_QUIET = {"created_at", "recorded_at", "recorded_by", "answered_by", "answered_at", "checked_by", "checked_at", "visit"}


def amendments_of(visit: Visit, user: Any) -> dict[str, Any]:
    """Return the amendments, each with its fields before and after, and the mails to the party about them."""
    rows = list(visit.amendments.select_related("amended_by"))
    told = Mail.objects.visible_to(user).filter(
        target_type=visit._meta.label_lower, target_id=journal.key_of(visit), topic="visit_amended"
    )
    former = _former_answers(visit, rows)
    entries = [
        SimpleNamespace(target_type=row.target_type, kept=_Kept(former.get(row.pk, row.before), row.after))
        for row in rows
    ]
    if not access.can(user, Action.PERSONAL_DATA_VIEW, visit):
        hide_personal(entries, ("identity_number", "person", "post"))
    shown = zip(rows, readable(entries), strict=True)
    return {"amendments": [{"row": row, "fields": changed_fields(entry)} for row, entry in shown], "told": list(told)}


def _former_answers(visit: Visit, rows: list[Amendment]) -> dict[Any, dict[str, Any]]:
    """Return, for amendments that are a new revision of an answer, the revision before it without its item."""
    keys = [row.target_id for row in rows if row.target_type == Answer._meta.label_lower]
    if not keys:
        return {}
    answers = list(visit.answers.all())
    by_place = {(each.item_id, each.revision): each for each in answers}
    by_key = {journal.key_of(each): each for each in answers}
    found = {}
    for row in rows:
        made = by_key.get(row.target_id)
        if made is not None and (last := by_place.get((made.item_id, made.revision - 1))):
            found[row.pk] = {name: value for name, value in journal.snapshot(last).items() if name != "item"}
    return found


class _Kept:
    """The values of an amendment as the journal's readers take them."""

    def __init__(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        names = [name for name in {**before, **after} if name not in _QUIET]
        self.changes = {
            name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)
        }
