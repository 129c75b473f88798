"""Examinations of frequencies: list, form, outcome, report, free channels."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import can, visible
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from common.quantities import mhz
from issuing.services import current
from licenses.documents import coordination_facts, coordination_report
from licenses.documents import coordination_words as words
from licenses.models import CoordinationCheck, FrequencyAssignment
from licenses.services.coordination import check as coordination
from licenses.services.coordination import judge, profiles, reports, search
from rulebook.models import ChannelPlan
from web.access import allow
from web.desk.radio.forms import FreeForm, WishForm, initial_of
from web.desk.radio.side_view import draw
from web.desk.radio.tabs import tabs
from web.listing import Listing
from web.points import GEOJSON

ROWS = 100
BARS = 15


@allow(Action.COORDINATION_VIEW)
def checks(request: HttpRequest) -> HttpResponse:
    """List the examinations of the person's agencies."""
    found = CoordinationCheck.objects.visible_to(request.user).select_related("checked_by", "license")
    found = found.defer("inputs", "results", "names")
    listing = Listing(request, found, sorts={"at": "created_at", "frequency": "tx_hz"}, default="-at")
    context = {
        "tabs": tabs(request, "desk:checks"),
        "listing": listing,
        "new_url": reverse("desk:check_new") if can(request.user, Action.COORDINATION_CHECK) else "",
    }
    return render(request, "desk/coordination/list.html", context)


