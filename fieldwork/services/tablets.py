"""Tablets: invited with a code shown once, enrolled with a token kept as a hash, revoked for good."""

import datetime as dt
import secrets
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.models import Agency
from accounts.roles import Action
from common.canonical import digest
from common.errors import Invalid, NotAllowed
from common.text import clean_name
from fieldwork.lifecycle import TabletStatus
from fieldwork.models import Tablet
from fieldwork.services import blocks

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is read as another
CODE_LENGTH = 16  # 78 bits
CODE_VALID = dt.timedelta(minutes=30)
TOKEN_BYTES = 32
REFUSED = "tablet_refused"


@transaction.atomic
def invite(*, agency: Agency, label: str, inventory_number: str, by: Any, at: dt.datetime) -> tuple[Tablet, str]:
    """Enter a tablet and return it with its code, which is shown once and kept as a hash only."""
    _require(by, agency)
    if not clean_name(label):
        raise Invalid(_("Name the tablet."), fields={"label": [_("Enter what is written on the tablet.")]})
    code = _new_code()
    made = Tablet.objects.create(
        agency=agency,
        label=clean_name(label)[:80],
        inventory_number=inventory_number.strip()[:40],
        code_sha256=digest(code),
        code_until=at + CODE_VALID,
        invited_by=by,
    )
    journal.record(by, "tablet.invited", made, after=journal.snapshot(made), agency=agency)
    return made, grouped(code)


@transaction.atomic
def renew_code(tablet: Tablet, *, by: Any, at: dt.datetime) -> str:
    """Return a new code for a tablet that has not used its own; the old one is void."""
    _require(by, tablet.agency)
    locked = Tablet.objects.select_for_update(of=("self",)).get(pk=tablet.pk)
    if locked.status != TabletStatus.INVITED:
        raise Invalid(_("This tablet is enrolled or revoked; enter a new one."), code="not_invited")
    before, code = journal.snapshot(locked), _new_code()
    locked.code_sha256, locked.code_until, locked.invited_by = digest(code), at + CODE_VALID, by
    locked.version += 1
    locked.save(update_fields=["code_sha256", "code_until", "invited_by", "version"])
    journal.record(by, "tablet.code_renewed", locked, before=before, after=journal.snapshot(locked))
    return grouped(code)


@transaction.atomic
def enrol(code: str, *, platform: str, at: dt.datetime) -> tuple[Tablet, str]:
    """Spend the code and return the tablet with its token; the token exists only in this answer.

    One refusal for a wrong, spent or late code: nothing is told about which codes there are.
    """
    plain = "".join(letter for letter in code.upper() if letter in CODE_LETTERS)
    found = (
        Tablet.objects.select_for_update(of=("self",))
        .select_related("invited_by", "agency")
        .filter(code_sha256=digest(plain), status=TabletStatus.INVITED)
        .first()
        if plain
        else None
    )
    if found is None or found.code_until is None or found.code_until < at:
        raise Invalid(_("This code is unknown, spent or expired. Ask the administrator for a new one."), code=REFUSED)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    changes = {
        "code_sha256": "", "code_until": None, "token_sha256": digest(token), "enrolled_at": at,
        "platform": clean_name(platform)[:200],
    }  # fmt: skip
    return steps.take(found, "enrol", by=found.invited_by, changes=changes), token


@transaction.atomic
def revoke(tablet: Tablet, *, by: Any, reason: str, at: dt.datetime, version: int | None = None) -> Tablet:
    """Shut a tablet out at once and for good: token, code and leased numbers end.

    What it still sends is refused at the door; what it recorded before may come as an emergency export, to be looked
    at by a person. Its visits stay with it until they are recalled or given to another tablet.
    """
    _require(by, tablet.agency)
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say why the tablet is revoked.")]})
    changes = {"code_sha256": "", "code_until": None, "token_sha256": ""}
    steps.take(tablet, "revoke", by=by, reason=reason.strip(), changes=changes, version=version)
    blocks.end(tablet, by=by, at=at)
    return tablet


def of_token(token: str) -> Tablet | None:
    """Return the enrolled tablet whose token this is."""
    if not token or len(token) > 200:
        return None
    return Tablet.objects.enrolled().select_related("agency").filter(token_sha256=digest(token)).first()


def require_use(tablet: Tablet, person: Any) -> None:
    """Refuse a person who does no field work for the agency whose tablet this is."""
    if tablet.agency not in access.agencies_of(person, Action.TABLET_USE):
        raise NotAllowed(_("You do not work with the tablets of this agency."), code="not_your_tablet")


def touch(tablet: Tablet, *, person: Any, at: dt.datetime, **said: Any) -> None:
    """Note a contact and what the tablet said of itself; no fact of the register, so it is not journaled."""
    known = {name: value for name, value in said.items() if value is not None}
    Tablet.objects.filter(pk=tablet.pk).update(last_contact_at=at, last_person=person, **known)


def grouped(code: str) -> str:
    """Return a code in groups of four, as people read it out."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def _new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _each in range(CODE_LENGTH))


def _require(by: Any, agency: Agency) -> None:
    if agency not in access.agencies_of(by, Action.TABLET_MANAGE):
        raise NotAllowed(_("You do not manage the tablets of this agency."))
