"""Checks channel plans: edges, raster, duplex, limits, and plans that claim the same spectrum on the same days."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Any, Self

from rulebook.models import ChannelPlan

HIGHEST_HZ = 3_000_000_000_000
LIMITS = ("protected_field_dbuvm", "protection_ratio_db", "review_band_db")
BORDER = ("border_field_dbuvm", "border_range_km", "border_time_percent")


class PlanFault(str):
    """What is wrong with a plan, in English for the command line; its code and values let a page say it in words."""

    code: str
    params: dict[str, Any]

    def __new__(cls, code: str, text: str, **params: Any) -> Self:
        """Fill the values into the text."""
        made = super().__new__(cls, text.format(**params))
        made.code, made.params = code, params
        return made


def plan_faults(row: ChannelPlan) -> Iterator[PlanFault]:
    """Say what is wrong with one plan by itself."""
    low, high = row.lower_hz, row.upper_hz
    if low >= high:
        yield PlanFault("edges", "upper_hz {high} is not above lower_hz {low}", low=low, high=high)
    if high > HIGHEST_HZ:
        yield PlanFault("too_high", "upper_hz {high} lies above 3,000 GHz", high=high)
    if low < 1_000_000 and high < 1_000_000:
        yield PlanFault(
            "unit", "edges {low} and {high} lie below 1 MHz; they are hertz, not kHz or MHz", low=low, high=high
        )
    yield from _raster(row)
    yield from _duplex(row)
    if row.time_percent is not None and not 1 <= row.time_percent <= 50:
        yield PlanFault("time", "time_percent {percent:g} lies outside 1 to 50", percent=row.time_percent)
    yield from _together(row, LIMITS, "limits")
    yield from _together(row, BORDER, "border")


def _together(row: ChannelPlan, names: tuple[str, ...], code: str) -> Iterator[PlanFault]:
    given = [name for name in names if getattr(row, name) is not None]
    if given and len(given) < len(names):
        yield PlanFault(code, "{names} are given together or not at all", names=", ".join(names))


def _raster(row: ChannelPlan) -> Iterator[PlanFault]:
    if (row.raster_origin_hz is None) != (row.raster_step_hz is None):
        yield PlanFault("raster_half", "raster_origin_hz and raster_step_hz are given together or not at all")
    elif row.raster_origin_hz is not None and not row.lower_hz <= row.raster_origin_hz <= row.upper_hz:
        yield PlanFault("raster_outside", "raster_origin_hz {hz} lies outside the block", hz=row.raster_origin_hz)
    if row.raster_step_hz == 0:
        yield PlanFault("raster_zero", "raster_step_hz is 0")
    if row.max_bandwidth_hz and row.max_bandwidth_hz > row.upper_hz - row.lower_hz:
        yield PlanFault("too_wide", "max_bandwidth_hz {hz} is wider than the block", hz=row.max_bandwidth_hz)


def _duplex(row: ChannelPlan) -> Iterator[PlanFault]:
    if bool(row.duplex_hz) != bool(row.duplex_side):
        yield PlanFault("duplex_half", "duplex_hz and duplex_side are given together or not at all")
    mate = row.mate_edges
    if mate and mate[0] <= 0:
        yield PlanFault("duplex_below", "duplex_hz {hz} puts the mate block below 0 Hz", hz=row.duplex_hz)
    elif mate and row.duplex_hz and row.duplex_hz < row.upper_hz - row.lower_hz:
        yield PlanFault("duplex_overlap", "duplex_hz {hz}: the mate block overlaps the block itself", hz=row.duplex_hz)


def overlaps(plans: Sequence[ChannelPlan]) -> Iterator[tuple[ChannelPlan, PlanFault]]:
    """Yield each plan that claims spectrum another plan claims for the same kinds of license on the same days."""
    ordered = sorted(plans, key=lambda plan: (plan.lower_hz, plan.code, plan.effective_from))
    for place, first in enumerate(ordered):
        for second in itertools.takewhile(lambda plan: plan.lower_hz < first.upper_hz, ordered[place + 1 :]):  # noqa: B023
            if first.code != second.code and _same_kinds(first, second) and _same_days(first, second):
                yield second, _overlap(first, second)


def _overlap(first: ChannelPlan, second: ChannelPlan) -> PlanFault:
    return PlanFault(
        "overlap",
        "overlaps plan {other} between {low:,} and {high:,} Hz for the same kinds of license on the same days",
        other=first.code, low=second.lower_hz, high=min(first.upper_hz, second.upper_hz),
    )  # fmt: skip


def _same_kinds(first: ChannelPlan, second: ChannelPlan) -> bool:
    return not first.kinds or not second.kinds or bool(set(first.kinds) & set(second.kinds))


def _same_days(first: ChannelPlan, second: ChannelPlan) -> bool:
    last = dt.date.max
    return first.effective_from <= (second.effective_until or last) and second.effective_from <= (
        first.effective_until or last
    )
