"""The public calculators keep what was typed, answer in both languages, and name the field of a wrong value."""

import re

import pytest
from django.urls import reverse
from django.utils import translation

from web.public.calculator_views import PAGES

GOOD = {
    "emission": {"designator": "11k2f3e, 16K0F3EJN"},
    "bandwidth": {"system": "fm", "modulation_hz": "3000", "deviation_hz": "5000", "declared": "16K0F3E"},
    "power": {
        "power": "25", "unit": "W", "reference": "transmitter", "gain_dbi": "6,15", "loss_db": "4", "distance_km": "10",
    },
    "reach": {
        "model": "hata", "erp_w": "25", "frequency_mhz": "157,4", "tx_height_m": "30", "rx_height_m": "1.5",
        "time_percent": "50", "distance_km": "10",
    },
    "wavelength": {"frequency": "157,4", "unit": "MHz"},
    "distance": {"first": "12.2451, 109.1943", "second": "12°14′42″B 109°11′40″Đ"},
    "position": {"position": "12°14′42,4″B 109°11′39,5″Đ"},
}  # fmt: skip
WANTED = {
    "emission": ("điều tần", "11,2\u00a0kHz", "11K2F3E"),
    "bandwidth": ("16K0", "phù hợp với nhau"),
    "power": ("25\u00a0W", "14,0\u00a0dBW", "70,9\u00a0dBµV/m"),
    "reach": ("31,9\u00a0dBµV/m", "Suy hao so với không gian tự do"),
    "wavelength": ("1,905\u00a0m", "Di động", "5.226"),
    "distance": ("Phương vị đi", "0,019\u00a0km (19\u00a0m)", "125,22°"),
    "position": ("12.245111, 109.194306",),
}


def text_of(answer):
    return re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("slug", PAGES)
def test_good_values_are_answered_in_vietnamese_and_stay_in_the_form(client, db, slug):
    answer = client.get(reverse(f"calculator_{slug}"), GOOD[slug])
    assert answer.status_code == 200
    page = text_of(answer)
    assert [wanted for wanted in WANTED[slug] if wanted not in page] == []
    for value in GOOD[slug].values():
        assert f'value="{value}"' in answer.content.decode()


@pytest.mark.parametrize("slug", PAGES)
def test_the_same_page_answers_in_english(client, db, slug):
    with translation.override("en"):
        answer = client.get(reverse(f"calculator_{slug}"), GOOD[slug], headers={"accept-language": "en"})
    assert answer.status_code == 200
    assert "Result" in text_of(answer)
    assert "Kết quả" not in text_of(answer)


@pytest.mark.parametrize("slug", PAGES)
def test_a_calculator_asks_the_database_nothing(client, db, slug, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(reverse(f"calculator_{slug}"), GOOD[slug]).status_code == 200


@pytest.mark.parametrize("slug", PAGES)
def test_an_empty_form_asks_and_answers_nothing(client, db, slug):
    answer = client.get(reverse(f"calculator_{slug}"))
    assert answer.status_code == 200
    assert "Điền số liệu rồi bấm Tính" in text_of(answer)


@pytest.mark.parametrize(
    ("slug", "changes", "field", "words"),
    [
        ("emission", {"designator": "16K0Z3E"}, "designator", "16K0Z3E: Không có ký hiệu thứ nhất"),
        ("emission", {"designator": ""}, "designator", ""),
        ("bandwidth", {"deviation_hz": ""}, "deviation_hz", "Cần có cho hệ thống này"),
        ("bandwidth", {"declared": "F3E"}, "declared", "Thiếu độ rộng băng tần"),
        ("bandwidth", {"system": "ssb", "lowest_hz": "3000"}, "lowest_hz", "Phải thấp hơn"),
        ("power", {"power": "0"}, "power", "Phải lớn hơn 0"),
        ("power", {"gain_dbi": ""}, "gain_dbi", "độ tăng ích"),
        ("power", {"unit": "horse"}, "unit", ""),
        ("reach", {"tx_height_m": "-3"}, "tx_height_m", "Phải lớn hơn 0"),
        ("reach", {"distance_km": ""}, "distance_km", "chỉ một trong hai"),
        ("reach", {"field_dbuvm": "37"}, "distance_km", "chỉ một trong hai"),
        ("reach", {"erp_w": "many"}, "erp_w", "Nhập một số"),
        ("reach", {"erp_w": "1e999"}, "erp_w", "Nhập một số"),
        ("wavelength", {"frequency": "0"}, "frequency", "Phải lớn hơn 0"),
        ("wavelength", {"frequency": "9000000000"}, "frequency", "Không được lớn hơn"),
        ("distance", {"second": "here"}, "second", ""),
        ("position", {"position": "95, 109"}, "position", "Vĩ độ"),
    ],
)
def test_a_wrong_value_is_named_at_its_field_and_kept(client, db, slug, changes, field, words):
    answer = client.get(reverse(f"calculator_{slug}"), {**GOOD[slug], **changes})
    assert answer.context["answer"] is None
    assert list(answer.context["form"].errors) == [field]
    assert words in text_of(answer)
    assert f'href="#id_{field}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("slug", "changes", "words"),
    [
        ("wavelength", {"frequency": "157400", "unit": "MHz"}, "157,4\u00a0MHz?"),
        ("power", {"power": "25000"}, "25\u00a0W?"),
        ("reach", {"tx_height_m": "1500"}, "mực nước biển"),
        ("reach", {"distance_km": "150"}, "khoảng cách (quá xa)"),
        ("reach", {"frequency_mhz": "88"}, "đã dùng mô hình mặt đất nhẵn (ITU-R P.526)"),
        ("bandwidth", {"declared": "25K0F3E"}, "1,56 lần"),
        ("position", {"position": "0, 0"}, "0, 0"),
    ],
)
def test_an_unlikely_value_is_answered_with_a_doubt_and_the_likely_mend(client, db, slug, changes, words):
    answer = client.get(reverse(f"calculator_{slug}"), {**GOOD[slug], **changes})
    assert answer.status_code == 200
    assert words in text_of(answer)


def test_a_field_gives_the_distance_at_which_it_is_reached(client, db):
    there = client.get(reverse("calculator_reach"), {**GOOD["reach"], "distance_km": "", "field_dbuvm": "37"})
    rows = dict(there.context["answer"].rows)
    assert rows["Cường độ trường"] == "37,0\u00a0dBµV/m"
    far = client.get(
        reverse("calculator_reach"),
        {**GOOD["reach"], "model": "free-space", "erp_w": "1000000", "distance_km": "", "field_dbuvm": "1"},
    )
    assert "trên 1.000 km" in text_of(far)


@pytest.mark.parametrize("system", ["fsk", "am", "ssb", "cw", "digital"])
def test_every_system_has_its_bandwidth(client, db, system):
    values = {
        "system": system, "modulation_hz": "3000", "lowest_hz": "300", "deviation_hz": "85", "baud": "100",
        "bit_rate": "34368000", "states": "16",
    }  # fmt: skip
    answer = client.get(reverse("calculator_bandwidth"), values)
    written = {"fsk": "304H", "am": "6K00", "ssb": "2K70", "cw": "500H", "digital": "17M2"}[system]
    assert dict(answer.context["answer"].rows)["Cách ghi"] == written


def test_the_front_page_leads_to_the_calculators(client, db):
    assert reverse("calculators") in client.get(reverse("home")).content.decode()
    assert client.get(reverse("calculators"))["Location"] == reverse("calculator_emission")
