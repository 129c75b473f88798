"""Keeps the packed tiles a process read last, so that PostgreSQL sends the same megabytes once.

A tile is known by the version of its row: PostgreSQL never changes a row in place, so place (ctid) and transaction
(xmin) together name one content for ever. What has changed in the meantime, by whomever, has another version.
SQLite hands bytes over without sending them; there a tile is simply read.
"""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock
from typing import Any

from common import binary_rows

MOST_BYTES = 64_000_000
Version = tuple[Any, ...]  # class of widths, bin, cell, place and transaction of the row
VERSION = "t.ctid::text || '/' || t.xmin::text"


class TileCache:
    """Packed tiles by version, the longest unused dropped first; safe between threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._kept: OrderedDict[Version, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def known(self, versions: Iterable[Version]) -> dict[Version, bytes]:
        """Return those of the versions that are kept."""
        found = {}
        with self._lock:
            for version in versions:
                packed = self._kept.get(version)
                if packed is not None:
                    self._kept.move_to_end(version)
                    found[version] = packed
        return found

    def keep(self, found: dict[Version, bytes]) -> None:
        """Keep more, as far as there is room."""
        with self._lock:
            for version, packed in found.items():
                if version not in self._kept:
                    self._size += len(packed)
                self._kept[version] = packed
            while self._size > self.most_bytes and self._kept:
                self._size -= len(self._kept.popitem(last=False)[1])


CACHE = TileCache(MOST_BYTES)


def read(wanted: str) -> list[tuple[int, int, int, bytes | None]]:
    """Return (class, bin, cell, packed) of the tiles on PostgreSQL that match; `wanted` is a WITH and a FROM clause.

    The clause names the tiles `t`. None stands for a tile that is not packed.
    """
    columns = f"t.width_class, t.bin, t.cell, {VERSION}"
    rows = [tuple(row) for row in binary_rows.fetched(wanted.format(columns=f"{columns}, t.packed IS NULL"))]
    full = [row[:4] for row in rows if not row[4]]
    found = CACHE.known(full)
    lacking = [version for version in full if version not in found]
    if lacking:
        # read by key, not by version: what changed since the first look comes as it is now
        keys = ",".join(f"({name},{bin_},{cell})" for name, bin_, cell, _version in lacking)
        now = binary_rows.fetched(
            f"SELECT {columns}, t.packed FROM licenses_spectrumtile t "
            f"WHERE (t.width_class, t.bin, t.cell) IN (VALUES {keys})"
        )
        rows = [row for row in rows if row[4] or row[:4] in found] + [(*row[:4], row[4] is None) for row in now]
        fresh = {tuple(row[:4]): row[4] for row in now if row[4] is not None}
        CACHE.keep(fresh)
        found |= fresh
    return [(row[0], row[1], row[2], None if row[4] else found[tuple(row[:4])]) for row in rows]
