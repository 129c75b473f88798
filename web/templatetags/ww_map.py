"""What components/map.html needs to know: where the basemap lies, and the words of the map."""

import json
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.geo import decimal_pair, distance_text, dms
from inspections.queries import whereabouts

register = template.Library()


@register.simple_tag
def map_config() -> str:
    """Return the settings of static/js/map.js as JSON: addresses of the data, tiles, language, words."""
    folder = f"map/{settings.ADMINISTRATION}"
    return json.dumps(
        {
            "leaflet": static("vendor/leaflet@1.9.4/leaflet.js"),
            "base": {
                name: static(f"{folder}/{file}")
                for name, file in (
                    ("region", "region_land.geojson"),
                    ("country", "vietnam.geojson"),
                    ("islands", "quan_dao.geojson"),
                    ("borders", "borders.geojson"),
                    ("detail", "kh_land.geojson"),
                    ("rivers", "kh_rivers.geojson"),
                    ("sheet", "map.json"),
                )
            },
            "tiles": settings.MAP_BASEMAP,
            "check": reverse("desk:position_check"),
            "language": "en" if (get_language() or "vi").startswith("en") else "vi",
            "words": _words(),
        },
        ensure_ascii=False,
    )


def _words() -> dict[str, Any]:
    return {
        "zoomIn": _("Zoom in"),
        "zoomOut": _("Zoom out"),
        "open": _("Open the record"),
        "cluster": _("{n} points; zoom in"),
        "same": _("{n} records at this place"),
        "more": _("and {n} more"),
        "none": _("No point has a position."),
        "total": _("{n} points on the map"),
        "clustered": _("{n} points, shown in groups. Zoom in to see single points."),
        "outside": _("{n} points lie outside this map; the list shows them."),
        "failed": _("The points could not be loaded. Please use the list."),
        "noBase": _("The map could not be loaded. Please use the list or type the position."),
        "picked": _("Chosen position"),
        "nearest": _("Nearest protected place"),
        "noNearest": _("No protected place is known yet."),
        "checkFailed": _("The position could not be checked just now."),
    }


@register.simple_tag
def position(lat: float | None, lon: float | None) -> str:
    """Return a position as degrees, minutes and seconds; empty when it is not known."""
    return "" if lat is None or lon is None else dms(float(lat), float(lon))


@register.simple_tag
def position_decimal(lat: float | None, lon: float | None) -> str:
    """Return a position in decimal degrees, to copy into other programs; empty when it is not known."""
    return "" if lat is None or lon is None else decimal_pair(float(lat), float(lon))


@register.filter
def distance(metres: float | None) -> str:
    """Return metres as read on a page: 215 m, 3,4 km."""
    return "" if metres is None else distance_text(float(metres))


@register.filter
def metres_off(row: Any, visit: Any) -> float | None:
    """Return how many metres off the visit's place a finding was made; None when near, or when nobody knows."""
    return whereabouts.metres_from(visit, row.lat, row.lon)
