"""Checks channel plans: edges, raster, duplex, limits, and plans that claim the same spectrum on the same days."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence

from rulebook.models import ChannelPlan

HIGHEST_HZ = 3_000_000_000_000
LIMITS = ("protected_field_dbuvm", "protection_ratio_db", "review_band_db")


def plan_faults(row: ChannelPlan) -> Iterator[str]:
    """Say what is wrong with one plan by itself."""
    if row.lower_hz >= row.upper_hz:
        yield f"upper_hz {row.upper_hz} is not above lower_hz {row.lower_hz}"
    if row.upper_hz > HIGHEST_HZ:
        yield f"upper_hz {row.upper_hz} lies above 3,000 GHz"
    if row.lower_hz < 1_000_000 and row.upper_hz < 1_000_000:
        yield f"edges {row.lower_hz} and {row.upper_hz} lie below 1 MHz; they are hertz, not kHz or MHz"
    yield from _raster(row)
    yield from _duplex(row)
    if row.time_percent is not None and not 1 <= row.time_percent <= 50:
        yield f"time_percent {row.time_percent:g} lies outside 1 to 50"
    given = [name for name in LIMITS if getattr(row, name) is not None]
    if given and len(given) < len(LIMITS):
        yield f"{', '.join(LIMITS)} are given together or not at all"
    border = (row.border_field_dbuvm, row.border_range_km, row.border_time_percent)
    if any(value is None for value in border) and any(value is not None for value in border):
        yield "border_field_dbuvm, border_range_km, border_time_percent are given together or not at all"


def _raster(row: ChannelPlan) -> Iterator[str]:
    if (row.raster_origin_hz is None) != (row.raster_step_hz is None):
        yield "raster_origin_hz and raster_step_hz are given together or not at all"
    elif row.raster_origin_hz is not None and not row.lower_hz <= row.raster_origin_hz <= row.upper_hz:
        yield f"raster_origin_hz {row.raster_origin_hz} lies outside the block"
    if row.raster_step_hz == 0:
        yield "raster_step_hz is 0"
    if row.max_bandwidth_hz and row.max_bandwidth_hz > row.upper_hz - row.lower_hz:
        yield f"max_bandwidth_hz {row.max_bandwidth_hz} is wider than the block"


def _duplex(row: ChannelPlan) -> Iterator[str]:
    if bool(row.duplex_hz) != bool(row.duplex_side):
        yield "duplex_hz and duplex_side are given together or not at all"
    mate = row.mate_edges
    if mate and mate[0] <= 0:
        yield f"duplex_hz {row.duplex_hz} puts the mate block below 0 Hz"
    elif mate and row.duplex_hz and row.duplex_hz < row.upper_hz - row.lower_hz:
        yield f"duplex_hz {row.duplex_hz}: the mate block overlaps the block itself"


def overlaps(plans: Sequence[ChannelPlan]) -> Iterator[tuple[ChannelPlan, str]]:
    """Yield each plan that claims spectrum another plan claims for the same kinds of license on the same days."""
    ordered = sorted(plans, key=lambda plan: (plan.lower_hz, plan.code, plan.effective_from))
    for place, first in enumerate(ordered):
        for second in itertools.takewhile(lambda plan: plan.lower_hz < first.upper_hz, ordered[place + 1 :]):  # noqa: B023
            if first.code != second.code and _same_kinds(first, second) and _same_days(first, second):
                low, high = second.lower_hz, min(first.upper_hz, second.upper_hz)
                yield (
                    second,
                    f"overlaps plan {first.code} between {low:,} and {high:,} Hz "
                    "for the same kinds of license on the same days",
                )


def _same_kinds(first: ChannelPlan, second: ChannelPlan) -> bool:
    return not first.kinds or not second.kinds or bool(set(first.kinds) & set(second.kinds))


def _same_days(first: ChannelPlan, second: ChannelPlan) -> bool:
    last = dt.date.max
    return first.effective_from <= (second.effective_until or last) and second.effective_from <= (
        first.effective_until or last
    )
