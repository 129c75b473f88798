"""Holds: placed and lifted by an officer, or because a penalty or a fee stays unpaid."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.access import system_user
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed
from licenses.models import Establishment, Hold, License, Licensee
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
    establishment: Establishment | None = None,
    source_key: str = "",
    stands_from: dt.date | None = None,
    stands_until: dt.date | None = None,
) -> Hold:
    """Stop grants, renewals, amendments and transfers for this holder (or of one license or place) until it is lifted.

    Placing it again from the same source changes nothing. It stands from `stands_from` (today by default) to
    `stands_until` (until it is lifted, by default). Raises NotAllowed, Invalid without a reason.
    """
    keeper = _keeper(by, agency)
    reason = editing.require_reason(reason)
    known = Hold.objects.unlifted().filter(licensee=licensee, source_key=source_key).first() if source_key else None
    if known is not None:
        return known
    _check(licensee, license, establishment, stands_from or on, stands_until)
    hold = Hold(
        licensee=licensee,
        license=license,
        establishment=establishment,
        agency=keeper,
        reason=reason[:400],
        source_key=source_key,
        placed_on=on,
        placed_by=by,
        stands_from=stands_from or on,
        stands_until=stands_until,
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
    return _lifted(row, reason, by, on)


@transaction.atomic
def lift_from(source_key: str, *, reason: str, on: dt.date) -> int:
    """Lift what was placed from this source, because its ground is gone; return how many holds that were.

    Done in the system's name: it follows from what somebody did to the source.
    """
    rows = Hold.objects.unlifted().select_for_update(of=("self",)).filter(source_key=source_key)
    return len([_lifted(row, reason, system_user(), on) for row in rows])


def _lifted(row: Hold, reason: str, by: Any, on: dt.date) -> Hold:
    before = journal.snapshot(row)
    row.lifted_on, row.lifted_by, row.lifted_reason = on, by, reason[:400]
    row.save(update_fields=["lifted_on", "lifted_by", "lifted_reason"])
    journal.record(by, "hold.lifted", row, before=before, after=journal.snapshot(row), note=reason, agency=row.agency)
    return row


def _keeper(by: Any, agency: Agency | None) -> Agency:
    """The clock places holds in the name of the agency it works for; a person in that of their own."""
    if not getattr(by, "is_system", False):
        return editing.keeper_agency(by, agency)
    if agency is None:
        raise NotAllowed(_("Name the agency that places the hold."))
    return agency


def _check(
    licensee: Licensee,
    license: License | None,
    establishment: Establishment | None,
    first: dt.date,
    last: dt.date | None,
) -> None:
    wrong: dict[str, list[str]] = {}
    if license is not None and license.holder_id != licensee.pk:
        wrong["license"] = [_("License %(number)s is held by somebody else.") % {"number": license.number}]
    if establishment is not None and establishment.licensee_id != licensee.pk:
        wrong["establishment"] = [_("Somebody else keeps this establishment.")]
    if license is not None and establishment is not None:
        wrong["establishment"] = [_("Choose one license or one establishment, not both.")]
    if last is not None and last < first:
        wrong["stands_until"] = [_("The hold would end before it begins.")]
    if wrong:
        raise Invalid(_("Some entries need mending."), fields=wrong)
