"""Cases: list, the case with its acts and papers, what the record says, issuing it, handing acts over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.roles import Action
from common.clock import now, today
from common.errors import Conflict, DomainError
from enforcement.models import Case, Referral
from enforcement.services import cases, records, referrals
from inspections.models import Visit
from web.access import allow
from web.desk.cases.forms import CaseFilter, DescribeForm, IssueForm, SendForm
from web.desk.cases.pages import context_of
from web.listing import Listing
from web.spreadsheets import table_response

SORTS = {
    "number": "number",
    "party": "licensee__name_folded",
    "unit": "unit__name_folded",
    "opened": "opened_on",
    "limitation": "limitation_date",
    "status": "status",
}
ALONG = ("agency", "licensee", "unit__parent", "record")
SHOWN_AGAIN = (409, 422, 503)


@allow(Action.CASE_VIEW)
def case_list(request: HttpRequest) -> HttpResponse:
    """List the cases this person may see."""
    form = CaseFilter(request.GET or None, cases=Case.objects.visible_to(request.user))
    found = form.narrow().select_related(*ALONG).prefetch_related("referrals__to_agency")
    listing = Listing(request, found, sorts=SORTS, default="-opened")
    own = {agency.pk for agency in access.agencies_of(request.user)}
    return render(request, "desk/cases/list.html", {"form": form, "listing": listing, "own": own})


@allow(Action.CASE_VIEW)
def case_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the list as a file."""
    form = CaseFilter(request.GET or None, cases=Case.objects.visible_to(request.user))
    found = form.narrow().select_related(*ALONG).order_by("-opened_on", "-pk")
    header = [_("Number"), _("State"), _("Party"), _("Commune"), _("Agency"), _("Opened on"), _("Limitation ends"),
              _("Violation record")]  # fmt: skip
    rows = (
        [
            row.number,
            row.get_status_display(),
            row.licensee.name,
            str(row.unit or ""),
            row.agency.name,
            row.opened_on.isoformat(),
            row.limitation_date.isoformat() if row.limitation_date else "",
            row.record.number if row.record else "",
        ]
        for row in found.iterator(chunk_size=500)
    )
    return table_response(request, "cases", header, rows)


@allow(Action.CASE_OPEN)
@require_POST
def open_case(request: HttpRequest, visit_pk: UUID) -> HttpResponse:
    """Open the case of a sealed visit, or go to the one already open."""
    visit = access.visible(Visit.objects.select_related("agency"), request.user, pk=visit_pk)
    made = cases.open_case(visit, by=request.user, on=today())
    messages.success(request, _("The case is open."))
    return redirect("desk:case", made.pk)


@allow(Action.CASE_VIEW)
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the case."""
    return page(request, found_case(request, pk))


@allow(Action.CASE_RECORD)
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter what the record says beside the findings; when somebody was first, both versions are shown."""
    found = found_case(request, pk)
    cases.require_own(found, request.user, Action.CASE_RECORD)
    form, status, differences = DescribeForm.of(found), 200, []
    if request.method == "POST":
        form, status = DescribeForm(request.POST), 422
        if form.is_valid():
            version = form.cleaned_data["version"] or 0
            try:
                cases.describe(found, fields=form.values(), by=request.user, version=version)
            except DomainError as error:
                form, status = refused(request, form, error), error.status
                differences = error.details.get("differences", [])
            else:
                messages.success(request, _("What the record says was saved."))
                return redirect("desk:case", pk)
    context = {"case": found, "form": form, "differences": differences}
    return render(request, "desk/cases/describe.html", context, status=status)


@allow(Action.CASE_RECORD)
def preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the record as it would be printed: marked as a draft, without number or code."""
    found = found_case(request, pk)
    if found.record_id is not None:
        return redirect("desk:paper_pdf", found.record_id)
    data = records.draft(found, by=request.user, at=now(), on=today())
    return HttpResponse(data, content_type="application/pdf", headers={"Cache-Control": "private, no-store"})


@allow(Action.CASE_RECORD)
@require_POST
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue the violation record."""
    found, form = found_case(request, pk), IssueForm(request.POST)
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            records.issue_record(found, by=request.user, at=now(), on=today(), version=version)
        except DomainError as error:
            return again(request, pk, form, error, issue_form=form)
        messages.success(request, _("The violation record is issued. Print it and have every page signed."))
        return redirect("desk:case", pk)
    return page(request, found, issue_form=form, status=422)


@allow(Action.CASE_REFER)
@require_POST
def send(request: HttpRequest, pk: UUID, referral_pk: UUID) -> HttpResponse:
    """Hand acts over to the agency whose matter they are."""
    found, form = found_case(request, pk), SendForm(request.POST)
    rows = Referral.objects.select_related("case__agency")
    referral = access.visible(rows, request.user, pk=referral_pk, case=found)
    if form.is_valid():
        data = form.cleaned_data
        try:
            referrals.send(referral, reason=data["reason"], by=request.user, on=today(), version=data["version"] or 0)
        except DomainError as error:
            return again(request, pk, form, error, send_forms={referral.pk: form})
        messages.success(request, _("The file was handed over; the receiving agency sees it now."))
        return redirect("desk:case", pk)
    return page(request, found, send_forms={referral.pk: form}, status=422)


def found_case(request: HttpRequest, pk: Any) -> Case:
    """Return the case if the person may see it; NotFound otherwise."""
    along = (*ALONG, "record__issued_by", "licensee__unit__parent", "opened_by", "visit__establishment")
    found: Case = access.visible(Case.objects.select_related(*along), request.user, pk=pk)
    return found


def refused(request: HttpRequest, form: DescribeForm, error: DomainError) -> DescribeForm:
    """Show the refusal; after a conflict the form carries the new version, so that saving again is a choice."""
    if isinstance(error, Conflict) and "current" in error.details:
        data = request.POST.copy()
        data["version"] = str(error.details["current"])
        form = DescribeForm(data)
        form.is_valid()
    form.refuse(error)
    return form


def again(request: HttpRequest, pk: UUID, form: Any, error: DomainError, **forms: Any) -> HttpResponse:
    """Show the page as it now stands with the refusal on it."""
    if error.status not in SHOWN_AGAIN:
        raise error
    form.refuse(error)
    return page(request, found_case(request, pk), status=error.status, **forms)


def page(request: HttpRequest, found: Case, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Show the page of the case with the forms as they were sent."""
    return render(request, "desk/cases/case.html", context_of(found, request.user, today(), **forms), status=status)
