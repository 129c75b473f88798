"""Money received: recorded once, set against invoices, kept as credit when too much came, never guessed, never lost."""

import datetime as dt
import unicodedata
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid
from common.money import amount_text
from common.text import day_text
from licenses.enums import INVOICE_OWED, ApplicationStatus, InvoiceStatus, PaymentMethod
from licenses.models import Allocation, Application, Invoice, Licensee, Payment, StatementLine
from licenses.services import checks, editing, holds
from licenses.services.applications import decisions
from licenses.services.fees.closing import free, hold_key

MOST_VND = 10**13


@transaction.atomic
def record(
    *, by: Any, on: dt.date, amount_vnd: int, paid_on: dt.date, method: str, receipt_number: str, payer: str = "",
    memo: str = "", invoice: Invoice | None = None, agency: Agency | None = None,
) -> Payment:  # fmt: skip
    """Record money that came in otherwise than by a statement, and set it against the invoice where one is named.

    The number of the receipt (or of the bank's transaction) keeps it from being entered twice.
    """
    keeper = invoice.agency if invoice is not None else agency
    owner = editing.keeper_agency(by, keeper, Action.FEE_RECEIVE)
    facts: dict[str, Any] = {"receipt_number": receipt_number, "payer": payer, "memo": memo}
    problems = checks.Problems()
    checks.clean_texts(facts, facts)
    facts["receipt_number"] = unicodedata.normalize("NFKC", facts["receipt_number"])  # ７７ is 77
    checks.fits(Payment, facts, problems)
    checks.required(facts, ("receipt_number",), problems)
    if method not in PaymentMethod.values:
        problems.add("method", _("Choose how it was paid."))
    if not 0 < amount_vnd <= MOST_VND:
        problems.add("amount_vnd", _("Give the amount in whole đồng."))
    if paid_on > on:
        problems.add("paid_on", _("This day has not come yet."))
    problems.raise_if_any()
    _refuse_known(owner, method, facts["receipt_number"])
    payment = Payment(
        agency=owner,
        method=method,
        amount_vnd=amount_vnd,
        open_vnd=amount_vnd,
        paid_on=paid_on,
        recorded_by=by,
        **facts,
    )
    editing.create(payment, by=by, verb="payment.recorded")
    if invoice is not None:
        allocate(payment, invoice, by=by, on=on)
    return payment


@transaction.atomic
def from_line(line: StatementLine, *, by: Any) -> Payment:
    """Record the money of a line of a statement."""
    payment = Payment(
        agency=line.statement.agency, method=PaymentMethod.BANK, line=line, amount_vnd=line.amount_vnd,
        open_vnd=line.amount_vnd, paid_on=line.booked_on, payer=line.payer, memo=line.memo, recorded_by=by,
    )  # fmt: skip
    return editing.create(payment, by=by, verb="payment.recorded")


@transaction.atomic
def allocate(
    payment: Payment, invoice: Invoice, *, by: Any, on: dt.date, amount_vnd: int | None = None, note: str = ""
) -> Allocation:
    """Set a payment, or a part of it, against an invoice; what is too much stays the holder's credit.

    Raises Conflict when nothing is left of the payment, the invoice is not owed, or the payment is another's credit.
    """
    paid, owed = _locked(payment, invoice)
    for row in (paid, owed):
        editing.require_keeper(by, Action.FEE_RECEIVE, row)
    _check_fit(paid, owed)
    part = min(paid.open_vnd, owed.open_vnd) if amount_vnd is None else amount_vnd
    if not 0 < part <= min(paid.open_vnd, owed.open_vnd):
        message = _("At most %(amount)s can be set against this invoice.") % {
            "amount": amount_text(min(paid.open_vnd, owed.open_vnd))
        }
        raise Invalid(message, fields={"amount_vnd": [message]})
    made = Allocation(payment=paid, invoice=owed, amount_vnd=part, on=on, by=by)
    editing.create(made, by=by, verb="payment.allocated", note=note)
    _change(paid, {"open_vnd": paid.open_vnd - part, "licensee": owed.licensee}, by, "payment.used")
    _count(owed, owed.paid_vnd + part, by=by, on=on, paid_on=paid.paid_on)
    for mine, row in ((payment, paid), (invoice, owed)):
        mine.refresh_from_db()
        row.refresh_from_db()
    return made


@transaction.atomic
def take_back(allocation: Allocation, *, reason: str, by: Any, on: dt.date) -> Allocation:
    """Take an allocation back with the reason: the invoice is owed again, the money is the holder's credit."""
    paid, owed = _locked(allocation.payment, allocation.invoice)
    row = Allocation.objects.select_for_update(of=("self",)).get(pk=allocation.pk)
    editing.require_keeper(by, Action.FEE_RECEIVE, owed)
    reason = editing.require_reason(reason)[:400]
    if row.taken_back_on is not None:
        raise Conflict(_("It was taken back already."), code="taken_back")
    _refuse_settled(owed)
    free(row, paid, reason=reason, by=by, on=on)
    _count(owed, owed.paid_vnd - row.amount_vnd, by=by, on=on, paid_on=None, reason=reason)
    return row


@transaction.atomic
def assign(payment: Payment, licensee: Licensee, *, reason: str, by: Any) -> Payment:
    """Say whose an unmatched payment is, with the reason; it is then that holder's credit."""
    row = editing.lock(payment, version=None)
    editing.require_keeper(by, Action.FEE_RECEIVE, row)
    reason = editing.require_reason(reason)[:400]
    if row.licensee_id is not None:
        raise Conflict(_("It is known already whose this payment is."), code="known")
    _refuse_aside(row)
    editing.change(row, {"licensee": licensee}, by=by, verb="payment.assigned", note=reason)
    return row


