"""A wished assignment: typed or taken from the register, refused with the likely mend where it cannot be meant so."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.geo import distance_m
from licenses.enums import RADIO_LICENSE_KINDS, LicenseKind, PowerReference
from licenses.models import FrequencyAssignment, Station
from licenses.services import checks, doubts
from places.checks import check_position, errors
from radio import plausibility
from radio.correction import is_tetra
from radio.emission import DesignatorError, parse_designator
from radio.units import HIGHEST_HZ, erp_to_eirp_w, power_as, w_to_dbw
from rulebook.channels import blocks
from rulebook.enums import FieldModel

LINK_KINDS = (LicenseKind.FIXED_LINK,)
HIGHEST_RADIUS_KM = 300.0


@dataclass(frozen=True)
class Wish:
    """What somebody wants to transmit, and where. Frequencies in hertz, power in watts with its reference."""

    kind: str
    tx_hz: int | None
    emission: str
    power_w: float | None
    power_reference: str
    lat: float | None
    lon: float | None
    height_m: float | None
    radius_km: float | None = None
    rx_hz: int | None = None
    gain_dbi: float | None = None
    loss_db: float | None = None
    azimuth_deg: float | None = None
    station_class: str = ""
    far_lat: float | None = None
    far_lon: float | None = None
    far_height_m: float | None = None
    far_gain_dbi: float | None = None
    model: str = ""  # the field model the examiner asks for; empty: the channel plan's

    @property
    def is_link(self) -> bool:
        """Whether it goes to one other station instead of serving an area."""
        return self.kind in LINK_KINDS


def of_assignment(assignment: FrequencyAssignment) -> Wish:
    """Return an assignment of the register as a wish (needs its station, license and emissions)."""
    station, far = assignment.station, assignment.rx_station
    widest = max(assignment.emissions.all(), key=lambda emission: emission.bandwidth_hz or 0, default=None)
    return Wish(
        kind=assignment.license.kind,
        tx_hz=assignment.tx_hz,
        emission=widest.designator if widest else "",
        power_w=assignment.power_w,
        power_reference=assignment.power_reference,
        rx_hz=assignment.rx_hz,
        **_site(station),
        far_lat=far.lat if far else None,
        far_lon=far.lon if far else None,
        far_height_m=far.antenna_height_m if far else None,
        far_gain_dbi=far.antenna_gain_dbi if far else None,
    )


def _site(station: Station) -> dict[str, Any]:
    return {
        "lat": station.lat,
        "lon": station.lon,
        "height_m": station.antenna_height_m,
        "radius_km": station.service_radius_km,
        "gain_dbi": station.antenna_gain_dbi,
        "loss_db": station.feeder_loss_db,
        "azimuth_deg": station.antenna_azimuth_deg,
        "station_class": station.station_class,
    }


def cleaned(wish: Wish, on: dt.date) -> dict[str, Any]:
    """Return the wish as numbers to judge by (JSON values); Invalid names every field that cannot be meant so."""
    problems = checks.Problems()
    if wish.model and wish.model not in FieldModel.values:
        problems.add("model", _("Choose one of the field models."))
    if wish.kind not in RADIO_LICENSE_KINDS:
        problems.add("kind", _("Choose the kind of license."))
    _frequency(wish, on, problems)
    width, tetra = _emission(wish, problems)
    erp_w = _power(wish, problems)
    _place(wish, problems)
    if width is not None and wish.tx_hz:
        doubts.note(plausibility.bandwidth(width, wish.tx_hz), "emission", problems)
    problems.raise_if_any(confirmed=True)
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
        "azimuth_deg": wish.azimuth_deg,
        "lat": wish.lat,
        "lon": wish.lon,
        "height_m": wish.height_m,
        "radius_km": 0.0 if wish.is_link else wish.radius_km,
        "station_class": wish.station_class,
        "link": _far_end(wish) if wish.is_link else None,
    }


def _far_end(wish: Wish) -> dict[str, Any]:
    return {"lat": wish.far_lat, "lon": wish.far_lon, "height_m": wish.far_height_m, "gain_dbi": wish.far_gain_dbi}


def _frequency(wish: Wish, on: dt.date, problems: checks.Problems) -> None:
    if wish.tx_hz is None:
        problems.add("tx_hz", _("Give the frequency."))
        return
    for name in ("tx_hz", "rx_hz"):
        value = getattr(wish, name)
        if value is not None and not 0 < value <= HIGHEST_HZ:
            problems.add(name, _("A frequency lies between 0 Hz and 3,000 GHz."))
    meant = doubts.meant_hz(float(wish.tx_hz), blocks(wish.kind, on))
    if meant is not None:
        mhz = {"mhz": number_format(round(meant / 1e6, 4), 4)}
        problems.add("tx_hz", _("This frequency is in no channel plan. Did you mean %(mhz)s MHz?") % mhz)


def _emission(wish: Wish, problems: checks.Problems) -> tuple[int | None, bool]:
    try:
        emission = parse_designator(wish.emission, bandwidth_required=True)
    except DesignatorError as error:
        if error.code in ("empty", "bandwidth_missing"):
            problems.add("emission", _("Give the emission with its bandwidth, such as 11K0F3E or 16K0F3E."))
        else:
            problems.add(
                "emission",
                _("“%(text)s” is not an emission designator (such as 16K0F3E or 8K50F7W); look at: %(part)s.")
                % {"text": error.text, "part": error.part or error.code},
            )
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
    before = len(problems.errors)
    doubts.note(plausibility.erp(wish.power_w), "power_w", problems)
    if len(problems.errors) > before or wish.power_w <= 0:
        return None
    return power_as(wish.power_w, wish.power_reference, "erp", wish.gain_dbi, wish.loss_db or 0.0)


def _place(wish: Wish, problems: checks.Problems) -> None:
    if wish.lat is None or wish.lon is None:
        problems.add("lat", _("Give the position of the antenna."))
    else:
        for message in errors(check_position(wish.lat, wish.lon)):
            problems.add("lat", message)
    if wish.height_m is None:
        problems.add("height_m", _("Give the height of the antenna above ground."))
    else:
        doubts.note(plausibility.height(wish.height_m), "height_m", problems)
    if wish.is_link:
        _far(wish, problems)
    elif wish.radius_km is None or not 0 < wish.radius_km <= HIGHEST_RADIUS_KM:
        problems.add("radius_km", _("Give the service radius, more than 0 and at most %(most)s km.") % {"most": 300})


def _far(wish: Wish, problems: checks.Problems) -> None:
    if wish.far_lat is None or wish.far_lon is None:
        problems.add("far_lat", _("Give the position of the receiving end."))
        return
    for message in errors(check_position(wish.far_lat, wish.far_lon)):
        problems.add("far_lat", message)
    if wish.far_gain_dbi is None:
        problems.add("far_gain_dbi", _("Give the gain of the receiving antenna."))
    if wish.lat is not None and wish.lon is not None:
        metres = distance_m(wish.lat, wish.lon, wish.far_lat, wish.far_lon)
        if plausibility.same_site([metres]):
            problems.add("far_lat", _("Both ends of the link lie at the same place."))
