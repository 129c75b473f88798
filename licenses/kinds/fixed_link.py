"""Microwave links between two stations (law.md B2)."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import LicenseKind, Purpose
from licenses.kinds.base import FREQUENCY, RADIO_PURPOSES, STATION, STATIONS, Kind

FIXED_LINK = Kind(
    code=LicenseKind.FIXED_LINK,
    purposes=(*RADIO_PURPOSES, Purpose.TRANSFER),
    part=STATIONS,
    help=_("Describe both stations of each link, and for each frequency the station that receives it."),
    technical_check="coordination",
    paper="license_paper_radio",
    required_station=(*STATION, "antenna_gain_dbi", "antenna_azimuth_deg", "polarisation"),
    required_frequency=(*FREQUENCY, "bandwidth_hz"),
    links=True,
)
