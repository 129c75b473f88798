"""What a fee is charged per, in words: the units the rulebook's rows and the agency's own lines use."""

from typing import Any

from django.utils.translation import pgettext_lazy

UNITS: dict[str, Any] = {
    "license": pgettext_lazy("unit of a fee", "license"),
    "certificate": pgettext_lazy("unit of a fee", "certificate"),
    "station": pgettext_lazy("unit of a fee", "station"),
    "band": pgettext_lazy("unit of a fee", "band"),
    "frequency and year": pgettext_lazy("unit of a fee", "frequency and year"),
    "frequency and 12 months": pgettext_lazy("unit of a fee", "frequency and 12 months"),
}


def fee_unit(per: str) -> Any:
    """Return the words of a unit; a unit of another rulebook as it is written there."""
    return UNITS.get(per, per)
