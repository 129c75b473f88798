"""Examines whether a frequency can be assigned at a place, both ways, and keeps what the answer was reckoned from."""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.canonical import canonical, digest
from common.errors import Invalid
from common.geo import bounding_box, distance_m
from licenses.enums import LICENSE_ENDED, PowerReference
from licenses.models import Application, CoordinationCheck, FrequencyAssignment, License, Licensee
from licenses.services.coordination import cull, judge
from licenses.services.coordination import pending as coordination_pending
from licenses.services.coordination import rules as coordination_rules
from licenses.services.coordination.rows import PLACE
from licenses.services.coordination.wish import Wish, cleaned, of_assignment
from licenses.services.editing import keeper_agency
from places.borders import land_border_km
from radio.interference import COSITE_KM
from radio.units import power_as, w_to_dbw
from rulebook.channels import block_of, plan_for
from rulebook.models import ChannelPlan

OFFER_STEPS = 8  # channels either side that are tried when a wish does not pass
COSITE_SENDERS = 60
NO_LIMIT_KM = 100.0  # how far neighbours are listed where no plan gives a limit
NAMED = 300


@transaction.atomic
def check(
    wish: Wish, *, by: Any, on: dt.date, agency: Agency | None = None, holder: Licensee | None = None,
    assignment: FrequencyAssignment | None = None, license: License | None = None,
) -> CoordinationCheck:  # fmt: skip
    """Examine a wish against the register as of a day and keep the outcome with all its inputs.

    Assignments of the same `holder` are listed but decide nothing; `assignment` (being re-examined) is left out.
    Raises Invalid with the fields that cannot be meant so, NotAllowed.
    """
    keeper = keeper_agency(by, agency, Action.COORDINATION_CHECK)
    inputs, plan = gather(wish, on=on, holder=holder, without=assignment)
    results = judge.judge(inputs)
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
    """Say whether judging the stored inputs again gives the stored results, byte for byte."""
    again = canonical(judge.judge(json.loads(kept.inputs)))
    return again == kept.results and digest(f"{kept.inputs}\n{again}") == kept.sha256


def gather(
    wish: Wish, *, on: dt.date, holder: Licensee | None = None, without: FrequencyAssignment | None = None,
    channels: tuple[int, ...] = (),
) -> tuple[dict[str, Any], ChannelPlan | None]:  # fmt: skip
    """Return all the outcome depends on, as JSON values, and the plan; `channels` are tried instead of offers."""
    numbers = cleaned(wish, on)
    hz = numbers["tx_hz"]
    plan = plan_for(hz, wish.kind, on)
    if plan and numbers["rx_hz"] is None and numbers["link"] is None:
        numbers["rx_hz"] = block_of(plan).mate_hz(hz)
    rules = coordination_rules.rules_of(plan)
    offered = list(channels) or _offer_channels(plan, numbers)
    low, high = min([hz, *offered]), max([hz, *offered])
    found = cull.extents(low, high, numbers["bandwidth_hz"])
    shift = _shift(numbers)
    mated = cull.extents(low + shift, high + shift, numbers["bandwidth_hz"]) if shift else []
    reach = _reach([*found, *mated], numbers, rules, hz)
    near = _near(numbers, on, low, high, reach, found, without)
    mates = _near(numbers, on, low + shift, high + shift, reach, mated, without) if shift else []
    return {
        "wish": numbers,
        "rules": rules,
        "plan": coordination_rules.plan_stamp(plan),
        "on": on.isoformat(),
        "reach_km": round(reach, 3),
        "rows": near,
        "mate_rows": mates,
        "own": _own(holder, [*near, *mates]),
        "links": _links([*near]),
        "cosite": _cosite(numbers, on, without),
        "border_km": _border_km(numbers, rules),
        "findings": coordination_rules.findings(numbers, plan, on),
        "offer_hz": offered,
    }, plan


def _reach(found: list[cull.Extent], wish: dict[str, Any], rules: dict[str, Any], hz: int) -> float:
    if wish["link"] is not None or rules["protected_field_dbuvm"] is None:
        return NO_LIMIT_KM + max((extent.radius_km for extent in found), default=0.0)
    return cull.reach_km(found, wish, rules, hz)


