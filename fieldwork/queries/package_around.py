"""What lies around the visits of a package: protected places and stations within five kilometres."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q

from common.geo import bounding_box
from inspections.models import Visit
from licenses.models import Station
from places.models import ProtectedPlace

RADIUS_M = 5_000.0
MOST = 2_000


def protected(visits: Sequence[Visit], on: dt.date) -> dict[str, Any]:
    """Return the protected places in the boxes around the visits; distances are the tablet's to show."""
    rows = ProtectedPlace.objects.in_force(on).filter(near(visits)).order_by("pk")[: MOST + 1]
    fields = ("name", "kind", "address", "lat", "lon")
    return _cut([{"id": str(row.pk), **{name: getattr(row, name) for name in fields}} for row in rows])


def stations(
    visits: Sequence[Visit],
    on: dt.date,
    openings: Mapping[Any, str],
    violations: Mapping[Any, list[dict[str, Any]]],
) -> dict[str, Any]:
    """Return the register's stations in the boxes around the visits, whoever holds them: what may be heard there.

    Those of `openings` may be visited: they name it, with the keys of their assignments and what stands against them.
    """
    lasts = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    rows = Station.objects.filter(near(visits), lasts).select_related("licensee").prefetch_related("assignments")
    return _cut(
        [
            {
                "id": str(row.pk), "name": row.name, "call_sign": row.call_sign, "lat": row.lat, "lon": row.lon,
                "holder": row.licensee.name, "holder_kind": row.licensee.kind,
                "assignments": [
                    {"tx_hz": one.tx_hz, "tx_upper_hz": one.tx_upper_hz, "bandwidth_hz": one.bandwidth_hz,
                     "power_w": one.power_w} | ({"id": str(one.pk)} if row.pk in openings else {})
                    for one in sorted(row.assignments.all(), key=lambda one: (one.tx_hz, one.pk))
                ],
            }
            | _may_open(row, openings, violations)
            for row in rows.order_by("pk")[: MOST + 1]
        ]
    )  # fmt: skip


def _may_open(
    row: Station, openings: Mapping[Any, str], violations: Mapping[Any, list[dict[str, Any]]]
) -> dict[str, Any]:
    if row.pk not in openings:
        return {}
    return {"opening": openings[row.pk], "address": row.address, "open_violations": violations.get(row.pk, [])}


def _cut(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Say when not all is told."""
    return {"rows": rows[:MOST], "cut": len(rows) > MOST}


def near(visits: Sequence[Visit]) -> Q:
    """Return the condition of lying in the box around any of the visits; of nothing, where no visit has a position."""
    found = Q(pk__in=[])
    places = {(round(visit.lat, 3), round(visit.lon or 0.0, 3)) for visit in visits if visit.lat is not None}
    for lat, lon in sorted(places):
        south, west, north, east = bounding_box(lat, lon, RADIUS_M)
        across = Q(lon__gte=west) & Q(lon__lte=east) if west <= east else Q(lon__gte=west) | Q(lon__lte=east)
        found |= Q(lat__gte=south, lat__lte=north) & across
    return found
