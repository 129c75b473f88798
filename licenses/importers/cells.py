"""Reads single cells. Each reader is cached, because registers repeat themselves; a cell it refuses is a CellError."""

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

from common.csv_lines import runs
from common.text import clean_name
from licenses.importers.items import CellError
from radio import units
from radio.emission import DesignatorError, parse_designator

CACHED = 20_000
TRUE = frozenset({"1", "true", "yes", "x", "có", "co"})
FALSE = frozenset({"0", "false", "no", "không", "khong"})
NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,12})?\Z", re.ASCII)
DAY = re.compile(
    r"(?:(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<d2>\d{1,2})[/.](?P<m2>\d{1,2})[/.](?P<y2>\d{4}))\Z", re.ASCII
)


def unescape(cell: str) -> str:
    """Take off the apostrophe that exports put before text a spreadsheet would run as a formula."""
    return cell[1:] if cell.startswith("'") and _runs(cell[1:]) else cell


def escape(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would run as a formula; `unescape` is its inverse."""
    return "'" + text if _runs(text) else text


def defused(cell: str) -> str:
    """Return a cell of a foreign file, handed back as it was, so that no spreadsheet runs it and an import reads it.

    Numbers stay as they are, and so does what bears the apostrophe already.
    """
    return cell if cell.startswith("'") or NUMBER.match(cell) else escape(cell)


def _runs(text: str) -> bool:
    return text.lstrip().startswith("'") or runs(text)


@lru_cache(CACHED)
def name(cell: str) -> str:
    """A name or address in NFC with single spaces and no invisible characters."""
    return (
        cell
        if cell.isascii() and cell.isprintable() and "  " not in cell and cell == cell.strip()
        else clean_name(cell)
    )


@lru_cache(CACHED)
def day(cell: str) -> dt.date:
    """A date written 2026-11-22 or 22/11/2026."""
    return _date(cell, DAY.match(cell))


US_DAY = re.compile(r"(?P<m>\d\d)/(?P<d>\d\d)/(?P<y>\d{4})\Z", re.ASCII)


@lru_cache(CACHED)
def us_day(cell: str) -> dt.date:
    """A date written MM/DD/YYYY."""
    return _date(cell, US_DAY.match(cell))


def _date(cell: str, match: re.Match[str] | None) -> dt.date:
    if match is None:
        raise CellError("not_date", value=cell)
    found = {part[0]: int(text) for part, text in match.groupdict().items() if text}
    try:
        value = dt.date(found["y"], found["m"], found["d"])
    except ValueError as error:
        raise CellError("not_date", value=cell) from error
    if not 1900 <= value.year <= 2200:
        raise CellError("year_improbable", value=cell)
    return value


@lru_cache(CACHED)
def clock(cell: str) -> dt.time:
    """A time of day written 07:30 or 7:30."""
    match = re.fullmatch(r"([01]?\d|2[0-3])[:hH]([0-5]\d)(?::00)?", cell, re.ASCII)
    if match is None:
        raise CellError("not_time", value=cell)
    return dt.time(int(match[1]), int(match[2]))


@lru_cache(CACHED)
def number(cell: str, least: float, most: float) -> float:
    """A decimal number (point, or a comma when there is no point) between two limits."""
    plain = cell.replace(",", ".") if "." not in cell and cell.count(",") == 1 else cell
    if not NUMBER.match(plain):
        raise CellError("not_number", value=cell)
    value = float(plain)
    if not least <= value <= most:
        raise CellError("out_of_range", value=cell, least=f"{least:g}", most=f"{most:g}")
    return value


@lru_cache(CACHED)
def whole(cell: str, least: int, most: int) -> int:
    """A whole number between two limits."""
    if not re.fullmatch(r"\d{1,12}", cell, re.ASCII):
        raise CellError("not_whole", value=cell)
    value = int(cell)
    if not least <= value <= most:
        raise CellError("out_of_range", value=cell, least=str(least), most=str(most))
    return value


@lru_cache(CACHED)
def hertz(cell: str) -> int:
    """Whole hertz of a frequency in MHz."""
    return _hertz(cell, cell)


@lru_cache(CACHED)
def kilohertz(cell: str) -> int:
    """Whole hertz of a bandwidth in kHz."""
    plain = cell.replace(",", ".") if "." not in cell and cell.count(",") == 1 else cell
    if not NUMBER.match(plain):
        raise CellError("not_number", value=cell)
    return _hertz(str(Decimal(plain).scaleb(-3)), cell)


def _hertz(megahertz: str, cell: str) -> int:
    plain = megahertz.replace(",", ".") if "." not in megahertz and megahertz.count(",") == 1 else megahertz
    try:
        return units.mhz_to_hz(plain)
    except ValueError as error:
        raise CellError("not_frequency", value=cell) from error


@lru_cache(CACHED)
def boolean(cell: str) -> bool:
    """1/0, true/false, yes/no, có/không."""
    folded = cell.lower()
    if folded in TRUE:
        return True
    if folded in FALSE:
        return False
    raise CellError("not_boolean", value=cell)


@lru_cache(CACHED)
def emissions(cell: str, separators: str = " ;") -> tuple[tuple[tuple[str, int | None], ...], tuple[str, ...]]:
    """Emissions of a cell: ((designator, bandwidth in whole hertz), …) without repeats, and those written otherwise."""
    found: dict[str, int | None] = {}
    rewritten = []
    for text in re.split(f"[{separators}]+", cell):
        if not text:
            continue
        try:
            read = parse_designator(text)
        except DesignatorError as error:
            raise CellError("emission_wrong", value=text, part=error.code) from error
        designator = read.designator
        if designator != text:
            rewritten.append(text)
        found[designator] = (
            None if read.bandwidth_hz is None else int(read.bandwidth_hz.to_integral_value("ROUND_CEILING"))
        )
    return tuple(found.items()), tuple(rewritten)


def widest(found: tuple[tuple[str, int | None], ...]) -> int | None:
    """The largest bandwidth among emissions, in hertz; None when none states one."""
    return max((bandwidth for _designator, bandwidth in found if bandwidth is not None), default=None)