def _near(
    wish: dict[str, Any], on: dt.date, low: int, high: int, reach: float, found: list[cull.Extent],
    without: FrequencyAssignment | None,
) -> list[Sequence[Any]]:  # fmt: skip
    rows = cull.neighbours(
        lower_hz=low, upper_hz=high, bandwidth_hz=wish["bandwidth_hz"], lat=wish["lat"], lon=wish["lon"],
        reach=reach, on=on, found=found,
    )  # fmt: skip
    box = bounding_box(wish["lat"], wish["lon"], reach * 1000)
    pending = coordination_pending.uses(
        lower_hz=low, upper_hz=high, bandwidth_hz=wish["bandwidth_hz"], box=box, on=on
    )  # fmt: skip
    rows = [*rows, *pending]
    left_out = without.pk.hex if without else ""
    return sorted(
        (row for row in rows if row[0] != left_out), key=lambda row: (row[PLACE["centre_hz"]], row[0], row[3])
    )


def _shift(wish: dict[str, Any]) -> int:
    """Return how far the receive frequency lies from the transmit frequency, in hertz; 0 without a duplex mate."""
    return 0 if wish["rx_hz"] is None or wish["link"] is not None else wish["rx_hz"] - wish["tx_hz"]


def _offer_channels(plan: ChannelPlan | None, wish: dict[str, Any]) -> list[int]:
    """Return the nearest channels of the plan, whole hertz, the wished one left out."""
    if plan is None or not plan.raster_step_hz or wish["link"] is not None:
        return []
    every = [int(hz) for hz in block_of(plan).channels(wish["bandwidth_hz"])]
    others = sorted((hz for hz in every if hz != wish["tx_hz"]), key=lambda hz: (abs(hz - wish["tx_hz"]), hz))
    return sorted(others[: 2 * OFFER_STEPS])


def _own(holder: Licensee | None, rows: list[Sequence[Any]]) -> list[str]:
    """Return which of the neighbours belong to the same holder."""
    if holder is None or not rows:
        return []
    low, high = min(row[4] for row in rows), max(row[4] for row in rows)
    mine = FrequencyAssignment.objects.filter(license__holder=holder)
    keys = mine.filter(tx_hz__range=(low - 1, high + 1)) | mine.filter(rx_hz__range=(low - 1, high + 1))
    known = {key.hex for key in keys.values_list("pk", flat=True)}
    known |= coordination_pending.keys_of(holder)
    return sorted({row[0] for row in rows} & known)


def _links(rows: list[Sequence[Any]]) -> dict[str, list[dict[str, Any]]]:
    """Return both ends of the links among the neighbours: what direction and carrier need."""
    keys = {row[0] for row in rows if row[PLACE["role"]] in (2, 3)}
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


def _cosite(wish: dict[str, Any], on: dt.date, without: FrequencyAssignment | None) -> dict[str, Any]:
    """Return senders and receivers within a kilometre, the nearest in frequency first where they are too many."""
    south, west, north, east = bounding_box(wish["lat"], wish["lon"], COSITE_KM * 1000)
    rows = FrequencyAssignment.objects.active_on(on).filter(
        station__lat__range=(south, north), station__lon__range=(west, east), tx_upper_hz=None
    )
    rows = rows.exclude(license__status__in=LICENSE_ENDED)
    if without:
        rows = rows.exclude(pk=without.pk)
    names = ("pk", "tx_hz", "rx_hz", "bandwidth_hz", "station__lat", "station__lon")
    near = [
        row for row in rows.values_list(*names)
        if distance_m(wish["lat"], wish["lon"], row[4], row[5]) <= COSITE_KM * 1000
    ]  # fmt: skip
    near.sort(key=lambda row: (abs(row[1] - wish["tx_hz"]), row[0].hex))
    kept = near[:COSITE_SENDERS]
    return {
        "senders": [[row[0].hex, row[1]] for row in kept],
        "receivers": [[row[0].hex, row[2], row[3] or 0] for row in kept if row[2]],
        "left_out": len(near) - len(kept),
    }


def _border_km(wish: dict[str, Any], rules: dict[str, Any]) -> float | None:
    if rules["border_range_km"] is None:
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
    prefix = coordination_pending.PREFIX
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
