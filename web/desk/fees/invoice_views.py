"""Invoices: the list with its totals, one invoice, asking for fees, and the steps of an invoice."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError, NotFound
from common.money import grouped
from licenses.models import Application, Invoice, License
from licenses.queries.invoices import totals
from licenses.services.fees import asking, invoices, overdue, payments
from licenses.services.fees.invoices import Subject
from licenses.services.fees.tariff import extent_of_application, extent_of_license, suggested
from web.access import allow
from web.desk.fees import invoice_pages
from web.desk.fees.forms import ChargeForm, InvoiceFilter, IssueForm, PayForm
from web.desk.fees.tabs import UP, tabs
from web.desk.steps import Step, do_step
from web.forms import ReasonForm
from web.listing import Listing
from web.spreadsheets import table_response

SORTS = {"number": "number", "payer": "licensee__name_folded", "due": "due_on", "issued": "issued_on",
         "amount": "total_vnd", "status": "status"}  # fmt: skip
ALONG = ("licensee", "application", "license", "agency")
STEPS = {
    "issue": Step(
        gettext_lazy("Issue the invoice"), IssueForm,
        lambda row, user, on, data: invoices.issue(
            row, by=user, on=on, due_on=data["due_on"], version=data["version"]),
        gettext_lazy("The invoice is issued; the holder is told."),
    ),
    "discard": Step(
        gettext_lazy("Discard the draft"), ReasonForm,
        lambda row, user, on, data: invoices.discard(
            row, reason=data["reason"], by=user, on=on, version=data["version"]),
        gettext_lazy("The draft is discarded."),
    ),
    "void": Step(
        gettext_lazy("Void the invoice"), ReasonForm,
        lambda row, user, on, data: asking.void(
            row, reason=data["reason"], by=user, on=on, version=data["version"]),
        gettext_lazy("The invoice is voided and its paper annulled."),
    ),
    "pay": Step(
        gettext_lazy("Record a payment"), PayForm,
        lambda row, user, on, data: payments.record(
            by=user, on=on, invoice=row, amount_vnd=data["amount_vnd"], paid_on=data["paid_on"],
            method=data["method"], receipt_number=data["receipt_number"], payer=data["payer"]),
        gettext_lazy("The payment is recorded."),
    ),
}  # fmt: skip
DOORS = {"issue": "change", "discard": "change", "void": "void", "pay": "receive"}


@allow(Action.FEE_VIEW)
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Show the invoices with what they come to."""
    form = InvoiceFilter(request.GET or None, user=request.user, on=today())
    found = form.narrow()
    listing = Listing(request, found.select_related(*ALONG), sorts=SORTS, default="due")
    context = {"form": form, "listing": listing, "totals": totals(found, today()), "on": today(),
               "tabs": tabs(request, "invoices")}  # fmt: skip
    return render(request, "desk/fees/invoices.html", context)


@allow(Action.FEE_VIEW)
def invoice_file(request: HttpRequest) -> HttpResponseBase:
    """Hand the list out as CSV, or as an Excel workbook."""
    form = InvoiceFilter(request.GET or None, user=request.user, on=today())
    rows = form.narrow().select_related(*ALONG).order_by("due_on", "pk")
    return table_response(request, "invoices", invoice_pages.HEADER, invoice_pages.rows(rows))


@allow(Action.FEE_VIEW)
def invoice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one invoice."""
    row = found(request, pk)
    return render(request, "desk/fees/invoice.html", invoice_pages.context_of(row, request.user, today()))


@allow(Action.FEE_INVOICE)
def change(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Issue or discard a draft."""
    return _step(request, pk, name, "change")


@allow(Action.FEE_VOID)
def void(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Void an issued invoice."""
    return _step(request, pk, name, "void")


@allow(Action.FEE_RECEIVE)
def receive(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Record money for an invoice."""
    return _step(request, pk, name, "receive")


@allow(Action.FEE_INVOICE)
def of_application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for the fees of an application: choose the lines, issue the invoice."""
    row = access.visible(Application.objects.select_related("licensee", "agency", "license"), request.user, pk=pk)
    on = today()
    subject = invoices.of_application(row, on)

    def make(form: ChargeForm) -> Invoice:
        data = form.cleaned_data
        return asking.ask(
            row, charged=form.charged(), by=request.user, on=on, due_on=data.get("due_on"), version=data["version"]
        )

    return _charge(request, subject, extent_of_application(row), make, row)


@allow(Action.FEE_INVOICE)
def of_license(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draft the usage fee of a license for its next twelve months."""
    row = access.visible(License.objects.select_related("holder", "agency"), request.user, pk=pk)
    on = today()
    first = overdue.period_to_ask(row, on)
    if first is None:
        messages.info(request, _("Every usage period that has begun is invoiced already."))
        return redirect("desk:license", pk)
    subject = invoices.of_license(row, first)

    def make(form: ChargeForm) -> Invoice:
        return invoices.draft(subject, charged=form.charged(), by=request.user, note=form.cleaned_data["note"])

    return _charge(request, subject, extent_of_license(row, first), make, row)


@allow(Action.FEE_INVOICE)
def usage_due(request: HttpRequest) -> HttpResponse:
    """List the licenses whose usage fee is still to be asked for."""
    held = access.agencies_of(request.user, Action.FEE_INVOICE)
    due = overdue.due_licenses(today(), agencies=held)
    shown = due[: invoice_pages.MOST]
    context = {"rows": shown, "left": len(due) - len(shown), "on": today(), "tabs": tabs(request, "usage_due")}
    return render(request, "desk/fees/usage_due.html", context)


def found(request: HttpRequest, pk: UUID) -> Invoice:
    """Return the invoice if this person may see it; NotFound otherwise."""
    row: Invoice = access.visible(Invoice.objects.select_related(*ALONG, "account", "replaces"), request.user, pk=pk)
    return row


def _step(request: HttpRequest, pk: UUID, name: str, door: str) -> HttpResponse:
    row = found(request, pk)
    if DOORS.get(name) != door:
        raise NotFound(_("There is no such page."))
    first: dict[str, Any] = {"version": row.version}
    if name == "pay":
        first |= {"amount_vnd": grouped(row.open_vnd), "paid_on": today()}
    return do_step(request, row, STEPS[name], first=first, back=("desk:invoice", row.pk), lead=row.licensee.name, up=UP)


def _charge(request: HttpRequest, subject: Subject, extent: Any, make: Any, about: Any) -> HttpResponse:
    """Ask which fees are charged, then make the invoice; a refusal is shown on the page that asked."""
    offered = subject.tariffs()
    issuing = subject.application is not None
    form = ChargeForm(
        request.POST or None, offered=offered, suggested=suggested(offered, extent),
        ask_due=issuing and not invoices.period_known(subject.kind, today()),
    )  # fmt: skip
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = make(form)
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("The invoice is made."))
                return redirect("desk:invoice", made.pk)
    context = {"form": form, "subject": subject, "about": about, "extent": extent, "issuing": issuing,
               "may_enter_lines": access.can(request.user, Action.FEE_LINE_ENTER)}  # fmt: skip
    return render(request, "desk/fees/charge.html", context, status=status)
