"""Positions on the ellipsoid (WGS84): distances, bearings, and coordinates as people write and type them.

The only user of geopy and pyproj: geopy for one distance shown on a page, pyproj for many at once (140 times faster,
the same metres). Degrees are decimal, north and east positive; distances are metres.
"""

import math
import re
from collections.abc import Sequence

import numpy as np
from django.utils import formats, translation
from django.utils.translation import gettext as _
from geopy.distance import geodesic
from numpy.typing import ArrayLike, NDArray
from pyproj import Geod

from common.errors import Invalid
from common.text import fold

_WGS84 = Geod(ellps="WGS84")
_METRES_PER_DEGREE = 110_500.0  # a little less than anywhere on the ellipsoid, so that boxes come out too large
DECIMALS = 6

_TOKEN = re.compile(r"[-+]?\d+(?:[.,]\d+)?|\b(?:bac|nam|dong|tay)\b|[bnsdetw]", re.ASCII)
_LETTERS_VI = {"bac": "N", "b": "N", "nam": "S", "n": "S", "dong": "E", "d": "E", "tay": "W", "t": "W"}
_LETTERS_EN = {"n": "N", "s": "S", "e": "E", "w": "W"}


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the geodesic distance between two points, in metres."""
    return float(geodesic((lat1, lon1), (lat2, lon2)).meters)


def distances_m(lat: float, lon: float, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    """Return the geodesic distances from one point to n others, in metres, as an array of shape (n,)."""
    there_lats, there_lons = np.asarray(lats, dtype=float), np.asarray(lons, dtype=float)
    return pair_distances_m(
        np.full(there_lats.shape, float(lat)), np.full(there_lats.shape, float(lon)), there_lats, there_lons
    )


def pair_distances_m(lats1: ArrayLike, lons1: ArrayLike, lats2: ArrayLike, lons2: ArrayLike) -> NDArray[np.float64]:
    """Return the geodesic distances of n pairs of points, in metres; all four arrays have shape (n,)."""
    *_azimuths, metres = _WGS84.inv(
        np.asarray(lons1, dtype=float),
        np.asarray(lats1, dtype=float),
        np.asarray(lons2, dtype=float),
        np.asarray(lats2, dtype=float),
    )
    return np.asarray(metres, dtype=float)


def bearing_deg(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the initial true bearing from the first point to the second, 0 <= degrees < 360."""
    azimuth, _back, _metres = _WGS84.inv(lon1, lat1, lon2, lat2)
    return float(azimuth) % 360.0


def destination(lat: float, lon: float, bearing: float, metres: float) -> tuple[float, float]:
    """Return the point (lat, lon) reached from a point along a true bearing."""
    lon2, lat2, _back = _WGS84.fwd(lon, lat, bearing, metres)
    return float(lat2), float(lon2)


def bounding_box(lat: float, lon: float, radius_m: float) -> tuple[float, float, float, float]:
    """Return (south, west, north, east) of a box that surely holds every point within `radius_m`.

    Over the antimeridian `west` comes out greater than `east`; near a pole all longitudes are inside.
    """
    half = radius_m / _METRES_PER_DEGREE * 1.001
    south, north = lat - half, lat + half
    if south <= -90 or north >= 90 or half >= 90:
        return max(south, -90.0), -180.0, min(north, 90.0), 180.0
    # the meridian farthest to the side touches the circle nearer to the pole than its centre
    side = math.degrees(math.asin(min(1.0, math.sin(math.radians(half)) / math.cos(math.radians(lat))))) * 1.001
    if side >= 180:
        return south, -180.0, north, 180.0
    return south, _wrapped(lon - side), north, _wrapped(lon + side)


def flat_metres(lat: float) -> tuple[tuple[float, float], tuple[float, float, float]]:
    """Return (north, east): polynomials of metres per degree around a latitude, for distances reckoned by a database.

    For a point `d` degrees further north the metres per degree of latitude are `north[0] + north[1]*d`, per degree of
    longitude `east[0] + east[1]*d + east[2]*d*d`, both of the mean latitude (WGS84 radii of curvature); the distance is
    the hypotenuse. Up to 200 km it differs from the geodesic by less than 0.1 % between 60° south and 60° north.
    """
    half = 0.5  # degrees; the curves are smooth enough for differences of this width
    norths = [_meridian_metres(lat + step) for step in (-half, 0.0, half)]
    easts = [_parallel_metres(lat + step) for step in (-half, 0.0, half)]
    # the mean latitude lies half as far away, so slope and curvature count a half and a quarter
    north = (norths[1], (norths[2] - norths[0]) / (2 * half) / 2)
    slope = (easts[2] - easts[0]) / (2 * half)
    curve = (easts[2] - 2 * easts[1] + easts[0]) / half**2
    return north, (easts[1], slope / 2, curve / 8)


def _meridian_metres(lat: float) -> float:
    sine = math.sin(math.radians(lat))
    return math.radians(_WGS84.a * (1 - _WGS84.es) / (1 - _WGS84.es * sine * sine) ** 1.5)


def _parallel_metres(lat: float) -> float:
    sine = math.sin(math.radians(lat))
    return math.radians(_WGS84.a * math.cos(math.radians(lat)) / math.sqrt(1 - _WGS84.es * sine * sine))


