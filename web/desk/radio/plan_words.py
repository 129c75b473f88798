"""What is wrong with a draft of channel plans, in words: the fault and its mend."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.quantities import mhz
from rulebook.plan_drafts import DraftFault

# Fault and mend by code.
KNOWN: dict[str, tuple[Any, Any]] = {
    "edges": (
        gettext_lazy("the upper edge is not above the lower one"),
        gettext_lazy("Exchange lower_hz and upper_hz."),
    ),
    "too_high": (gettext_lazy("the upper edge lies above 3,000 GHz"), gettext_lazy("Edges are whole hertz.")),
    "unit": (
        gettext_lazy("both edges lie below 1 MHz"),
        gettext_lazy("Edges are whole hertz: 146 MHz is 146000000, not 146 and not 146000."),
    ),
    "time": (
        gettext_lazy("the share of time lies outside 1 to 50 %"),
        gettext_lazy("Enter time_percent between 1 and 50, such as 10."),
    ),
    "limits": (
        gettext_lazy("the protected field, the protection ratio and the review band are given only in part"),
        gettext_lazy("Enter all three, or leave all three out: the examination then says that nothing is known."),
    ),
    "border": (
        gettext_lazy("field, range and share of time of the border rule are given only in part"),
        gettext_lazy("Enter all three, or leave all three out."),
    ),
    "raster_half": (
        gettext_lazy("first channel and channel spacing are given only in part"),
        gettext_lazy("Enter both or leave both out."),
    ),
    "raster_outside": (
        gettext_lazy("the first channel lies outside the block"),
        gettext_lazy("Enter raster_origin_hz between the edges, in hertz."),
    ),
    "raster_zero": (
        gettext_lazy("the channel spacing is 0"),
        gettext_lazy("Enter raster_step_hz in hertz, such as 12500."),
    ),
    "too_wide": (
        gettext_lazy("the widest emission is wider than the block"),
        gettext_lazy("Enter max_bandwidth_hz in hertz, such as 16000."),
    ),
    "duplex_half": (
        gettext_lazy("duplex separation and its side are given only in part"),
        gettext_lazy("Enter duplex_hz and duplex_side (upper or lower), or leave both out."),
    ),
    "duplex_below": (gettext_lazy("the mate block lies below 0 Hz"), gettext_lazy("Check duplex_hz and duplex_side.")),
    "duplex_overlap": (
        gettext_lazy("the mate block overlaps the block itself"),
        gettext_lazy("Enter a duplex separation wider than the block."),
    ),
    "table": (gettext_lazy("is no channel plan"), gettext_lazy("Leave only [[channel_plan]] tables in the draft.")),
}


def told(each: DraftFault) -> dict[str, str]:
    """Return where the fault is, what it is and how it is mended."""
    fault, mend = _words(each.fault.code, each.fault.params, str(each.fault))
    where = _("Row %(n)s (%(code)s)") % {"n": each.number, "code": each.code} if each.number else each.code
    return {"where": where, "fault": fault, "mend": mend}


def _words(code: str, given: dict[str, Any], plain: str) -> tuple[str, str]:
    if code == "overlap":
        text = _("overlaps plan %(other)s between %(low)s and %(high)s, for the same kinds of license on the same days")
        return (
            text % {"other": given["other"], "low": mhz(given["low"]), "high": mhz(given["high"])},
            _("Move an edge, name other kinds of license, or end the other plan the day before this one begins."),
        )
    fault, mend = KNOWN.get(code, (plain, _("Mend this row in the file and check again.")))
    return str(fault), str(mend)
