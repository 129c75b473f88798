"""The pages of inspections: every part opens, each answer is saved on its own, what is not yours is not there."""

import re
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from inspections.models import Answer, Evidence, Finding, OverrideRequest, Visit
from licenses.models import Establishment
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, MONDAY, item_of

pytestmark = pytest.mark.django_db

PARTS = ("visit", "visit_checklist", "visit_measurements", "visit_people", "visit_seal", "visit_photos")


@pytest.fixture
def inspector(people: dict[str, User], as_user: Any) -> Any:
    """A browser of the inspector."""
    return as_user(people["inspector"])


def plan_data(people: dict[str, User], **changes: Any) -> dict[str, Any]:
    """What the chief fills in for the agent."""
    return {
        "visit_id": "0199c000-0000-7000-8000-000000000001", "subject": "telecom", "reason": "planned",
        "window_start": FRIDAY.isoformat(), "window_end": FRIDAY.isoformat(), "lead": people["inspector"].pk,
        "no_notice": "would_defeat", "no_notice_reason": "Dễ cất giấu tang vật",
    } | changes  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_part_of_every_state_opens(
    people: dict[str, User], agent: Establishment, network: SimpleNamespace, as_user: Any, language: str
) -> None:
    visits = [scene.scheduled(people, network), scene.sealed(people, agent)]
    for username in ("inspector", "chief", "official", "auditor"):
        browser = as_user(people[username])
        browser.cookies["django_language"] = language
        for visit in visits:
            for part in PARTS[: 5 if username in ("official", "auditor") else 6]:
                assert browser.get(reverse(f"desk:{part}", args=[visit.pk])).status_code == 200, (username, part)
        assert browser.get(reverse("desk:visits")).status_code == 200
        assert browser.get(reverse("desk:visits"), {"view": "map"}).status_code == 200
        assert browser.get(reverse("desk:overrides")).status_code == 200


def test_what_lies_outside_is_not_found(people: dict[str, User], visit: Visit, as_user: Any) -> None:
    for username in ("inspector_elsewhere", "culture", "commune"):
        browser = as_user(people[username])
        for part in PARTS[:5]:
            assert browser.get(reverse(f"desk:{part}", args=[visit.pk])).status_code in (403, 404)
        assert visit.number not in browser.get(reverse("desk:visits")).content.decode()


