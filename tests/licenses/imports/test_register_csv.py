"""Our own format: good rows go in, each bad one comes back with column, reason and mend."""

import csv
import io
import unicodedata

import pytest

from accounts.models import StepRecord
from licenses.importers import problems
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from places.enums import UnitKind
from places.models import AdminUnit, UnitSuccession
from tests.licenses.imports.conftest import assignment, establishment, license, licensee, station, table

pytestmark = pytest.mark.django_db


def test_one_record_of_each_kind_goes_in(load, agencies, units):
    found = load(table(licensee(identifier_scheme="tax_code", identifier="4200237973"), establishment(games="Cờ | Bi-a",
        opening_time="7:30"), station(), license(), assignment(tx_upper_mhz="157.45", bandwidth_khz="16")))  # fmt: skip
    assert found.counts == {"taken": 5}
    assert found.codes == {}
    assert Licensee.objects.get().identifier == "4200237973"
    place = Establishment.objects.get()
    assert (place.unit, place.games, f"{place.opening_time:%H:%M}") == (units.nha_trang, ["Cờ", "Bi-a"], "07:30")
    made = FrequencyAssignment.objects.get()
    assert (made.tx_hz, made.tx_upper_hz, made.bandwidth_hz) == (157_400_000, 157_450_000, 16_000)
    assert (made.license.status, made.license.agency, made.station) == ("active", agencies.skhcn, Station.objects.get())
    assert StepRecord.objects.get().target == "active"
    assert list(Licensee.objects.search("cong ty l1")) == list(Licensee.objects.all())


@pytest.mark.postgres
def test_running_it_twice_doubles_nothing(load):
    file = table(licensee(), establishment(), station(), license(), assignment())
    load(file)
    assert load(file).counts == {"already": 5}
    assert (Licensee.objects.count(), FrequencyAssignment.objects.count()) == (1, 1)


def test_rows_may_stand_in_any_order(load):
    old = license(valid_until="2026-01-01", status="superseded")
    file = table(assignment(), license("G2", supersedes_key="G1"), old, station(), licensee())
    assert load(file).counts == {"taken": 5}
    assert License.objects.get(source_key="G2").supersedes == License.objects.get(source_key="G1")


def test_a_license_that_replaces_an_unknown_one_is_taken_with_a_warning(load):
    found = load(table(licensee(), license(supersedes_key="OLD")))
    assert (found.counts, found.codes) == ({"taken": 2}, {"supersedes_missing": 1})


def test_semicolons_commas_in_numbers_and_spreadsheet_dates_are_read(load):
    file = table(licensee(), station(lat="12,25", lon="109,18", valid_from="15/01/2025"), separator=";")
    assert load(file).counts == {"taken": 2}
    made = Station.objects.get()
    assert (made.lat, made.lon, f"{made.valid_from:%Y-%m-%d}") == (12.25, 109.18, "2025-01-15")


