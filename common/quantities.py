"""Quantities with their units, written as the language of the page writes numbers: grouped, with a true minus."""

from decimal import Decimal
from typing import Any

from django.utils.formats import number_format

MINUS = "−"
FIGURES = 12  # of a number nobody rounds: more than any value of the register has, fewer than a binary float shows


def plain(value: Any, places: int | None = None) -> str:
    """Return a number with so many decimals, or with those it needs; thousands grouped, minus as a minus."""
    exact = Decimal(f"{value:.{FIGURES}g}" if isinstance(value, float) else str(value))
    if places is None:
        places = max(0, -int(exact.normalize().as_tuple().exponent))
    rounded = round(exact, places) + 0  # never minus zero
    text = number_format(abs(rounded), places, use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if rounded < 0 else str(text)


def signed(value: Any, places: int | None = None) -> str:
    """Return a number with its sign, plus also."""
    text = plain(value, places)
    return text if text.startswith(MINUS) else f"+{text}"


def level(value: float | None, unit: str = "dB", places: int = 1) -> str:
    """Return a level with one decimal, as −58,8 dB; "" when unknown."""
    return "" if value is None else f"{plain(value, places)} {unit}"


def mhz(hertz: int | None) -> str:
    """Return a frequency with the digits it needs, at least three: 157,4125 MHz; "" when unknown.

    Not grouped: people copy it into a field, and 7.442,000 reads as seven megahertz to half of them.
    """
    if hertz is None:
        return ""
    value = Decimal(int(hertz)) / 1_000_000
    places = max(3, -int(value.normalize().as_tuple().exponent))
    return f"{number_format(value, places)} MHz"


def spacing(hertz: float, *, sign: bool = False) -> str:
    """Return a distance or width in frequency in the unit people would say it in: −34 MHz, 12,5 kHz, 400 Hz."""
    unit, size = next(
        ((unit, size) for unit, size in (("GHz", 10**9), ("MHz", 10**6), ("kHz", 10**3)) if abs(hertz) >= size),
        ("Hz", 1),
    )
    exact = Decimal(f"{hertz:.9g}") / size
    return f"{signed(exact) if sign else plain(exact)} {unit}"


# Above so many watts the unit, and how many watts it has: 5.000 W is said rather than 5 kW.
_WATTS = (
    (10**6, "MW", Decimal(10**6)),
    (10**4, "kW", Decimal(1000)),
    (1, "W", Decimal(1)),
    (0, "mW", Decimal("0.001")),
)


def watts(value: float, figures: int = FIGURES) -> str:
    """Return a power in mW, W, kW or MW with at most so many figures: 25 W, 1 MW."""
    unit, size = next((unit, size) for least, unit, size in _WATTS if abs(value) >= least)
    return f"{plain(Decimal(f'{value:.{figures}g}') / size)} {unit}"
