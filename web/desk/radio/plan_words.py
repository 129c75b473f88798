"""What is wrong with a draft of channel plans, in words: the fault and its mend."""

from typing import Any

from django.utils.translation import gettext as _

from common.quantities import mhz
from rulebook.plan_drafts import DraftFault


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
    known = {
        "edges": (_("the upper edge is not above the lower one"), _("Exchange lower_hz and upper_hz.")),
        "too_high": (_("the upper edge lies above 3,000 GHz"), _("Edges are whole hertz.")),
        "unit": (
            _("both edges lie below 1 MHz"),
            _("Edges are whole hertz: 146 MHz is 146000000, not 146 and not 146000."),
        ),
        "time": (_("the share of time lies outside 1 to 50 %"), _("Enter time_percent between 1 and 50, such as 10.")),
        "limits": (
            _("the protected field, the protection ratio and the review band are given only in part"),
            _("Enter all three, or leave all three out: the examination then says that nothing is known."),
        ),
        "border": (
            _("field, range and share of time of the border rule are given only in part"),
            _("Enter all three, or leave all three out."),
        ),
        "raster_half": (
            _("first channel and channel spacing are given only in part"), _("Enter both or leave both out."),
        ),
        "raster_outside": (
            _("the first channel lies outside the block"), _("Enter raster_origin_hz between the edges, in hertz."),
        ),
        "raster_zero": (_("the channel spacing is 0"), _("Enter raster_step_hz in hertz, such as 12500.")),
        "too_wide": (
            _("the widest emission is wider than the block"), _("Enter max_bandwidth_hz in hertz, such as 16000."),
        ),
        "duplex_half": (
            _("duplex separation and its side are given only in part"),
            _("Enter duplex_hz and duplex_side (upper or lower), or leave both out."),
        ),
        "duplex_below": (_("the mate block lies below 0 Hz"), _("Check duplex_hz and duplex_side.")),
        "duplex_overlap": (
            _("the mate block overlaps the block itself"), _("Enter a duplex separation wider than the block."),
        ),
        "table": (_("is no channel plan"), _("Leave only [[channel_plan]] tables in the draft.")),
    }  # fmt: skip
    return known.get(code, (plain, _("Mend this row in the file and check again.")))
