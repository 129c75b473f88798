"""Protected places: imported row by row, and the nearest of them found."""

import datetime as dt
import json
import random
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts import journal
from accounts.models import JournalEntry, User
from common.errors import Invalid, NotAllowed
from common.geo import distance_m
from places.models import ProtectedPlace, ProtectedPlaceImport
from places.queries import find_unit, nearest_protected, nearest_protected_to_each, protected_within
from places.services import territories
from places.services.protected_places import import_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]
HEAD = "name,kind,lat,lon,unit,checked_on,key\n"
GOOD = "Trường Tiểu học Lộc Thọ,primary_school,12.2400,109.1930,22366,2026-03-01,S1\n"
TODAY = dt.date(2026, 11, 18)


def _import(text: str, by: User, **options: Any) -> ProtectedPlaceImport:
    with translation.override("en"):
        return import_file(text.encode(), file_name="schools.csv", source=options.pop("source", "Sở GD&ĐT"), by=by)


def _counts(report: ProtectedPlaceImport) -> tuple[int, int, int, int, int]:
    return report.rows, report.added, report.updated, report.unchanged, report.refused


def test_good_rows_go_in_and_bad_ones_come_back_with_field_and_reason(units: Any, officer: User) -> None:
    report = _import(
        HEAD
        + GOOD
        + ",primary_school,12.24,109.19,,,S2\n"
        + "Trường B,nursery,12.24,109.19,,,S3\n"
        + "Trường C,thcs,109.19,12.24,,,S4\n"
        + "Trường D,THPT,abc,109.19,Phường Nowhere,31/02/2026,S5\n",
        officer,
    )
    assert _counts(report) == (5, 1, 0, 0, 4)
    fields = {item["row"]: [reason["field"] for reason in item["reasons"]] for item in report.refusals}
    assert fields == {3: ["name"], 4: ["kind"], 5: ["lat"], 6: ["unit", "lat", "checked_on"]}
    assert "swapped" in report.refusals[2]["reasons"][0]["message"]
    place = ProtectedPlace.objects.get()
    assert (place.name, place.unit, place.checked_on) == (
        "Trường Tiểu học Lộc Thọ",
        units.nha_trang,
        dt.date(2026, 3, 1),
    )


def test_the_same_file_again_doubles_nothing_and_a_changed_row_changes_its_place(units: Any, officer: User) -> None:
    _import(HEAD + GOOD, officer)
    before = ProtectedPlace.objects.get()
    assert _counts(_import(HEAD + GOOD, officer)) == (1, 0, 0, 1, 0)
    assert _counts(_import(HEAD + GOOD.replace("12.2400", "12.2405"), officer)) == (1, 0, 1, 0, 0)
    after = ProtectedPlace.objects.get()
    assert (after.pk, after.lat) == (before.pk, 12.2405)


def test_without_a_key_a_place_is_known_by_name_kind_and_position(units: Any, officer: User) -> None:
    head, row = "ten;loai;vi_do;kinh_do\n", "Trường A;tiểu học;12,24;109,19\n"
    assert _counts(_import(head + row, officer)) == (1, 1, 0, 0, 0)
    assert _counts(_import(head + row.replace("Trường A", "  Trường   A "), officer)) == (1, 0, 0, 1, 0)
    report = _import(head + row.replace("12,24", "12,2401"), officer)
    assert _counts(report) == (1, 1, 0, 0, 0)
    assert "500 m" in report.warnings[0]["message"]


def test_a_row_given_twice_in_one_file_is_named(units: Any, officer: User) -> None:
    report = _import(HEAD + GOOD + GOOD, officer)
    assert _counts(report) == (2, 1, 0, 0, 1)
    assert report.refusals[0]["reasons"] == [{"field": "key", "message": "The same place as in row 2."}]


def test_names_come_in_normal_form_with_single_spaces(units: Any, officer: User) -> None:
    _import(HEAD + GOOD.replace("Trường Tiểu học", "Trươ\u0300ng  Tiê\u0309u ho\u0323c"), officer)
    assert ProtectedPlace.objects.get().name == "Trường Tiểu học Lộc Thọ"
    assert ProtectedPlace.objects.search("truong tieu hoc loc").count() == 1


