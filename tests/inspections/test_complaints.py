"""A complaint: from anybody to an officer, to a visit, to an answer that the reporter reads with the receipt."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Agency, JournalEntry, User
from common.errors import Conflict, Invalid, NotAllowed, NotFound
from inspections.models import Complaint
from inspections.services import complaints
from inspections.services.complaints import Report
from licenses.models import Establishment
from tests.inspections.scene import FRIDAY, NOW, plan_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(people: dict[str, User], agent: Establishment) -> Agency:
    """The department of the inspector."""
    return agent.agency


def report(office: Agency, **changes: Any) -> Report:
    values: dict[str, Any] = {
        "agency": office, "subject": "radio", "matter": "interference", "place": "12 Trần Phú, Nha Trang",
        "text": "Bộ đàm của bến xe bị chen sóng từ sáng đến trưa.", "frequency_hz": 157_400_000,
    }  # fmt: skip
    return Report(**(values | changes))


def received(office: Agency, **changes: Any) -> complaints.Received:
    return complaints.receive(report(office, **changes), at=NOW, on=FRIDAY)


def test_anybody_brings_a_complaint_and_asks_for_it_with_number_and_code(office: Agency) -> None:
    made = received(office, reporter_name="Trần Thị Nụ", reporter_contact="0905 000 111")
    assert (made.complaint.status, made.complaint.number) == ("received", "01/2026/TB")
    assert complaints.by_receipt(made.complaint.number, made.code.lower()) == made.complaint
    assert complaints.by_receipt("02/2026/TB", made.code) is None
    assert complaints.by_receipt(made.complaint.number, "AAAA-BBBB-CCCC") is None
    assert complaints.by_receipt(made.complaint.number, "' OR 1=1") is None
    assert made.code.replace("-", "") not in str(Complaint.objects.values())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "nhiễu"}, "text"),
        ({"text": "x" * 6_000}, "text"),
        ({"place": "  "}, "place"),
        ({"matter": "weather"}, "matter"),
        ({"subject": "weather"}, "agency"),
        ({"frequency_hz": 157}, "frequency_hz"),
        ({"happened_at": NOW + dt.timedelta(days=1)}, "happened_at"),
        ({"reporter_name": "x" * 300}, "reporter_name"),
    ],
)
def test_what_is_missing_is_named_at_its_field(office: Agency, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        received(office, **changes)
    assert field in refused.value.fields
    assert not Complaint.objects.exists()


def test_the_same_origin_makes_one_complaint(office: Agency, people: dict[str, User]) -> None:
    again = report(office, origin="heard 157400 kHz 12.25 109.19", source="emission")
    first = complaints.receive(again, at=NOW, on=FRIDAY, by=people["inspector"])
    second = complaints.receive(again, at=NOW, on=FRIDAY, by=people["inspector"])
    assert (first.new, second.new, second.complaint) == (True, False, first.complaint)


def test_nobody_without_an_account_speaks_for_the_office(office: Agency) -> None:
    with pytest.raises(NotAllowed):
        received(office, source="monitoring")


def test_a_complaint_is_assigned_checked_by_a_visit_and_closed_with_an_answer(
    office: Agency, agent: Establishment, people: dict[str, User]
) -> None:
    made = received(office, subject="telecom", matter="unregistered_shop", frequency_hz=None).complaint
    complaints.assign(made, to=people["inspector"], by=people["chief"])
    plan = plan_of(
        people, agent, reason="complaint", reason_text=f"Tin báo {made.number}", no_notice="would_defeat",
        no_notice_reason="Dễ cất giấu",
    )  # fmt: skip
    visit = complaints.schedule(made, plan, by=people["chief"], on=FRIDAY)
    made.refresh_from_db()
    assert (made.status, made.visit, made.assigned_to) == ("in_check", visit, people["inspector"])
    with pytest.raises(Invalid) as refused:
        complaints.close(made, outcome="", note="", answer="", by=people["inspector"], at=NOW)
    assert set(refused.value.fields) == {"outcome", "answer"}
    complaints.close(
        made, outcome="confirmed", note="Đã lập biên bản", answer="Đã kiểm tra.", by=people["inspector"], at=NOW
    )
    assert (made.status, made.outcome) == ("closed", "confirmed")
    verbs = [entry.verb for entry in JournalEntry.objects.filter(target_type="inspections.complaint").order_by("pk")]
    assert verbs == ["complaint.received", "complaint.assign", "complaint.check", "complaint.close"]
    with pytest.raises(Conflict):
        complaints.dismiss(made, reason="x", answer="y", by=people["inspector"], at=NOW)


def test_a_visit_that_cannot_be_planned_leaves_the_complaint_as_it_was(
    office: Agency, agent: Establishment, people: dict[str, User]
) -> None:
    made = received(office, subject="telecom", matter="shop", frequency_hz=None).complaint
    with pytest.raises(Invalid):
        complaints.schedule(made, plan_of(people, agent, reason="complaint"), by=people["chief"], on=FRIDAY)
    made.refresh_from_db()
    assert (made.status, made.visit) == ("received", None)


def test_who_handles_complaints_of_another_agency_neither_sees_nor_takes_it(
    office: Agency, people: dict[str, User]
) -> None:
    made = received(office).complaint
    stranger = people["inspector_elsewhere"]
    with pytest.raises((NotFound, NotAllowed)):
        complaints.dismiss(made, reason="Không đủ thông tin", answer="Xin lỗi", by=stranger, at=NOW)
    with pytest.raises(Invalid):
        complaints.assign(made, to=people["officer"], by=people["chief"])


def test_the_database_refuses_a_status_without_a_step_and_a_deletion(office: Agency) -> None:
    made = received(office).complaint
    for change in (
        lambda: Complaint.objects.filter(pk=made.pk).update(status="closed"),
        lambda: Complaint.objects.filter(pk=made.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
