"""Land or sea, as far as the built-in basemap knows: point in polygon with numpy, no database."""

import functools
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Coast:
    """The shore segments of one basemap file set, and the box (south, west, north, east) in which it is complete."""

    area: tuple[float, float, float, float]
    tolerance_m: float
    x1: NDArray[np.float64]
    y1: NDArray[np.float64]
    x2: NDArray[np.float64]
    y2: NDArray[np.float64]

    def covers(self, lat: float, lon: float) -> bool:
        """Whether the file set can tell anything about this position."""
        south, west, north, east = self.area
        return south <= lat <= north and west <= lon <= east

    def is_land(self, lat: float, lon: float) -> bool:
        """Count the shore crossings of a ray to the east: an odd number means land."""
        crosses = (self.y1 > lat) != (self.y2 > lat)
        x1, y1, x2, y2 = (axis[crosses] for axis in (self.x1, self.y1, self.x2, self.y2))
        return bool(np.count_nonzero(x1 + (lat - y1) / (y2 - y1) * (x2 - x1) > lon) % 2)

    def shore_distance_m(self, lat: float, lon: float) -> float:
        """Return the distance to the nearest shore segment, in metres; plane geometry, good to a percent nearby."""
        scale = np.cos(np.radians(lat))
        ax, ay = (self.x1 - lon) * scale, self.y1 - lat
        dx, dy = (self.x2 - self.x1) * scale, self.y2 - self.y1
        length = np.maximum(dx * dx + dy * dy, 1e-18)
        along = np.clip(-(ax * dx + ay * dy) / length, 0.0, 1.0)
        return float(np.sqrt(np.min((ax + along * dx) ** 2 + (ay + along * dy) ** 2)) * _METRES_PER_DEGREE)


def metres_at_sea(lat: float, lon: float) -> float | None:
    """Return how far off the coast a position lies; 0 on land or within the map's tolerance of it.

    None where the basemap does not reach: there nothing can be said.
    """
    for coast in _coasts(settings.ADMINISTRATION):
        if coast.covers(lat, lon):
            if coast.is_land(lat, lon):
                return 0.0
            away = coast.shore_distance_m(lat, lon)
            return away if away > coast.tolerance_m else 0.0
    return None


@functools.cache
def country(administration: str) -> dict[str, Any]:
    """Return the administration's place settings (places/data/<administration>/country.toml)."""
    path = Path(__file__).parent / "data" / administration / "country.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@functools.cache
def _coasts(administration: str) -> tuple[Coast, ...]:
    folder = settings.BASE_DIR / "static" / "map" / administration
    return tuple(
        _coast([folder / name for name in item["files"]], tuple(item["area"]), item["tolerance_m"])
        for item in country(administration)["land"]
    )


def _coast(files: list[Path], area: tuple[float, float, float, float], tolerance_m: float) -> Coast:
    starts: list[NDArray[np.float64]] = []
    ends: list[NDArray[np.float64]] = []
    for path in files:
        for ring in _rings(json.loads(path.read_text(encoding="utf-8"))["geometry"]["coordinates"]):
            starts.append(ring[:-1])
            ends.append(ring[1:])
    first, last = np.concatenate(starts), np.concatenate(ends)
    return Coast(area, float(tolerance_m), first[:, 0], first[:, 1], last[:, 0], last[:, 1])


def _rings(multipolygon: list[Any]) -> Iterator[NDArray[np.float64]]:
    for polygon in multipolygon:
        for ring in polygon:
            yield np.asarray(ring, dtype=float)