def test_an_old_unit_is_converted_where_that_is_certain_and_refused_where_not(officer: User) -> None:
    report = _import(
        HEAD
        + 'A,primary_school,12.24,109.19,"Phường Lộc Thọ, Nha Trang, Khánh Hòa",,S1\n'
        + 'B,primary_school,11.55,109.01,"Phường Đông Hải, Phan Rang-Tháp Chàm, Ninh Thuận",,S2\n',
        officer,
    )
    assert _counts(report) == (2, 1, 0, 0, 1)
    assert "today it is Phường Nha Trang (22366)" in report.warnings[0]["message"]
    assert "Phường Đông Hải, Tỉnh Khánh Hòa (22780)" in report.refusals[0]["reasons"][0]["message"]


def test_a_unit_is_found_by_name_with_or_without_its_type() -> None:
    for name in ("Phường Nha Trang", "P. nha trang", "Nha Trang", "22366", "phuong nha trang"):
        assert [unit.code for unit in find_unit(name, on=TODAY, within="Khánh Hòa")] == ["22366"]
    assert find_unit("Xã Nha Trang", on=TODAY) == []
    assert find_unit("Phường Lộc Thọ", on=TODAY) == []
    assert [unit.code for unit in find_unit("Lộc Thọ", on=dt.date(2025, 6, 30))] == ["22363"]


def test_a_geojson_of_points_comes_in_and_other_shapes_are_refused(units: Any, officer: User) -> None:
    def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
        return {"type": "Feature", "geometry": geometry, "properties": properties}

    collection = {
        "type": "FeatureCollection",
        "features": [
            feature({"type": "Point", "coordinates": [109.193, 12.24]}, name="A", kind="THCS", key=7),
            feature({"type": "Polygon", "coordinates": []}, name="B", kind="THCS"),
            feature(None, name="C", kind="THCS"),
            "nonsense",
            feature({"type": "Point", "coordinates": [12.24, 109.193]}, name="D", kind="THCS"),
        ],
    }
    report = _import(json.dumps(collection), officer)
    assert _counts(report) == (5, 1, 0, 0, 4)
    assert ProtectedPlace.objects.get().lat == 12.24


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"PK\x03\x04 an xlsx",
        b"name,kind\nA,primary_school\n",
        b"\xff\xfe\x00",
        "tên".encode("utf-16"),
        b"{not json",
        b'{"type": "Point", "coordinates": [1, 2]}',
        b'{"type": "FeatureCollection", "features": []}',
        b"name,kind,lat,lon\n",
        b"name,kind,lat,lon\n\0",
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(data: bytes, units: Any, officer: User) -> None:
    with pytest.raises(Invalid):
        import_file(data, file_name="x", source="s", by=officer)
    assert not ProtectedPlaceImport.objects.exists()


def test_only_those_who_may_import_do(units: Any, inspector: User) -> None:
    with pytest.raises(NotAllowed):
        _import(HEAD + GOOD, inspector)


def test_an_import_is_one_journal_entry_and_its_report_cannot_be_changed(units: Any, officer: User) -> None:
    report = _import(HEAD + GOOD, officer)
    entry = JournalEntry.objects.get(verb="protected_places.imported")
    assert entry.target_id == report.pk.hex
    assert journal.verify().clean
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtectedPlaceImport.objects.filter(pk=report.pk).update(refused=9)


def test_an_import_takes_a_fixed_number_of_queries(
    units: Any, officer: User, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f"Trường {n},thcs,12.{2400 + n},109.1930,22366,,K{n}\n" for n in range(300))
    with django_assert_max_num_queries(25):
        assert _counts(_import(HEAD + rows, officer)) == (300, 300, 0, 0, 0)


def test_the_command_imports_and_names_refused_rows(units: Any, tmp_path: Any, capsys: Any) -> None:
    path = tmp_path / "schools.csv"
    path.write_text(HEAD + GOOD + "Trường B,nursery,12.24,109.19,,,S3\n", encoding="utf-8")
    call_command("import_protected_places", str(path), "--source", "list of 2026")
    out, err = capsys.readouterr()
    assert out.startswith("2 rows: 1 added, 0 updated, 0 unchanged, 1 refused")
    assert err.startswith("row 3: kind:")
    with pytest.raises(CommandError):
        call_command("import_protected_places", str(tmp_path / "missing.csv"), "--source", "x")


