"""How a person comes to act for a licensee: by a secret code on paper, or by an officer who knows who asks."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action, Role
from common.errors import Conflict
from common.text import day_text
from issuing import services as issuing
from issuing.codes import grouped
from licenses.documents import claim_letter
from licenses.enums import LICENSE_ENDED, ClaimOutcome, CodeUse, LicenseeKind
from licenses.kinds.identifiers import SCHEMES
from licenses.models import License, Licensee, LicenseeClaim, LicenseeMembership, SecretCode
from licenses.services import checks, editing, licensees
from licenses.services.portal import codes, mails, people

MOST_WAITING = 5
FACTS = (
    "name", "kind", "identifier_scheme", "identifier", "license_number", "address", "phone", "post", "explanation",
)  # fmt: skip
NEEDED = ("name", "kind", "identifier_scheme", "identifier", "post", "explanation")


@transaction.atomic
def make_code(
    licensee: Licensee, *, by: Any, on: dt.date, at: dt.datetime, license: License | None = None
) -> tuple[SecretCode, str]:
    """Make the code of a claim letter, or of the back of a license, for a licensee the agency keeps.

    Older letters, or older codes of that license, are worth nothing from now on.
    """
    editing.require_keeper(by, Action.CLAIM_DECIDE, licensee)
    if licensee.merged_into_id:
        raise Conflict(_("This record was merged into another one; use that one."), code="merged")
    return codes.make(CodeUse.CLAIM, licensee, by=by, on=on, at=at, license=license)


@transaction.atomic
def letter(licensee: Licensee, *, by: Any, on: dt.date, at: dt.datetime) -> bytes:
    """Return the letter with a new code as PDF. It is not kept: whoever read it there could act for the licensee."""
    return claim_letter.render(_payload(*make_code(licensee, by=by, on=on, at=at), on=on))


@transaction.atomic
def back_of_license(license: License, *, by: Any, on: dt.date, at: dt.datetime) -> bytes:
    """Return as PDF what is printed on the back of a license handed out: a new code for its holder; not kept either.

    The issued paper itself keeps its bytes and shows no secret: it is read by whoever checks it.
    """
    if license.status in LICENSE_ENDED:
        raise Conflict(_("The license has ended; make a letter instead."), code="ended")
    made = make_code(license.holder, by=by, on=on, at=at, license=license)
    return claim_letter.render_back(_payload(*made, on=on) | {"license_number": license.number})


def _payload(row: SecretCode, code: str, *, on: dt.date) -> claim_letter.ClaimLetter:
    licensee, keeper = row.licensee, row.licensee.agency
    return {
        "agency": {"superior": keeper.superior_name, "name": keeper.name, "place": keeper.place_name},
        "issued_on": on.isoformat(),
        "to": licensee.name,
        "address": ", ".join(filter(None, (licensee.address, str(licensee.unit or "")))),
        "code": grouped(code),
        "until": row.valid_until.isoformat(),
        "site": settings.SITE_URL,
        "signer_post": row.made_by.post,
        "signer_name": str(row.made_by),
        "watermark": issuing.WATERMARK if settings.DEMO_MODE else "",
    }


def redeem(text: str, *, by: Any, on: dt.date, at: dt.datetime) -> LicenseeMembership:
    """Act for the licensee whose letter carries this code. A wrong try is counted whatever becomes of it."""
    people.require_verified(by)
    _require_no_officer(by)
    attempt = codes.count_try(by, at)
    return _redeemed(text, by=by, on=on, at=at, attempt=attempt)


@transaction.atomic
def _redeemed(text: str, *, by: Any, on: dt.date, at: dt.datetime, attempt: Any) -> LicenseeMembership:
    code = codes.use(text, CodeUse.CLAIM, by=by, on=on, at=at, attempt=attempt)
    day = day_text(code.created_at)
    basis = _("Code of the letter of %(day)s") % {"day": day}
    if code.license is not None:
        basis = _("Code on the back of license %(number)s, printed on %(day)s") % {
            "number": code.license.number, "day": day,
        }  # fmt: skip
    return people.give(code.licensee, to=by, role=Role.LICENSEE, by=by, on=on, basis=basis)


@transaction.atomic
def ask(*, agency: Agency, by: Any, on: dt.date, **values: Any) -> LicenseeClaim:
    """Ask an agency to let one act for a licensee; the same request twice is one. Tells nothing about the register."""
    people.require_verified(by)
    _require_no_officer(by)
    facts = _checked(values)
    mine = LicenseeClaim.objects.filter(user=by).waiting()
    same = mine.filter(
        agency=agency, identifier_scheme=facts["identifier_scheme"], identifier=facts["identifier"]
    ).first()
    if same is not None:
        return same
    if mine.count() >= MOST_WAITING:
        raise Conflict(_("Several of your requests still wait for an answer. Wait for it first."), code="too_many")
    row = LicenseeClaim(user=by, agency=agency, asked_on=on, **facts)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same request, sent twice at this very moment
        return LicenseeClaim.objects.waiting().get(
            user=by, agency=agency, identifier_scheme=row.identifier_scheme, identifier=row.identifier
        )
    journal.record(by, "claim.asked", row, after=journal.snapshot(row), agency=agency)
    return row


def _checked(values: dict[str, Any]) -> dict[str, str]:
    """Return what was written, judged by the register's own rules: approved, it becomes an entry of it as it is."""
    facts = {name: str(value).strip() for name, value in editing.known(values, FACTS).items()}
    problems = checks.Problems()
    for name in NEEDED:
        if not facts.get(name):
            problems.add(name, _("Fill in this field."))
    checks.fits(LicenseeClaim, facts, problems)
    if facts.get("kind") and facts["kind"] not in LicenseeKind.values:
        problems.add("kind", _("Choose what kind of licensee it is."))
    checks.phone(facts, "phone", problems)
    if facts.get("identifier_scheme") and facts["identifier_scheme"] not in SCHEMES:
        problems.add("identifier_scheme", _("Choose by what number it is known."))
    elif facts.get("identifier_scheme") and facts.get("identifier"):
        licensees.check_identifier(facts, problems)
    problems.raise_if_any()
    return facts


