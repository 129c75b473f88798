"""What a channel plan says about a wish: the rules it is judged by, and everything of it the plan does not allow."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from licenses.services.coordination.fields import CURVES, ITM, model_of, newest_curves, usable
from radio.propagation import DEFAULT
from rulebook.channels import block_of, plan_for
from rulebook.models import ChannelPlan

RULES = (
    "protected_field_dbuvm", "protection_ratio_db", "review_band_db", "link_ratio_db", "border_field_dbuvm",
    "border_range_km", "border_time_percent",
)  # fmt: skip
TIME_PERCENT, RECEIVER_M = 10.0, 1.5


def rules_of(plan: ChannelPlan | None, chosen: str = "") -> dict[str, Any]:
    """Return the limits and the model to judge by; without a plan there are no limits, and the outcome is REVIEW.

    `chosen`: the model the examiner asked for instead of the plan's. A model that is not loaded here is replaced by
    the default one, which `findings` then says.
    """
    limits: dict[str, Any] = {name: getattr(plan, name) if plan else None for name in RULES}
    wanted = chosen or (plan.field_model if plan else "") or DEFAULT
    name = wanted if usable(wanted) else DEFAULT
    return limits | {
        "model": name,
        "model_wanted": wanted,
        "model_by": "examiner" if chosen else "plan",
        "curves": newest_curves(name.removeprefix("p1546-")) if name in CURVES else None,
        "time_percent": (plan.time_percent if plan else None) or TIME_PERCENT,
        "receiver_height_m": (plan.receiver_height_m if plan else None) or RECEIVER_M,
    }


def plan_stamp(plan: ChannelPlan | None) -> dict[str, Any] | None:
    """Return which plan was applied, so exactly that another version of it shows."""
    if plan is None:
        return None
    return {
        "code": plan.code,
        "name_vi": plan.name_vi,
        "name_en": plan.name_en,
        "effective_from": plan.effective_from.isoformat(),
        "content_hash": plan.content_hash,
        "example": plan.example,
    }


def findings(
    wish: dict[str, Any], plan: ChannelPlan | None, on: dt.date, rules: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return what stands against the wish before any neighbour is asked: field, code, numbers, verdict."""
    if plan is None:
        return [{"field": "tx_hz", "code": "no_plan", "verdict": "review"}, *_doubts(wish)]
    return [
        *_doubts(wish), *_limits(plan), *_model(wish, rules), *_block(wish, plan), *_duplex(wish, plan),
        *_class(wish, plan), *_mate_plan(wish, plan, on),
    ]  # fmt: skip


def _doubts(wish: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Unlikely values a person has confirmed are only told; those nobody was asked about need one."""
    for field in wish["doubts"]:
        yield {"field": field, "code": f"doubt_{field}", "verdict": "pass" if wish["confirmed"] else "review"}


def _model(wish: dict[str, Any], rules: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A model that is not loaded, or not made for this frequency, leaves the outcome to a person."""
    if rules["model"] != rules["model_wanted"]:
        yield {"field": "model", "code": "model_missing", "wanted": rules["model_wanted"], "verdict": "review"}
    range_ = model_of(rules).validity.frequency_mhz
    if wish["link"] is None and rules["model"] != ITM and not range_.lower <= wish["tx_hz"] / 1e6 <= range_.upper:
        yield {
            "field": "tx_hz", "code": "model_range", "lower_hz": int(range_.lower * 1e6),
            "upper_hz": int(range_.upper * 1e6), "verdict": "review",
        }  # fmt: skip


def _limits(plan: ChannelPlan) -> Iterator[dict[str, Any]]:
    if plan.protected_field_dbuvm is None and plan.link_ratio_db is None:
        yield {"field": "plan", "code": "no_limits", "verdict": "review"}


def _block(wish: dict[str, Any], plan: ChannelPlan) -> Iterator[dict[str, Any]]:
    erp_w = 10 ** (wish["erp_dbw"] / 10)
    for fault in block_of(plan).faults(wish["tx_hz"], wish["bandwidth_hz"], round(erp_w, 6), wish["height_m"]):
        yield {
            "field": fault.field,
            "code": fault.code,
            "limit": fault.limit,
            "nearest_hz": [int(hz) for hz in fault.nearest_hz],
            "verdict": "fail",
        }


def _duplex(wish: dict[str, Any], plan: ChannelPlan) -> Iterator[dict[str, Any]]:
    mate = block_of(plan).mate_hz(wish["tx_hz"])
    if mate is not None and wish["rx_hz"] not in (None, mate):
        yield {"field": "rx_hz", "code": "duplex", "nearest_hz": [mate], "verdict": "fail"}


def _class(wish: dict[str, Any], plan: ChannelPlan) -> Iterator[dict[str, Any]]:
    allowed = plan.station_classes
    if allowed and wish["station_class"] not in allowed:
        yield {"field": "station_class", "code": "station_class", "allowed": allowed, "verdict": "fail"}


def _mate_plan(wish: dict[str, Any], plan: ChannelPlan, on: dt.date) -> Iterator[dict[str, Any]]:
    """A receive frequency outside every plan cannot be protected by one."""
    mate = block_of(plan).mate_hz(wish["tx_hz"])
    if mate is None and wish["rx_hz"] is not None and plan_for(wish["rx_hz"], wish["kind"], on) is None:
        yield {"field": "rx_hz", "code": "no_plan_mate", "verdict": "review"}
