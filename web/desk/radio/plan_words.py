"""What is wrong with a draft of channel plans, in words: the fault and its mend."""

import re
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


ROW = re.compile(r"\[\[(\w+)\]\] (\d+)(?: \((.*)\))?\Z", re.DOTALL)
# What the reader of rulebook files says of a row, and the same in the reader's language.
READ: tuple[tuple[re.Pattern[str], Any], ...] = tuple(
    (re.compile(pattern, re.DOTALL), text)
    for pattern, text in (
        (r"(?P<name>\w+): there is no such field", gettext_lazy("%(name)s: there is no such field")),
        (r"(?P<name>\w+) is missing", gettext_lazy("%(name)s is missing")),
        (r"(?P<name>\w+): is empty", gettext_lazy("%(name)s is empty")),
        (r"(?P<name>\w+): (?P<value>.+) is negative", gettext_lazy("%(name)s: %(value)s is below 0")),
        (
            r"(?P<name>\w+): longer than (?P<value>\d+) letters",
            gettext_lazy("%(name)s: longer than %(value)s characters"),
        ),
        (
            r"(?P<name>\w+): (?P<value>.+?) is none of (?P<known>.+)",
            gettext_lazy("%(name)s: %(value)s is none of %(known)s"),
        ),
        (
            r"(?P<name>\w+): there is no \w+ (?P<value>.+)",
            gettext_lazy("%(name)s: no record has the code %(value)s"),
        ),
        (
            r"(?P<name>\w+): expected (?P<wanted>.+), found (?P<value>.+)",
            gettext_lazy("%(name)s: %(wanted)s is expected here, not %(value)s"),
        ),
        (r"no such table in a rulebook file", gettext_lazy("no such table is known")),
        (
            r"not readable as TOML: (?P<value>.+)",
            gettext_lazy("the text is not TOML; the reader stopped at: %(value)s"),
        ),
    )
)
KINDS: dict[str, Any] = {
    "str": gettext_lazy("a text in quotation marks"),
    "int": gettext_lazy("a whole number"),
    "int or float": gettext_lazy("a number"),
    "bool": gettext_lazy("true or false"),
    "date": gettext_lazy("a day such as 2026-12-01"),
    "list": gettext_lazy("a list in square brackets"),
}


def told(each: DraftFault) -> dict[str, str]:
    """Return where the fault is, what it is and how it is mended."""
    fault, mend = _words(each.fault.code, each.fault.params, str(each.fault))
    return {"where": _where(each), "fault": fault, "mend": mend}


def _where(each: DraftFault) -> str:
    """Name the row alike, whoever found the fault: the checks of plans know its number, the reader writes it out."""
    if each.number:
        return _("Row %(n)s (%(code)s)") % {"n": each.number, "code": each.code}
    found = ROW.match(each.code)
    if found is None:
        return _("the whole draft") if each.code == "draft.toml" else each.code
    number, code = found.group(2), found.group(3)
    return _("Row %(n)s (%(code)s)") % {"n": number, "code": code} if code else _("Row %(n)s") % {"n": number}


def _read(plain: str) -> str:
    """Return what the reader said in the language of the page; what it quotes of the draft stands as it is."""
    for pattern, text in READ:
        found = pattern.fullmatch(plain)
        if found:
            values = found.groupdict()
            if "wanted" in values:
                values["wanted"] = str(KINDS.get(values["wanted"], values["wanted"]))
            return str(text) % values
    return plain


def _words(code: str, given: dict[str, Any], plain: str) -> tuple[str, str]:
    if code == "overlap":
        text = _("overlaps plan %(other)s between %(low)s and %(high)s, for the same kinds of license on the same days")
        return (
            text % {"other": given["other"], "low": mhz(given["low"]), "high": mhz(given["high"])},
            _("Move an edge, name other kinds of license, or end the other plan the day before this one begins."),
        )
    fault, mend = KNOWN.get(code, (_read(plain), _("Mend this row in the file and check again.")))
    return str(fault), str(mend)
