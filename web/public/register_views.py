"""The public register: search, map, a license as of any day, Internet agents; no account needed."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from common import geo
from common.clock import today
from licenses.enums import RADIO_LICENSE_KINDS
from licenses.queries import authorities, planned
from licenses.queries.public import agents, record, rows
from licenses.queries.public import points as located
from licenses.queries.public.search import SHORT_LIST, Asked, Found, found, of_holders, similar
from web.access import public
from web.exports import csv_response
from web.forms import PositionField
from web.listing import Listing
from web.points import Source, sources_geojson
from web.public import register_words as words
from web.public.papers_limit import SECONDS, too_many
from web.public.register_forms import AgentSearch, DayForm, RegisterSearch

SORTS = {"number": "number"}
FREQUENCIES = {"tx": "tx_hz"}
NAMES = {"name": "name_folded"}
# A file of a search ends here; the daily files hold the whole register.
MOST_ROWS = 50_000
FILES_PER_WINDOW = 20
SHOPS_SHOWN = 5


@public
def register(request: HttpRequest) -> HttpResponse:
    """Search the licenses; as a list, or what was found on the map."""
    form = RegisterSearch(request.GET or None)
    context: dict[str, Any] = {"form": form, "mends": [], "as_map": request.GET.get("view") == "map"}
    if form.is_bound and not form.is_valid():
        return render(request, "public/register/search.html", {**context, "mends": form.mends()}, status=422)
    matching = _found(form)
    query = request.GET.copy()
    query.pop("view", None)
    context["list_url"] = f"{request.path}?{query.urlencode()}"
    context["points_url"] = f"{reverse('register_points')}?{query.urlencode()}"
    if context["as_map"]:
        _keys, context["map_cut"] = located.shown_licenses(matching)
        context["map_most"] = located.MOST_LICENSES
    else:
        listing = _listing(request, matching)
        context |= {"listing": listing, "similar": _similar(form, listing), "most_rows": MOST_ROWS}
        context["shops"] = _shops(form, listing)
        context["asked_on"] = form.cleaned_data["on"] if form.is_bound else None
    return render(request, "public/register/search.html", context)


def _found(form: RegisterSearch) -> Found:
    return found(form.asked() if form.is_bound else Asked(), today=today())


def _listing(request: HttpRequest, matching: Found) -> Listing:
    listing = Listing(
        request, matching.rows, sorts=SORTS, default="number", counted=matching.countable, dressed=rows.listed
    )
    planned.stand(listing, today())
    authorities.name(listing, today())
    return listing


def _shops(form: RegisterSearch, listing: Listing) -> list[Any]:
    """Return shops of that name when few licenses were found: they stand in a register of their own."""
    text = form.cleaned_data.get("q", "").strip() if form.is_bound else ""
    if not text or len(listing) >= SHORT_LIST or listing.has_previous or listing.has_next:
        return []
    return agents.named(text, SHOPS_SHOWN)


def _similar(form: RegisterSearch, listing: Listing) -> dict[str, Any] | None:
    """Return the licenses of holders spelt almost as searched, when little was found."""
    text = form.cleaned_data.get("q", "").strip() if form.is_bound else ""
    if not text or len(listing) >= SHORT_LIST or listing.has_previous or listing.has_next:
        return None
    near = similar(text)
    if near is None:
        return None
    shown = {license.pk for license in listing}
    near_rows = rows.listed(of_holders(near.holders)).exclude(pk__in=shown)
    more = list(near_rows.order_by("number", "pk")[:SHORT_LIST])
    planned.stand(more, today())
    authorities.name(more, today())
    return {"texts": [(each, form.address_of({"q": each})) for each in near.texts], "rows": more}


@public
def points(request: HttpRequest) -> HttpResponse:
    """Answer the map of what was found; a position that is held back stands in the middle of its commune."""
    form = RegisterSearch(request.GET or None)
    if form.is_bound and not form.is_valid():
        return JsonResponse({"type": "FeatureCollection", "features": [], "total": 0, "clustered": False})
    keys, _cut = located.shown_licenses(_found(form))
    on = form.cleaned_data.get("on") if form.is_bound else None
    stations = located.stations_of(keys, on or today())
    fields = ["call_sign", "public_name", "license_id", "license_number", "unit_name", "coarse"]
    shops = ["name", "address", "license_id", "license_number"]
    return sources_geojson(
        request,
        [
            Source(stations, fields, _station_point, "public_lat", "public_lon"),
            Source(located.establishments_of(keys), shops, _shop_point),
        ],
    )


def _station_point(row: Mapping[str, Any]) -> dict[str, Any]:
    title = row["public_name"] or row["call_sign"] or row["license_number"]
    coarse = _("Shown in the middle of the commune: the exact position is held back.") if row["coarse"] else ""
    return {
        "title": title,
        "subtitle": " · ".join(part for part in (row["license_number"], row["unit_name"], coarse) if part),
        "url": reverse("register_license", args=[row["license_id"]]),
        "tone": "neutral" if row["coarse"] else "info",
    }


def _shop_point(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": row["name"],
        "subtitle": " · ".join(part for part in (row["license_number"], row["address"]) if part),
        "url": reverse("register_license", args=[row["license_id"]]),
        "tone": "info",
    }


@public
def license(request: HttpRequest, pk: str) -> HttpResponse:
    """Show a license as it stands, or as it stood on a day."""
    obj = record.published(pk)
    if obj is None:
        raise Http404
    form = DayForm(request.GET if request.GET.get("on") else None)
    on = form.cleaned_data["on"] or today() if form.is_bound and form.is_valid() else today()
    shown = record.record(obj, on, today=today())
    listing = None
    if obj.kind in RADIO_LICENSE_KINDS:
        listing = Listing(request, record.assignments(obj, on), sorts=FREQUENCIES, default="tx")
    state, tone = words.standing(shown)
    context = {
        "shown": shown,
        "state": state,
        "tone": tone,
        "facts": words.facts(shown),
        "events": words.happenings(shown.events),
        "form": form,
        "past": on < today(),
        "listing": listing,
        "stations": [(row, record.station(row, today=today())) for row in listing or ()],
        "points_url": f"{reverse('register_license_points', args=[obj.pk])}?on={on.isoformat()}",
    }
    return render(request, "public/register/license.html", context, status=422 if form.errors else 200)


@public
def license_points(request: HttpRequest, pk: str) -> HttpResponse:
    """Answer the map of one license."""
    obj = record.published(pk)
    if obj is None:
        raise Http404
    form = DayForm(request.GET)
    on = form.cleaned_data["on"] or today() if form.is_valid() else today()
    fields = ["call_sign", "public_name", "license_id", "license_number", "unit_name", "coarse"]
    stations = located.stations_of([obj.pk], on)
    shops = Source(
        located.establishments_of([obj.pk]), ["name", "address", "license_id", "license_number"], _shop_point
    )
    return sources_geojson(request, [Source(stations, fields, _station_point, "public_lat", "public_lon"), shops])


@public
def register_csv(request: HttpRequest) -> HttpResponseBase:
    """Stream what was found as CSV, at most MOST_ROWS rows; the last line says when there is more and where."""
    form = RegisterSearch(request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "public/register/search.html", _refused(form), status=422)
    if too_many(request, "register-csv", FILES_PER_WINDOW):
        return _slow_down(request)
    listed = rows.exported(_found(form).rows, on=today())
    whole = request.build_absolute_uri(reverse("register_files"))
    return csv_response(f"licenses-{today().isoformat()}", rows.HEADER, _capped(listed, whole))


def _refused(form: RegisterSearch) -> dict[str, Any]:
    return {"form": form, "mends": form.mends(), "as_map": False}


def _capped(listed: Any, whole: str) -> Iterator[Any]:
    for number, row in enumerate(listed[: MOST_ROWS + 1].iterator(chunk_size=2_000)):
        if number == MOST_ROWS:
            said = _("CUT after %(most)s rows: narrow the search, or take the whole register from %(url)s")
            yield [said % {"most": MOST_ROWS, "url": whole}]
            return
        yield row


@public
def license_csv(request: HttpRequest, pk: str) -> HttpResponseBase:
    """Stream the frequencies of a license on a day."""
    obj = record.published(pk)
    if obj is None:
        raise Http404
    if too_many(request, "register-csv", FILES_PER_WINDOW):
        return _slow_down(request)
    form = DayForm(request.GET)
    on = form.cleaned_data["on"] or today() if form.is_valid() else today()
    name = f"assignments-{obj.pk.hex[:12]}-{on.isoformat()}"
    return csv_response(name, rows.ASSIGNMENT_HEADER, rows.exported_assignments(record.assigned(obj, on)))


def _slow_down(request: HttpRequest) -> HttpResponse:
    response = render(request, "public/register/slow_down.html", {"minutes": SECONDS // 60}, status=429)
    response["Retry-After"] = str(SECONDS)
    return response


@public
def position(request: HttpRequest) -> HttpResponse:
    """Say for the map's picker which position was typed or clicked."""
    field = PositionField()
    try:
        at = field.clean(request.GET.get("text", "")[:100])
    except ValidationError as error:
        return JsonResponse({"message": " ".join(error.messages)}, status=422)
    if at is None:
        return JsonResponse({"message": ""}, status=422)
    said = {"lat": at[0], "lon": at[1], "dms": geo.dms(*at), "decimal": geo.decimal_pair(*at), "notes": []}
    return JsonResponse(said)


@public
def agent_list(request: HttpRequest) -> HttpResponse:
    """List Internet agents and other places of public access."""
    form = AgentSearch(request.GET or None)
    matching = agents.published()
    if form.is_bound:
        if not form.is_valid():
            return render(request, "public/register/agents.html", {"form": form, "mends": form.mends()}, status=422)
        matching = agents.found(form.cleaned_data["q"], form.cleaned_data["unit"])
    listing = Listing(request, agents.listed(matching), sorts=NAMES, default="name")
    return render(request, "public/register/agents.html", {"form": form, "mends": [], "listing": listing})


@public
def agent(request: HttpRequest, pk: str) -> HttpResponse:
    """Show the register entry of a place of public access."""
    place = agents.one(pk)
    if place is None:
        raise Http404
    context = {"place": place, "on": today(), "keeper": agents.keeper(place)}
    return render(request, "public/register/agent.html", context)
