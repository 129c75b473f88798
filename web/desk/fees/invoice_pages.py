"""What the page of an invoice shows, and the rows of its list as a file."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access, journal
from accounts.roles import Action
from common import payment_codes
from common.money import words_en, words_vi
from common.text import pick
from issuing.models import IssuedDocument, Mail
from licenses.enums import INVOICE_OWED, InvoiceStatus
from licenses.models import Hold, Invoice, Payment
from licenses.services.fees import accounts, closing, invoices, papers
from web.changes import readable
from web.fee_units import fee_lines
from web.links import record_url
from web.qr import svg

MOST = 200
HISTORY = 50
HEADER = [
    gettext_lazy("Number"), gettext_lazy("Payment code"), gettext_lazy("Payer"), gettext_lazy("Kind of fee"),
    gettext_lazy("Application"), gettext_lazy("License"), gettext_lazy("State"), gettext_lazy("Issued on"),
    gettext_lazy("Pay by"), gettext_lazy("Amount (VND)"), gettext_lazy("Paid (VND)"), gettext_lazy("Open (VND)"),
]  # fmt: skip


def rows(found: Any) -> Iterator[list[Any]]:
    """Yield the rows of the file."""
    for row in found.iterator(chunk_size=500):
        yield [
            row.number, row.reference, row.licensee.name, row.get_fee_kind_display(),
            row.application.number if row.application else "", row.license.number if row.license else "",
            row.get_status_display(), *(day.isoformat() if day else "" for day in (row.issued_on, row.due_on)),
            row.total_vnd, row.paid_vnd, row.open_vnd if row.status in INVOICE_OWED else 0,
        ]  # fmt: skip


def context_of(row: Invoice, user: Any, on: dt.date) -> dict[str, Any]:
    """Return everything the page shows; steps only where the right is held in the agency of the invoice."""
    live = row.status in INVOICE_OWED
    account = row.account if row.status != InvoiceStatus.DRAFTED else accounts.account_on(row.agency, on)
    revocable = invoices.revocable_from(row, on) if live else None
    return {
        "invoice": row,
        "lines": fee_lines(row),
        "words": {"vi": words_vi(row.total_vnd), "en": words_en(row.total_vnd)},
        "code": payment_codes.grouped(row.reference),
        "account": account,
        "qr": svg(papers.qr_text(row, account, row.open_vnd)) if live and account is not None else "",
        "allocations": list(row.allocations.select_related("payment", "by", "taken_back_by")),
        "credit": list(_credit(row)) if live else [],
        "holds": Hold.objects.unlifted().filter(source_key=closing.hold_key(row)),
        "papers": IssuedDocument.objects.about(row),
        "mails": Mail.objects.filter(target_type=row._meta.label_lower, target_id=journal.key_of(row)).order_by("pk"),
        "revocable": revocable,
        "late_days": (on - row.due_on).days if live and row.due_on and row.due_on < on else 0,
        "next": _next(row),
        "steps": _steps(row, user),
        "licensee_url": record_url(row.licensee) if access.can(user, Action.REGISTER_VIEW, row.licensee) else "",
        "may_open_papers": access.can(user, Action.PERSONAL_DATA_VIEW),
        "may_receive": row.agency in access.agencies_of(user, Action.FEE_RECEIVE),
        "entries": readable(journal.changes(row)[:HISTORY]),
    }


def _credit(row: Invoice) -> Iterable[Payment]:
    return Payment.objects.credit().filter(licensee=row.licensee, agency=row.agency).order_by("paid_on", "pk")[:MOST]


def _steps(row: Invoice, user: Any) -> list[tuple[str, str, Any]]:
    """Return (address name, step, label) of what this person may do now."""

    def holds(action: Action) -> bool:
        return row.agency in access.agencies_of(user, action)

    found: list[tuple[str, str, Any]] = []
    if row.status == InvoiceStatus.DRAFTED and holds(Action.FEE_INVOICE):
        found += [("desk:invoice_change", "issue", _("Issue the invoice"))]
        found += [("desk:invoice_change", "discard", _("Discard the draft"))]
    if row.status in INVOICE_OWED and holds(Action.FEE_RECEIVE):
        found += [("desk:invoice_receive", "pay", _("Record a payment"))]
    if row.status in INVOICE_OWED and holds(Action.FEE_VOID):
        found += [("desk:invoice_void", "void", _("Void the invoice"))]
    return found


def _next(row: Invoice) -> dict[str, Any]:
    match row.status:
        case InvoiceStatus.DRAFTED:
            what, who = _("Look at the lines, then issue the invoice or discard the draft."), pick(row.agency, "name")
        case InvoiceStatus.OVERDUE:
            what, who = (
                _("Remind the payer, or void the invoice with the reason; the license is held."),
                pick(row.agency, "name"),
            )
        case InvoiceStatus.PAID:
            what, who = _("Nothing: the invoice is paid."), ""
        case InvoiceStatus.VOIDED:
            what, who = _("Nothing: the invoice is voided."), ""
        case _:
            what, who = _("Wait for the payment; it is matched when the bank statement is read in."), row.licensee.name
    return {"what": what, "who": who, "when": row.due_on if row.status in INVOICE_OWED else ""}