def _scatter(count: int, seed: int = 7) -> list[ProtectedPlace]:
    chance = random.Random(seed)
    return ProtectedPlace.objects.bulk_create(
        ProtectedPlace(
            name=f"Trường {n}",
            kind="primary_school",
            lat=round(chance.uniform(11.3, 12.9), 6),
            lon=round(chance.uniform(108.6, 109.4), 6),
            source="test",
            source_key=str(n),
        )
        for n in range(count)
    )


def test_the_nearest_places_equal_those_of_a_full_search(units: Any) -> None:
    places = _scatter(300)
    chance = random.Random(11)
    asked = [(chance.uniform(10, 14), chance.uniform(107, 111)) for _n in range(8)] + [(-33.0, 151.0)]
    for lat, lon in asked:
        full = sorted((distance_m(lat, lon, place.lat, place.lon), place.name) for place in places)[:3]
        assert [(metres, place.name) for place, metres in nearest_protected(lat, lon, 3)] == full


def test_the_nearest_of_many_points_takes_one_query(units: Any, django_assert_num_queries: Any) -> None:
    _scatter(300)
    chance = random.Random(5)
    asked: list[tuple[float, float] | None] = [(chance.uniform(10, 14), chance.uniform(107, 111)) for _n in range(20)]
    asked.insert(3, None)
    with django_assert_num_queries(1):
        answers = nearest_protected_to_each(asked)
    for position, answer in zip(asked, answers, strict=True):
        if position is None:
            assert answer is None
            continue
        assert answer is not None
        place, metres = nearest_protected(*position)[0]
        assert (answer[0].pk, answer[1]) == (place.pk, pytest.approx(metres, abs=0.001))


def test_a_near_place_costs_one_query_and_none_at_all_is_no_error(units: Any, django_assert_num_queries: Any) -> None:
    assert nearest_protected(12.24, 109.19) == []
    assert nearest_protected_to_each([(12.24, 109.19)]) == [None]
    _scatter(1)
    place = ProtectedPlace.objects.get()
    with django_assert_num_queries(1):
        found = nearest_protected(place.lat + 0.001, place.lon)
    assert found[0][1] == pytest.approx(110.6, abs=0.1)


def test_a_closed_school_protects_no_longer(units: Any) -> None:
    _scatter(1)
    place = ProtectedPlace.objects.get()
    ProtectedPlace.objects.update(valid_until=dt.date(2026, 8, 31))
    assert nearest_protected(place.lat, place.lon, on=dt.date(2026, 8, 31))
    assert not nearest_protected(place.lat, place.lon, on=dt.date(2026, 9, 1))


def test_places_within_a_radius_come_nearest_first(units: Any) -> None:
    places = _scatter(300)
    lat, lon = 12.2, 109.0
    wanted = sorted(metres for place in places if (metres := distance_m(lat, lon, place.lat, place.lon)) <= 5_000)
    assert [metres for _place, metres in protected_within(lat, lon, 5_000)] == wanted


def test_a_place_near_the_antimeridian_is_found_across_it(units: Any) -> None:
    ProtectedPlace.objects.create(name="E", kind="other", lat=10, lon=179.99, source="t", source_key="e")
    assert nearest_protected(10, -179.99)[0][1] == pytest.approx(2_193, abs=5)


def test_a_territory_is_assigned_once_journaled_and_ended(
    units: SimpleNamespace, agencies: SimpleNamespace, admin: User, officer: User
) -> None:
    with pytest.raises(NotAllowed):
        territories.assign(agencies.commune, [units.bac_nha_trang], by=officer, valid_from=TODAY)
    first = territories.assign(agencies.commune, [units.bac_nha_trang], by=admin, valid_from=TODAY)
    again = territories.assign(agencies.commune, [units.bac_nha_trang], by=admin, valid_from=TODAY)
    assert first == again
    with pytest.raises(Invalid):
        territories.assign(agencies.commune, [units.nha_trang], by=admin, valid_from=dt.date(2025, 6, 1))
    with pytest.raises(Invalid):
        territories.end(first[0], by=admin, last_day=dt.date(2026, 1, 1))
    ended = territories.end(first[0], by=admin, last_day=dt.date(2027, 1, 1))
    assert ended.valid_until == dt.date(2027, 1, 1)
    assert journal.verify().clean
