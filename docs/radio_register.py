"""Writes docs/radio-register.md: what the radio checks find in a real register, the FCC's microwave links of 2015.

`python -m docs.radio_register`. The register ships with the demo (licenses/data/fcc_uls); nothing else is needed.
"""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from common.geo import bearing_deg, distance_m
from radio import plausibility
from radio.emission import DesignatorError, Emission, is_designator, parse_designator
from radio.units import dbm_to_w

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "licenses" / "data" / "fcc_uls" / "assignments.csv.gz"
TARGET = ROOT / "docs" / "radio-register.md"
BESIDE_DEG, BACKWARDS_DEG = 1.0, 170.0
SHORT_KM = 0.1  # nearer ends are one place: bearing and length mean nothing

HEAD = """\
# A real register under the radio checks

Written by `python -m docs.radio_register` from the demo's copy of the FCC's microwave register of August 2015 (US
federal government work, personal data removed). No row was mended. What is found is what the register says, not what
stands on the towers.

| check | rows that can be checked | what was found |
|---|---|---|
"""


def number(row: dict[str, str], column: str) -> float | None:
    """A cell as a number, None when empty."""
    return float(row[column]) if row[column].strip() else None


def between(first: float, second: float) -> float:
    """The angle between two bearings, 0 to 180 degrees."""
    return abs((first - second + 180.0) % 360.0 - 180.0)


def emissions(row: dict[str, str]) -> Iterator[Emission | None]:
    """Each emission of a row, None for one that is no designator."""
    for text in row["emission_designators"].replace(";", " ").replace("|", " ").replace(",", " ").split():
        try:
            yield parse_designator(text)
        except DesignatorError:
            yield None


def look(row: dict[str, str], seen: Counter[str]) -> None:
    """Count what one row shows."""
    seen["rows"] += 1
    found = list(emissions(row))
    seen["emissions"] += len(found)
    seen["emissions unreadable"] += found.count(None)
    seen["emissions missing"] += not found
    seen["emissions exact"] += sum(each is not None and is_designator(str(each)) for each in found)
    _band(row, [each for each in found if each], seen)
    _path(row, seen)
    _power(row, seen)


def _band(row: dict[str, str], found: list[Emission], seen: Counter[str]) -> None:
    lower, upper = number(row, "frequency_mhz"), number(row, "frequency_upper_mhz")
    if lower is not None:
        seen["frequencies"] += 1
        seen["frequencies doubted"] += any(True for _doubt in plausibility.frequency(lower * 1e6))
    widths = [float(each.bandwidth_hz) for each in found if each.bandwidth_hz]
    if lower is not None and upper is not None and widths:
        seen["bands"] += 1
        seen["bands too narrow"] += max(widths) > (upper - lower) * 1e6 + 0.5


def _path(row: dict[str, str], seen: Counter[str]) -> None:
    ends = [number(row, column) for column in ("latitude", "longitude", "rx_latitude", "rx_longitude")]
    if any(end is None for end in ends):
        return
    lat1, lon1, lat2, lon2 = (float(end or 0.0) for end in ends)
    length = distance_m(lat1, lon1, lat2, lon2) / 1000
    seen["paths"] += 1
    seen["paths of no length"] += length < SHORT_KM
    stated, azimuth = number(row, "path_length_km"), number(row, "azimuth_deg")
    if stated is not None:
        seen["lengths"] += 1
        seen["lengths wrong"] += abs(stated - length) > max(0.1, 0.01 * length)
    if azimuth is not None and length >= SHORT_KM:
        off = between(azimuth, bearing_deg(lat1, lon1, lat2, lon2))
        seen["azimuths"] += 1
        seen["azimuths beside"] += BESIDE_DEG < off < BACKWARDS_DEG
        seen["azimuths backwards"] += off >= BACKWARDS_DEG


def _power(row: dict[str, str], seen: Counter[str]) -> None:
    eirp, height = number(row, "eirp_dbm"), number(row, "antenna_height_m")
    if height is not None:
        seen["heights"] += 1
        seen["heights doubted"] += any(True for _doubt in plausibility.height(height))
    if eirp is not None:
        seen["eirps"] += 1
        seen["eirps doubted"] += any(True for _doubt in plausibility.erp(dbm_to_w(eirp)))


def table(seen: Counter[str]) -> Iterator[tuple[str, str, str]]:
    """The rows of the report."""
    yield "emission designators", "emissions", "{emissions unreadable} unreadable; {emissions missing} rows without any"
    yield "frequency in the usual range", "frequencies", "{frequencies doubted} doubted"
    yield "widest emission fits the assigned band", "bands", "{bands too narrow} wider than their band"
    yield "both ends known", "paths", "{paths of no length} with both ends in one place (under 100 m)"
    yield "stated length against the ellipsoid (1 %, 100 m)", "lengths", "{lengths wrong} differ"
    yield (
        "azimuth against the bearing to the receiver",
        "azimuths",
        ("{azimuths beside} more than 1° beside; {azimuths backwards} point the other way"),
    )
    yield "antenna height", "heights", "{heights doubted} doubted"
    yield "EIRP", "eirps", "{eirps doubted} above 10 kW or zero"


def report() -> str:
    """The whole page."""
    seen: Counter[str] = Counter()
    with gzip.open(SOURCE, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            look(row, seen)
    counts: dict[str, Any] = {key: f"{value:,}" for key, value in seen.items()}
    lines = [
        f"| {check} | {counts[base]} | {text.format_map({**dict.fromkeys(seen, '0'), **counts})} |"
        for check, base, text in table(seen)
    ]
    return HEAD + "\n".join(lines) + f"\n\n{counts['rows']} assignments in all.\n"


if __name__ == "__main__":
    TARGET.write_text(report(), encoding="utf-8")
