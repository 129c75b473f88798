"""Whose emission is this? A measured emission against the register.

What fits no license is a suspicion to look into, never a finding.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from accounts import access
from accounts.roles import Action
from common.geo import bounding_box, distances_m
from licenses.enums import LICENSE_ENDED
from licenses.models import FrequencyAssignment
from licenses.models.spectrum import Role
from licenses.services.coordination.cull import UNKNOWN_WIDTH_HZ, extents, neighbours
from licenses.services.coordination.rows import Neighbours, wants
from radio.identity import Heard, Licensed, Match, rank, suspected_unlicensed
from radio.units import power_as, w_to_dbw

REACH_KM = 100.0
WIDEST_HZ = 200_000  # single-frequency assignments are sought this far to either side
CANDIDATES = 500


@dataclass(frozen=True)
class Emission:
    """An emission as measured: hertz, degrees, dBµV/m; None where it was not measured."""

    hz: int
    lat: float
    lon: float
    bandwidth_hz: float | None = None
    uncertainty_hz: float = 0.0
    emission: str = ""
    field_dbuvm: float | None = None
    at: str = ""


@dataclass(frozen=True)
class Answer:
    """The candidates, best first, each with its assignment; `suspected` when none fits and nothing else explains it.

    `others` counts what may explain the emission without being among the candidates: licenses the person may not see,
    licenses without a position, and the mobiles that answer a base on the frequency.
    """

    emission: Emission
    matches: list[tuple[Match, FrequencyAssignment]]
    suspected: bool
    more: int
    others: int = 0


def identify(emission: Emission, *, by: Any, on: dt.date, reach_km: float | None = None) -> Answer:
    """Rank the licenses an emission could belong to, within what the person may see. Raises NotAllowed."""
    access.require(by, Action.COORDINATION_CHECK)
    return answer(emission, by, on, reach_km or REACH_KM)


def answer(emission: Emission, by: Any, on: dt.date, reach_km: float) -> Answer:
    """Rank as `identify` does, for who has asked for the right already: a file asks for thousands of emissions."""
    rows = list(_candidates(emission, by, on, reach_km)[: CANDIDATES + 1])
    others = _others(emission, on, reach_km, {row.pk.hex for row in rows})
    if not rows:
        return Answer(emission, [], not others, 0, others)
    away = distances_m(emission.lat, emission.lon, [row.station.lat for row in rows], [row.station.lon for row in rows])
    known = {row.pk.hex: row for row in rows[:CANDIDATES]}
    heard = Heard(emission.hz, emission.uncertainty_hz, emission.bandwidth_hz, emission.emission, emission.field_dbuvm)
    found = rank(heard, [_licensed(row, metres / 1000) for row, metres in zip(known.values(), away, strict=False)])
    matches = [(match, known[match.key]) for match in found if match.distance_km <= reach_km]
    fits_none = suspected_unlicensed([match for match, _row in matches])
    return Answer(emission, matches, fits_none and not others, max(0, len(rows) - CANDIDATES), others)


def _others(emission: Emission, on: dt.date, reach_km: float, candidates: set[str]) -> int:
    """How many uses of the channel, of whatever agency, may be what was heard and are no candidates themselves."""
    width = round(emission.bandwidth_hz or UNKNOWN_WIDTH_HZ)
    rows = neighbours(
        lower_hz=emission.hz, upper_hz=emission.hz, bandwidth_hz=width, lat=emission.lat, lon=emission.lon,
        reach=reach_km, on=on, found=extents(emission.hz, emission.hz, width),
    )  # fmt: skip
    them = Neighbours(rows, emission.lat, emission.lon, reach_km)
    on_channel = np.abs(them.centre_hz - emission.hz) <= them.width_hz / 2 + emission.uncertainty_hz
    placed = np.isnan(them.distance_km) | (them.distance_km <= reach_km)
    sends = wants(them.role, Role.AREA, Role.LINK_SENDER, Role.BASE_RECEIVER)
    found = [int(index) for index in np.flatnonzero(on_channel & placed & sends)]
    return sum(
        1
        for index in found
        if them.role[index] == Role.BASE_RECEIVER or them.value(index, "assignment_id") not in candidates
    )


def _candidates(emission: Emission, by: Any, on: dt.date, reach_km: float) -> Any:
    south, west, north, east = bounding_box(emission.lat, emission.lon, reach_km * 1000)
    half = WIDEST_HZ + int(emission.uncertainty_hz)
    rows = FrequencyAssignment.objects.visible_to(by).active_on(on).within_hz(emission.hz - half, emission.hz + half)
    rows = rows.filter(station__lat__range=(south, north), station__lon__range=(west, east))
    rows = rows.exclude(license__status__in=LICENSE_ENDED)
    return rows.select_related("license__holder", "station").prefetch_related("emissions").order_by("tx_hz", "pk")


def _licensed(row: FrequencyAssignment, distance_km: float) -> Licensed:
    return Licensed(
        key=row.pk.hex,
        tx_hz=float(row.tx_hz),
        bandwidth_hz=float(row.bandwidth_hz or 25_000),
        distance_km=distance_km,
        upper_hz=float(row.tx_upper_hz) if row.tx_upper_hz else None,
        erp_dbw=_erp_dbw(row),
        classes=tuple(each.designator[4:] or each.designator for each in row.emissions.all()),
    )


def _erp_dbw(row: FrequencyAssignment) -> float | None:
    gain = row.station.antenna_gain_dbi
    if not row.power_w or not row.power_reference or (row.power_reference == "transmitter" and gain is None):
        return None
    return w_to_dbw(power_as(row.power_w, row.power_reference, "erp", gain, row.station.feeder_loss_db or 0.0))
