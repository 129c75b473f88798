"""The office side of the tablets through its pages."""

import json

import pytest

from common.canonical import digest
from fieldwork.models import Dispatch, Quarantined, Tablet
from fieldwork.services import dispatching, settling
from inspections.models import VisitMember
from inspections.queries.checklists import item_states
from inspections.services import answers, visits
from tests.fieldwork.scene import Device, answer_payload, photo_payload
from tests.inspections import scene
from web.desk.tablets.words import device_of

pytestmark = pytest.mark.django_db


def test_the_code_of_a_new_tablet_is_shown_once(admin, as_user, agencies):
    browser = as_user(admin)
    answer = browser.post("/desk/tablets/new/", {"agency": agencies.skhcn.pk, "label": "MTB-07"})
    made = Tablet.objects.get()
    page = browser.get(answer["Location"])
    code = page.context["code"]
    assert (answer.status_code, page["Cache-Control"]) == (302, "no-store")
    assert code in page.content.decode()
    assert browser.get(f"/desk/tablets/{made.pk}/").context["code"] == ""
    enrolled = browser.post("/api/field/v1/enrol/", {"code": code.lower()}, content_type="application/json")
    assert enrolled.status_code == 201


def test_a_tablet_without_a_name_is_refused_at_its_field(admin, as_user, agencies):
    answer = as_user(admin).post("/desk/tablets/new/", {"agency": agencies.skhcn.pk, "label": " "})
    assert answer.status_code == 422
    assert "label" in answer.context["form"].errors


def test_another_agencys_tablet_is_not_found(device, inspector2, as_user):
    assert as_user(inspector2).get(f"/desk/tablets/{device.tablet.pk}/").status_code == 404


def test_a_revoked_tablet_says_so_and_its_reason_is_asked(device, admin, as_user):
    browser, address = as_user(admin), f"/desk/tablets/{device.tablet.pk}/revoke/"
    assert browser.post(address, {"reason": ""}).status_code == 422
    assert browser.post(address, {"reason": "Mất máy"}).status_code == 302
    device.tablet.refresh_from_db()
    assert (device.tablet.status, device.tablet.token_sha256) == ("revoked", "")


def test_visits_of_a_day_go_out_together_and_what_cannot_is_named(device, agent, network, people, chief, as_user):
    first, second = scene.scheduled(people, agent), scene.scheduled(people, network)
    browser = as_user(chief)
    page = browser.get("/desk/tablets/dispatch/", {"day": "2026-12-04"})
    assert {row.pk for row in page.context["rows"]} == {first.pk, second.pk}
    answer = browser.post(
        "/desk/tablets/dispatch/?day=2026-12-04", {"tablet": device.tablet.pk, "visits": [first.pk, second.pk]}
    )
    assert answer.status_code == 302
    assert Dispatch.objects.out().count() == 2
    assert browser.get("/desk/tablets/dispatch/", {"day": "2026-12-04"}).context["rows"] == []


def test_a_visit_is_recalled_and_given_on_from_its_page(device, visit, people, agencies, chief, as_user):
    browser, address = as_user(chief), f"/desk/tablets/visit/{visit.pk}/"
    second = Device(people, agencies.skhcn, people["inspector"], label="MTB-02")
    assert browser.post(address, {"tablet": second.tablet.pk, "reason": ""}).status_code == 422
    assert browser.post(address, {"tablet": second.tablet.pk, "reason": "Đổi máy"}).status_code == 302
    assert Dispatch.objects.out().get().tablet == second.tablet
    assert browser.post(address, {"tablet": "", "reason": "Thôi"}).status_code == 302
    visit.refresh_from_db()
    assert (visit.status, Dispatch.objects.out().count()) == ("planned", 0)
    assert "MTB-02" not in browser.get(f"/desk/visits/{visit.pk}/").context["stations"]