def test_decomposed_letters_and_odd_spacing_are_put_in_order_and_reported(load):
    name = unicodedata.normalize("NFD", "Công ty  Biển\u00a0 Xanh\u200b")
    found = load(table(licensee(name=name)))
    assert Licensee.objects.get().name == "Công ty Biển Xanh"
    assert found.codes == {"name_cleaned": 1}


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        (licensee(name=""), "name", "value_missing"),
        (licensee(kind="company"), "kind", "not_choice"),
        (licensee(name="x" * 251), "name", "too_long"),
        (licensee(identifier_scheme="tax_code", identifier="4200237974"), "identifier", "identifier_check_digit"),
        (licensee(identifier_scheme="tax_code", identifier="42002"), "identifier", "identifier_form"),
        (licensee(identifier_scheme="citizen_id", identifier="056090000001"), "identifier", "identifier_kind"),
        (licensee(identifier="4200237973"), "identifier_scheme", "not_choice"),
        (licensee(email="nobody"), "email", "email_wrong"),
        (licensee(key="k" * 121), "key", "too_long"),
        (establishment(lat="109.19", lon="12.24"), "lat", "position_swapped"),
        (establishment(lat="0", lon="0"), "lat", "position_zero"),
        (establishment(lat="12.2", lon=""), "lon", "position_incomplete"),
        (establishment(lat="170", lon="170"), "lat", "position_out_of_range"),
        (establishment(valid_from="2026-02-01", valid_until="2026-01-01"), "valid_until", "dates_reversed"),
        (establishment(valid_from="31/02/2026"), "valid_from", "not_date"),
        (establishment(valid_from=""), "valid_from", "value_missing"),
        (establishment(valid_from="0026-01-01"), "valid_from", "year_improbable"),
        (establishment(opening_time="25:00"), "opening_time", "not_time"),
        (establishment(offers_games="maybe"), "offers_games", "not_boolean"),
        (establishment(unit="99999"), "unit", "unit_unknown"),
        (establishment(licensee_key="NOBODY"), "licensee_key", "parent_missing"),
        (assignment(tx_mhz="157.4000001"), "tx_mhz", "not_frequency"),
        (assignment(tx_mhz="-1"), "tx_mhz", "not_frequency"),
        (assignment(tx_upper_mhz="157.3"), "tx_upper_mhz", "band_reversed"),
        (assignment(emissions="16X0F3E"), "emissions", "emission_wrong"),
        (assignment(power_w="lots"), "power_w", "not_number"),
        (assignment(power_w="-5"), "power_w", "out_of_range"),
        (assignment(license_key="G9"), "license_key", "parent_missing"),
        ({"record": "boat", "key": "B1"}, "record", "record_unknown"),
    ],
)
def test_a_bad_row_comes_back_with_column_and_mend_and_the_rest_goes_in(load, row, column, code):
    good = [licensee("GOOD"), station(licensee_key="GOOD"), license(licensee_key="GOOD")]
    if row["record"] == "establishment":
        row = {**row, "licensee_key": "NOBODY" if code == "parent_missing" else "GOOD"}
    found = load(table(*good, row))
    assert found.counts == {"taken": 3, "refused": 1}
    assert found.codes[code] == 1
    refused = list(csv.DictReader(io.StringIO(found.refused)))
    assert len(refused) == 1
    assert refused[0]["key"] == row["key"]
    assert refused[0]["line"] == "5"
    assert f"[{column}]" in refused[0]["reasons"]
    # How to mend it stands there too, word by word up to the first value.
    assert str(problems.REFUSALS[code].mend).split("%(")[0] in refused[0]["reasons"]


def test_all_that_is_wrong_with_a_row_is_said_at_once_and_nothing_twice(load):
    assert load(table(licensee(), establishment(name="", lon=""))).codes == {
        "value_missing": 1,
        "position_incomplete": 1,
    }
    assert load(table(licensee(), establishment(lon="east"))).codes == {"not_number": 1}


def test_the_suggestion_for_a_swapped_position_is_in_the_reason(load):
    found = load(table(licensee(), establishment(lat="109.19", lon="12.24")))
    assert "12.24, 109.19" in found.refused


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (establishment(lat="12.2", lon="110.5"), "position_at_sea"),
        (establishment(lat="48.85", lon="2.35"), "position_outside_country"),
        (assignment(power_reference=""), "power_reference_missing"),
        (assignment(emissions=""), "emission_missing"),
        (assignment(emissions="16k0f3e"), "emission_normalised"),
    ],
)
def test_a_doubtful_row_is_taken_with_a_warning(load, row, code):
    found = load(table(licensee(), station(), license(), row))
    assert found.counts == {"taken": 4}
    assert found.codes[code] == 1


def test_children_of_a_refused_row_are_refused_because_of_it(load):
    found = load(table(licensee(), license(valid_until="2001-01-01"), station(), assignment()))
    assert found.counts == {"taken": 2, "refused": 2}
    assert found.codes == {"dates_reversed": 1, "parent_refused": 1}


def test_a_row_with_too_many_cells_is_refused_and_keeps_them(load):
    file = table(licensee()) + 'licensee,L2,"Tên, có dấu phẩy",organisation' + "," * 60 + "thừa\n"
    found = load(file)
    assert found.counts == {"taken": 1, "refused": 1}
    assert "thừa" in found.refused


def test_the_same_row_twice_is_a_repetition_and_another_one_with_its_key_is_refused(load):
    found = load(table(licensee(), licensee(), licensee(name="Khác")))
    assert found.counts == {"taken": 1, "duplicate": 1, "refused": 1}
    assert found.codes == {"row_repeated": 1, "key_twice": 1}
    found = load(table(licensee(), station(), license(), assignment(), assignment(), assignment(tx_mhz="158")))
    assert found.counts == {"already": 1, "taken": 3, "duplicate": 1, "refused": 1}


def test_a_holder_whose_identifier_is_known_is_that_holder(load):
    known = {"identifier_scheme": "tax_code", "identifier": "4200237973"}
    load(table(licensee("OLD", **known)))
    found = load(table(licensee("NEW", **known), licensee("NEW2", **known), license(licensee_key="NEW2")))
    assert found.counts == {"already": 2, "taken": 1}
    assert License.objects.get().holder == Licensee.objects.get()


