"""Quantities as ready Vietnamese text for payloads: decimal comma, unit behind a space."""

from decimal import Decimal


def decimal_vi(value: Decimal | int | str, *, least: int = 0, most: int = 6) -> str:
    """Return a number with a decimal comma, between `least` and `most` decimals, no trailing zeros beyond `least`."""
    text = f"{Decimal(value):.{most}f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    return f"{whole},{fraction}" if fraction else whole


def mhz(hertz: int | None) -> str:
    """Return a frequency in MHz with at least three decimals: 157400000 -> "157,400 MHz"; "" when unknown."""
    return "" if hertz is None else f"{decimal_vi(Decimal(hertz) / 1_000_000, least=3)} MHz"


def khz(hertz: int | None) -> str:
    """Return a bandwidth or difference in kHz: 12500 -> "12,5 kHz"; "" when unknown."""
    return "" if hertz is None else f"{decimal_vi(Decimal(hertz) / 1000)} kHz"


def watts(value: Decimal | int | str | None) -> str:
    """Return a power in W: "25 W"; "" when unknown. Give a Decimal or text, never a binary float."""
    return "" if value is None or value == "" else f"{decimal_vi(value, most=3)} W"


def metres(value: Decimal | int | str | None) -> str:
    """Return a length in m: "8,5 m"; "" when unknown."""
    return "" if value is None or value == "" else f"{decimal_vi(value, most=2)} m"
