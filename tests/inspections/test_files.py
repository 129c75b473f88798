"""Recordings and files beside photos: in the office's form, on the pages of the visit and on its papers."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inspections.models import Evidence, Seal
from inspections.services import evidence, records, sealing, visits
from issuing import verify
from tests.inspections import scene
from tests.inspections.documents.test_papers import read
from tests.inspections.scene import FRIDAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    """Papers may be issued though nobody verified the law yet."""
    settings.DEMO_MODE = True


SOUND = b"OggS\x00\x02" + b"\x00" * 100


def sealed(visit, by):
    """The visit brought to its end without a finding, and sealed."""
    scene.answer_all(visit, by)
    visits.conclude(visit, outcome="lawful", report="", party_statement="", by=by)
    scene.attended(visit, by)
    return sealing.seal(visit, by=by, at=NOW)


@pytest.fixture
def visit(people, agent):
    """A visit in progress."""
    return scene.started(people, agent)


def test_the_office_takes_a_recording_and_refuses_what_is_none(visit, people, as_user):
    browser, address = as_user(people["inspector"]), f"/desk/visits/{visit.pk}/photos/"
    taken = browser.post(address, {"kind": "audio", "file": SimpleUploadedFile("a.ogg", SOUND)})
    refused = browser.post(address, {"kind": "audio", "file": SimpleUploadedFile("b.ogg", b"MZ program")})
    assert (taken.status_code, refused.status_code) == (302, 422)
    row = Evidence.objects.get()
    page = browser.get(address)
    assert page.context["other_files"] == [row]
    about = browser.get(f"/desk/visits/evidence/{row.pk}/about/").content.decode()
    assert "<audio" in about
    assert browser.get(f"/desk/visits/evidence/{row.pk}/small/").status_code == 404


def test_a_file_is_handed_out_to_be_saved_and_a_recording_to_be_heard(visit, people, as_user):
    browser = as_user(people["inspector"])
    sent = {kind: evidence.add(visit, kind=kind, data=data, file_name="tệp", by=people["inspector"], at=NOW)
            for kind, data in (("audio", SOUND), ("file", b"loi khai"))}  # fmt: skip
    heard, saved = (browser.get(f"/desk/visits/evidence/{sent[kind].pk}/") for kind in ("audio", "file"))
    assert heard["Content-Disposition"].startswith("inline")
    assert saved["Content-Disposition"].startswith("attachment")
    assert saved["X-Content-Type-Options"] == "nosniff"


def test_the_record_lists_what_cannot_be_printed_and_the_hashes_of_the_field(visit, people):
    inspector = people["inspector"]
    row = evidence.add(
        visit, kind="audio", data=SOUND, file_name="loi-khai.ogg", by=inspector, at=NOW, caption="Lời khai"
    )
    sealed(visit, inspector)
    paper = records.issue_record(visit, by=inspector, on=FRIDAY)
    text = read(bytes(paper.file.pdf)).replace(" ", "")
    seal, shown = Seal.objects.get(visit=visit), visit.attendance.get().shown_text_sha256
    for digest in (row.sha256, seal.sha256, shown):
        assert digest in text
    assert "loi-khai.ogg" in text
    assert [one["sha256"] for one in json.loads(paper.payload)["hashes"]] == [shown, seal.sha256]
    answer = verify.check(paper.verify_code)
    assert [one.sha256 for one in answer.hashes] == [shown, seal.sha256]
    assert verify.check_number(paper.number)[0].hashes == ()


def test_the_public_check_tells_the_hashes_of_a_paper_known_by_its_code(visit, people, client):
    sealed(visit, people["inspector"])
    paper = records.issue_record(visit, by=people["inspector"], on=FRIDAY)
    digest = Seal.objects.get(visit=visit).sha256
    assert digest in client.get(f"/check/{paper.verify_code}").content.decode()
