"""How much text one entry takes: what is longer is refused with its length, never cut off."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from common.errors import Invalid

STATEMENT = 5_000  # a page and a half of the record
REPORT = 10_000
NOTE = 2_000
SHOWN = 200_000  # what a tablet shows before signing: every line of the visit


def require(entered: Mapping[str, str], most: Mapping[str, int]) -> None:
    """Refuse texts longer than `most` characters, naming each entry with its length."""
    faults = {
        name: [_("At most %(most)d characters; this has %(length)d.") % {"most": limit, "length": len(entered[name])}]
        for name, limit in most.items()
        if len(entered.get(name, "")) > limit
    }
    if faults:
        raise Invalid(_("The text is too long."), code="too_long", fields=faults)
