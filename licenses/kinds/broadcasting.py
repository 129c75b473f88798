"""Sound and television broadcasting transmitters, and wireless public-address stations (law.md B2)."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import LicenseKind, Purpose
from licenses.kinds.base import FREQUENCY, RADIO_PURPOSES, STATION, STATIONS, Kind

BROADCASTING = Kind(
    code=LicenseKind.BROADCASTING,
    purposes=(*RADIO_PURPOSES, Purpose.TRANSFER),
    part=STATIONS,
    help=_("Which papers are needed depends on who broadcasts: press body, transmission provider or another body."),
    technical_check="coordination",
    paper="license_paper_radio",
    required_station=(*STATION, "antenna_gain_dbi"),
    required_frequency=FREQUENCY,
)
WIRELESS_PUBLIC_ADDRESS = Kind(
    code=LicenseKind.WIRELESS_PUBLIC_ADDRESS,
    purposes=RADIO_PURPOSES,
    part=STATIONS,
    help=_("For a station that sends sound to wireless loudspeakers; the local department must consent in writing."),
    technical_check="coordination",
    paper="license_paper_radio",
    required_station=STATION,
    required_frequency=FREQUENCY,
)
