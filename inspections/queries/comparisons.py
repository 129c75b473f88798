"""A judged reading in words: the numbers, where the tolerance comes from, and what follows; in the active language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.quantities import plain, signed, watts
from inspections.enums import Quantity, Verdict
from inspections.models import Measurement


@dataclass(frozen=True)
class Told:
    """What a reading says: the numbers, the source of the tolerance, and the reason of the result."""

    numbers: str
    source: str
    because: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        return ". ".join(part.rstrip(".") for part in (self.numbers, self.source, self.because) if part)


def told(row: Measurement) -> Told:
    """Return the words of a reading; empty where nothing was compared (room areas, what was only seen)."""
    return told_of(row.quantity, row.verdict, row.explanation or {})


def told_of(quantity: str, verdict: str, found: dict[str, Any]) -> Told:
    """Return the words of a comparison that is kept without a reading (a row of a monitoring file)."""
    return Told(_numbers(quantity, found), _source(found), _because(quantity, verdict, found))


def _numbers(quantity: str, found: dict[str, Any]) -> str:
    if found.get("method") == "free_space":
        return _field(found)
    if "deviation" not in found:
        return ""
    parts = {
        Quantity.FREQUENCY: _frequency, Quantity.POWER: _power, Quantity.OCCUPIED_BANDWIDTH: _bandwidth,
        Quantity.UNWANTED_EMISSION: _spurious, Quantity.ANTENNA_HEIGHT: _height,
        Quantity.ANTENNA_POSITION: _position, Quantity.PLACE: _position,
    }  # fmt: skip
    return "; ".join(part for part in parts[Quantity(quantity)](found) if part)


def _frequency(found: dict[str, Any]) -> list[str]:
    off, limit = found.get("signed"), found.get("limit")
    unit, size = _spacing(found["deviation"], limit, found.get("uncertainty"))
    if off is None:  # in a band, or judged before the sign was kept
        beside = _("%(off)s %(unit)s outside the band")
        told = beside % {"off": number(max(0.0, found["deviation"]) / size), "unit": unit}
    else:
        text = _("off by %(off)s %(unit)s (%(ppm)s ppm)")
        told = text % {"off": _signed(off / size, 3), "unit": unit, "ppm": _signed(found.get("ppm", 0.0), 2)}
    allowed = ""
    if limit is not None and off is not None:
        allowed = _("allowed ±%(limit)s %(unit)s (%(ppm)s ppm)") % {
            "limit": number(limit / size), "unit": unit, "ppm": number(found.get("tolerance_ppm") or 0.0),
        }  # fmt: skip
    return [told, allowed, _doubt(found, unit, size)]


def _spacing(*values: float | None) -> tuple[str, float]:
    """Return one unit and its hertz for all numbers of a comparison, so that nobody compares kHz with Hz."""
    return ("kHz", 1e3) if max(abs(value or 0.0) for value in values) >= 1e3 else ("Hz", 1.0)


def _power(found: dict[str, Any]) -> list[str]:
    off = _("%(db)s dB beside the license") % {"db": _signed(found["deviation"], 2)}
    percent = (10 ** (found["deviation"] / 10) - 1) * 100
    allowed = _("allowed +%(db)s dB") % {"db": number(found["limit"], 2)} if found.get("limit") else ""
    return [f"{off} ({_signed(percent, 0)} %)", allowed, _doubt(found, "dB")]


def _bandwidth(found: dict[str, Any]) -> list[str]:
    widest = found.get("widest_hz")
    return [
        _("occupied %(khz)s kHz") % {"khz": number(found["deviation"] / 1000)},
        _("necessary bandwidth with 10 %%: %(khz)s kHz") % {"khz": number(found["limit"] / 1000)},
        _("widest emission allowed: %(khz)s kHz") % {"khz": number(widest / 1000)} if widest else "",
        _doubt(found, "kHz", 1e3),
    ]


def _spurious(found: dict[str, Any]) -> list[str]:
    offset = _("at %(mhz)s MHz, measured in %(khz)s kHz") % {
        "mhz": number(found["emission_hz"] / 1e6, 6), "khz": number(found["reference_hz"] / 1e3),
    }  # fmt: skip
    limit = found.get("limit")
    guide = ""
    if limit is not None:
        words = _("guide value %(dbm)s dBm") if found.get("from") == "none" else _("allowed %(dbm)s dBm")
        guide = words % {"dbm": number(limit, 1)}
    return [offset, guide, _doubt(found, "dB")]


def _height(found: dict[str, Any]) -> list[str]:
    off = _("%(m)s m beside the license") % {"m": _signed(found["deviation"], 2)}
    return [
        off,
        _("allowed +%(m)s m") % {"m": number(found["limit"])} if found.get("limit") else "",
        _doubt(found, "m"),
    ]


def _position(found: dict[str, Any]) -> list[str]:
    limit = found.get("limit")
    return [
        _("%(m)s m from the licensed place") % {"m": number(found["deviation"], 1)},
        _("allowed %(m)s m") % {"m": number(limit)} if limit else "",
        _("accuracy of the fix %(m)s m") % {"m": number(found["uncertainty"], 1)} if found.get("uncertainty") else "",
    ]


def _field(found: dict[str, Any]) -> str:
    least = found.get("least_erp_w", 10 ** (found["least_erp_dbw"] / 10))
    licensed = found.get("licensed_erp_w", 10 ** (found["licensed_erp_dbw"] / 10))
    proof = _(
        "even over free space with a reflection (6 dB) the field needs at least %(least)s ERP; licensed: %(licensed)s"
    )
    parts = [proof % {"least": watts(least, 4), "licensed": watts(licensed, 4)}]
    parts.append(_("margin %(db)s dB") % {"db": _signed(found["margin_db"], 1)})
    if found.get("uncertainty") is not None:
        parts.append(_doubt(found, "dB") + (f" ({_('assumed')})" if found.get("assumed") else ""))
    return "; ".join(parts)


def _doubt(found: dict[str, Any], unit: str, size: float = 1.0) -> str:
    """Return the uncertainty; a reading without one was judged by its value alone, and says so."""
    doubt = found.get("uncertainty")
    return f"U = {number(doubt / size)} {unit}" if doubt else _("U not given")


def _source(found: dict[str, Any]) -> str:
    plan = found.get("plan", "")
    example = f" ({_('an example, not the law')})" if found.get("plan_example") else ""
    origin = found.get("from", "plan" if plan else "")
    if origin == "license":
        return _("Tolerance: stated by the license")
    if origin == "plan":
        return _("Tolerance: channel plan %(plan)s") % {"plan": plan} + example
    if origin == "rulebook":
        return _("Tolerance: value of the rulebook")
    if origin == "product":
        return _("The 10 % are a proposal of this product, the widest emission is that of license and channel plan")
    if origin != "none":
        return ""
    if plan:
        return _("No tolerance is entered in channel plan %(plan)s") % {"plan": plan} + example
    return _("No tolerance is entered")


def _because(quantity: str, verdict: str, found: dict[str, Any]) -> str:
    if verdict == Verdict.OUT:
        if quantity == Quantity.FIELD_STRENGTH:
            return _("Excess power is proved without any propagation model")
        if quantity in (Quantity.POWER, Quantity.ANTENNA_HEIGHT) and found.get("from") == "none":
            return _("The license itself is the limit; it is exceeded even after the uncertainty")
        return _("Beyond the limit even after the uncertainty")
    if verdict == Verdict.WITHIN:
        return ""
    return _why(found.get("why", ""), quantity, verdict)


def _why(why: str, quantity: str, verdict: str) -> str:
    words = {
        "calibration": _("The calibration of the instrument had lapsed: the reading proves nothing by itself"),
        "no_tolerance": _("A person decides: nobody has entered what is allowed"),
        "out_of_band": _("Nearer than 2.5 necessary bandwidths the mask of the channel decides, not this limit"),
        "no_assignment": _("Name the licensed frequency to compare with"),
        "no_licensed_power": _("The license states no power"),
        "other_reference": _("The license states radiated power; gain and feeder loss are needed to compare"),
        "no_bandwidth": _("The license states no bandwidth"),
        "no_distance": _("The distance to the antenna is missing"),
        "no_licensed_erp": _("The licensed ERP is not known: gain, feeder loss or the reference is missing"),
        "no_licensed_height": _("The license states no antenna height"),
        "no_licensed_position": _("The register has no position of this station"),
        "no_emission_values": _("Frequency of the emission, licensed power or bandwidth is missing"),
        "seen": "",
        "no_limit": "",
    }
    if why in words:
        return words[why]
    if verdict == Verdict.REVIEW and quantity == Quantity.FIELD_STRENGTH:
        return _("Nothing is proved: the path may lose more than free space")
    if verdict == Verdict.REVIEW and quantity == Quantity.OCCUPIED_BANDWIDTH:
        return _("Wider than necessary, not wider than allowed: a person decides")
    return _("Within the uncertainty: a person decides") if verdict == Verdict.REVIEW else ""


def number(value: float, places: int = 3) -> str:
    """Return a number with at most so many decimals and no trailing zeros, written as the language does."""
    return plain(round(value, places))


def _signed(value: float, places: int) -> str:
    return signed(round(value, places))
