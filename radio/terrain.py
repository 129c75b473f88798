"""Heights of the ground from files an administration loads: SRTM .hgt tiles and ASCII grids, and profiles along paths.

No data is shipped. Positions are decimal degrees (WGS84), heights metres above mean sea level. Outside the loaded
files there is no height: a profile that leaves them is refused, never filled with zero.
"""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

HGT_VOID = -32768
HGT_SIDES = {3601: "SRTM1", 1201: "SRTM3"}
_HGT_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})", re.IGNORECASE)
_GRID_KEYS = {"ncols", "nrows", "xllcorner", "xllcenter", "yllcorner", "yllcenter", "cellsize", "nodata_value"}
LARGEST_GRID_CELLS = 200_000_000
HIGHEST_M, LOWEST_M = 9_000.0, -500.0


class TerrainError(ValueError):
    """A terrain file that cannot be used, or a place it says nothing about; code says which, detail where.

    Codes: name, size, header, cells, height, empty, outside, void.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"terrain: {detail}")
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Grid:
    """Heights in metres on a regular grid: row 0 lies at `south`, column 0 at `west`; `void` where nothing is known.

    The heights may be 16-bit numbers left in their file: a tile of one second is 26 MB there and 104 MB in memory.
    """

    south: float
    west: float
    step_lat: float
    step_lon: float
    heights_m: NDArray[Any]
    source: str
    void: float = math.nan

    @property
    def north(self) -> float:
        """Latitude of the last row."""
        return self.south + self.step_lat * (self.heights_m.shape[0] - 1)

    @property
    def east(self) -> float:
        """Longitude of the last column."""
        return self.west + self.step_lon * (self.heights_m.shape[1] - 1)

    def covers(self, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.bool_]:
        """Which points lie inside."""
        there_lats, there_lons = np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)
        slack = 1e-9
        return np.asarray(
            (there_lats >= self.south - slack)
            & (there_lats <= self.north + slack)
            & (there_lons >= self.west - slack)
            & (there_lons <= self.east + slack)
        )

    def heights_at(self, lats: ArrayLike, lons: ArrayLike) -> Floats:
        """Bilinear heights in metres at points inside; NaN where a neighbour that counts is unknown."""
        rows = (np.asarray(lats, dtype=float) - self.south) / self.step_lat
        columns = (np.asarray(lons, dtype=float) - self.west) / self.step_lon
        count_rows, count_columns = self.heights_m.shape
        row = np.clip(np.floor(rows).astype(int), 0, count_rows - 2)
        column = np.clip(np.floor(columns).astype(int), 0, count_columns - 2)
        up, right = np.clip(rows - row, 0.0, 1.0), np.clip(columns - column, 0.0, 1.0)
        total = np.zeros(rows.shape)
        for add_row, add_column in ((0, 0), (0, 1), (1, 0), (1, 1)):
            weight = (up if add_row else 1 - up) * (right if add_column else 1 - right)
            corner = np.asarray(self.heights_m[row + add_row, column + add_column], dtype=float)
            corner = np.where(corner == self.void, np.nan, corner)
            # An unknown neighbour spoils only what it would count for.
            total = total + np.where(weight > 0, weight * corner, 0.0)
        return total


@dataclass(frozen=True, slots=True)
class Terrain:
    """Several grids as one; the first that covers a point answers for it."""

    grids: tuple[Grid, ...]

    def heights_at(self, lats: ArrayLike, lons: ArrayLike) -> Floats:
        """Heights in metres at points; TerrainError ("outside" or "void") names the first point without one."""
        there_lats, there_lons = np.atleast_1d(np.asarray(lats, float)), np.atleast_1d(np.asarray(lons, float))
        heights = np.full(there_lats.shape, np.nan)
        covered = np.zeros(there_lats.shape, dtype=bool)
        for grid in self.grids:
            mine = grid.covers(there_lats, there_lons) & np.isnan(heights)
            if mine.any():
                heights[mine] = grid.heights_at(there_lats[mine], there_lons[mine])
                covered |= mine
        missing = np.flatnonzero(np.isnan(heights))
        if missing.size:
            where = f"{there_lats[missing[0]]:.5f}, {there_lons[missing[0]]:.5f}"
            code = "void" if covered[missing[0]] else "outside"
            raise TerrainError(code, f"no height is known at {where}")
        return heights

    def profile_m(self, lat1: float, lon1: float, lat2: float, lon2: float, points: int) -> Floats:
        """Heights at evenly spaced points on the great circle from one place to another, ends included.

        At least three points; the spacing is the distance over (points - 1). Raises TerrainError as above.
        """
        return self.heights_at(*great_circle(lat1, lon1, lat2, lon2, points))


def great_circle(lat1: float, lon1: float, lat2: float, lon2: float, points: int) -> tuple[Floats, Floats]:
    """Latitudes and longitudes of evenly spaced points on the great circle between two places (not antipodes).

    On the sphere: against the ellipsoid the points wander by less than 40 m on 100 km, below a cell of any file.
    Raises ValueError for fewer than three points.
    """
    if points < 3:
        raise ValueError("a profile needs at least three points")
    start, end = _unit(lat1, lon1), _unit(lat2, lon2)
    angle = float(np.arctan2(np.linalg.norm(np.cross(start, end)), np.dot(start, end)))
    share = np.linspace(0.0, 1.0, points)[:, None]
    if angle < 1e-12:
        along = np.repeat(start[None, :], points, axis=0)
    else:
        along = (np.sin((1 - share) * angle) * start + np.sin(share * angle) * end) / np.sin(angle)
    lats = np.degrees(np.arctan2(along[:, 2], np.hypot(along[:, 0], along[:, 1])))
    return lats, np.degrees(np.arctan2(along[:, 1], along[:, 0]))


def _unit(lat: float, lon: float) -> Floats:
    phi, lam = np.radians(lat), np.radians(lon)
    return np.array([np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)])


def load(paths: Iterable[Path]) -> Terrain:
    """Terrain of .hgt and .asc files; TerrainError names the first that cannot be used, "empty" without any."""
    grids = tuple(read_hgt(path) if path.suffix.lower() == ".hgt" else read_ascii_grid(path) for path in paths)
    if not grids:
        raise TerrainError("empty", "no file was given")
    return Terrain(grids)


def read_hgt(path: Path) -> Grid:
    """One SRTM tile, one degree square, named after its south-west corner (N12E109.hgt); big-endian 16-bit metres.

    Raises TerrainError: "name", "size" (neither 3601 nor 1201 squared), "height" (outside -500 to 9,000 m).
    """
    match = _HGT_NAME.match(path.stem)
    if not match:
        raise TerrainError("name", f"{path.name}: an SRTM tile is named like N12E109.hgt")
    south = int(match[2]) * (1 if match[1].upper() == "N" else -1)
    west = int(match[4]) * (1 if match[3].upper() == "E" else -1)
    if not (-90 <= south <= 89 and -180 <= west <= 179):
        raise TerrainError("name", f"{path.name}: there is no such place")
    side = next((side for side in HGT_SIDES if path.stat().st_size == side * side * 2), 0)
    if not side:
        raise TerrainError("size", f"{path.name}: {path.stat().st_size} bytes is no SRTM1 or SRTM3 tile")
    raw = np.memmap(path, dtype=">i2", mode="r", shape=(side, side))[::-1]
    _require_land(raw[raw != HGT_VOID], path)
    return Grid(float(south), float(west), 1 / (side - 1), 1 / (side - 1), raw, path.name, HGT_VOID)


def read_ascii_grid(path: Path) -> Grid:
    """One ESRI ASCII grid in degrees (ncols, nrows, xllcorner or xllcenter, yll..., cellsize, NODATA_value).

    Raises TerrainError: "header" (a key missing, unknown or no number), "cells" (count or text), "height".
    """
    with path.open(encoding="ascii", errors="replace") as file:
        header, first = _header(file, path)
        columns, rows = int(header["ncols"]), int(header["nrows"])
        if columns < 2 or rows < 2 or columns * rows > LARGEST_GRID_CELLS:
            raise TerrainError("header", f"{path.name}: {columns} by {rows} cells cannot be used")
        try:
            values = np.array((first + " " + file.read()).split(), dtype=float)
        except ValueError as error:
            raise TerrainError("cells", f"{path.name}: a cell is not a number ({error})") from error
    if values.size != columns * rows:
        raise TerrainError("cells", f"{path.name}: {values.size} cells where {columns * rows} are announced")
    cell = header["cellsize"]
    # A corner belongs to the cell, half a cell outside the point its height is for.
    south = header["yllcenter"] if "yllcenter" in header else header["yllcorner"] + cell / 2
    west = header["xllcenter"] if "xllcenter" in header else header["xllcorner"] + cell / 2
    heights = values.reshape(rows, columns)[::-1]
    heights = np.where(heights == header.get("nodata_value", -9999.0), np.nan, heights)
    if not (-90 <= south <= 90 and -180 <= west <= 360 and cell < 10):
        raise TerrainError("header", f"{path.name}: the corner and cell size must be in degrees")
    _require_land(heights[~np.isnan(heights)], path)
    return Grid(south, west, cell, cell, heights, path.name)


def _header(file: TextIO, path: Path) -> tuple[dict[str, float], str]:
    header: dict[str, float] = {}
    for line in file:
        words = line.split()
        if not words or not words[0][0].isalpha():
            if words:
                break
            continue
        key = words[0].lower()
        try:
            header[key] = float(words[1])
        except (IndexError, ValueError) as error:
            raise TerrainError("header", f"{path.name}: cannot read {line.strip()!r}") from error
        if key not in _GRID_KEYS:
            raise TerrainError("header", f"{path.name}: unknown key {words[0]!r}")
    else:
        line = ""
    given = set(header)
    if (
        not {"ncols", "nrows", "cellsize"} <= given
        or not given & {"xllcorner", "xllcenter"}
        or not given
        & {
            "yllcorner",
            "yllcenter",
        }
    ):
        raise TerrainError("header", f"{path.name}: ncols, nrows, xllcorner, yllcorner and cellsize are needed")
    if not header["cellsize"] > 0:
        raise TerrainError("header", f"{path.name}: cellsize must be above zero")
    return header, line


def _require_land(known: NDArray[Any], path: Path) -> None:
    if known.size and (known.min() < LOWEST_M or known.max() > HIGHEST_M):
        raise TerrainError("height", f"{path.name}: heights from {known.min():.0f} to {known.max():.0f} m are no land")
