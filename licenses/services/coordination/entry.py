"""What is typed for a wish: refused with the likely mend where it cannot be meant so, doubted where it is unlikely."""

import datetime as dt
import math
import re
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.geo import bearing_deg, distance_m
from licenses.enums import RADIO_LICENSE_KINDS, LicenseKind, PowerReference
from licenses.services import checks, doubts, emission_words
from licenses.services.coordination.wish import Wish
from places.checks import check_position
from radio import plausibility
from radio.antenna import Pattern
from radio.correction import is_tetra
from radio.emission import DesignatorError, parse_designator
from radio.units import HIGHEST_HZ, erp_to_eirp_w, power_as, w_to_dbw
from rulebook.channels import blocks
from rulebook.enums import FieldModel

HIGHEST_RADIUS_KM = 300.0
GAIN_DBI, LOSS_DB = (-60.0, 90.0), (0.0, 60.0)
AIM_DEG = 10.0  # a link's antenna that points farther past the other end was probably typed wrong
AT_SEA = (LicenseKind.SHIP, LicenseKind.FISHING_VESSEL)
_POINT = re.compile(r"(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*:\s*(-?\d{1,3}(?:[.,]\d+)?)(?:\s*dB)?")


def cleaned(wish: Wish, on: dt.date, *, confirmed: bool | None = None) -> dict[str, Any]:
    """Return the wish as numbers to judge by (JSON values); Invalid names every field that cannot be meant so.

    What is only unlikely is refused until a person confirms it (`confirmed` False, then True). Where nobody can be
    asked (None) it goes on, and `doubts` names the fields a person must look at.
    """
    problems = checks.Problems()
    if wish.model and wish.model not in FieldModel.values:
        problems.add("model", _("Choose one of the field models."))
    if wish.kind not in RADIO_LICENSE_KINDS:
        problems.add("kind", _("Choose the kind of license."))
    _frequency(wish, on, problems)
    width, tetra = _emission(wish, problems)
    erp_w = _power(wish, problems)
    _place(wish, problems)
    pattern = _antenna(wish, problems)
    if width is not None and wish.tx_hz:
        doubts.note(plausibility.bandwidth(width, wish.tx_hz), "emission", problems, unit="Hz")
    problems.raise_if_any(confirmed=confirmed is not False)
    eirp_w = erp_to_eirp_w(erp_w or 0)
    return {
        "kind": str(wish.kind),
        "tx_hz": wish.tx_hz,
        "rx_hz": wish.rx_hz,
        "emission": wish.emission,
        "bandwidth_hz": width,
        "tetra": tetra,
        "power_w": wish.power_w,
        "power_reference": wish.power_reference,
        "erp_dbw": round(w_to_dbw(erp_w or 0), 6),
        "eirp_dbw": round(w_to_dbw(eirp_w), 6),
        "gain_dbi": wish.gain_dbi or 0.0,
        "loss_db": wish.loss_db or 0.0,
        "azimuth_deg": None if wish.azimuth_deg is None else wish.azimuth_deg % 360.0,
        "beamwidth_deg": wish.beamwidth_deg,
        "pattern": pattern,
        "lat": wish.lat,
        "lon": wish.lon,
        "height_m": wish.height_m,
        "radius_km": 0.0 if wish.is_link else wish.radius_km,
        "station_class": wish.station_class,
        "link": _far_end(wish) if wish.is_link else None,
        "doubts": sorted(problems.doubts),
        "confirmed": bool(confirmed),
    }


def _far_end(wish: Wish) -> dict[str, Any]:
    return {"lat": wish.far_lat, "lon": wish.far_lon, "height_m": wish.far_height_m, "gain_dbi": wish.far_gain_dbi}


def _frequency(wish: Wish, on: dt.date, problems: checks.Problems) -> None:
    if wish.tx_hz is None:
        problems.add("tx_hz", _("Give the frequency."))
        return
    meant = doubts.meant_hz(float(wish.tx_hz), blocks(wish.kind, on))
    if meant is not None:
        mhz = {"mhz": number_format(round(meant / 1e6, 4), 4)}
        problems.add("tx_hz", _("This frequency is in no channel plan. Did you mean %(mhz)s MHz?") % mhz)
    for name in ("tx_hz", "rx_hz"):
        value = getattr(wish, name)
        if value is not None and not 0 < value <= HIGHEST_HZ and name not in problems.errors:
            problems.add(name, _("A frequency lies between 0 Hz and 3,000 GHz."))


def _emission(wish: Wish, problems: checks.Problems) -> tuple[int | None, bool]:
    try:
        emission = parse_designator(wish.emission, bandwidth_required=True)
    except DesignatorError as error:
        if error.code in ("empty", "bandwidth_missing"):
            problems.add("emission", _("Give the emission with its bandwidth, such as 11K0F3E or 16K0F3E."))
        else:
            problems.add("emission", emission_words.told(error))
        return None, False
    return int((emission.bandwidth_hz or Decimal(0)).quantize(Decimal(1), ROUND_CEILING)), is_tetra(emission)


def _power(wish: Wish, problems: checks.Problems) -> float | None:
    if wish.power_w is None:
        problems.add("power_w", _("Give the power."))
        return None
    if wish.power_reference not in PowerReference.values:
        problems.add("power_reference", _("Say what the power refers to: transmitter output, ERP or EIRP."))
        return None
    if wish.power_reference == PowerReference.TRANSMITTER and wish.gain_dbi is None:
        problems.add("gain_dbi", _("Transmitter output needs the antenna's gain to become a radiated power."))
        return None
    if not (math.isfinite(wish.power_w) and wish.power_w > 0):
        doubts.note(plausibility.erp(wish.power_w), "power_w", problems)
        return None
    before = len(problems.errors)
    checks.in_range(vars(wish), "gain_dbi", *GAIN_DBI, "dBi", problems)
    checks.in_range(vars(wish), "loss_db", *LOSS_DB, "dB", problems)
    if len(problems.errors) > before:
        return None
    erp_w = float(power_as(wish.power_w, wish.power_reference, "erp", wish.gain_dbi, wish.loss_db or 0.0))
    _radiated(wish, erp_w, problems)
    return erp_w


