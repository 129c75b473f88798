"""Finds the neighbours of a wish in the register: every use of spectrum near enough in frequency and in space.

The covering index of SpectrumUse is probed channel by channel: a range of frequencies would read the whole country's
uses of each channel, an equal frequency lets the database go straight to the latitudes. How far and wide the search
reaches follows from the largest values the register itself holds there (SpectrumExtent), not from a constant.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection

from common.geo import bounding_box
from radio.propagation import MODELS, field_dbuv_m
from radio.units import DIPOLE_GAIN_DBI, w_to_dbw

COLUMNS = (
    "assignment_id", "assignment_version", "station_version", "role", "centre_hz", "lat", "lon", "bandwidth_hz",
    "power_w", "power_reference", "gain_dbi", "loss_db", "height_m", "radius_km", "marks", "since", "until",
)  # fmt: skip
UNKNOWN_WIDTH_HZ = 25_000  # what a use without a known bandwidth counts as in the search, so that it is found and named
NARROW_HZ = 25_000
FARTHEST_KM = 400.0
OUT_OF_RANGE_DB = 10.0  # our proposal: outside its range a model must leave so much more before a row passes
IN_RANGE_KM = 100.0

# One walk over the channels of each width class, from one to the next by the index; then both probes of each channel.
_WALK = """
channel_{name}(hz) AS (
    SELECT min(centre_hz) FROM licenses_spectrumuse WHERE width_class = {name} AND centre_hz BETWEEN {low} AND {high}
    UNION ALL
    SELECT (SELECT min(u.centre_hz) FROM licenses_spectrumuse u
            WHERE u.width_class = {name} AND u.centre_hz > c.hz AND u.centre_hz <= {high})
    FROM channel_{name} c WHERE c.hz IS NOT NULL
)"""
# Keys as 32 hex digits and days as text, as both engines and JSON keep them.
_AS_TEXT = {
    "assignment_id": "replace(CAST(u.assignment_id AS TEXT), '-', '')",
    "since": "CAST(u.since AS TEXT)",
    "until": "CAST(u.until AS TEXT)",
}
_SELECTED = ", ".join(_AS_TEXT.get(name, f"u.{name}") for name in COLUMNS)
_PROBE = (
    f"SELECT {_SELECTED} FROM channel_{{name}} c CROSS JOIN licenses_spectrumuse u "
    "WHERE c.hz IS NOT NULL AND u.width_class = {name} AND u.centre_hz = c.hz AND {place} "
    "AND (u.until IS NULL OR u.until >= %s)"
)
_BOX, _NOWHERE = "u.lat BETWEEN %s AND %s AND u.lon BETWEEN %s AND %s", "u.lat IS NULL"
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


def interference_range_km(
    model: str, erp_dbw: float, frequency_mhz: float, height_m: float, limit_dbuvm: float, rules: dict[str, Any]
) -> float:
    """Return the distance in km beyond which no field of this sender comes near a limit; at most 400 km."""
    distances = np.arange(1.0, FARTHEST_KM + 1.0)
    field = field_dbuv_m(
        MODELS[model], erp_dbw, frequency_mhz, distances, max(height_m, 1.0), rules["receiver_height_m"],
        rules["time_percent"],
    ).field_dbuv_m  # fmt: skip
    doubt = np.where(distances > IN_RANGE_KM, OUT_OF_RANGE_DB, 0.0)
    heard = np.nonzero(field >= limit_dbuvm - rules["review_band_db"] - doubt)[0]
    return float(distances[heard[-1]] + 1.0) if heard.size else 1.0


def reach_km(found: Sequence[Extent], wish: dict[str, Any], rules: dict[str, Any], frequency_hz: int) -> float:
    """Return how far the search must go: the largest service radius plus the largest interference range there is."""
    limit = rules["protected_field_dbuvm"] - rules["protection_ratio_db"]
    megahertz = frequency_hz / 1e6
    radius = max((extent.radius_km for extent in found), default=0.0)
    ranges = [
        interference_range_km(rules["model"], extent.erp_dbw, megahertz, extent.height_m, limit, rules)
        for extent in found
    ]
    own = interference_range_km(rules["model"], wish["erp_dbw"], megahertz, wish["height_m"], limit, rules)
    return max([own + radius, *(each + wish["radius_km"] for each in ranges)])


def neighbours(
    *, lower_hz: int, upper_hz: int, bandwidth_hz: int, lat: float, lon: float, reach: float, on: dt.date,
    found: Sequence[Extent],
) -> list[Sequence[Any]]:  # fmt: skip
    """Return the uses (values of COLUMNS, dates as ISO text) a wish between two centre frequencies may meet.

    Those within `reach` km (a box: a few more) and within the offset at which their pair still counts, and those of
    unknown position within the offset.
    """
    if not found:
        return []
    south, west, north, east = bounding_box(lat, lon, reach * 1000.0)
    walks: list[str] = []
    probes: list[str] = []
    values: list[Any] = []
    day = on.isoformat()
    for extent in found:
        window = int(reach_hz(max(extent.bandwidth_hz, bandwidth_hz, UNKNOWN_WIDTH_HZ)))
        name = int(extent.width_class)
        walks.append(_WALK.format(name=name, low=int(lower_hz - window), high=int(upper_hz + window)))
        probes += [_PROBE.format(name=name, place=place) for place in (_BOX, _NOWHERE)]
        values += [south, north, west, east, day, day]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE {','.join(walks)} {' UNION ALL '.join(probes)}", values)
        rows: list[Sequence[Any]] = cursor.fetchall()
    return rows
