"""The legal officer's comparison of a row with the official text: appended beside the row, which stays as it is."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from common.errors import Conflict, Invalid
from common.text import clean_name
from rulebook.enums import Outcome
from rulebook.models import RuleRow, Verification


@transaction.atomic
def verify(
    row: RuleRow,
    *,
    outcome: str,
    official_text: str,
    compared_on: dt.date,
    by: Any,
    on: dt.date,
    official_url: str = "",
    remark: str = "",
    seen_hash: str = "",
) -> Verification:
    """Record who compared the row with which official text, and what came of it.

    `seen_hash` is the content hash the person saw. A difference must be described; it takes an earlier confirmation
    back. Raises NotAllowed, Invalid, Conflict.
    """
    access.require(by, Action.RULEBOOK_VERIFY, row)
    if row.computed_hash() != row.content_hash or (seen_hash and seen_hash != row.content_hash):
        raise Conflict(_("This row is not the one that was published or shown to you. Load the rulebook again."))
    official_text, remark = clean_name(official_text), remark.strip()
    wrong: dict[str, list[str]] = {}
    if outcome not in Outcome.values:
        wrong["outcome"] = [_("Say whether the row agrees with the official text.")]
    if not official_text:
        wrong["official_text"] = [_("Name the official text: number, gazette or address, and page.")]
    if compared_on > on:
        wrong["compared_on"] = [_("This day has not come yet.")]
    if outcome == Outcome.DIFFERS and not remark:
        wrong["remark"] = [_("Say what differs.")]
    if wrong:
        raise Invalid(_("The verification is not complete."), fields=wrong)
    made = Verification.objects.create(
        row_model=row._meta.model_name or "",
        row_code=row.code,
        row_id=row.pk,
        row_hash=row.content_hash,
        outcome=outcome,
        official_text=official_text,
        official_url=official_url,
        compared_on=compared_on,
        remark=remark,
        verified_by=by,
    )
    journal.record(by, "rulebook.verified", made, after=journal.snapshot(made))
    return made


def history(row: RuleRow) -> list[Verification]:
    """Return the verifications of a row, newest first, with who made them."""
    found = Verification.objects.filter(row_model=row._meta.model_name, row_id=row.pk)
    return list(found.select_related("verified_by").order_by("-created_at", "-id"))
