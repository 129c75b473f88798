"""What a calculator answers: facts, perhaps a table, the formula with its source, and doubts about what was typed."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.quantities import plain
from radio.plausibility import Doubt
from radio.units import w_to_dbw

NBSP = "\u00a0"


@dataclass(frozen=True)
class Answer:
    """Facts as (label, value), a table as header and rows, the formula, and notes to look at again."""

    rows: list[tuple[Any, str]]
    formula: str = ""
    header: tuple[Any, ...] = ()
    table: list[tuple[str, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def shown(value: float, unit: str = "", figures: int = 4) -> str:
    """A number with so many significant figures at most, in the language's writing, and its unit held to it."""
    number = Decimal(f"{value:.{figures}g}")
    places = min(max(0, -int(number.normalize().as_tuple().exponent)), 12)
    text = plain(number, places)
    return f"{text}{NBSP}{unit}" if unit else text


def decibels(value: float, unit: str) -> str:
    """A level with one decimal: more would promise what no model keeps."""
    return f"{plain(round(value, 1), 1)}{NBSP}{unit}"


def power(watts: float) -> str:
    """A power in watts and as a level."""
    return f"{shown(watts, 'W')} · {decibels(w_to_dbw(watts), 'dBW')}"


def hertz(value: float) -> str:
    """A frequency or bandwidth in the unit people would say it in."""
    for unit, size in (("GHz", 1e9), ("MHz", 1e6), ("kHz", 1e3)):
        if abs(value) >= size:
            return shown(value / size, unit, 9)
    return shown(value, "Hz", 9)


def doubt_text(doubt: Doubt) -> str:
    """A doubt as a sentence, with what was probably meant."""
    meant = doubt.suggestion
    if doubt.field == "frequency" and meant is not None:
        return _("This frequency is unusual. Was %(frequency)s meant?") % {"frequency": hertz(meant)}
    if doubt.field == "frequency":
        return _("This frequency lies outside the range stations are licensed in.")
    if doubt.field == "erp" and meant is not None:
        return _("This power is unusually high. Was %(power)s meant?") % {"power": shown(meant, "W")}
    if doubt.field == "height":
        return _("This height is unusual: it is counted from the ground, not from the sea.")
    return _("This value is unusual. Please look at it again.")
