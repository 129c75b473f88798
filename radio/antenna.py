"""Gain of an antenna towards a direction: from azimuth and beamwidth, or from a table of measured points."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

FRONT_TO_BACK_DB = 25.0
ROUND_DEG = 360.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A horizontal pattern as loss in dB (0 or more) below the main beam, at ascending degrees from the beam's axis."""

    degrees: tuple[float, ...]
    loss_db: tuple[float, ...]

    @classmethod
    def omnidirectional(cls) -> Self:
        """The same in every direction."""
        return cls((0.0,), (0.0,))

    @classmethod
    def of_beamwidth(cls, beamwidth_deg: float, front_to_back_db: float = FRONT_TO_BACK_DB) -> Self:
        """A beam of this width between its -3 dB points: 12 (angle / width)^2 dB, at most the front-to-back ratio.

        The parabola of ITU-R F.1336 section 3.1 and 3GPP TR 36.942. A beamwidth of 360 is omnidirectional. Raises
        ValueError unless 0 < beamwidth <= 360 and the ratio is not negative.
        """
        if not 0 < beamwidth_deg <= ROUND_DEG:
            raise ValueError("a beamwidth lies between 0 and 360 degrees")
        if front_to_back_db < 0:
            raise ValueError("a front-to-back ratio cannot be negative")
        if beamwidth_deg == ROUND_DEG:
            return cls.omnidirectional()
        angles = np.arange(-180.0, 181.0)
        losses = np.minimum(12.0 * (angles / beamwidth_deg) ** 2, front_to_back_db)
        return cls(tuple(angles % ROUND_DEG), tuple(losses)).sorted()

    @classmethod
    def of_table(cls, points: dict[float, float]) -> Self:
        """A measured pattern: loss in dB below the main beam at degrees from its axis, interpolated between.

        Raises ValueError when the table is empty, holds something not a number, or a loss is below 0.
        """
        if not points:
            raise ValueError("an antenna pattern needs at least one point")
        if not all(np.isfinite(list(points.values()))) or not all(np.isfinite(list(points))):
            raise ValueError("an antenna pattern holds something that is not a number")
        if min(points.values()) < 0:
            raise ValueError("losses of an antenna pattern are counted downwards from the main beam: 0 dB or more")
        return cls(tuple(angle % ROUND_DEG for angle in points), tuple(points.values())).sorted()

    def sorted(self) -> Self:
        """The same with ascending degrees, each once."""
        pairs = sorted(dict(zip(self.degrees, self.loss_db, strict=True)).items())
        return type(self)(tuple(angle for angle, _loss in pairs), tuple(loss for _angle, loss in pairs))

    def losses_db(self, off_axis_deg: ArrayLike) -> Floats:
        """Loss in dB below the main beam at angles off the axis in degrees (any multiple of a turn)."""
        angles = np.asarray(off_axis_deg, dtype=float) % ROUND_DEG
        return np.asarray(np.interp(angles, self.degrees, self.loss_db, period=ROUND_DEG), dtype=float)


OMNIDIRECTIONAL = Pattern.omnidirectional()


def discrimination_db(pattern: Pattern, azimuth_deg: ArrayLike | None, bearing_deg: ArrayLike) -> Floats:
    """How much weaker an antenna pointing to azimuth_deg works towards bearing_deg, in dB (0 or more).

    Both in degrees from true north. Without an azimuth nothing is taken off: the worst case is assumed.
    """
    bearings = np.asarray(bearing_deg, dtype=float)
    if azimuth_deg is None:
        return np.zeros(bearings.shape)
    return pattern.losses_db(bearings - np.asarray(azimuth_deg, dtype=float))


def gain_dbi(
    largest_gain_dbi: ArrayLike, pattern: Pattern, azimuth_deg: ArrayLike | None, bearing_deg: ArrayLike
) -> Floats:
    """Gain in dBi towards a bearing of an antenna with this largest gain, pattern and azimuth."""
    return np.asarray(largest_gain_dbi, dtype=float) - discrimination_db(pattern, azimuth_deg, bearing_deg)


def dish_gain_dbi(diameter_m: float, frequency_mhz: float, efficiency: float = 0.55) -> float:
    """Gain in dBi of a parabolic dish: 10 log(efficiency (pi D / wavelength)^2); ValueError unless all are above 0."""
    if not (diameter_m > 0 and frequency_mhz > 0 and 0 < efficiency <= 1):
        raise ValueError("a dish needs a diameter and a frequency above 0 and an efficiency of at most 1")
    return float(10.0 * np.log10(efficiency * (np.pi * diameter_m * frequency_mhz / 299.792458) ** 2))
