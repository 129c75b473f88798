"""The side view of a path: ground with the Earth's bulge, the ray between the antennas, and how free it is.

ITU-R P.530 section 2 and P.526 section 2: effective Earth radius k = 4/3, first Fresnel zone.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

EFFECTIVE_RADIUS_KM = 4.0 / 3.0 * 6371.0
FREE_SHARE = 0.6  # a path counts as free with this share of the first Fresnel zone


@dataclass(frozen=True, slots=True)
class View:
    """Arrays of one length along the path: km from the transmitter; metres of ground and bulge, ray, Fresnel radius."""

    distance_km: Floats
    ground_m: Floats
    ray_m: Floats
    fresnel_m: Floats

    @property
    def clearance(self) -> Floats:
        """How many radii of the first Fresnel zone lie between ray and ground inside the path; negative: blocked."""
        inner = slice(1, -1)
        return np.asarray((self.ray_m[inner] - self.ground_m[inner]) / self.fresnel_m[inner])

    @property
    def worst(self) -> int:
        """Index of the point with the least clearance."""
        return int(np.argmin(self.clearance)) + 1

    @property
    def least_clearance(self) -> float:
        """The least share of the first Fresnel zone that is free."""
        return float(self.clearance.min())

    @property
    def state(self) -> str:
        """free (60 % of the zone and more), touched (the ray passes, the zone does not) or blocked."""
        if self.least_clearance >= FREE_SHARE:
            return "free"
        return "touched" if self.least_clearance >= 0 else "blocked"


def view(
    heights_m: ArrayLike, distance_km: float, tx_height_m: float, rx_height_m: float, frequency_mhz: float
) -> View:
    """The side view over evenly spaced heights above sea (metres), antennas in metres above ground.

    Raises ValueError for fewer than three heights or a distance, frequency or height that is not above zero.
    """
    ground = np.asarray(heights_m, dtype=float)
    if ground.size < 3 or not np.isfinite(ground).all():
        raise ValueError("a profile needs at least three heights, each a number")
    if not (distance_km > 0 and frequency_mhz > 0 and tx_height_m > 0 and rx_height_m > 0):
        raise ValueError("distance, frequency and antenna heights must be above zero")
    along = np.linspace(0.0, distance_km, ground.size)
    bulge = 500.0 * along * (distance_km - along) / EFFECTIVE_RADIUS_KM
    ray = np.linspace(ground[0] + tx_height_m, ground[-1] + rx_height_m, ground.size)
    fresnel = 17.32 * np.sqrt(along * (distance_km - along) / (frequency_mhz / 1000.0 * distance_km))
    return View(along, ground + bulge, ray, np.asarray(fresnel, dtype=float))
