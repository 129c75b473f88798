"""The public answer: by code, by number, by the file; never personal data."""

import dataclasses

import pytest
from django.db import connection

from issuing import codes, scans, verify
from issuing.models import IssuedFile
from tests import guards
from tests.issuing.test_scans import picture

pytestmark = pytest.mark.django_db


def test_a_code_is_long_random_and_without_letters_that_look_alike() -> None:
    made = {codes.new_code() for _ in range(500)}
    assert len(made) == 500
    assert not set("".join(made)) & set("01OIL")
    assert all(len(code) == codes.LENGTH for code in made)


@pytest.mark.parametrize("write", [str, str.lower, codes.grouped, lambda code: f" {codes.grouped(code)} "])
def test_a_code_is_found_however_it_is_typed(issue, write) -> None:
    paper = issue()
    answer = verify.check(write(paper.verify_code))
    assert (answer.state, answer.number) == ("valid", paper.number)


@pytest.mark.parametrize("code", ["", "2345", "2345-6789-ABCD", "0000-0000-0000", "x" * 500, "' OR 1=1 --"])
def test_unknown_and_malformed_codes_look_alike(issue, code) -> None:
    issue()
    assert verify.check(code) == verify.Answer("unknown")


def test_the_answer_holds_no_personal_data(issue) -> None:
    fields = {field.name for field in dataclasses.fields(verify.Answer)}
    assert fields == {
        "state",
        "title_vi",
        "title_en",
        "number",
        "issued_on",
        "agency_vi",
        "agency_en",
        "pages",
        "demo",
        "replaced_by",
        "signed_scan",
    }


def test_a_number_finds_the_papers_of_every_agency(issue, agencies, culture) -> None:
    issue()
    issue(agency=agencies.svhtt, target=agencies.svhtt, by=culture)
    found = verify.check_number(" 01/bb-vphc ")
    assert {answer.agency_vi for answer in found} == {agencies.skhcn.name, agencies.svhtt.name}
    assert verify.check_number("77/BB-VPHC") == []


def test_the_file_itself_is_valid_and_one_flipped_byte_is_not(issue) -> None:
    pdf = bytearray(issue().file.pdf)
    assert verify.check_file(bytes(pdf)).state == "valid"
    pdf[len(pdf) // 2] ^= 1
    assert verify.check_file(bytes(pdf)).state == "unknown"


def test_the_signed_scan_is_valid_too(issue, inspector) -> None:
    data = picture("JPEG")
    scans.attach_scan(issue(), file_name="a.jpg", data=data, by=inspector)
    answer = verify.check_file(data)
    assert (answer.state, answer.signed_scan) == ("valid", True)


def test_kept_papers_are_checked_byte_by_byte(issue) -> None:
    issue()
    assert list(verify.faults()) == []


@pytest.mark.sqlite_only
def test_a_byte_changed_behind_the_triggers_is_named(issue) -> None:
    paper = issue()
    changed = bytearray(paper.file.pdf)
    changed[100] ^= 1
    with guards.unguarded_tables(), connection.cursor():
        IssuedFile.objects.filter(pk=paper.pk).update(pdf=bytes(changed))
    assert [fault.split(" ")[0] for fault in verify.faults()] == [paper.number]
