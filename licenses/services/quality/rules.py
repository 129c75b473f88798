"""The rules of data quality: each over a batch of rows at once, numbers through numpy; what a rule finds are numbers.

A rule never says that a record is wrong, only that two things it states do not agree or that one is missing.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from common.geo import pair_distances_m
from licenses.enums import RADIO_LICENSE_KINDS, EstablishmentStatus, LicenseStatus
from licenses.models import AssignmentEmission, Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.queries.found_places import MARK, wrongly_declared
from places.land import metres_at_sea
from radio.emission import is_designator
from rulebook.channels import plans_on

# How far two statements may differ before somebody should look: survey and rounding explain less than this.
PATH_SHARE, PATH_KM = 0.05, 0.5
AZIMUTH_DEG = 10.0
BANDWIDTH_SHARE = 0.01
SEA_M = 500.0
UNIT_RADII, UNIT_KM = 3.0, 5.0
IN_FORCE = (LicenseStatus.ACTIVE, LicenseStatus.SUSPENDED)

Facts = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """What a rule found about one record."""

    rule: str
    target_id: Any
    label: str
    agency_id: Any
    facts: Facts


@dataclass(frozen=True)
class Rule:
    """One rule in words: what it says and why that matters."""

    code: str
    target: str
    label: Any
    why: Any


RULES: tuple[Rule, ...] = (
    Rule(
        "expired_active",
        "licenses.license",
        _("The term is over but the license stands as in force"),
        _("Whoever looks it up believes the right still exists; it also keeps its frequencies from others."),
    ),
    Rule(
        "no_assignment",
        "licenses.license",
        _("A radio license without any frequency"),
        _("A license that protects nothing is not found by interference checks, and cannot be inspected."),
    ),
    Rule(
        "path_length",
        "licenses.frequencyassignment",
        _("The stated path length does not fit the two positions"),
        _("One of the positions is wrong: interference is then reckoned for the wrong place."),
    ),
    Rule(
        "azimuth",
        "licenses.frequencyassignment",
        _("The antenna does not point to the receiving station"),
        _("Directional protection is reckoned with this azimuth; a wrong one hides interference."),
    ),
    Rule(
        "bandwidth",
        "licenses.frequencyassignment",
        _("The declared bandwidth is not that of the emission"),
        _("The channel that is protected is too wide or too narrow."),
    ),
    Rule(
        "no_emission",
        "licenses.frequencyassignment",
        _("No emission is stated"),
        _("Without it the bandwidth is unknown and a measurement cannot be compared."),
    ),
    Rule(
        "designator",
        "licenses.frequencyassignment",
        _("An emission designator cannot be read"),
        _("It does not follow Appendix 1 of the Radio Regulations, so its bandwidth and class are unknown."),
    ),
    Rule(
        "outside_plan",
        "licenses.frequencyassignment",
        _("The frequency lies outside the band plans of its kind"),
        _("It was assigned under an older plan, or the frequency or the kind is mistyped."),
    ),
    Rule(
        "far_from_unit",
        "licenses.station",
        _("The position lies far outside its administrative unit"),
        _("Officers of the right place do not see the station, and inspectors are sent to the wrong one."),
    ),
    Rule(
        "at_sea",
        "licenses.station",
        _("The position lies at sea"),
        _("For a station on land the position is wrong; for one on a vessel or rig, dismiss this with that reason."),
    ),
    Rule(
        "same_station_twice",
        "licenses.station",
        _("The same station is entered twice"),
        _("Its assignments are counted twice and only one of the two is corrected when something changes."),
    ),
    Rule(
        "found_as_declared",
        "licenses.establishment",
        _("A place that an inspection found stands as declared"),
        _(
            "An earlier release entered it so; whoever looks it up believes its keeper declared it. Set it right, or "
            "dismiss this with the day on which it was declared."
        ),
    ),
    Rule(
        "no_identifier",
        "licenses.licensee",
        _("The holder has no identification"),
        _("Without a tax code or citizen number the same holder is entered twice and cannot be billed or served."),
    ),
)
BY_CODE = {rule.code: rule for rule in RULES}
MODELS: dict[str, Any] = {
    "licenses.license": License,
    "licenses.frequencyassignment": FrequencyAssignment,
    "licenses.station": Station,
    "licenses.licensee": Licensee,
    "licenses.establishment": Establishment,
}


def check(target: str, rows: QuerySet[Any], on: dt.date) -> Iterator[Found]:
    """Yield what the rules of one kind of record find about these rows on the day; two or three queries for all."""
    yield from _CHECKS[target](rows, on)


ASSIGNED = (
    "pk", "tx_hz", "tx_upper_hz", "bandwidth_hz", "path_length_km", "license__agency", "license__kind",
    "station__lat", "station__lon", "station__antenna_azimuth_deg", "rx_station__lat", "rx_station__lon",
    "license__number",
)  # fmt: skip


def _assignments(rows: QuerySet[Any], on: dt.date) -> Iterator[Found]:
    # one that ends with its license is looked at for as long as the license stands as in force
    with_license = Q(in_force_until__gte=F("license__valid_until"))
    current = rows.filter(
        Q(in_force_until__isnull=True) | Q(in_force_until__gte=on) | with_license, license__status__in=IN_FORCE
    )
    found = list(current.values_list(*ASSIGNED))
    if not found:
        return
    keys = [row[0] for row in found]
    emissions: dict[Any, list[tuple[str, int | None]]] = {key: [] for key in keys}
    span = AssignmentEmission.objects.filter(assignment__gte=min(keys), assignment__lte=max(keys))
    for key, designator, width in span.values_list("assignment", "designator", "bandwidth_hz"):
        if key in emissions:
            emissions[key].append((designator, width))
    for index, code, facts in (*_geometry(found), *_outside_plan(found, on), *_emitted(found, emissions)):
        row = found[index]
        yield Found(code, row[0], f"{row[12]} · {row[1] / 1e6:.6g} MHz", row[5], facts)


Hit = tuple[int, str, Facts]


def _column(found: Sequence[Any], place: int) -> Any:
    return np.array([np.nan if row[place] is None else row[place] for row in found], dtype=np.float64)


def _geometry(found: Sequence[Any]) -> Iterator[Hit]:
    """Compare path lengths and azimuths with the two positions; rows without both are left out."""
    lat1, lon1, lat2, lon2 = (_column(found, place) for place in (7, 8, 10, 11))
    both = ~np.isnan(lat1 + lon1 + lat2 + lon2)
    if not both.any():
        return
    places = np.flatnonzero(both)
    lat1, lon1, lat2, lon2 = lat1[both], lon1[both], lat2[both], lon2[both]
    computed = pair_distances_m(lat1, lon1, lat2, lon2) / 1000
    stated = _column(found, 4)[both]
    off = np.abs(stated - computed) > np.maximum(PATH_KM, PATH_SHARE * np.maximum(computed, stated))
    for at in np.flatnonzero(off):
        facts = {"stated_km": round(float(stated[at]), 3), "computed_km": round(float(computed[at]), 3)}
        yield int(places[at]), "path_length", facts
    bearing = _bearings(lat1, lon1, lat2, lon2)
    azimuth = _column(found, 9)[both]
    apart = np.abs((azimuth - bearing + 180) % 360 - 180)
    for at in np.flatnonzero((apart > AZIMUTH_DEG) & (computed > 0.05)):
        facts = {"stated_deg": round(float(azimuth[at]), 1), "computed_deg": round(float(bearing[at]), 1)}
        yield int(places[at]), "azimuth", facts


def _bearings(lat1: Any, lon1: Any, lat2: Any, lon2: Any) -> Any:
    """Return the initial bearings on a sphere in degrees, within 0.2° of the ellipsoid's: enough for ten degrees."""
    one, two, apart = np.radians(lat1), np.radians(lat2), np.radians(lon2 - lon1)
    east = np.sin(apart) * np.cos(two)
    north = np.cos(one) * np.sin(two) - np.sin(one) * np.cos(two) * np.cos(apart)
    return np.degrees(np.arctan2(east, north)) % 360


