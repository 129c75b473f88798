"""Payments: the list of those that need a person, one payment, and what is done with it."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access, journal
from accounts.roles import Action
from common.clock import today
from common.errors import Invalid, NotFound
from common.text import fold
from licenses.enums import INVOICE_OWED
from licenses.models import Allocation, Invoice, Licensee, Payment
from licenses.services.fees import payments
from web.access import allow
from web.changes import readable
from web.desk.fees.forms import AllocateForm, AssignForm, PaymentFilter
from web.desk.fees.tabs import UP, tabs
from web.desk.steps import Step, do_step
from web.forms import ReasonForm
from web.links import record_url
from web.listing import Listing

SORTS = {"paid": "paid_on", "amount": "amount_vnd", "open": "open_vnd"}
ALONG = ("licensee", "line__statement", "agency", "set_aside_by", "recorded_by")
HISTORY, MOST = 50, 20


def _allocate(row: Payment, user: Any, on: dt.date, data: dict[str, Any]) -> Any:
    invoice = data["invoice"]
    if invoice is None:
        message = _("No invoice has this code or number.")
        raise Invalid(message, fields={"code": [message]})
    return payments.allocate(row, invoice, by=user, on=on, amount_vnd=data["amount_vnd"])


class OwnAllocateForm(AllocateForm):
    """Reads the invoice of the payment's own agency."""

    payment: Payment
    user: Any

    def clean(self) -> dict[str, Any]:
        """Add the invoice meant."""
        data = super().clean() or self.cleaned_data
        data["invoice"] = self.invoice(self.user, self.payment.agency) if data.get("code") else None
        return data


def _assign(row: Payment, user: Any, on: dt.date, data: dict[str, Any]) -> Any:
    text = data["identifier"].strip()
    seen = Licensee.objects.visible_to(user).current()
    found = list(seen.filter(identifier=text)[:2]) or list(seen.filter(name_folded=fold(text))[:2])
    if len(found) != 1:
        message = _("Several holders have this name; give the identifier.") if found else _("There is no such holder.")
        raise Invalid(message, fields={"identifier": [message]})
    return payments.assign(row, found[0], reason=data["reason"], by=user)


STEPS = {
    "allocate": Step(
        gettext_lazy("Set against an invoice"), AllocateForm, _allocate,
        gettext_lazy("The payment is set against the invoice.")
    ),
    "assign": Step(
        gettext_lazy("Say whose it is"), AssignForm, _assign, gettext_lazy("The payment is that holder's credit now.")
    ),
    "set_aside": Step(
        gettext_lazy("Set aside"), ReasonForm,
        lambda row, user, on, data: payments.set_aside(row, reason=data["reason"], by=user, on=on),
        gettext_lazy("The payment is set aside."),
    ),
    "bring_back": Step(
        gettext_lazy("Take up again"), ReasonForm,
        lambda row, user, on, data: payments.bring_back(row, reason=data["reason"], by=user),
        gettext_lazy("The payment waits to be matched again."),
    ),
}  # fmt: skip
TAKE_BACK = Step(
    gettext_lazy("Take the payment back"), ReasonForm,
    lambda row, user, on, data: payments.take_back(row, reason=data["reason"], by=user, on=on),
    gettext_lazy("It is taken back; the money is the holder's credit."),
)  # fmt: skip


@allow(Action.FEE_VIEW)
def payment_list(request: HttpRequest) -> HttpResponse:
    """Show the payments; first those nobody could match."""
    form = PaymentFilter(request.GET or None, user=request.user)
    listing = Listing(request, form.narrow().select_related(*ALONG), sorts=SORTS, default="-paid")
    context = {"form": form, "listing": listing, "tabs": tabs(request, "payments")}
    return render(request, "desk/fees/payments.html", context)


@allow(Action.FEE_VIEW)
def payment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one payment, and the invoices it may be for."""
    row = _found(request, pk)
    may = row.agency in access.agencies_of(request.user, Action.FEE_RECEIVE)
    names = _open_steps(row) if may else []
    context = {
        "payment": row,
        "allocations": row.allocations.select_related("invoice__licensee", "by", "taken_back_by"),
        "steps": [(name, STEPS[name].label) for name in names],
        "candidates": _candidates(row) if "allocate" in names else [],
        "may_receive": may,
        "licensee_url": record_url(row.licensee) if row.licensee else "",
        "entries": readable(journal.changes(row)[:HISTORY]),
    }
    return render(request, "desk/fees/payment.html", context)


@allow(Action.FEE_RECEIVE)
def step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Do something with a payment."""
    row = _found(request, pk)
    if name not in STEPS:
        raise NotFound(_("There is no such page."))
    chosen = STEPS[name]
    if name == "allocate":
        made = type("Form", (OwnAllocateForm,), {"payment": row, "user": request.user})
        chosen = Step(chosen.label, made, chosen.run, chosen.done)
    first = {"code": request.GET.get("code", "")[:60]}
    return do_step(request, row, chosen, first=first, back=("desk:payment", row.pk), lead=row.memo or row.payer, up=UP)


@allow(Action.FEE_RECEIVE)
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a payment back from the invoice it was set against by mistake."""
    rows = Allocation.objects.select_related("payment__agency", "invoice__agency")
    row = access.visible(rows, request.user, pk=pk)
    return do_step(
        request, row, TAKE_BACK, first={}, back=("desk:invoice", row.invoice_id), lead=str(row.invoice), up=UP
    )


@allow(Action.FEE_RECEIVE)
def use_credit(request: HttpRequest, pk: UUID, payment_pk: UUID) -> HttpResponse:
    """Set a holder's credit against one of their invoices."""
    invoice = access.visible(Invoice.objects.all(), request.user, pk=pk)
    if request.method == "POST":
        paid = access.visible(Payment.objects.all(), request.user, pk=payment_pk)
        payments.allocate(paid, invoice, by=request.user, on=today())
        messages.success(request, _("The payment is set against the invoice."))
    return redirect("desk:invoice", pk)


def _found(request: HttpRequest, pk: UUID) -> Payment:
    row: Payment = access.visible(Payment.objects.select_related(*ALONG), request.user, pk=pk)
    return row


def _open_steps(row: Payment) -> list[str]:
    """Return what may be done with it now."""
    if row.set_aside_on is not None:
        return ["bring_back"]
    found = ["allocate"] if row.open_vnd else []
    if row.licensee_id is None:
        found.append("assign")
    if row.open_vnd == row.amount_vnd:
        found.append("set_aside")
    return found


def _candidates(row: Payment) -> list[Invoice]:
    """Return unpaid invoices of the agency with exactly this amount open, or of its holder: a person chooses."""
    owed = Invoice.objects.filter(agency=row.agency, status__in=INVOICE_OWED).select_related("licensee")
    if row.licensee_id is not None:
        owed = owed.filter(licensee=row.licensee_id)
    else:
        owed = owed.filter(total_vnd=row.open_vnd, paid_vnd=0)
    return list(owed.order_by("due_on", "pk")[:MOST])
