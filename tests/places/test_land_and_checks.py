"""Land and sea as the basemap knows them, and what is said about a doubtful position."""

import json

import pytest
from django.conf import settings
from django.utils import translation

from places.checks import check_position, errors, warnings
from places.land import metres_at_sea
from places.models import AdminUnit


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (12.2451, 109.1943),  # Nha Trang, in the town
        (12.2388, 109.1968),  # on the beach
        (12.217, 109.27),  # Hòn Tre
        (21.03, 105.85),  # Hà Nội
        (16.8301, 112.333),  # in the Hoàng Sa archipelago
        (11.5639, 108.992),  # Phan Rang
    ],
)
def test_land_is_land(lat: float, lon: float) -> None:
    assert metres_at_sea(lat, lon) == 0


def test_the_open_sea_is_sea_with_its_distance() -> None:
    away = metres_at_sea(12.25, 109.25)
    assert away is not None
    assert 2_000 < away < 2_500


def test_beyond_the_basemap_nothing_is_said() -> None:
    assert metres_at_sea(40.0, -74.0) is None
    assert [note.code for note in check_position(40.0, -74.0)] == ["outside_country"]


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (109.19, 12.24, "swapped"),
        (95.0, 200.0, "out_of_range"),
        (float("nan"), 109.0, "out_of_range"),
        (0.0, 0.0, "zero"),
        (12.25, 109.25, "at_sea"),
        (48.85, 2.35, "outside_country"),
    ],
)
def test_each_doubt_has_its_own_word(lat: float, lon: float, code: str) -> None:
    assert [note.code for note in check_position(lat, lon)] == [code]


def test_a_swapped_position_is_an_error_that_offers_the_mend() -> None:
    with translation.override("en"):
        assert errors(check_position(109.1943, 12.2451)) == [
            "Latitude and longitude seem to be swapped. Did you mean 12.245100, 109.194300?"
        ]


def test_a_good_position_passes_in_silence() -> None:
    assert check_position(12.2451, 109.1943) == []


def test_a_position_far_from_its_unit_is_questioned_not_refused() -> None:
    unit = AdminUnit(name="Phường Nha Trang", centre_lat=12.24579, centre_lon=109.19533, area_km2=47.12)
    assert check_position(12.25, 109.19, unit=unit) == []
    found = check_position(11.56, 108.99, unit=unit)
    assert [note.code for note in found] == ["far_from_unit"]
    assert not errors(found)
    assert len(warnings(found)) == 1


def test_the_map_labels_the_two_archipelagos_and_names_no_other_country() -> None:
    path = settings.BASE_DIR / "static" / "map" / "vn" / "map.json"
    labels = json.loads(path.read_text(encoding="utf-8"))["labels"]
    islands = [item["vi"] + " " + item["vi2"] for item in labels if item["kind"] == "islands"]
    assert islands == [
        "Quần đảo Hoàng Sa (Đà Nẵng, Việt Nam)",
        "Quần đảo Trường Sa (Khánh Hòa, Việt Nam)",
    ]
    assert {item["kind"] for item in labels} == {"islands", "city"}
