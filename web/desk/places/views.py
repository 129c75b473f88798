"""Schools and other protected places: list, map and page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.roles import Action
from common.clock import today
from common.text import fold
from places.enums import PlaceKind
from places.models import ProtectedPlace
from places.querysets import ProtectedPlaceQuerySet
from web.access import allow
from web.desk.places.tabs import tabs
from web.listing import Listing
from web.points import points_geojson
from web.spreadsheets import table_response


class PlaceFilter(forms.Form):
    """Filters of the list, all in the address."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *PlaceKind.choices])
    unit = forms.CharField(label=_("Commune or ward"), required=False)


@allow(Action.PLACES_VIEW)
def places(request: HttpRequest) -> HttpResponse:
    """Show the protected places in force, with a map of what is listed."""
    form = PlaceFilter(request.GET or None)
    listing = Listing(
        request,
        _filtered(form).select_related("unit"),
        sorts={"name": "name", "kind": "kind", "unit": "unit__name", "checked": "checked_on"},
        default="name",
    )
    points_url = f"{reverse('desk:places_points')}?{request.GET.urlencode()}"
    context = {"form": form, "listing": listing, "points_url": points_url, "tabs": tabs(request, "desk:places")}
    return render(request, "desk/places/places.html", context)


@allow(Action.PLACES_VIEW)
def places_csv(request: HttpRequest) -> HttpResponseBase:
    """Download what is listed, in the form in which it can be imported again."""
    found = _filtered(PlaceFilter(request.GET or None)).select_related("unit").order_by("name", "pk")
    header = ["name", "kind", "lat", "lon", "address", "unit", "source", "checked_on", "valid_from", "valid_until"]
    return table_response(
        request, "protected-places", header, (_row(place) for place in found.iterator(chunk_size=2_000))
    )


@allow(Action.PLACES_VIEW)
def points(request: HttpRequest) -> HttpResponse:
    """Answer the map of the list."""
    found = _filtered(PlaceFilter(request.GET or None))
    return points_geojson(request, found, fields=["pk", "name", "kind", "address"], feature=_feature)


@allow(Action.PLACES_VIEW)
def place(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show one protected place with a circle around it."""
    found = get_object_or_404(ProtectedPlace.objects.select_related("unit__parent"), pk=pk)
    return render(request, "desk/places/place.html", {"place": found})


def _filtered(form: PlaceFilter) -> ProtectedPlaceQuerySet:
    found = ProtectedPlace.objects.in_force(today())
    if not form.is_bound or not form.is_valid():
        return found
    data = form.cleaned_data
    found = found.search(data["q"])
    if data["kind"]:
        found = found.filter(kind=data["kind"])
    if data["unit"]:
        found = found.filter(unit__name_folded__contains=fold(data["unit"]))
    return found


def _row(place: ProtectedPlace) -> list[Any]:
    return [
        place.name,
        place.kind,
        place.lat,
        place.lon,
        place.address,
        place.unit.code if place.unit else "",
        place.source,
        place.checked_on or "",
        place.valid_from or "",
        place.valid_until or "",
    ]


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": row["name"],
        "subtitle": row["address"],
        "state": PlaceKind(row["kind"]).label,
        "url": reverse("desk:place", args=[row["pk"]]),
        "tone": "protected",
    }