def test_two_keys_with_one_identifier_in_one_file_are_one_holder(load):
    known = {"identifier_scheme": "tax_code", "identifier": "4200237973"}
    found = load(table(licensee("A", **known), licensee("B", **known), license(licensee_key="B")))
    assert found.counts == {"taken": 2, "duplicate": 1}
    assert License.objects.get().holder == Licensee.objects.get()


@pytest.mark.postgres
def test_what_belongs_to_a_merged_holder_goes_to_the_one_that_stayed(load):
    load(table(licensee("A"), licensee("B")))
    stayed = Licensee.objects.get(source_key="B")
    Licensee.objects.filter(source_key="A").update(merged_into=stayed)
    load(table(license(licensee_key="A")))
    assert License.objects.get().holder == stayed


def test_a_license_number_that_is_taken_is_refused(load):
    found = load(table(licensee(), license("G1", number="7/GP"), license("G2", number="7/GP")))
    assert found.counts == {"taken": 2, "refused": 1}
    assert "G1" in found.refused


def test_another_agencys_records_with_the_same_keys_are_other_records(load, agencies):
    file = table(licensee(), station(), license(), assignment())
    load(file)
    assert load(file, agency=agencies.ttts7).counts == {"taken": 4}
    assert FrequencyAssignment.objects.count() == 2


@pytest.mark.postgres
def test_a_row_the_database_refuses_is_found_and_the_others_go_in(load, monkeypatch):
    monkeypatch.setattr("licenses.services.imports.records.Records._refuse_numbers", lambda self, new: None)
    rows = [license(f"G{number}", number="x/GP" if number in (3, 5) else f"{number}/GP") for number in range(8)]
    found = load(table(licensee(), *rows))
    assert found.counts == {"taken": 8, "refused": 1}
    assert found.codes == {"database_refused": 1}
    assert found.summary["records"]["license"] == License.objects.count() == 7


def _old_unit(code, name, *heirs, whole):
    old = AdminUnit.objects.create(
        code=code, name=name, name_folded=name.lower(), bare_name_folded=name.lower(), kind=UnitKind.COMMUNE,
        valid_until="2025-06-30",
    )  # fmt: skip
    for heir in heirs:
        UnitSuccession.objects.create(
            old=old, unit=heir, old_code=code, old_name=name, old_district="Nha Trang", old_province="Tỉnh Khánh Hòa",
            whole=whole, note="",
        )  # fmt: skip


def test_a_unit_that_went_whole_into_one_of_today_is_converted_and_reported(load, units):
    _old_unit("22327", "Phường Vĩnh Hòa", units.bac_nha_trang, whole=True)
    found = load(table(licensee(), establishment(unit="22327")))
    assert found.codes == {"unit_converted": 1}
    assert Establishment.objects.get().unit == units.bac_nha_trang


def test_a_unit_that_was_divided_is_refused_with_the_candidates(load, units):
    _old_unit("22327", "Phường Vĩnh Hòa", units.bac_nha_trang, units.nha_trang, whole=False)
    found = load(table(licensee(), establishment(unit="22327")))
    assert found.codes == {"unit_divided": 1}
    assert "Phường Bắc Nha Trang" in found.refused
    assert "Phường Nha Trang" in found.refused


def test_a_unit_may_be_written_by_its_name(load, units):
    assert load(table(licensee(), establishment(unit="phường nha trang"))).counts == {"taken": 2}
    assert Establishment.objects.get().unit == units.nha_trang


def test_a_license_with_thousands_of_assignments_goes_in(load):
    rows = [assignment(f"A{number}", tx_mhz=f"{400 + number / 80:.4f}") for number in range(7_363)]
    assert load(table(licensee(), station(), license(), *rows)).counts == {"taken": 7_366}
    assert License.objects.get().assignments.count() == 7_363


def test_columns_that_nobody_knows_are_named(load):
    found = load(table(licensee()).replace("email", "colour", 1))
    assert [(note.code, note.params) for note in found.result.notes] == [("columns_unknown", {"columns": "colour"})]


def test_a_mended_file_of_refused_rows_is_taken(load):
    first = load(table(licensee(), license(valid_until="2001-01-01"), station(), assignment()))
    mended = first.refused.replace("2001-01-01", "2031-01-01")
    assert load(mended).counts == {"taken": 2}
    assert FrequencyAssignment.objects.count() == 1
