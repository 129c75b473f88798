"""What differs between kinds of right-holders and rights; the list of the kinds one may apply for."""

from common.errors import Invalid
from licenses.kinds.amateur import AMATEUR
from licenses.kinds.band import BAND
from licenses.kinds.base import Kind
from licenses.kinds.broadcasting import BROADCASTING, WIRELESS_PUBLIC_ADDRESS
from licenses.kinds.fixed_link import FIXED_LINK
from licenses.kinds.game_point import GAME_POINT
from licenses.kinds.internet_agent import INTERNET_AGENT
from licenses.kinds.land_mobile import LAND_MOBILE_INTERNAL, LAND_MOBILE_PRIVATE
from licenses.kinds.maritime import COAST_FOR_FISHING, FISHING_VESSEL, SHIP
from licenses.kinds.space import EARTH_STATION, OTHER_RADIO, SATELLITE

# In the order in which a form offers them.
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        GAME_POINT,
        INTERNET_AGENT,
        LAND_MOBILE_INTERNAL,
        LAND_MOBILE_PRIVATE,
        FIXED_LINK,
        BROADCASTING,
        WIRELESS_PUBLIC_ADDRESS,
        AMATEUR,
        SHIP,
        FISHING_VESSEL,
        COAST_FOR_FISHING,
        EARTH_STATION,
        BAND,
        SATELLITE,
        OTHER_RADIO,
    )
}


def kind_of(code: str) -> Kind:
    """Return the kind of that code; Invalid when there is none."""
    try:
        return KINDS[code]
    except KeyError:
        raise Invalid(f"there is no kind of license {code!r}", fields={"kind": [f"? {code}"]}) from None
