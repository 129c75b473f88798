"""Margins of one wish against its neighbours, in every direction in which they may disturb one another.

Directions, each with its own model: `out` and `in` between service areas (the plan's model, at the nearest point of
the victim's area); `out_base` and `in_base` on the duplex mate between base antennas (smooth earth); `out_link` and
`in_link` towards the receiving end of a link (free space, carrier to interference).
"""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from licenses.models.spectrum import Role
from licenses.services.coordination import aim, profiles
from licenses.services.coordination.cull import OUT_OF_RANGE_DB
from licenses.services.coordination.fields import model_of
from licenses.services.coordination.loud import FAINT_DB
from licenses.services.coordination.rows import Floats, Neighbours, Pairs, Whole, wants
from radio.correction import corrections_db
from radio.interference import circles_overlap, cochannel, limits_dbuv_m, nearest_distance_km, verdicts
from radio.propagation import Reason, field_dbuv_m

BASE_MODEL = "smooth-earth"
SOFT_REASONS = Reason.TOO_FAR | Reason.TOO_NEAR | Reason.TX_HEIGHT | Reason.RX_HEIGHT | Reason.TIME | Reason.TERRAIN
LEAST_HEIGHT_M = 30.0  # lower antennas count as this high in Hata's model: too much field, never too little


@dataclass(frozen=True)
class Margins:
    """One direction's outcome: arrays of one length, levels in dBuV/m (links: dBW), distances in km."""

    direction: str
    model: str
    version: str
    pairs: Pairs
    correction_db: Floats
    near_km: Floats
    level: Floats
    limit: Floats
    margin_db: Floats
    reasons: Whole
    overlap: NDArray[np.bool_]
    verdict: Whole
    needed_db: Floats  # the margin at which it passes; infinite where only a person can say
    surveyed: NDArray[np.bool_]  # where the terrain under the path was asked (ITM)
    beside_db: Floats  # what the directions of the antennas take off
    band_db: float  # less than this is doubtful even where the model is used as it was made

    def where(self, kept: NDArray[np.bool_]) -> "Margins":
        """Return the rows of a mask."""
        arrays = {
            field.name: getattr(self, field.name)[kept]
            for field in fields(self) if field.name not in ("direction", "model", "version", "pairs", "band_db")
        }  # fmt: skip
        return replace(self, pairs=self.pairs.where(kept), **arrays)


