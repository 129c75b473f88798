"""Inspections: the list with its map, the page of one visit, and the steps it takes."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access, journal
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError, NotFound
from common.text import day_text
from fieldwork.models import Quarantined
from fieldwork.queries import office
from fieldwork.services import dispatching
from inspections.enums import VisitReason
from inspections.lifecycle import VisitStatus
from inspections.models import Visit
from inspections.queries.earlier import later_checks, of_visit
from inspections.queries.next_step import next_step
from inspections.queries.steps import open_steps
from inspections.services import announcing, planning, records, reviews, sealing
from inspections.services import visits as visit_services
from issuing.models import IssuedDocument
from web.access import allow
from web.changes import readable
from web.desk.visits.amendments import amendments_of
from web.desk.visits.filters import filtered
from web.desk.visits.pages import frame, version_of, visit_of
from web.desk.visits.team_views import may_change
from web.forms import PageForm
from web.links import address, url_of
from web.listing import Listing
from web.points import points_geojson
from web.spreadsheets import table_response
from web.tones import tone_of

SORTS = {"window": "window_start", "number": "number", "business": "licensee__name_folded", "state": "status"}
# Steps that ask why; the others are one tap.
WITH_REASON = {
    "cancel": gettext_lazy("Why the visit is cancelled"),
    "give_up": gettext_lazy("Why the visit was not possible"),
    "send_back": gettext_lazy("What the team has to amend"),
    "resubmit": gettext_lazy("What was amended, or why nothing was"),
}


class ReasonForm(PageForm):
    """One reason."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))


@allow(Action.VISIT_VIEW)
def visits(request: HttpRequest) -> HttpResponse:
    """Show the visits of the filters, as a list or on the map."""
    form, found = filtered(request)
    as_map = request.GET.get("view") == "map"
    context: dict[str, Any] = {
        "form": form,
        "as_map": as_map,
        "points_url": f"{reverse('desk:visits_points')}?{request.GET.urlencode()}",
        "may_plan": access.can(request.user, Action.VISIT_PLAN),
    }
    if not as_map:
        rows = found.select_related("licensee", "establishment", "unit", "agency").prefetch_related("member_rows__user")
        context["listing"] = Listing(request, rows, sorts=SORTS, default="-window")
    return render(request, "desk/visits/list.html", context)


@allow(Action.VISIT_VIEW)
def points(request: HttpRequest) -> JsonResponse:
    """Answer the map with the points of the list."""
    _form, found = filtered(request)
    fields = ("pk", "number", "status", "licensee__name")
    return points_geojson(request, found, fields=fields, feature=_feature)


@allow(Action.VISIT_VIEW)
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the list as CSV."""
    _form, found = filtered(request)
    header = [_("Number"), _("Business"), _("Place"), _("Commune"), _("Reason"), _("From"), _("Until"), _("State")]
    return table_response(request, "visits", header, _csv_rows(found))


@allow(Action.VISIT_VIEW)
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a visit: what happens next, its facts, its papers, what was done."""
    found = visit_of(request, pk)
    case = getattr(found, "case", None)
    coming = next_step(found)
    record = records.current_record(found) if found.is_fixed else None
    context = frame(found, request, "visit") | {
        **_violations(found),
        "record": record,
        "outdated": record is not None and not records.agrees(record, found),
        "closing": reviews.missing_to_close(found) if found.status == VisitStatus.UNDER_REVIEW else [],
        "next": coming,
        "next_when": day_text(coming.until) if coming.until else coming.until_words,
        "case_open_url": address("desk:case_open", found.pk),
        "steps": _buttons(found, request.user),
        "stations": list(found.stations.order_by("name", "pk")),
        "checklists": list(found.checklists.order_by("code")),
        "papers": list(IssuedDocument.objects.about(found).visible_to(request.user)),
        "may_change_team": may_change(request.user, found),
        "out": dispatching.current(found),
        "opening": office.opening_of(found),
        "may_open_tablet": access.can(request.user, Action.TABLET_VIEW),
        "kept": Quarantined.objects.visible_to(request.user).unsettled().of_visit(found).count(),
        "noticed": list(office.ledger_of(found)[:20]),
        "may_settle": access.can(request.user, Action.QUARANTINE_SETTLE, found),
        "may_dispatch": found.status in dispatching.MAY_GO_OUT and access.can(request.user, Action.VISIT_PLAN, found),
        "case": case if case and access.sees(request.user, case) else None,
        "may_open_case": found.is_fixed and case is None and access.can(request.user, Action.CASE_OPEN, found),
        **amendments_of(found, request.user),
        "entries": readable(journal.changes(found)[:50]),
    }
    return render(request, "desk/visits/visit.html", context)


