"""Where a licensee lands: what runs out, what is asked, what is owed, what is announced, and what is under way."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.roles import Action
from common.clock import today
from inspections.queries.announced import announced_to
from licenses.models import Application, License
from licenses.queries import portal
from licenses.queries.invoices import owed_by
from web.access import allow
from web.licensee.current import choose, licensee_of, licensees_of, page
from web.listing import Listing

SHOWN = 10
SORTS = {"begun": "created_at", "number": "number", "status": "status", "due": "due_on"}


@allow(Action.MY_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """Show what there is to know and to do, the most pressing first."""
    if not licensees_of(request):
        return redirect("my:claims")
    holder, on = licensee_of(request), today()
    pending = Application.objects.pending().filter(licensee=holder).select_related("agency", "license")
    context = {
        "on": on,
        "expiring": portal.expiring(holder, on),
        "asked": portal.waiting_for_applicant(holder),
        "drafts": portal.drafts(holder),
        "running": list(pending.order_by("received_on", "pk")[:SHOWN]),
        "owed": owed_by(holder, on),
        "holds": portal.holds(holder, on),
        "visits": announced_to(holder.pk, on),
        "license_count": License.objects.filter(holder=holder, status__in=portal.HELD).count(),
    }
    return page(request, "licensee/home.html", context)


@allow(Action.MY_VIEW)
@require_POST
def act_for(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Act for another of one's licensees."""
    choose(request, pk)
    return redirect("my:home")


@allow(Action.MY_PREPARE)
def application_list(request: HttpRequest) -> HttpResponse:
    """Show every application of the licensee, the newest first."""
    rows = Application.objects.visible_to(request.user).filter(licensee=licensee_of(request))
    listing = Listing(request, rows.select_related("license", "agency"), sorts=SORTS, default="-begun")
    return page(request, "licensee/applications.html", {"listing": listing, "on": today()})
