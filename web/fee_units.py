"""What a fee is charged per, in words: the units the rulebook's rows and the agency's own lines use."""

from typing import Any

from django.utils.translation import gettext_lazy as _

UNITS: dict[str, Any] = {
    "license": _("license (as a unit of fees)"),
    "certificate": _("certificate (as a unit of fees)"),
    "station": _("station (as a unit of fees)"),
    "band": _("band (as a unit of fees)"),
    "frequency and year": _("frequency and year"),
    "frequency and 12 months": _("frequency and 12 months"),
}


def fee_unit(per: str) -> Any:
    """Return the words of a unit; a unit of another rulebook as it is written there."""
    return UNITS.get(per, per)