def _outside_plan(found: Sequence[Any], on: dt.date) -> Iterator[Hit]:
    """Kinds for which no plan is entered are left out: nothing is known of where they should be."""
    low = _column(found, 1)
    high = np.where(np.isnan(upper := _column(found, 2)), low, upper)
    kinds = np.array([row[6] for row in found])
    plans = plans_on(on)
    for kind in sorted({kind for plan in plans for kind in plan.kinds} & set(kinds)):
        inside = np.zeros(len(found), dtype=bool)
        for plan in plans:
            if not plan.kinds or kind in plan.kinds:
                inside |= (low >= plan.lower_hz) & (high <= plan.upper_hz)
        for at in np.flatnonzero((kinds == kind) & ~inside):
            yield int(at), "outside_plan", {"mhz": round(float(low[at]) / 1e6, 6)}


readable = lru_cache(maxsize=50_000)(is_designator)


def _emitted(found: Sequence[Any], emissions: dict[Any, list[tuple[str, int | None]]]) -> Iterator[Hit]:
    for index, row in enumerate(found):
        stated = emissions[row[0]]
        if not stated:
            yield index, "no_emission", {}
            continue
        wrong = [designator for designator, _width in stated if not readable(designator)]
        if wrong:
            yield index, "designator", {"designators": ", ".join(sorted(wrong)[:5])}
        widths = [width for _designator, width in stated if width]
        if row[3] and widths and abs(row[3] - max(widths)) > BANDWIDTH_SHARE * max(widths):
            yield index, "bandwidth", {"stated_hz": row[3], "designator_hz": max(widths)}


