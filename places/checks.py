"""Is this position a sensible one? Errors stop an entry, warnings ask the person to look again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _

from common.geo import decimal_pair, distance_m
from places.land import country, metres_at_sea
from places.models import AdminUnit


@dataclass(frozen=True)
class PositionNote:
    """One thing found about a position; `code` is stable for programs, `message` says how to mend it."""

    level: Literal["error", "warning"]
    code: str
    message: str


def check_position(lat: float, lon: float, *, unit: AdminUnit | None = None) -> list[PositionNote]:
    """Return what is wrong or doubtful about a position, in decimal degrees; empty means nothing is.

    Errors: out of range, 0,0, latitude and longitude swapped. Warnings: outside the administration's box, at sea (only
    inside the basemap's area), far from the centre of the stated unit. Whether the position lies *inside* its unit is
    not tested: the sources hold no boundaries.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        if _expected(lon, lat):
            return [_swapped(lat, lon)]
        return [
            PositionNote(
                "error", "out_of_range", _("Latitude goes from -90 to 90 and longitude from -180 to 180 degrees.")
            )
        ]
    if lat == 0 and lon == 0:
        return [PositionNote("error", "zero", _("0, 0 is no position: leave it empty when it is not known."))]
    if not _expected(lat, lon):
        if _expected(lon, lat):
            return [_swapped(lat, lon)]
        return [PositionNote("warning", "outside_country", _("This position is far outside the country."))]
    return [*_sea_notes(lat, lon), *_unit_notes(lat, lon, unit)]


def errors(notes: Iterable[PositionNote]) -> list[str]:
    """Return the messages that stop an entry."""
    return [note.message for note in notes if note.level == "error"]


def warnings(notes: Iterable[PositionNote]) -> list[str]:
    """Return the messages that only ask for a second look."""
    return [note.message for note in notes if note.level == "warning"]


def _expected(lat: float, lon: float) -> bool:
    box = country(settings.ADMINISTRATION)
    return bool(box["south"] <= lat <= box["north"] and box["west"] <= lon <= box["east"])


def _swapped(lat: float, lon: float) -> PositionNote:
    return PositionNote(
        "error",
        "swapped",
        _("Latitude and longitude seem to be swapped. Did you mean %(position)s?")
        % {"position": decimal_pair(lon, lat)},
    )


def _sea_notes(lat: float, lon: float) -> list[PositionNote]:
    away = metres_at_sea(lat, lon)
    if not away:
        return []
    return [
        PositionNote(
            "warning",
            "at_sea",
            _("This position is at sea, about %(km)s km from the coast.")
            % {"km": formats.number_format(away / 1000, decimal_pos=1)},
        )
    ]


def _unit_notes(lat: float, lon: float, unit: AdminUnit | None) -> list[PositionNote]:
    """Centre and area are approximate, so only a position beyond three radii of an equal circle is questioned."""
    if unit is None or unit.centre_lat is None or unit.centre_lon is None or not unit.area_km2:
        return []
    away_km = distance_m(lat, lon, unit.centre_lat, unit.centre_lon) / 1000
    if away_km <= 5 + 3 * (unit.area_km2 / 3.1416) ** 0.5:
        return []
    return [
        PositionNote(
            "warning",
            "far_from_unit",
            _("This position is %(km)s km from the middle of %(unit)s. Please check the unit or the position.")
            % {"km": f"{away_km:.0f}", "unit": unit.name},
        )
    ]
