"""Reads what a monitoring receiver wrote (one row a sample) and joins the samples of one emission.

CSV, UTF-8, comma or semicolon, decimals with point or comma. Columns: frequency_mhz or frequency_hz, lat, lon,
measured_at (ISO 8601 with zone); perhaps field_dbuvm, bandwidth_hz, emission. Columns nobody knows are left aside and
named in the report.
"""

import csv
import datetime as dt
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from radio.emission import DesignatorError, parse_designator
from radio.identity import Heard
from radio.units import HIGHEST_HZ

NEEDED = ("lat", "lon", "measured_at")
FREQUENCIES = {"frequency_hz": 1.0, "frequency_mhz": 1e6}
KNOWN = (*NEEDED, *FREQUENCIES, "field_dbuvm", "bandwidth_hz", "emission")
JOIN_HZ = 2_500.0  # samples nearer than this in frequency are one emission where no bandwidth was measured
JOIN_KM = 30.0  # farther apart two samples of one channel may be two stations


class TableError(ValueError):
    """A file that is no table of samples; columns names what is missing."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__(f"missing columns: {', '.join(columns)}")
        self.columns = columns


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be used: its line, the column, and a code: missing, not_a_number, out_of_range, no_time,
    no_zone, no_emission.
    """

    line: int
    column: str
    code: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One reading at one place; field in dBuV/m and bandwidth in hertz are None where not measured."""

    frequency_hz: float
    lat: float
    lon: float
    measured_at: dt.datetime
    field_dbuvm: float | None = None
    bandwidth_hz: float | None = None
    emission: str = ""


@dataclass(slots=True)
class Emission:
    """Samples taken for one emission: the strongest of them, how many, and when the first and last were taken."""

    strongest: Sample
    count: int
    first: dt.datetime
    last: dt.datetime

    def heard(self, uncertainty_hz: float = 0.0) -> Heard:
        """The emission as licenses are compared with it."""
        best = self.strongest
        return Heard(best.frequency_hz, uncertainty_hz, best.bandwidth_hz, best.emission, best.field_dbuvm)


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, read as they are asked for, and the columns nobody knows."""

    unknown: tuple[str, ...]
    rows: Iterator[Sample | Problem]


def read(lines: Iterable[str]) -> Table:
    """The samples and problems of a file, in its order; TableError when a needed column is missing."""
    source = iter(lines)
    first = next(source, "").removeprefix("\ufeff")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(chain([first], source), delimiter=delimiter, restval="")
    header = [name.strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in NEEDED if name not in header]
    if not set(header) & set(FREQUENCIES):
        missing.insert(0, "frequency_mhz")
    if missing:
        raise TableError(tuple(missing))
    reader.fieldnames = header
    return Table(tuple(name for name in header if name not in KNOWN), _rows(reader))


def _rows(reader: "csv.DictReader[str]") -> Iterator[Sample | Problem]:
    for row in reader:
        if any((row.get(name) or "").strip() for name in KNOWN):
            yield _sample(row, reader.line_num)


class _Bad(ValueError):
    """Column and code of what is wrong in a row."""


def _sample(row: dict[str, str], line: int) -> Sample | Problem:
    try:
        column = next(name for name in FREQUENCIES if (row.get(name) or "").strip() or name == "frequency_mhz")
        frequency = _number(row, column) * FREQUENCIES[column]
        if not 0 < frequency <= HIGHEST_HZ:
            raise _Bad(column, "out_of_range")
        lat, lon = _number(row, "lat", 90.0), _number(row, "lon", 180.0)
        width = _number(row, "bandwidth_hz") if (row.get("bandwidth_hz") or "").strip() else None
        if width is not None and width <= 0:
            raise _Bad("bandwidth_hz", "out_of_range")
        field = _number(row, "field_dbuvm", 300.0) if (row.get("field_dbuvm") or "").strip() else None
        return Sample(frequency, lat, lon, _moment(row), field, width, _emission(row))
    except _Bad as bad:
        return Problem(line, *bad.args)


def _number(row: dict[str, str], column: str, most: float = math.inf) -> float:
    text = (row.get(column) or "").strip()
    if not text:
        raise _Bad(column, "missing")
    try:
        value = float(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
    except ValueError as error:
        raise _Bad(column, "not_a_number") from error
    if not math.isfinite(value):
        raise _Bad(column, "not_a_number")
    if abs(value) > most:
        raise _Bad(column, "out_of_range")
    return value


def _moment(row: dict[str, str]) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat((row.get("measured_at") or "").strip())
    except ValueError as error:
        raise _Bad("measured_at", "no_time") from error
    if moment.tzinfo is None:
        # Receivers write local time or UTC; guessing would shift the evidence by seven hours.
        raise _Bad("measured_at", "no_zone")
    return moment


def _emission(row: dict[str, str]) -> str:
    text = (row.get("emission") or "").strip()
    try:
        return parse_designator(text).symbols if text else ""
    except DesignatorError as error:
        raise _Bad("emission", "no_emission") from error


def join(samples: Iterable[Sample]) -> list[Emission]:
    """Emissions by ascending frequency: samples near in frequency and place, around the strongest of them.

    Two samples are one emission when their frequencies differ by less than half the measured bandwidth (2.5 kHz where
    none was measured) and their places by less than 30 km.
    """
    ordered = sorted(
        samples, key=lambda each: (-(each.field_dbuvm or 0.0), each.frequency_hz, each.measured_at, each.lat, each.lon)
    )
    reach = 1 + int(max((each.bandwidth_hz or 0.0 for each in ordered), default=0.0) / 2 // JOIN_HZ)
    by_bin: dict[int, list[Emission]] = {}
    found: list[Emission] = []
    for sample in ordered:
        place = int(sample.frequency_hz // JOIN_HZ)
        near = (group for step in range(place - reach, place + reach + 1) for group in by_bin.get(step, ()))
        group = next((group for group in near if _same(group.strongest, sample)), None)
        if group is None:
            group = Emission(sample, 1, sample.measured_at, sample.measured_at)
            by_bin.setdefault(place, []).append(group)
            found.append(group)
            continue
        group.count += 1
        group.first, group.last = min(group.first, sample.measured_at), max(group.last, sample.measured_at)
    return sorted(found, key=lambda group: (group.strongest.frequency_hz, group.first))


def _same(one: Sample, other: Sample) -> bool:
    width = max(one.bandwidth_hz or 0.0, other.bandwidth_hz or 0.0) / 2 or JOIN_HZ
    if abs(one.frequency_hz - other.frequency_hz) >= width:
        return False
    north = (one.lat - other.lat) * 111.2
    east = (one.lon - other.lon) * 111.2 * math.cos(math.radians(one.lat))
    return math.hypot(north, east) < JOIN_KM
