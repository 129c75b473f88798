"""Places and stations of the register near the visits, each of which may be visited though nobody planned it."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.enums import Subject
from accounts.models import Agency
from fieldwork.queries.package_around import near
from fieldwork.queries.package_law import Target
from fieldwork.queries.package_visits import violation
from inspections.models import Finding, Visit
from inspections.queries import earlier
from licenses.enums import EstablishmentKind
from licenses.models import Establishment, License, Station

MOST = 400
_FIELDS = ("name", "kind", "offers_games", "address", "lat", "lon", "status", "business_registration")


@dataclass(frozen=True)
class Around:
    """What may be visited: places (rows of the part), stations (key of the opening by station), and what each needs."""

    places: list[dict[str, Any]]
    cut: bool
    stations: dict[Any, str]
    station_violations: dict[Any, list[dict[str, Any]]]
    targets: frozenset[Target]


def read(visits: Sequence[Visit], agency: Agency, person: Any, on: dt.date) -> Around:
    """Return the nearest places and stations that this person may visit for the agency; planned visits left out."""
    planned = {visit.establishment_id for visit in visits}
    places, cut = _places(visits, agency, person, on)
    stations = _stations(visits, agency, person, on)
    found_there, found_at = earlier.standing_at([row.pk for row in places], list(stations))
    rows = [
        {
            "id": str(row.pk), **{name: getattr(row, name) for name in _FIELDS}, "holder": row.licensee.name,
            "holder_kind": row.licensee.kind, "identifier": row.licensee.identifier,
            "representative": row.licensee.representative, "opening": _target(row).key,
            "open_violations": _told(found_there.get(row.pk, ()), row.licensee_id),
        }
        for row in places if row.pk not in planned
    ]  # fmt: skip
    targets = {_target(row) for row in places} | {target for target, _holder in stations.values()}
    return Around(
        places=rows,
        cut=cut,
        stations={key: target.key for key, (target, _holder) in stations.items()},
        station_violations={
            key: _told(found_at[key], holder) for key, (_target_, holder) in stations.items() if key in found_at
        },
        targets=frozenset(targets),
    )


def _places(visits: Sequence[Visit], agency: Agency, person: Any, on: dt.date) -> tuple[list[Establishment], bool]:
    rows = Establishment.objects.visible_to(person).active_on(on).filter(near(visits))
    kinds = [kind for kind in EstablishmentKind if _subject(kind) in agency.subjects]
    nearest = _nearest(visits, rows.filter(kind__in=kinds).values_list("pk", "lat", "lon"))
    chosen = Establishment.objects.select_related("licensee").in_bulk(nearest[:MOST])
    return [chosen[key] for key in sorted(chosen)], len(nearest) > MOST


def _stations(visits: Sequence[Visit], agency: Agency, person: Any, on: dt.date) -> dict[Any, tuple[Target, Any]]:
    """Return for each station (by key) what a visit to it is about, and its holder."""
    if Subject.RADIO not in agency.subjects:
        return {}
    rows = Station.objects.visible_to(person).active_on(on).filter(near(visits))
    planned = {station.pk for visit in visits for station in visit.stations.all()}
    nearest = [key for key in _nearest(visits, rows.values_list("pk", "lat", "lon")) if key not in planned][:MOST]
    holders = dict(Station.objects.filter(pk__in=nearest).values_list("pk", "licensee"))
    kinds: dict[Any, set[str]] = {}
    licensed = License.objects.filter(assignments__station__in=nearest).order_by()
    for key, kind in licensed.values_list("assignments__station", "kind").distinct():
        kinds.setdefault(key, set()).add(kind)
    return {
        key: (Target(tuple(sorted(kinds.get(key, {"station"}))), False, str(Subject.RADIO), is_station=True), holder)
        for key, holder in holders.items()
    }


def _target(row: Establishment) -> Target:
    return Target((row.kind,), row.offers_games, _subject(row.kind))


def _subject(kind: str) -> str:
    """Return what a visit there is about, as the server will say when it is opened."""
    return str(Subject.GAMES if kind == EstablishmentKind.GAME_POINT else Subject.TELECOM)


def _told(rows: Iterable[Finding], holder: Any) -> list[dict[str, Any]]:
    """Return what stands against the holder of today."""
    return [violation(row) for row in rows if row.visit.licensee_id == holder]


def _nearest(visits: Sequence[Visit], rows: Iterable[tuple[Any, float | None, float | None]]) -> list[Any]:
    """Return the keys, nearest to any visit first; on a few kilometres the Earth is flat enough for an order."""
    stops = {(visit.lat, visit.lon) for visit in visits if visit.lat is not None and visit.lon is not None}

    def away(lat: float, lon: float) -> float:
        return min(
            math.hypot(lat - at, ((lon - over + 180) % 360 - 180) * math.cos(math.radians(at))) for at, over in stops
        )

    placed = [(away(lat, lon), key) for key, lat, lon in rows if stops and lat is not None and lon is not None]
    return [key for _away, key in sorted(placed)]
