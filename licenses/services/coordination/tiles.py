"""Reads and packs the tiles of spectrum: all uses of a stretch of frequencies in one cell, as records.

A tile that is not packed is read from SpectrumUse instead, so that an answer never depends on what was packed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from common import binary_rows
from licenses.migrations._spectrum_tiles import BINS_HZ, CELLS_AROUND, CELLS_PER_DEGREE, LOCK, NOWHERE
from licenses.services.coordination import tile_cache
from licenses.services.coordination.records import COLUMNS, NONE, Uses, packed

Box = tuple[float, float, float, float]  # south, west, north, east; west > east over the antimeridian
Tile = tuple[int, int, int]  # class of widths, bin, cell
WHOLE_BIN = 8  # from so many unpacked cells on, a bin is read at once

# One walk over the channels of each width class, from one to the next by the index; then each channel's probe.
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
    "WHERE c.hz IS NOT NULL AND u.width_class = {name} AND u.centre_hz = c.hz AND {place}"
)
_BOX, _NOWHERE = "u.lat BETWEEN {0} AND {2} AND u.lon BETWEEN {1} AND {3}", "(u.lat IS NULL OR u.lon IS NULL)"


@dataclass(frozen=True)
class Window:
    """The centre frequencies, hertz, between which the uses of one class of widths are wanted."""

    width_class: int
    low_hz: int
    high_hz: int

    @property
    def bins(self) -> range:
        """The bins it touches."""
        width = BINS_HZ[self.width_class]
        return range(max(self.low_hz, 0) // width, max(self.high_hz, 0) // width + 1)


def uses_within(windows: Sequence[Window], box: Box) -> Uses:
    """Return every use within a class's window and within a box of degrees, or without a position; in no order."""
    if not windows:
        return NONE
    full, empty = _read(windows, box)
    parts = [np.frombuffer(b"".join(full[name]), dtype=NONE.dtype) for name in sorted(full)]
    kept = [_inside(part, window, box) for part, window in zip(parts, _of(windows, full), strict=True)]
    for window in windows:
        missing = [tile for tile in empty if tile[0] == window.width_class]
        if missing:
            kept.append(_inside(_unpacked(window, missing), window, box))
    if len(kept) == 1:
        return kept[0]
    return np.concatenate(kept) if kept else NONE


def _of(windows: Sequence[Window], full: dict[int, list[bytes]]) -> list[Window]:
    by_class = {window.width_class: window for window in windows}
    return [by_class[name] for name in sorted(full)]


def _read(windows: Sequence[Window], box: Box) -> tuple[dict[int, list[bytes]], list[Tile]]:
    """Return the packed bytes by class, and the tiles that are not packed."""
    spans = [(NOWHERE, NOWHERE), *_spans(box)]
    wanted = ",".join(
        f"({window.width_class},{bin_},{first},{last})"
        for window in windows for bin_ in window.bins for first, last in spans
    )  # fmt: skip
    clause = (
        f"WITH w(width_class, bin, first, last) AS (VALUES {wanted}) "
        "SELECT {columns} FROM w CROSS JOIN licenses_spectrumtile t "
        "WHERE t.width_class = w.width_class AND t.bin = w.bin AND t.cell BETWEEN w.first AND w.last"
    )
    if connection.vendor == "postgresql":
        found: Iterable[Any] = tile_cache.read(clause)
    else:
        found = binary_rows.fetched(clause.format(columns="t.width_class, t.bin, t.cell, t.packed"))
    full: dict[int, list[bytes]] = {}
    empty: list[Tile] = []
    for name, bin_, cell, bytes_ in found:
        if bytes_ is None:
            empty.append((name, bin_, cell))
        else:
            full.setdefault(name, []).append(bytes_)
    return full, empty


def _spans(box: Box) -> list[tuple[int, int]]:
    """Return the first and last cell of every row of cells a box touches."""
    south, west, north, east = box
    sides = [(west, east)] if west <= east else [(west, 180.0), (-180.0, east)]
    return [
        (row * CELLS_AROUND + _column(left), row * CELLS_AROUND + _column(right))
        for row in range(_row(south), _row(north) + 1)
        for left, right in sides
    ]


def _row(lat: float) -> int:
    return int((lat + 90) * CELLS_PER_DEGREE)


def _column(lon: float) -> int:
    return int((lon + 180) * CELLS_PER_DEGREE)


def _inside(uses: Uses, window: Window, box: Box) -> Uses:
    hz = uses["centre_hz"]
    return some(uses, (hz >= window.low_hz) & (hz <= window.high_hz) & inside(uses, box))


def some(uses: Uses, kept: NDArray[np.bool_]) -> Uses:
    """Return the uses of a mask; the same array where it holds for all, for copying megabytes costs milliseconds."""
    return uses if kept.all() else uses[kept]