PLACED = ("pk", "agency", "name", "call_sign", "lat", "lon", "unit__centre_lat", "unit__centre_lon", "unit__area_km2",
          "unit__name", "doubled")  # fmt: skip


def _stations(rows: QuerySet[Any], on: dt.date) -> Iterator[Found]:
    standing = Q(valid_until__isnull=True) | Q(valid_until__gte=on)
    same = {name: OuterRef(name) for name in ("licensee", "lat", "lon", "call_sign", "name", "antenna_height_m")}
    twin = Station.objects.filter(standing, **same).exclude(pk=OuterRef("pk"))
    first = Subquery(twin.order_by("pk").values("pk")[:1])
    found = list(rows.filter(standing).annotate(doubled=first).values_list(*PLACED))
    twins = {row[0]: row[10] for row in found if row[10] and (row[2] or row[3])}
    known = Station.objects.in_bulk(list(set(twins.values()))) if twins else {}
    for row in found:
        if row[0] in twins:
            yield _station(row, "same_station_twice", _told(known[twins[row[0]]]))
        if row[4] is not None and row[5] is not None and (away := metres_at_sea(row[4], row[5])) and away > SEA_M:
            yield _station(row, "at_sea", {"km": round(away / 1000, 1)})
    yield from _far_from_unit([row for row in found if None not in row[4:9]])


def _told(other: Station) -> Facts:
    return {"other": other.pk.hex, "name": str(other), "since": other.valid_from.isoformat()}


def _far_from_unit(found: Sequence[Any]) -> Iterator[Found]:
    """Units have a middle and an area here, no borders: only what lies beyond three radii is questioned."""
    if not found:
        return
    lat, lon, mid_lat, mid_lon, area = (_column(found, place) for place in (4, 5, 6, 7, 8))
    away = pair_distances_m(lat, lon, mid_lat, mid_lon) / 1000
    for at in np.flatnonzero(away > UNIT_KM + UNIT_RADII * np.sqrt(area / np.pi)):
        row = found[int(at)]
        yield _station(row, "far_from_unit", {"km": round(float(away[at])), "unit": row[9]})


def _station(row: Sequence[Any], code: str, facts: Facts) -> Found:
    return Found(code, row[0], (row[2] or row[3])[:120], row[1], facts)


def _licenses(rows: QuerySet[Any], on: dt.date) -> Iterator[Found]:
    assigned = FrequencyAssignment.objects.filter(license=OuterRef("pk"))
    held = rows.filter(status__in=IN_FORCE).annotate(assigned=Exists(assigned))
    for key, agency, number, kind, until, has in held.values_list(
        "pk", "agency", "number", "kind", "valid_until", "assigned"
    ):
        if until is not None and until < on:
            yield Found("expired_active", key, number, agency, {"until": until.isoformat()})
        elif not has and kind in RADIO_LICENSE_KINDS:
            yield Found("no_assignment", key, number, agency, {})


def _licensees(rows: QuerySet[Any], on: dt.date) -> Iterator[Found]:
    bare = rows.filter(identifier="", merged_into__isnull=True)
    for key, agency, name in bare.values_list("pk", "agency", "name"):
        yield Found("no_identifier", key, name[:120], agency, {})


def _establishments(rows: QuerySet[Any], on: dt.date) -> Iterator[Found]:
    places = list(rows.filter(status=EstablishmentStatus.DECLARED, source_key__startswith=MARK))
    entered = wrongly_declared(places)
    for place in places:
        if day := entered.get(place.pk):
            yield Found("found_as_declared", place.pk, place.name[:120], place.agency_id, {"on": day.isoformat()})


_CHECKS: dict[str, Callable[[QuerySet[Any], dt.date], Iterator[Found]]] = {
    "licenses.license": _licenses,
    "licenses.frequencyassignment": _assignments,
    "licenses.station": _stations,
    "licenses.licensee": _licensees,
    "licenses.establishment": _establishments,
}
