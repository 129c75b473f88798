"""Amateur stations (law.md B2, B4)."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import LicenseKind
from licenses.kinds.base import FREQUENCY, RADIO_PURPOSES, STATIONS, Kind

AMATEUR = Kind(
    code=LicenseKind.AMATEUR,
    purposes=RADIO_PURPOSES,
    part=STATIONS,
    help=_("For holders of an amateur operator certificate; give each band with its lower and upper edge."),
    technical_check="coordination",
    paper="license_paper_radio",
    required_station=("site_name", "unit", "equipment_model"),
    required_frequency=FREQUENCY,
)
