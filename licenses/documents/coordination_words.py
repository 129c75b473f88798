"""What the codes of an examination mean, in the active language: shared by its pages and its report."""

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from common.quantities import mhz, plain, signed, spacing, watts
from licenses.enums import CoordinationVerdict
from radio.propagation import Reason, reckoned_by
from rulebook.enums import FieldModel

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
# The same for the bar of a chart, in few words.
WAYS: dict[str, Any] = {
    "out": _("new one → its area"),
    "in": _("this one → new area"),
    "out_base": _("new one → its base receiver"),
    "in_base": _("this one → new base receiver"),
    "out_link": _("new one → its link"),
    "in_link": _("this one → new link"),
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
    "doubt_lat": _("The position of the antenna is unusual: far outside the country, or at sea."),
    "doubt_far_lat": _("The position of the receiving end is unusual: far outside the country, or at sea."),
    "doubt_height_m": _("The height of the antenna is unusual."),
    "doubt_power_w": _("The radiated power is unusually high."),
    "doubt_emission": _("The bandwidth is unusually narrow."),
    "doubt_azimuth_deg": _("The antenna does not point to the receiving end."),
}
MODELS: dict[str, Any] = dict(FieldModel.choices)
LIMITED = ("bandwidth", "power", "height")
SAME_SITE_KM = 0.002  # rows give metres


def margin(value: float | None) -> str:
    """Return a margin in dB with its sign; a channel nobody is near has none."""
    return gettext("nobody near") if value is None else f"{signed(value, 1)} dB"


def _limit(code: str, value: float) -> str:
    """Return the plan's limit that is broken, in its unit."""
    if code == "bandwidth":
        return spacing(value)
    return watts(value) if code == "power" else f"{plain(value)} m"


def finding(entry: dict[str, Any]) -> str:
    """Return a finding as a sentence, with the limit and the nearest channels."""
    text = str(FINDINGS[entry["code"]])
    if entry.get("limit") is not None and entry["code"] in LIMITED:
        text += " " + gettext("At most %(most)s.") % {"most": _limit(entry["code"], entry["limit"])}
    if entry["code"].startswith("doubt_"):
        confirmed = entry["verdict"] == "pass"
        text += " " + (gettext("The examiner confirmed it.") if confirmed else gettext("A person must look at it."))
    if entry.get("nearest_hz"):
        text += " " + gettext("Nearest: %(channels)s.") % {"channels": ", ".join(mhz(hz) for hz in entry["nearest_hz"])}
    if entry.get("allowed"):
        text += " " + gettext("Allowed: %(classes)s.") % {"classes": ", ".join(entry["allowed"])}
    return text


def reasons(bits: int) -> str:
    """Return why a model does not quite apply."""
    return ", ".join(str(text) for flag, text in REASONS.items() if bits & flag)


def model(row: dict[str, Any]) -> str:
    """Return by which model a row was reckoned, why not by the one of the examination, and where it is doubtful."""
    if row["direction"].endswith("_link"):
        return gettext("free space with the antennas' direction (ITU-R P.525, F.699)")
    used = reckoned_by(row["model"], row["reasons"])
    text = str(MODELS.get(used, used))
    if used != row["model"]:
        why = gettext("Hata's model does not hold at this frequency")
    elif row["direction"].endswith("_base"):
        why = gettext("between the antennas of two base stations")
    elif row["reasons"] & Reason.TERRAIN:
        why = gettext("no terrain was read under this path")
    elif row["model"].startswith("hata") and row["reasons"] & Reason.TOO_FAR:
        why = gettext("past 100 km the greater of Hata's extension and P.526")
    else:
        why = ""
    return " · ".join(part for part in (text, why, reasons(row["reasons"])) if part)


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


def _doubts(rows: list[dict[str, Any]]) -> list[str]:
    """Return why rows are doubtful: too near the limit, or the model is used beyond its range."""
    kept = [row for row in rows if "needed_db" in row]  # older examinations did not keep it
    beyond = [row for row in kept if row["needed_db"] is None or row["needed_db"] > row["band_db"] <= row["margin_db"]]
    found = []
    if len(beyond) < len(rows):
        found.append(gettext("The margin towards a neighbour lies within the doubt of the model."))
    if any(row["needed_db"] is None for row in beyond):
        found.append(gettext("Towards a neighbour the model is used at a frequency it was not made for."))
    wanted = [row["needed_db"] for row in beyond if row["needed_db"] is not None]
    if wanted:
        told = gettext("Towards a neighbour the model is used beyond its range; there a margin of %(db)s dB is asked.")
        found.append(told % {"db": plain(max(wanted), 0)})
    return found


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
        parts += _doubts(doubtful)
    if any(row["overlap"] and row["distance_km"] < SAME_SITE_KM for row in results["rows"]):
        parts.append(
            gettext("This channel is already assigned at this very place: is this a renewal, or was it entered twice?")
        )
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