def test_the_list_costs_the_same_however_many_visits(
    people: dict[str, User], agent: Establishment, inspector: Any
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert inspector.get(reverse("desk:visits")).status_code == 200
        return len(queries)

    scene.scheduled(people, agent)
    cost()
    one = cost()
    for number in range(4):
        scene.scheduled(
            people, agent, reason="on_the_spot", reason_text=f"Tin {number}", window_start=MONDAY, window_end=MONDAY
        )
    assert cost() == one <= 20


def test_the_checklist_costs_the_same_however_much_is_found(
    visit: Visit, people: dict[str, User], inspector: Any
) -> None:
    url = reverse("desk:visit_checklist", args=[visit.pk])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert inspector.get(url).status_code == 200
        return len(queries)

    scene.found(visit, people["inspector"], "AP-09")
    cost()
    one = cost()
    for code in ("GP-12", "GP-09", "AP-05"):
        scene.found(visit, people["inspector"], code, facts=code)
    assert cost() == one <= 35


def test_filters_live_in_the_address(people: dict[str, User], agent: Establishment, inspector: Any) -> None:
    visit = scene.scheduled(people, agent)
    url = reverse("desk:visits")
    kept = ({"q": "hai yen"}, {"state": "planned"}, {"team": "mine"}, {"unit": "nha trang"}, {"since": "2026-12-01"})
    for query in kept:
        assert visit.number in inspector.get(url, query).content.decode()
    for query in ({"q": "khác"}, {"state": "closed"}, {"until": "2026-01-01"}):
        assert visit.number not in inspector.get(url, query).content.decode()
    rows = b"".join(inspector.get(reverse("desk:visits_csv")).streaming_content).decode()
    assert visit.number in rows
    assert inspector.get(reverse("desk:visits_points")).json()["total"] == 1


def test_a_visit_is_scheduled_from_the_search_and_the_second_needs_a_second_person(
    people: dict[str, User], agent: Establishment, as_user: Any
) -> None:
    chief = as_user(people["chief"])
    found = chief.get(reverse("desk:visit_new"), {"q": "hai yen"}).content.decode()
    url = f"{reverse('desk:visit_plan')}?establishment={agent.pk}"
    assert url in found
    assert chief.get(url).status_code == 200
    assert chief.post(url, plan_data(people, lead="")).status_code == 422
    assert chief.post(url, plan_data(people)).status_code == 302
    assert chief.post(url, plan_data(people)).status_code == 302
    assert Visit.objects.count() == 1
    again = plan_data(people, visit_id="0199c000-0000-7000-8000-000000000002")
    refused = chief.post(url, again)
    assert refused.status_code == 422
    assert reverse("desk:override_ask") in refused.content.decode()
    ask = {"licensee": agent.licensee_id, "year": 2026, "reason": "Ba tin báo", "source": "Phiếu số 7"}
    bad = ({"licensee": "abc"}, {"year": "abc"}, {"year": "9" * 20}, {"year": "-5"}, {"source": ""}, {"agency": "XX"})
    assert [chief.post(reverse("desk:override_ask"), ask | each).status_code for each in bad] == [404, *[422] * 5]
    assert chief.post(reverse("desk:override_ask"), ask).status_code == 302
    asked = OverrideRequest.objects.get()
    prefix = f"o{asked.pk.hex[-6:]}"
    decider = as_user(people["decider"])
    decision = {"decision": "approve", f"{prefix}-version": asked.version, f"{prefix}-note": "Đồng ý"}
    assert decider.post(reverse("desk:override_decide", args=[asked.pk]), decision).status_code == 302
    assert chief.post(url, again).status_code == 302
    assert Visit.objects.count() == 2


def test_an_answer_is_saved_by_one_tap_and_the_card_comes_back(visit: Visit, inspector: Any) -> None:
    item = item_of(visit, "AP-09")
    url = reverse("desk:visit_answer", args=[visit.pk, item.pk])
    tapped = inspector.post(url, {"choice": "fail", "base_revision": "0"}, headers={"HX-Request": "true"})
    assert tapped.status_code == 200
    assert reverse("desk:finding_new", args=[visit.pk, item.pk]) in tapped.content.decode()
    late = inspector.post(url, {"choice": "pass", "base_revision": "0"}, headers={"HX-Request": "true"})
    assert late.status_code == 409
    assert Answer.objects.get(item=item).choice == "fail"
    assert inspector.post(url, {"choice": "pass", "base_revision": "1"}).status_code == 302


def test_after_the_seal_an_answer_is_saved_with_its_reason_and_not_before(
    people: dict[str, User], agent: Establishment, inspector: Any
) -> None:
    visit = scene.sealed(people, agent)
    item = scene.item_of(visit, "AP-05")
    url = reverse("desk:visit_answer", args=[visit.pk, item.pk])
    entered = {"choice": "not_applicable", "note": "Không phải treo", "base_revision": "1"}
    refused = inspector.post(url, entered, headers={"hx-request": "true"})
    card = refused.content.decode()
    assert (refused.status_code, "Không phải treo" in card) == (422, True)
    assert re.search(r'value="not_applicable" checked', card)  # nothing chosen or typed is lost
    assert 'hx-trigger="submit"' in card  # leaving the field of the reason sends nothing yet
    assert inspector.post(url, entered | {"amendment_reason": "Ghi nhầm"}).status_code == 302
    assert visit.amendments.get().reason == "Ghi nhầm"
    (told,) = inspector.get(reverse("desk:visit_seal", args=[visit.pk])).context["amendments"]
    assert ("Đạt", "Không áp dụng") in {(field["old"], field["new"]) for field in told["fields"]}  # both versions


def test_a_finding_is_recorded_changed_and_withdrawn(visit: Visit, inspector: Any) -> None:
    item = item_of(visit, "AP-09")
    inspector.post(reverse("desk:visit_answer", args=[visit.pk, item.pk]), {"choice": "fail"})
    url = reverse("desk:finding_new", args=[visit.pk, item.pk])
    assert inspector.get(url).status_code == 200
    data = {
        "finding_id": "0199c000-0000-7000-8000-000000000003", "violation": item.violations[0], "facts": "Không có.",
        "act_started_on": FRIDAY.isoformat(), "detected_on": FRIDAY.isoformat(), "place": "27 Nguyễn Thiện Thuật",
    }  # fmt: skip
    assert inspector.post(url, data).status_code == 422  # neither ended nor going on
    for _time in range(2):
        assert inspector.post(url, data | {"continuing": "on"}).status_code == 302
    finding = Finding.objects.get()
    change = reverse("desk:finding", args=[visit.pk, finding.pk])
    assert inspector.get(change).status_code == 200
    changed = data | {"continuing": "on", "facts": "Bị che.", "version": finding.version}
    assert inspector.post(change, changed).status_code == 302
    stale = inspector.post(change, changed | {"facts": "Nhỏ."})
    assert stale.status_code == 422
    assert "Bị che." in stale.content.decode()
    withdraw = reverse("desk:visit_withdraw", args=[visit.pk, "finding", finding.pk])
    assert inspector.post(withdraw, {"reason": ""}).status_code == 422
    assert inspector.post(withdraw, {"reason": "Nhầm", "version": finding.version + 1}).status_code == 302


def test_photos_go_in_and_what_is_none_is_named(
    visit: Visit, inspector: Any, people: dict[str, User], as_user: Any
) -> None:
    files = [
        SimpleUploadedFile("a.jpg", scene.jpeg()), SimpleUploadedFile("b.jpg", b"no picture"),
    ]  # fmt: skip
    answered = inspector.post(reverse("desk:visit_photos", args=[visit.pk]), {"file": files})
    assert answered.status_code == 422
    assert "b.jpg" in answered.content.decode()
    row = Evidence.objects.get()
    assert inspector.get(reverse("desk:evidence", args=[row.pk])).content == scene.jpeg()
    assert inspector.get(reverse("desk:evidence_small", args=[row.pk])).status_code == 200
    culture = as_user(people["culture"])
    assert culture.get(reverse("desk:evidence", args=[row.pk])).status_code == 404


def test_a_60_mb_photo_gets_a_clear_message(visit: Visit, inspector: Any) -> None:
    file = SimpleUploadedFile("big.jpg", scene.jpeg() + b"\0" * (60 * 1024 * 1024))
    answered = inspector.post(reverse("desk:visit_photos", args=[visit.pk]), {"file": file})
    assert answered.status_code == 422
    assert "big.jpg" in answered.content.decode()
    assert not Evidence.objects.exists()


def test_a_radio_reading_and_finding_in_megahertz(radio_visit: Visit, network: SimpleNamespace, inspector: Any) -> None:
    item = item_of(radio_visit, "RS-20")
    row = network.assignments[0]
    inspector.post(reverse("desk:visit_answer", args=[radio_visit.pk, item.pk]), {"choice": "fail"})
    reading = {
        "measurement_id": "0199c000-0000-7000-8000-000000000004", "quantity": "frequency", "item": item.pk,
        "assignment": row.pk, "value": "157,40635", "uncertainty": "50", "instrument": "FSH8",
        "measured_at": "2026-12-04T09:00",
    }  # fmt: skip
    assert inspector.post(reverse("desk:visit_measurements", args=[radio_visit.pk]), reading).status_code == 302
    kept = radio_visit.measurements.get()
    assert (kept.value, kept.licensed_value, kept.verdict) == (157_406_350.0, 157_400_000.0, "out")
    finding = {
        "finding_id": "0199c000-0000-7000-8000-000000000005", "violation": item.violations[0], "facts": "Lệch tần số.",
        "act_started_on": FRIDAY.isoformat(), "detected_on": FRIDAY.isoformat(), "place": "Hòn Khói",
        "continuing": "on", "assignment": row.pk, "tx_hz": "157,40635", "deviation": "frequency",
        "power_basis": "licensed", "power_basis_reason": "không vượt",
    }  # fmt: skip
    assert inspector.post(reverse("desk:finding_new", args=[radio_visit.pk, item.pk]), finding).status_code == 302
    made = Finding.objects.get()
    assert (made.tx_hz, made.licensed_power_w, made.penalty.code) == (157_406_350, 25.0, "ND174-2026-D66-K6-b")
    for part in PARTS:
        assert inspector.get(reverse(f"desk:{part}", args=[radio_visit.pk])).status_code == 200


def test_the_day_through_pages_from_start_to_close(
    people: dict[str, User], agent: Establishment, inspector: Any, as_user: Any, settings: Any
) -> None:
    settings.DEMO_MODE = True
    visit = scene.ready(people, agent)
    page = inspector.get(reverse("desk:visit_seal", args=[visit.pk]))
    sha256 = page.context["sha256"]
    data = {"version": visit.version, "sha256": sha256}
    assert inspector.post(reverse("desk:visit_seal", args=[visit.pk]), data).status_code == 302
    visit.refresh_from_db()
    assert visit.status == "received"
    chief, step = as_user(people["chief"]), reverse("desk:visit_step", args=[visit.pk])
    assert chief.post(step, {"step": "review", "version": visit.version}).status_code == 302
    back = reverse("desk:visit_reasoned_step", args=[visit.pk, "send_back"])
    assert chief.get(back).status_code == 200
    assert chief.post(back, {"reason": ""}).status_code == 422
    assert chief.post(back, {"reason": "Thiếu ảnh", "version": visit.version + 1}).status_code == 302
    again = reverse("desk:visit_reasoned_step", args=[visit.pk, "resubmit"])
    assert inspector.post(again, {"reason": "Đã đủ", "version": visit.version + 2}).status_code == 302
    close = {"step": "close", "version": visit.version + 3}
    assert chief.post(step, close).status_code == 409
    visit.refresh_from_db()
    assert "Lập biên bản kiểm tra." in chief.get(reverse("desk:visit", args=[visit.pk])).content.decode()
    issued = inspector.post(reverse("desk:visit_record", args=[visit.pk]))
    assert issued.status_code == 302
    scene.papered(visit, people["inspector"])
    assert chief.post(step, {"step": "close", "version": "abc"}).status_code == 422
    assert chief.post(step, close).status_code == 302
    visit.refresh_from_db()
    assert visit.status == "closed"
    assert chief.post(step, {"step": "close", "version": visit.version}).status_code in (404, 409)


def test_people_and_outcome_are_recorded_on_their_page(visit: Visit, inspector: Any) -> None:
    url = reverse("desk:visit_people", args=[visit.pk])
    sha256 = inspector.get(url).context["shown_sha256"]
    person = {"person": "Phạm Thị Hải Yến", "capacity": "party", "signing": "refused", "shown_sha256": sha256}
    unshown = person | {"signing": "signed", "shown_sha256": "", "attendance_id": uuid.uuid4()}
    assert inspector.post(url, unshown).status_code == 422
    assert inspector.post(url, person | {"signing": "signed"}).status_code == 422
    person["attendance_id"] = uuid.uuid4()
    assert inspector.post(url, person).status_code == 422
    assert inspector.post(url, person | {"reason": "Bận " * 600}).status_code == 422
    assert visit.attendance.count() == 0
    assert inspector.post(url, person | {"reason": "Bận"}).status_code == 302
    outcome = {"outcome": "lawful", "version": visit.version}
    assert inspector.post(reverse("desk:visit_conclusion", args=[visit.pk]), outcome).status_code == 302
    stale = inspector.post(
        reverse("desk:visit_conclusion", args=[visit.pk]), {"outcome": "violation", "version": visit.version}
    )
    assert stale.status_code == 422
