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
from licenses.services import checks, doubts, emission_words
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
    beamwidth_deg: float | None = None  # between the points 3 dB below the main beam
    pattern: str = ""  # instead of it: "degrees off the axis: dB below the main beam", several
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