@transaction.atomic
def set_aside(payment: Payment, *, reason: str, by: Any, on: dt.date) -> Payment:
    """Set a payment aside that is no fee (a transfer meant for somebody else), with the reason; it stays readable."""
    row = editing.lock(payment, version=None)
    editing.require_keeper(by, Action.FEE_RECEIVE, row)
    reason = editing.require_reason(reason)[:400]
    _refuse_aside(row)
    if row.open_vnd != row.amount_vnd:
        raise Conflict(_("A part of it pays an invoice; take that back first."), code="used")
    values = {"set_aside_on": on, "set_aside_by": by, "set_aside_reason": reason}
    editing.change(row, values, by=by, verb="payment.set_aside", note=reason)
    return row


@transaction.atomic
def bring_back(payment: Payment, *, reason: str, by: Any) -> Payment:
    """Take a payment that was set aside up again."""
    row = editing.lock(payment, version=None)
    editing.require_keeper(by, Action.FEE_RECEIVE, row)
    reason = editing.require_reason(reason)[:400]
    if row.set_aside_on is None:
        raise Conflict(_("It was not set aside."), code="not_aside")
    values = {"set_aside_on": None, "set_aside_by": None, "set_aside_reason": ""}
    editing.change(row, values, by=by, verb="payment.brought_back", note=reason)
    return row


def _locked(payment: Payment, invoice: Invoice) -> tuple[Payment, Invoice]:
    """Return both rows locked, always in this order, so that two people at once wait instead of blocking each other.

    The application comes first: settling its fee locks it, and so does everybody who works on the file.
    """
    if invoice.application_id is not None:
        Application.objects.select_for_update(of=("self",)).get(pk=invoice.application_id)
    paid = Payment.objects.select_for_update(of=("self",)).get(pk=payment.pk)
    return paid, Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)


def _check_fit(paid: Payment, owed: Invoice) -> None:
    _refuse_aside(paid)
    if paid.open_vnd == 0:
        raise Conflict(_("Nothing is left of this payment."), code="used_up")
    if owed.status not in INVOICE_OWED:
        raise Conflict(
            _("Invoice %(number)s is “%(state)s”; nothing is owed on it.")
            % {"number": owed, "state": owed.get_status_display()},
            code="not_owed",
        )
    if paid.licensee_id is not None and paid.licensee_id != owed.licensee_id:
        raise Conflict(_("This payment is the credit of another holder."), code="other_holder")
    if paid.agency_id != owed.agency_id:
        raise Conflict(_("Payment and invoice belong to two agencies."), code="other_agency")


def _count(owed: Invoice, paid_vnd: int, *, by: Any, on: dt.date, paid_on: dt.date | None, reason: str = "") -> None:
    """Bring the invoice's sum and status up to what is allocated, and do what follows from it."""
    if paid_vnd == owed.total_vnd:
        steps.take(owed, "settle", by=by, changes={"paid_vnd": paid_vnd, "settled_on": paid_on or on})
        holds.lift_from(hold_key(owed), reason=_("Paid: %(number)s") % {"number": owed}, on=on)
        _settle_application(owed, by=by, on=on)
        return
    if owed.status in (InvoiceStatus.PAID, InvoiceStatus.PARTLY_PAID) and paid_vnd < owed.paid_vnd:
        changes = {"paid_vnd": paid_vnd, "settled_on": None}
        steps.take(owed, "unpay", by=by, reason=reason, changes=changes)
        if paid_vnd:
            steps.take(owed, "pay_part", by=by)
        return
    if owed.status == InvoiceStatus.ISSUED and paid_vnd:
        steps.take(owed, "pay_part", by=by, changes={"paid_vnd": paid_vnd})
        return
    editing.change(owed, {"paid_vnd": paid_vnd}, by=by, verb="invoice.counted", note=reason)


def _settle_application(owed: Invoice, *, by: Any, on: dt.date) -> None:
    application = owed.application
    if application is None:
        return
    application.refresh_from_db()
    if application.status == ApplicationStatus.FEE_DUE and application.fee_settled_on is None:
        decisions.settle_fee(application, reference=owed.number, by=by, on=on)


def _refuse_settled(owed: Invoice) -> None:
    """A fee that let an application go on is not taken back behind its back."""
    if owed.status == InvoiceStatus.PAID and owed.application is not None and owed.application.fee_settled_on:
        raise Conflict(
            _("The application went on because this fee was paid; take its proposal back first."), code="relied_on"
        )


def _refuse_aside(row: Payment) -> None:
    if row.set_aside_on is not None:
        raise Conflict(_("This payment was set aside; take it up again first."), code="aside")


def _refuse_known(agency: Agency, method: str, receipt_number: str) -> None:
    known = Payment.objects.filter(agency=agency, method=method, receipt_number__iexact=receipt_number).first()
    lines = StatementLine.objects.filter(statement__agency=agency, bank_reference=receipt_number)
    if known is None and method == PaymentMethod.BANK:
        known = Payment.objects.filter(line__in=lines).first()
    if known is not None:
        raise Conflict(
            _("This payment was recorded already: %(amount)s on %(day)s.")
            % {"amount": amount_text(known.amount_vnd), "day": day_text(known.paid_on)},
            code="recorded_already",
        )


def _change(row: Payment, values: dict[str, Any], by: Any, verb: str) -> None:
    editing.change(row, values, by=by, verb=verb)
