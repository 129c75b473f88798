"""Finds the neighbours of a wish in the register: every use of spectrum near enough in frequency and in space.

Uses are read in packed tiles (tiles.py). How far and wide the search reaches follows from the largest values the
register itself holds there (SpectrumExtent), not from a constant.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from common.geo import bounding_box
from licenses.services.coordination.records import Uses
from licenses.services.coordination.tiles import Window, some, uses_within
from radio.propagation import Model, field_dbuv_m
from radio.units import DIPOLE_GAIN_DBI, w_to_dbw

UNKNOWN_WIDTH_HZ = 25_000  # what a use without a known bandwidth counts as in the search, so that it is found and named
NARROW_HZ = 25_000
FARTHEST_KM = 400.0
OUT_OF_RANGE_DB = 10.0  # our proposal: outside its range a model must leave so much more before a row passes
IN_RANGE_KM = 100.0

# A class reaches as far as its widest emission anywhere; only the megahertz within that reach then count.
_EXTENTS = """
SELECT e.width_class, max(e.bandwidth_hz), max(e.power_w), max(e.gain_dbi), max(e.height_m), max(e.radius_km)
FROM licenses_spectrumextent e
JOIN (SELECT width_class, max(bandwidth_hz) AS widest FROM licenses_spectrumextent GROUP BY width_class) w
  ON w.width_class = e.width_class
WHERE e.megahertz BETWEEN (%s - 4 * (w.widest + %s)) / 1000000 - 1 AND (%s + 4 * (w.widest + %s)) / 1000000 + 1
GROUP BY e.width_class ORDER BY e.width_class
"""


@dataclass(frozen=True)
class Extent:
    """The largest values of one class of widths near a frequency."""

    width_class: int
    bandwidth_hz: int
    power_w: float
    gain_dbi: float
    height_m: float
    radius_km: float

    @property
    def erp_dbw(self) -> float:
        """No ERP of this class is higher: transmitter output behind the largest gain, or a stated radiated power."""
        if self.power_w <= 0:
            return -60.0
        return w_to_dbw(self.power_w) + max(0.0, self.gain_dbi - DIPOLE_GAIN_DBI)


def reach_hz(bandwidth_hz: Any) -> Any:
    """Beyond this offset in hertz a wider bandwidth (number or array) gets the full 70 dB of correction."""
    widths = np.asarray(bandwidth_hz)
    return np.where(widths <= NARROW_HZ, 2 * widths, 4 * widths)


def extents(lower_hz: int, upper_hz: int, bandwidth_hz: int) -> list[Extent]:
    """Return the extents of the classes that reach the frequencies between two centres, of a wish of this bandwidth."""
    width = max(bandwidth_hz, UNKNOWN_WIDTH_HZ)
    with connection.cursor() as cursor:
        cursor.execute(_EXTENTS, [lower_hz, width, upper_hz, width])
        return [Extent(*row) for row in cursor.fetchall()]


def interference_ranges_km(
    model: Model, erp_dbw: Sequence[float], frequency_mhz: float, height_m: Sequence[float], limit_dbuvm: float,
    rules: dict[str, Any],
) -> Any:  # fmt: skip
    """Return for each sender the kilometres beyond which none of its fields comes near a limit; 1 to 400."""
    distances = np.arange(1.0, FARTHEST_KM + 1.0)
    field = field_dbuv_m(
        model, np.array(erp_dbw)[:, None], frequency_mhz, distances, np.maximum(height_m, 1.0)[:, None],
        rules["receiver_height_m"], rules["time_percent"],
    ).field_dbuv_m  # fmt: skip
    doubt = np.where(distances > IN_RANGE_KM, OUT_OF_RANGE_DB, 0.0)
    heard = field >= limit_dbuvm - rules["review_band_db"] - doubt
    return np.where(heard, distances + 1.0, 1.0).max(axis=1)


def reach_km(
    found: Sequence[Extent], wish: dict[str, Any], rules: dict[str, Any], frequency_hz: int, model: Model
) -> float:
    """Return how far the search must go: the largest service radius plus the largest interference range there is."""
    limit = rules["protected_field_dbuvm"] - rules["protection_ratio_db"]
    erp = [wish["erp_dbw"], *(extent.erp_dbw for extent in found)]
    height = [wish["height_m"], *(extent.height_m for extent in found)]
    own, *theirs = interference_ranges_km(model, erp, frequency_hz / 1e6, height, limit, rules).tolist()
    radius = max((extent.radius_km for extent in found), default=0.0)
    return float(max([own + radius, *(each + wish["radius_km"] for each in theirs)]))


def neighbours(
    *, lower_hz: int, upper_hz: int, bandwidth_hz: int, lat: float, lon: float, reach: float, on: dt.date,
    found: Sequence[Extent],
) -> Uses:  # fmt: skip
    """Return the uses a wish between two centre frequencies may meet, as records in no order.

    Those within `reach` km (a box: a few more) and within the offset at which their pair still counts, and those of
    unknown position within the offset.
    """
    windows = []
    for extent in found:
        reached = int(reach_hz(max(extent.bandwidth_hz, bandwidth_hz, UNKNOWN_WIDTH_HZ)))
        windows.append(Window(int(extent.width_class), lower_hz - reached, upper_hz + reached))
    uses = uses_within(windows, bounding_box(lat, lon, reach * 1000.0))
    return some(uses, (uses["until"] == 0) | (uses["until"] >= on.toordinal()))
