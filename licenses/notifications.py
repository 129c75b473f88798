"""What licensees are told by mail, and where a mail finds them: text in their language, each told once."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from issuing.mails import Recipient, Telling, Topic, tell
from issuing.models import IssuedDocument, Mail
from licenses.enums import DecisionOutcome, Purpose
from licenses.kinds import KINDS
from licenses.models import (
    Application,
    Invoice,
    License,
    Licensee,
    LicenseeMembership,
    SupplementRequest,
)

RECEIVED = Topic(
    "application_received",
    _("Application received"),
    "emails/vi/application_received.txt",
    "emails/en/application_received.txt",
)
SUPPLEMENT = Topic(
    "supplement_asked", _("Supplement asked for"), "emails/vi/supplement_asked.txt", "emails/en/supplement_asked.txt"
)
PAPER = Topic("paper_ready", _("Decision ready"), "emails/vi/paper_ready.txt", "emails/en/paper_ready.txt")
LAPSED = Topic(
    "application_lapsed",
    _("Application declared void"),
    "emails/vi/application_lapsed.txt",
    "emails/en/application_lapsed.txt",
)
FEE = Topic("fee_asked", _("Payment asked for"), "emails/vi/fee_asked.txt", "emails/en/fee_asked.txt")
NOT_OWED = Topic(
    "fee_withdrawn", _("Payment asked for no more"), "emails/vi/fee_withdrawn.txt", "emails/en/fee_withdrawn.txt"
)
OPENS = Topic("renewal_opens", _("Renewal opens"), "emails/vi/renewal_opens.txt", "emails/en/renewal_opens.txt")
FILE = Topic("renewal_due", _("Last day to file a renewal"), "emails/vi/renewal_due.txt", "emails/en/renewal_due.txt")
EXPIRES = Topic(
    "license_expires", _("License about to expire"), "emails/vi/license_expires.txt", "emails/en/license_expires.txt"
)
TOPICS = {topic.code: topic for topic in (RECEIVED, SUPPLEMENT, PAPER, LAPSED, FEE, NOT_OWED, OPENS, FILE, EXPIRES)}
# Holders kept under a register of another country write no Vietnamese; everybody else is written to in it,
# unless the person who acts for them chose otherwise.
FOREIGN_SCHEMES = ("frn",)


def recipients(holders: Iterable[Licensee], on: dt.date) -> dict[Any, Recipient]:
    """Return whom to write to for each holder, by its key; two queries whatever the number.

    The address is the register's own; where it has none, that of the person who acts for the holder.
    """
    rows = {holder.pk: holder for holder in holders}
    acting: dict[Any, Any] = {}
    members = LicenseeMembership.objects.filter(licensee__in=list(rows), role=Role.LICENSEE).in_force(on)
    for member in members.select_related("user").order_by("created_at"):
        if member.user.is_active:
            acting.setdefault(member.licensee_id, member.user)
    return {key: _recipient(holder, acting.get(key)) for key, holder in rows.items()}


def recipient(holder: Licensee, on: dt.date) -> Recipient:
    """Return whom to write to for one holder."""
    return recipients([holder], on)[holder.pk]


def _recipient(holder: Licensee, person: Any) -> Recipient:
    spoken = "en" if holder.identifier_scheme in FOREIGN_SCHEMES else "vi"
    language = person.language if person is not None else spoken
    return Recipient(holder.name, holder.email or (person.email if person is not None else ""), language)


def application_received(application: Application, *, on: dt.date) -> Mail:
    """Tell the applicant the number of their file and until when it is decided."""
    return _about_application(application, RECEIVED, on, {})


def supplement_asked(application: Application, request: SupplementRequest, *, on: dt.date) -> Mail:
    """Tell the applicant what is missing and until when to bring it."""
    context = {"asked": request, "due": request.answer_due_on}
    return _about_application(application, SUPPLEMENT, on, context, which=request.pk)


def paper_ready(application: Application, paper: IssuedDocument | None, outcome: str, *, on: dt.date) -> Mail:
    """Tell the applicant what was decided and where its paper is; `outcome` is a DecisionOutcome."""
    context = {
        "granted": outcome == DecisionOutcome.GRANT,
        "paper": paper.number if paper is not None else "",
        "code": paper.verify_code if paper is not None else "",
    }
    return _about_application(application, PAPER, on, context)


def application_lapsed(application: Application, *, due: dt.date, on: dt.date) -> Mail:
    """Tell the applicant that the file is void because no answer came in time."""
    return _about_application(application, LAPSED, on, {"due": due})


def fee_asked(invoice: Invoice, *, what: Any, on: dt.date, reminder: int = 0) -> Mail:
    """Ask for what is still owed on an invoice, `what` says for what; without an account it is paid at the agency.

    `reminder` 1, 2 … makes another mail about the same debt; the same number is told once.
    """
    said = {
        "amount": invoice.open_vnd,
        "what": what,
        "reference": invoice.reference,
        "due": invoice.due_on,
        "reminder": reminder,
        "account": invoice.account,
        "page": _page("invoices", invoice),
    }
    return tell_holder(invoice, FEE, said, on=on, which=reminder)


def fee_withdrawn(invoice: Invoice, *, what: Any, paid_vnd: int, on: dt.date) -> Mail:
    """Tell the holder that an invoice is voided; `paid_vnd` of it was paid and is credit now."""
    context = {
        "amount": invoice.total_vnd, "paid": paid_vnd, "reason": invoice.closed_reason, "what": what,
        "reference": invoice.reference, "page": _page("invoices", invoice),
    }  # fmt: skip
    return tell_holder(invoice, NOT_OWED, context, on=on)


def _page(part: str, target: models.Model) -> str:
    """Return the address where a licensee who signed in finds it (web/licensee/urls.py)."""
    return f"{settings.SITE_URL.rstrip('/')}/my/{part}/{target.pk}/"


def of_license(license: License, topic: Topic, stage: str, to: Recipient, context: dict[str, Any]) -> Telling:
    """Return what to tell the holder of a license at one stage of its term; a new term is told of anew."""
    kind = KINDS[license.kind]
    return Telling(
        key=f"{topic.code}:{license.pk}:{license.valid_until}:{stage}",
        topic=topic,
        to=to,
        agency=license.agency,
        about=license,
        context={
            "license": license.number,
            "kind": kind.label,
            "expires": license.valid_until,
            "page": _page("licenses", license),
            **context,
        },
    )


def _about_application(
    application: Application, topic: Topic, on: dt.date, context: dict[str, Any], which: Any = ""
) -> Mail:
    kind, purpose = KINDS[application.kind], dict(Purpose.choices)[application.purpose]
    told = {
        "number": application.number,
        "kind": kind.label,
        "purpose": purpose,
        "received": application.received_on,
        "decided_by": application.due_on,
        "page": _page("applications", application),
        **context,
    }
    return tell_holder(application, topic, told, on=on, which=which)


def tell_holder(row: Any, topic: Topic, context: dict[str, Any], *, on: dt.date, which: Any = "") -> Mail:
    """Tell the licensee of a row what its agency has to say of it; `which` tells mails of one topic apart."""
    telling = Telling(
        key=f"{topic.code}:{row.pk}:{which}",
        topic=topic,
        to=recipient(row.licensee, on),
        agency=row.agency,
        about=row,
        context=context,
    )
    return tell(telling, on=on)
