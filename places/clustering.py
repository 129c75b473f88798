"""Points for a map: each one while there are few, one per grid cell of the screen when there are many."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Max, Min, Q, QuerySet
from django.db.models.functions import Cast, Floor

MOST_POINTS = 2_000
CELL_PIXELS = 72
_TILE_PIXELS = 256

Box = tuple[float, float, float, float]  # west, south, east, north: the order of GeoJSON


@dataclass(frozen=True)
class Cluster:
    """So many points in one cell of the grid, their middle, and the box that holds them."""

    lat: float
    lon: float
    count: int
    box: Box


@dataclass(frozen=True)
class MapPoints:
    """What to draw: `points`, the asked columns of each row, or else `clusters`; `total` counts the points."""

    total: int
    points: list[dict[str, Any]] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)


def map_points(
    queryset: QuerySet[Any],
    fields: Sequence[str],
    *,
    lat: str = "lat",
    lon: str = "lon",
    box: Box | None = None,
    zoom: int = 6,
    most: int = MOST_POINTS,
) -> MapPoints:
    """Return the rows of a queryset that have a position as points, clustered in the database above `most`.

    `lat` and `lon` name its columns (lookups allowed); each row comes with `lat`, `lon` and the asked `fields`. Two
    queries at most, whatever their number.
    """
    located = queryset.filter(**{f"{lat}__isnull": False, f"{lon}__isnull": False}).order_by()
    if box is not None:
        located = located.filter(_inside(box, lat, lon))
    rows = list(
        located.annotate(map_lat=Cast(lat, FloatField()), map_lon=Cast(lon, FloatField())).values(
            "map_lat", "map_lon", *fields
        )[: most + 1]
    )
    if len(rows) <= most:
        points = [{"lat": row.pop("map_lat"), "lon": row.pop("map_lon"), **row} for row in rows]
        return MapPoints(len(points), points=points)
    clusters = _clusters(located, lat, lon, zoom)
    return MapPoints(sum(cluster.count for cluster in clusters), clusters=clusters)


def _clusters(located: QuerySet[Any], lat: str, lon: str, zoom: int) -> list[Cluster]:
    cell = 360.0 / (_TILE_PIXELS * 2 ** max(0, min(zoom, 20))) * CELL_PIXELS
    cells = (
        located.annotate(
            map_row=Floor(Cast(F(lat), FloatField()) / cell), map_column=Floor(Cast(F(lon), FloatField()) / cell)
        )
        .values("map_row", "map_column")
        .annotate(
            map_count=Count("pk"),
            map_lat=Avg(Cast(F(lat), FloatField())),
            map_lon=Avg(Cast(F(lon), FloatField())),
            south=Min(lat),
            west=Min(lon),
            north=Max(lat),
            east=Max(lon),
        )
    )
    return [
        Cluster(
            row["map_lat"],
            row["map_lon"],
            row["map_count"],
            (float(row["west"]), float(row["south"]), float(row["east"]), float(row["north"])),
        )
        for row in cells
    ]


def _inside(box: Box, lat: str, lon: str) -> Q:
    west, south, east, north = box
    across = Q(**{f"{lon}__gte": west})
    until = Q(**{f"{lon}__lte": east})
    return (across & until if west <= east else across | until) & Q(**{f"{lat}__gte": south, f"{lat}__lte": north})
