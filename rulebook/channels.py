"""Answers which channel plan holds for a frequency and a kind of license on a day."""

import datetime as dt

from radio.bands import Block
from rulebook.models import ChannelPlan


def plans_on(on: dt.date, kind: str = "") -> list[ChannelPlan]:
    """Return the plans in force on the day, of one kind of license if named, by frequency."""
    rows = ChannelPlan.objects.in_force_on(on).order_by("lower_hz", "code")
    return [row for row in rows if not kind or not row.kinds or kind in row.kinds]


def plan_for(frequency_hz: int, kind: str, on: dt.date) -> ChannelPlan | None:
    """Return the plan whose block holds a frequency in hertz for that kind of license, or None.

    A plan that names the kind goes before one for all kinds.
    """
    rows = ChannelPlan.objects.in_force_on(on).filter(lower_hz__lte=frequency_hz, upper_hz__gte=frequency_hz)
    found = [row for row in rows.order_by("lower_hz", "code") if not kind or not row.kinds or kind in row.kinds]
    return max(found, key=lambda row: bool(row.kinds), default=None)


def block_of(plan: ChannelPlan) -> Block:
    """Return the plan's channels and caps as radio reckons with them."""
    return Block(
        lower_hz=plan.lower_hz,
        upper_hz=plan.upper_hz,
        raster_origin_hz=plan.raster_origin_hz,
        raster_step_hz=plan.raster_step_hz,
        max_bandwidth_hz=plan.max_bandwidth_hz,
        duplex_hz=plan.duplex_hz or 0,
        duplex_side=plan.duplex_side or "",  # type: ignore[arg-type]
        max_erp_w=plan.max_erp_w,
        max_height_m=plan.max_height_m,
    )


def blocks(kind: str, on: dt.date) -> list[tuple[float, float]]:
    """Return the edges in hertz of the blocks planned for a kind of license on a day."""
    rows = ChannelPlan.objects.in_force_on(on).values_list("lower_hz", "upper_hz", "kinds")
    return sorted(
        (float(lower), float(upper)) for lower, upper, kinds in rows if not kind or not kinds or kind in kinds
    )
