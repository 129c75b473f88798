"""Use of a whole frequency band by an organisation (law.md B1)."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import LicenseKind
from licenses.kinds.base import RADIO_PURPOSES, STATIONS, Kind

BAND = Kind(
    code=LicenseKind.BAND,
    # the transfer of a band right has a procedure of its own, which was not transcribed
    purposes=RADIO_PURPOSES,
    part=STATIONS,
    help=_("By direct grant only: after an auction or contest no application is made. Give both edges of the band."),
    paper="license_paper_band",
    required_station=("site_name",),
    required_frequency=("tx_hz", "tx_upper_hz"),
)
