"""The public answer: by code, by number, by the file; never personal data."""

import contextlib
import dataclasses
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from issuing import codes, scans, verify
from issuing.models import IssuedDocument, IssuedFile, SignedScan, SignedScanFile
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
        "hashes",
        "pages",
        "demo",
        "replaced_by",
        "replaces",
        "signed_scan",
        "attached_at",
        "by_number",
        "target",  # the key of the record; no page shows it
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


def behind_its_back(model: Any, pk: Any, **values: Any) -> None:
    """Change a row as somebody with the database's own tools would: triggers switched off."""
    if connection.vendor == "sqlite":
        with guards.unguarded_tables():
            model.objects.filter(pk=pk).update(**values)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        model.objects.filter(pk=pk).update(**values)
        cursor.execute("SET LOCAL session_replication_role = origin")


def flipped(data: bytes) -> bytes:
    """The same bytes but for one bit."""
    return data[:100] + bytes([data[100] ^ 1]) + data[101:]


def verified(capsys: Any) -> str:
    """What `verify_journal` says on the way to its end; the faults when it ends with an error."""
    with contextlib.suppress(CommandError):
        call_command("verify_journal")
    told = capsys.readouterr()
    return str(told.err or told.out)


@pytest.mark.postgres
def test_the_journals_check_reads_the_papers_too(issue, inspector, capsys) -> None:
    scans.attach_scan(issue(), file_name="a.jpg", data=picture("JPEG"), by=inspector)
    told = verified(capsys)
    assert "papers 1, signed scans 1, number series 1" in told
    assert "papers are as issued" in told


@pytest.mark.postgres
@pytest.mark.parametrize("what", ["the file", "the content", "the scan a.jpg"])
def test_a_byte_changed_behind_its_back_is_reported_with_the_number(issue, inspector, capsys, what) -> None:
    sound, paper = issue(), issue()
    scan = scans.attach_scan(paper, file_name="a.jpg", data=picture("JPEG"), by=inspector)
    scans.attach_scan(sound, file_name="b.jpg", data=picture("PNG"), by=inspector)
    if what == "the file":
        behind_its_back(IssuedFile, paper.pk, pdf=flipped(bytes(paper.file.pdf)))
    elif what == "the content":
        behind_its_back(IssuedDocument, paper.pk, payload=paper.payload.replace("Nội dung", "Nội dưng"))
    else:
        behind_its_back(SignedScanFile, scan.pk, data=flipped(bytes(scan.file.data)))
    told = [line for line in verified(capsys).splitlines() if what in line]
    assert told == [line for line in told if line.startswith(f"FAULT {paper.number} ({paper.pk})")] != []
    assert sound.number not in str(list(verify.faults()))


@pytest.mark.postgres
def test_the_database_refuses_those_changes_as_long_as_its_triggers_stand(issue, inspector) -> None:
    paper = issue()
    scan = scans.attach_scan(paper, file_name="a.jpg", data=picture("JPEG"), by=inspector)
    for model, pk, values in (
        (IssuedFile, paper.pk, {"pdf": b"x"}),
        (IssuedDocument, paper.pk, {"payload": "{}"}),
        (SignedScanFile, scan.pk, {"data": b"x"}),
        (SignedScan, scan.pk, {"sha256": "0" * 64}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.filter(pk=pk).update(**values)


def test_checking_papers_asks_the_database_no_more_for_more_of_them(issue, inspector) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(verify.faults()) == []
        return len(queries)

    scans.attach_scan(issue(), file_name="a.jpg", data=picture("JPEG"), by=inspector)
    one = cost()
    for _more in range(4):
        scans.attach_scan(issue(), file_name="a.jpg", data=picture("JPEG"), by=inspector)
    assert cost() == one
