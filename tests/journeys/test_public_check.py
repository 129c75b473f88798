"""The licensee, or anybody, asks whether a paper in the hand is genuine: by code, by number, by the file."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from enforcement.models import Case
from enforcement.services import cases, records
from inspections.models import Visit
from licenses.models import Establishment
from tests.inspections import scene
from tests.journeys.person import Person
from web.public import papers_limit

pytestmark = pytest.mark.django_db
LATER = dt.datetime(2026, 12, 7, 2, 0, tzinfo=dt.UTC)


@pytest.fixture
def case(people: dict[str, User], shop: Establishment, law: None, settings: Any) -> Case:
    """A case of the shop whose violation record is issued."""
    settings.DEMO_MODE = True
    with time_machine.travel(scene.NOW):
        visit: Visit = scene.sealed(people, shop)
        opened = cases.open_case(visit, by=people["inspector"], on=scene.FRIDAY)
        records.issue_record(opened, by=people["inspector"], at=scene.NOW, on=scene.FRIDAY)
        opened.refresh_from_db()
    return opened


def private(case: Case) -> list[str]:
    """What the public check has no business to say."""
    party, visit = case.licensee, case.visit
    said = [party.name, party.representative, party.identifier, party.address, str(visit.number), case.number]
    said += [str(row.user) for row in visit.member_rows.all()]
    said += [row.person for row in visit.attendance.all()] + [row.facts for row in visit.findings.all()]
    return [text for text in said if text]


def ask(person: Person, question: str) -> Person:
    """Type a code or number."""
    return person.open("/check/").submit("q", at="/check/", q=question)


def compare(person: Person, data: bytes, name: str = "bien-ban.pdf") -> Person:
    """Upload a file."""
    form = person.open("/check/").submit(
        "csrfmiddlewaretoken", at="/check/", files={"file": SimpleUploadedFile(name, data)}
    )
    return form


@pytest.mark.parametrize(
    ("language", "valid", "title", "changed", "annulled"),
    [
        ("vi", "Hợp lệ", "Biên bản vi phạm hành chính", "một byte", "Đã hủy bỏ"),
        ("en", "Valid", "dministrative violation record", "one changed byte", "Annulled"),
    ],
)
def test_anybody_checks_a_record_and_learns_nothing_personal(
    case: Case, people: dict[str, User], language: str, valid: str, title: str, changed: str, annulled: str
) -> None:
    paper, person = case.record, Person(language=language)
    assert paper is not None
    secrets = private(case)
    assert len(secrets) > 8
    seen = []
    by_number = ask(person, paper.number)  # a number alone can be copied from another paper
    assert (by_number.status, paper.number in by_number.text) == (200, True)
    assert f"<strong>{valid}</strong>" not in by_number.text
    for question in (paper.shown_code, paper.verify_code, paper.shown_code.lower().replace("-", " ")):
        page = ask(person, question)
        assert (page.status, valid in page.text, title in page.text, paper.number in page.text) == (200,) + (True,) * 3
        seen.append(page.text)
    pdf = bytes(paper.file.pdf)
    page = compare(person, pdf)
    assert (page.status, valid in page.text) == (200, True)
    seen.append(page.text)
    for position in (len(pdf) // 3, len(pdf) - 30):
        flipped = bytearray(pdf)
        flipped[position] ^= 1
        page = compare(person, bytes(flipped))
        assert (page.status, changed in page.text, paper.number in page.text) == (404, True, False)
    for unknown in ("7KQM-X2VD-9RTA", "99/BB-VPHC", "no such thing", "%"):
        page = ask(person, unknown)
        assert (page.status, paper.number in page.text) == (404, False), unknown
    with time_machine.travel(LATER):
        Person(people["decider"]).open("desk:paper", paper.pk).submit("reason", reason="Ghi sai địa chỉ")
        for page in (ask(person, paper.shown_code), compare(person, pdf)):
            assert (page.status, annulled in page.text, valid in page.text) == (200, True, False)
            seen.append(page.text)
    leaked = [(secret, text[:80]) for text in seen for secret in secrets if secret in text]
    assert leaked == []
    assert not [text for text in seen if "Ghi sai địa chỉ" in text], "why it was annulled is the office's affair"


def test_the_address_in_the_qr_code_needs_no_account_and_offers_no_more(case: Case, people: dict[str, User]) -> None:
    paper, person = case.record, Person()
    assert paper is not None
    page = person.open(f"/check/{paper.verify_code}")
    assert (page.status, paper.number in page.text) == (200, True)
    assert not [link for link in page.links if link.startswith("/desk/papers")]
    for name in ("desk:paper", "desk:paper_pdf"):
        assert person.open(name, paper.pk).path.startswith("/accounts/login/")
        assert Person(people["licensee"]).open(name, paper.pk).status in {403, 404}


def test_who_guesses_is_asked_to_wait_and_told_nothing(case: Case) -> None:
    paper, guesser = case.record, Person()
    assert paper is not None
    for _guess in range(papers_limit.QUESTIONS):
        guesser.open("/check/7KQMX2VD9RTA")
    for page in (
        guesser.open(f"/check/{paper.verify_code}"),
        ask(guesser, paper.number),
        compare(guesser, bytes(paper.file.pdf)),
    ):
        assert (page.status, paper.number in page.text, "năm phút" in page.text) == (429, False, True)


def test_an_empty_question_and_an_empty_file_are_explained(case: Case) -> None:
    person = Person()
    assert ask(person, "").status == 200
    assert compare(person, b"", "trong.pdf").status == 422
    assert "trống" in person.text or "rỗng" in person.text, person.text
    too_long = ask(person, "0" * 200)
    assert too_long.status == 200
    assert "80" in too_long.text
