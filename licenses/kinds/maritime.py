"""Ship stations, stations on fishing vessels, and stations ashore that talk to them (law.md B2)."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import LicenseKind, Purpose
from licenses.kinds.base import FREQUENCY, RADIO_PURPOSES, STATION, STATIONS, Kind

SHIP = Kind(
    code=LicenseKind.SHIP,
    purposes=RADIO_PURPOSES,
    part=STATIONS,
    help=_("One application for each ship; the call sign and the ship's name are given with the station."),
    paper="license_paper_radio",
    # a ship has no site: its station is told by ship and call sign
    required_station=("name", "equipment_model"),
    required_frequency=("tx_hz", "power_w", "power_reference"),
)
FISHING_VESSEL = Kind(
    code=LicenseKind.FISHING_VESSEL,
    purposes=RADIO_PURPOSES,
    part=STATIONS,
    help=_("One application for each vessel; the vessel's registration number is given as the station's name."),
    paper="license_paper_radio",
    required_station=("name", "equipment_model"),
    required_frequency=("tx_hz", "power_w", "power_reference"),
)
COAST_FOR_FISHING = Kind(
    code=LicenseKind.COAST_FOR_FISHING,
    purposes=(*RADIO_PURPOSES, Purpose.TRANSFER),
    part=STATIONS,
    help=_("For a station ashore that talks to fishing vessels on the frequencies kept for them."),
    technical_check="coordination",
    paper="license_paper_radio",
    required_station=STATION,
    required_frequency=FREQUENCY,
)
