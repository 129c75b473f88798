"""What the office does with a tablet's work: the row on My work, a visit given back, guessed codes slowed down."""

import pytest
from django.core.cache import cache

from fieldwork.models import Quarantined
from inspections.services import records, reviews
from tests.fieldwork.scene import ADDRESS, answer_payload, photo_payload
from tests.fieldwork.test_whole_day import bring
from tests.inspections.scene import FRIDAY, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def empty_cache():
    """Nothing counted before, nothing left behind."""
    cache.clear()
    yield
    cache.clear()


@pytest.mark.usefixtures("empty_cache")
def test_codes_are_not_guessed_by_the_thousand(client, law):
    told = [client.post(ADDRESS + "enrol/", {"code": f"ABCD-{number}"}, content_type="application/json")
            for number in range(22)]  # fmt: skip
    assert {answer.status_code for answer in told[:20]} == {422}
    assert [answer.status_code for answer in told[20:]] == [429, 429]
    assert int(told[-1]["Retry-After"]) > 0


def test_what_waits_stands_on_my_work_of_whoever_may_decide(device, visit, chief, inspector, as_user):
    device.send(device.op(visit, "visit.start", protocol=9))
    row = Quarantined.objects.get()
    tasks = {task["code"]: task for task in as_user(chief).get("/desk/").context["tasks"]}
    assert tasks["tablets_to_settle"]["items"][0].url == f"/desk/tablets/inbox/{row.pk}/"
    mine = {task["code"] for task in as_user(inspector).get("/desk/").context["tasks"]}
    assert "tablets_to_settle" not in mine


def test_a_visit_given_back_tells_the_tablet_why_and_takes_its_amendment(device, visit, people, settings):
    settings.DEMO_MODE = True
    bring(device, visit, jpeg((640, 480)))
    visit.refresh_from_db()
    records.issue_record(visit, by=people["inspector"], on=FRIDAY)
    assert device.get(f"receipts/{visit.pk}/").json()["returned"] is None
    reviews.take_up(visit, by=people["chief"])
    visit.refresh_from_db()
    reviews.send_back(visit, by=people["chief"], reason="Thiếu ghi chú ở mục 2")
    told = device.get(f"receipts/{visit.pk}/").json()
    assert told["returned"]["reason"] == "Thiếu ghi chú ở mục 2"
    named = {"visit": str(visit.pk), "number": visit.number}
    assert device.post("contact/", {}).json()["returned"] == [named | told["returned"]]
    item = visit.answers.order_by("revision").first().item
    refused = device.send(device.op(visit, "answer.set", answer_payload(item, note="bổ sung")))[0]
    taken = device.send(
        device.op(visit, "answer.set", answer_payload(item, note="bổ sung", amendment_reason="Theo ý kiến duyệt"))
    )[0]
    assert (refused["status"], refused["code"], taken["status"]) == (
        "quarantined", "amendment_needs_reason", "applied",
    )  # fmt: skip
    amendment = visit.amendments.get()
    assert (amendment.reason, amendment.amended_by) == ("Theo ý kiến duyệt", people["inspector"])
    visit.refresh_from_db()
    assert not records.agrees(records.current_record(visit), visit)
    again = device.op(visit, "visit.resubmit", {"reason": "Đã bổ sung ghi chú"})
    assert [one["status"] for one in device.send(again, again)] == ["applied", "already"]
    visit.refresh_from_db()
    assert (visit.status, device.post("contact/", {}).json()["returned"]) == ("under_review", [])


def test_a_file_added_after_the_seal_needs_its_reason_and_is_an_amendment(device, visit):
    bring(device, visit, jpeg((640, 480)))
    late = jpeg((320, 200), "green")
    payload = photo_payload(late, amendment_reason="Ảnh chụp sau khi niêm phong")
    assert device.send(device.op(visit, "evidence.declare", payload))[0]["status"] == "applied"
    assert device.chunk(payload["id"], "working", 0, late)["Upload-State"] == "done"
    assert visit.amendments.get().reason == "Ảnh chụp sau khi niêm phong"