def known(them: Neighbours, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Return which neighbours have a number for each of these attributes."""
    return np.asarray(np.logical_and.reduce([np.isfinite(getattr(them, name)) for name in names]))


@dataclass(frozen=True)
class Foretold:
    """Fields in dBuV/m, the Reason flags of each, the model, and where the terrain was asked instead of it."""

    model: str
    version: str
    field_dbuv_m: Floats
    reasons: Whole
    surveyed: NDArray[np.bool_]


def _foretold(*link: Any) -> Foretold:
    found = field_dbuv_m(*link)
    none = np.zeros(found.field_dbuv_m.shape, dtype=bool)
    return Foretold(found.model, found.version, found.field_dbuv_m, found.reasons, none)


def _over_terrain(
    result: Foretold, paths: dict[str, Any], them: Neighbours, pairs: Pairs, hz: Whole, erp_dbw: Floats,
    height_m: Floats, rules: dict[str, Any],
) -> Foretold:  # fmt: skip
    """Put the fields over the terrain where its profile was taken; the other rows are marked as without one."""
    fields, reasons = profiles.surveyed(paths, them, pairs, hz, erp_dbw, height_m, rules)
    taken = np.isfinite(fields)
    return Foretold(
        result.model, result.version, np.where(taken, fields, result.field_dbuv_m),
        np.where(taken, reasons, result.reasons | int(Reason.TERRAIN)), taken,
    )  # fmt: skip


def _judged(
    direction: str, result: Foretold, pairs: Pairs, correction: Floats, near: Floats, rules: dict[str, Any],
    tx_height: Floats, overlap: NDArray[np.bool_], beside: Floats,
) -> Margins:  # fmt: skip
    limit = limits_dbuv_m(rules["protected_field_dbuvm"], rules["protection_ratio_db"], correction)
    margin = limit - result.field_dbuv_m
    reasons = result.reasons
    low = (reasons & Reason.TX_HEIGHT > 0) & (tx_height < LEAST_HEIGHT_M)
    hard = np.where(low, reasons & ~int(Reason.TX_HEIGHT), reasons)
    band = rules["review_band_db"]
    needed = np.where(hard & int(SOFT_REASONS) > 0, band + OUT_OF_RANGE_DB, float(band))
    needed = np.where(overlap | (hard & int(Reason.FREQUENCY) > 0), np.inf, needed)
    doubtful = (needed > band) & (margin < needed)
    verdict = verdicts(margin, overlap_cochannel=overlap, outside_range=doubtful, review_band_db=band)
    found = Margins(
        direction, result.model, result.version, pairs, correction, near, result.field_dbuv_m, limit, margin,
        reasons, overlap, verdict, needed, result.surveyed, beside, band,
    )  # fmt: skip
    return found.where((margin < FAINT_DB) | overlap)


def area_out(
    wish: dict[str, Any], channels: Whole, them: Neighbours, pairs: Pairs, rules: dict[str, Any],
    terrain: dict[str, Any] | None = None,
) -> Margins:  # fmt: skip
    """The wish disturbs an existing service area."""
    mask = wants(them.role, Role.AREA) & known(them, ("bandwidth_hz", "radius_km"))
    kept = pairs.where(mask[pairs.row])
    row = kept.row
    near = nearest_distance_km(them.distance_km[row], them.radius_km[row])
    correction = corrections_db(
        wish["bandwidth_hz"], them.bandwidth_hz[row], kept.offset_hz, wish["tetra"], them.tetra[row]
    )
    height = np.full(row.shape, max(wish["height_m"], 1.0))
    beside = aim.lost_db(wish, them, row, them.radius_km[row])
    erp = wish["erp_dbw"] - beside
    result = _foretold(
        model_of(rules), erp, channels[kept.channel] / 1e6, near, height, rules["receiver_height_m"],
        rules["time_percent"],
    )  # fmt: skip
    overlap = _overlaps(wish, them, row, correction)
    if terrain is not None:
        result = _over_terrain(result, terrain["paths"]["out"], them, kept, channels[kept.channel], erp, height, rules)
    return _judged("out", result, kept, correction, near, rules, height, overlap, beside)


def area_in(
    wish: dict[str, Any], them: Neighbours, pairs: Pairs, rules: dict[str, Any],
    terrain: dict[str, Any] | None = None,
) -> Margins:  # fmt: skip
    """An existing sender disturbs the wish's service area."""
    mask = wants(them.role, Role.AREA, Role.LINK_SENDER) & known(them, ("bandwidth_hz", "erp_dbw", "height_m"))
    kept = pairs.where(mask[pairs.row])
    row = kept.row
    near = nearest_distance_km(them.distance_km[row], wish["radius_km"])
    correction = corrections_db(
        them.bandwidth_hz[row], wish["bandwidth_hz"], kept.offset_hz, them.tetra[row], wish["tetra"]
    )
    height = np.maximum(them.height_m[row], 1.0)
    result = _foretold(
        model_of(rules), them.erp_dbw[row], them.centre_hz[row] / 1e6, near, height, rules["receiver_height_m"],
        rules["time_percent"],
    )  # fmt: skip
    areas = wants(them.role[row], Role.AREA)
    if terrain is not None:
        hz = them.centre_hz[row]
        result = _over_terrain(result, terrain["paths"]["in"], them, kept, hz, them.erp_dbw[row], height, rules)
    overlap = _overlaps(wish, them, row, correction) & areas
    return _judged("in", result, kept, correction, near, rules, height, overlap, np.zeros(row.shape))


def _overlaps(wish: dict[str, Any], them: Neighbours, row: Whole, correction: Floats) -> NDArray[np.bool_]:
    radius = np.nan_to_num(them.radius_km[row])
    return np.asarray(circles_overlap(them.distance_km[row], wish["radius_km"], radius) & cochannel(correction))


def base_out(wish: dict[str, Any], channels: Whole, them: Neighbours, pairs: Pairs, rules: dict[str, Any]) -> Margins:
    """The wish's base disturbs the base receiver of another's duplex channel."""
    mask = wants(them.role, Role.BASE_RECEIVER) & known(them, ("bandwidth_hz", "height_m"))
    kept = pairs.where(mask[pairs.row])
    row = kept.row
    near = nearest_distance_km(them.distance_km[row], 0.0)
    correction = corrections_db(
        wish["bandwidth_hz"], them.bandwidth_hz[row], kept.offset_hz, wish["tetra"], them.tetra[row]
    )
    beside = aim.lost_db(wish, them, row, np.zeros(row.shape))
    result = _foretold(
        BASE_MODEL, wish["erp_dbw"] - beside, channels[kept.channel] / 1e6, near, max(wish["height_m"], 1.0),
        np.maximum(them.height_m[row], 1.0),
    )  # fmt: skip
    full = np.full(row.shape, LEAST_HEIGHT_M)
    return _judged("out_base", result, kept, correction, near, rules, full, np.zeros(row.shape, dtype=bool), beside)


def base_in(wish: dict[str, Any], them: Neighbours, pairs: Pairs, rules: dict[str, Any]) -> Margins:
    """An existing sender disturbs the wish's own base receiver on the duplex mate."""
    mask = wants(them.role, Role.AREA, Role.LINK_SENDER) & known(them, ("bandwidth_hz", "erp_dbw", "height_m"))
    kept = pairs.where(mask[pairs.row])
    row = kept.row
    near = nearest_distance_km(them.distance_km[row], 0.0)
    correction = corrections_db(
        them.bandwidth_hz[row], wish["bandwidth_hz"], kept.offset_hz, them.tetra[row], wish["tetra"]
    )
    result = _foretold(
        BASE_MODEL, them.erp_dbw[row], them.centre_hz[row] / 1e6, near, np.maximum(them.height_m[row], 1.0),
        max(wish["height_m"], 1.0),
    )  # fmt: skip
    full = np.full(row.shape, LEAST_HEIGHT_M)
    none = np.zeros(row.shape)
    return _judged("in_base", result, kept, correction, near, rules, full, none.astype(bool), none)
