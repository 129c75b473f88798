"""Judges a wish from stored inputs alone: the same inputs give the same bytes, whatever was entered since.

Nothing here asks the database, the clock or the language. Results hold codes and numbers; pages and papers word them.
Levels are rounded to 0.01 dB, distances to a metre, bearings to a tenth of a degree.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np

from licenses.models.spectrum import Mark
from licenses.services.coordination import links, pairs, site
from licenses.services.coordination.fields import ITM, model_of
from licenses.services.coordination.offers import OFFERED, rank, same_channel_erp_w
from licenses.services.coordination.pairs import known
from licenses.services.coordination.records import of_text
from licenses.services.coordination.rows import Neighbours, Role, pairs_of
from licenses.services.coordination.table import WORD, Table, db
from radio.interference import Verdict, power_sum_db, verdicts
from radio.propagation import itm

ENGINE = "coordination/3"
SHOWN = 300


def judge(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return the outcome of a check from its inputs (check.py says what they hold)."""
    wish, rules = inputs["wish"], inputs["rules"]
    them, mates = (_neighbours(inputs, name) for name in ("rows", "mate_rows"))
    own = set(inputs["own"])
    margins = margins_of(inputs, them, mates, np.array([wish["tx_hz"]], dtype=np.int64))
    table = Table(margins, them, mates, own)
    unjudged = _unjudged(inputs, them, own, rules)
    parts = {
        "findings": inputs["findings"],
        "sum": _power_sum(margins, them, own, rules),
        "products": site.products(inputs["cosite"], wish),
        "border": site.border(inputs["border_km"], wish, rules),
    }
    verdict = _whole(table, unjudged, parts, rules)
    result = {
        "engine": ENGINE,
        "verdict": WORD[verdict],
        "model": _model(rules),
        "neighbours": len(them) + len(mates),
        "judged": len(table),
        "rows": table.rows(wish, SHOWN),
        "next_margin_db": table.margin_after(SHOWN),
        "unjudged": unjudged,
        "path": links.geometry(wish),
        **parts,
    }
    if verdict != Verdict.PASS:
        erp_w = None if unjudged else same_channel_erp_w(inputs, table, parts)
        result["offers"] = {"erp_w": erp_w, **other_channels(inputs)}
    return result


def other_channels(inputs: dict[str, Any]) -> dict[str, Any]:
    """Return {"channels": others that pass, best first, "tried": how many were looked at}."""
    offered = inputs["offered"]
    if offered is None:
        return {"channels": [], "tried": 0}
    found: list[dict[str, Any]] = []
    for each in rank(inputs | offered, np.array(offered["hz"], dtype=np.int64)):
        if each["verdict"] == "pass" and len(found) < OFFERED and _clear_on_site(inputs, each["hz"]):
            found.append(each)
    return {"channels": found, "tried": offered["tried"]}


def _clear_on_site(inputs: dict[str, Any], hz: int) -> bool:
    """Whether neither products nor the border stand against another channel of the same wish."""
    wish = inputs["wish"]
    shift = hz - wish["tx_hz"]
    moved = wish | {"tx_hz": hz, "rx_hz": None if wish["rx_hz"] is None else wish["rx_hz"] + shift}
    border = site.border(inputs["border_km"], moved, inputs["rules"])
    return not site.products(inputs["cosite"], moved) and (border is None or border["verdict"] == "pass")


def _neighbours(inputs: dict[str, Any], name: str) -> Neighbours:
    wish = inputs["wish"]
    return Neighbours(of_text(inputs[name]), wish["lat"], wish["lon"], inputs["reach_km"])


def margins_of(inputs: dict[str, Any], them: Neighbours, mates: Neighbours, channels: Any) -> list[pairs.Margins]:
    """Return the margins of every direction for wished channels (int64 hertz); none without limits to judge by."""
    wish, rules, reach = inputs["wish"], inputs["rules"], inputs["reach_km"]
    near = pairs_of(channels, wish["bandwidth_hz"], them, reach)
    found: list[pairs.Margins] = []
    if wish["link"] is None and rules["protected_field_dbuvm"] is not None:
        found += [
            pairs.area_out(wish, channels, them, near, rules, inputs.get("terrain")),
            pairs.area_in(wish, them, near, rules, inputs.get("terrain")),
            pairs.base_out(wish, channels, them, near, rules),
        ]
        if wish["rx_hz"] is not None and wish["rx_hz"] != wish["tx_hz"]:
            shifted = channels + (wish["rx_hz"] - wish["tx_hz"])
            found.append(pairs.base_in(wish, mates, pairs_of(shifted, wish["bandwidth_hz"], mates, reach), rules))
    if rules["link_ratio_db"] is not None:
        found += links.margins(inputs, them, near, channels)
    return found