def _radiated(wish: Wish, erp_w: float, problems: checks.Problems) -> None:
    """Doubt what leaves the antenna, not only what was typed: a gain of 60 dBi makes a megawatt of a watt."""
    found = [doubt for doubt in plausibility.erp(erp_w) if doubt.impossible or wish.kind not in doubts.STRONG_KINDS]
    if not found:
        return
    if wish.power_reference == PowerReference.ERP:
        doubts.note(found, "power_w", problems, unit="W")
        return
    text = _("With this gain and loss %(watts)s W ERP leave the antenna. Look again at power, gain and loss.")
    tell = problems.add if any(doubt.impossible for doubt in found) else problems.doubt
    tell("power_w", text % {"watts": number_format(round(erp_w), use_l10n=True, force_grouping=True)})


def _antenna(wish: Wish, problems: checks.Problems) -> list[list[float]] | None:
    """Return the pattern's points as [degrees, dB]; note what is wrong with the antenna's direction."""
    checks.in_range(vars(wish), "azimuth_deg", 0, 360, "°", problems)
    if wish.beamwidth_deg is not None and not 0 < wish.beamwidth_deg <= 360:
        problems.add("beamwidth_deg", _("A beamwidth lies above 0 and at most at 360 degrees."))
    if wish.azimuth_deg is None and (wish.beamwidth_deg or wish.pattern):
        problems.add("azimuth_deg", _("Say where the antenna points; a beamwidth or pattern alone gives no direction."))
    if wish.beamwidth_deg and wish.pattern:
        problems.add("pattern", _("Give the beamwidth or the pattern, not both."))
    if not wish.pattern:
        return None
    points: dict[float, float] = {}
    for part in re.split(r"[;\n]+", wish.pattern):
        if not part.strip():
            continue
        found = _POINT.fullmatch(part.strip())
        if found is None:
            problems.add(
                "pattern",
                _("“%(part)s” is not read: write degrees off the axis and dB below the main beam, such as 30: 3.")
                % {"part": part.strip()[:40]},
            )
            return None
        points[float(found[1].replace(",", "."))] = float(found[2].replace(",", "."))
    try:
        Pattern.of_table(points)
    except ValueError:
        problems.add("pattern", _("Losses are counted downwards from the main beam: 0 dB or more."))
        return None
    if 0.0 not in points:
        problems.add("pattern", _("The pattern must say what holds at 0 degrees, the main beam."))
    if all(0 <= angle <= 180 for angle in points):  # one side was given: the other is like it
        points |= {360.0 - angle: loss for angle, loss in points.items() if 0 < angle < 180}
    return [[angle, loss] for angle, loss in sorted(points.items())]


def _place(wish: Wish, problems: checks.Problems) -> None:
    if wish.lat is None or wish.lon is None:
        problems.add("lat", _("Give the position of the antenna."))
    else:
        _position(wish, wish.lat, wish.lon, "lat", problems)
    if wish.height_m is None:
        problems.add("height_m", _("Give the height of the antenna above ground."))
    else:
        doubts.note(plausibility.height(wish.height_m), "height_m", problems)
        if wish.height_m == 0:
            problems.doubt("height_m", _("An antenna 0 m above the ground? Give the height of its middle."))
    if wish.is_link:
        _far(wish, problems)
    elif wish.radius_km is None or not 0 < wish.radius_km <= HIGHEST_RADIUS_KM:
        problems.add("radius_km", _("Give the service radius, more than 0 and at most %(most)s km.") % {"most": 300})


def _far(wish: Wish, problems: checks.Problems) -> None:
    if wish.far_lat is None or wish.far_lon is None:
        problems.add("far_lat", _("Give the position of the receiving end."))
        return
    _position(wish, wish.far_lat, wish.far_lon, "far_lat", problems)
    if wish.far_gain_dbi is None:
        problems.add("far_gain_dbi", _("Give the gain of the receiving antenna."))
    checks.in_range(vars(wish), "far_gain_dbi", *GAIN_DBI, "dBi", problems)
    if wish.lat is not None and wish.lon is not None:
        metres = distance_m(wish.lat, wish.lon, wish.far_lat, wish.far_lon)
        if plausibility.same_site([metres]):
            problems.add("far_lat", _("Both ends of the link lie at the same place."))
        elif wish.azimuth_deg is not None:
            _points_at(wish.azimuth_deg, bearing_deg(wish.lat, wish.lon, wish.far_lat, wish.far_lon), problems)


def _points_at(azimuth_deg: float, bearing: float, problems: checks.Problems) -> None:
    if abs((azimuth_deg - bearing + 180.0) % 360.0 - 180.0) > AIM_DEG:
        text = _("The receiving end lies at %(bearing)s°, but the antenna points to %(azimuth)s°.")
        shown = {"bearing": number_format(round(bearing, 1)), "azimuth": number_format(round(azimuth_deg, 1))}
        problems.doubt("azimuth_deg", text % shown)


def _position(wish: Wish, lat: float, lon: float, field: str, problems: checks.Problems) -> None:
    for note in check_position(lat, lon):
        if note.level == "error":
            problems.add(field, note.message)
        elif note.code != "at_sea" or wish.kind not in AT_SEA:
            problems.doubt(field, note.message)
