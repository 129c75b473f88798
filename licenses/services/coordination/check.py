"""Examines whether a frequency can be assigned at a place, both ways, and keeps what the answer was reckoned from."""

import datetime as dt
import json
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.canonical import canonical, digest
from common.errors import Invalid
from common.geo import bounding_box, distances_m
from licenses.enums import LICENSE_ENDED, PowerReference
from licenses.models import Application, CoordinationCheck, FrequencyAssignment, License, Licensee
from licenses.models.spectrum import Role
from licenses.services.coordination import judge, pending, profiles, records, rules
from licenses.services.coordination.entry import cleaned
from licenses.services.coordination.fields import ITM
from licenses.services.coordination.records import Uses
from licenses.services.coordination.rows import Whole
from licenses.services.coordination.scene import NOBODY, Own, Scene, own_keys
from licenses.services.coordination.wish import Wish, of_assignment
from licenses.services.editing import keeper_agency
from places.borders import land_border_km
from radio.interference import COSITE_KM
from radio.units import power_as, w_to_dbw
from rulebook.channels import block_of, plan_for
from rulebook.models import ChannelPlan

OFFER_STEPS = 8  # channels either side that are tried when a wish does not pass
COSITE_SENDERS = 60
OF_ONE_CHANNEL = ("off_raster", "outside_block")  # what another channel would mend; anything else stays
NAMED = 300


@transaction.atomic
def check(
    wish: Wish, *, by: Any, on: dt.date, agency: Agency | None = None, holder: Licensee | None = None,
    assignment: FrequencyAssignment | None = None, license: License | None = None, confirmed: bool | None = None,
) -> CoordinationCheck:  # fmt: skip
    """Examine a wish against the register as of a day and keep the outcome with all its inputs.

    Assignments of the same `holder` and of the `license` asked about are listed but decide nothing; `assignment` (being
    re-examined) is left out.
    `confirmed` says whether a person looked again at unlikely values (see entry.cleaned).
    Raises Invalid with the fields that cannot be meant so, NotAllowed.
    """
    keeper = keeper_agency(by, agency, Action.COORDINATION_CHECK)
    inputs, results, plan = examine(wish, on=on, own=Own(holder, license), without=assignment, confirmed=confirmed)
    texts = [canonical(inputs), canonical(results)]
    if wish.tx_hz is None or wish.lat is None or wish.lon is None:  # gather() refuses such a wish
        raise Invalid(_("Say frequency and position."))
    made = CoordinationCheck.objects.create(
        agency=keeper,
        kind=wish.kind,
        tx_hz=wish.tx_hz,
        lat=wish.lat,
        lon=wish.lon,
        on=on,
        assignment=assignment,
        license=license or (assignment.license if assignment else None),
        plan=plan,
        verdict=results["verdict"],
        inputs=texts[0],
        results=texts[1],
        names=canonical(names_of(results)),
        sha256=digest("\n".join(texts)),
        checked_by=by if getattr(by, "pk", None) else None,
    )
    journal.record(
        by, "coordination.checked", made, agency=keeper,
        after={"tx_hz": made.tx_hz, "verdict": made.verdict, "sha256": made.sha256},
    )  # fmt: skip
    return made


def recheck(assignment: FrequencyAssignment, *, by: Any, on: dt.date) -> CoordinationCheck:
    """Examine an assignment of the register as if it were wished anew."""
    access.require(by, Action.COORDINATION_CHECK, assignment)
    return check(of_assignment(assignment), by=by, on=on, holder=assignment.license.holder, assignment=assignment)


def reckoned_again(kept: CoordinationCheck) -> bool:
    """Say whether judging the stored inputs again gives the stored results, byte for byte.

    What an older engine kept has inputs of another layout and is not reckoned again: False.
    """
    if json.loads(kept.results)["engine"] != judge.ENGINE:
        return False
    again = canonical(judge.judge(json.loads(kept.inputs)))
    return again == kept.results and digest(f"{kept.inputs}\n{again}") == kept.sha256


