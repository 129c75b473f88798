"""What the licensee holds: the list, one license with its papers and what may be asked about it, and the papers."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from accounts import access
from accounts.roles import Action
from common.clock import today
from common.errors import NotFound
from issuing import queries as issued
from issuing.models import IssuedDocument
from licenses.enums import RADIO_LICENSE_KINDS, LicenseStatus
from licenses.models import License
from licenses.queries import authorities, planned, portal
from licenses.services import annexes
from web.access import allow
from web.licensee.current import licensee_of, page
from web.listing import Listing

SORTS = {"number": "number", "until": "valid_until", "status": "status"}
FREQUENCIES = {"tx": "tx_hz", "station": "station__name"}
ALONG = ("holder", "establishment__unit__parent", "agency", "supersedes")


@allow(Action.MY_PREPARE)
def license_list(request: HttpRequest) -> HttpResponse:
    """Show the licenses of the licensee."""
    rows = License.objects.visible_to(request.user).filter(holder=licensee_of(request))
    listing = Listing(request, rows.select_related("establishment"), sorts=SORTS, default="until")
    planned.stand(listing, today())
    return page(request, "licensee/licenses.html", {"listing": listing, "on": today()})


@allow(Action.MY_PREPARE)
def license_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one license: what it holds, until when, its papers, and what may be asked about it now."""
    row, on = access.visible(License.objects.select_related(*ALONG), request.user, pk=pk), today()
    assigned = None
    if row.kind in RADIO_LICENSE_KINDS:
        rows = row.assignments.active_on(on).select_related("station").prefetch_related("emissions")
        assigned = Listing(request, rows, sorts=FREQUENCIES, default="tx")
    papers = _papers(row)
    authorities.name([row], on)
    context = {
        "license": row,
        "stands": planned.standing(row, on),
        "on": on,
        "offers": portal.offers(row, on),
        "assigned": assigned,
        "papers": papers,
        "newer": row.superseded_by.published() if row.status == LicenseStatus.SUPERSEDED else (),
        "pending": row.applications.pending().filter(licensee=row.holder_id),
    }
    return page(request, "licensee/license.html", context)


def _papers(license: License) -> list[Any]:
    """Return the papers of the license, each with the drawing of the annex that it names."""
    papers: list[Any] = list(IssuedDocument.objects.about(license))
    drawn = annexes.of_papers(papers) if license.kind in RADIO_LICENSE_KINDS else {}
    for each in papers:
        each.annex = drawn.get(each.pk)
    return papers


@allow(Action.MY_PREPARE)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out a paper about something of one's own, as it was issued."""
    found = issued.paper_for(request.user, pk, Action.MY_PREPARE)
    response = HttpResponse(issued.pdf_of(found), content_type="application/pdf")
    name = f"{found.number.replace('/', '-')}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


@allow(Action.MY_PREPARE)
def annex(request: HttpRequest, pk: UUID) -> FileResponse:
    """Hand out the annex that a license paper of one's own names."""
    found = issued.paper_for(request.user, pk, Action.MY_PREPARE)
    job = annexes.of_papers([found]).get(found.pk)
    if job is None:
        raise NotFound(_("This annex is not drawn yet."))
    name = f"{found.number.replace('/', '-')}-annex.pdf"
    response = FileResponse(annexes.open_file(job), filename=name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response
