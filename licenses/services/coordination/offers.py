"""What would make a wish pass: less power on the same channel, or another channel; and the ranking of free channels."""

from typing import Any

import numpy as np

from licenses.models.spectrum import Role
from licenses.services.coordination import pairs
from licenses.services.coordination.fields import search_model_of
from licenses.services.coordination.loud import Loud
from licenses.services.coordination.records import of_text
from licenses.services.coordination.rows import Neighbours, Pairs, Whole, offset_pairs
from licenses.services.coordination.table import Table
from radio.interference import erp_for_margin_dbw, verdicts
from radio.units import dbw_to_w

OFFERED = 5
LEAST_ERP_DBW = -20.0  # less than 10 mW is no offer


def same_channel_erp_w(inputs: dict[str, Any], table: Table, parts: dict[str, Any]) -> float | None:
    """Return the ERP in watts at which everything the wish's power decides would pass; None when power is not it."""
    band, erp = inputs["rules"]["review_band_db"], inputs["wish"]["erp_dbw"]
    others = [*parts["findings"], *parts["products"], *([parts["sum"]] if parts["sum"] else [])]
    inward, outward = ~table.own & table.inward, ~table.own & ~table.inward
    if band is None or any(each["verdict"] != "pass" for each in others) or table.verdict[inward].any():
        return None
    if not np.isfinite(table.needed_db[outward]).all():
        return None
    # each neighbour by what it needs: where a model is used beyond its range that is more
    spare = [*(table.margin_db - table.needed_db)[outward]]
    spare += [parts["border"]["margin_db"] - band] if parts["border"] else []
    wanted = float(erp_for_margin_dbw(erp, min(spare), 0.0)) if spare else erp
    if wanted >= erp or wanted < LEAST_ERP_DBW:
        return None
    return _floor(float(dbw_to_w(wanted)))


def rank(inputs: dict[str, Any], channels: Whole) -> list[dict[str, Any]]:
    """Return the channels with verdict, least margin and who limits it; those that pass first, the widest margin first.

    A channel nobody is near has no margin (None) and passes. `inputs` holds the neighbours of all these channels.
    """
    wish, rules, reach = inputs["wish"], inputs["rules"], inputs["reach_km"]
    if not channels.size or wish["link"] is not None or rules["protected_field_dbuvm"] is None:
        return []
    them, mates = (Neighbours(of_text(inputs[name]), wish["lat"], wish["lon"], reach) for name in ("rows", "mate_rows"))
    shift = wish["rx_hz"] - wish["tx_hz"] if wish["rx_hz"] is not None else 0
    every = _near(wish, rules, them, channels, reach)
    near = every.where(np.isfinite(them.distance_km[every.row]))
    found = [
        (them, pairs.area_out(wish, channels, them, near, rules)),
        (them, pairs.area_in(wish, them, near, rules)),
        (them, pairs.base_out(wish, channels, them, near, rules)),
    ]
    if shift:
        mated = _near(wish, rules, mates, channels + shift, reach, mates=True)
        mated = mated.where(np.isfinite(mates.distance_km[mated.row]))
        found.append((mates, pairs.base_in(wish, mates, mated, rules)))
    least = np.full(channels.size, np.inf)
    worst = np.zeros(channels.size, dtype=np.int64)
    by: list[tuple[str, str] | None] = [None] * channels.size
    mine = set(inputs["own"])
    own = them.of(mine), mates.of(mine)
    for group, each in found:
        _fold(each, group, own[group is mates], least, worst, by)
    worst = np.maximum(worst, _sums(found[1][1], own[0], channels.size, rules))
    doubtful = _doubtful(them, every, own[0], channels.size)
    worst = np.maximum(worst, doubtful.astype(np.int64))
    ranked = [_entry(int(hz), least[place], int(worst[place]), by[place], bool(doubtful[place]))
              for place, hz in enumerate(channels)]  # fmt: skip
    return sorted(
        ranked,
        key=lambda entry: (entry["rank"], -(1e9 if entry["margin_db"] is None else entry["margin_db"]), entry["hz"]),
    )


def _near(
    wish: dict[str, Any], rules: dict[str, Any], them: Neighbours, channels: Whole, reach_km: float, *,
    mates: bool = False,
) -> Pairs:  # fmt: skip
    """Return the pairs within reach, or without a position, that are worth reckoning."""
    loud = Loud(wish, rules, search_model_of(rules), int(channels.min()), int(channels.max()))
    near = loud.pairs(them, offset_pairs(channels, wish["bandwidth_hz"], them), mates=mates)
    distance = them.distance_km[near.row]
    return near.where(np.isnan(distance) | (distance <= reach_km))


def _fold(each: pairs.Margins, group: Neighbours, own: Any, least: Any, worst: Whole, by: list[Any]) -> None:
    """Lower each channel's least margin to what this direction leaves, and remember who does."""
    counted = ~own[each.pairs.row] if each.pairs.row.size else np.zeros(0, dtype=bool)
    channel, margin = each.pairs.channel[counted], each.margin_db[counted]
    np.maximum.at(worst, channel, each.verdict[counted])
    lowest = np.full(least.size, np.inf)
    np.minimum.at(lowest, channel, margin)
    rows = each.pairs.row[counted]
    for place in np.nonzero(margin <= lowest[channel])[0]:
        if margin[place] < least[channel[place]]:
            least[channel[place]] = margin[place]
            by[channel[place]] = (group.value(int(rows[place]), "assignment_id"), each.direction)


def _sums(inward: pairs.Margins, own: Any, size: int, rules: dict[str, Any]) -> Whole:
    """Return each channel's verdict on all that comes into the wish's area together, summed by power."""
    counted = ~own[inward.pairs.row] if inward.pairs.row.size else np.zeros(0, dtype=bool)
    total = np.zeros(size)
    np.add.at(total, inward.pairs.channel[counted], 10.0 ** ((inward.level - inward.correction_db)[counted] / 10.0))
    limit = rules["protected_field_dbuvm"] - rules["protection_ratio_db"]
    heard = np.nonzero(total)[0]
    found = np.zeros(size, dtype=np.int64)
    found[heard] = verdicts(limit - 10.0 * np.log10(total[heard]), review_band_db=rules["review_band_db"])
    return found


def _doubtful(them: Neighbours, near: Pairs, own: Any, size: int) -> Any:
    """Channels near which something stands that cannot be judged for want of data."""
    area = np.isin(them.role, (Role.AREA, Role.LINK_SENDER))
    unknown = ~np.isfinite(them.bandwidth_hz) | (area & ~np.isfinite(them.erp_dbw)) | ~np.isfinite(them.height_m)
    unknown |= (them.role == Role.AREA) & ~np.isfinite(them.radius_km)
    unknown |= np.isnan(them.distance_km)
    found = np.zeros(size, dtype=bool)
    found[near.channel[(unknown & ~own)[near.row]]] = True
    return found


def _entry(hz: int, margin: float, worst: int, by: Any, doubtful: bool) -> dict[str, Any]:
    return {
        "hz": hz,
        "rank": worst,
        "verdict": ("pass", "review", "fail")[worst],
        "margin_db": None if np.isinf(margin) else round(float(margin), 2) + 0.0,
        "limiting": by[0] if by else None,
        "direction": by[1] if by else None,
        "unjudged": doubtful,
    }


def _floor(watts: float) -> float:
    """Return a power rounded down to three figures, so that the rounding never breaks the offer."""
    digits = 2 - int(np.floor(np.log10(watts)))
    return float(np.floor(watts * 10.0**digits) / 10.0**digits)