def inside(uses: Uses, box: Box) -> NDArray[np.bool_]:
    """Return which uses (mask) lie in a box, or have no position."""
    south, west, north, east = box
    lat, lon = uses["lat"], uses["lon"]
    across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    return np.asarray(((lat >= south) & (lat <= north) & across) | np.isnan(lat) | np.isnan(lon))


def _unpacked(window: Window, tiles: Sequence[Tile]) -> Uses:
    """Return the uses of tiles that are not packed, of one class, from the table of uses."""
    cells = {cell for _class, _bin, cell in tiles}
    low, high = _bounds(window.width_class, tiles)
    rows = packed(_select(window.width_class, max(low, window.low_hz), min(high, window.high_hz), cells))
    wanted = {(bin_, cell) for _class, bin_, cell in tiles}
    return _only(rows, window.width_class, wanted)


def _only(uses: Uses, width_class: int, wanted: Iterable[tuple[int, int]]) -> Uses:
    here = uses["centre_hz"] // BINS_HZ[width_class] * 1_000_000 + cells_of(uses)
    return uses[np.isin(here, [bin_ * 1_000_000 + cell for bin_, cell in wanted])]


def cells_of(uses: Uses) -> Any:
    """Return the cell of each use, as the triggers reckon it."""
    nowhere = np.isnan(uses["lat"]) | np.isnan(uses["lon"])
    rows = np.floor((np.where(nowhere, 0.0, uses["lat"]) + 90) * CELLS_PER_DEGREE).astype(np.int64)
    columns = np.floor((np.where(nowhere, 0.0, uses["lon"]) + 180) * CELLS_PER_DEGREE).astype(np.int64)
    return np.where(nowhere, NOWHERE, rows * CELLS_AROUND + columns)


def _bounds(width_class: int, tiles: Sequence[Tile]) -> tuple[int, int]:
    bins = [bin_ for _class, bin_, _cell in tiles]
    return min(bins) * BINS_HZ[width_class], (max(bins) + 1) * BINS_HZ[width_class] - 1


def _select(width_class: int, low_hz: int, high_hz: int, cells: set[int]) -> list[Sequence[Any]]:
    """Return the rows of a class between two frequencies whose cells lie within the bounds of these cells."""
    placed = [divmod(cell, CELLS_AROUND) for cell in cells if cell != NOWHERE]
    places = [_NOWHERE] if NOWHERE in cells else []
    if placed:
        rows, columns = zip(*placed, strict=True)
        south, north = (min(rows) / CELLS_PER_DEGREE - 90, (max(rows) + 1) / CELLS_PER_DEGREE - 90)
        west, east = (min(columns) / CELLS_PER_DEGREE - 180, (max(columns) + 1) / CELLS_PER_DEGREE - 180)
        places.append(_BOX.format(south, west, north, east))
    walk = _WALK.format(name=width_class, low=low_hz, high=high_hz)
    probes = " UNION ALL ".join(_PROBE.format(name=width_class, place=place) for place in places)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE {walk} {probes}")
        found: list[Sequence[Any]] = cursor.fetchall()
    return found


def pack(most: int | None = None) -> int:
    """Pack the tiles that are not, at most so many; return how many were. Each bin is a transaction of its own."""
    done = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT width_class, bin FROM licenses_spectrumtile WHERE packed IS NULL ORDER BY 1, 2")
        waiting = cursor.fetchall()
    for width_class, bin_ in waiting:
        if most is not None and done >= most:
            break
        done += _pack_bin(width_class, bin_)
    return done


@transaction.atomic
def _pack_bin(width_class: int, bin_: int) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A writer may have changed uses that are not committed yet: then this bin waits for the next time.
            cursor.execute(f"SELECT pg_try_advisory_xact_lock({LOCK})")
            if not cursor.fetchone()[0]:
                return 0
        cursor.execute(
            "SELECT cell FROM licenses_spectrumtile WHERE width_class = %s AND bin = %s AND packed IS NULL",
            [width_class, bin_],
        )
        cells = {row[0] for row in cursor.fetchall()}
        low = bin_ * BINS_HZ[width_class]
        high = low + BINS_HZ[width_class] - 1
        groups = [cells] if len(cells) > WHOLE_BIN else [{cell} for cell in cells]
        for group in groups:
            uses = packed(_select(width_class, low, high, group))
            _store(cursor, width_class, bin_, group, uses)
    return len(cells)


def _store(cursor: Any, width_class: int, bin_: int, cells: set[int], uses: Uses) -> None:
    here = cells_of(uses)
    order = np.argsort(here, kind="stable")
    uses, here = uses[order], here[order]
    for cell in cells:
        first, last = np.searchsorted(here, [cell, cell + 1])
        if first == last:
            cursor.execute(
                "DELETE FROM licenses_spectrumtile WHERE width_class = %s AND bin = %s AND cell = %s",
                [width_class, bin_, cell],
            )
            continue
        cursor.execute(
            "UPDATE licenses_spectrumtile SET packed = %s WHERE width_class = %s AND bin = %s AND cell = %s",
            [uses[first:last].tobytes(), width_class, bin_, cell],
        )
