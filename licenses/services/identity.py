"""Whose emission is this? Asks the register for the licenses an emission heard at a place could belong to."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

import numpy as np

from licenses.models import FrequencyAssignment
from licenses.models.spectrum import Role
from licenses.services.coordination_cull import UNKNOWN_WIDTH_HZ, extents, neighbours
from licenses.services.coordination_rows import Neighbours, wants
from radio.identity import Heard, Licensed, Match, rank, suspected_unlicensed

FARTHEST_KM = 150.0
MOST = 50  # shown and read with their emissions; the rest ranks behind them


@dataclass(frozen=True)
class Owner:
    """A license the emission may belong to: how well it fits, its assignment, and whether its mobiles are meant."""

    match: Match
    assignment: FrequencyAssignment
    mobiles: bool


@dataclass(frozen=True)
class Answer:
    """Owners by rank; how many candidates the person may not see and how many have no position.

    `unlicensed` is a suspicion only, and never raised while a hidden or unplaced candidate could explain the emission.
    """

    owners: list[Owner]
    hidden: int
    unplaced: int
    unlicensed: bool


def search(heard: Heard, *, lat: float, lon: float, on: dt.date, by: Any, within_km: float = FARTHEST_KM) -> Answer:
    """Return who could have been heard at a place (decimal degrees) on a day, among licenses that have not ended.

    Frequencies of bases, links and of the mobiles that answer a base are searched; distances are those to the base.
    """
    centre, width = round(heard.frequency_hz), round(heard.bandwidth_hz or UNKNOWN_WIDTH_HZ)
    found = extents(centre, centre, width)
    rows = neighbours(
        lower_hz=centre, upper_hz=centre, bandwidth_hz=width, lat=lat, lon=lon, reach=within_km, on=on, found=found
    )
    them = Neighbours(rows, lat, lon, within_km)
    sends = wants(them.role, Role.AREA, Role.LINK_SENDER, Role.BASE_RECEIVER)
    candidates = [_candidate(them, int(index)) for index in np.flatnonzero(sends & (them.distance_km <= within_km))]
    unplaced = _unplaced(them, sends, heard)
    first = rank(heard, candidates)[:MOST]
    seen = {
        row.pk.hex: row
        for row in FrequencyAssignment.objects.visible_to(by)
        .filter(pk__in=[uuid.UUID(match.key.split(":")[0]) for match in first])
        .select_related("license__holder", "station")
        .prefetch_related("emissions")
    }
    by_key = {candidate.key: candidate for candidate in candidates}
    shown = rank(heard, [_with_classes(by_key[match.key], seen) for match in first])
    owners = [
        Owner(match, seen[match.key.split(":")[0]], match.key.endswith(f":{int(Role.BASE_RECEIVER)}"))
        for match in shown
        if match.key.split(":")[0] in seen
    ]
    return Answer(owners, len(first) - len(owners), unplaced, suspected_unlicensed(shown) and not unplaced)


def _candidate(them: Neighbours, index: int) -> Licensed:
    role = int(them.role[index])
    erp = float(them.erp_dbw[index])
    # The power of the mobiles is not what the base's row says.
    known = np.isfinite(erp) and role != Role.BASE_RECEIVER
    return Licensed(
        key=f"{them.value(index, 'assignment_id')}:{role}",
        tx_hz=float(them.centre_hz[index]),
        bandwidth_hz=float(them.width_hz[index]),
        distance_km=float(them.distance_km[index]),
        erp_dbw=erp if known else None,
    )


def _with_classes(candidate: Licensed, seen: dict[str, FrequencyAssignment]) -> Licensed:
    row = seen.get(candidate.key.split(":")[0])
    if row is None:
        return candidate
    classes = tuple(emission.designator[-3:] for emission in row.emissions.all() if len(emission.designator) in (3, 7))
    return Licensed(
        candidate.key, candidate.tx_hz, candidate.bandwidth_hz, candidate.distance_km, candidate.upper_hz,
        candidate.erp_dbw, classes,
    )  # fmt: skip


def _unplaced(them: Neighbours, sends: Any, heard: Heard) -> int:
    """How many licenses without a position are on the channel: none of them can be ruled out."""
    near = np.abs(them.centre_hz - heard.frequency_hz) <= them.width_hz / 2 + heard.uncertainty_hz
    return int(np.count_nonzero(sends & np.isnan(them.distance_km) & near))
