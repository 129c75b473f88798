"""Distances on the ellipsoid, and positions as people write and type them."""

import math

import numpy as np
import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common import geo
from common.errors import Invalid

NHA_TRANG = (12.2451, 109.1943)
latitudes = st.floats(-89.9, 89.9)
longitudes = st.floats(-180, 180)


def test_a_degree_along_the_equator_has_its_published_length() -> None:
    assert geo.distance_m(0, 0, 0, 1) == pytest.approx(111_319.491, abs=0.001)


def test_many_distances_equal_the_single_ones() -> None:
    lats, lons = [12.2, 12.3, -33.9, 12.2451], [109.1, 109.2, 151.2, 109.1943]
    many = geo.distances_m(*NHA_TRANG, lats, lons)
    single = [geo.distance_m(*NHA_TRANG, lat, lon) for lat, lon in zip(lats, lons, strict=True)]
    assert many == pytest.approx(single, abs=0.001)
    assert geo.distances_m(*NHA_TRANG, [], []).shape == (0,)


def test_bearings_go_round_the_compass() -> None:
    assert geo.bearing_deg(0, 0, 1, 0) == pytest.approx(0, abs=1e-9)
    assert geo.bearing_deg(0, 0, 0, 1) == pytest.approx(90)
    assert geo.bearing_deg(0, 0, 0, -1) == pytest.approx(270)


def test_a_destination_lies_as_far_as_asked() -> None:
    there = geo.destination(*NHA_TRANG, 135, 5_000)
    assert geo.distance_m(*NHA_TRANG, *there) == pytest.approx(5_000, abs=0.01)
    assert geo.bearing_deg(*NHA_TRANG, *there) == pytest.approx(135, abs=1e-6)


@given(latitudes, longitudes, st.floats(0, 359.9), st.floats(1, 400_000))
def test_a_box_holds_every_point_within_its_radius(lat: float, lon: float, bearing: float, radius: float) -> None:
    south, west, north, east = geo.bounding_box(lat, lon, radius)
    there_lat, there_lon = geo.destination(lat, lon, bearing, radius)
    assert south <= there_lat <= north
    inside = west <= there_lon <= east if west <= east else (there_lon >= west or there_lon <= east)
    assert inside or math.isclose(abs(there_lon), 180)


@pytest.mark.parametrize(
    ("language", "text"),
    [("vi", "12°14′42,4″B 109°11′39,5″Đ"), ("en", "12°14′42.4″N 109°11′39.5″E")],
)
def test_a_position_is_written_with_the_letters_of_the_language(language: str, text: str) -> None:
    with translation.override(language):
        assert geo.dms(*NHA_TRANG) == text
        assert geo.parse_position(geo.dms(*NHA_TRANG)) == pytest.approx(NHA_TRANG, abs=2e-5)


def test_seconds_never_read_sixty() -> None:
    with translation.override("en"):
        assert geo.dms(12.99999999, -0.00000001) == "13°00′00.0″N 0°00′00.0″W"


@given(latitudes, longitudes, st.sampled_from(["vi", "en"]))
def test_what_is_written_can_be_typed_in_again(lat: float, lon: float, language: str) -> None:
    with translation.override(language):
        assert np.allclose(geo.parse_position(geo.dms(lat, lon)), (lat, lon), atol=1.5e-5)
        assert np.allclose(geo.parse_position(geo.decimal_pair(lat, lon)), (lat, lon), atol=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "12.2451, 109.1943",
        "12.2451 109.1943",
        "12,2451 109,1943",
        "12,2451; 109,1943",
        "12,2451, 109,1943",
        "(12.2451, 109.1943)",
        "12.2451N 109.1943E",
        "12,2451B 109,1943Đ",
        "12.2451°B, 109.1943°D",
        "N12.2451 E109.1943",
        "E109.1943 N12.2451",
        "109°11.658'E 12°14.706'N",
        "12°14'42.36\"B 109°11'39.48\"Đ",
        "12º14’42,36”B 109º11’39,48”Đ",
        "12° 14' 42.36'' N, 109° 11' 39.48'' E",
        "12 14 42.36 109 11 39.48",
        "Bắc 12°14'42.36\" Đông 109°11'39.48\"",
    ],
)
def test_people_type_positions_in_many_ways(text: str) -> None:
    assert geo.parse_position(text) == pytest.approx(NHA_TRANG, abs=1e-6)


def test_n_is_nam_beside_vietnamese_letters_and_north_otherwise() -> None:
    assert geo.parse_position("12°14'N 109°11'Đ")[0] < 0
    assert geo.parse_position("12°14'N 109°11'E")[0] > 0


def test_south_and_west_are_negative() -> None:
    assert geo.parse_position("33°51'S 151°12'E") == pytest.approx((-33.85, 151.2))
    assert geo.parse_position("-33.85, -70.5") == (-33.85, -70.5)
    assert geo.parse_position("33°51'N 70°30'T") == pytest.approx((-33.85, -70.5))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nha Trang",
        "12",
        "12,109",
        "12.24N 109.19",
        "12.24N 109.19N",
        "1 2 3",
        "1 2 3 4 5 6 7 8",
        "12°61' 109°10'",
        "12.5 30 109 10",
        "-12°14'S 109°11'E",
        "999 12",
        "12.2451; DROP TABLE",
        "١٢ ١٠٩",
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        geo.parse_position(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        lat, lon = geo.parse_position(text)
    except Invalid:
        return
    assert abs(lat) <= 180
    assert abs(lon) <= 180


def test_distances_read_in_metres_and_then_kilometres() -> None:
    with translation.override("vi"):
        assert (geo.distance_text(215.4), geo.distance_text(3_440)) == ("215 m", "3,4 km")
