"""A block of spectrum with its channels: is a frequency on the raster, does the emission fit, which channels are there.

Frequencies are integer hertz throughout, so that 12.5 and 6.25 kHz steps are exact.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

DuplexSide = Literal["lower", "upper", ""]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a wish that the block does not allow: which field, a code, and what would do (or None).

    Codes: outside_block, off_raster, bandwidth, power, height.
    """

    field: str
    code: str
    limit: float | None = None
    nearest_hz: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A block: edges, raster (a channel centre and the spacing), duplex shift and caps; None where no rule is known.

    `duplex_side` says whether the base transmits in the lower or upper block; the edges are those of the base.
    """

    lower_hz: int
    upper_hz: int
    raster_origin_hz: int | None = None
    raster_step_hz: int | None = None
    max_bandwidth_hz: int | None = None
    duplex_hz: int = 0
    duplex_side: DuplexSide = ""
    max_erp_w: float | None = None
    max_height_m: float | None = None

    def __post_init__(self) -> None:
        """Refuse edges or a raster that mean nothing (ValueError)."""
        if not 0 < self.lower_hz < self.upper_hz:
            raise ValueError("a block's upper edge lies above its lower one, both above 0 Hz")
        if (self.raster_origin_hz is None) != (self.raster_step_hz is None):
            raise ValueError("a raster has an origin and a step, or neither")
        if self.raster_step_hz is not None and self.raster_step_hz <= 0:
            raise ValueError("a raster's step must be above 0 Hz")

    def on_raster(self, frequency_hz: int) -> bool:
        """Whether a frequency is a channel's centre; every frequency is when no raster is known."""
        if self.raster_step_hz is None or self.raster_origin_hz is None:
            return True
        return (frequency_hz - self.raster_origin_hz) % self.raster_step_hz == 0

    def nearest_channels(self, frequency_hz: int) -> tuple[int, ...]:
        """The channels next to a frequency, below and above, inside the block: none, one or two."""
        if self.raster_step_hz is None or self.raster_origin_hz is None:
            return (frequency_hz,) if self.lower_hz <= frequency_hz <= self.upper_hz else ()
        below = frequency_hz - (frequency_hz - self.raster_origin_hz) % self.raster_step_hz
        nearest = (below,) if below == frequency_hz else (below, below + self.raster_step_hz)
        inside = tuple(channel for channel in nearest if self.lower_hz <= channel <= self.upper_hz)
        return inside or tuple(self.channels()[[0 if frequency_hz < self.lower_hz else -1]].tolist())

    def channels(self, bandwidth_hz: int = 0) -> NDArray[np.int64]:
        """All channel centres whose emission of this bandwidth stays inside the block, ascending, int64.

        Raises ValueError when no raster is known.
        """
        if self.raster_step_hz is None or self.raster_origin_hz is None:
            raise ValueError("the block has no raster, so its channels cannot be listed")
        half = -(-bandwidth_hz // 2)
        lowest, highest = self.lower_hz + half, self.upper_hz - half
        first = lowest + (self.raster_origin_hz - lowest) % self.raster_step_hz
        return np.arange(first, highest + 1, self.raster_step_hz, dtype=np.int64)

    def contains(self, frequency_hz: int, bandwidth_hz: float = 0) -> bool:
        """Whether frequency +/- half the bandwidth stays inside the block."""
        return bool(
            2 * frequency_hz - bandwidth_hz >= 2 * self.lower_hz
            and 2 * frequency_hz + bandwidth_hz <= 2 * self.upper_hz
        )

    def mate_hz(self, frequency_hz: int) -> int | None:
        """The frequency on which the base of a duplex channel receives; None without duplex."""
        if not self.duplex_hz or not self.duplex_side:
            return None
        return frequency_hz + (self.duplex_hz if self.duplex_side == "lower" else -self.duplex_hz)

    def faults(
        self,
        frequency_hz: int,
        bandwidth_hz: float | None = None,
        erp_w: float | None = None,
        height_m: float | None = None,
    ) -> Iterator[Fault]:
        """Everything about a wish that the block does not allow; what is not given or not ruled is not judged."""
        if not self.contains(frequency_hz, bandwidth_hz or 0):
            yield Fault("frequency", "outside_block")
        if not self.on_raster(frequency_hz):
            yield Fault("frequency", "off_raster", nearest_hz=self.nearest_channels(frequency_hz))
        for field, code, value, limit in (
            ("bandwidth", "bandwidth", bandwidth_hz, self.max_bandwidth_hz),
            ("erp", "power", erp_w, self.max_erp_w),
            ("height", "height", height_m, self.max_height_m),
        ):
            if value is not None and limit is not None and value > limit:
                yield Fault(field, code, float(limit))


def overlaps(blocks: Iterable[tuple[str, int, int]]) -> list[tuple[str, str, int, int]]:
    """Pairs of (name, lower_hz, upper_hz) blocks that share spectrum, as (first, second, from, to)."""
    ordered = sorted(blocks, key=lambda block: (block[1], block[2]))
    return [
        (first[0], second[0], second[1], min(first[2], second[2]))
        for place, first in enumerate(ordered)
        for second in ordered[place + 1 :]
        if second[1] < first[2]
    ]
