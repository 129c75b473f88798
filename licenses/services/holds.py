"""Holds: placed and lifted by an officer, or by the floor above when a penalty stays unpaid."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict
from licenses.models import Hold, License, Licensee
from licenses.services import editing


@transaction.atomic
def place(
    licensee: Licensee,
    *,
    reason: str,
    by: Any,
    on: dt.date,
    agency: Agency | None = None,
    license: License | None = None,
    source_key: str = "",
) -> Hold:
    """Stop grants, renewals, amendments and transfers for this holder (or of one license) until it is lifted.

    Placing it again from the same source changes nothing. Raises NotAllowed, Invalid without a reason.
    """
    keeper = editing.keeper_agency(by, agency)
    reason = editing.require_reason(reason)
    known = Hold.objects.standing().filter(licensee=licensee, source_key=source_key).first() if source_key else None
    if known is not None:
        return known
    hold = Hold(
        licensee=licensee,
        license=license,
        agency=keeper,
        reason=reason[:400],
        source_key=source_key,
        placed_on=on,
        placed_by=by,
    )
    return editing.create(hold, by=by, verb="hold.placed")


@transaction.atomic
def lift(hold: Hold, *, reason: str, by: Any, on: dt.date) -> Hold:
    """Lift a hold, with the reason; only the agency that placed it may."""
    editing.require_keeper(by, Action.REGISTER_EDIT, hold)
    reason = editing.require_reason(reason)
    row = Hold.objects.select_for_update(of=("self",)).get(pk=hold.pk)
    if row.lifted_on is not None:
        raise Conflict(_("The hold was lifted already."), code="lifted")
    before = journal.snapshot(row)
    row.lifted_on, row.lifted_by, row.lifted_reason = on, by, reason[:400]
    row.save(update_fields=["lifted_on", "lifted_by", "lifted_reason"])
    journal.record(by, "hold.lifted", row, before=before, after=journal.snapshot(row), note=reason, agency=row.agency)
    return row