@allow(Action.VISIT_VIEW)
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a step that needs no words: start, receive, take up, close."""
    found = visit_of(request, pk)
    name, version = request.POST.get("step", ""), version_of(request)
    services: Mapping[str, Any] = {
        "start": lambda: visit_services.start(found, by=request.user, at=now(), on=today(), version=version),
        "receive": lambda: sealing.receive(found, by=request.user, version=version),
        "review": lambda: reviews.take_up(found, by=request.user, version=version),
        "close": lambda: reviews.close(found, by=request.user, version=version),
    }
    if request.method != "POST" or name not in services:
        raise NotFound(_("There is no such step."))
    services[name]()
    messages.success(request, _("Done. The visit is now “%(state)s”.") % {"state": found.get_status_display()})
    return redirect("desk:visit_checklist" if name == "start" else "desk:visit", pk)


@allow(Action.VISIT_VIEW)
def reasoned_step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Take a step that asks why."""
    found = visit_of(request, pk)
    if name not in WITH_REASON:
        raise NotFound(_("There is no such step."))
    form = ReasonForm(request.POST or None, initial={"version": found.version})
    form.fields["reason"].label = WITH_REASON[name]
    if request.method == "POST" and form.is_valid():
        try:
            _take_reasoned(name, found, request.user, form.cleaned_data)
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Done. The visit is now “%(state)s”.") % {"state": found.get_status_display()})
            return redirect("desk:visit", pk)
    context = frame(found, request, "visit") | {"form": form, "heading": found.lifecycle.step(name).label}
    return render(request, "desk/visits/reason.html", context, status=422 if form.errors else 200)


@allow(Action.VISIT_ANNOUNCE)
def announce(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue the announcement."""
    found = visit_of(request, pk)
    if request.method == "POST":
        paper = announcing.announce(found, by=request.user, on=today(), version=version_of(request) or None)
        messages.success(request, _("Announcement %(number)s is issued.") % {"number": paper.number})
    return redirect("desk:visit", pk)


def _take_reasoned(name: str, found: Visit, user: Any, data: Mapping[str, Any]) -> None:
    reason, version = data["reason"], data["version"]
    match name:
        case "cancel":
            planning.cancel(found, by=user, reason=reason, version=version)
        case "give_up":
            visit_services.give_up(found, by=user, reason=reason, at=now(), version=version)
        case "send_back":
            reviews.send_back(found, by=user, reason=reason, version=version)
        case _:
            reviews.resubmit(found, by=user, reason=reason, version=version)


def _violations(found: Visit) -> dict[str, Any]:
    """Return the findings that stand, each with what later visits found of it, and what was found here before."""
    rows = list(found.findings.standing().select_related("penalty__provision__instrument"))
    later = later_checks(rows)
    findings = [{"row": row, "later": later[row.pk]} for row in rows]
    return {"findings": findings, "findings_count": len(rows), "earlier": of_visit(found)}


def _buttons(found: Visit, user: Any) -> list[dict[str, Any]]:
    """Return the buttons: where they lead, and whether they post."""
    shown = []
    for item in open_steps(found, user):
        if item.name in WITH_REASON:
            url, posts = reverse("desk:visit_reasoned_step", args=[found.pk, item.name]), False
        elif item.name == "seal":
            url, posts = reverse("desk:visit_seal", args=[found.pk]), False
        elif item.name == "announce":
            url, posts = reverse("desk:visit_announce", args=[found.pk]), True
        else:
            url, posts = reverse("desk:visit_step", args=[found.pk]), True
        shown.append({"name": item.name, "label": item.label, "url": url, "posts": posts})
    return shown


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": row["number"],
        "subtitle": row["licensee__name"],
        "url": url_of("inspections.visit", row["pk"]),
        "state": VisitStatus(row["status"]).label,
        "tone": tone_of(row["status"]),
    }


def _csv_rows(found: Any) -> Iterator[list[Any]]:
    rows = found.select_related("licensee", "establishment", "unit").order_by("-window_start", "-pk")
    for row in rows.iterator(chunk_size=500):
        yield [
            row.number,
            row.licensee.name,
            str(row.establishment or ""),
            str(row.unit or ""),
            VisitReason(row.reason).label,
            row.window_start,
            row.window_end,
            row.get_status_display(),
        ]
