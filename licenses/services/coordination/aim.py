"""What the direction of a wished antenna takes off its field towards a place or an area."""

from typing import Any

import numpy as np

from licenses.services.coordination.rows import Floats, Neighbours, Whole
from radio.antenna import Pattern

TURN = np.arange(-180.0, 181.0)


def pattern_of(wish: dict[str, Any]) -> Pattern | None:
    """Return the pattern of the wish's antenna; None when it radiates all round, or when nobody said."""
    if wish["azimuth_deg"] is None or wish["link"] is not None:
        return None
    if wish["pattern"]:
        return Pattern.of_table(dict(wish["pattern"]))
    return Pattern.of_beamwidth(wish["beamwidth_deg"]) if wish["beamwidth_deg"] else None


def lost_db(wish: dict[str, Any], them: Neighbours, row: Whole, radius_km: Floats) -> Floats:
    """Return for each row what the antenna's direction takes off towards a circle around the neighbour, in dB.

    Of all directions in which the circle is seen the strongest counts; inside the circle that is the main beam.
    """
    pattern = pattern_of(wish)
    if pattern is None or not row.size:
        return np.zeros(row.shape)
    off = bearings_deg(wish["lat"], wish["lon"], them.lat[row], them.lon[row]) - wish["azimuth_deg"]
    away = np.maximum(them.distance_km[row], 1e-6)
    half = np.degrees(np.arcsin(np.minimum(np.nan_to_num(radius_km) / away, 1.0)))
    half = np.where(np.nan_to_num(radius_km) >= away, 180.0, half)
    losses = pattern.losses_db(off[:, None] + TURN)
    losses[np.abs(TURN) > half[:, None] + 1.0] = np.inf
    return np.asarray(losses.min(axis=1))


def bearings_deg(lat: float, lon: float, lats: Floats, lons: Floats) -> Floats:
    """Return true bearings to several points on the sphere: within 0.2 degrees of those on the ellipsoid."""
    here, there, across = np.radians(lat), np.radians(lats), np.radians(lons - lon)
    east = np.sin(across) * np.cos(there)
    north = np.cos(here) * np.sin(there) - np.sin(here) * np.cos(there) * np.cos(across)
    return np.asarray(np.degrees(np.arctan2(east, north)) % 360.0)
