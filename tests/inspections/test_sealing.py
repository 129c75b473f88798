"""The seal: complete or refused, frozen afterwards, changed only by reasoned amendment, checked to the byte."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts import access, journal
from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed
from inspections.enums import Capacity, Choice, Outcome, Signing
from inspections.models import Amendment, Answer, Evidence, Finding, Seal, Visit
from inspections.queries.hands import had_a_hand
from inspections.queries.manifest import manifest_digest
from inspections.services import answers, attendance, findings, planning, records, reviews, sealing, visits, withdrawals
from issuing.models import Mail
from licenses.models import Establishment
from tests.guards import unguarded_tables
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, NOW

pytestmark = pytest.mark.django_db


def lacking(visit: Visit) -> list[str]:
    """Where something is missing."""
    return [lack.where for lack in sealing.missing(visit)]


def test_everything_missing_is_named_before_the_seal(visit: Visit, people: dict[str, User]) -> None:
    lacks = sealing.missing(visit)
    assert {lack.where for lack in lacks} == {"checklist", "conclusion", "people"}
    with pytest.raises(Invalid) as refused:
        sealing.seal(visit, by=people["inspector"], at=NOW)
    assert len(refused.value.fields["seal"]) == len(lacks)
    visit.refresh_from_db()
    assert visit.status == "in_progress"


def test_a_fail_needs_a_finding_with_its_photo_or_a_reason(visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    scene.answer_all(visit, by, failing=("AP-09",))
    assert lacking(visit).count("checklist") == 1
    finding = scene.found(visit, by, "AP-09")
    assert lacking(visit).count("checklist") == 1
    scene.photo(visit, by, finding=finding)
    assert "checklist" not in lacking(visit)
    withdrawals.withdraw(finding, by=by, reason="Chỉ mờ chữ")
    answers.answer(
        visit, item=scene.item_of(visit, "AP-09"), choice=Choice.FAIL, no_finding_reason="Nhắc nhở tại chỗ", by=by,
        at=NOW,
    )  # fmt: skip
    assert "checklist" not in lacking(visit)


def test_the_outcome_must_fit_the_findings(visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    scene.answer_all(visit, by)
    visits.conclude(visit, outcome=Outcome.VIOLATION, report="", party_statement="", by=by)
    visit.refresh_from_db()
    assert "conclusion" in lacking(visit)
    with pytest.raises(Invalid):
        visits.conclude(visit, outcome=Outcome.UNCLEAR, report=" ", party_statement="", by=by)


def test_a_party_that_does_not_sign_needs_a_witness_the_commune_or_a_reason(
    visit: Visit, people: dict[str, User]
) -> None:
    by = people["inspector"]
    with pytest.raises(Invalid) as refused:
        scene.attended(visit, by, signing=Signing.REFUSED)
    assert "reason" in refused.value.fields
    scene.attended(visit, by, signing=Signing.REFUSED, reason="Cho rằng nội quy vẫn có")
    assert lacking(visit).count("people") == 1
    scene.attended(visit, by, person="Lê Văn Khải", capacity=Capacity.COMMUNE)
    assert "people" not in lacking(visit)


def test_without_any_witness_the_reason_is_written(visit: Visit, people: dict[str, User]) -> None:
    scene.attended(
        visit, people["inspector"], signing=Signing.ABSENT, reason="Bỏ đi", no_witness_reason="Đêm khuya, không có ai"
    )
    assert "people" not in lacking(visit)


def test_who_signed_must_have_been_shown_the_record_as_it_is(visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    old = scene.attended(visit, by)
    scene.found(visit, by, "AP-09")
    assert "people" in lacking(visit)
    with pytest.raises(Invalid) as refused:
        scene.attended(visit, by, shown_sha256=old.shown_text_sha256)
    assert refused.value.code == "shown_text_changed"
    withdrawals.withdraw(old, by=by, reason="Đọc lại cho nghe")
    scene.attended(visit, by)
    assert "people" not in lacking(visit)


def test_sealing_what_was_not_reviewed_is_a_conflict(people: dict[str, User], agent: Establishment) -> None:
    visit = scene.ready(people, agent)
    reviewed = manifest_digest(visit)
    scene.photo(visit, people["inspector"], "lime")
    with pytest.raises(Conflict) as refused:
        sealing.seal(visit, by=people["inspector"], at=NOW, expected_sha256=reviewed)
    assert refused.value.code == "manifest_changed"
    assert not Seal.objects.exists()


def test_the_seal_fixes_and_the_receipt_checks_every_hash(people: dict[str, User], agent: Establishment) -> None:
    visit = scene.sealed(people, agent)
    assert (visit.status, visit.ended_at) == ("sealed", NOW)
    assert sealing.seal(visit, by=people["inspector"], at=NOW).status == "sealed"
    assert sealing.check(visit) == []
    sealing.receive(visit, by=access.system_user())
    assert visit.status == "received"
    assert visit.seal.receipt.checked_count == sum((visit.checklists.count(), visit.answers.count(), 2, 0, 1, 2))
    assert journal.verify().clean


def test_nothing_is_recorded_after_the_seal_without_a_reason(people: dict[str, User], agent: Establishment) -> None:
    visit = scene.sealed(people, agent)
    with pytest.raises(Invalid) as refused:
        scene.photo(visit, people["inspector"], "lime")
    assert refused.value.code == "amendment_needs_reason"


def test_an_amendment_keeps_both_versions_and_its_party_is_told(
    people: dict[str, User], agent: Establishment, as_user: Any
) -> None:
    visit = scene.sealed(people, agent)
    finding = visit.findings.order_by("recorded_at").first()
    assert finding is not None
    changed = scene.act(finding.penalty.code, facts="Nội quy bị che sau tủ.")
    findings.change(finding, act=changed, by=people["inspector"], version=finding.version, reason="Ghi thiếu")
    made = Amendment.objects.get()
    assert (made.sequence, made.reason, made.after["facts"]) == (1, "Ghi thiếu", "Nội quy bị che sau tủ.")
    page = as_user(people["chief"]).get(reverse("desk:visit", args=[visit.pk])).content.decode()
    assert made.before["facts"] in page
    assert made.after["facts"] in page
    told = Mail.objects.get(topic="visit_amended")
    assert (told.recipient, told.state) == (visit.licensee.name, "by_letter")
    assert "Ghi thiếu" in told.body
    visit.refresh_from_db()
    withdrawals.withdraw(visit.findings.last(), by=people["inspector"], reason="Ghi thiếu")
    assert Mail.objects.count() == 1, "one mail for one reason"
    assert sealing.check(visit) == []
    assert journal.verify().clean


def test_a_row_changed_behind_the_seal_is_named(people: dict[str, User], agent: Establishment) -> None:
    visit = scene.sealed(people, agent)
    finding = visit.findings.first()
    assert finding is not None
    with unguarded_tables():
        Finding.objects.filter(pk=finding.pk).update(facts="khác")
    assert sealing.check(visit) == [f"findings {finding.pk.hex}: changed"]
    with pytest.raises(Conflict):
        sealing.receive(visit, by=access.system_user())
    visit.refresh_from_db()
    assert visit.status == "sealed"


def test_a_photo_changed_in_the_store_keeps_the_visit_from_being_received(
    people: dict[str, User], agent: Establishment
) -> None:
    visit = scene.sealed(people, agent)
    path = default_storage.path(Evidence.objects.filter(visit=visit).first().original.name)  # type: ignore[union-attr]
    with open(path, "rb") as stream:
        kept = stream.read()
    with open(path, "ab") as stream:
        stream.write(b"x")
    try:
        with pytest.raises(Conflict):
            sealing.receive(visit, by=access.system_user())
    finally:
        with open(path, "wb") as stream:
            stream.write(kept)


def test_the_chief_returns_and_the_team_answers_then_the_chief_closes(
    people: dict[str, User], agent: Establishment
) -> None:
    visit = sealing.seal_and_receive(
        scene.ready(people, agent), by=people["inspector"], at=NOW, version=Visit.objects.get().version
    )
    assert visit.status == "received"
    with pytest.raises(NotAllowed):
        reviews.take_up(visit, by=people["inspector"])
    reviews.take_up(visit, by=people["chief"])
    with pytest.raises(Invalid):
        reviews.send_back(visit, by=people["chief"], reason="")
    reviews.send_back(visit, by=people["chief"], reason="Thiếu ảnh biển hiệu")
    scene_reason = {"reason": "Chief asked for it"}
    scene.photo(visit, people["inspector"], "lime", **scene_reason)
    reviews.resubmit(visit, by=people["inspector"], reason="Đã bổ sung ảnh")
    with pytest.raises(Conflict) as refused:
        reviews.close(visit, by=people["chief"])
    assert len(refused.value.details["missing"]) == 2
    assert reviews.close(scene.papered(visit, people["inspector"]), by=people["chief"]).status == "closed"
    with pytest.raises(Conflict):
        scene.photo(visit, people["inspector"], "olive", reason="Muộn")


def test_a_chief_on_the_team_does_not_review_the_own_visit(people: dict[str, User], agent: Establishment) -> None:
    visit = scene.ready(people, agent)
    visit.member_rows.create(user=people["chief"])
    sealing.seal(visit, by=people["inspector"], at=NOW)
    sealing.receive(visit, by=access.system_user())
    with pytest.raises(NotAllowed):
        reviews.take_up(visit, by=people["chief"])


@pytest.mark.postgres
def test_the_database_refuses_to_change_a_seal_an_answer_or_an_attendance(
    people: dict[str, User], agent: Establishment
) -> None:
    visit = scene.sealed(people, agent)
    for attempt in (
        lambda: Seal.objects.update(sha256="0" * 64),
        lambda: Answer.objects.filter(visit=visit).update(choice="pass"),
        lambda: visit.attendance.update(person="Ai đó"),
        lambda: visit.findings.all()._raw_delete("default"),
        lambda: Visit.objects.filter(pk=visit.pk).update(status="closed"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_the_inspection_record_is_issued_once_from_the_sealed_visit(
    people: dict[str, User], agent: Establishment, settings: object
) -> None:
    settings.DEMO_MODE = True  # type: ignore[attr-defined]
    visit = scene.ready(people, agent)
    with pytest.raises(Conflict):
        records.issue_record(visit, by=people["inspector"], on=scene.FRIDAY)
    sealing.seal(visit, by=people["inspector"], at=NOW)
    paper = records.issue_record(visit, by=people["inspector"], on=scene.FRIDAY)
    assert records.issue_record(visit, by=people["inspector"], on=scene.FRIDAY) == paper
    for text in ("Nội quy", "Phạm Thị Hải Yến", "Sẽ treo lại nội quy."):
        assert text in paper.payload


def test_an_attendance_is_recorded_once_under_its_key(visit: Visit, people: dict[str, User]) -> None:
    first = scene.attended(visit, people["inspector"])
    assert scene.attended(visit, people["inspector"], attendance_id=first.pk) == first
    with pytest.raises(Conflict):
        scene.attended(visit, people["inspector"], attendance_id=first.pk, person="Người khác")
    assert attendance.missing(visit, list(visit.attendance.all())) == []


def test_after_an_amendment_the_record_no_longer_agrees_and_is_replaced(
    people: dict[str, User], agent: Establishment, as_user: Any, settings: Any
) -> None:
    settings.DEMO_MODE = True
    by = people["inspector"]
    visit = scene.sealed(people, agent)
    first = records.issue_record(visit, by=by, on=FRIDAY)
    assert records.issue_record(visit, by=by, on=FRIDAY) == first
    answers.answer(visit, item=scene.item_of(visit, "AP-04"), choice="not_applicable", by=by, at=NOW, reason="Nhầm")
    with pytest.raises(Conflict) as refused:
        records.issue_record(visit, by=by, on=FRIDAY)
    assert refused.value.code == "record_outdated"
    browser = as_user(by)
    for part in ("visit", "visit_seal"):
        assert "không còn khớp" in browser.get(reverse(f"desk:{part}", args=[visit.pk])).content.decode()
    address = reverse("desk:visit_record_replace", args=[visit.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"reason": " "}).status_code == 422
    assert browser.post(address, {"reason": "Sửa câu trả lời AP-04"}).status_code == 302
    first.refresh_from_db()
    now_in_force = records.current_record(visit)
    assert now_in_force is not None
    assert (first.status, now_in_force.supersedes, records.agrees(now_in_force, visit)) == ("superseded", first, True)


def test_who_was_ever_of_the_team_or_wrote_an_answer_does_not_review(
    people: dict[str, User], agent: Establishment
) -> None:
    chief, inspector = people["chief"], people["inspector"]
    visit = scene.scheduled(people, agent)
    planning.change_team(visit, lead=inspector, members=[chief], by=chief, version=visit.version)
    visit.refresh_from_db()
    planning.change_team(visit, lead=inspector, members=[], by=chief, version=visit.version)
    visit.refresh_from_db()
    assert had_a_hand(visit, chief)
    with pytest.raises(NotAllowed) as refused:
        reviews.take_up(visit, by=chief)
    assert refused.value.code == "needs_second_person"
