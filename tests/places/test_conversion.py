"""An address of before July 2025 finds today's unit, or the candidates where the old unit was divided."""

import pytest

from places.conversion import convert_address, find_today_unit
from places.names import address_parts, split_name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]


@pytest.mark.parametrize(
    ("address", "today"),
    [
        ("Phường Lộc Thọ, Thành phố Nha Trang, Tỉnh Khánh Hòa", "Phường Nha Trang, Tỉnh Khánh Hòa"),
        ("P. Loc Tho, TP Nha Trang, Khanh Hoa, Việt Nam", "Phường Nha Trang, Tỉnh Khánh Hòa"),
        ("phuong vinh hai, nha trang, khanh hoa", "Phường Bắc Nha Trang, Tỉnh Khánh Hòa"),
        ("Vĩnh Hải, Nha Trang, Khánh Hoà", "Phường Bắc Nha Trang, Tỉnh Khánh Hòa"),
        ("Đài Sơn, Phan Rang-Tháp Chàm, Ninh Thuận", "Phường Phan Rang, Tỉnh Khánh Hòa"),
        ("P. Đài Sơn, TP. Phan Rang - Tháp Chàm, Ninh Thuận", "Phường Phan Rang, Tỉnh Khánh Hòa"),
        ("xã Ninh Ích, thị xã Ninh Hòa, Khánh Hòa", "Xã Nam Ninh Hòa, Tỉnh Khánh Hòa"),
        ("Thôn 3 - xã Ninh Ích - thị xã Ninh Hòa - Khánh Hòa", "Xã Nam Ninh Hòa, Tỉnh Khánh Hòa"),
        ("Thị trấn Diên Khánh, H. Diên Khánh, Khánh Hòa", "Xã Diên Khánh, Tỉnh Khánh Hòa"),
        ("Xã Song Tử Tây, huyện Trường Sa, Khánh Hòa", "Đặc khu Trường Sa, Tỉnh Khánh Hòa"),
        ("12 T. Minh Khai P.Lộc Thọ TP Nha Trang Khánh Hòa", "Phường Nha Trang, Tỉnh Khánh Hòa"),
        ("Phường Nha Trang, Khánh Hòa", "Phường Nha Trang, Tỉnh Khánh Hòa"),
        ("Xã Hòa Hiệp Bắc, Thị xã Đông Hòa, Phú Yên", None),
    ],
)
def test_an_old_address_finds_its_unit_of_today(address: str, today: str | None) -> None:
    conversion = convert_address(address)
    assert (conversion.certain.unit.full_name if conversion.certain else None) == today


def test_a_name_typed_decomposed_finds_the_same_unit() -> None:
    decomposed = "Phường Lộc Thọ, Nha Trang, Khánh Hòa"
    assert [item.unit.code for item in convert_address(decomposed).candidates] == ["22366"]


def test_house_and_street_stay_in_front_of_todays_address() -> None:
    conversion = convert_address("12 Nguyễn Thiện Thuật, phường Lộc Thọ, thành phố Nha Trang, tỉnh Khánh Hòa")
    assert conversion.certain is not None
    assert conversion.written(conversion.certain) == "12 Nguyễn Thiện Thuật, Phường Nha Trang, Tỉnh Khánh Hòa"


def test_a_divided_unit_gives_its_candidates_with_the_sources_words() -> None:
    found = find_today_unit(commune="Phường Đông Hải", district="Phan Rang-Tháp Chàm", province="Ninh Thuận")
    assert [(item.unit.name, item.whole, item.note) for item in found] == [
        ("Phường Đông Hải", False, "Nhập một phần"),
        ("Xã Phước Dinh", False, "Nhập một phần"),
    ]
    assert convert_address("Đông Hải, Phan Rang-Tháp Chàm, Ninh Thuận").certain is None


def test_the_part_that_took_over_all_the_people_comes_first() -> None:
    found = find_today_unit(commune="Xã Lê Lợi", district="Huyện Gia Lộc", province="Hải Dương")
    assert [item.unit.name for item in found] == ["Xã Yết Kiêu", "Xã Gia Lộc"]


def test_a_name_that_exists_in_many_places_gives_them_all_without_certainty() -> None:
    conversion = convert_address("Xã Phước Đồng")
    assert {item.unit.parent.name for item in conversion.candidates if item.unit.parent} == {
        "Tỉnh Khánh Hòa",
        "Tỉnh Tây Ninh",
    }
    assert conversion.certain is None


def test_a_wrong_district_is_a_guess_and_says_so() -> None:
    found = find_today_unit(commune="Lộc Thọ", district="Cam Ranh", province="Khánh Hòa")
    assert [(item.unit.name, item.exact) for item in found] == [("Phường Nha Trang", False)]


def test_a_misspelt_commune_is_found_by_likeness_within_its_province_only() -> None:
    found = find_today_unit(commune="Lộc Thọo", district="Nha Trang", province="Khánh Hòa")
    assert [(item.unit.name, item.exact) for item in found] == [("Phường Nha Trang", False)]
    assert find_today_unit(commune="Lộc Thọo") == []


def test_the_same_unit_is_offered_once() -> None:
    assert [item.unit.name for item in convert_address("Trường Sa, Khánh Hòa").candidates] == ["Đặc khu Trường Sa"]


@pytest.mark.parametrize("text", ["", "   ", ",,,", "Việt Nam", "???"])
def test_nonsense_finds_nothing(text: str) -> None:
    assert convert_address(text).candidates == []


def test_a_conversion_takes_few_queries(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(6):  # type: ignore[operator]
        convert_address("12 Nguyễn Thiện Thuật, phường Lộc Thọ, thành phố Nha Trang, tỉnh Khánh Hòa")


@pytest.mark.parametrize(
    ("text", "type_", "bare"),
    [
        ("Phường Lộc Thọ", "phuong", "loc tho"),
        ("P.6", "phuong", "6"),
        ("P 06", "phuong", "6"),
        ("Phường 06", "phuong", "6"),
        ("TX. Ninh Hòa", "thi xa", "ninh hoa"),
        ("TP.Nha Trang", "thanh pho", "nha trang"),
        ("TT Vạn Giã", "thi tran", "van gia"),
        ("Phan Rang - Tháp Chàm", "", "phan rang-thap cham"),
        ("Xuân Phước", "", "xuan phuoc"),
        ("Đặc khu Trường Sa", "dac khu", "truong sa"),
    ],
)
def test_a_name_is_taken_apart(text: str, type_: str, bare: str) -> None:
    name = split_name(text)
    assert (name.type, name.bare) == (type_, bare)


def test_an_address_without_commas_is_cut_at_its_words() -> None:
    text = "12 Nguyễn Thiện Thuật phường Lộc Thọ thành phố Nha Trang tỉnh Khánh Hòa 650000 Việt Nam"
    assert address_parts(text)[:4] == [
        "12 Nguyễn Thiện Thuật",
        "phường Lộc Thọ",
        "thành phố Nha Trang",
        "tỉnh Khánh Hòa 650000 Việt Nam",
    ]
