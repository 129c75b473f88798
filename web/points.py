"""The points of a list for its map, as GeoJSON; above 2,000 the database clusters them."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse

from places.clustering import Box, map_points

GEOJSON = "application/geo+json"


@dataclass(frozen=True)
class Source:
    """Rows for a map: a queryset, the columns that `feature` needs, and the paths of latitude and longitude."""

    queryset: QuerySet[Any]
    fields: Sequence[str]
    feature: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    lat: str = "lat"
    lon: str = "lon"


def points_geojson(
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    fields: Sequence[str],
    feature: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    lat: str = "lat",
    lon: str = "lon",
) -> JsonResponse:
    """Answer the request of components/map.html for the points of a queryset (already filtered and visible).

    `fields` are the columns that `feature` needs; `feature(row)` returns what the map shows of a point: `title`, and
    if known `url`, `subtitle`, `state` (its word), `tone` (good, bad, warn, info), `radius_m` (a circle around it).
    The map sends `zoom` and, once it knows that points are clustered, `bbox` (west,south,east,north).
    """
    return sources_geojson(request, [Source(queryset, fields, feature, lat, lon)])


def sources_geojson(request: HttpRequest, sources: Sequence[Source]) -> JsonResponse:
    """Answer for the points of several kinds of rows on one map."""
    features: list[dict[str, Any]] = []
    total, clustered = 0, False
    for source in sources:
        found = map_points(
            source.queryset,
            source.fields,
            lat=source.lat,
            lon=source.lon,
            box=_box(request.GET.get("bbox", "")),
            zoom=_zoom(request.GET.get("zoom", "")),
        )
        total, clustered = total + found.total, clustered or bool(found.clusters)
        features += [
            _feature(cluster.lat, cluster.lon, {"count": cluster.count, "box": cluster.box})
            for cluster in found.clusters
        ]
        features += [_feature(row["lat"], row["lon"], source.feature(row)) for row in found.points]
    body = {"type": "FeatureCollection", "features": features, "total": total, "clustered": clustered}
    return JsonResponse(body, content_type=GEOJSON, json_dumps_params={"ensure_ascii": False})


def _feature(lat: float, lon: float, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]},
        "properties": {name: _plain(value) for name, value in properties.items()},
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | list | tuple) else str(value)


def _zoom(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 3 else 6


def _box(text: str) -> Box | None:
    """Return the asked box; None for none or nonsense, which shows all points instead of an error."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return (west, south, east, north) if all(map(math.isfinite, (west, south, east, north))) else None
