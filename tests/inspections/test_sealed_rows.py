"""The database keeps a sealed visit as it was sealed, whoever writes and however; amendments still go through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import User
from common.errors import Conflict
from inspections.models import AmendmentPermit, Answer, Attendance, Evidence, Finding, Measurement, Visit
from inspections.services import answers, findings, measurements, reviews, sealing, visits, withdrawals
from licenses.models import Establishment
from tests.inspections import scene
from tests.inspections.scene import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def sealed(people: dict[str, User], agent: Establishment) -> Visit:
    """A sealed visit with every kind of line."""
    visit = scene.ready(people, agent)
    reading = measurements.Reading(quantity="room_area", value=42.0, instrument="Thước", measured_at=NOW)
    measurements.record(visit, reading=reading, by=people["inspector"], at=NOW)
    scene.attended(visit, people["inspector"], person="Người chứng kiến", capacity="witness")
    withdrawals.withdraw(visit.attendance.order_by("recorded_at", "pk")[0], by=people["inspector"], reason="Đọc lại")
    scene.attended(visit, people["inspector"])
    return sealing.seal_and_receive(visit, by=people["inspector"], at=NOW, version=visit.version)


def closed(visit: Visit, people: dict[str, User]) -> Visit:
    """The visit after the chief's review."""
    reviews.take_up(scene.papered(visit, people["inspector"]), by=people["chief"])
    return reviews.close(visit, by=people["chief"])


def raw(sql: str, *values: Any) -> None:
    """Hand-made SQL; keys as this engine keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def key(obj: Any) -> Any:
    """The key as the engine keeps it."""
    return obj.pk if connection.vendor == "postgresql" else obj.pk.hex


def copied(row: Any) -> Any:
    """The same line once more, under another key."""
    row.pk = type(row)._meta.pk.get_default()
    return row


WRITES: dict[str, Callable[[Visit], object]] = {
    "answers changed": lambda visit: Answer.objects.filter(visit=visit).update(choice="pass"),
    "an answer added": lambda visit: Answer.objects.create(
        visit=visit, item=visit.answers.all()[0].item, revision=9, choice="pass", answered_at=NOW,
        answered_by=visit.answers.all()[0].answered_by,
    ),
    "facts of a finding": lambda visit: visit.findings.update(facts="Không có gì"),
    "facts and version": lambda visit: visit.findings.update(facts="Không có gì", version=2),
    "a finding withdrawn": lambda visit: visit.findings.update(withdrawn_at=NOW, withdrawn_reason="Thôi", version=2),
    "a finding moved away": lambda visit: visit.findings.update(visit=_other(visit)),
    "a finding deleted": lambda visit: visit.findings.all()._raw_delete("default"),
    "a measured value": lambda visit: visit.measurements.update(value=1.0),
    "a measurement withdrawn": lambda visit: visit.measurements.update(withdrawn_at=NOW, version=2),
    "a measurement added": lambda visit: copied(visit.measurements.all()[0]).save(force_insert=True),
    "a measurement deleted": lambda visit: visit.measurements.all()._raw_delete("default"),
    "a photo under another finding": lambda visit: visit.evidence.update(finding=None),
    "the caption of a photo": lambda visit: visit.evidence.update(caption="Khác"),
    "a photo added": lambda visit: _another_photo(visit),
    "who was present": lambda visit: visit.attendance.update(person="Ai đó"),
    "an attendance withdrawn": lambda visit: visit.attendance.update(withdrawn_at=NOW, version=5),
    "an attendance added": lambda visit: copied(visit.attendance.all()[0]).save(force_insert=True),
    "an attendance deleted": lambda visit: visit.attendance.all()._raw_delete("default"),
    "the outcome": lambda visit: Visit.objects.filter(pk=visit.pk).update(outcome="lawful"),
    "the statement": lambda visit: Visit.objects.filter(pk=visit.pk).update(party_statement="", version=9),
    "when it began": lambda visit: Visit.objects.filter(pk=visit.pk).update(started_at=None),
    "the team": lambda visit: visit.member_rows.all()._raw_delete("default"),
    "the checklists": lambda visit: visit.checklist_rows.update(visit=_other(visit)),
    "SQL on a finding": lambda visit: raw(
        "UPDATE inspections_finding SET facts = 'x' WHERE visit_id = %s", key(visit)
    ),
    "SQL on the visit": lambda visit: raw("UPDATE inspections_visit SET report = 'x' WHERE id = %s", key(visit)),
    "SQL deleting evidence": lambda visit: raw("DELETE FROM inspections_evidence WHERE visit_id = %s", key(visit)),
}  # fmt: skip


def _other(visit: Visit) -> Visit:
    """Another visit, not sealed."""
    return Visit.objects.exclude(pk=visit.pk)[0]


def _another_photo(visit: Visit) -> None:
    row = copied(visit.evidence.all()[0])
    row.sha256 = "0" * 64
    row.save(force_insert=True)


@pytest.mark.parametrize("what", WRITES)
def test_the_database_refuses_to_change_what_was_sealed(
    sealed: Visit, people: dict[str, User], agent: Establishment, what: str
) -> None:
    scene.scheduled(
        people, agent, reason="complaint", reason_text="Tin báo", override=scene.agreed(people, agent.licensee)
    )
    before = sealing.check(sealed)
    with pytest.raises(DatabaseError), transaction.atomic():
        WRITES[what](sealed)
    assert sealing.check(sealed) == before == []


def test_the_same_writes_go_through_before_the_seal(visit: Visit, people: dict[str, User]) -> None:
    """So that the refusals above are the seal's."""
    scene.found(visit, people["inspector"], "AP-09")
    visit.findings.update(facts="Khác")
    Visit.objects.filter(pk=visit.pk).update(outcome="lawful")
    visit.member_rows.all()._raw_delete("default")
    assert visit.findings.get().facts == "Khác"


