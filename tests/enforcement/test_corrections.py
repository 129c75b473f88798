"""A record that is wrong: annulled and made anew, or replaced; a referral answered; a wait that is over."""

import datetime as dt
import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts import journal
from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed
from enforcement.models import Case, Referral
from enforcement.queries.decision import decide_by
from enforcement.services import cases, records, referrals
from inspections.models import Finding
from inspections.services import withdrawals
from issuing import scans
from issuing import services as issuing
from issuing.models import IssuedDocument
from licenses.models import Establishment
from reporting.tasks import tasks_for
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
REASON = "Thuộc lĩnh vực trò chơi điện tử"


@pytest.fixture
def case(people: dict[str, User], agent: Establishment) -> Case:
    """A case whose record is issued."""
    made = cases.open_case(scene.sealed(people, agent), by=people["inspector"], on=FRIDAY)
    records.issue_record(made, by=people["inspector"], at=NOW, on=FRIDAY)
    made.refresh_from_db()
    return made


def _annul(case: Case, people: dict[str, User]) -> Case:
    assert case.record is not None
    issuing.annul(case.record, by=people["decider"], reason="Ghi sai giờ")
    case.refresh_from_db()
    return case


def _page(browser: Client, case: Case) -> str:
    return browser.get(reverse("desk:case", args=[case.pk])).content.decode()


def test_a_case_says_that_its_record_is_annulled_and_hands_out_no_annulled_paper(
    case: Case, people: dict[str, User], as_user: Any
) -> None:
    _annul(case, people)
    with pytest.raises(Conflict) as refused:
        records.issue_record(case, by=people["inspector"], at=NOW, on=FRIDAY)
    assert refused.value.code == "record_annulled"
    page = _page(as_user(people["inspector"]), case)
    assert "đã bị hủy" in page
    assert "Chờ giải trình" not in page
    codes = [task.code for task in tasks_for(people["inspector"], FRIDAY)]
    assert "records" in codes


def test_a_case_opened_again_frees_its_findings_and_gets_a_new_record(
    case: Case, people: dict[str, User], as_user: Any
) -> None:
    by, old = people["inspector"], case.record
    with pytest.raises(Conflict):
        records.reopen(case, by=by, reason="Ghi sai giờ")
    _annul(case, people)
    browser = as_user(by)
    sent = {"version": case.version, "reason": "Ghi sai giờ"}
    assert browser.post(reverse("desk:case_reopen", args=[case.pk]), {"version": case.version}).status_code == 422
    assert browser.post(reverse("desk:case_reopen", args=[case.pk]), sent).status_code == 302
    case.refresh_from_db()
    assert (case.status, case.record, case.may_explain) == ("open", None, None)
    assert not Finding.objects.exclude(tied_to="").exists()
    gone = Finding.objects.get(item__code="AP-09")
    withdrawals.withdraw(gone, by=by, reason="Có bảng nội quy ở tầng hai")
    paper = records.issue_record(case, by=by, at=NOW, on=FRIDAY)
    assert old is not None
    assert paper.number != old.number
    assert len(json.loads(paper.payload)["acts"]) == 1
    assert Finding.objects.get(item__code="GP-12").tied_to == paper.number
    assert journal.verify().clean


def test_a_record_is_replaced_with_corrected_statements(case: Case, people: dict[str, User], as_user: Any) -> None:
    old = case.record
    assert old is not None
    browser = as_user(people["inspector"])
    address = reverse("desk:case_replace", args=[case.pk])
    assert browser.get(address).status_code == 200
    sent = {
        "version": case.version,
        "record_place": case.record_place,
        "copies": 2,
        "party_statement": "Nói lại cho đúng",
    }
    assert browser.post(address, sent).status_code == 422
    assert browser.post(address, sent | {"reason": "Ghi sai lời trình bày"}).status_code == 302
    case.refresh_from_db()
    old.refresh_from_db()
    assert case.record is not None
    assert (old.status, case.record.supersedes, case.status) == ("superseded", old, "record_issued")
    assert json.loads(case.record.payload)["statements"]["violator"] == "Nói lại cho đúng"
    assert set(Finding.objects.values_list("tied_to", flat=True)) == {case.record.number}
    assert as_user(people["official"]).get(address).status_code == 403
    assert journal.verify().clean


def test_the_receiver_takes_the_acts_over_by_the_day_of_article_66(
    case: Case, people: dict[str, User], as_user: Any
) -> None:
    referral: Referral = case.referrals.get()
    referrals.send(referral, reason=REASON, by=people["chief"], on=FRIDAY)
    browser = as_user(people["culture"])
    page = _page(browser, case)
    # ten working days after Friday 4 December 2026, not the limitation of a year
    assert "18/12/2026" in page
    address = reverse("desk:case_answer", args=[case.pk, referral.pk])
    assert address in page
    assert "referrals" in [task.code for task in tasks_for(people["culture"], FRIDAY)]
    referral.refresh_from_db()
    assert as_user(people["inspector"]).post(address, {"answer": "accepted"}).status_code in (403, 404)
    assert browser.post(address, {"answer": "accepted", "version": referral.version}).status_code == 302
    assert "referrals" not in [task.code for task in tasks_for(people["culture"], FRIDAY)]
    assert address not in _page(browser, case)
    assert journal.verify().clean


def test_a_returned_file_comes_back_with_the_reason_and_can_be_handed_over_again(
    case: Case, people: dict[str, User], as_user: Any
) -> None:
    referral: Referral = case.referrals.get()
    sent = referrals.send(referral, reason=REASON, by=people["chief"], on=FRIDAY)
    with pytest.raises(Invalid):
        referrals.answer(sent, answer="returned", note=" ", by=people["culture"], on=FRIDAY)
    with pytest.raises(NotAllowed):
        referrals.answer(sent, answer="returned", note="x", by=people["chief"], on=FRIDAY)
    back = referrals.answer(sent, answer="returned", note="Không thuộc địa bàn", by=people["culture"], on=FRIDAY)
    assert "returned_files" in [task.code for task in tasks_for(people["chief"], FRIDAY)]
    assert "Không thuộc địa bàn" in _page(as_user(people["chief"]), case)
    again = referrals.send(back, reason=REASON, by=people["chief"], on=FRIDAY)
    assert (again.answer, again.letter != sent.letter) == ("", True)


def test_when_the_time_to_explain_is_over_the_case_says_so_and_is_on_the_home_page(
    case: Case, people: dict[str, User], as_user: Any
) -> None:
    Case.objects.filter(pk=case.pk).update(may_explain=True, explain_writing_until=dt.date(2026, 12, 11))
    case.refresh_from_db()
    assert "explained" not in [task.code for task in tasks_for(people["inspector"], dt.date(2026, 12, 11))]
    assert "explained" in [task.code for task in tasks_for(people["inspector"], dt.date(2026, 12, 12))]
    found = decide_by(case)
    assert found is not None
    assert found.day == dt.date(2027, 1, 4)
    paper = case.record
    assert paper is not None
    scene_scan(paper, people)
    referrals.send(case.referrals.get(), reason=REASON, by=people["chief"], on=FRIDAY)
    with time_machine.travel(NOW + dt.timedelta(days=10)):
        page = _page(as_user(people["inspector"]), case)
    assert "Đã hết thời hạn giải trình" in page
    assert "04/01/2027" in page


def scene_scan(paper: IssuedDocument, people: dict[str, User]) -> None:
    """The signed paper is scanned."""
    scans.attach_scan(paper, file_name="a.jpg", data=scene.jpeg(), by=people["inspector"])
