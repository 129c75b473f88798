"""What the codes of an examination mean, in the active language: shared by its pages and its report."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.quantities import mhz
from licenses.enums import CoordinationVerdict
from radio.propagation import Reason

VERDICTS: dict[str, Any] = dict(CoordinationVerdict.choices)
ROW_VERDICTS: dict[str, Any] = {"pass": _("clear"), "review": _("doubtful"), "fail": _("disturbed")}
DIRECTIONS: dict[str, Any] = {
    "out": _("the new one disturbs the area of"),
    "in": _("the area of the new one is disturbed by"),
    "out_base": _("the new one disturbs the base receiver of"),
    "in_base": _("the base receiver of the new one is disturbed by"),
    "out_link": _("the new one disturbs the link of"),
    "in_link": _("the new link is disturbed by"),
}
MISSING: dict[str, Any] = {
    "no_position": _("no position"),
    "no_bandwidth": _("no bandwidth"),
    "no_power": _("no power, or no antenna gain"),
    "no_height": _("no antenna height"),
    "no_radius": _("no service radius"),
    "no_receiver": _("no receiving station"),
}
REASONS: dict[Reason, Any] = {
    Reason.FREQUENCY: _("frequency outside the model"),
    Reason.TOO_NEAR: _("nearer than the model goes"),
    Reason.TOO_FAR: _("farther than the model goes"),
    Reason.TX_HEIGHT: _("antenna height outside the model"),
    Reason.RX_HEIGHT: _("receiver height outside the model"),
    Reason.TIME: _("share of time outside the model"),
    Reason.TERRAIN: _("terrain data incomplete"),
}
FINDINGS: dict[str, Any] = {
    "no_plan": _("No channel plan holds for this frequency and kind of license; there is no limit to judge by."),
    "no_limits": _("The channel plan gives no protected field and no ratio; what it lacks must be entered first."),
    "no_plan_mate": _("No channel plan holds for the receive frequency."),
    "model_missing": _("The field model asked for is not loaded here; the default one was used instead."),
    "model_range": _("The field model was not made for this frequency; its fields need a second look."),
    "outside_block": _("The emission reaches beyond the edge of the block."),
    "off_raster": _("The frequency is none of the plan's channels."),
    "bandwidth": _("The emission is wider than the plan allows."),
    "power": _("The ERP is higher than the plan allows."),
    "height": _("The antenna is higher than the plan allows."),
    "duplex": _("The receive frequency does not fit the plan's duplex separation."),
    "station_class": _("The plan does not allow this class of station."),
}
UNITS = {"bandwidth": (1e-3, "kHz"), "power": (1.0, "W"), "height": (1.0, "m")}


def rounded(value: float, digits: int = 1) -> str:
    """Return a number rounded to so many digits; Django's own formatting cuts off instead."""
    return str(number_format(round(value, digits), digits))


def db(value: float | None, unit: str = "dB") -> str:
    """Return a level with one decimal and its sign where it is a margin."""
    return "" if value is None else f"{rounded(value)} {unit}".strip()


def margin(value: float | None) -> str:
    """Return a margin in dB with its sign; a channel nobody is near has none."""
    if value is None:
        return gettext("nobody near")
    return f"{'+' if value >= 0 else '−'}{rounded(abs(value))} dB"


def finding(entry: dict[str, Any]) -> str:
    """Return a finding as a sentence, with the limit and the nearest channels."""
    text = str(FINDINGS[entry["code"]])
    if entry.get("limit") is not None and entry["code"] in UNITS:
        factor, unit = UNITS[entry["code"]]
        most = f"{number_format(entry['limit'] * factor, use_l10n=True)} {unit}"
        text += " " + gettext("At most %(most)s.") % {"most": most}
    if entry.get("nearest_hz"):
        text += " " + gettext("Nearest: %(channels)s.") % {"channels": ", ".join(mhz(hz) for hz in entry["nearest_hz"])}
    if entry.get("allowed"):
        text += " " + gettext("Allowed: %(classes)s.") % {"classes": ", ".join(entry["allowed"])}
    return text


def reasons(bits: int) -> str:
    """Return why a model does not quite apply."""
    return ", ".join(str(text) for flag, text in REASONS.items() if bits & flag)


def missing(codes: list[str]) -> str:
    """Return what the register does not know of a neighbour."""
    return ", ".join(str(MISSING[code]) for code in codes)


def marks(row: dict[str, Any], on: str) -> str:
    """Return what else must be known of a neighbour: pending, suspended, beginning later, of the same holder."""
    words = []
    if row["id"].startswith("application:"):
        words.append(gettext("application pending"))
    elif row["marks"] & 2:
        words.append(gettext("license not yet in force"))
    if row["marks"] & 4:
        words.append(gettext("license suspended"))
    if row["since"] and row["since"] > on:
        words.append(gettext("begins %(day)s") % {"day": "/".join(reversed(row["since"].split("-")))})
    if row["own"]:
        words.append(gettext("same holder, not counted"))
    return ", ".join(words)


def headline(results: dict[str, Any]) -> str:
    """Return the outcome and its reason as one sentence or two."""
    rows = [row for row in results["rows"] if not row["own"]]
    bad = [row for row in rows if row["verdict"] == "fail"]
    doubtful = [row for row in rows if row["verdict"] == "review"]
    failing = [each for each in results["findings"] if each["verdict"] == "fail"]
    parts = []
    if failing:
        parts.append(gettext("The wish breaks the channel plan."))
    if bad:
        count = len({row["id"] for row in bad})
        told = ngettext(
            "%(n)s neighbour is or would be disturbed.", "%(n)s neighbours are or would be disturbed.", count
        )
        parts.append(told % {"n": count})
    elif doubtful:
        parts.append(gettext("The margin towards a neighbour lies within the doubt of the model."))
    if results["unjudged"]:
        parts.append(
            gettext("The register does not know enough of %(n)s of the neighbours.") % {"n": len(results["unjudged"])}
        )
    if results["products"]:
        parts.append(gettext("Products of senders on this site fall on a receive frequency."))
    parts += [finding(each) for each in results["findings"] if each["verdict"] == "review"]
    if not parts and results["verdict"] == "pass":
        parts.append(gettext("No neighbour would be disturbed, and none disturbs it."))
    if not parts:
        parts.append(gettext("The sum of all neighbours, or the field at the border, comes too near its limit."))
    return " ".join(parts)
