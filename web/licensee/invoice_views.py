"""What the licensee owes and has paid: the list, and one invoice with the code to pay by."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from accounts import access
from accounts.roles import Action
from common import payment_codes
from common.clock import today
from issuing.models import IssuedDocument
from licenses.enums import INVOICE_OWED
from licenses.models import Invoice
from licenses.queries.invoices import owed_by
from licenses.services.fees import papers
from web.access import allow
from web.fee_units import fee_lines
from web.licensee.current import act_on, licensee_of, page
from web.listing import Listing
from web.qr import svg

SORTS = {"number": "number", "due": "due_on", "issued": "issued_on", "amount": "total_vnd", "status": "status"}
ALONG = ("licensee", "application", "license", "agency", "account")


@allow(Action.MY_PREPARE)
def invoice_list(request: HttpRequest) -> HttpResponse:
    """Show every invoice of the licensee, what is owed in all, and the credit."""
    holder = licensee_of(request)
    rows = Invoice.objects.visible_to(request.user).filter(licensee=holder).select_related(*ALONG)
    listing = Listing(request, rows, sorts=SORTS, default="-issued")
    context = {"listing": listing, "owed": owed_by(holder, today()), "on": today()}
    return page(request, "licensee/invoices.html", context)


@allow(Action.MY_PREPARE)
def invoice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one invoice: what is charged and from which source, until when, how to pay, and what was paid."""
    row = access.visible(Invoice.objects.select_related(*ALONG), request.user, pk=pk)
    act_on(request, row.licensee_id)
    owed = row.status in INVOICE_OWED
    context = {
        "invoice": row,
        "owed": owed,
        "late": owed and row.due_on is not None and row.due_on < today(),
        "lines": fee_lines(row),
        "code": payment_codes.grouped(row.reference),
        "qr": svg(papers.qr_text(row, row.account, row.open_vnd)) if owed else "",
        "payments": row.allocations.filter(taken_back_on__isnull=True).select_related("payment"),
        "papers": IssuedDocument.objects.about(row),
    }
    return page(request, "licensee/invoice.html", context)
