"""Leaves out, before anything is reckoned exactly, the pairs that stay far below every limit.

Fields are read from tables that never lie below the model (its value at a nearer distance, for a higher antenna), so
that no pair that counts is lost; a few that do not count are kept, and the exact reckoning drops them.
"""

from functools import lru_cache
from typing import Any

import numpy as np

from licenses.models.spectrum import Mark, Role
from licenses.services.coordination.rows import (
    FLAT_ERROR,
    FLAT_KM,
    Floats,
    Neighbours,
    Pairs,
    Whole,
    offset_pairs,
    wants,
)  # fmt: skip
from radio.correction import corrections_db
from radio.interference import NEAREST_KM
from radio.propagation import MODELS, Model, field_dbuv_m

FAINT_DB = 30.0  # a field so far below its limit neither decides nor weighs in the sum: our proposal
SLACK_DB = 1.0
HEIGHTS_M = (10.0, 20.0, 30.0, 45.0, 60.0, 100.0, 150.0, 200.0, 250.0, 350.0, 500.0, 1000.0, 3000.0)
GRID_KM = np.geomspace(NEAREST_KM, 600.0, 200)
BASE = "smooth-earth"


class Loud:
    """Upper bounds of the fields between a wish and its neighbours, for channels between two frequencies."""

    def __init__(self, wish: dict[str, Any], rules: dict[str, Any], model: Model, low_hz: int, high_hz: int) -> None:
        self.wish, self.limit = wish, rules["protected_field_dbuvm"] - rules["protection_ratio_db"]
        own, receiver = max(wish["height_m"], 1.0), (rules["receiver_height_m"], rules["time_percent"])
        span = max(low_hz // 1_000_000, 1), -(-high_hz // 1_000_000)  # whole megahertz: the next wish finds them made
        self._out = wish["erp_dbw"] + _greatest(model, *span, (own,), *receiver)[0]
        self._in = _greatest(model, *span, HEIGHTS_M, *receiver)
        self._base = _greatest(MODELS[BASE], *span, HEIGHTS_M, own, 50.0)

    def uses(self, them: Neighbours, channels: Whole, *, mates: bool = False) -> Any:
        """Return which neighbours (mask) take part in a pair worth reckoning, or are not known well enough."""
        pairs = self.pairs(them, offset_pairs(channels, self.wish["bandwidth_hz"], them), mates=mates)
        kept = np.zeros(len(them), dtype=bool)
        kept[pairs.row] = True
        return kept

    def pairs(self, them: Neighbours, pairs: Pairs, *, mates: bool = False) -> Pairs:
        """Return the pairs worth reckoning."""
        nearest = np.maximum(them.flat_km * (1 - FLAT_ERROR) - FLAT_KM, 0.0)
        loudest = self._mate_levels(them, nearest) if mates else self._levels(them, nearest)
        unsure = np.isnan(loudest)
        near = pairs.where((loudest >= self.limit - FAINT_DB - SLACK_DB)[pairs.row] | unsure[pairs.row])
        width = np.where(np.isnan(them.bandwidth_hz), 1.0, them.bandwidth_hz)[near.row]
        here, tetra = self.wish["bandwidth_hz"], them.tetra[near.row]
        correction = corrections_db(here, width, near.offset_hz, self.wish["tetra"], tetra)
        if self.wish["tetra"] or tetra.any():  # only with TETRA do the two directions differ
            back = corrections_db(width, here, near.offset_hz, tetra, self.wish["tetra"])
            correction = np.minimum(correction, back)
        heard = loudest[near.row] - correction >= self.limit - FAINT_DB - SLACK_DB
        return near.where(heard | unsure[near.row])

    def _levels(self, them: Neighbours, nearest: Floats) -> Floats:
        """Return the greatest field of either direction; NaN where something is not known."""
        here = np.maximum(nearest - self.wish["radius_km"], NEAREST_KM)
        there = np.maximum(nearest - them.radius_km, NEAREST_KM)
        erp, height, tall = them.erp_dbw, _class(them.height_m), np.isfinite(them.height_m)
        place, within = _place(here), _place(np.nan_to_num(there, nan=NEAREST_KM))
        inward = np.where(tall, erp + self._in[height, place], np.nan)
        outward = np.where(np.isnan(there), np.nan, self._out[within])
        base = np.where(tall, self.wish["erp_dbw"] + self._base[height, _place(nearest)], np.nan)
        found = np.select(
            [wants(them.role, Role.AREA), wants(them.role, Role.BASE_RECEIVER), wants(them.role, Role.LINK_SENDER)],
            [np.maximum(inward, outward), base, inward],
            np.nan,
        )
        known = np.isfinite(them.bandwidth_hz) & np.isfinite(nearest) & (them.marks & Mark.NO_RECEIVER == 0)
        return np.where(known, found, np.nan)

    def _mate_levels(self, them: Neighbours, nearest: Floats) -> Floats:
        """Return the greatest field at the wish's own receiver; minus infinity for what never disturbs it."""
        height, tall = _class(them.height_m), np.isfinite(them.height_m)
        known = np.isfinite(them.bandwidth_hz) & np.isfinite(nearest) & tall
        found = np.where(known, them.erp_dbw + self._base[height, _place(nearest)], np.nan)
        return np.where(wants(them.role, Role.AREA, Role.LINK_SENDER), found, -np.inf)


@lru_cache(maxsize=256)
def _greatest(
    model: Model, low_mhz: int, high_mhz: int, heights_m: tuple[float, ...], receiver_m: float, time_percent: float
) -> Floats:
    """Return the field of 0 dBW by height and distance (GRID_KM), the greatest between two whole megahertz."""
    edges = np.unique([low_mhz, (low_mhz + high_mhz) / 2, high_mhz])[:, None]
    heights = np.array(heights_m)[:, None, None]
    found = field_dbuv_m(model, 0.0, edges, GRID_KM, heights, receiver_m, time_percent)
    # far away Hata's field does not rise with every metre of height: the greater of both ends of a step is taken
    return np.maximum.accumulate(found.field_dbuv_m.max(axis=1), axis=0)


def _class(height_m: Floats) -> Whole:
    """Return the place in HEIGHTS_M of the next height that is not lower."""
    return np.minimum(np.searchsorted(HEIGHTS_M, height_m, side="left"), len(HEIGHTS_M) - 1)


def _place(distance_km: Floats) -> Whole:
    """Return the place in GRID_KM of the next distance that is not greater."""
    return np.clip(np.searchsorted(GRID_KM, distance_km, side="right") - 1, 0, GRID_KM.size - 1)
