"""Certificate of a public game point (law.md A4, A5): granted by the commune for one place."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import LicenseKind, Purpose
from licenses.kinds.base import PLACE, Kind

GAME_POINT = Kind(
    code=LicenseKind.GAME_POINT,
    # a new owner or manager is an amendment of the certificate, so there is no transfer
    purposes=(Purpose.NEW, Purpose.RENEW, Purpose.AMEND, Purpose.DUPLICATE, Purpose.SURRENDER),
    part=PLACE,
    help=_("For a place where the public plays electronic games; the commune looks at the place before it decides."),
    technical_check="game_place",
    paper="license_paper_game_point",
    stated_place=(("offers_games", True),),
    required_place=("name", "address", "unit", "room_area_m2", "computers", "business_registration", "lat", "lon"),
)
