"""Earth stations, satellite orbits, and whatever radio license has no kind of its own: recorded as far as seen."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import LicenseKind, Purpose
from licenses.kinds.base import RADIO_PURPOSES, STATIONS, Kind

EARTH_STATION = Kind(
    code=LicenseKind.EARTH_STATION,
    purposes=RADIO_PURPOSES,
    part=STATIONS,
    help=_("The papers for earth stations were not transcribed; ask the granting authority before filing."),
    paper="license_paper_radio",
    required_station=("site_name", "unit", "lat", "lon"),
    required_frequency=("tx_hz",),
    recorded_only=True,
)
SATELLITE = Kind(
    code=LicenseKind.SATELLITE,
    purposes=(Purpose.NEW, Purpose.RENEW, Purpose.AMEND),
    part=STATIONS,
    help=_("Applications for orbits are recorded here and decided by the national authority."),
    recorded_only=True,
)
OTHER_RADIO = Kind(
    code=LicenseKind.OTHER_RADIO,
    purposes=RADIO_PURPOSES,
    part=STATIONS,
    help=_("For stations that fit no other kind; the granting authority says which papers it needs."),
    paper="license_paper_radio",
    required_frequency=("tx_hz",),
    recorded_only=True,
)
