"""Neighbours as arrays, and the pairs of a wish's channels with those near enough in frequency and space."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.geo import distances_m
from licenses.models.spectrum import Mark, Role
from licenses.services.coordination.cull import COLUMNS, UNKNOWN_WIDTH_HZ, reach_hz
from radio.units import DIPOLE_GAIN_DBI

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
PLACE = {name: index for index, name in enumerate(COLUMNS)}
METRES_PER_DEGREE = 111_195.0
# Why a neighbour could not be judged, and the column that would have to be filled in
MISSING = {
    "no_position": "lat",
    "no_bandwidth": "bandwidth_hz",
    "no_power": "power_w",
    "no_height": "height_m",
    "no_radius": "radius_km",
}


class Neighbours:
    """The neighbours of one place as arrays of one length; what the register does not know is NaN."""

    def __init__(self, rows: Sequence[Sequence[Any]], lat: float, lon: float, reach_km: float) -> None:
        columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
        self.rows, self.columns = rows, columns
        self.role = self._whole("role")
        self.centre_hz = self._whole("centre_hz")
        self.marks = self._whole("marks")
        self.lat, self.lon = self._floats("lat"), self._floats("lon")
        self.height_m, self.radius_km = self._floats("height_m"), self._floats("radius_km")
        self.bandwidth_hz = self._floats("bandwidth_hz")
        self.tetra = (self.marks & Mark.TETRA) > 0
        self.distance_km = self._distances(lat, lon, reach_km)

    def __len__(self) -> int:
        return len(self.rows)

    def value(self, index: int, name: str) -> Any:
        """Return one value as it was found."""
        return self.rows[index][PLACE[name]]

    def _floats(self, name: str) -> Floats:
        return np.array(self.columns[PLACE[name]], dtype=float)

    def _whole(self, name: str) -> Whole:
        return np.array(self.columns[PLACE[name]], dtype=np.int64)

    def _distances(self, lat: float, lon: float, reach_km: float) -> Floats:
        """Kilometres to each; NaN without a position. The ellipsoid is asked only for what may be within reach."""
        flat = np.hypot(self.lat - lat, (self.lon - lon) * np.cos(np.radians(lat))) * METRES_PER_DEGREE / 1000.0
        near = flat <= reach_km * 1.02 + 1.0
        found = np.where(np.isnan(flat), np.nan, np.inf)
        found[near] = distances_m(lat, lon, self.lat[near], self.lon[near]) / 1000.0
        return found

    @cached_property
    def erp_dbw(self) -> Floats:
        """ERP in dBW; NaN where power, its reference or (for transmitter output) the antenna's gain is not known."""
        power, gain = self._floats("power_w"), self._floats("gain_dbi")
        loss = np.nan_to_num(self._floats("loss_db"))
        reference = self._whole("power_reference")
        with np.errstate(divide="ignore", invalid="ignore"):
            level = 10.0 * np.log10(power)
        to_erp = np.select(
            [reference == 1, reference == 2, reference == 3],
            [gain - loss - DIPOLE_GAIN_DBI, np.zeros(len(self)), np.full(len(self), -DIPOLE_GAIN_DBI)],
            np.nan,
        )
        return np.where(np.isfinite(level), level + to_erp, np.nan)

    @cached_property
    def width_hz(self) -> Floats:
        """Bandwidth, or what one without counts as while neighbours are sought."""
        return np.nan_to_num(self.bandwidth_hz, nan=UNKNOWN_WIDTH_HZ)

    @cached_property
    def order(self) -> Whole:
        """Indices by ascending frequency."""
        return np.argsort(self.centre_hz, kind="stable").astype(np.int64)


@dataclass(frozen=True)
class Pairs:
    """Which channel (index into the wished ones) meets which neighbour (index)."""

    channel: Whole
    row: Whole
    offset_hz: Floats  # neighbour minus channel


def pairs_of(channels: Whole, bandwidth_hz: float, them: Neighbours, reach_km: float, *, placed: bool = True) -> Pairs:
    """Return the pairs that count: near enough in frequency for their bandwidths, and within reach.

    `placed=False` gives those whose position is not known instead.
    """
    ordered = them.centre_hz[them.order]
    widest = max(float(them.width_hz.max(initial=0.0)), bandwidth_hz)
    window = int(reach_hz(max(widest, NARROWEST)))
    first = np.searchsorted(ordered, channels - window, side="left")
    counts = np.searchsorted(ordered, channels + window, side="right") - first
    channel = np.repeat(np.arange(channels.size), counts)
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    row = them.order[np.arange(int(counts.sum())) + starts]
    offset = (them.centre_hz[row] - channels[channel]).astype(float)
    wider = np.maximum(them.width_hz[row], bandwidth_hz)
    distance = them.distance_km[row]
    kept = np.abs(offset) <= reach_hz(wider)
    kept &= (distance <= reach_km) if placed else np.isnan(distance)
    return Pairs(channel[kept], row[kept], offset[kept])


NARROWEST = 25_000  # reach_hz doubles its factor above this width, so a mixed set is searched at the larger


def wants(role: Whole, *names: Role) -> NDArray[np.bool_]:
    """Return which roles are among those named."""
    return np.isin(role, [int(name) for name in names])