def test_all_visits_of_a_tablet_are_given_on_and_recalled_together(
    device, visit, network, people, agencies, chief, as_user
):
    other = scene.scheduled(people, network)
    dispatching.send(other, tablet=device.tablet, by=chief)
    second = Device(people, agencies.skhcn, people["inspector"], label="MTB-02")
    browser, both = as_user(chief), [visit.pk, other.pk]
    address = f"/desk/tablets/{device.tablet.pk}/visits/"
    assert {row.visit_id for row in browser.get(address).context["rows"]} == set(both)
    assert browser.post(address, {"visits": both, "reason": ""}).status_code == 422
    told = {"visits": both, "reason": "Máy hỏng", "tablet": second.tablet.pk}
    assert browser.post(address, told).status_code == 302
    assert {row.tablet for row in Dispatch.objects.out()} == {second.tablet}
    browser.post(f"/desk/tablets/{second.tablet.pk}/visits/", {"visits": both, "reason": "Hoãn"})
    assert Dispatch.objects.out().count() == 0


def test_what_was_kept_is_read_assigned_and_explained(device, visit, people, chief, as_user):
    device.send(device.op(visit, "visit.start", protocol=9), {"op_id": "\x00", "ghi": "<script>"})
    browser = as_user(chief)
    inbox = browser.get("/desk/tablets/inbox/")
    assert len(inbox.context["listing"].rows) == 2
    for row in Quarantined.objects.all():
        page = browser.get(f"/desk/tablets/inbox/{row.pk}/")
        assert page.status_code == 200
        assert "<script>" not in page.content.decode().split("<main", 1)[1].split("</main>")[0]
    garbage = Quarantined.objects.get(code="garbage")
    address = f"/desk/tablets/inbox/{garbage.pk}/"
    assert browser.post(address, {"decision": "explain", "reason": ""}).status_code == 422
    assert browser.post(address, {"decision": "apply", "reason": "thử"}).status_code == 422
    assert browser.post(address, {"decision": "assign", "assigned_to": chief.pk}).status_code == 302
    assert browser.post(address, {"decision": "explain", "reason": "Không đọc được"}).status_code == 302
    garbage.refresh_from_db()
    assert (garbage.status, garbage.settled_by, garbage.explanation) == ("explained", chief, "Không đọc được")


def test_the_chief_applies_all_that_waits_from_the_page_of_the_visit(device, visit, people, chief, as_user):
    device.send(device.op(visit, "visit.start", protocol=9))
    browser = as_user(chief)
    assert browser.get(f"/desk/visits/{visit.pk}/").context["kept"] == 1
    browser.post(f"/desk/tablets/inbox/visit/{visit.pk}/", {"reason": "Ứng dụng cũ, nội dung đúng"})
    visit.refresh_from_db()
    assert visit.status == "in_progress"


def test_an_export_is_taken_in_and_told(device, visit, people, inspector, as_user, tmp_path):
    path = tmp_path / "may.wwfield"
    path.write_text(
        json.dumps({"format": "wavewarden-field-export", "tablet": str(device.tablet.pk),
                    "operations": [device.op(visit, "visit.start")]})
    )  # fmt: skip
    browser = as_user(inspector)
    with path.open("rb") as stream:
        page = browser.post("/desk/tablets/import/", {"file": stream})
    assert page.context["report"].counts == {"applied": 1}
    assert browser.post("/desk/tablets/import/", {}).status_code == 422


def test_the_list_asks_no_more_for_more_tablets(
    device, visit, people, agencies, chief, as_user, django_assert_max_num_queries
):
    for number in range(3):
        Device(people, agencies.skhcn, people["inspector"], label=f"MTB-1{number}")
    browser = as_user(chief)
    with django_assert_max_num_queries(16):
        assert browser.get("/desk/tablets/").status_code == 200


@pytest.mark.parametrize("address", ["/desk/tablets/", "/desk/tablets/inbox/", "/desk/tablets/dispatch/"])
def test_empty_lists_say_what_to_do(address, chief, as_user):
    page = as_user(chief).get(address)
    assert page.status_code == 200
    assert "empty" in page.content.decode()