@allow(Action.COORDINATION_CHECK)
def check_new(request: HttpRequest) -> HttpResponse:
    """Examine a typed wish, or an assignment of the register named in the address."""
    subject = _assignment(request)
    form = WishForm(request.POST or None, initial=initial_of(subject) if subject else _typed(request))
    if request.method == "POST" and form.is_valid():
        holder = subject.license.holder if subject else None
        try:
            made = coordination.check(
                form.wish(), by=request.user, on=today(), holder=holder, assignment=subject,
                confirmed=form.cleaned_data["confirmed"],
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("desk:check", made.pk)
    context = {"tabs": tabs(request, "desk:check_new"), "form": form, "subject": subject}
    return render(request, "desk/coordination/new.html", context, status=422 if form.errors else 200)


def _assignment(request: HttpRequest) -> FrequencyAssignment | None:
    key = request.GET.get("assignment", "")
    if not key:
        return None
    try:
        pk = UUID(key)
    except ValueError:
        return None
    along = FrequencyAssignment.objects.select_related("license__holder", "station", "rx_station")
    return visible(along.prefetch_related("emissions"), request.user, pk=pk)


def _typed(request: HttpRequest) -> dict[str, Any]:
    """First values from the address: an offered channel keeps everything else of the earlier examination."""
    names = WishForm.base_fields
    return {name: request.GET[name] for name in names if name in request.GET}


@allow(Action.COORDINATION_VIEW)
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the outcome, the limiting neighbour first."""
    along = CoordinationCheck.objects.select_related("assignment", "license", "plan", "checked_by", "agency")
    found = visible(along, request.user, pk=pk)
    inputs, results, names = (json.loads(text) for text in (found.inputs, found.results, found.names))
    rows = [_row(row, names, found) for row in results["rows"][:ROWS]]
    over_terrain = profiles.limiting(inputs, results)
    context = {
        "tabs": tabs(request, ""),
        "path": _row(over_terrain[0], names, found) if over_terrain else None,
        "side": draw(over_terrain[1], float(over_terrain[1].distance_km[-1])) if over_terrain else None,
        "check": found,
        "outcome": words.VERDICTS[results["verdict"]],
        "headline": words.headline(results),
        "findings": [words.finding(each) for each in results["findings"]],
        "facts": coordination_facts.facts(inputs),
        "rows": rows,
        "bars": _bars(rows),
        "rows_note": reports.rows_note(results, ROWS),
        "unjudged": reports.unjudged(results, names),
        "more": reports.more(results, names),
        "offers": reports.offers(results),
        "channels": _offered(results, inputs["wish"]),
        "example": bool(inputs["plan"] and inputs["plan"]["example"]),
        "method": reports.method(found, inputs, results),
        "paper": current(found, coordination_report.FORM_CODE),
        "may_issue": can(request.user, Action.COORDINATION_CHECK, found) and can(request.user, Action.PAPER_ISSUE),
        "applicant": reports.redacted(found),
        "again": _again(found) if "again" in request.GET else "",
    }
    return render(request, "desk/coordination/check.html", context)


def _again(found: CoordinationCheck) -> dict[str, str]:
    """Judge the stored inputs once more, and say whether the same came of it."""
    if coordination.reckoned_again(found):
        text = _("Judged again just now from the inputs kept: the same result, to the last digit.")
        return {"tone": "good", "text": text}
    if json.loads(found.results)["engine"] != judge.ENGINE:
        text = _(
            "An earlier version of the program judged this; its inputs are kept but not judged again. Examine anew."
        )
        return {"tone": "warn", "text": text}
    return {"tone": "warn", "text": _("Judged again from the inputs kept, the result differs. Examine anew.")}


def _row(row: dict[str, Any], names: dict[str, Any], found: CoordinationCheck) -> dict[str, Any]:
    cells = reports.table_row(row, names, found.on.isoformat())
    known = names.get(row["id"])
    url = reverse("desk:assignment", args=[UUID(row["id"])]) if known and ":" not in row["id"] else ""
    return {
        "cells": cells,
        "url": url,
        "verdict": row["verdict"],
        "word": words.ROW_VERDICTS[row["verdict"]],
        "margin_db": row["margin_db"],
        "way": words.WAYS[row["direction"]],
        "label": f"{(known or {}).get('license', '')} {mhz(row['hz'])}",
    }


def _bars(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the chart's bars in drawings 200 wide with the limit at 100; 30 dB and more fill a half.

    Labels and numbers are text of the page beside the drawing, so that they stay readable on a telephone.
    """
    widest = max([30.0, *(abs(row["margin_db"]) for row in rows[:BARS])])
    found = []
    for row in rows[:BARS]:
        length = max(round(abs(row["margin_db"]) / widest * 100), 1)
        found.append(
            {"x": 100 if row["margin_db"] >= 0 else 100 - length, "width": length, "verdict": row["verdict"],
             "label": row["label"], "way": row["way"], "margin": words.margin(row["margin_db"])}
        )  # fmt: skip
    return found


def _offered(results: dict[str, Any], wish: dict[str, Any]) -> list[dict[str, str]]:
    """Return the channels that pass with the address that examines each."""
    found = []
    for each in results.get("offers", {}).get("channels", []):
        found.append({"text": mhz(each["hz"]), "margin": words.margin(each["margin_db"]),
                      "url": search.address(reverse("desk:check_new"), wish, each["hz"])})  # fmt: skip
    return found


@require_POST
@allow(Action.COORDINATION_CHECK)
def check_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue the coordination report."""
    found = visible(CoordinationCheck.objects.select_related("plan", "agency"), request.user, pk=pk)
    language = "en" if request.POST.get("language") == "en" else "vi"
    paper = reports.issue(found, by=request.user, on=today(), language=language)
    messages.success(request, _("The report is issued."))
    return redirect("desk:paper", paper.pk)


@allow(Action.COORDINATION_VIEW)
def check_points(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer the map of an examination: the place examined and its neighbours with their service areas."""
    found = visible(CoordinationCheck.objects, request.user, pk=pk)
    results, names = json.loads(found.results), json.loads(found.names)
    wish = json.loads(found.inputs)["wish"]
    features = [_feature(found.lat, found.lon, _("Examined here"), "info", wish["radius_km"], "")]
    seen = set()
    for row in results["rows"]:
        if "hz" in row and row["id"] not in seen and row["lat"] is not None:
            seen.add(row["id"])
            name = names.get(row["id"], {})
            title = f"{name.get('license', '')} · {mhz(row['hz'])}"
            tone = {"pass": "good", "review": "warn", "fail": "bad"}[row["verdict"]]
            features.append(
                _feature(row["lat"], row["lon"], title, tone, row["radius_km"], words.margin(row["margin_db"]))
            )
    body = {"type": "FeatureCollection", "features": features, "total": len(features), "clustered": False}
    return JsonResponse(body, content_type=GEOJSON, json_dumps_params={"ensure_ascii": False})


def _feature(lat: float, lon: float, title: str, tone: str, radius_km: float | None, state: str) -> dict[str, Any]:
    properties = {"title": title, "tone": tone, "radius_m": round((radius_km or 0) * 1000), "state": state}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": [lon, lat]}, "properties": properties}


@allow(Action.COORDINATION_CHECK)
def free_channels(request: HttpRequest) -> HttpResponse:
    """Rank the channels of a block by the margin they leave at a place."""
    plans = ChannelPlan.objects.in_force_on(today()).exclude(raster_step_hz=None).order_by("lower_hz", "code")
    form = FreeForm(request.GET if "plan" in request.GET else None, plans=plans)
    found = None
    if form.is_bound and form.is_valid():
        try:
            found = search.free_channels(
                form.cleaned_data["plan"], form.wish_without_frequency(), by=request.user, on=today(),
                confirmed=form.cleaned_data["confirmed"],
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
    rows = _channels(found, form.cleaned_data) if found else []
    context = {
        "tabs": tabs(request, "desk:free_channels"),
        "form": form,
        "found": found,
        "model": words.MODELS[found.model] if found else "",
        "rows": rows[:ROWS],
        "hidden": max(0, len(rows) - ROWS),
    }
    return render(request, "desk/coordination/free.html", context, status=422 if form.is_bound and form.errors else 200)


def _channels(found: search.Found, asked: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the channels, without those nobody is near when only the others are asked for."""
    shown = (row for row in found.channels if row["margin_db"] is not None or not asked["met"])
    return [_channel(row, found, asked["model"]) for row in shown]


def _channel(row: dict[str, Any], found: search.Found, model: str) -> dict[str, Any]:
    limiting = found.names.get(row["limiting"] or "", {})
    return {
        "text": mhz(row["hz"]),
        "margin": words.margin(row["margin_db"]),
        "verdict": row["verdict"],
        "word": words.ROW_VERDICTS[row["verdict"]],
        "limiting": " · ".join(part for part in (limiting.get("license"), limiting.get("holder")) if part),
        "direction": words.DIRECTIONS[row["direction"]] if row["direction"] else "",
        "unjudged": row["unjudged"],
        "url": search.address(reverse("desk:check_new"), found.wish, row["hz"], model),
    }
