"""The Irregular Terrain Model (Longley-Rice) over a terrain profile or over country of a given roughness.

The driver is ours; the routines are those of itmlogic (MIT), a translation of NTIA's public domain program. Basic
transmission losses come out in dB between isotropic antennas. One link at a time: some milliseconds each.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from itmlogic.lrprop import lrprop
from itmlogic.misc.qerfi import qerfi
from itmlogic.preparatory_subroutines.qlra import qlra
from itmlogic.preparatory_subroutines.qlrpfl import qlrpfl
from itmlogic.preparatory_subroutines.qlrps import qlrps
from itmlogic.statistics.avar import avar
from numpy.typing import ArrayLike, NDArray

from radio.propagation.free_space import basic_loss_db
from radio.propagation.model import Reason
from radio.units import DIPOLE_GAIN_DBI

NAME, VERSION = "itm", "ITM 1.2.2 (itmlogic 1.2)/1"
SOURCE = "Longley-Rice, NTIA Report 82-100; itmlogic 1.2"

SINGLE_MESSAGE, ACCIDENTAL, MOBILE, BROADCAST = range(4)
WITHOUT_LOCATIONS = 10  # added to a mode: places vary no further, as on a link between two known points


@dataclass(frozen=True, slots=True)
class Country:
    """Ground and air of a path; the defaults are average ground in the maritime tropical climate over land.

    climate: 1 equatorial, 2 continental subtropical, 3 maritime subtropical, 4 desert, 5 continental temperate,
    6 maritime temperate over land, 7 over sea. refractivity in N-units at sea level, conductivity in S/m.
    """

    climate: int = 3
    refractivity: float = 360.0
    permittivity: float = 15.0
    conductivity: float = 0.005
    vertical: bool = True


@dataclass(frozen=True, slots=True)
class Quantiles:
    """Per cent of time, places and situations for which the loss is not exceeded, and how they vary (mode)."""

    time: float = 50.0
    location: float = 50.0
    situation: float = 50.0
    mode: int = BROADCAST + WITHOUT_LOCATIONS

    def deviates(self) -> tuple[float, float, float]:
        """The three normal deviates; ValueError outside 0.01 to 99.99 per cent."""
        percents = (self.time, self.location, self.situation)
        if not all(0.01 <= percent <= 99.99 for percent in percents):
            raise ValueError("percentages of time, places and situations lie between 0.01 and 99.99")
        # The program's own approximation of the normal distribution: its published results carry its small errors.
        first, second, third = (float(qerfi([percent / 100.0])[0]) for percent in percents)
        return first, second, third


@dataclass(frozen=True, slots=True)
class Path:
    """What the model found: loss in dB, Reason flags (0 inside its range), horizon distances in km, roughness in m."""

    loss_db: float
    reasons: int
    horizons_km: tuple[float, float]
    roughness_m: float

    @property
    def review(self) -> bool:
        """Whether the path lies outside the model's range."""
        return self.reasons != 0


def point_to_point(
    frequency_mhz: float,
    heights_m: Sequence[float] | NDArray[np.float64],
    spacing_m: float,
    tx_height_m: float,
    rx_height_m: float,
    *,
    country: Country | None = None,
    quantiles: Quantiles | None = None,
) -> Path:
    """Loss over a terrain profile: heights above sea in metres from transmitter to receiver, evenly spaced.

    Antenna heights are above ground, in metres. Raises ValueError when there are fewer than three heights, one is not
    a number, or a frequency, spacing or height is not above zero.
    """
    ground = np.asarray(heights_m, dtype=float)
    if ground.size < 3 or not np.isfinite(ground).all():
        raise ValueError("a terrain profile needs at least three heights, each a number")
    _above_zero(frequency_mhz=frequency_mhz, spacing_m=spacing_m, tx_height_m=tx_height_m, rx_height_m=rx_height_m)
    # The mean height of the middle eight tenths of the path reduces the refractivity to the ground there.
    tenth = (ground.size - 1) // 10
    mean_m = float(ground[tenth : ground.size - tenth].mean())
    prop = _prepared(frequency_mhz, tx_height_m, rx_height_m, mean_m, country or Country(), quantiles or Quantiles())
    prop["pfl"] = [int(ground.size - 1), float(spacing_m), *(float(height) for height in ground)]
    return _answer(qlrpfl(prop), frequency_mhz, quantiles or Quantiles())


def area(
    frequency_mhz: float,
    distance_km: float,
    roughness_m: float,
    tx_height_m: float,
    rx_height_m: float,
    *,
    siting: tuple[int, int] = (0, 0),
    country: Country | None = None,
    quantiles: Quantiles | None = None,
) -> Path:
    """Loss over country of this roughness (interdecile range of heights in metres), without a profile.

    siting of transmitter and receiver: 0 at random, 1 with care, 2 with great care. Raises ValueError as above.
    """
    _above_zero(frequency_mhz=frequency_mhz, distance_km=distance_km, tx_height_m=tx_height_m, rx_height_m=rx_height_m)
    wanted = quantiles or Quantiles(mode=BROADCAST)
    prop = _prepared(frequency_mhz, tx_height_m, rx_height_m, 0.0, country or Country(), wanted)
    prop["dh"] = max(float(roughness_m), 0.0)
    prop = lrprop(distance_km * 1000.0, qlra(list(siting), prop))
    return _answer(prop, frequency_mhz, wanted)


def field_dbuv_m(path: Path, erp_dbw: ArrayLike, frequency_mhz: float) -> NDArray[np.float64]:
    """Field in dBuV/m at the receiver of an ERP in dBW over a path: E = 139.3 + 20 log f - L + 2.15 + P[dBW] - 30."""
    erp = np.asarray(erp_dbw, dtype=float)
    eirp_kilowatt = erp - 30.0 + DIPOLE_GAIN_DBI
    return np.asarray(137.2 + 20.0 * math.log10(frequency_mhz) - path.loss_db + eirp_kilowatt, dtype=float)


def _prepared(
    frequency_mhz: float, tx_height_m: float, rx_height_m: float, mean_m: float, country: Country, wanted: Quantiles
) -> dict[str, Any]:
    number, curvature, refractivity, impedance = qlrps(
        frequency_mhz, mean_m, country.refractivity, int(country.vertical), country.permittivity, country.conductivity
    )
    return {
        "kwx": 0, "hg": [float(tx_height_m), float(rx_height_m)], "wn": number, "gme": curvature, "ens": refractivity,
        "zgnd": impedance, "klimx": country.climate, "klim": country.climate, "mdvarx": wanted.mode,
        "mdvar": wanted.mode, "lvar": 5,
    }  # fmt: skip


def _answer(prop: dict[str, Any], frequency_mhz: float, wanted: Quantiles) -> Path:
    excess, prop = avar(*wanted.deviates(), prop)
    loss = float(basic_loss_db(frequency_mhz, prop["dist"] / 1000.0)) + float(excess)
    horizons = (float(prop["dl"][0]) / 1000.0, float(prop["dl"][1]) / 1000.0)
    # kwx counts the program's warnings: 1 near a limit, 3 and 4 combinations or values outside its range
    reasons = int(Reason.TERRAIN) if prop["kwx"] > 1 else 0
    return Path(loss, reasons, horizons, float(prop["dh"]))


def _above_zero(**values: float) -> None:
    for name, value in values.items():
        if not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name} must be a finite number above zero")