def test_a_reasoned_amendment_still_changes_every_kind_of_line(sealed: Visit, people: dict[str, User]) -> None:
    by, why = people["inspector"], "Đoàn kiểm tra đối chiếu lại"
    answers.answer(sealed, item=scene.item_of(sealed, "AP-05"), choice="not_applicable", by=by, at=NOW, reason=why)
    finding = sealed.findings.get(item__code="AP-09")
    act = scene.act(finding.item.violations[0], facts="Nội quy bị che khuất.")
    findings.change(finding, act=act, by=by, version=finding.version, reason=why)
    withdrawals.withdraw(sealed.measurements.all()[0], by=by, reason=why)
    withdrawals.withdraw(sealed.attendance.standing()[0], by=by, reason=why)
    scene.attended(sealed, by, amendment_reason=why)
    scene.photo(sealed, by, "lime", reason=why)
    sealed.refresh_from_db()
    visits.conclude(
        sealed,
        outcome="violation",
        report="",
        party_statement="Đã treo lại.",
        by=by,
        version=sealed.version,
        reason=why,
    )
    sealed.refresh_from_db()
    assert sealing.check(sealed) == []
    assert sealed.amendments.count() == AmendmentPermit.objects.filter(visit=sealed).count() == 7
    assert set(sealed.permits.values_list("reason", "given_to")) == {(why, by.pk)}


def test_a_visit_returned_by_the_chief_is_amended_and_a_closed_one_is_not(
    sealed: Visit, people: dict[str, User]
) -> None:
    by, item = people["inspector"], scene.item_of(sealed, "AP-05")
    visit = reviews.send_back(reviews.take_up(sealed, by=people["chief"]), by=people["chief"], reason="Ghi rõ")
    answers.answer(visit, item=item, choice="pass", note="Biển ở cửa", by=by, at=NOW, reason="Ghi rõ hơn")
    reviews.close(scene.papered(reviews.resubmit(visit, by=by, reason="Đã ghi rõ"), by), by=people["chief"])
    with pytest.raises(Conflict):
        answers.answer(visit, item=item, choice="pass", note="Muộn", by=by, at=NOW, reason="Muộn")
    with pytest.raises(DatabaseError), transaction.atomic():
        AmendmentPermit.objects.create(
            visit=visit, target_type="inspections.answer", target_id="0" * 32, version=1, reason="x", given_to=by
        )


def test_a_leave_explains_one_write_and_is_kept(sealed: Visit, people: dict[str, User]) -> None:
    photo = scene.photo(sealed, people["inspector"], "lime", reason="Ảnh gửi sau")
    for attempt in (
        lambda: Evidence.objects.filter(pk=photo.pk).update(caption="Lần hai"),
        lambda: AmendmentPermit.objects.update(version=2),
        lambda: AmendmentPermit.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_what_later_floors_write_is_still_possible(sealed: Visit, people: dict[str, User]) -> None:
    closed(sealed, people)
    findings.tie(sealed.findings.all()[0], paper="07/BB-VPHC", by=people["inspector"])
    Evidence.objects.update(thumbnail="")
    assert sealing.check(sealed) == []
    assert {model.objects.filter(visit=sealed).exists() for model in (Finding, Measurement, Attendance)} == {True}