def examine(
    wish: Wish, *, on: dt.date, own: Own = NOBODY, without: FrequencyAssignment | None = None,
    confirmed: bool | None = None,
) -> tuple[dict[str, Any], dict[str, Any], ChannelPlan | None]:  # fmt: skip
    """Return the inputs, what they amount to, and the plan; nothing is kept.

    Other channels are looked at only where the wished one does not pass.
    """
    scene, plan = _scene(wish, on=on, without=without, confirmed=confirmed)
    inputs = _gathered(scene, plan, own, np.array([scene.wish["tx_hz"]], dtype=np.int64))
    results = judge.judge(inputs)
    against = (each for each in results["findings"] if each["verdict"] != "pass")
    hopeless = results["verdict"] == "pass" or any(each["code"] not in OF_ONE_CHANNEL for each in against)
    tried = () if hopeless or scene.rules["model"] == ITM else _offer_channels(plan, inputs["wish"])
    if tried:
        inputs["offered"] = _alternatives(scene, inputs["reach_km"], tried, own)
        results["offers"] |= judge.other_channels(inputs)
    return inputs, results, plan


def gather(
    wish: Wish,
    *,
    on: dt.date,
    own: Own = NOBODY,
    channels: tuple[int, ...] = (),
    confirmed: bool | None = None,
) -> tuple[dict[str, Any], ChannelPlan | None]:
    """Return all the outcome depends on, as JSON values, and the plan; `channels` are asked instead of the wish's own.

    `rows` and `mate_rows` are the uses near the transmit and the receive frequency (records.py), each with the
    versions of assignment and station; what stays 30 dB below every limit is left out (loud.py).
    """
    scene, plan = _scene(wish, on=on, confirmed=confirmed)
    asked = np.array(channels or (scene.wish["tx_hz"],), dtype=np.int64)
    return _gathered(scene, plan, own, asked), plan


def _scene(
    wish: Wish, *, on: dt.date, without: FrequencyAssignment | None = None, confirmed: bool | None = None
) -> tuple[Scene, ChannelPlan | None]:
    numbers = cleaned(wish, on, confirmed=confirmed)
    plan = plan_for(numbers["tx_hz"], wish.kind, on)
    if plan and numbers["rx_hz"] is None and numbers["link"] is None:
        numbers["rx_hz"], numbers["rx_by"] = block_of(plan).mate_hz(numbers["tx_hz"]), "plan"
    return Scene(numbers, rules.rules_of(plan, wish.model), on, without), plan


def _gathered(scene: Scene, plan: ChannelPlan | None, own: Own, channels: Whole) -> dict[str, Any]:
    near, mates, reach = scene.around(channels)
    over_terrain = scene.rules["model"] == ITM and scene.limited
    return {
        "layout": records.LAYOUT,
        "wish": scene.wish,
        "rules": scene.rules,
        "plan": rules.plan_stamp(plan),
        "on": scene.on.isoformat(),
        "reach_km": reach,
        "rows": records.text_of(near),
        "mate_rows": records.text_of(mates),
        "own": _own(own, near, mates),
        "links": _links(near),
        "cosite": _cosite(scene.wish, scene.on, scene.left_out),
        "border_km": _border_km(scene.wish, scene.rules),
        "findings": rules.findings(scene.wish, plan, scene.on, scene.rules),
        "terrain": profiles.taken(scene.wish, near, reach) if over_terrain else None,
        "offered": None,
    }


def _alternatives(scene: Scene, reach_km: float, tried: tuple[int, ...], own: Own) -> dict[str, Any]:
    """Return what decides whether other channels pass: those not hopeless, and who is near them."""
    hopeful = scene.hopeful(np.array(tried, dtype=np.int64), reach_km, own)
    found = {"tried": len(tried), "hz": hopeful.tolist(), "rows": "", "mate_rows": "", "own": [], "reach_km": 0.0}
    if hopeful.size:
        near, mates, found["reach_km"] = scene.around(hopeful)
        found |= {
            "rows": records.text_of(near), "mate_rows": records.text_of(mates), "own": _own(own, near, mates),
        }  # fmt: skip
    return found


def _offer_channels(plan: ChannelPlan | None, wish: dict[str, Any]) -> tuple[int, ...]:
    """Return the nearest channels of the plan, whole hertz, the wished one left out."""
    if plan is None or not plan.raster_step_hz or wish["link"] is not None or plan.protected_field_dbuvm is None:
        return ()
    every = [int(hz) for hz in block_of(plan).channels(wish["bandwidth_hz"])]
    others = sorted((hz for hz in every if hz != wish["tx_hz"]), key=lambda hz: (abs(hz - wish["tx_hz"]), hz))
    return tuple(sorted(others[: 2 * OFFER_STEPS]))


def _own(own: Own, *groups: Uses) -> list[str]:
    """Return which of the neighbours are one's own."""
    return sorted({key for uses in groups for key in own_keys(own, uses)})


