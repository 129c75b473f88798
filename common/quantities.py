"""Quantities with their units, written as the language of the page writes numbers."""

from decimal import Decimal

from django.utils.formats import number_format


def mhz(hertz: int | None) -> str:
    """Return a frequency with the digits it needs, at least three: 157,4125 MHz; "" when unknown."""
    if hertz is None:
        return ""
    value = Decimal(int(hertz)) / 1_000_000
    places = max(3, -int(value.normalize().as_tuple().exponent))
    return f"{number_format(value, places)} MHz"
