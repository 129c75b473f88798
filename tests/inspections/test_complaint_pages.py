"""Complaints on pages: the public form with its receipt, the officers' list and record, visits planned for them."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from accounts.models import Agency, User
from inspections.models import Complaint, Visit
from inspections.services import complaints
from inspections.services.complaints import Report
from licenses.models import Establishment
from tests.inspections.scene import FRIDAY, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(people: dict[str, User], agent: Establishment) -> Agency:
    caches["default"].clear()
    return agent.agency


def sent(office: Agency, **changes: str) -> dict[str, str]:
    return {
        "matter": "interference", "agency": office.code, "place": "12 Trần Phú",
        "text": "Bộ đàm của bến xe bị chen sóng từ sáng.", "frequency_hz": "157,400", "reporter_name": "Trần Thị Nụ",
        "reporter_contact": "0905 000 111",
    } | changes  # fmt: skip


def made(office: Agency, **changes: Any) -> complaints.Received:
    values: dict[str, Any] = {
        "agency": office, "subject": "telecom", "matter": "unregistered_shop", "place": "9 Lê Lợi",
        "text": "Quán Internet mở suốt đêm.", "reporter_name": "Trần Thị Nụ", "reporter_contact": "0905 000 111",
    }  # fmt: skip
    return complaints.receive(Report(**(values | changes)), at=NOW, on=FRIDAY)


def test_anybody_reports_gets_a_receipt_and_asks_without_an_account(office: Agency, client: Client) -> None:
    answered = client.post(reverse("report"), sent(office), follow=True)
    receipt = answered.context["filed"]
    assert receipt["code"] in answered.content.decode()
    assert receipt["code"] not in answered.request["PATH_INFO"]
    state = client.post(reverse("report_status"), receipt)
    page = state.content.decode()
    assert (state.status_code, receipt["number"] in page) == (200, True)
    for private in ("Trần Thị Nụ", "0905", "chen sóng", "Trần Phú"):
        assert private not in page
    wrong = client.post(reverse("report_status"), receipt | {"code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"), ({"place": ""}, "place"), ({"matter": "x"}, "matter"), ({"agency": "x"}, "agency"),
        ({"frequency_hz": "157400 kHz"}, "frequency_hz"), ({"frequency_hz": "157400000000"}, "frequency_hz"),
        ({"position": "999, 999"}, "position"), ({"agency": "SVHTT-KH"}, "agency"),
    ],
)  # fmt: skip
def test_bad_input_is_named_and_nothing_typed_is_lost(
    office: Agency, client: Client, changes: dict[str, str], field: str
) -> None:
    answered = client.post(reverse("report"), sent(office, **changes))
    assert (answered.status_code, field in answered.context["form"].errors) == (422, True)
    assert "Trần Thị Nụ" in answered.content.decode()
    assert not Complaint.objects.exists()


def test_a_flood_of_reports_from_one_address_is_braked(office: Agency, client: Client) -> None:
    codes = [client.post(reverse("report"), sent(office)).status_code for _time in range(7)]
    assert codes == [302] * 5 + [429] * 2
    assert Complaint.objects.count() == 5


def test_the_hidden_entry_of_programs_is_refused(office: Agency, client: Client) -> None:
    assert client.post(reverse("report"), sent(office, website="http://spam")).status_code == 422


def test_an_officer_finds_filters_and_exports_complaints(
    office: Agency, as_user: Any, people: dict[str, User], django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        made(office, text=f"Nhiễu kênh taxi lần {number}", subject="radio", matter="interference")
    made(office)
    page = as_user(people["inspector"])
    with django_assert_max_num_queries(30):
        listed = page.get(reverse("desk:complaints"), {"matter": "unregistered_shop"})
    assert listed.context["listing"].count == 1
    assert page.get(reverse("desk:complaints"), {"q": "taxi lần 7", "state": "open"}).context["listing"].count == 1
    assert page.get(reverse("desk:complaints"), {"mine": "mine"}).context["listing"].count == 0
    file = b"".join(page.get(reverse("desk:complaints_csv")).streaming_content).decode()
    assert file.count("/2026/TB") == 31
    assert "Trần Thị Nụ" not in file


def test_who_reported_is_shown_only_to_who_may_see_personal_data(
    office: Agency, as_user: Any, people: dict[str, User]
) -> None:
    url = reverse("desk:complaint", args=[made(office).complaint.pk])
    assert "0905 000 111" in as_user(people["inspector"]).get(url).content.decode()
    assert "0905 000 111" not in as_user(people["official"]).get(url).content.decode()


def test_a_complaint_of_another_territory_answers_404(office: Agency, as_user: Any, people: dict[str, User]) -> None:
    url = reverse("desk:complaint", args=[made(office).complaint.pk])
    assert as_user(people["inspector_elsewhere"]).get(url).status_code == 404


def test_an_officer_enters_what_came_by_phone(office: Agency, as_user: Any, people: dict[str, User]) -> None:
    page = as_user(people["officer"])
    answered = page.post(reverse("desk:complaint_new"), sent(office, source="office"), follow=True)
    found = Complaint.objects.get()
    assert (found.source, found.entered_by) == ("office", people["officer"])
    assert answered.status_code == 200


def test_the_chief_assigns_and_the_officer_plans_the_visit_that_is_linked(
    office: Agency, agent: Establishment, as_user: Any, people: dict[str, User]
) -> None:
    found = made(office).complaint
    chief = as_user(people["chief"])
    assign = reverse("desk:complaint_assign", args=[found.pk])
    assert chief.post(assign, {"to": people["officer"].pk, "version": "1"}).status_code == 422
    assert chief.post(assign, {"to": people["inspector"].pk, "version": "1"}).status_code == 302
    plan = f"{reverse('desk:visit_plan')}?establishment={agent.pk}&complaint={found.pk}"
    form = chief.get(plan).context["form"]
    assert form.initial["reason"] == "complaint"
    assert found.number in form.initial["reason_text"]
    data = {
        "visit_id": form.initial["visit_id"], "subject": "telecom", "reason": "complaint",
        "reason_text": form.initial["reason_text"], "window_start": FRIDAY.isoformat(),
        "window_end": FRIDAY.isoformat(), "lead": people["inspector"].pk, "no_notice": "would_defeat",
        "no_notice_reason": "Dễ cất giấu",
    }  # fmt: skip
    answered = chief.post(plan, data)
    assert answered.status_code == 302, answered.context["form"].errors
    found.refresh_from_db()
    assert (found.status, found.visit) == ("in_check", Visit.objects.get())
    close = reverse("desk:complaint_close", args=[found.pk])
    page = as_user(people["inspector"])
    refused = page.post(close, {"outcome": "", "answer": "", "version": found.version})
    assert refused.status_code == 422
    done = {
        "outcome": "confirmed",
        "note": "Đã lập biên bản",
        "answer": "Đã kiểm tra, xử lý.",
        "version": found.version,
    }
    assert page.post(close, done).status_code == 302
    found.refresh_from_db()
    assert found.status == "closed"


def test_a_stale_page_is_told_and_changes_nothing(office: Agency, as_user: Any, people: dict[str, User]) -> None:
    found = made(office).complaint
    complaints.assign(found, to=people["inspector"], by=people["chief"])
    answered = as_user(people["chief"]).post(
        reverse("desk:complaint_dismiss", args=[found.pk]), {"reason": "Trùng", "answer": "Cảm ơn", "version": "1"}
    )
    assert answered.status_code in (409, 422)
    found.refresh_from_db()
    assert found.status == "assigned"


def test_my_work_names_complaints_nobody_looks_after(office: Agency, as_user: Any, people: dict[str, User]) -> None:
    found = made(office).complaint
    assert found.number in as_user(people["chief"]).get(reverse("desk:home")).content.decode()


def test_the_answer_is_read_with_the_receipt(office: Agency, client: Client, people: dict[str, User]) -> None:
    received = made(office)
    complaints.dismiss(
        received.complaint, reason="Ngoài thẩm quyền", answer="Đã chuyển công an phường.", by=people["chief"],
        at=NOW + dt.timedelta(hours=1),
    )  # fmt: skip
    data = {"number": received.complaint.number, "code": received.code}
    page = client.post(reverse("report_status"), data).content.decode()
    assert "Đã chuyển công an phường." in page
    assert "Ngoài thẩm quyền" not in page


def test_nobody_links_a_visit_of_another_agency(
    office: Agency, network: SimpleNamespace, as_user: Any, people: dict[str, User]
) -> None:
    found = made(office).complaint
    answered = as_user(people["chief"]).post(
        reverse("desk:complaint_link", args=[found.pk]), {"visit": "0199c000-0000-7000-8000-000000000004"}
    )
    assert answered.status_code == 422