def test_a_conflict_is_told_in_words_with_both_versions(device, visit, chief, as_user):
    item = item_states(visit)[0].item
    device.send(device.op(visit, "visit.start"))
    device.send(device.op(visit, "answer.set", answer_payload(item, "pass", note="một"), base_rev=0))
    device.send(device.op(visit, "answer.set", answer_payload(item, "fail", note="hai"), base_rev=0))
    page = as_user(chief).get(f"/desk/tablets/inbox/{Quarantined.objects.get().pk}/")
    told = dict(page.context["lines"])
    assert str(item.pk) not in told.values()
    assert any(value.startswith(item.code) for value in told.values())
    assert {line["current"] for line in page.context["words"].differences} >= {"một"}
    assert {line["yours"] for line in page.context["words"].differences} >= {"hai"}


def test_a_file_that_waits_is_told_in_words_and_local_time(device, visit, chief, as_user):
    dispatching.recall(visit, by=chief, reason="Đoàn khác đi", at=scene.NOW)
    said = {"taken_at": "2026-12-04T03:15:00Z", "lat": 12.24, "lon": 109.19, "accuracy_m": 8.0, "device": "Chromium"}
    device.send(device.op(visit, "evidence.declare", photo_payload(scene.jpeg(), **said)))
    page = as_user(chief).get(f"/desk/tablets/inbox/{Quarantined.objects.get().pk}/")
    told = dict(page.context["lines"])
    assert told["Thời điểm chụp, ghi"] == "10:15 04/12/2026"
    assert told.keys() == {
        "Thời điểm chụp, ghi",
        "Vĩ độ",
        "Kinh độ",
        "Sai số vị trí, m",
        "Tên tệp",
        "Cỡ tính bằng byte",
    }


def test_the_office_reads_where_a_finding_was_made_and_the_words_that_were_shown(device, visit, people, as_user):
    device.send(device.op(visit, "visit.start"))
    device.send(device.op(visit, "shown.add", {"text": "Đã đọc lại.", "sha256": digest("Đã đọc lại.")}))
    visit.refresh_from_db()
    scene.found(visit, people["inspector"], "AP-09", lat=visit.lat + 0.27, lon=visit.lon)
    client = as_user(people["chief"])
    assert "cách nơi kiểm tra 29," in client.get(f"/desk/visits/{visit.pk}/checklist/").content.decode()
    people_page = client.get(f"/desk/visits/{visit.pk}/people/").content.decode()
    assert "Đã đọc lại." in people_page
    assert "Nội dung cho xem trước khi ký" not in people_page  # what nobody has read is no longer offered


def test_an_answer_of_a_recalled_tablet_stands_beside_that_of_the_one_that_went(device, visit, chief, as_user):
    item = item_states(visit)[0].item
    dispatching.recall(visit, by=chief, reason="Máy khác đi", at=scene.NOW)
    told = [device.op(visit, "answer.set", answer_payload(item, choice)) for choice in ("not_applicable", "pass")]
    device.send(*told)
    visit.refresh_from_db()
    VisitMember.objects.create(visit=visit, user=chief, role="member")
    visits.start(visit, by=chief, at=scene.NOW, on=scene.FRIDAY)
    answers.answer(visit, item=item, choice="pass", by=chief, at=scene.NOW)
    other, same = (as_user(chief).get(f"/desk/tablets/inbox/{row.pk}/") for row in Quarantined.objects.order_by("seq"))
    (line,) = other.context["words"].differences
    assert (line["current"], line["yours"]) == ("Đạt", "Không áp dụng")
    assert "Máy tính bảng trả lời giống như vậy." in same.content.decode()
    done = settling.apply_all(visit, by=chief, at=scene.NOW, reason="Theo máy thứ nhất")
    assert (done.applied, done.stopped.seq) == (0, told[0]["seq"])  # nobody is overruled in bulk


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36", "Chrome 156 · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0", "Edge 156 · Windows"),
        ("Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17 · iPad"),
        ("own client 1", "own client 1"),
    ],
)
def test_a_tablet_is_named_by_browser_and_system(said, shown):
    assert device_of(said) == shown
