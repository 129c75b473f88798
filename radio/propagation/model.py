"""What a propagation model is: its name, version, range, and a field for many links at once.

Everything is a float64 array; fields are dBuV/m, distances kilometres, frequencies megahertz, heights metres above
local ground, powers dBW ERP. A model never refuses a link outside its range: it answers and marks it for review.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

KILOWATT_DBW = 30.0


class Reason(IntFlag):
    """Why a link lies outside what a model was made for; several may hold at once."""

    FREQUENCY = 1
    TOO_NEAR = 2
    TOO_FAR = 4
    TX_HEIGHT = 8
    RX_HEIGHT = 16
    TIME = 32
    TERRAIN = 64


@dataclass(frozen=True, slots=True)
class Range:
    """Inclusive limits of a quantity."""

    lower: float
    upper: float

    def outside(self, values: Floats) -> NDArray[np.bool_]:
        """Which values lie outside."""
        return np.asarray((values < self.lower) | (values > self.upper))


@dataclass(frozen=True, slots=True)
class Validity:
    """The range of a model: MHz, km, m, m, per cent of time."""

    frequency_mhz: Range
    distance_km: Range
    tx_height_m: Range
    rx_height_m: Range
    time_percent: Range


@dataclass(frozen=True, slots=True)
class Links:
    """Many links as float64 arrays of one shape, checked."""

    frequency_mhz: Floats
    distance_km: Floats
    tx_height_m: Floats
    rx_height_m: Floats
    time_percent: Floats

    @classmethod
    def of(
        cls,
        frequency_mhz: ArrayLike,
        distance_km: ArrayLike,
        tx_height_m: ArrayLike,
        rx_height_m: ArrayLike,
        time_percent: ArrayLike,
    ) -> "Links":
        """Broadcast the arguments together; ValueError names the one that is not a finite number above zero.

        Percentages of time must lie between 0.1 and 99.9.
        """
        names = ("frequency_mhz", "distance_km", "tx_height_m", "rx_height_m", "time_percent")
        given = (frequency_mhz, distance_km, tx_height_m, rx_height_m, time_percent)
        arrays = np.broadcast_arrays(*(np.asarray(value, dtype=float) for value in given))
        for name, array in zip(names, arrays, strict=True):
            if not (np.isfinite(array).all() and (array > 0).all()):
                raise ValueError(f"{name} must be a finite number above zero")
        if ((arrays[4] < 0.1) | (arrays[4] > 99.9)).any():
            raise ValueError("time_percent must lie between 0.1 and 99.9")
        return cls(*arrays)


@dataclass(frozen=True, slots=True)
class Model:
    """One way to foretell a field. `kilowatt_field(links)` gives dBuV/m for 1 kW ERP, in the shape of the links."""

    name: str
    version: str
    source: str
    validity: Validity
    kilowatt_field: Callable[[Links], Floats]

    def reasons(self, links: Links) -> NDArray[np.int64]:
        """For each link the Reason flags that put it outside the model's range; 0 inside."""
        here = self.validity
        far = links.distance_km > here.distance_km.upper
        near = links.distance_km < here.distance_km.lower
        found = (
            (here.frequency_mhz.outside(links.frequency_mhz), Reason.FREQUENCY),
            (near, Reason.TOO_NEAR),
            (far, Reason.TOO_FAR),
            (here.tx_height_m.outside(links.tx_height_m), Reason.TX_HEIGHT),
            (here.rx_height_m.outside(links.rx_height_m), Reason.RX_HEIGHT),
            (here.time_percent.outside(links.time_percent), Reason.TIME),
        )
        return np.asarray(reduce(or_, (mask.astype(np.int64) * flag for mask, flag in found)), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Result:
    """Fields in dBuV/m with the model they come from; `reasons` holds Reason flags, 0 where the model is in range."""

    model: str
    version: str
    field_dbuv_m: Floats
    reasons: NDArray[np.int64]

    @property
    def review(self) -> NDArray[np.bool_]:
        """Which links lie outside the model's range, so that a person must look at them."""
        return np.asarray(self.reasons != 0)
