"""Handing a license to another holder: the one who has it makes a code, the other asks with it."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import Action
from common.errors import Conflict, Invalid
from licenses.enums import APPLICATION_PENDING, Channel, CodeUse, LicenseStatus, Purpose
from licenses.kinds import kind_of
from licenses.models import Application, License, Licensee, SecretCode
from licenses.services import editing, hindrances
from licenses.services.applications import filing
from licenses.services.portal import codes

IN_FORCE = (LicenseStatus.ACTIVE, LicenseStatus.SUSPENDED)


@transaction.atomic
def offer(license: License, *, by: Any, on: dt.date, at: dt.datetime) -> tuple[SecretCode, str]:
    """Make the code with which another holder may ask to take this license over; only a representative does."""
    editing.require_keeper(by, Action.MY_SUBMIT, license)
    if Purpose.TRANSFER not in kind_of(license.kind).purposes or license.status not in IN_FORCE:
        raise Conflict(_("This license cannot be transferred."), code="not_transferable")
    _require_free(license, on)
    return codes.make(CodeUse.TRANSFER, license.holder, by=by, on=on, at=at, license=license)


def _require_free(license: License, on: dt.date, *, to: Licensee | None = None) -> None:
    """Neither a hold nor a suspension or revocation on its way is left behind with the one who had the license."""
    found = hindrances.against_transfer(license, on, to=to)
    if found:
        raise Conflict(" ".join(found), code="hold")


def open_offer(license: License, on: dt.date) -> SecretCode | None:
    """Return the code that stands, without its text."""
    return SecretCode.objects.filter(
        use=CodeUse.TRANSFER, license=license, used_at__isnull=True, withdrawn_at__isnull=True, valid_until__gte=on
    ).first()


@transaction.atomic
def take_back(license: License, *, by: Any, at: dt.datetime, on: dt.date) -> None:
    """Take the standing code back; nothing happens where there is none."""
    editing.require_keeper(by, Action.MY_SUBMIT, license)
    standing = open_offer(license, on)
    if standing is not None:
        codes.withdraw(standing, by=by, at=at)


def take(text: str, *, licensee: Licensee, by: Any, on: dt.date, at: dt.datetime) -> Application:
    """Begin the application of the new holder, filled with what the license holds. A wrong try is counted."""
    editing.require_keeper(by, Action.APPLICATION_PREPARE, licensee)
    attempt = codes.count_try(by, at)
    return _taken(text, licensee=licensee, by=by, on=on, at=at, attempt=attempt)


@transaction.atomic
def _taken(text: str, *, licensee: Licensee, by: Any, on: dt.date, at: dt.datetime, attempt: Any) -> Application:
    code = codes.use(text, CodeUse.TRANSFER, by=by, on=on, at=at, attempt=attempt)
    license = code.license
    if license is None or license.holder_id == licensee.pk:
        message = _("The new holder is the one who holds the license already.")
        raise Invalid(message, fields={"code": [message]})
    if license.holder_id != code.licensee_id or license.status not in IN_FORCE:
        raise Conflict(_("This license has changed since the code was made; ask for a new one."), code="changed")
    _require_free(license, on, to=licensee)
    if Application.objects.filter(license=license, status__in=APPLICATION_PENDING, purpose=Purpose.TRANSFER).exists():
        raise Conflict(_("Another application for this license is pending."), code="rival")
    return filing.start(
        by=by, on=on, kind=license.kind, purpose=Purpose.TRANSFER, licensee=licensee, license=license,
        agency=license.agency, channel=Channel.PORTAL,
    )  # fmt: skip
