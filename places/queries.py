"""Reads across units and protected places: which units on a day, what is near a point."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from common.clock import today
from common.geo import bounding_box, distance_m, pair_distances_m
from common.text import clean_name
from places.conversion import Candidate, Conversion, convert_address, find_today_unit
from places.enums import UnitKind
from places.models import AdminUnit, ProtectedPlace
from places.names import split_name

__all__ = [
    "Candidate",
    "Conversion",
    "convert_address",
    "find_today_unit",
    "find_unit",
    "nearest_protected",
    "nearest_protected_to_each",
    "protected_within",
    "units_on",
]

_SEARCH_RADII_M = (1_000.0, 6_000.0, 36_000.0, 216_000.0)
_EARTH_M = 6_371_000.0
_CHUNK = 500


def units_on(on: dt.date, kind: UnitKind | None = None) -> QuerySet[AdminUnit]:
    """Return the units in force on a day, with the unit above each."""
    units = AdminUnit.objects.in_force(on).select_related("parent")
    return units.filter(kind=kind) if kind else units


def find_unit(
    name: str, *, on: dt.date, kind: UnitKind = UnitKind.COMMUNE, within: AdminUnit | str | None = None
) -> list[AdminUnit]:
    """Return the units of a level on a day that a name or code means, diacritics and type (`P.`, `Xã`) aside.

    `within` narrows to a province, given as a unit or by name. A name with its type finds only that type. More than
    one answer means that the name alone does not tell.
    """
    units = units_on(on, kind)
    if isinstance(within, AdminUnit):
        units = units.filter(parent=within)
    elif within:
        units = units.filter(parent__bare_name_folded=split_name(within).bare)
    wanted = split_name(name)
    if not wanted.bare:
        return []
    if clean_name(name).isdigit() and (coded := list(units.filter(code=clean_name(name)))):
        return coded
    found = units.filter(bare_name_folded=wanted.bare)
    return list(found.filter(name_folded=wanted.folded) if wanted.type else found)


def nearest_protected(
    lat: float, lon: float, limit: int = 1, *, on: dt.date | None = None
) -> list[tuple[ProtectedPlace, float]]:
    """Return up to `limit` protected places nearest to a point with their geodesic distance in metres, nearest first.

    The box grows until the `limit`-th place lies within its radius: everything nearer is then in the box too.
    """
    places = ProtectedPlace.objects.in_force(on or today())
    for radius_m in _SEARCH_RADII_M:
        measured = _measured(places.in_box(*bounding_box(lat, lon, radius_m)), lat, lon)
        if len(measured) >= limit and measured[limit - 1][1] <= radius_m:
            return measured[:limit]
    return _measured(places, lat, lon)[:limit]


def protected_within(
    lat: float, lon: float, radius_m: float, *, on: dt.date | None = None
) -> list[tuple[ProtectedPlace, float]]:
    """Return the protected places within a geodesic radius of a point, nearest first (one query)."""
    places = ProtectedPlace.objects.in_force(on or today()).in_box(*bounding_box(lat, lon, radius_m))
    return [item for item in _measured(places, lat, lon) if item[1] <= radius_m]


def _measured(places: QuerySet[ProtectedPlace], lat: float, lon: float) -> list[tuple[ProtectedPlace, float]]:
    measured = [(place, distance_m(lat, lon, place.lat, place.lon)) for place in places]
    return sorted(measured, key=lambda item: (item[1], item[0].name))


def nearest_protected_to_each(
    positions: Sequence[tuple[float, float] | None], *, on: dt.date | None = None
) -> list[tuple[ProtectedPlace, float] | None]:
    """Return for each (lat, lon) its nearest protected place and geodesic distance in metres; one query for all.

    None stays None, and so does every answer where no place is known. Candidates are found by straight lines through
    the earth (sphere), which differ from geodesics by less than the margin kept here, and then measured exactly.
    """
    answers: list[tuple[ProtectedPlace, float] | None] = [None] * len(positions)
    asked = [index for index, position in enumerate(positions) if position is not None]
    places = list(ProtectedPlace.objects.in_force(on or today())) if asked else []
    if not places:
        return answers
    there = np.array([(place.lat, place.lon) for place in places])
    vectors = _unit_vectors(there)
    for start in range(0, len(asked), _CHUNK):
        chunk = asked[start : start + _CHUNK]
        here = np.array([positions[index] for index in chunk], dtype=float)
        chords = np.linalg.norm(_unit_vectors(here)[:, None, :] - vectors[None, :, :], axis=2)
        near = chords <= chords.min(axis=1)[:, None] * 1.015 + 5 / _EARTH_M
        rows, columns = np.nonzero(near)
        metres = pair_distances_m(here[rows, 0], here[rows, 1], there[columns, 0], there[columns, 1])
        for best in _first_per_row(rows, metres):
            answers[chunk[rows[best]]] = (places[columns[best]], float(metres[best]))
    return answers


def _first_per_row(rows: NDArray[np.intp], metres: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the index of the smallest distance of each row."""
    order = np.lexsort((metres, rows))
    _unique, firsts = np.unique(rows[order], return_index=True)
    return order[firsts]


def _unit_vectors(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return unit vectors of shape (n, 3) of n (lat, lon) pairs."""
    lat, lon = np.radians(degrees[:, 0]), np.radians(degrees[:, 1])
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