@transaction.atomic
def withdraw(claim: LicenseeClaim, *, by: Any, on: dt.date) -> LicenseeClaim:
    """Take one's own request back."""
    row = editing.lock(claim, version=None)
    if row.user_id != by.pk or row.decided_on is not None:
        raise Conflict(_("This request was answered already."), code="decided")
    if row.withdrawn_on is None:
        editing.change(row, {"withdrawn_on": on}, by=by, verb="claim.withdrawn")
    return row


def candidates(claim: LicenseeClaim, user: Any) -> list[Licensee]:
    """Return the licensees of the agency's register that carry the identifier, or hold the license, that was named."""
    mine = Licensee.objects.visible_to(user).filter(agency=claim.agency).current()
    same = mine.filter(identifier_scheme=claim.identifier_scheme, identifier=claim.identifier)
    found = {row.pk: row for row in same[:10]}
    if claim.license_number:
        holders = License.objects.filter(number=claim.license_number, holder__agency=claim.agency).values("holder")
        found |= {row.pk: row for row in mine.filter(pk__in=holders)[:10]}
    return list(found.values())


@transaction.atomic
def approve(
    claim: LicenseeClaim, *, by: Any, on: dt.date, version: int | None, licensee: Licensee | None = None,
    reason: str,
) -> LicenseeClaim:  # fmt: skip
    """Let the person act for a licensee of the register, or enter the licensee they named and let them act for it.

    `reason` says by what the officer knows who asks (identity paper seen, letter of authority, call back).
    """
    row = _waiting(claim, by, version)
    reason = editing.require_reason(reason)
    if licensee is None:
        licensee = licensees.create(
            by=by, on=on, agency=row.agency, name=row.name, kind=row.kind, identifier_scheme=row.identifier_scheme,
            identifier=row.identifier, address=row.address, phone=row.phone, email=row.user.email,
            representative=str(row.user), representative_title=row.post,
        )  # fmt: skip
    editing.require_keeper(by, Action.CLAIM_DECIDE, licensee)
    if licensee.merged_into_id:
        raise Conflict(_("This record was merged into another one; use that one."), code="merged")
    basis = _("Request approved by %(name)s: %(reason)s") % {"name": by, "reason": reason}
    people.give(licensee, to=row.user, role=Role.LICENSEE, by=by, on=on, basis=basis)
    return _decided(row, ClaimOutcome.APPROVED, by=by, on=on, reason=reason, licensee=licensee)


@transaction.atomic
def refuse(claim: LicenseeClaim, *, by: Any, on: dt.date, version: int | None, reason: str) -> LicenseeClaim:
    """Refuse the request with a reason, which the person reads."""
    row = _waiting(claim, by, version)
    return _decided(row, ClaimOutcome.REFUSED, by=by, on=on, reason=editing.require_reason(reason), licensee=None)


def _waiting(claim: LicenseeClaim, by: Any, version: int | None) -> LicenseeClaim:
    row = editing.lock(claim, version=version)
    access.require(by, Action.CLAIM_DECIDE, row)
    if row.decided_on is not None or row.withdrawn_on is not None:
        raise Conflict(_("This request was answered or taken back already."), code="decided")
    return row


def _decided(
    row: LicenseeClaim, outcome: str, *, by: Any, on: dt.date, reason: str, licensee: Licensee | None
) -> LicenseeClaim:
    changes = {"outcome": outcome, "decided_by": by, "decided_on": on, "reason": reason[:500], "licensee": licensee}
    editing.change(row, changes, by=by, verb=f"claim.{outcome}", note=reason)
    mails.decided(row, on=on)
    return row


def _require_no_officer(by: Any) -> None:
    """Whoever serves in an agency would otherwise grant what he asks for."""
    if access.memberships(by):
        raise Conflict(
            _("An account of an agency does not act for licensees. Sign up with an account of your own."),
            code="officer",
        )
