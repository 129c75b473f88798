"""The real register of 2015 goes in: every row accounted for, each known piece of dirt named, nothing doubled."""

import csv
import datetime as dt
import gzip
import io
from pathlib import Path

import pytest

from accounts import journal
from accounts.models import StepRecord
from licenses import importers
from licenses.importers import fcc_uls
from licenses.models import AssignmentEmission, FrequencyAssignment, License, Licensee, Station

pytestmark = pytest.mark.django_db

FILE = Path(importers.__file__).parent.parent / "data" / "fcc_uls" / "assignments.csv.gz"


def rows_of_file():
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = rows_of_file()


def file_of(*rows):
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, ROWS[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def row(**values):
    """One real row with some cells changed."""
    return {**ROWS[1], **values}


@pytest.mark.postgres
def test_every_row_of_the_register_is_accounted_for_and_a_second_run_doubles_nothing(load, agencies):
    found = load(FILE.read_bytes(), agency=agencies.ttts7, code="fcc-uls")
    assert found.summary["rows"] == len(ROWS) == 19_351
    assert found.counts == {"taken": 14_259, "merged": 5_091, "duplicate": 1}
    assert sum(found.counts.values()) == found.summary["rows"]
    assert found.summary["records"] == {
        "licensee": 297, "establishment": 0, "station": 15_980, "license": 1_107, "assignment": 14_259,
    }  # fmt: skip
    known_dirt = {
        "emission_missing": 8, "position_missing": 2, "mobile_without_position": 20, "ends_identical": 163,
        "tower_placeholder": 42, "active_past_expiry": 1, "row_repeated": 1, "emission_merged": 542,
        "row_merged": 4_549, "holder_by_name": 2, "holder_without_id": 56, "azimuth_placeholder": 101,
        "expiry_missing": 25,
    }  # fmt: skip
    assert {code: found.codes[code] for code in known_dirt} == known_dirt
    assert License.objects.get(number="WQJY595").assignments.count() == 7_363
    assert FrequencyAssignment.objects.filter(tx_upper_hz__isnull=False).count() > 10_000
    assert {"active", "cancelled", "expired"} == set(License.objects.values_list("status", flat=True).distinct())
    assert StepRecord.objects.filter(object_type="licenses.license").count() == 1_107
    assert journal.verify().clean

    before = [model.objects.count() for model in (Licensee, Station, License, FrequencyAssignment, AssignmentEmission)]
    again = load(FILE.read_bytes(), agency=agencies.ttts7)
    assert again.counts == {"already": 19_351}
    assert before == [
        model.objects.count() for model in (Licensee, Station, License, FrequencyAssignment, AssignmentEmission)
    ]


@pytest.mark.postgres
def test_a_row_becomes_holder_license_stations_and_assignment(load, agencies):
    assert load(file_of(ROWS[1]), agency=agencies.ttts7).counts == {"taken": 1}
    made = FrequencyAssignment.objects.select_related("license__holder", "station", "rx_station").get()
    assert (made.tx_hz, made.tx_upper_hz, made.tolerance_ppm) == (949_000_000, None, 5.0)
    assert [emission.designator for emission in made.emissions.all()] == ["500KF9W"]
    assert made.bandwidth_hz == 500_000
    assert (made.license.number, made.license.kind, made.license.unit) == ("WGI268", "fixed_link", None)
    assert (made.license.valid_from, made.license.valid_until) == (dt.date(1979, 12, 17), dt.date(2021, 6, 1))
    assert made.license.agency == made.station.agency == agencies.ttts7
    assert made.station.address == "BONHAM, FANNIN, TX"
    assert (made.rx_station.lat, made.path_length_km) == (33.557306, 5.6)
    # This holder has neither FRN nor register number.
    assert (made.license.holder.identifier, made.license.holder.kind) == ("", "organisation")


@pytest.mark.parametrize(
    ("letter", "status", "ended"),
    [("A", "active", None), ("C", "cancelled", dt.date(2015, 8, 19)), ("E", "expired", None),
     ("T", "cancelled", dt.date(2015, 8, 19))],
)  # fmt: skip
def test_license_states_are_entered_with_their_step(load, letter, status, ended):
    load(file_of(row(license_status=letter, cancellation_date="" if letter == "A" else "08/19/2015")))
    made = License.objects.get()
    assert (made.status, made.ended_on) == (status, ended)
    assert StepRecord.objects.get().target == status


def test_two_rows_of_one_assignment_are_one_assignment_with_two_emissions_and_the_larger_power(load):
    found = load(file_of(row(eirp_dbm="30.0"), row(emission_designators="25M0F9W", eirp_dbm="40.0", modulation="QPSK")))
    assert found.counts == {"taken": 1, "merged": 1}
    made = FrequencyAssignment.objects.get()
    assert [emission.designator for emission in made.emissions.all()] == ["500KF9W", "25M0F9W"]
    assert (made.power_w, made.power_reference, made.bandwidth_hz) == (10.0, "eirp", 25_000_000)
    assert found.codes["power_differs"] == found.codes["emission_merged"] == 1


def test_emissions_are_merged_over_the_borders_of_chunks_and_of_imports(load, monkeypatch):
    monkeypatch.setattr("licenses.services.imports.run.CHUNK", 1)
    found = load(file_of(row(), row(), row(emission_designators="25M0F9W", eirp_dbm="40.0"), row(modulation="QAM")))
    assert found.counts == {"taken": 1, "duplicate": 1, "merged": 2}
    later = load(file_of(row(emission_designators="12K5F9W"), row()))
    assert later.counts == {"merged": 1, "already": 1}
    made = FrequencyAssignment.objects.get()
    assert made.emissions.count() == 3
    assert (made.power_w, made.bandwidth_hz) == (10.0, 25_000_000)


def test_an_import_cut_off_among_the_rows_of_one_assignment_ends_as_if_in_one_go(load, monkeypatch):
    monkeypatch.setattr("licenses.services.imports.run.CHUNK", 1)
    file = file_of(row(eirp_dbm="30.0"), row(eirp_dbm="40.0", emission_designators="25M0F9W"))
    load(file, progress=lambda done, _total: done < 1)
    assert FrequencyAssignment.objects.get().power_w == 1.0
    assert load(file).counts == {"already": 1, "merged": 1}
    made = FrequencyAssignment.objects.get()
    assert (made.power_w, made.bandwidth_hz, made.emissions.count()) == (10.0, 25_000_000, 2)
    assert load(file).counts == {"already": 2}


def test_an_assignment_that_an_officer_changed_is_left_alone(load):
    load(file_of(row()))
    FrequencyAssignment.objects.update(version=2)
    found = load(file_of(row(emission_designators="25M0F9W")))
    assert found.counts == {"already": 1}
    assert found.codes["differs_from_register"] == 1
    assert FrequencyAssignment.objects.get().emissions.count() == 1


def test_other_receivers_are_other_assignments(load):
    assert load(file_of(row(), row(rx_location_number="3"))).counts == {"taken": 2}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"emission_designators": "00M0F7W"}, "emission_wrong"),
        ({"frequency_mhz": "949.0000001"}, "not_frequency"),
        ({"frequency_mhz": ""}, "not_frequency"),
        ({"frequency_upper_mhz": "948.0"}, "band_reversed"),
        ({"expired_date": "06/01/1979"}, "dates_reversed"),
        ({"grant_date": "13/45/1979"}, "not_date"),
        ({"grant_date": ""}, "value_missing"),
        ({"license_status": "Q"}, "status_unknown"),
        ({"latitude": "-96.165528", "longitude": "33.577861"}, "position_swapped"),
        ({"latitude": "0", "longitude": "0"}, "position_zero"),
        ({"longitude": ""}, "position_incomplete"),
        ({"eirp_dbm": "much"}, "not_number"),
        ({"usi": ""}, "value_missing"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_the_good_one_goes_in(load, cells, code):
    found = load(file_of(row(**cells), row(usi="1", call_sign="GOOD1")))
    assert found.counts == {"taken": 1, "refused": 1}
    assert code in found.codes
    assert found.refused.count("\n") == 2
    assert License.objects.get().number == "GOOD1"


def test_a_swapped_position_is_reported_with_the_right_order(load):
    found = load(file_of(row(latitude="-96.165528", longitude="33.577861")))
    assert "33.577861, -96.165528" in found.refused


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"tower_registration_number": "9999999"}, "tower_placeholder"),
        ({"azimuth_deg": "999.0"}, "azimuth_placeholder"),
        ({"rx_latitude": "33.577861", "rx_longitude": "-96.165528"}, "ends_identical"),
        ({"latitude": "", "longitude": ""}, "position_missing"),
        ({"latitude": "", "longitude": "", "location_type": "M"}, "mobile_without_position"),
        ({"rx_latitude": "", "rx_longitude": ""}, "rx_position_missing"),
        ({"emission_designators": ""}, "emission_missing"),
        ({"emission_designators": "500kf9w"}, "emission_normalised"),
        ({"expired_date": "06/01/2015"}, "active_past_expiry"),
        ({"expired_date": ""}, "expiry_missing"),
        ({"frn": "", "licensee_id": "L00000001"}, "holder_without_frn"),
        ({"frn": "", "licensee_id": ""}, "holder_by_name"),
        ({"licensee_name": "KIRO  TV"}, "name_cleaned"),
        ({"radio_service_code": "ZZ"}, "service_unknown"),
        ({"gain_dbi": "strong"}, "left_out_not_number"),
        ({"ground_elevation_m": "5087.0"}, "elevation_improbable"),
        ({"antenna_height_m": "0.0"}, "height_improbable"),
        ({"license_status": "T"}, "terminated_as_cancelled"),
    ],
)
def test_a_doubtful_row_is_taken_with_its_warning(load, cells, code):
    found = load(file_of(row(**cells)))
    assert found.counts == {"taken": 1}
    assert found.codes[code] == 1
    assert f",{code}," in found.warnings


