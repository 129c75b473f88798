"""Which radio services a frequency is allocated to in ITU Region 3 (Viet Nam's), with the footnotes.

Data: radio/data/itu_region3, edition of 2012, unofficial (its NOTICE says what is damaged). It tells an officer where
a frequency lies; the national allocation decision rules.
"""

import csv
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from radio.footnote_words import parted

DATA = Path(__file__).parent / "data" / "itu_region3"
EDITION = "ITU Region 3, 2012"
HIGHEST_HZ = 3_000_000_000_000

PRIMARY, SECONDARY = "primary", "secondary"
_CATEGORIES = {"p": PRIMARY, "s": SECONDARY}
_FIRST_FOOTNOTE, _TWO_FIGURES_UNTIL_HZ = 53, 2_100_000
_REFERENCE = re.compile(r"5\.(\d{1,3})([A-Z]*)\Z", re.ASCII)
_QUALIFIER = re.compile(r"(.*?)\s*(\([^()]*\))?\s*\Z")


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a band: its name in English and Vietnamese, primary or secondary, its own footnotes."""

    name_en: str
    name_vi: str
    category: str
    footnotes: tuple[str, ...]

    @property
    def primary(self) -> bool:
        """Whether the service is allocated on a primary basis."""
        return self.category == PRIMARY


@dataclass(frozen=True, slots=True)
class Band:
    """A band of the table: lower_hz <= frequency < upper_hz, its services, and the footnotes of the whole band."""

    lower_hz: int
    upper_hz: int
    services: tuple[Service, ...]
    footnotes: tuple[str, ...]

    @property
    def all_footnotes(self) -> tuple[str, ...]:
        """The footnotes of the services and of the band, each once, in order."""
        every = [note for service in self.services for note in service.footnotes] + list(self.footnotes)
        return tuple(dict.fromkeys(every))


def band_at(frequency_hz: int) -> Band | None:
    """The band a frequency in hertz lies in; None where the table says nothing (it has two holes and an end).

    A frequency on an edge belongs to the band above it. Raises ValueError unless 0 < frequency <= 3,000 GHz.
    """
    if not 0 < frequency_hz <= HIGHEST_HZ:
        raise ValueError("a frequency lies above 0 and at most at 3,000 GHz")
    bands = table()
    place = bisect_right(bands, frequency_hz, key=lambda band: band.lower_hz) - 1
    return bands[place] if place >= 0 and frequency_hz < bands[place].upper_hz else None


def bands_between(lower_hz: int, upper_hz: int) -> list[Band]:
    """The bands that have a part between two frequencies in hertz, ascending; ValueError unless lower < upper."""
    if not lower_hz < upper_hz:
        raise ValueError("the upper frequency must lie above the lower one")
    return [band for band in table() if band.lower_hz < upper_hz and band.upper_hz > lower_hz]


def footnote(reference: str) -> str | None:
    """The text of a footnote such as "5.226" in English; None when the source has none for it."""
    return _footnotes().get(reference)


@lru_cache(maxsize=1)
def table() -> tuple[Band, ...]:
    """The whole table in ascending order."""
    names = {row["name_en"]: row["name_vi"] for row in _rows("service_names.tsv")}
    edges: dict[tuple[int, int], list[dict[str, str]]] = {}
    for row in _rows("allocations.tsv"):
        edges.setdefault((int(row["lower_frequency"]), int(row["upper_frequency"])), []).append(row)
    return tuple(_band(lower, upper, rows, names) for (lower, upper), rows in sorted(edges.items()))


def _band(lower_hz: int, upper_hz: int, rows: list[dict[str, str]], names: dict[str, str]) -> Band:
    of_band: list[str] = []
    services = []
    for row in rows:
        notes = tuple(mended(note, lower_hz) for note in row["footnotes"].split(",") if note.strip())
        if row["Category"] in _CATEGORIES:
            name = " ".join(row["service"].split())
            services.append(Service(name, _in_vietnamese(name, names), _CATEGORIES[row["Category"]], notes))
        else:
            of_band.extend(notes)
    # Primary first, as the Radio Regulations print them; the sort keeps the table's own order within.
    return Band(lower_hz, upper_hz, tuple(sorted(services, key=lambda each: not each.primary)), tuple(of_band))


def mended(reference: str, lower_hz: int) -> str:
    """A footnote's number with the final 0 the source lost: footnotes begin at 5.53 and rise with frequency."""
    match = _REFERENCE.match(reference.strip())
    if not match or match[2]:
        return reference.strip()
    figures = match[1]
    lost = len(figures) == 1 or (
        len(figures) == 2 and (int(figures) < _FIRST_FOOTNOTE or lower_hz >= _TWO_FIGURES_UNTIL_HZ)
    )
    return f"5.{figures}0" if lost else f"5.{figures}"


def _in_vietnamese(name: str, names: dict[str, str]) -> str:
    if name in names:
        return names[name]
    match = _QUALIFIER.match(name)
    service, qualifier = (match[1], match[2] or "") if match else (name, "")
    return f"{names.get(service, service)} {names.get(qualifier, qualifier)}".strip()


@lru_cache(maxsize=1)
def _footnotes() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _rows("footnotes.tsv"):
        if _REFERENCE.match(row["ref"]):
            found.setdefault(row["ref"], row["description"])
    return parted(found)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
