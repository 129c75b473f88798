"""The pages about places: what they show, to whom, and at how many queries."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from places.clustering import map_points
from places.models import AdminUnit, ProtectedPlace, ProtectedPlaceImport, UnitSuccession
from web.points import points_geojson

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]
LIST_QUERIES = 8


def _places(count: int, unit: AdminUnit | None = None) -> list[ProtectedPlace]:
    return ProtectedPlace.objects.bulk_create(
        ProtectedPlace(
            name=f"Trường Tiểu học {n}",
            kind="primary_school",
            lat=12.0 + n % 70 / 100,
            lon=109.0 + n // 70 / 1000,
            unit=unit,
            source="test",
            source_key=str(n),
            search_text=f"truong tieu hoc {n}",
        )
        for n in range(count)
    )


@pytest.fixture
def desk(officer: User, as_user: Any) -> Client:
    """The officer's browser."""
    client: Client = as_user(officer)
    return client


@pytest.mark.parametrize("name", ["places", "units", "units_csv", "places_csv", "places_points", "unit_convert"])
def test_a_page_opens_in_both_languages(desk: Client, units: Any, name: str) -> None:
    _places(3, units.nha_trang)
    for language in ("vi", "en"):
        desk.cookies["django_language"] = language
        assert desk.get(reverse(f"desk:{name}")).status_code == 200