def test_holders_with_one_frn_are_one_holder_and_other_spellings_are_named(load):
    other = row(frn="1", usi="2", call_sign="B", licensee_name="A LLC")
    found = load(file_of(row(frn="1", licensee_name="A, LLC"), other))
    assert found.counts == {"taken": 2}
    assert Licensee.objects.get().name == "A, LLC"
    assert found.codes["holder_name_varies"] == 1


def test_the_same_call_sign_under_another_license_is_refused(load):
    found = load(file_of(row(), row(usi="77")))
    assert found.counts == {"taken": 1, "refused": 1}


def test_columns_that_are_not_kept_are_named(load):
    found = load(file_of(row()))
    assert [note.code for note in found.result.notes] == ["columns_not_kept"]
    assert "modulation" in found.result.notes[0].params["columns"]


def test_the_reader_needs_no_column_order_and_no_columns_it_does_not_keep():
    header = [name for name in reversed(ROWS[1]) if name not in fcc_uls.NOT_KEPT or name == "tower_registration_number"]
    header.append(fcc_uls.AS_OF)
    reader = fcc_uls.Reader(header, dt.date(2015, 8, 26))
    read = reader.row(2, [ROWS[1][name] for name in header])
    assert read.item is not None
    assert read.item.values["tx_hz"] == 949_000_000