def _links(uses: Uses) -> dict[str, list[dict[str, Any]]]:
    """Return both ends of the links among the neighbours: what direction and carrier need."""
    linked = uses[np.isin(uses["role"], [Role.LINK_SENDER, Role.LINK_RECEIVER]) & (uses["marks"] & records.ASKED == 0)]
    keys = set(records.keys_of(linked))
    if not keys:
        return {}
    found = FrequencyAssignment.objects.filter(pk__in=keys).select_related("station", "rx_station")
    ends = {}
    for each in found:
        near, far = each.station, each.rx_station
        known = (near.lat, near.antenna_gain_dbi, each.power_w, each.power_reference)
        if far is None or far.lat is None or None in known or far.antenna_gain_dbi is None:
            continue
        watts = power_as(
            each.power_w or 0.0,
            each.power_reference,
            PowerReference.EIRP,
            near.antenna_gain_dbi,
            near.feeder_loss_db or 0,
        )
        ends[each.pk.hex] = [
            {"lat": near.lat, "lon": near.lon, "gain_dbi": near.antenna_gain_dbi,
             "azimuth_deg": near.antenna_azimuth_deg, "eirp_dbw": round(w_to_dbw(watts), 6)},
            {"lat": far.lat, "lon": far.lon, "gain_dbi": far.antenna_gain_dbi},
        ]  # fmt: skip
    return ends


def _cosite(wish: dict[str, Any], on: dt.date, left_out: str) -> dict[str, Any]:
    """Return senders and receivers within a kilometre, the nearest in frequency first where they are too many."""
    south, west, north, east = bounding_box(wish["lat"], wish["lon"], COSITE_KM * 1000)
    rows = FrequencyAssignment.objects.active_on(on).filter(
        station__lat__range=(south, north), station__lon__range=(west, east), tx_upper_hz=None
    )
    rows = rows.exclude(license__status__in=LICENSE_ENDED)
    if left_out:
        rows = rows.exclude(pk=left_out)
    names = ("pk", "tx_hz", "rx_hz", "bandwidth_hz", "station__lat", "station__lon")
    found = list(rows.values_list(*names))
    metres = distances_m(wish["lat"], wish["lon"], [row[4] for row in found], [row[5] for row in found])
    near = [row for row, away in zip(found, metres, strict=True) if away <= COSITE_KM * 1000]
    near.sort(key=lambda row: (abs(row[1] - wish["tx_hz"]), row[0].hex))
    kept = near[:COSITE_SENDERS]
    return {
        "senders": [[row[0].hex, row[1]] for row in kept],
        "receivers": [[row[0].hex, row[2], row[3] or 0] for row in kept if row[2]],
        "left_out": len(near) - len(kept),
    }


def _border_km(wish: dict[str, Any], limits: dict[str, Any]) -> float | None:
    if limits["border_range_km"] is None:
        return None
    away = land_border_km(wish["lat"], wish["lon"])
    return None if away is None else round(away, 3)


def names_of(results: dict[str, Any]) -> dict[str, Any]:
    """Return license, holder and station of every assignment the results name: words, no part of the reckoning."""
    keys = {row["id"] for row in results["rows"] if "hz" in row} | {row["id"] for row in results["unjudged"][:NAMED]}
    for product in results["products"]:
        keys |= {product["receiver"], *product["sender_ids"]}
    keys |= {channel["limiting"] for channel in results.get("offers", {}).get("channels", [])}
    rows = FrequencyAssignment.objects.filter(pk__in={key for key in keys if key and ":" not in key})
    values = rows.values_list(
        "pk", "license__number", "license__status", "license__holder__name", "station__name", "station__call_sign"
    )
    prefix = pending.PREFIX
    asked = {key.removeprefix(prefix) for key in keys if key and key.startswith(prefix)}
    files = Application.objects.filter(pk__in=asked).values_list("pk", "number", "status", "licensee__name")
    applied = {
        f"{prefix}{key.hex}": {"license": number, "status": status, "holder": holder, "station": ""}
        for key, number, status, holder in files
    }
    return applied | {
        key.hex: {"license": number, "status": status, "holder": holder, "station": station or call}
        for key, number, status, holder, station, call in values
    }


def channels_of(plan: ChannelPlan | None, bandwidth_hz: int, lower_hz: int, upper_hz: int) -> tuple[int, ...]:
    """Return the plan's channels between two frequencies; Invalid when it has no raster."""
    if plan is None or not plan.raster_step_hz:
        raise Invalid(_("No channel plan with a raster holds here; name the frequency itself."), code="no_raster")
    every = block_of(plan).channels(bandwidth_hz)
    return tuple(int(hz) for hz in every if lower_hz <= hz <= upper_hz)
