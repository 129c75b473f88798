"""Terrain under the paths that decide an examination: taken while it is gathered, kept with it, reckoned by ITM."""

import base64
from collections.abc import Iterator
from typing import Any

import numpy as np

from common.errors import Invalid
from common.geo import bearing_deg, destination
from licenses.models.spectrum import Role
from licenses.services import terrain_paths
from licenses.services.coordination import records
from licenses.services.coordination.records import Uses
from licenses.services.coordination.rows import Floats, Neighbours, Pairs, Whole, offset_pairs
from radio import path_profile
from radio.correction import corrections_db
from radio.interference import nearest_distance_km
from radio.propagation import itm

MOST = 120  # paths whose terrain is asked: those that would be heard most over free space
POINTS = 101
FARTHEST_KM = 150.0
DIRECTIONS = ("out", "in")


def taken(wish: dict[str, Any], uses: Uses, reach_km: float) -> dict[str, Any]:
    """Return {"files": names of the terrain files, "paths": {direction: {key: profile}}} of the paths that matter.

    A profile runs from the sender to the nearest point of the other's service area. Where the files hold no height
    there is none, and the row goes to REVIEW.
    """
    them = Neighbours(uses, wish["lat"], wish["lon"], reach_km)
    found: dict[str, dict[str, Any]] = {name: {} for name in DIRECTIONS}
    files: set[str] = set()
    for direction, index, km in _wanted(wish, them):
        here, there = (wish["lat"], wish["lon"]), (float(them.lat[index]), float(them.lon[index]))
        first, second = (here, there) if direction == "out" else (there, here)
        bearing = bearing_deg(first[0], first[1], second[0], second[1])
        end = destination(first[0], first[1], bearing, km * 1000)
        try:
            heights, sources = terrain_paths.heights(first, end, POINTS)
        except Invalid:
            continue
        files |= set(sources)
        found[direction][_name(them, index)] = {"km": round(km, 3), "heights": _text(heights)}
    return {"files": sorted(files), "paths": found}


def _wanted(wish: dict[str, Any], them: Neighbours) -> Iterator[tuple[str, int, float]]:
    """Yield direction, neighbour and kilometres of the paths that would be heard most over free space."""
    pairs = offset_pairs(np.array([wish["tx_hz"]], dtype=np.int64), wish["bandwidth_hz"], them)
    row = pairs.row[np.isfinite(them.distance_km[pairs.row]) & np.isfinite(them.bandwidth_hz[pairs.row])]
    offset = them.centre_hz[row] - wish["tx_hz"]
    relief = corrections_db(wish["bandwidth_hz"], them.bandwidth_hz[row], offset, wish["tetra"], them.tetra[row])
    outward = nearest_distance_km(them.distance_km[row], np.nan_to_num(them.radius_km[row]))
    inward = nearest_distance_km(them.distance_km[row], wish["radius_km"])
    levels = (wish["erp_dbw"] - relief - 20 * np.log10(outward), them.erp_dbw[row] - relief - 20 * np.log10(inward))
    areas, senders = them.role[row] == Role.AREA, them.role[row] == Role.LINK_SENDER
    heard = (areas | senders) & np.isfinite(levels[1]) & np.isfinite(them.height_m[row])
    masks = (areas & np.isfinite(them.radius_km[row]), heard)
    for name, level, km, mask in zip(DIRECTIONS, levels, (outward, inward), masks, strict=True):
        for place in np.argsort(np.where(mask, -level, np.inf), kind="stable")[: min(MOST, int(mask.sum()))].tolist():
            yield name, int(row[place]), float(km[place])


def surveyed(
    paths: dict[str, Any], them: Neighbours, pairs: Pairs, hz: Whole, erp_dbw: Floats, tx_height_m: Floats,
    rules: dict[str, Any],
) -> tuple[Floats, Whole]:  # fmt: skip
    """Return fields in dBuV/m of the pairs whose path was taken (NaN for others) and ITM's Reason flags."""
    fields, reasons = np.full(pairs.row.size, np.nan), np.zeros(pairs.row.size, dtype=np.int64)
    for place, index in enumerate(pairs.row.tolist()):
        kept = paths.get(_name(them, index))
        if kept is None:
            continue
        heights = _heights(kept["heights"])
        megahertz = int(hz[place]) / 1e6
        path = itm.point_to_point(
            megahertz, heights, kept["km"] * 1000 / (heights.size - 1), float(tx_height_m[place]),
            rules["receiver_height_m"], quantiles=itm.Quantiles(time=rules["time_percent"]),
        )  # fmt: skip
        fields[place] = itm.field_dbuv_m(path, float(erp_dbw[place]), megahertz)
        reasons[place] = path.reasons
    return fields, reasons


def limiting(inputs: dict[str, Any], results: dict[str, Any]) -> tuple[dict[str, Any], path_profile.View] | None:
    """Return the row with the least margin among those whose terrain was asked, and the side view of its path.

    None where no terrain was asked for any row that is shown.
    """
    if not inputs.get("terrain"):
        return None
    wish, receiver_m = inputs["wish"], inputs["rules"]["receiver_height_m"]
    for row in results["rows"]:
        kept = inputs["terrain"]["paths"].get(row["direction"], {}).get(f"{row['id']}/{row['hz']}")
        if kept is not None and row["model"] == itm.NAME:
            tall = wish["height_m"] if row["direction"] == "out" else _height_m(inputs, row)
            hz = wish["tx_hz"] if row["direction"] == "out" else row["hz"]
            ground = _heights(kept["heights"])
            return row, path_profile.view(ground, kept["km"], max(tall, 1.0), receiver_m, hz / 1e6)
    return None


def _height_m(inputs: dict[str, Any], row: dict[str, Any]) -> float:
    """Return the height of a neighbour's antenna, which every row over terrain has."""
    uses = records.of_text(inputs["rows"])
    place = records.keys_of(uses[uses["centre_hz"] == row["hz"]]).index(row["id"])
    return float(uses[uses["centre_hz"] == row["hz"]]["height_m"][place])


def _name(them: Neighbours, index: int) -> str:
    return f"{records.key_of(them.uses[index])}/{int(them.centre_hz[index])}"


def _text(heights_m: Floats) -> str:
    """Return heights as text: whole metres, two bytes each."""
    return base64.b64encode(np.round(heights_m).astype("<i2").tobytes()).decode("ascii")


def _heights(text: str) -> Floats:
    return np.frombuffer(base64.b64decode(text), dtype="<i2").astype(float)
