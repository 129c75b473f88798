"""Complaints and reports: the list, one complaint, entering one, and the steps it takes."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from inspections.models import Complaint
from inspections.services import complaints as services
from web.access import allow
from web.changes import hide_personal, readable
from web.desk.complaints.forms import AssignForm, CloseForm, ComplaintFilter, DismissForm, EnterForm, VisitForm
from web.desk.complaints.next_steps import next_of
from web.listing import Listing
from web.spreadsheets import table_response

SORTS = {"number": "number", "received": "received_at", "state": "status", "place": "place"}
ALONG = ("agency", "assigned_to", "visit")


@allow(Action.COMPLAINT_VIEW)
def complaint_list(request: HttpRequest) -> HttpResponse:
    """List the complaints this person may see."""
    form = ComplaintFilter(request.GET or None)
    listing = Listing(request, form.narrow(request.user).select_related(*ALONG), sorts=SORTS, default="-received")
    context = {
        "form": form, "listing": listing, "may_enter": access.can(request.user, Action.COMPLAINT_RECORD),
    }  # fmt: skip
    return render(request, "desk/complaints/list.html", context)


@allow(Action.COMPLAINT_VIEW)
def complaint_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the list as a file; who reported stays out of it."""
    rows = ComplaintFilter(request.GET or None).narrow(request.user).select_related(*ALONG).order_by("-received_at")
    header = [_("Number"), _("State"), _("Received at"), _("Source"), _("What it is about"), _("Place"),
              _("Frequency (MHz)"), _("Officer"), _("Visit"), _("Outcome")]  # fmt: skip
    lines = (
        [
            row.number, row.get_status_display(), timezone.localtime(row.received_at).strftime("%Y-%m-%d %H:%M"),
            row.get_source_display(), row.get_matter_display(), row.place,
            row.frequency_hz / 1e6 if row.frequency_hz else "", str(row.assigned_to or ""),
            row.visit.number if row.visit else "", row.get_outcome_display(),
        ]
        for row in rows.iterator(chunk_size=500)
    )  # fmt: skip
    return table_response(request, "complaints", header, lines)


@allow(Action.COMPLAINT_RECORD)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a complaint that reached the office."""
    own = access.agencies_of(request.user, Action.COMPLAINT_RECORD)
    form = EnterForm(request.POST or None, agencies=own, initial={"happened_at": now()})
    if request.method == "POST" and form.is_valid():
        report = form.report(form.cleaned_data["source"])
        try:
            made = services.receive(report, at=now(), on=today(), by=request.user)
        except DomainError as error:
            form.refuse(error)
        else:
            text = _("Complaint %(number)s is entered. Code for the reporter, told only now: %(code)s")
            messages.success(request, text % {"number": made.complaint.number, "code": made.code})
            return redirect("desk:complaint", made.complaint.pk)
    return render(request, "desk/complaints/new.html", {"form": form}, status=422 if form.errors else 200)


@allow(Action.COMPLAINT_VIEW)
def complaint(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a complaint: what happens next, what was reported, what was done."""
    return _page(request, _found(request, pk))


@allow(Action.COMPLAINT_HANDLE)
def assign(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give it to an officer."""
    found = _found(request, pk)
    form = AssignForm(found, request.POST or None)
    return _act(request, found, form, lambda data: services.assign(
        found, to=data["to"], by=request.user, version=data["version"]), _("The complaint is assigned."))  # fmt: skip


@allow(Action.COMPLAINT_HANDLE)
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Link a visit that is planned already."""
    found = _found(request, pk)
    form = VisitForm(found, request.POST or None)
    return _act(request, found, form, lambda data: services.link_visit(
        found, data["visit"], by=request.user, version=data["version"]), _("The visit is linked."))  # fmt: skip


@allow(Action.COMPLAINT_HANDLE)
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close it with outcome and answer."""
    found = _found(request, pk)
    form = CloseForm(request.POST or None)
    return _act(request, found, form, lambda data: services.close(
        found, outcome=data["outcome"], note=data["note"], answer=data["answer"], by=request.user, at=now(),
        version=data["version"]), _("The complaint is closed."))  # fmt: skip


@allow(Action.COMPLAINT_HANDLE)
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Not follow it up."""
    found = _found(request, pk)
    form = DismissForm(request.POST or None)
    return _act(request, found, form, lambda data: services.dismiss(
        found, reason=data["reason"], answer=data["answer"], by=request.user, at=now(), version=data["version"]),
        _("The complaint is closed."))  # fmt: skip


def _found(request: HttpRequest, pk: UUID) -> Complaint:
    rows = Complaint.objects.select_related(*ALONG, "entered_by", "visit__licensee", "unit")
    found: Complaint = access.visible(rows, request.user, pk=pk)
    return found


def _act(
    request: HttpRequest, found: Complaint, form: Any, act: Callable[[dict[str, Any]], Any], done: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, done)
            return redirect("desk:complaint", found.pk)
    return _page(request, found, sent=form, status=422) if form.is_bound else redirect("desk:complaint", found.pk)


FORMS: dict[str, Callable[..., Any]] = {
    "assign": AssignForm, "check": VisitForm, "close": CloseForm, "dismiss": DismissForm,
}  # fmt: skip
URLS = {
    "assign": "complaint_assign",
    "check": "complaint_link",
    "close": "complaint_close",
    "dismiss": "complaint_dismiss",
}


def _page(request: HttpRequest, found: Complaint, *, sent: Any = None, status: int = 200) -> HttpResponse:
    personal = access.can(request.user, Action.PERSONAL_DATA_VIEW, found)
    may_plan = access.can(request.user, Action.VISIT_PLAN) and found.status in ("received", "assigned")
    context = {
        "complaint": found, "next": next_of(found), "acts": _acts(request, found, sent),
        "personal": personal,
        "plan_url": f"{reverse('desk:visit_new')}?complaint={found.pk}" if may_plan else "",
        "identify_url": _identify(found), "entries": _timeline(found, personal),
    }  # fmt: skip
    return render(request, "desk/complaints/complaint.html", context, status=status)


def _timeline(found: Complaint, personal: bool) -> list[Any]:
    """Return what was done; who reported stays out of it for those who may not know."""
    entries = readable(journal.changes(found)[:50])
    if not personal:
        hide_personal(entries)
    return entries


def _acts(request: HttpRequest, found: Complaint, sent: Any) -> list[dict[str, Any]]:
    """Return the forms of the steps this person may take now; the one that was sent keeps what was typed."""
    shown = []
    for step in steps.open_to(request.user, found):
        make = FORMS[step.name]
        first = {"initial": {"version": found.version}, "auto_id": f"id_{step.name}_%s"}
        form = make(found, **first) if step.name in ("assign", "check") else make(**first)
        if sent is not None and type(sent) is make:
            form = sent
        url = reverse(f"desk:{URLS[step.name]}", args=[found.pk])
        shown.append({"name": step.name, "label": step.label, "form": form, "url": url, "open": form is sent})
    return shown


def _identify(found: Complaint) -> str:
    """Return the address that asks whose emission it is, where frequency and position are known."""
    if not found.frequency_hz or found.lat is None:
        return ""
    return f"{reverse('desk:identify')}?frequency={found.frequency_hz / 1e6:f}&position={found.lat:f},{found.lon:f}"
