"""What a map or form asks about a position: how it is written, what is doubtful about it, what is near."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from common.errors import Invalid
from common.geo import decimal_pair, distance_text, dms, parse_position
from places.checks import check_position
from places.queries import nearest_protected

NEAREST = 3


def answer(request: HttpRequest, url_of: Callable[[Any], str]) -> JsonResponse:
    """Answer for `text` (a typed position) or `lat` and `lon`: notes, and the nearest protected places.

    `url_of` gives the address of a place's page from its key; empty for who may not open it.
    """
    try:
        lat, lon = _asked(request)
    except Invalid as error:
        return JsonResponse({"message": str(error.message)}, status=422)
    notes = check_position(lat, lon)
    wrong = [note.message for note in notes if note.level == "error"]
    if wrong:
        return JsonResponse({"message": " ".join(wrong)}, status=422)
    return JsonResponse(
        {
            "lat": lat,
            "lon": lon,
            "dms": dms(lat, lon),
            "decimal": decimal_pair(lat, lon),
            "notes": [{"level": note.level, "code": note.code, "message": note.message} for note in notes],
            "nearest": [
                {
                    "title": place.name,
                    "lat": place.lat,
                    "lon": place.lon,
                    "distance_m": round(metres, 1),
                    "distance": distance_text(metres),
                    "url": url_of(place.pk),
                }
                for place, metres in nearest_protected(lat, lon, NEAREST)
            ],
        }
    )


def _asked(request: HttpRequest) -> tuple[float, float]:
    if "text" in request.GET:
        return parse_position(request.GET["text"])
    try:
        lat, lon = (float(request.GET.get(axis, "").replace(",", ".")) for axis in ("lat", "lon"))
    except ValueError:
        raise Invalid(_("Latitude and longitude are needed as decimal degrees.")) from None
    if not (-1000 < lat < 1000 and -1000 < lon < 1000):
        raise Invalid(_("Latitude and longitude are needed as decimal degrees."))
    return lat, lon
