"""Free space: the most that can arrive, reflections aside (ITU-R P.525)."""

import numpy as np
from numpy.typing import ArrayLike

from radio.propagation.model import Floats, Links, Model, Range, Validity

FIELD_OF_ONE_KILOWATT_AT_ONE_KM = 106.9  # dBuV/m for 1 kW ERP over a half-wave dipole (ITU-R P.1546, P.525)
LOSS_CONSTANT = 32.45  # dB, with MHz and km (P.525 equation 4); the vectors of NTIA's ITM carry one decimal


def kilowatt_field(distance_km: ArrayLike) -> Floats:
    """dBuV/m for 1 kW ERP: 106.9 - 20 log d."""
    return np.asarray(FIELD_OF_ONE_KILOWATT_AT_ONE_KM - 20.0 * np.log10(np.asarray(distance_km, dtype=float)))


def basic_loss_db(frequency_mhz: ArrayLike, distance_km: ArrayLike) -> Floats:
    """Basic transmission loss in dB between isotropic antennas: 32.45 + 20 log f + 20 log d."""
    frequency, distance = np.asarray(frequency_mhz, dtype=float), np.asarray(distance_km, dtype=float)
    return np.asarray(LOSS_CONSTANT + 20.0 * np.log10(frequency) + 20.0 * np.log10(distance))


def _of_links(links: Links) -> Floats:
    return kilowatt_field(links.distance_km)


MODEL = Model(
    name="free-space",
    version="P.525/1",
    source="ITU-R P.525",
    validity=Validity(Range(0.1, 3e6), Range(0.001, 1e6), Range(0, 1e6), Range(0, 1e6), Range(0.1, 99.9)),
    kilowatt_field=_of_links,
)
