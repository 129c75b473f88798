"""A path over the administration's terrain is drawn and reckoned; without terrain, or off it, it says so."""

import numpy as np
import pytest
from django.urls import reverse

from common.errors import Invalid
from licenses.services import terrain_paths

pytestmark = pytest.mark.django_db
ASKED = {
    "first": "12.2, 109.1", "second": "12.2, 109.3", "frequency_mhz": "157,4", "erp_w": "25", "tx_height_m": "30",
    "rx_height_m": "10", "time_percent": "50",
}  # fmt: skip


@pytest.fixture
def land(tmp_path, settings):
    """One tile, flat at 10 m, with a ridge of 400 m along the meridian 109.2."""
    heights = np.full((1201, 1201), 10, dtype=">i2")
    heights[:, 238:243] = 400
    heights.tofile(tmp_path / "N12E109.hgt")
    (tmp_path / "readme.txt").write_text("not terrain", encoding="utf-8")
    settings.TERRAIN_DIR = str(tmp_path)
    return tmp_path


def cross(first=(12.2, 109.1), second=(12.2, 109.3)):
    return terrain_paths.cross(
        first, second, frequency_mhz=157.4, erp_w=25.0, tx_height_m=30.0, rx_height_m=10.0, time_percent=50.0
    )


def test_a_ridge_blocks_the_path_and_costs_field(land):
    over, beside = cross(), cross((12.2, 109.3), (12.2, 109.5))
    assert (over.view.state, beside.view.state != "blocked") == ("blocked", True)
    assert over.distance_km == pytest.approx(21.76, abs=0.02)
    assert over.field_dbuvm < beside.field_dbuvm - 10
    assert over.files == ("N12E109.hgt",)
    assert over.view.distance_km[over.view.worst] == pytest.approx(10.9, abs=0.3)


@pytest.mark.parametrize(
    ("second", "words"), [((13.2, 109.3), "13,"), ((12.2, 109.1), "100 m"), ((20.0, 109.1), "300 km")]
)
def test_a_path_off_the_terrain_or_of_no_length_is_refused(land, second, words):
    with pytest.raises(Invalid) as refused:
        cross(second=second)
    assert words.split(",")[0] in str(refused.value)


def test_without_terrain_or_with_a_broken_file_it_says_so(land, settings):
    (land / "N12E109.hgt").write_bytes(b"short")
    with pytest.raises(Invalid) as broken:
        cross()
    assert broken.value.code == "bad_terrain"
    settings.TERRAIN_DIR = ""
    with pytest.raises(Invalid) as none:
        cross()
    assert none.value.code == "no_terrain"


def test_the_page_draws_the_path(land, officer, as_user, django_assert_max_num_queries):
    client = as_user(officer)
    client.get(reverse("desk:terrain_path"))
    with django_assert_max_num_queries(8):
        answer = client.get(reverse("desk:terrain_path"), ASKED)
    page = answer.content.decode()
    assert "bị địa hình che chắn" in page
    assert page.count("<polygon") == 2
    assert "21,76" in page


def test_a_wrong_value_is_named_and_a_missing_model_said(officer, as_user, settings):
    settings.TERRAIN_DIR = ""
    client = as_user(officer)
    wrong = client.get(reverse("desk:terrain_path"), {**ASKED, "tx_height_m": "-3", "frequency_mhz": "157400"})
    assert set(wrong.context["form"].errors) == {"tx_height_m", "frequency_mhz"}
    assert "Chưa nạp mô hình địa hình" in client.get(reverse("desk:terrain_path"), ASKED).content.decode()
