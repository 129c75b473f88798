"""What stands against a step on a right: holds of every party to it, a suspension or revocation not yet settled.

A license handed to somebody else, or written anew under another number, would otherwise leave behind what was decided
about it. The words name the kind of a hold and what mends it; the reason is told to its own holder only.
"""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Conflict
from common.text import day_text, pick
from licenses.enums import LicenseStatus, PlannedStep, Purpose
from licenses.models import Application, Establishment, Hold, License, Licensee, PlannedChange
from licenses.querysets.applications import HoldQuerySet
from licenses.services.fees.closing import UNPAID

# These give or keep a right. Printing a license again stays open under a hold; so does giving one back, unless what is
# held is that license or that place itself: its hold would end with it.
UNDER_HOLD = (Purpose.NEW, Purpose.RENEW, Purpose.AMEND, Purpose.TRANSFER)
# These write a license anew, under which nobody would find what was decided about the old one.
WRITTEN_ANEW = (Purpose.RENEW, Purpose.AMEND, Purpose.TRANSFER)


def blocked_by(hold: Hold) -> tuple[str, ...]:
    """Return the purposes of applications that a hold stops."""
    one_thing = hold.license_id is not None or hold.establishment_id is not None
    return (*UNDER_HOLD, Purpose.SURRENDER) if one_thing else UNDER_HOLD


def holds_of(application: Application, on: dt.date | None = None) -> HoldQuerySet:
    """Return the holds that stand against what is asked for: of the applicant, the present holder, license, place."""
    parties, license = [application.licensee_id], application.license
    if application.purpose == Purpose.TRANSFER and license is not None:
        parties.append(license.holder_id)
    found = Hold.objects.against(parties, application.license_id, application.establishment_id, on)
    if application.purpose == Purpose.SURRENDER:
        found = found.of_one_thing()
    elif application.purpose not in UNDER_HOLD:
        found = found.none()
    return _along(found)


def against(application: Application, on: dt.date, *, deciding: bool = False) -> list[str]:
    """Return in words what stands against an application on a day.

    What is being decided about a license stops its transfer at once. A renewal may be filed meanwhile, because its
    last day would pass; it is only not decided (`deciding`) before that is settled.
    """
    found = [_told(hold, application.licensee_id) for hold in holds_of(application, on)]
    license, purpose = application.license, application.purpose
    if license is not None and (deciding or purpose not in (Purpose.RENEW, Purpose.AMEND)):
        found += _unsettled(license, purpose)
    return found


def require_none(application: Application, on: dt.date) -> None:
    """Raise Conflict when something stands against deciding for what is asked."""
    found = against(application, on, deciding=True)
    if found:
        raise Conflict(" ".join(found), code="hold")


def against_transfer(license: License, on: dt.date, *, to: Licensee | None = None) -> list[str]:
    """Return what stands against handing a license over: told to its holder, or to who is to have it (`to`)."""
    parties = [license.holder_id, *([to.pk] if to is not None else [])]
    held = _along(Hold.objects.against(parties, license.pk, license.establishment_id, on))
    reader = license.holder_id if to is None else to.pk
    return [*(_told(hold, reader) for hold in held), *_unsettled(license, Purpose.TRANSFER)]


def require_free(
    on: dt.date, *, license: License | None = None, place: Establishment | None = None, holder: Any = None
) -> None:
    """Raise Conflict when this license or place itself is under a hold, or everything that `holder` (a key) has."""
    parties = [holder] if holder is not None else []
    place_key = place.pk if place is not None else license.establishment_id if license is not None else None
    told = _to_office(Hold.objects.against(parties, license.pk if license is not None else None, place_key, on))
    if told:
        raise Conflict(" ".join(told), code="hold")


def on_place(place: Establishment, on: dt.date) -> list[str]:
    """Return the holds of a place and of everything its keeper has, as an officer reads them."""
    keeper = [place.licensee_id] if place.licensee_id is not None else []
    return _to_office(Hold.objects.against(keeper, None, place.pk, on))


def _to_office(rows: HoldQuerySet) -> list[str]:
    return [_told(hold, hold.licensee_id) for hold in _along(rows)]


def _along(rows: HoldQuerySet) -> HoldQuerySet:
    return rows.select_related("agency", "license", "establishment", "licensee")


def _told(hold: Hold, reader: Any) -> str:
    """Say who or what is held, why by its kind, and what lifts it; the reason itself to its own holder alone."""
    unpaid = hold.source_key.startswith(UNPAID)
    words = {
        "what": _held(hold, reader),
        "day": day_text(hold.placed_on),
        "agency": pick(hold.agency, "name"),
        "kind": _("an unpaid fee") if unpaid else _("a matter an office has not closed"),
        "reason": hold.reason,
    }
    if _own(hold, reader):
        text = _("%(what)s is under a hold since %(day)s: %(reason)s.")
    else:
        text = _("%(what)s is under a hold since %(day)s (%(kind)s).")
    mend = (
        _("It is lifted once the fee is paid.")
        if unpaid
        else _("%(agency)s placed it and lifts it once the matter is closed.")
    )
    return f"{text % words} {mend % words}".replace("..", ".")


def _held(hold: Hold, reader: Any) -> str:
    if hold.license is not None:
        return _("License %(number)s") % {"number": hold.license.number}
    if hold.establishment is not None:
        return _("The place “%(name)s”") % {"name": hold.establishment.name}
    return _("The holder") if _own(hold, reader) else _("The present holder of the license")


def _own(hold: Hold, reader: Any) -> bool:
    return reader in (hold.licensee_id, hold.licensee.merged_into_id)


def _unsettled(license: License, purpose: str) -> Iterator[str]:
    """Yield what was or is being decided about the license itself."""
    steps = set(PlannedChange.objects.pending().filter(license=license).values_list("step", flat=True))
    words = {"number": license.number, "agency": pick(license.agency, "name")}
    if purpose in WRITTEN_ANEW and license.status == LicenseStatus.SUSPENDED:
        yield _("License %(number)s is suspended; it is changed or handed over once the suspension has ended.") % words
    elif purpose in WRITTEN_ANEW and PlannedStep.SUSPEND in steps:
        yield _("A suspension of license %(number)s is on its way; settle it first with %(agency)s.") % words
    if purpose == Purpose.SURRENDER and PlannedStep.SURRENDER in steps:
        yield (
            _("The day from which license %(number)s is given back is set already; ask %(agency)s to change it.")
            % words
        )
    if purpose in (*WRITTEN_ANEW, Purpose.SURRENDER) and PlannedStep.REVOKE in steps:
        yield _("A revocation of license %(number)s is on its way; settle it first with %(agency)s.") % words
