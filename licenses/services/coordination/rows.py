"""Neighbours as arrays, and the pairs of a wish's channels with those near enough in frequency and space."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from common.geo import distances_m
from licenses.models.spectrum import Mark, Role
from licenses.services.coordination import records
from licenses.services.coordination.cull import UNKNOWN_WIDTH_HZ, reach_hz
from licenses.services.coordination.records import Uses
from radio.units import DIPOLE_GAIN_DBI

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
KM_PER_DEGREE = 111.195
# How far the ellipsoid may differ from a flat map at the middle latitude, and a kilometre for what is near
FLAT_ERROR, FLAT_KM = 0.01, 0.5
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

    def __init__(self, uses: Uses, lat: float, lon: float, reach_km: float) -> None:
        self.uses, self._at, self._reach_km = uses, (lat, lon), reach_km
        self.role, self.marks = self._whole("role"), self._whole("marks")
        self.centre_hz = self._whole("centre_hz")
        self.lat, self.lon = self._floats("lat"), self._floats("lon")
        self.height_m, self.radius_km = self._floats("height_m"), self._floats("radius_km")
        self.bandwidth_hz = np.where(uses["bandwidth_hz"] < 0, np.nan, uses["bandwidth_hz"].astype(float))
        self.tetra = (self.marks & Mark.TETRA) > 0

    def __len__(self) -> int:
        return len(self.uses)

    def value(self, index: int, name: str) -> Any:
        """Return one value as JSON knows it."""
        return records.value(self.uses[index], name)

    def of(self, own: set[str]) -> NDArray[np.bool_]:
        """Return which neighbours bear one of these keys."""
        if not own:
            return np.zeros(len(self), dtype=bool)
        return np.array([key in own for key in records.keys_of(self.uses)], dtype=bool)

    def _floats(self, name: str) -> Floats:
        return self.uses[name].astype(float)

    def _whole(self, name: str) -> Whole:
        return self.uses[name].astype(np.int64)

    @cached_property
    def flat_km(self) -> Floats:
        """Kilometres to each on a flat map, at most a hundredth (and half a kilometre) wrong; NaN without position."""
        lat, lon = self._at
        across = (self.lon - lon + 180.0) % 360.0 - 180.0
        return np.hypot(self.lat - lat, across * np.cos(np.radians((self.lat + lat) / 2))) * KM_PER_DEGREE

    @cached_property
    def distance_km(self) -> Floats:
        """Kilometres to each; NaN without a position. The ellipsoid is asked only for what may be within reach."""
        near = self.flat_km <= self._reach_km * (1 + FLAT_ERROR) + FLAT_KM
        found = np.where(np.isnan(self.flat_km), np.nan, np.inf)
        found[near] = distances_m(*self._at, self.lat[near], self.lon[near]) / 1000.0
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

    def where(self, kept: NDArray[np.bool_]) -> "Pairs":
        """Return the pairs of a mask."""
        return Pairs(self.channel[kept], self.row[kept], self.offset_hz[kept])


def offset_pairs(channels: Whole, bandwidth_hz: float, them: Neighbours) -> Pairs:
    """Return the pairs near enough in frequency for their bandwidths, wherever they are."""
    ordered = them.centre_hz[them.order]
    widest = max(float(them.width_hz.max(initial=0.0)), bandwidth_hz)
    window = int(reach_hz(max(widest, NARROWEST)))
    first = np.searchsorted(ordered, channels - window, side="left")
    counts = np.searchsorted(ordered, channels + window, side="right") - first
    channel = np.repeat(np.arange(channels.size), counts)
    starts = np.repeat(first - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    row = them.order[np.arange(int(counts.sum())) + starts]
    offset = (them.centre_hz[row] - channels[channel]).astype(float)
    wider = np.maximum(them.width_hz, bandwidth_hz)
    return Pairs(channel, row, offset).where(np.abs(offset) <= reach_hz(wider)[row])


def pairs_of(channels: Whole, bandwidth_hz: float, them: Neighbours, reach_km: float, *, placed: bool = True) -> Pairs:
    """Return the pairs that count: near enough in frequency for their bandwidths, and within reach.

    `placed=False` gives those whose position is not known instead.
    """
    found = offset_pairs(channels, bandwidth_hz, them)
    distance = them.distance_km[found.row]
    return found.where(distance <= reach_km if placed else np.isnan(distance))


NARROWEST = 25_000  # reach_hz doubles its factor above this width, so a mixed set is searched at the larger


def wants(role: Whole, *names: Role) -> NDArray[np.bool_]:
    """Return which roles are among those named."""
    return np.isin(role, [int(name) for name in names])
