"""How far a place lies from the land border, as far as the built-in map draws it (Natural Earth: about a kilometre)."""

import functools
import itertools
import json

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

_KM_PER_DEGREE = 111.195


def land_border_km(lat: float, lon: float) -> float | None:
    """Return the distance in km to the nearest drawn land border; None where the map draws none.

    Plane geometry around the place: good to a few per cent nearby, too rough far away, where no rule asks for it.
    """
    lines = _segments(settings.ADMINISTRATION)
    if lines is None:
        return None
    scale = np.array([np.cos(np.radians(lat)), 1.0])
    start = (lines[:, :2] - [lon, lat]) * scale
    run = (lines[:, 2:] - lines[:, :2]) * scale
    length = np.maximum((run**2).sum(axis=1), 1e-18)
    along = np.clip(-(start * run).sum(axis=1) / length, 0.0, 1.0)
    nearest = start + along[:, None] * run
    return float(np.sqrt((nearest**2).sum(axis=1).min()) * _KM_PER_DEGREE)


@functools.cache
def _segments(administration: str) -> NDArray[np.float64] | None:
    path = settings.BASE_DIR / "static" / "map" / administration / "borders.geojson"
    if not path.exists():
        return None
    drawn = json.loads(path.read_text(encoding="utf-8"))
    pairs = [(*first, *second) for line in drawn["coordinates"] for first, second in itertools.pairwise(line)]
    return np.array(pairs, dtype=float) if pairs else None
