"""Uses of spectrum as fixed-length records: how tiles keep them, how a check stores them, how they are reckoned with.

One layout for all three, so that nothing is lost on the way: 108 bytes a use, little-endian, unknown numbers as NaN
(bandwidth -1), days as proleptic ordinals (0: none), the key as two numbers of 64 bits.
"""

import base64
import datetime as dt
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

LAYOUT = "use/1"
ASKED = 16  # bit of marks: the key is a pending application's, not an assignment's
PREFIX = "application:"
FLOATS = ("power_w", "gain_dbi", "loss_db", "height_m", "radius_km")
USE = np.dtype(
    [
        ("key_high", "<u8"), ("key_low", "<u8"), ("assignment_version", "<i4"), ("station_version", "<i4"),
        ("role", "u1"), ("power_reference", "u1"), ("marks", "<u2"), ("centre_hz", "<i8"), ("lat", "<f8"),
        ("lon", "<f8"), ("bandwidth_hz", "<i8"), *((name, "<f8") for name in FLOATS), ("since", "<i4"),
        ("until", "<i4"),
    ]
)  # fmt: skip
# The order in which queries and pending applications give a use.
COLUMNS = (
    "assignment_id", "assignment_version", "station_version", "role", "centre_hz", "lat", "lon", "bandwidth_hz",
    "power_w", "power_reference", "gain_dbi", "loss_db", "height_m", "radius_km", "marks", "since", "until",
)  # fmt: skip
Uses = NDArray[Any]
NONE: Uses = np.zeros(0, dtype=USE)


def packed(rows: Iterable[Sequence[Any]]) -> Uses:
    """Return rows of COLUMNS (keys as hex, with PREFIX for applications; days as ISO text) as records."""
    return np.array([_record(*row) for row in rows], dtype=USE)


def _record(
    key: str, version: int, station_version: int, role: int, hz: int, lat: Any, lon: Any, bandwidth: Any, power: Any,
    reference: int, gain: Any, loss: Any, height: Any, radius: Any, marks: int, since: Any, until: Any,
) -> tuple[Any, ...]:  # fmt: skip
    if key.startswith(PREFIX):
        key, marks = key.removeprefix(PREFIX), marks | ASKED
    number = int(key, 16)
    return (
        number >> 64, number & 0xFFFF_FFFF_FFFF_FFFF, version, station_version, role, reference, marks, hz,
        lat, lon, -1 if bandwidth is None else bandwidth, power, gain, loss, height, radius,
        _ordinal(since), _ordinal(until),
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _ordinal(day: str | None) -> int:
    return dt.date.fromisoformat(day).toordinal() if day else 0


def ordered(uses: Uses) -> Uses:
    """Return uses by frequency, key and role: the same order whichever way they were found."""
    return uses[np.lexsort((uses["role"], uses["key_low"], uses["key_high"], uses["centre_hz"]))]


def text_of(uses: Uses) -> str:
    """Return uses as text for a check's stored inputs."""
    return base64.b64encode(uses.tobytes()).decode("ascii")


def of_text(text: str) -> Uses:
    """Return the uses of a check's stored inputs."""
    return np.frombuffer(base64.b64decode(text), dtype=USE)


def key_of(use: Any) -> str:
    """Return a use's key as text."""
    key = f"{int(use['key_high']):016x}{int(use['key_low']):016x}"
    return PREFIX + key if int(use["marks"]) & ASKED else key


def keys_of(uses: Uses) -> list[str]:
    """Return the keys of all uses, in order."""
    highs, lows, marks = uses["key_high"].tolist(), uses["key_low"].tolist(), uses["marks"].tolist()
    return [
        f"{PREFIX if mark & ASKED else ''}{high:016x}{low:016x}"
        for high, low, mark in zip(highs, lows, marks, strict=True)
    ]


def value(use: Any, name: str) -> Any:
    """Return one value of a use as JSON knows it: None for what the register does not know."""
    if name == "assignment_id":
        return key_of(use)
    if name in ("since", "until"):
        day = int(use[name])
        return dt.date.fromordinal(day).isoformat() if day else None
    if name in ("lat", "lon", *FLOATS):
        number = float(use[name])
        return None if math.isnan(number) else number
    whole = int(use[name])
    if name == "marks":
        return whole & ~ASKED
    return None if name == "bandwidth_hz" and whole < 0 else whole


def listed(uses: Uses) -> list[dict[str, Any]]:
    """Return uses as dictionaries, for readers."""
    return [{name: value(use, name) for name in COLUMNS} for use in uses]
