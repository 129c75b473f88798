"""The agency's own fee lines: entered by one person with the source, confirmed by another, ended by a day."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, NotAllowed
from common.text import day_text
from licenses.enums import FeeLineStatus, LicenseKind
from licenses.models import FeeLine
from licenses.services import checks, editing
from rulebook.enums import FeeKind
from rulebook.models import FeeRule

TEXTS = ("code", "label_vi", "label_en", "per", "source")
FACTS = (*TEXTS, "kind", "fee_kind", "amount_vnd", "power_above_w", "power_up_to_w", "effective_from")
MOST_VND = 10**12


@transaction.atomic
def enter(*, by: Any, agency: Agency | None = None, **values: Any) -> FeeLine:
    """Enter a fee line; it is charged once another person has confirmed it.

    `values` are FACTS: amounts in đồng, powers in watts. Raises NotAllowed, Invalid naming the fields.
    """
    keeper = editing.keeper_agency(by, agency, Action.FEE_LINE_ENTER)
    facts = {**dict.fromkeys(TEXTS, ""), **dict.fromkeys(FACTS[len(TEXTS) :]), **editing.known(values, FACTS)}
    problems = checks.Problems()
    checks.clean_texts(facts, TEXTS)
    checks.fits(FeeLine, facts, problems)
    checks.required(facts, ("code", "label_vi", "per", "source", "kind", "fee_kind", "effective_from"), problems)
    checks.choice(facts, "kind", LicenseKind.values, problems)
    checks.choice(facts, "fee_kind", FeeKind.values, problems)
    amount, low, high = facts["amount_vnd"], facts["power_above_w"], facts["power_up_to_w"]
    if amount is None or not 0 <= amount <= MOST_VND:
        problems.add("amount_vnd", _("Give the amount in whole đồng; 0 for an exemption."))
    if low is not None and high is not None and low >= high:
        problems.add("power_up_to_w", _("The class ends below its beginning."))
    for other in (
        FeeRule.objects.in_force_on(facts["effective_from"]).filter(code=facts["code"])
        if facts["effective_from"]
        else ()
    ):
        if other.amount_vnd is not None:
            problems.add(
                "code", _("The rulebook gives this figure already: %(amount)s đ.") % {"amount": other.amount_vnd}
            )
        elif (other.kind, other.fee_kind) != (facts["kind"], facts["fee_kind"]):
            problems.add("code", _("The rulebook uses this code for another kind."))
    problems.raise_if_any()
    return editing.create(FeeLine(agency=keeper, entered_by=by, **facts), by=by, verb="fee_line.entered")


@transaction.atomic
def confirm(line: FeeLine, *, by: Any, on: dt.date, version: int | None = None) -> FeeLine:
    """Confirm a line after comparing it with its source; not one's own. It takes the place of the one before it.

    An earlier line of the same code ends on the day before this one begins.
    """
    row = _judged(line, by, version)
    older = FeeLine.objects.select_for_update(of=("self",)).filter(
        agency=row.agency, code=row.code, status=FeeLineStatus.CONFIRMED
    )
    for old in older:
        if old.effective_from >= row.effective_from:
            raise Conflict(
                _("A line of this code is confirmed from %(day)s on; a new one must begin later.")
                % {"day": day_text(old.effective_from)},
                code="begins_before",
            )
        last = row.effective_from - dt.timedelta(days=1)
        steps.take(old, "end", by=by, reason=row.source, changes={"effective_until": last})
    return steps.take(line, "confirm", by=by, version=row.version, changes={"judged_by": by, "judged_on": on})


@transaction.atomic
def refuse(line: FeeLine, *, reason: str, by: Any, on: dt.date, version: int | None = None) -> FeeLine:
    """Do not confirm a line, with the reason; it is never charged."""
    row = _judged(line, by, version)
    reason = editing.require_reason(reason)
    changes = {"judged_by": by, "judged_on": on}
    return steps.take(line, "refuse", by=by, reason=reason, version=row.version, changes=changes)


@transaction.atomic
def end(line: FeeLine, *, last_day: dt.date, reason: str, by: Any, version: int | None = None) -> FeeLine:
    """End a confirmed line with its last day."""
    row = editing.lock(line, version=version)
    editing.require_keeper(by, Action.FEE_LINE_CONFIRM, row)
    reason = editing.require_reason(reason)
    problems = checks.Problems()
    if last_day < row.effective_from:
        problems.add("last_day", _("The line would end before it began."))
    problems.raise_if_any()
    return steps.take(line, "end", by=by, reason=reason, version=row.version, changes={"effective_until": last_day})


def _judged(line: FeeLine, by: Any, version: int | None) -> FeeLine:
    row = editing.lock(line, version=version)
    editing.require_keeper(by, Action.FEE_LINE_CONFIRM, row)
    if row.entered_by_id == by.pk:
        raise NotAllowed(_("Nobody confirms a line they entered; another person must."), code="two_people")
    return row
