"""Land mobile networks: a private telecommunications network, or an internal radio network (law.md B2)."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import LicenseKind, Purpose
from licenses.kinds.base import FREQUENCY, RADIO_PURPOSES, STATION, STATIONS, Kind

LAND_MOBILE_PRIVATE = Kind(
    code=LicenseKind.LAND_MOBILE_PRIVATE,
    purposes=(*RADIO_PURPOSES, Purpose.TRANSFER),
    part=STATIONS,
    help=_("For base stations and mobiles of a private network; such a network needs a telecommunications license."),
    technical_check="coordination",
    paper="license_paper_radio",
    required_station=(*STATION, "mobiles_count"),
    required_frequency=FREQUENCY,
)
LAND_MOBILE_INTERNAL = Kind(
    code=LicenseKind.LAND_MOBILE_INTERNAL,
    purposes=(*RADIO_PURPOSES, Purpose.TRANSFER),
    part=STATIONS,
    help=_("For mobiles used within a place of known address and limits; no telecommunications license is needed."),
    technical_check="coordination",
    paper="license_paper_radio",
    required_station=(*STATION, "address", "mobiles_count"),
    required_frequency=FREQUENCY,
)
