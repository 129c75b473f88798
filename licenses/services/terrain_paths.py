"""A path over the ground: its side view and the field ITM foretells, from the terrain files of the administration."""

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from common.errors import Invalid
from common.geo import bearing_deg, distance_m
from radio import path_profile, terrain
from radio.propagation import itm
from radio.terrain import Grid, Terrain, TerrainError
from radio.units import w_to_dbw

SPACING_KM = 0.09  # about a cell of the 3-second files
FEWEST, MOST = 101, 2001
FARTHEST_KM = 300.0
Place = tuple[float, float]


@dataclass(frozen=True)
class Crossing:
    """What the path came to: km and degrees, the side view, ITM's path, the field in dBuV/m, the files read."""

    distance_km: float
    bearing_deg: float
    back_deg: float
    view: path_profile.View
    path: itm.Path
    field_dbuvm: float
    files: tuple[str, ...]


def cross(
    first: Place, second: Place, *, frequency_mhz: float, erp_w: float, tx_height_m: float, rx_height_m: float,
    time_percent: float = 50.0,
) -> Crossing:  # fmt: skip
    """Return the path from the first place (latitude, longitude in degrees) to the second.

    Raises Invalid: no terrain is loaded, the path leaves it, the places are one or too far apart.
    """
    kilometres = distance_m(*first, *second) / 1000
    if not 0.1 <= kilometres <= FARTHEST_KM:
        message = _("The two places must be between 100 m and %(most)s km apart.") % {"most": f"{FARTHEST_KM:.0f}"}
        raise Invalid(message, fields={"second": [message]})
    points = min(MOST, max(FEWEST, int(kilometres / SPACING_KM) + 1))
    ground_m, files = heights(first, second, points)
    path = itm.point_to_point(
        frequency_mhz, ground_m, kilometres * 1000 / (points - 1), tx_height_m, rx_height_m,
        quantiles=itm.Quantiles(time=time_percent),
    )  # fmt: skip
    return Crossing(
        kilometres, bearing_deg(*first, *second), bearing_deg(*second, *first),
        path_profile.view(ground_m, kilometres, tx_height_m, rx_height_m, frequency_mhz),
        path, float(itm.field_dbuv_m(path, w_to_dbw(erp_w), frequency_mhz)),
        files,
    )  # fmt: skip


def heights(first: Place, second: Place, points: int) -> tuple[NDArray[np.float64], tuple[str, ...]]:
    """Return heights above sea in metres at so many even points from place to place, and the files they come from.

    Raises Invalid: no terrain is loaded, a file is broken, or one holds no height somewhere on the way.
    """
    ground = _loaded(first, second)
    try:
        found = ground.profile_m(*first, *second, points)
    except TerrainError as error:
        where = error.detail.rpartition("at ")[2]
        raise Invalid(
            _("The terrain files hold no height somewhere on this path (%(where)s).") % {"where": where}
        ) from error
    return found, tuple(grid.source for grid in ground.grids)


def available() -> bool:
    """Whether the administration has named a folder of terrain files."""
    return bool(settings.TERRAIN_DIR)


def _loaded(first: Place, second: Place) -> Terrain:
    """The files that touch the box around the path; Invalid without any or with a broken one."""
    if not available():
        raise Invalid(_("No terrain model is loaded: TERRAIN_DIR names no folder."), code="no_terrain")
    folder = Path(settings.TERRAIN_DIR)
    south, north = sorted((first[0], second[0]))
    west, east = sorted((first[1], second[1]))
    names = {
        f"{'N' if lat >= 0 else 'S'}{abs(lat):02d}{'E' if lon >= 0 else 'W'}{abs(lon):03d}"
        for lat in range(math.floor(south - 0.05), math.floor(north + 0.05) + 1)
        for lon in range(math.floor(west), math.floor(east) + 1)
    }
    try:
        grids = tuple(
            _grid(file, file.stat().st_mtime_ns) for file in sorted(folder.iterdir()) if _touches(file, names)
        )
    except (OSError, TerrainError) as error:
        raise Invalid(_("A terrain file cannot be used: %(why)s") % {"why": error}, code="bad_terrain") from error
    return Terrain(grids)


def _touches(file: Path, names: set[str]) -> bool:
    return file.suffix.lower() == ".asc" or (file.suffix.lower() == ".hgt" and file.stem.upper()[:7] in names)


@lru_cache(maxsize=16)
def _grid(file: Path, changed_ns: int) -> Grid:
    """One file, read again when it changed."""
    return terrain.load([file]).grids[0]
