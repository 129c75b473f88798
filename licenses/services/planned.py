"""Changes of a license that take effect on a coming day: proposed, countersigned, taken back, put into effect."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import steps
from accounts.access import system_user
from accounts.roles import Action
from common.errors import Conflict, DomainError, Invalid, NotAllowed
from common.text import day_text
from licenses.enums import (
    LICENSE_ENDED,
    PLANNED_ENDS,
    LicenseStatus,
    PlannedStatus,
    PlannedStep,
)
from licenses.models import Decision, License, PlannedChange
from licenses.services import editing, giving_back, hindrances, licenses

# What an amendment may change; whatever concerns frequencies carries its own days on the assignment.
AMENDABLE = ("conditions", "valid_until")
ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def propose(
    license: License,
    step: str,
    *,
    effective_on: dt.date,
    reason: str,
    by: Any,
    on: dt.date,
    until: dt.date | None = None,
    changes: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> PlannedChange:
    """Enter what is to happen to a license on a coming day; another person countersigns it.

    A surrender too is countersigned: the second person sees that it is the holder's own wish. `until` is the last day
    of a suspension, `changes` what an amendment changes (conditions, valid_until). Raises Invalid naming the field,
    Conflict when the license has ended or its end is planned already, NotAllowed.
    """
    row = editing.lock(license, version=version)
    editing.require_keeper(by, Action.LICENSE_PLAN, row)
    reason = editing.require_reason(reason)
    if row.status in LICENSE_ENDED:
        raise Conflict(_("The license has ended and is no longer amended."), code="ended")
    _check_days(row, step, effective_on, until, on)
    if step == PlannedStep.SURRENDER:
        hindrances.require_free(on, license=row)
    made = PlannedChange(
        license=row,
        step=step,
        effective_on=effective_on,
        until=until,
        changes=_amendment(row, effective_on, changes or {}) if step == PlannedStep.AMEND else {},
        reason=reason[:400],
        agency=row.agency,
        proposed_by=by,
        status=PlannedStatus.PROPOSED,
    )
    _check_rivals(made)
    steps.enter([made], by=by, reason=reason)
    return editing.create(made, by=by, verb="plannedchange.proposed")


@transaction.atomic
def agreed(
    license: License, step: str, decision: Decision, *, effective_on: dt.date, by: Any, on: dt.date
) -> PlannedChange:
    """Enter what two people decided on an application for a coming day; it needs no second signature here.

    Raises Invalid for a day outside the term, Conflict when the end of the license is planned already, NotAllowed.
    """
    row = editing.lock(license, version=None)
    editing.require_keeper(by, Action.LICENSE_PLAN, row)
    _check_days(row, step, effective_on, None, on)
    made = PlannedChange(
        license=row, step=step, effective_on=effective_on, reason=decision.application.number, agency=row.agency,
        proposed_by=decision.proposed_by, approved_by=decision.countersigned_by,
        approved_on=decision.countersigned_on, status=PlannedStatus.APPROVED,
    )  # fmt: skip
    _check_rivals(made)
    steps.enter([made], by=by, reason=made.reason)
    return editing.create(made, by=by, verb="plannedchange.proposed")


@transaction.atomic
def approve(change: PlannedChange, *, by: Any, on: dt.date, version: int | None = None) -> PlannedChange:
    """Countersign a planned change, before its day; nobody countersigns what they proposed."""
    row = editing.lock(change, version=version)
    editing.require_keeper(by, Action.LICENSE_DECIDE, row)
    if row.proposed_by_id == by.pk:
        raise NotAllowed(_("Nobody decides what they proposed; another person countersigns it."), code="own_proposal")
    _require_before(row, on)
    if row.step == PlannedStep.SURRENDER:
        hindrances.require_free(on, license=row.license)
    return steps.take(
        change, "approve", by=by, reason=row.reason, version=row.version,
        changes={"approved_by": by, "approved_on": on},
    )  # fmt: skip


@transaction.atomic
def take_back(change: PlannedChange, *, by: Any, on: dt.date, reason: str, version: int | None = None) -> PlannedChange:
    """Take a planned change back before its day. What was countersigned is undone by who may countersign."""
    row = editing.lock(change, version=version)
    reason = editing.require_reason(reason)
    step = "revert" if row.approved_by_id is not None else "withdraw"
    editing.require_keeper(by, Action(PlannedChange.lifecycle.step(step).action), row)
    _require_before(row, on)
    return steps.take(change, step, by=by, reason=reason, version=row.version, changes={"closed_on": on})


def apply_due(*, on: dt.date) -> dict[str, int]:
    """Put into effect what was planned for days up to `on`, in the system's name; again changes nothing.

    Each takes effect with its own day, however late this runs. What cannot take effect any more (the license ended
    otherwise meanwhile) is noted as overtaken with the reason, and so is a proposal nobody countersigned in time.
    """
    told = {"applied": 0, "overtaken": 0}
    for change in PlannedChange.objects.due(on).order_by("effective_on", "created_at"):
        try:
            told["applied"] += _apply(change, on)
        except DomainError as error:
            told["overtaken"] += _overtake(change, str(error), on)
    late = PlannedChange.objects.filter(status=PlannedStatus.PROPOSED, effective_on__lte=on)
    for change in late:
        told["overtaken"] += _overtake(change, _("Nobody countersigned it before its day."), on)
    return told


@transaction.atomic
def _apply(change: PlannedChange, on: dt.date) -> int:
    """Put it into effect; return 1, or 0 when another process did meanwhile."""
    if not _still(change, PlannedStatus.APPROVED):
        return 0
    clock = system_user()
    license = License.objects.select_for_update(of=("self",)).get(pk=change.license_id)
    day = change.effective_on
    if license.valid_until is not None and license.valid_until < day:
        raise Conflict(_("The term ended on %(day)s.") % {"day": day_text(license.valid_until)}, code="term_over")
    if license.status == LicenseStatus.PENDING:
        licenses.activate(license, by=clock, on=day)
    steps.take(change, "apply", by=clock, reason=change.reason, changes={"closed_on": on})
    match change.step:
        case PlannedStep.SUSPEND:
            licenses.suspend(license, by=clock, reason=change.reason)
            _plan_the_end(change, clock)
        case PlannedStep.REINSTATE:
            licenses.reinstate(license, by=clock, on=day, reason=change.reason)
        case PlannedStep.REVOKE:
            licenses.revoke(license, by=clock, on=day, reason=change.reason)
        case PlannedStep.SURRENDER:
            giving_back.give_back(license, by=clock, signer=clock, on=day, reason=change.reason)
        case _:
            values = dict(change.changes)
            if "valid_until" in values:
                values["valid_until"] = dt.date.fromisoformat(values["valid_until"])
            licenses.amend(license, by=clock, version=license.version, on=day, reason=change.reason, **values)
    return 1


def _plan_the_end(change: PlannedChange, clock: Any) -> None:
    """A suspension with a last day ends by itself: the day after is planned by the same decision."""
    if change.until is None:
        return
    end = PlannedChange(
        license_id=change.license_id,
        step=PlannedStep.REINSTATE,
        effective_on=change.until + ONE_DAY,
        reason=change.reason,
        agency_id=change.agency_id,
        proposed_by=change.proposed_by,
        approved_by=change.approved_by,
        approved_on=change.approved_on,
        status=PlannedStatus.APPROVED,
    )
    steps.enter([end], by=clock, reason=change.reason)
    editing.create(end, by=clock, verb="plannedchange.proposed")


@transaction.atomic
def _overtake(change: PlannedChange, reason: str, on: dt.date) -> int:
    """Note that it cannot take effect any more; return 1, or 0 when another process settled it meanwhile."""
    if not _still(change, PlannedStatus.PROPOSED, PlannedStatus.APPROVED):
        return 0
    steps.take(change, "overtake", by=system_user(), reason=reason, changes={"closed_on": on})
    return 1


def _still(change: PlannedChange, *states: str) -> bool:
    """Lock the change and say whether it is in one of the states yet."""
    return PlannedChange.objects.select_for_update(of=("self",)).get(pk=change.pk).status in states


def _require_before(row: PlannedChange, on: dt.date) -> None:
    if on >= row.effective_on:
        raise Conflict(
            _("Its day (%(day)s) has come; take the step itself.") % {"day": day_text(row.effective_on)},
            code="day_has_come",
        )


def _check_days(row: License, step: str, effective_on: dt.date, until: dt.date | None, on: dt.date) -> None:
    wrong: dict[str, list[str]] = {}
    if step not in PlannedStep.values or step == PlannedStep.REINSTATE:
        wrong["step"] = [_("Choose what is to happen.")]
    if effective_on <= on:
        wrong["effective_on"] = [_("Choose a coming day; what takes effect today is recorded by its own step.")]
    elif row.valid_until is not None and effective_on > row.valid_until:
        wrong["effective_on"] = [_("The term ends before, on %(day)s.") % {"day": day_text(row.valid_until)}]
    elif row.valid_from is not None and effective_on < row.valid_from:
        wrong["effective_on"] = [_("The license begins later, on %(day)s.") % {"day": day_text(row.valid_from)}]
    if until is not None and step != PlannedStep.SUSPEND:
        wrong["until"] = [_("Only a suspension has a last day.")]
    elif until is not None and until < effective_on:
        wrong["until"] = [_("The last day lies before the first.")]
    if wrong:
        raise Invalid(_("The planned change is not right yet."), fields=wrong)


def _amendment(row: License, effective_on: dt.date, changes: Mapping[str, Any]) -> dict[str, Any]:
    wanted = {name: value for name, value in changes.items() if name in AMENDABLE and value not in (None, "")}
    kept: dict[str, Any] = {}
    end = wanted.get("valid_until")
    if end is not None and end != row.valid_until:
        if row.valid_until is not None and end > row.valid_until:
            message = _("A longer term is granted on an application for renewal; here it can only end earlier.")
            raise Invalid(message, fields={"valid_until": [message]})
        if end < effective_on:
            message = _("The new last day lies before the change takes effect.")
            raise Invalid(message, fields={"valid_until": [message]})
        kept["valid_until"] = end.isoformat()
    if wanted.get("conditions", row.conditions).strip() != row.conditions:
        kept["conditions"] = wanted["conditions"].strip()
    if not kept:
        message = _("Say what changes: the last day or the conditions.")
        raise Invalid(message, fields={"conditions": [message]})
    return kept


def _check_rivals(made: PlannedChange) -> None:
    pending = PlannedChange.objects.pending().filter(license=made.license)
    end = pending.ending().first() if made.step in PLANNED_ENDS else None
    same = end or pending.filter(step=made.step, effective_on=made.effective_on).first() or _before_it(made, pending)
    if same is not None:
        raise Conflict(
            _("The same is planned already: %(what)s. Take that back first.") % {"what": same}, code="planned_already"
        )


def _before_it(made: PlannedChange, pending: Any) -> PlannedChange | None:
    """Return the pending change that leaves no room for this one: an end before its day, a suspension on its days."""
    ended = pending.ending().filter(effective_on__lte=made.effective_on).first()
    if ended is not None or made.step != PlannedStep.SUSPEND:
        return ended
    days = Q() if made.until is None else Q(effective_on__lte=made.until)
    running = Q(step=PlannedStep.SUSPEND) & days & (Q(until__isnull=True) | Q(until__gte=made.effective_on))
    lifted = Q(step=PlannedStep.REINSTATE, effective_on__gt=made.effective_on)  # the end of one that runs already
    return pending.filter(running | lifted).first()