def _wrapped(lon: float) -> float:
    return (lon + 180.0) % 360.0 - 180.0


def dms(lat: float, lon: float) -> str:
    """Return the position in degrees, minutes and seconds with the letters of the active language.

    Vietnamese: 12°14′44,2″B 109°11′40,3″Đ; English: 12°14′44.2″N 109°11′40.3″E. A tenth of a second is three metres.
    """
    english = (translation.get_language() or "vi").startswith("en")
    letters = "NSEW" if english else "BNĐT"
    return (
        f"{_dms_part(lat, english)}{letters[0] if lat >= 0 else letters[1]} "
        f"{_dms_part(lon, english)}{letters[2] if lon >= 0 else letters[3]}"
    )


def _dms_part(degrees: float, english: bool) -> str:
    tenths = round(abs(degrees) * 36_000)
    seconds = f"{tenths % 600 / 10:04.1f}"
    return f"{tenths // 36_000}°{tenths // 600 % 60:02d}′{seconds if english else seconds.replace('.', ',')}″"


def decimal_pair(lat: float, lon: float) -> str:
    """Return the position in decimal degrees with 6 decimals, readable by `parse_position` in either language."""
    return f"{lat:.{DECIMALS}f}, {lon:.{DECIMALS}f}"


def distance_text(metres: float) -> str:
    """Return a distance as read on a page, in the active language: 215 m, 3,4 km."""
    if metres < 1_000:
        return f"{metres:.0f} m"
    return f"{formats.number_format(metres / 1000, decimal_pos=1)} km"


def parse_position(text: str) -> tuple[float, float]:
    """Return (lat, lon) of a typed position, rounded to 6 decimals.

    Takes decimal degrees with point or comma, and degrees-minutes(-seconds) with or without signs, followed or led by
    B/Đ/N/T (Bắc, Đông, Nam, Tây) or N/E/S/W. `N` is Nam beside B, Đ or T and North otherwise. Whether the position is a
    sensible one is for `places.checks.check_position` to say. Raises Invalid when it cannot be read in one way only.
    """
    tokens = _TOKEN.findall(_spelled(text))
    if _TOKEN.sub("", _spelled(text)).strip(" ,;:°'\"()/."):
        raise _unreadable()
    letters = [token for token in tokens if token.isalpha()]
    if not letters:
        numbers = list(tokens)
        if len(numbers) not in (2, 4, 6):
            raise _unreadable()
        half = len(numbers) // 2
        return _degrees(numbers[:half], 1), _degrees(numbers[half:], 1)
    return _with_letters(tokens, letters)


def _spelled(text: str) -> str:
    plain = fold(text)
    for signs, sign in (("º˚", "°"), ("′’‘`´ʹ", "'"), ("″”“ʺ", '"'), ("−–—", "-")):
        for other in signs:
            plain = plain.replace(other, sign)
    return plain.replace("''", '"')


def _with_letters(tokens: Sequence[str], letters: Sequence[str]) -> tuple[float, float]:
    names = _LETTERS_VI if any(letter in {"b", "d", "t"} or len(letter) > 1 for letter in letters) else _LETTERS_EN
    if len(letters) != 2 or any(letter not in names for letter in letters):
        raise _unreadable()
    first, second = (names[letter] for letter in letters)
    if (first in "NS") == (second in "NS"):
        raise _unreadable()
    groups: list[list[str]] = [[], []]
    leading = tokens[0].isalpha()
    seen = 0
    for token in tokens:
        if token.isalpha():
            seen += 1
        else:
            groups[min(seen - 1 if leading else seen, 1)].append(token)
    if not leading and not tokens[-1].isalpha():
        raise _unreadable()
    values = {
        "lat" if side in "NS" else "lon": _degrees(group, -1 if side in "SW" else 1)
        for side, group in zip((first, second), groups, strict=True)
    }
    return values["lat"], values["lon"]


def _degrees(numbers: Sequence[str], sign: int) -> float:
    """Return one coordinate of 1 to 3 numbers: degrees, minutes, seconds; only the last may have decimals."""
    if not 1 <= len(numbers) <= 3:
        raise _unreadable()
    if any(not number.lstrip("+-").isdigit() for number in numbers[:-1]):
        raise _unreadable()
    if any(number[0] in "+-" for number in numbers[1:]) or (sign < 0 and numbers[0].startswith("-")):
        raise _unreadable()
    parts = [float(number.replace(",", ".")) for number in numbers]
    if any(part >= 60 for part in parts[1:]):
        raise Invalid(_("Minutes and seconds of a position must be less than 60."), code="position_unreadable")
    if numbers[0].startswith("-"):
        sign = -1
    size = abs(parts[0]) + sum(part / 60**power for power, part in enumerate(parts[1:], start=1))
    if size > 180:
        raise Invalid(_("A coordinate cannot be more than 180 degrees."), code="position_unreadable")
    return round(sign * size, DECIMALS)


def _unreadable() -> Invalid:
    return Invalid(
        _("This is not a position. Write for example 12.245100, 109.194300 or 12°14′42″N 109°11′40″E."),
        code="position_unreadable",
    )
