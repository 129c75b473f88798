"""Filling in what an application asks for."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from common.ids import uuid7
from licenses.kinds import kind_of
from licenses.kinds.base import PLACE, STATIONS
from licenses.models import Application
from licenses.services.applications import clock, problems
from licenses.services.applications import filing as applications
from web import application_parts as parts
from web import content_sections
from web.access import allow
from web.content_forms import GeneralForm, PlaceForm, SiteForm, frequency_rows, initial
from web.desk.applications.views import found
from web.forms import seen_version


@allow(Action.APPLICATION_ENTER)
def general(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill in what it is for and, of a place, the place."""
    row = found(request, pk)
    first = {**row.payload, "version": row.version}
    kind = parts.kind_that_asks(row)
    form = GeneralForm(request.POST or None, kind=kind, purpose=row.purpose, initial=first)
    place = None
    if kind.asks_place(row.purpose):
        shown = initial(row.payload.get(PLACE) or {})
        place = PlaceForm(request.POST or None, kind=kind, user=request.user, on=today(), initial=shown)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (place is None or place.is_valid()):
            wanted = {**row.payload, **form.general(), **(place.content() if place else {})}
            status = _saved(request, row, wanted, form)
            if not status:
                return redirect("desk:application", pk)
    context = {
        "application": row,
        "form": form,
        "place": place,
        "kind": kind,
        "asks_content": kind.asks_content(row.purpose),
        "sections": content_sections.sections(place, content_sections.PLACE) if place else (),
    }
    return render(request, "desk/applications/general.html", context, status=status)


@allow(Action.APPLICATION_ENTER)
def station(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Fill in one station: site, antenna and frequencies on one page. The number after the last adds one."""
    row = found(request, pk)
    stations = list(row.payload.get(STATIONS) or [])
    known = stations[number] if number < len(stations) else {"ref": uuid7().hex, "frequencies": []}
    kind, first = kind_of(row.kind), {**initial(known), "version": row.version}
    form = SiteForm(request.POST or None, kind=kind, user=request.user, on=today(), initial=first)
    rows = frequency_rows(request.POST or None, kind, known, parts.receivers(row, known))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and rows.is_valid():
            stations[number : number + 1] = [parts.typed_station(form, rows, known)]
            status = _saved(request, row, {**row.payload, STATIONS: stations}, form)
            if not status:
                return redirect("desk:application", pk)
    context = {
        "application": row,
        "number": number + 1,
        "known": number < len(stations),
        **content_sections.parts(form, rows),
    }
    return render(request, "desk/applications/station.html", context, status=status)


@allow(Action.APPLICATION_ENTER)
def station_remove(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Take one station out of what is asked for."""
    row = found(request, pk)
    stations = list(row.payload.get(STATIONS) or [])
    if request.method == "POST" and number < len(stations):
        del stations[number]
        reason = request.POST.get("reason", "")
        version = seen_version(request.POST)
        applications.save_draft(
            row, {**row.payload, STATIONS: stations}, by=request.user, version=version, reason=reason
        )
        messages.success(request, _("The station is taken out."))
    return redirect("desk:application", pk)


def _saved(request: HttpRequest, row: Application, wanted: dict[str, Any], form: Any) -> int:
    """Save; return 0 when saved, else the status of the refusal, which the form then shows."""
    try:
        applications.save_draft(
            row, wanted, by=request.user, version=form.cleaned_data.get("version") or 0,
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except DomainError as error:
        form.refuse(error)
        return error.status
    messages.success(request, _("Saved."))
    for text in problems.doubtful(row, held=clock.rules(row, today()), on=row.received_on or today()):
        messages.warning(request, text)
    return 0
