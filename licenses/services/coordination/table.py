"""All rows of one examination in order, the worst first, worded as JSON only where they are shown."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from common.geo import bearing_deg
from licenses.services.coordination import records
from licenses.services.coordination.pairs import Margins
from licenses.services.coordination.rows import Neighbours
from radio.interference import Verdict
from radio.propagation import itm

WORD = {int(Verdict.PASS): "pass", int(Verdict.REVIEW): "review", int(Verdict.FAIL): "fail"}
DIRECTIONS = ("in", "in_base", "in_link", "out", "out_base", "out_link")


class Table:
    """The margins of all directions together; `own` ones are listed but decide nothing."""

    def __init__(self, margins: Sequence[Margins], them: Neighbours, mates: Neighbours, own: set[str]) -> None:
        self._margins, self._groups = margins, [mates if each.direction == "in_base" else them for each in margins]
        self._own = own
        mine = {id(group): group.of(own) for group in (them, mates)}
        self.margin_db = _joined([each.margin_db for each in margins], float)
        self.verdict = _joined([each.verdict for each in margins], np.int64)
        self.overlap = _joined([each.overlap for each in margins], bool)
        self.needed_db = _joined([each.needed_db for each in margins], float)
        self.inward = _joined([np.full(each.margin_db.size, each.direction.startswith("in")) for each in margins], bool)
        self.own = _joined(
            [mine[id(group)][each.pairs.row] for each, group in zip(margins, self._groups, strict=True)], bool
        )
        self._part = _joined([np.full(each.margin_db.size, place) for place, each in enumerate(margins)], np.int64)
        self._place = _joined([np.arange(each.margin_db.size) for each in margins], np.int64)
        row = _joined([each.pairs.row for each in margins], np.int64)
        word = _joined([np.full(each.margin_db.size, DIRECTIONS.index(each.direction)) for each in margins], np.int64)
        self._order = np.lexsort((row, word, self.margin_db, ~self.overlap))

    def __len__(self) -> int:
        return int(self.margin_db.size)

    def worst(self) -> int:
        """Return the worst verdict of what counts."""
        return int(self.verdict[~self.own].max(initial=int(Verdict.PASS)))

    def margin_after(self, shown: int) -> float | None:
        """Return the margin of the first row that is not shown; None when all are."""
        return db(self.margin_db[self._order[shown]]) if len(self) > shown else None

    def rows(self, wish: dict[str, Any], most: int) -> list[dict[str, Any]]:
        """Return the first rows in words and numbers."""
        return [self._row(int(index), wish) for index in self._order[:most]]

    def _row(self, index: int, wish: dict[str, Any]) -> dict[str, Any]:
        each, place = self._margins[int(self._part[index])], int(self._place[index])
        group, row = self._groups[int(self._part[index])], int(each.pairs.row[place])
        use = group.uses[row]
        key, lat, lon = records.key_of(use), records.value(use, "lat"), records.value(use, "lon")
        return {
            "id": key,
            "direction": each.direction,
            "margin_db": db(each.margin_db[place]),
            "verdict": WORD[int(each.verdict[place])],
            "overlap": bool(each.overlap[place]),
            "own": key in self._own,
            **{name: records.value(use, name) for name in ("role", "marks", "since", "until", "bandwidth_hz")},
            "hz": int(group.centre_hz[row]),
            "offset_hz": int(each.pairs.offset_hz[place]),
            "correction_db": db(each.correction_db[place]),
            "distance_km": round(float(group.distance_km[row]), 3),
            "near_km": round(float(each.near_km[place]), 3),
            "azimuth_deg": round(bearing_deg(wish["lat"], wish["lon"], lat, lon), 1),
            "lat": lat,
            "lon": lon,
            "radius_km": records.value(use, "radius_km"),
            "level": db(each.level[place]),
            "limit": db(each.limit[place]),
            "band_db": each.band_db,
            "needed_db": db(each.needed_db[place]) if np.isfinite(each.needed_db[place]) else None,
            "beside_db": db(each.beside_db[place]),
            "model": itm.NAME if each.surveyed[place] else each.model,
            "version": itm.VERSION if each.surveyed[place] else each.version,
            "reasons": int(each.reasons[place]),
        }


def db(value: Any) -> float:
    """Return decibels to 0.01, never minus zero."""
    return round(float(value), 2) + 0.0


def _joined(parts: list[Any], kind: Any) -> Any:
    return np.concatenate(parts).astype(kind) if parts else np.zeros(0, dtype=kind)
