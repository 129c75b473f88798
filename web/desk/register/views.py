"""The register's front page: one search over everything in it; and points of the maps."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.access import can
from accounts.roles import Action
from licenses.enums import EstablishmentKind
from web.access import allow
from web.desk.register.filters import KINDS, filtered
from web.desk.register.pages import PANEL_ROWS, Panel, tabs
from web.desk.register.similar import closest_records
from web.desk.register.tables import TABLES
from web.links import address, url_of
from web.points import points_geojson
from web.templatetags.ww import mhz
from web.tones import tone_of


@allow(Action.REGISTER_VIEW)
def register(request: HttpRequest) -> HttpResponse:
    """Search the whole register by one text."""
    text = request.GET.get("q", "").strip()
    panels: list[Panel] = []
    for kind, heading in (
        ("licensees", _("Licensees")),
        ("establishments", _("Establishments")),
        ("stations", _("Stations")),
        ("licenses", _("Licenses")),
    ):
        if text:
            found = closest_records(request, kind, text, PANEL_ROWS + 1)
            rows = TABLES[kind].rows(found[:PANEL_ROWS], can(request.user, Action.PERSONAL_DATA_VIEW))
            more = _more(kind, request) if len(found) > PANEL_ROWS else ""
            panels.append(Panel(heading, TABLES[kind].columns, rows, more))
    context = {
        "tabs": tabs("register"),
        "q": text,
        "panels": [item for item in panels if item.rows],
        "searched": bool(text),
    }
    return render(request, "desk/register/index.html", context)


def _more(kind: str, request: HttpRequest) -> str:
    return f"{address(f'desk:{kind}')}?{request.GET.urlencode()}"


@allow(Action.REGISTER_VIEW)
def points(request: HttpRequest, kind: str) -> JsonResponse:
    """Answer a map with the points of a list, filtered as the list is."""
    _form, found = filtered(kind, request)
    fields, feature, prefix = _FEATURES[kind]
    return points_geojson(request, found, fields=fields, feature=feature, lat=f"{prefix}lat", lon=f"{prefix}lon")


def _establishment(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": row["name"],
        "subtitle": EstablishmentKind(row["kind"]).label,
        "url": url_of("licenses.establishment", row["pk"]),
        "state": dict(KINDS["establishments"].model._meta.get_field("status").flatchoices)[row["status"]],
        "tone": tone_of(row["status"]),
    }


def _station(row: Mapping[str, Any]) -> dict[str, Any]:
    radius = row["service_radius_km"]
    return {
        "title": row["name"] or row["call_sign"] or row["site_name"],
        "subtitle": row["licensee__name"],
        "url": url_of("licenses.station", row["pk"]),
        "radius_m": radius * 1000 if radius else None,
        "tone": "info",
    }


def _assignment(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": mhz(row["tx_hz"]),
        "subtitle": row["license__number"],
        "url": url_of("licenses.frequencyassignment", row["pk"]),
        "tone": "info",
    }


_FEATURES: dict[str, tuple[tuple[str, ...], Any, str]] = {
    "establishments": (("pk", "name", "kind", "status"), _establishment, ""),
    "stations": (("pk", "name", "call_sign", "site_name", "licensee__name", "service_radius_km"), _station, ""),
    "assignments": (("pk", "tx_hz", "license__number"), _assignment, "station__"),
}
