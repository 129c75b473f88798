"""Finds values that were probably typed in the wrong unit or place, and offers the likely mend; nothing is changed."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Range = tuple[float, float]

# What assignments of land mobile, fixed, broadcasting and maritime stations lie between; microwave links end at 86 GHz.
USUAL_HZ: tuple[Range, ...] = ((9e3, 100e9),)
HIGHEST_USUAL_ERP_W = 10_000.0
HIGHEST_ERP_W = 5_000_000.0
HIGHEST_HEIGHT_M = 700.0
WIDEST_SHARE = 0.5  # an emission wider than half its carrier frequency is none
SAME_SITE_M = 1.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """A value that cannot be (`impossible`) or is unlikely: the field, a code, and what was probably meant.

    Codes: not_a_number, not_above_zero, too_high, too_low, kilohertz, hertz, gigahertz, milliwatts, dbm, sign,
    above_sea, same_site, missing.
    """

    field: str
    code: str
    impossible: bool
    suggestion: float | None = None


def frequency(hertz: float, usual: Sequence[Range] = USUAL_HZ) -> Iterator[Doubt]:
    """Doubt a frequency in hertz that lies in none of the usual ranges (the channel plans', say).

    A value read a thousand times too high was typed in kHz for MHz, a million times in Hz; too low, in GHz.
    """
    if not math.isfinite(hertz):
        yield Doubt("frequency", "not_a_number", True)
        return
    if hertz <= 0:
        yield Doubt("frequency", "not_above_zero", True)
        return
    if _inside(hertz, usual):
        return
    for code, factor in (("kilohertz", 1e-3), ("hertz", 1e-6), ("gigahertz", 1e3)):
        if _inside(hertz * factor, usual):
            yield Doubt("frequency", code, False, hertz * factor)
            return
    yield Doubt("frequency", "too_high" if hertz > max(high for _low, high in usual) else "too_low", False)


def erp(watts: float) -> Iterator[Doubt]:
    """Doubt an ERP in watts: 0 and below cannot be, above 5 MW neither; above 10 kW it was probably milliwatts."""
    if not math.isfinite(watts):
        yield Doubt("erp", "not_a_number", True)
    elif watts <= 0:
        yield Doubt("erp", "not_above_zero", True)
    elif watts > HIGHEST_ERP_W:
        yield Doubt("erp", "too_high", True, watts / 1000.0)
    elif watts > HIGHEST_USUAL_ERP_W:
        yield Doubt("erp", "milliwatts", False, watts / 1000.0)


def height(metres: float) -> Iterator[Doubt]:
    """Doubt a height above ground in metres: negative is a slip of sign, above 700 m it was above the sea."""
    if not math.isfinite(metres):
        yield Doubt("height", "not_a_number", True)
    elif metres < 0:
        yield Doubt("height", "sign", True, -metres)
    elif metres > HIGHEST_HEIGHT_M:
        yield Doubt("height", "above_sea", False)


def bandwidth(hertz: float, carrier_hz: float) -> Iterator[Doubt]:
    """Doubt a bandwidth in hertz: below 1 Hz it was kHz; wider than half the carrier it cannot be."""
    if not math.isfinite(hertz):
        yield Doubt("bandwidth", "not_a_number", True)
    elif hertz <= 0:
        yield Doubt("bandwidth", "not_above_zero", True)
    elif hertz > WIDEST_SHARE * carrier_hz:
        yield Doubt("bandwidth", "too_high", True, hertz / 1000.0)
    elif hertz < 100:
        yield Doubt("bandwidth", "kilohertz", False, hertz * 1000.0)


def coordinates(lat: float | None, lon: float | None) -> Iterator[Doubt]:
    """Doubt missing coordinates and the point 0, 0, which is what is written where none were known."""
    if lat is None or lon is None:
        yield Doubt("position", "missing", True)
    elif not (math.isfinite(lat) and math.isfinite(lon)):
        yield Doubt("position", "not_a_number", True)
    elif lat == 0 and lon == 0:
        yield Doubt("position", "missing", True)


def same_site(distances_m: Iterable[float]) -> list[int]:
    """Which of the distances in metres to other stations mean the same site entered twice (nearer than a metre)."""
    return [index for index, metres in enumerate(distances_m) if metres < SAME_SITE_M]


def _inside(value: float, ranges: Sequence[Range]) -> bool:
    return any(low <= value <= high for low, high in ranges)