def _unjudged(inputs: dict[str, Any], them: Neighbours, own: set[str], rules: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the neighbours near in frequency of which the register does not know enough, with what is missing."""
    wish, reach = inputs["wish"], inputs["reach_km"]
    channel = np.array([wish["tx_hz"]], dtype=np.int64)
    placed = pairs_of(channel, wish["bandwidth_hz"], them, reach)
    nowhere = pairs_of(channel, wish["bandwidth_hz"], them, reach, placed=False)
    whole = known(them, ("lat", "bandwidth_hz", "erp_dbw", "height_m", "radius_km"))
    doubtful = ~whole | (them.marks & Mark.NO_RECEIVER > 0)
    near = np.unique(np.concatenate([placed.row, nowhere.row]))
    found: dict[str, Any] = {}
    for index in near[doubtful[near]].tolist():
        missing = _missing(them, index, wish, rules)
        key = them.value(index, "assignment_id")
        if missing and key not in own:
            distance = them.distance_km[index]
            found[key] = {
                "id": key,
                "hz": int(them.centre_hz[index]),
                "role": int(them.role[index]),
                "distance_km": None if np.isnan(distance) else round(float(distance), 3),
                "missing": sorted({*missing, *found.get(key, {}).get("missing", [])}),
            }
    return sorted(found.values(), key=lambda entry: (entry["distance_km"] or 0.0, entry["id"]))


def _missing(them: Neighbours, index: int, wish: dict[str, Any], rules: dict[str, Any]) -> list[str]:
    role, link = int(them.role[index]), wish["link"] is not None
    wanted = {"lat": "no_position", "bandwidth_hz": "no_bandwidth"}
    if role in (Role.AREA, Role.LINK_SENDER):
        wanted |= {"erp_dbw": "no_power"} | ({} if link else {"height_m": "no_height"})
    if role == Role.AREA and not link:
        wanted |= {"radius_km": "no_radius"}
    if role == Role.BASE_RECEIVER:
        wanted |= {"height_m": "no_height"}
    missing = [code for name, code in wanted.items() if not np.isfinite(getattr(them, name)[index])]
    if int(them.marks[index]) & Mark.NO_RECEIVER and rules["link_ratio_db"] is not None:
        missing.append("no_receiver")
    return missing


def _power_sum(
    margins: Iterable[pairs.Margins], them: Neighbours, own: set[str], rules: dict[str, Any]
) -> dict[str, Any] | None:
    """Sum, by power, what all others bring into the wish's area; None where there is no limit or nobody is heard."""
    inward = next((each for each in margins if each.direction == "in"), None)
    if inward is None or not inward.pairs.row.size:
        return None
    counted = ~them.of(own)[inward.pairs.row]
    if not counted.any():
        return None
    total = power_sum_db((inward.level - inward.correction_db)[counted])
    limit = rules["protected_field_dbuvm"] - rules["protection_ratio_db"]
    verdict = int(verdicts(limit - total, review_band_db=rules["review_band_db"]))
    return {"level": db(total), "limit": db(limit), "margin_db": db(limit - total), "senders": int(counted.sum()),
            "verdict": WORD[verdict]}  # fmt: skip


def _whole(table: Table, unjudged: list[Any], parts: dict[str, Any], rules: dict[str, Any]) -> Verdict:
    """The whole is as good as its worst part; what could not be judged, or has no limit, is at best REVIEW."""
    values = {word: number for number, word in WORD.items()}
    worst = [table.worst()]
    worst += [values[each["verdict"]] for each in (*parts["findings"], *parts["products"])]
    worst += [values[each["verdict"]] for each in (parts["sum"], parts["border"]) if each]
    if unjudged or (rules["protected_field_dbuvm"] is None and rules["link_ratio_db"] is None):
        worst.append(int(Verdict.REVIEW))
    return Verdict(max(worst))


def _model(rules: dict[str, Any]) -> dict[str, str]:
    if rules["model"] == ITM:
        return {"name": itm.NAME, "version": itm.VERSION, "source": itm.SOURCE}
    model = model_of(rules)
    return {"name": model.name, "version": model.version, "source": model.source}