def test_the_list_takes_the_same_queries_for_few_and_many(desk: Client, units: Any) -> None:
    _places(2, units.nha_trang)
    desk.get(reverse("desk:places"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get(reverse("desk:places"))
    ProtectedPlace.objects.bulk_create(
        ProtectedPlace(
            name=f"B{n}", kind="other", lat=12, lon=109, unit=units.nha_trang, source="t", source_key=f"b{n}"
        )
        for n in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        desk.get(reverse("desk:places"))
    assert len(few) == len(many) <= LIST_QUERIES


def test_a_search_without_diacritics_and_filters_narrow_list_map_and_download(desk: Client, units: Any) -> None:
    _places(12, units.nha_trang)
    query = {"q": "TIỂU học 1", "kind": "primary_school", "unit": "nha trang"}
    page = desk.get(reverse("desk:places"), query).content.decode()
    assert "Trường Tiểu học 11" in page
    assert "Trường Tiểu học 2<" not in page
    assert len(desk.get(reverse("desk:places_points"), query).json()["features"]) == 3
    lines = b"".join(desk.get(reverse("desk:places_csv"), query)).decode().strip().splitlines()  # type: ignore[arg-type]
    assert len(lines) == 4


def test_a_downloaded_list_can_be_imported_again_and_changes_nothing(desk: Client, units: Any) -> None:
    header = "name,kind,lat,lon,unit\n"
    _upload(desk, f"{header}Trường A,thcs,12.24,109.19,22366\n".encode())
    data = b"".join(desk.get(reverse("desk:places_csv")))  # type: ignore[arg-type]
    _upload(desk, data)
    report = ProtectedPlaceImport.objects.first()
    assert report is not None
    assert (report.rows, report.unchanged, report.refused) == (1, 1, 0)


def _upload(client: Client, data: bytes) -> Any:
    upload = SimpleUploadedFile("trường.csv", data)
    return client.post(reverse("desk:places_import"), {"file": upload, "source": "Sở GD&ĐT"}, follow=True)


def test_an_upload_shows_its_report_and_gives_the_refused_rows_back(desk: Client, units: Any) -> None:
    answer = _upload(desk, b"name,kind,lat,lon\nA,thcs,12.24,109.19\nB,nursery,12.24,109.19\n")
    assert "nursery" in answer.content.decode()
    report = ProtectedPlaceImport.objects.get()
    refused = b"".join(desk.get(reverse("desk:places_import_refused", args=[report.pk]))).decode()  # type: ignore[arg-type]
    header, row = refused.lstrip("\ufeff").strip().splitlines()
    assert header == "row,reasons,name,kind,lat,lon"
    assert row.startswith("3,")
    assert row.endswith("B,nursery,12.24,109.19")


def test_a_file_that_is_no_table_is_refused_at_its_field(desk: Client, units: Any) -> None:
    page = _upload(desk, b"PK\x03\x04").content.decode()
    assert "data-error-summary" in page
    assert not ProtectedPlaceImport.objects.exists()


def test_the_import_is_for_those_who_may_import(inspector: User, as_user: Any, client: Client) -> None:
    assert as_user(inspector).get(reverse("desk:places_import")).status_code == 403
    assert client.get(reverse("desk:places_import")).status_code == 302
    assert client.get(reverse("desk:places")).status_code == 302


def test_an_unknown_place_unit_or_report_is_not_found(desk: Client, units: Any) -> None:
    nothing = "00000000-0000-7000-8000-000000000000"
    for name in ("place", "unit", "places_import_report"):
        assert desk.get(reverse(f"desk:{name}", args=[nothing])).status_code == 404


def test_a_place_shows_its_position_in_the_letters_of_the_language(desk: Client, units: Any) -> None:
    place = _places(1, units.nha_trang)[0]
    desk.cookies["django_language"] = "vi"
    page = desk.get(reverse("desk:place", args=[place.pk])).content.decode()
    assert "12°00′00,0″B 109°00′00,0″Đ" in page
    assert 'data-lat="12.0"' in page


def test_an_old_unit_shows_what_became_of_it_and_the_new_one_where_it_came_from(desk: Client, units: Any) -> None:
    old = AdminUnit.objects.create(
        code="22363", name="Phường Lộc Thọ", kind="commune", parent=units.khanh_hoa, valid_until=dt.date(2025, 6, 30)
    )
    UnitSuccession.objects.create(
        old=old, unit=units.nha_trang, old_code="22363", old_name=old.name, whole=True, note="Nhập toàn bộ"
    )
    assert "Nhập toàn bộ" in desk.get(reverse("desk:unit", args=[old.pk])).content.decode()
    assert "Phường Lộc Thọ" in desk.get(reverse("desk:unit", args=[units.nha_trang.pk])).content.decode()


def test_units_are_listed_as_they_stood_on_a_day(desk: Client, units: Any) -> None:
    AdminUnit.objects.create(
        code="22363",
        name="Phường Lộc Thọ",
        name_folded="phuong loc tho",
        kind="commune",
        valid_until=dt.date(2025, 6, 30),
    )
    assert "Lộc Thọ" not in desk.get(reverse("desk:units"), {"q": "loc tho"}).content.decode().split("<table")[-1]
    assert "Lộc Thọ" in desk.get(reverse("desk:units"), {"q": "loc tho", "on": "2025-06-30"}).content.decode()


def test_a_form_is_offered_units_that_begin_as_typed(desk: Client, units: Any) -> None:
    found = desk.get(reverse("desk:units_suggest"), {"q": "nha tr"}).json()["units"]
    assert [item["name"].split(",")[0] for item in found] == [
        "Phường Nha Trang",
        "Phường Bắc Nha Trang",
        "Phường Nam Nha Trang",
        "Phường Tây Nha Trang",
    ]
    assert desk.get(reverse("desk:units_suggest"), {"q": "n"}).json() == {"units": []}


def test_everybody_may_convert_an_old_address(client: Client) -> None:
    client.cookies["django_language"] = "vi"
    address = "12 Nguyễn Thiện Thuật, phường Lộc Thọ, thành phố Nha Trang, tỉnh Khánh Hòa"
    page = client.get(reverse("desk:unit_convert"), {"address": address}).content.decode()
    assert "12 Nguyễn Thiện Thuật, Phường Nha Trang, Tỉnh Khánh Hòa" in page
    parts = {"commune": "Đông Hải", "district": "Phan Rang-Tháp Chàm", "province": "Ninh Thuận"}
    page = client.get(reverse("desk:unit_convert"), parts).content.decode()
    assert "Xã Phước Dinh" in page
    assert "notice-warn" in page
    assert "data-error-summary" in client.get(reverse("desk:unit_convert"), {"address": ""}).content.decode()


def test_a_typed_position_comes_back_with_doubts_and_the_nearest_school(desk: Client, units: Any) -> None:
    ProtectedPlace.objects.create(name="Trường gần", kind="other", lat=12.24, lon=109.19, source="t", source_key="t")
    answer = desk.get(reverse("desk:position_check"), {"text": "12°14'44\"B 109°11'40\"Đ"}).json()
    assert (answer["lat"], answer["lon"], answer["notes"]) == (12.245556, 109.194444, [])
    assert answer["nearest"][0]["title"] == "Trường gần"
    at_sea = desk.get(reverse("desk:position_check"), {"lat": "12.25", "lon": "109.25"}).json()
    assert [note["code"] for note in at_sea["notes"]] == ["at_sea"]


@pytest.mark.parametrize(
    "query",
    [{"text": "abc"}, {"lat": "x", "lon": "1"}, {}, {"lat": "109.19", "lon": "12.24"}, {"lat": "nan", "lon": "nan"}],
)
def test_a_position_that_cannot_be_gets_a_clear_answer(desk: Client, units: Any, query: dict[str, str]) -> None:
    answer = desk.get(reverse("desk:position_check"), query)
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_above_two_thousand_points_the_database_groups_them(units: Any, django_assert_num_queries: Any) -> None:
    _places(2_100)
    with django_assert_num_queries(2):
        found = map_points(ProtectedPlace.objects.all(), ["name"], zoom=8)
    assert (found.total, found.points) == (2_100, [])
    assert sum(cluster.count for cluster in found.clusters) == 2_100
    assert len(found.clusters) < 50
    assert all(
        west <= cluster.lon <= east and south <= cluster.lat <= north
        for cluster in found.clusters
        for west, south, east, north in [cluster.box]
    )
    with django_assert_num_queries(1):
        near = map_points(ProtectedPlace.objects.all(), ["name"], zoom=14, box=(109.0, 12.0, 109.01, 12.05))
    assert near.clusters == []
    assert {point["name"] for point in near.points} >= {"Trường Tiểu học 0", "Trường Tiểu học 70"}


def test_points_answer_as_geojson_and_nonsense_in_the_address_shows_all(units: Any) -> None:
    _places(2)
    for query in ({}, {"bbox": "a,b", "zoom": "x"}, {"bbox": "nan,nan,nan,nan"}, {"zoom": "999"}):
        answer = points_geojson(
            RequestFactory().get("/", query),
            ProtectedPlace.objects.all(),
            fields=["name"],
            feature=lambda row: {"title": row["name"]},
        )
        body = json.loads(answer.content)
        assert answer["Content-Type"] == "application/geo+json"
        assert (body["type"], body["clustered"]) == ("FeatureCollection", False)
    assert body["features"][0]["properties"] == {"title": "Trường Tiểu học 0"}


def test_the_words_of_the_map_follow_the_language(desk: Client, units: Any, agencies: SimpleNamespace) -> None:
    _places(1, units.nha_trang)
    for language, word in (("vi", "Phóng to"), ("en", "Zoom in")):
        desk.cookies["django_language"] = language
        with translation.override(language):
            assert word in desk.get(reverse("desk:places")).content.decode()
