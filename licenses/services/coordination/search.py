"""Looks for channels of a block that are free at a place, ranked by the margin they leave. Nothing is kept."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
from django.utils.translation import gettext as _

from accounts import access
from accounts.roles import Action
from common.errors import Invalid
from common.geo import decimal_pair
from licenses.models import FrequencyAssignment
from licenses.services.coordination import check as coordination
from licenses.services.coordination.entry import cleaned
from licenses.services.coordination.fields import ITM
from licenses.services.coordination.offers import rank
from licenses.services.coordination.records import of_text
from licenses.services.coordination.wish import Wish
from radio.propagation import DEFAULT
from rulebook.channels import block_of
from rulebook.models import ChannelPlan

MOST_CHANNELS = 5_000
TYPED = (
    "kind",
    "emission",
    "power_w",
    "power_reference",
    "gain_dbi",
    "loss_db",
    "height_m",
    "radius_km",
    "azimuth_deg",
    "beamwidth_deg",
    "station_class",
)


@dataclass(frozen=True)
class Found:
    """The channels, best first; the wish they were judged for; names of the neighbours that limit them."""

    channels: list[dict[str, Any]]
    wish: dict[str, Any]
    names: dict[str, Any]
    neighbours: int
    reach_km: float
    model: str


def free_channels(plan: ChannelPlan, wish: Wish, *, by: Any, on: dt.date, confirmed: bool | None = None) -> Found:
    """Rank every channel of the plan for a wish (its own frequency is ignored).

    Raises Invalid where the plan has no raster or no limits, or the wish cannot be meant so; NotAllowed.
    """
    access.require(by, Action.COORDINATION_CHECK)
    if plan.protected_field_dbuvm is None:
        raise Invalid(_("This channel plan gives no protected field; no margin can be reckoned."), code="no_limits")
    first = coordination.channels_of(plan, 0, plan.lower_hz, plan.upper_hz)
    if len(first) > MOST_CHANNELS:
        raise Invalid(_("This block has more than %(most)s channels.") % {"most": MOST_CHANNELS}, code="too_many")
    asked = replace(wish, tx_hz=first[0], rx_hz=block_of(plan).mate_hz(first[0]))
    width = cleaned(asked, on, confirmed=confirmed)["bandwidth_hz"]
    channels = coordination.channels_of(plan, width, plan.lower_hz, plan.upper_hz)
    if not channels:
        raise Invalid(_("No channel of this block holds so wide an emission."), fields={"emission": [_("Too wide.")]})
    asked = replace(asked, tx_hz=channels[0], rx_hz=block_of(plan).mate_hz(channels[0]))
    inputs, _plan = coordination.gather(asked, on=on, channels=channels, confirmed=confirmed)
    ranked = rank(inputs, np.array(channels, dtype=np.int64))
    neighbours = sum(of_text(inputs[name]).size for name in ("rows", "mate_rows"))
    return Found(ranked, inputs["wish"], _names(ranked), neighbours, inputs["reach_km"], _model(inputs["rules"]))


def _model(rules: dict[str, Any]) -> str:
    """Return the model the ranking rests on: paths over terrain are asked for a single channel only."""
    return DEFAULT if rules["model"] == ITM else str(rules["model"])


def _names(ranked: list[dict[str, Any]]) -> dict[str, Any]:
    keys = {row["limiting"] for row in ranked if row["limiting"]}
    rows = FrequencyAssignment.objects.filter(pk__in=[key for key in keys if ":" not in key])
    values = rows.values_list("pk", "license__number", "license__holder__name")
    return {key.hex: {"license": number, "holder": holder} for key, number, holder in values}


def address(page: str, wish: dict[str, Any], hz: int, model: str = "") -> str:
    """Return the address of the form that examines the same wish on another frequency, by a model if one was chosen."""
    values = {name: wish[name] for name in TYPED if wish.get(name) not in (None, "")}
    values |= {"tx_hz": f"{hz / 1e6:.6f}".rstrip("0"), "lat": decimal_pair(wish["lat"], wish["lon"])}
    if wish.get("pattern"):
        values["pattern"] = "; ".join(f"{angle:g}: {loss:g}" for angle, loss in wish["pattern"])
    if model:
        values["model"] = model
    return f"{page}?{urlencode(values)}"
