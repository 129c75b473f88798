"""Internet agents: a register entry, not a license (law.md A3); no term, no fee, no decision."""

from django.utils.translation import gettext_lazy as _

from licenses.enums import INTERNET_AGENT as CODE
from licenses.enums import Purpose
from licenses.kinds.base import PLACE, Kind

INTERNET_AGENT = Kind(
    code=CODE,
    purposes=(Purpose.NEW, Purpose.VERIFY, Purpose.AMEND, Purpose.SURRENDER),
    part=PLACE,
    help=_(
        "An Internet agent is declared and entered in the register; business registration and contract are checked."
    ),
    paper="register_extract",
    required_place=("name", "address", "unit", "business_registration", "isp_name", "isp_contract_number"),
    register_only=True,
)
