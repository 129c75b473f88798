"""A grant that the examination does not simply agree to: the reason of the proposer, the eyes of the one who signs."""

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import JournalEntry
from common.errors import Conflict, Invalid
from licenses.enums import ExaminationOutcome
from licenses.models import Examination
from licenses.services.applications import decisions, desk, grants, technical_checks, verdicts
from licenses.services.applications.technical_checks import Line
from tests.licenses.applications.scene import MONDAY, UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
WHY = "Đài cũ đã ngừng phát, đã đo tại chỗ ngày 01/03"
FAILED = (ExaminationOutcome.PROBLEMS, [Line("165,700 MHz: Không thể ấn định", "bad")])
NOT_RUN = (ExaminationOutcome.NOT_RUN, [Line("Chưa thẩm định được", "info")])
LOOK = (ExaminationOutcome.PASSED, [Line("157,400 MHz: Cần xem xét", "warn")])
HALF = (ExaminationOutcome.PASSED, [Line("157,400 MHz: được", "good"), Line("157,500 MHz: chưa xét", "info")])


@pytest.mark.parametrize("found", [FAILED, NOT_RUN, LOOK, HALF], ids=["fail", "not_run", "review", "half"])
def test_a_grant_the_examination_does_not_agree_to_needs_a_reason_and_a_reader(office, monkeypatch, found):
    monkeypatch.setattr(technical_checks, "run", lambda *_args, **_more: found)
    made = office.examined()
    with pytest.raises(Invalid) as refused:
        decisions.propose(made, outcome="grant", valid_until=UNTIL, by=office.officer, on=MONDAY)
    assert "despite" in refused.value.fields
    decision = decisions.propose(made, outcome="grant", valid_until=UNTIL, text=WHY, by=office.officer, on=MONDAY)
    kept = decisions.proposal(decision)
    assert (kept["text"], kept["examination"]["id"]) == (WHY, made.examinations.last().pk.hex)
    assert JournalEntry.objects.filter(verb="decision.proposed", note=WHY).exists()
    sign = {"by": office.chief, "on": MONDAY, "seen_sha256": decision.content_sha256}
    with pytest.raises(Invalid) as refused:
        decisions.countersign(made, **sign)
    assert "examination_seen" in refused.value.fields
    decisions.countersign(made, **sign, examination_seen=True)
    assert JournalEntry.objects.filter(verb="decision.countersigned", note=WHY).exists()


def test_what_an_examination_found_is_read_by_each_in_their_own_language(office):
    def told(language):
        with translation.override(language):
            return [[line["text"] for line in verdicts.lines(row)] for row in made.examinations.all()]

    made = office.examined()  # by an officer who reads Vietnamese
    unlikely = office.draft(payload=office.network(frequencies=[{"tx_hz": 157_400_000, "emissions": ["F3E"]}]))
    _outcome, found = technical_checks.run("coordination", unlikely, by=office.officer, on=MONDAY)
    Examination.objects.create(application=made, outcome="not_run", lines=[line.plain() for line in found],
                               by=office.officer, on=MONDAY)  # fmt: skip
    kept_before = {"text": "157,400 MHz: được", "tone": "good", "check": ""}
    Examination.objects.create(application=made, lines=[kept_before], by=office.officer, on=MONDAY)
    vietnamese, english = told("vi"), told("en")
    assert vietnamese[0] == ["157,400 MHz · Đài Cầu Đá: Có thể ấn định"]
    assert english[0] == ["157.400 MHz · Đài Cầu Đá: Can be assigned"]
    assert "chưa thẩm định được" in vietnamese[1][0]
    assert "could not be examined" in english[1][0]
    assert vietnamese[1][0].endswith("16K0F3E. Nhập công suất.")
    assert english[1][0].endswith("Give the power.")
    assert vietnamese[2] == english[2] == ["157,400 MHz: được"]


def test_a_proposal_that_leaves_a_failed_examination_unanswered_is_neither_signed_nor_issued(office):
    made = office.examined()
    decision = decisions.propose(made, outcome="grant", valid_until=UNTIL, by=office.officer, on=MONDAY)
    assert decision.text == ""  # the examination agrees: no reason is asked
    last = made.examinations.last()
    later = {"outcome": FAILED[0], "lines": [line.plain() for line in FAILED[1]], "content_sha256": last.content_sha256}
    failed = Examination.objects.create(application=made, check_code="coordination", by=office.officer, on=MONDAY,
                                        **later)  # fmt: skip
    assert verdicts.of(failed) == verdicts.Verdict.FAIL
    sign = {"by": office.chief, "on": MONDAY, "seen_sha256": decision.content_sha256, "examination_seen": True}
    with pytest.raises(Conflict) as refused:
        decisions.countersign(made, **sign)
    assert refused.value.code == "examination_unanswered"


def test_the_pages_ask_for_the_reason_and_show_the_verdict_to_the_one_who_signs(office, as_user, monkeypatch):
    monkeypatch.setattr(technical_checks, "run", lambda *_args, **_more: FAILED)
    made, officer, chief = office.examined(), as_user(office.officer), as_user(office.chief)
    propose = reverse("desk:application_examine", args=[made.pk, "propose"])
    data = {"version": made.version, "outcome": "grant", "valid_until": UNTIL.isoformat()}
    asked = officer.post(propose, data)
    assert asked.status_code == 422
    assert "Lý do vẫn đề nghị cấp" in asked.content.decode()
    assert officer.post(propose, {**data, "despite": WHY}).status_code == 302
    sign = reverse("desk:application_decide", args=[made.pk, "countersign"])
    shown = chief.get(sign)
    text = shown.content.decode()
    for words in ("165,700 MHz: Không thể ấn định", WHY, "#examination", "Có vấn đề"):
        assert words in text
    made.refresh_from_db()
    agreed = {"version": made.version, "seen_sha256": shown.context["form"].initial["seen_sha256"], "agreed": "on"}
    assert chief.post(sign, agreed).status_code == 422
    assert chief.post(sign, {**agreed, "examination_seen": "on"}).status_code == 302
    assert WHY in officer.get(reverse("desk:application", args=[made.pk])).content.decode()


def test_giving_a_license_back_asks_nothing_of_the_examination(office, monkeypatch):
    old = office.granted().granted_license
    monkeypatch.setattr(technical_checks, "run", lambda *_args, **_more: FAILED)
    made = office.submitted(purpose="surrender", license=old)
    desk.take_up(made, by=office.officer)
    desk.accept(made, by=office.officer, on=MONDAY)
    decisions.examine(made, by=office.officer, on=MONDAY)
    decision = decisions.propose(made, outcome="grant", by=office.officer, on=MONDAY)
    decisions.countersign(made, by=office.chief, on=MONDAY, seen_sha256=decision.content_sha256)
    assert grants.grant(made, by=office.officer, on=MONDAY).form_code == "surrender_notice"


def test_a_license_handed_over_is_no_neighbour_of_itself(office):
    old = office.granted().granted_license
    made = office.examined(purpose="transfer", license=old, licensee=office.buyer)
    assert verdicts.of(made.examinations.last()) == verdicts.Verdict.PASS
