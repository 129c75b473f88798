"""An invoice no longer to be paid: voided with the reason, its paper annulled, what was paid set free as credit.

An application that ends, or whose proposal is taken back, closes the invoice that waited for it; so this module knows
nothing of applications' services, which call it.
"""

import datetime as dt
from typing import Any

from django.db import transaction

from accounts import journal, steps
from accounts.access import system_user
from accounts.roles import Action
from issuing import services as issuing
from licenses.documents.fee_notice import FORM_CODE
from licenses.enums import INVOICE_OWED, InvoiceStatus
from licenses.models import Allocation, Application, Invoice, Payment
from licenses.services import editing, holds
from licenses.services.fees import telling

# How the key of a hold begins that an unpaid invoice placed.
UNPAID = "invoice:"


def hold_key(invoice: Invoice) -> str:
    """Return under which key the hold of an overdue invoice is placed."""
    return f"{UNPAID}{journal.key_of(invoice)}"


@transaction.atomic
def void(invoice: Invoice, *, reason: str, by: Any, on: dt.date, version: int | None = None) -> Invoice:
    """Void an invoice that is not paid in full; what was paid in part becomes the holder's credit, its hold is lifted.

    The paper is annulled in the same person's name, the holder is told. A file that waited for the payment is not
    moved here: `close_for` follows from its step, and `asking.void` gives it back to the office. Raises NotAllowed,
    Conflict, Invalid without a reason.
    """
    waiting = list(
        Payment.objects.select_for_update(of=("self",))
        .filter(allocations__invoice=invoice, allocations__taken_back_on__isnull=True)
        .order_by("pk")
    )
    row = editing.lock(invoice, version=version)
    editing.require_keeper(by, Action.FEE_VOID, row)
    reason = editing.require_reason(reason)[:400]
    changes = {"paid_vnd": 0, "closed_on": on, "closed_reason": reason}
    made = steps.take(invoice, "void", by=by, reason=reason, version=row.version, changes=changes)
    paid = {each.pk: each for each in waiting}
    standing = Allocation.objects.filter(invoice=row, taken_back_on__isnull=True)
    for allocation in standing:
        free(allocation, paid[allocation.payment_id], reason=reason, by=by, on=on)
    paper = issuing.current(row, FORM_CODE)
    if paper is not None:
        issuing.annul(paper, by=by, reason=reason)
    holds.lift_from(hold_key(made), reason=reason, on=on)
    telling.withdraw(made, paid_vnd=row.paid_vnd, on=on)
    return made


def free(allocation: Allocation, payment: Payment, *, reason: str, by: Any, on: dt.date) -> None:
    """Mark an allocation as taken back and give its amount back to the payment, both rows locked by the caller."""
    before = journal.snapshot(allocation)
    allocation.taken_back_on, allocation.taken_back_by, allocation.taken_back_reason = on, by, reason[:400]
    allocation.save(update_fields=["taken_back_on", "taken_back_by", "taken_back_reason"])
    agency = payment.agency
    journal.record(
        by, "payment.taken_back", allocation, before=before, after=journal.snapshot(allocation), note=reason,
        agency=agency,
    )  # fmt: skip
    left = payment.open_vnd + allocation.amount_vnd
    editing.change(payment, {"open_vnd": left}, by=by, verb="payment.freed", note=reason)


@transaction.atomic
def close_for(application: Application, *, reason: str, on: dt.date) -> None:
    """Close what an application still owes, because it does not go on; a fee that was paid stays as it is.

    Done in the system's name: it follows from the step that somebody took on the application.
    """
    clock = system_user()
    Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    for invoice in Invoice.objects.standing().filter(application=application):
        if invoice.status == InvoiceStatus.DRAFTED:
            changes = {"closed_on": on, "closed_reason": reason[:400]}
            steps.take(invoice, "discard", by=clock, reason=reason, changes=changes)
        elif invoice.status in INVOICE_OWED:
            void(invoice, reason=reason, by=clock, on=on)
