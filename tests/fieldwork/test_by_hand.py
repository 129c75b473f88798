"""Where nothing works: blank forms with leased numbers, entered later under the same number and flagged."""

import datetime as dt
import json

import pytest

from common.errors import Conflict, Invalid, NotAllowed
from fieldwork.models import NumberBlock
from fieldwork.services import blocks, tablets
from inspections.documents.visit_record import FORM_CODE
from inspections.services import records, sealing, visits
from issuing import numbering
from issuing.models import IssuedNumber
from tests.fieldwork.scene import Device
from tests.inspections import scene
from tests.inspections.documents.test_papers import read
from tests.inspections.scene import FRIDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


@pytest.fixture(autouse=True)
def demonstration(settings):
    """Papers may be issued though nobody verified the law yet."""
    settings.DEMO_MODE = True


@pytest.fixture
def leased(device, inspector):
    """The tablet's numbers."""
    return blocks.lease(device.tablet, by=inspector, on=FRIDAY)


@pytest.fixture
def sealed(people, agent):
    """A sealed visit without a finding."""
    visit, by = scene.started(people, agent), people["inspector"]
    scene.answer_all(visit, by)
    visits.conclude(visit, outcome="lawful", report="", party_statement="", by=by)
    scene.attended(visit, by)
    return sealing.seal(visit, by=by, at=NOW)


def by_hand(block, which=0, day=FRIDAY):
    """The form written by hand under one of the numbers."""
    return records.ByHand(IssuedNumber.objects.get(text=block.texts[which]), day)


def test_each_leased_number_is_printed_on_a_blank_form_of_its_own(device, inspector, leased):
    text = read(blocks.blank_forms(device.tablet, by=inspector, on=FRIDAY))
    assert all(f"Số: {number}" in text for number in leased.texts)
    assert "BẢN DEMO" in text
    assert "AP-01" in text  # the questions whose codes are written on the form


def test_a_record_entered_later_bears_the_number_of_the_form_and_says_so(sealed, inspector, leased):
    paper = records.issue_record(sealed, by=inspector, on=FRIDAY, by_hand=by_hand(leased, 1))
    assert (paper.number, records.is_transcribed(paper)) == (leased.texts[1], True)
    assert "Bản nhập lại từ biên bản viết tay" in read(bytes(paper.file.pdf))
    assert json.loads(paper.payload)["by_hand"]["written_on"] == "2026-12-04"
    assert numbering.unexplained_gaps(paper.taken_number.series) == []


def test_a_number_is_used_once_and_not_printed_again(device, sealed, inspector, leased, people, network):
    records.issue_record(sealed, by=inspector, on=FRIDAY, by_hand=by_hand(leased))
    with pytest.raises(Conflict):
        numbering.claim(by_hand(leased).number, agency=sealed.agency, form_code=FORM_CODE)
    assert f"Số: {leased.texts[0]}" not in read(blocks.blank_forms(device.tablet, by=inspector, on=FRIDAY))


def test_a_block_whose_numbers_are_all_used_is_followed_by_another(device, inspector, leased, monkeypatch):
    monkeypatch.setattr(blocks, "_free", lambda block: [] if block.pk == leased.pk else block.texts)
    again = blocks.lease(device.tablet, by=inspector, on=FRIDAY)
    assert again.first == leased.last + 1
    assert NumberBlock.objects.filter(ended_at=None).get() == again


def test_a_number_never_leased_and_a_day_to_come_are_refused(sealed, inspector, leased):
    other = numbering.take(agency=sealed.agency, form_code=FORM_CODE, suffix="BBKT", on=FRIDAY, by=inspector)
    with pytest.raises(Conflict):
        records.issue_record(sealed, by=inspector, on=FRIDAY, by_hand=records.ByHand(other, FRIDAY))
    with pytest.raises(Invalid):
        records.issue_record(
            sealed, by=inspector, on=FRIDAY, by_hand=by_hand(leased, day=FRIDAY + dt.timedelta(days=1))
        )
    assert records.current_record(sealed) is None


def test_a_revoked_tablet_and_another_agency_print_nothing(device, people, inspector2):
    with pytest.raises(NotAllowed):
        blocks.blank_forms(device.tablet, by=inspector2, on=FRIDAY)
    tablets.revoke(device.tablet, by=people["admin"], reason="Mất máy", at=NOW)
    device.tablet.refresh_from_db()
    with pytest.raises(Conflict):
        blocks.blank_forms(device.tablet, by=people["inspector"], on=FRIDAY)


def test_the_pages_print_and_transcribe(device, sealed, inspector, as_user, leased):
    browser = as_user(inspector)
    forms = browser.post(f"/desk/tablets/{device.tablet.pk}/forms/")
    assert (forms["Content-Type"], forms.content[:5]) == ("application/pdf", b"%PDF-")
    assert browser.get(f"/desk/tablets/{device.tablet.pk}/forms/").status_code == 302
    number = IssuedNumber.objects.get(text=leased.texts[2])
    address = f"/desk/visits/{sealed.pk}/record/"
    refused = browser.post(address, {"number": number.pk})
    assert (refused.status_code, "written_on" in refused.context["by_hand"].errors) == (422, True)
    assert browser.post(address, {"number": number.pk, "written_on": "2026-12-04"}).status_code == 302
    assert records.current_record(sealed).number == leased.texts[2]
    assert browser.get(f"/desk/visits/{sealed.pk}/seal/").context["transcribed"]


def test_without_leased_numbers_nothing_is_asked(sealed, inspector, as_user, device):
    assert isinstance(device, Device)
    assert as_user(inspector).get(f"/desk/visits/{sealed.pk}/seal/").context["by_hand"] is None
