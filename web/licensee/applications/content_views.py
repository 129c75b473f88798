"""Filling in what an application asks for, step by step; what is typed is kept before it is saved."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError, NotFound
from common.ids import uuid7
from licenses.kinds import kind_of
from licenses.kinds.base import PLACE, STATIONS
from licenses.models import Application
from licenses.services.applications import clock, filing, problems
from licenses.services.portal import drafts
from web import application_parts as parts
from web import content_sections, positions
from web.access import allow
from web.content_forms import PlaceForm, SiteForm, frequency_rows, initial
from web.forms import seen_version
from web.licensee.applications.file_views import found
from web.licensee.applications.forms import UseForm, restored, unjudged, unjudged_rows, with_units
from web.licensee.current import page

GENERAL = "general"
NOT_KEPT = ("csrfmiddlewaretoken", "submit_token", "version")
MOST_STATIONS = 2_000


@allow(Action.MY_PREPARE)
def general(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Fill in what it is for and, of a place, the place."""
    row = found(request, pk)
    kept = None if request.method == "POST" else drafts.typing(row, step=GENERAL, by=request.user)
    data = request.POST if request.method == "POST" else restored(kept, row.version)
    kind = parts.kind_that_asks(row)
    form = UseForm(data, kind=kind, purpose=row.purpose, initial={**row.payload, "version": row.version})
    place = None
    if kind.asks_place(row.purpose):
        shown = initial(row.payload.get(PLACE) or {})
        place = with_units(PlaceForm(data, kind=kind, user=request.user, on=today(), initial=shown), row, today())
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and (place is None or place.is_valid()):
            wanted = {**row.payload, **form.general(), **(place.content() if place else {})}
            status = _saved(request, row, wanted, form, GENERAL)
            if not status:
                return redirect("my:application", pk)
    else:
        unjudged(form), unjudged(place)
    context = {
        "form": form,
        "place": place,
        "kind": kind,
        "asks_content": kind.asks_content(row.purpose),
        "sections": content_sections.sections(place, content_sections.PLACE) if place else (),
        **_step(row, GENERAL, kept),
    }
    return page(request, "licensee/applications/general.html", context, status=status)


@allow(Action.MY_PREPARE)
def station(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Fill in one station: site, antenna and frequencies on one page. The number after the last adds one."""
    row = found(request, pk)
    stations, step = list(row.payload.get(STATIONS) or []), f"station-{number}"
    if number > min(len(stations), MOST_STATIONS):
        raise NotFound(_("There is no such page."))
    known = stations[number] if number < len(stations) else {"ref": uuid7().hex, "frequencies": []}
    kept = None if request.method == "POST" else drafts.typing(row, step=step, by=request.user)
    data = request.POST if request.method == "POST" else restored(kept, row.version)
    form, rows = _forms(request, row, known, data)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and rows.is_valid():
            stations[number : number + 1] = [parts.typed_station(form, rows, known)]
            status = _saved(request, row, {**row.payload, STATIONS: stations}, form, step)
            if not status:
                return redirect("my:application", pk)
    else:
        unjudged(form), unjudged_rows(rows)
    context = {"number": number + 1, "known": number < len(stations), **content_sections.parts(form, rows)}
    return page(request, "licensee/applications/station.html", {**context, **_step(row, step, kept)}, status=status)


@allow(Action.MY_PREPARE)
@require_POST
def station_remove(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Take one station out of what is asked for."""
    row = found(request, pk)
    stations = list(row.payload.get(STATIONS) or [])
    if number < len(stations):
        del stations[number]
        version = seen_version(request.POST)
        filing.save_draft(row, {**row.payload, STATIONS: stations}, by=request.user, version=version)
        messages.success(request, _("The station is taken out."))
    return redirect("my:application", pk)


@allow(Action.MY_PREPARE)
@require_POST
def keep(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Keep what is being typed; sent by the page itself every few seconds."""
    row = found(request, pk)
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in NOT_KEPT}
    kept = drafts.keep_typing(row, step=_known_step(step), fields=fields, by=request.user, at=now())
    return JsonResponse({"kept_at": kept.at.isoformat()})


@allow(Action.MY_PREPARE)
@require_POST
def throw_away(request: HttpRequest, pk: UUID, step: str) -> HttpResponse:
    """Throw away what was typed and not saved."""
    row = found(request, pk)
    drafts.forget_typing(row, step=_known_step(step), by=request.user)
    if step == GENERAL:
        return redirect("my:application_content", pk)
    return redirect("my:application_station", pk, int(step.removeprefix("station-")))


@allow(Action.MY_PREPARE)
def position(request: HttpRequest) -> JsonResponse:
    """Say for the map what is doubtful about a position and what is near."""
    return positions.answer(request, lambda _key: "")


def _known_step(step: str) -> str:
    name, _dash, number = step.partition("-")
    if step != GENERAL and not (name == "station" and number.isdecimal() and len(number) < 6):
        raise NotFound(_("There is no such page."))
    return step


def _step(row: Application, step: str, kept: Any) -> dict[str, Any]:
    return {"application": row, "step": step, "kept_at": kept.at if kept else None, "version": row.version}


def _forms(request: HttpRequest, row: Application, known: dict[str, Any], data: Any) -> tuple[Any, Any]:
    kind, shown = kind_of(row.kind), {**initial(known), "version": row.version}
    form = with_units(SiteForm(data, kind=kind, user=request.user, on=today(), initial=shown), row, today())
    return form, frequency_rows(data, kind, known, parts.receivers(row, known))


def _saved(request: HttpRequest, row: Application, wanted: dict[str, Any], form: Any, step: str) -> int:
    """Save; return 0 when saved, else the status of the refusal, which the form then shows."""
    try:
        filing.save_draft(row, wanted, by=request.user, version=form.cleaned_data.get("version") or 0)
    except DomainError as error:
        if error.status not in (409, 422):
            raise
        form.refuse(error)
        return error.status
    drafts.forget_typing(row, step=step, by=request.user)
    messages.success(request, _("Saved."))
    for text in problems.doubtful(row, held=clock.rules(row, today()), on=today()):
        messages.warning(request, text)
    return 0
