"""A paper leaves whole, numbered and hashed, or not at all; afterwards nothing about it changes."""

import hashlib
import io
import json

import pytest
from django.db import DatabaseError, connection, transaction
from pypdf import PdfReader

from accounts import journal
from accounts.models import JournalEntry
from common.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from issuing import services, verify
from issuing.canonical import canonical_json
from issuing.models import IssuedDocument, IssuedFile, IssuedNumber, NumberSeries
from rulebook import verification
from rulebook.enums import Outcome
from tests.issuing.conftest import TODAY, draw, payload

pytestmark = pytest.mark.django_db


def text_of(paper: IssuedDocument) -> str:
    reader = PdfReader(io.BytesIO(bytes(paper.file.pdf)))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_a_paper_is_numbered_hashed_and_kept(issue, inspector) -> None:
    paper = issue()
    assert paper.number == "01/BB-VPHC"
    assert paper.sha256 == hashlib.sha256(bytes(paper.file.pdf)).hexdigest()
    assert paper.content_sha256 == hashlib.sha256(paper.payload.encode()).hexdigest()
    assert paper.size == len(bytes(paper.file.pdf))
    assert paper.pages == 1
    assert issue().number == "02/BB-VPHC"


def test_the_paper_shows_number_code_and_content_hash(issue) -> None:
    paper = issue()
    text = text_of(paper)
    for shown in (paper.number, paper.shown_code, paper.content_sha256, "Trang 1/1", services.WATERMARK):
        assert shown in text


def test_the_kept_content_is_what_was_drawn(issue, agencies) -> None:
    kept = json.loads(issue().payload)
    assert kept["text"] == "Nội dung của giấy"
    assert kept["number"] == "01/BB-VPHC"
    assert kept["watermark"] == services.WATERMARK


def test_issuing_is_journaled_and_the_journal_stays_clean(issue) -> None:
    paper = issue()
    assert journal.changes(paper).first().verb == "paper.issued"
    assert journal.verify().faults == []


def test_outside_the_demo_an_unverified_rule_stops_the_paper(issue, settings, form) -> None:
    settings.DEMO_MODE = False
    with pytest.raises(Unavailable) as refused:
        issue()
    assert "Biên bản vi phạm hành chính [violation_record]" in str(refused.value)
    assert refused.value.details["rows"] == ["violation_record"]
    assert not IssuedNumber.objects.exists()
    assert not NumberSeries.objects.exists()


def test_outside_the_demo_a_verified_rule_gives_a_paper_without_watermark(issue, settings, form, legal) -> None:
    settings.DEMO_MODE = False
    verification.verify(
        form, outcome=Outcome.CONFIRMED, official_text="Công báo số 1", compared_on=TODAY, by=legal, on=TODAY
    )
    paper = issue()
    assert not paper.demo
    assert paper.unverified == []
    assert services.WATERMARK not in text_of(paper)


def test_without_a_form_in_force_no_paper_is_issued(issue) -> None:
    with pytest.raises(Unavailable, match="no form"):
        issue(form_code="unheard_of")


def test_a_renderer_that_fails_uses_no_number(issue) -> None:
    def broken(_payload: dict) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        issue(render=broken)
    assert issue().number == "01/BB-VPHC"


def test_nobody_issues_papers_of_another_agency(issue, culture, official) -> None:
    with pytest.raises(Invalid, match="agency"):
        issue(by=culture)
    with pytest.raises(NotAllowed):
        issue(by=official)


def test_each_agency_and_year_counts_for_itself(issue, agencies, culture) -> None:
    issue()
    theirs = issue(agency=agencies.svhtt, target=agencies.svhtt, by=culture)
    next_year = issue(on=TODAY.replace(year=2027))
    assert theirs.number == next_year.number == "01/BB-VPHC"


CHANGES = {"payload": "{}", "number": "9", "sha256": "0", "verify_code": "X", "title_vi": "Giấy khác", "demo": False}


@pytest.mark.parametrize(("field", "value"), CHANGES.items())
def test_the_database_refuses_to_change_an_issued_paper(issue, field, value) -> None:
    paper = issue()
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedDocument.objects.filter(pk=paper.pk).update(**{field: value})


def test_the_database_refuses_a_status_without_a_step(issue) -> None:
    paper = issue()
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedDocument.objects.filter(pk=paper.pk).update(status="annulled", version=2)


@pytest.mark.parametrize("table", ["issuing_issueddocument", "issuing_issuedfile", "issuing_issuednumber"])
def test_the_database_refuses_to_delete(issue, table) -> None:
    issue()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_the_database_refuses_to_change_the_file(issue) -> None:
    paper = issue()
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedFile.objects.filter(pk=paper.pk).update(pdf=b"%PDF-1.4")


def test_an_annulled_paper_says_so_and_stays(issue, decider) -> None:
    paper = services.annul(issue(), by=decider, reason="Ghi sai họ tên")
    assert paper.status == "annulled"
    assert verify.check(paper.verify_code).state == "annulled"
    assert bytes(paper.file.pdf).startswith(b"%PDF")
    with pytest.raises(Conflict):
        services.annul(paper, by=decider, reason="Lần nữa")


def test_annulling_needs_a_reason_the_right_and_the_version_seen(issue, decider, inspector, culture) -> None:
    paper = issue()
    with pytest.raises(Invalid):
        services.annul(paper, by=decider, reason=" ")
    with pytest.raises(NotAllowed):
        services.annul(paper, by=inspector, reason="x")
    with pytest.raises(NotFound):
        services.annul(paper, by=culture, reason="x")
    with pytest.raises(Conflict):
        services.annul(paper, by=decider, reason="x", version=7)


def test_a_new_paper_replaces_the_old_one(issue, agencies, inspector) -> None:
    old = issue()
    new = services.supersede(
        old,
        payload=payload(agencies.skhcn, "Nội dung đã sửa"),
        render=draw,
        rests_on=[],
        target=agencies.skhcn,
        by=inspector,
        on=TODAY,
        reason="Sửa địa chỉ",
    )
    old.refresh_from_db()
    assert (old.status, new.status, new.number) == ("superseded", "issued", "02/BB-VPHC")
    assert new.supersedes == old
    assert verify.check(old.verify_code).replaced_by == "02/BB-VPHC"
    assert services.current(agencies.skhcn, "violation_record") == new
    assert journal.verify().faults == []


def test_a_paper_cannot_replace_one_about_something_else(issue, agencies, inspector) -> None:
    with pytest.raises(Conflict):
        services.supersede(
            issue(),
            payload=payload(agencies.skhcn),
            render=draw,
            rests_on=[],
            target=agencies.ttts7,
            by=inspector,
            on=TODAY,
            reason="x",
        )


def test_canonical_json_is_the_same_however_the_content_was_written() -> None:
    composed, decomposed = "Khánh Hòa", "Kha\u0301nh Ho\u0300a"
    assert canonical_json({"b": 1, "a": [composed]}) == canonical_json({"a": (decomposed,), "b": 1})
    assert canonical_json({"a": "ấ"}) == '{"a":"ấ"}'


@pytest.mark.parametrize("value", [1.5, float("nan"), b"x", {1, 2}])
def test_canonical_json_refuses_what_has_no_one_text_form(value) -> None:
    with pytest.raises(TypeError, match=r"payload\.a\[0\]"):
        canonical_json({"a": [value]})


def test_the_journal_shows_who_issued(issue, inspector) -> None:
    issue()
    assert JournalEntry.objects.get(verb="paper.issued").actor == inspector
