"""What is exported can be imported: into an empty register it gives the same file again, byte for byte."""

import csv
import io

import pytest

from accounts.access import system_user
from accounts.models import Agency
from common.ids import uuid7
from licenses.importers.cells import escape, unescape
from licenses.importers.items import Record
from licenses.models import FrequencyAssignment, License, Licensee
from licenses.services import exports
from tests.licenses.imports.conftest import assignment, establishment, license, licensee, station, table

pytestmark = pytest.mark.django_db


def exported(agency, by=None):
    sets = {
        record: model.objects.filter(**{"license__agency" if record is Record.ASSIGNMENT else "agency": agency})
        for record, model in exports.MODELS.items()
    }
    return "".join(exports.lines(sets, by=by or system_user()))


@pytest.fixture
def system_sees_personal_data(monkeypatch):
    monkeypatch.setattr("licenses.services.exports.can", lambda _user, _action: True)


@pytest.mark.postgres
@pytest.mark.usefixtures("system_sees_personal_data")
def test_export_import_export_gives_the_same_bytes(load, agencies):
    load(
        table(
            licensee("frn:1", name="=SUM(1)", identifier_scheme="tax_code", identifier="4200237973"),
            licensee(name="'Tên có dấu nháy", address='12 "Trần Phú", Nha Trang'),
            establishment(games="Cờ | Bi-a", opening_time="7:00", closing_time="22:00", offers_games="1"),
            establishment("E0", status="verified"),
            station(), station("S2", lat="-12.5", lon="-109.000001"),
            license(conditions="Dòng một,;\nDòng hai"), license("G0", supersedes_key="G1", establishment_key="E1"),
            assignment(emissions="16K0F3E 11K2F3EJN", tx_upper_mhz="157.400001", bandwidth_khz="16.001", power_w="0.1"),
            assignment("A0", license_key="G0", station_key="S2", power_w="1234567.875"),
        )
    )  # fmt: skip
    # One holder entered by hand: it has no key of a file and stands under its own.
    holder = Licensee.objects.create(id=uuid7(), name="Nhập tay", name_folded="nhap tay", kind="household",
                                     agency=agencies.skhcn)  # fmt: skip
    License.objects.filter(source_key="G1").update(holder=holder)
    first = exported(agencies.skhcn)
    found = load(first, agency=agencies.ttts7)
    assert set(found.counts) == {"taken"}
    assert exported(agencies.ttts7) == first
    assert License.objects.get(agency=agencies.ttts7, source_key="G1").holder.name == "Nhập tay"
    # Back where it came from it is all there already, the record entered by hand too.
    assert set(load(first).counts) == {"already"}


def test_no_cell_of_an_export_runs_as_a_formula(load, agencies):
    load(table(licensee("=1", name="=HYPERLINK()"), licensee("L2", name="+84"), licensee("L3", name="@x")))
    cells = [cell for row in csv.reader(io.StringIO(exported(agencies.skhcn))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_no_cell_of_a_report_runs_as_a_formula_and_a_mended_row_goes_in_as_it_was(load, agencies):
    """What comes from a foreign register opens in the officer's spreadsheet."""
    bad = licensee("=2", name='=HYPERLINK("http://x")', address="\n=1", kind="no such kind")
    found = load(table(bad, licensee("L3", name="-5", unit="=3")))
    for text in (found.refused, found.warnings):
        cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
        assert not [cell for cell in cells if cell.lstrip().startswith(("=", "@"))]
    assert "'=HYPERLINK" in found.refused
    load(found.refused.replace("no such kind", "individual"))
    assert Licensee.objects.filter(name='=HYPERLINK("http://x")', source_key="=2").exists()


@pytest.mark.parametrize("text", ["=x", "'=x", "''", "'a", "a", "-1", "@", "+'", "\tx", "\n=1", " =1", "'\n=1"])
def test_escaping_is_undone_exactly(text):
    assert unescape(escape(text)) == text


def test_personal_data_is_left_out_for_those_who_may_not_see_it(load, agencies, official, officer):
    secret = {"email": "a@example.vn", "identifier_scheme": "citizen_id", "identifier": "056090000001"}
    load(table(licensee(kind="individual", **secret)))
    assert "056090000001" in exported(agencies.skhcn, by=officer)
    shown = exported(agencies.skhcn, by=official)
    assert "056090000001" not in shown
    assert "a@example.vn" not in shown


def test_a_list_brings_along_what_its_rows_name(load, agencies):
    load(table(licensee(), licensee("L2"), station(), station("S2"), license(), license("G2", licensee_key="L2"),
               assignment(), assignment("A2", license_key="G2", station_key="S2")))  # fmt: skip
    chosen = FrequencyAssignment.objects.filter(source_key="A2")
    text = "".join(exports.lines(exports.with_parents(Record.ASSIGNMENT, chosen), by=system_user()))
    keys = {(row["record"], row["key"]) for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
    assert keys == {
        ("licensee", "L1"), ("licensee", "L2"), ("station", "S2"), ("license", "G2"), ("assignment", "A2"),
    }  # fmt: skip
    other = Agency.objects.create(code="X", name="X", kind="department")
    assert set(load(text, agency=other).counts) == {"taken"}


def test_an_export_asks_the_database_a_fixed_number_of_times(load, agencies, django_assert_max_num_queries):
    rows = [assignment(f"A{number}") for number in range(300)]
    load(table(licensee(), station(), license(), *rows))
    with django_assert_max_num_queries(8):
        assert exported(agencies.skhcn).count("\n") == 304
