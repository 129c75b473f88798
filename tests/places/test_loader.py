"""The units come in whole, once, and with their periods."""

import csv
import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

import places.loader
from accounts.models import BackgroundJob, JournalEntry
from common.errors import Invalid
from places.enums import UnitKind
from places.loader import load
from places.models import AdminUnit, UnitSuccession

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_units")]
DATA = Path(places.loader.__file__).parent / "data" / "vn"
TODAY = dt.date(2026, 11, 18)


def test_thirty_four_provinces_and_3321_communes_hold_since_july_2025() -> None:
    now = AdminUnit.objects.in_force(TODAY)
    assert now.provinces().count() == 34
    assert now.communes().count() == 3321
    assert not now.filter(kind=UnitKind.DISTRICT).exists()
    assert set(now.values_list("valid_from", flat=True)) == {dt.date(2025, 7, 1)}


def test_the_units_of_before_are_kept_until_the_last_of_june() -> None:
    before = AdminUnit.objects.in_force(dt.date(2025, 6, 30))
    assert before.provinces().count() == 63
    assert set(before.values_list("valid_until", flat=True)) == {dt.date(2025, 6, 30)}
    assert not before.filter(valid_from__isnull=False).exists()


def test_a_code_used_again_names_two_units() -> None:
    assert set(AdminUnit.objects.filter(code="00004").values_list("name", "valid_until")) == {
        ("Phường Trúc Bạch", dt.date(2025, 6, 30)),
        ("Phường Ba Đình", None),
    }


def test_loading_twice_changes_nothing(django_assert_max_num_queries: Any) -> None:
    before = set(AdminUnit.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(6):
        done = load("vn")
    assert (done.units_added, done.units_corrected, done.successions_added) == (0, 0, 0)
    assert set(AdminUnit.objects.values_list("pk", flat=True)) == before


def test_a_load_is_one_journal_entry_with_the_hash_of_its_files_and_a_load_without_effect_none() -> None:
    entry = JournalEntry.objects.get(verb="places.loaded")
    job = BackgroundJob.objects.get(kind="places_load")
    assert entry.target_id == job.pk.hex
    assert job.result["files_sha256"] == places.loader.files_hash(DATA)
    assert job.result["units_added"] > 3_000
    load("vn")
    assert JournalEntry.objects.filter(verb="places.loaded").count() == 1


def test_khanh_hoa_has_sixty_five_units_and_the_special_zone_of_truong_sa() -> None:
    khanh_hoa = AdminUnit.objects.get(code="56", valid_until=None)
    kinds = list(khanh_hoa.children.values_list("division_type", flat=True))
    assert (kinds.count("xã"), kinds.count("phường"), kinds.count("đặc khu")) == (48, 16, 1)


def test_every_row_of_the_source_is_a_succession() -> None:
    with (DATA / "old_to_new_2025-07-01.csv").open(encoding="utf-8-sig") as file:
        assert UnitSuccession.objects.count() == sum(1 for _row in csv.DictReader(file)) == 10_566


def test_a_divided_unit_is_never_taken_for_whole() -> None:
    divided = UnitSuccession.objects.filter(old__name="Phường Đông Hải", old_province="Tỉnh Ninh Thuận")
    assert sorted(divided.values_list("unit__name", "whole")) == [
        ("Phường Đông Hải", False),
        ("Xã Phước Dinh", False),
    ]


def test_names_are_written_in_one_spelling() -> None:
    assert AdminUnit.objects.filter(name="Phường Lộc Thọ", valid_until__isnull=False).exists()
    names = set(AdminUnit.objects.values_list("name", flat=True))
    assert not [name for name in names if name.startswith(("Thị Xã", "Thành Phố", "phường", "xã"))]


def test_a_file_with_an_unknown_unit_is_refused_whole_naming_the_row(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "vn")
    with (tmp_path / "vn" / "old_to_new_2025-07-01.csv").open("a", encoding="utf-8") as file:
        file.write("Tỉnh X (00),99999,Xã X,00001,Xã Y,Huyện Z (001),Tỉnh X (00),Nhập toàn bộ\n")
    units = AdminUnit.objects.count()
    with pytest.raises(Invalid, match=r"old_to_new_2025-07-01\.csv, row 10568: unknown unit 99999"):
        load("vn", tmp_path / "vn")
    assert AdminUnit.objects.count() == units


def test_a_published_name_cannot_be_changed_by_a_file(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "vn")
    path = tmp_path / "vn" / "provinces.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Tỉnh Khánh Hòa", "Tỉnh Nha Trang"), encoding="utf-8")
    with pytest.raises(Invalid, match="56"):
        load("vn", tmp_path / "vn")


def test_a_better_area_corrects_the_unit(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "vn")
    path = tmp_path / "vn" / "communes.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",109.19533,47.12", ",109.19533,48.5"), encoding="utf-8")
    assert load("vn", tmp_path / "vn").units_corrected == 1
    assert AdminUnit.objects.get(code="22366", valid_until=None).area_km2 == 48.5


def test_the_database_keeps_units_and_refuses_a_code_twice() -> None:
    unit = AdminUnit.objects.get(code="22366", valid_until=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        AdminUnit.objects.create(code="22366", name="X", kind=UnitKind.COMMUNE, valid_from=unit.valid_from)
    with pytest.raises(IntegrityError), transaction.atomic():
        AdminUnit.objects.filter(pk=unit.pk)._raw_delete("default")
