"""Whatever is typed or sent on site: a clear message at its field, what was entered is kept, nothing half-written."""

import io
import uuid
from types import SimpleNamespace
from typing import Any

import pillow_heif
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import User
from common.errors import Invalid
from inspections.models import Answer, Evidence, Finding, Measurement, Visit
from inspections.services import answers, visits
from licenses.models import Establishment
from tests.inspections import scene
from tests.inspections.test_evidence import bomb

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(people: dict[str, User], as_user: Any) -> Client:
    """The inspector's browser."""
    client: Client = as_user(people["inspector"])
    return client


def send(browser: Client, visit: Visit, data: bytes, name: str = "a.jpg") -> Any:
    """Upload a photo."""
    url = reverse("desk:visit_photos", args=[visit.pk])
    return browser.post(url, {"file": SimpleUploadedFile(name, data), "caption": "Ảnh quầy"}, follow=True)


def heic() -> bytes:
    """A picture as newer telephones make it."""
    out = io.BytesIO()
    pillow_heif.from_pillow(Image.new("RGB", (64, 48), "navy")).save(out, format="HEIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 not a picture at all", "Đây không phải là ảnh"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Đây không phải là ảnh"),
        (scene.jpeg()[:200], "Ảnh bị hỏng"),
        (bomb(30_000, 30_000), "điểm ảnh"),
        (b"", "rỗng"),
    ],
    ids=["pdf", "svg", "cut off", "bomb", "empty"],
)
def test_what_is_no_photo_is_refused_by_name_and_the_caption_kept(
    visit: Visit, browser: Client, data: bytes, said: str
) -> None:
    page = send(browser, visit, data)
    text = page.content.decode()
    assert (page.status_code, Evidence.objects.count()) == (422, 0)
    assert said in text
    assert "Ảnh quầy" in text


def test_a_heic_photo_is_kept_as_it_came_and_shown_as_jpeg(visit: Visit, browser: Client) -> None:
    data = heic()
    assert send(browser, visit, data, "IMG_0001.HEIC").status_code == 200
    row = Evidence.objects.get()
    assert (row.mime, browser.get(reverse("desk:evidence", args=[row.pk])).content) == ("image/heic", data)
    small = browser.get(reverse("desk:evidence_small", args=[row.pk]))
    assert (small["Content-Type"], small.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")


def test_a_photo_taken_elsewhere_is_kept_with_a_warning(visit: Visit, browser: Client) -> None:
    near = send(browser, visit, scene.phone_photo(12.2390, 109.1969)).content.decode()
    assert "nơi kiểm tra" not in near
    far = send(browser, visit, scene.phone_photo(12.9, 109.3, "maroon"), "xa.jpg").content.decode()
    assert "xa.jpg" in far
    assert "74" in far
    assert Evidence.objects.count() == 2
    item = reverse("desk:visit_photos", args=[visit.pk])
    assert "chụp cách nơi kiểm tra" in browser.get(item).content.decode()


def test_the_same_photo_twice_is_one(visit: Visit, browser: Client) -> None:
    for _time in range(2):
        assert send(browser, visit, scene.jpeg()).status_code == 200
    assert Evidence.objects.count() == 1


def finding(visit: Visit, browser: Client, **changes: Any) -> Any:
    """Send the form of a finding under item AP-09."""
    item = scene.item_of(visit, "AP-09")
    browser.post(reverse("desk:visit_answer", args=[visit.pk, item.pk]), {"choice": "fail"})
    data = {
        "finding_id": uuid.uuid4(), "violation": item.violations[0], "facts": "Không có bảng nội quy.",
        "act_started_on": "01/12/2026", "act_ended_on": "04/12/2026", "detected_on": "04/12/2026",
        "place": "27 Nguyễn Thiện Thuật",
    }  # fmt: skip
    return browser.post(reverse("desk:finding_new", args=[visit.pk, item.pk]), data | changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"act_started_on": "04/12/2026", "act_ended_on": "01/12/2026"}, "act_ended_on"),
        ({"act_started_on": "05/12/2026", "act_ended_on": "05/12/2026"}, "act_started_on"),
        ({"detected_on": "05/12/2026"}, "detected_on"),
        ({"act_ended_on": "05/12/2026", "detected_on": "04/12/2026"}, "act_ended_on"),
        ({"continuing": "on"}, "act_ended_on"),
        ({"act_started_on": "31/02/2026"}, "act_started_on"),
        ({"act_started_on": "hôm qua"}, "act_started_on"),
        ({"facts": "   "}, "facts"),
        ({"place": ""}, "place"),
        ({"violation": "ND174-2026-D66-K6-b"}, "violation"),
    ],
)
def test_wrong_dates_and_gaps_are_named_at_their_field(
    visit: Visit, browser: Client, changes: dict[str, str], field: str
) -> None:
    answered = finding(visit, browser, **changes)
    assert answered.status_code == 422
    assert field in answered.context["form"].errors
    page = answered.content.decode()
    for kept in ({"facts": "Không có bảng nội quy.", "place": "27 Nguyễn Thiện Thuật"} | changes).values():
        assert kept.strip() in page
    assert not Finding.objects.exists()


def test_a_finding_sent_twice_is_one_finding(visit: Visit, browser: Client) -> None:
    key = uuid.uuid4()
    assert {finding(visit, browser, finding_id=key).status_code for _time in range(2)} == {302}
    assert Finding.objects.count() == 1


def reading(visit: Visit, network: SimpleNamespace, browser: Client, **changes: Any) -> Any:
    """Send the form of a measurement."""
    data = {
        "measurement_id": uuid.uuid4(), "quantity": "frequency", "assignment": network.assignments[0].pk,
        "item": scene.item_of(visit, "RS-20").pk, "value": "157,40635", "uncertainty": "50", "instrument": "FSH8",
        "measured_at": "04/12/2026 09:00",
    }  # fmt: skip
    return browser.post(reverse("desk:visit_measurements", args=[visit.pk]), data | changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "157,4 MHz"}, "value"),
        ({"value": "157400,5"}, "value"),
        ({"value": "-157,4"}, "value"),
        ({"value": "NaN"}, "value"),
        ({"value": "1e999"}, "value"),
        ({"uncertainty": "-1"}, "uncertainty"),
        ({"instrument": ""}, "instrument"),
        ({"measured_at": "05/12/2026 09:00"}, "measured_at"),
        ({"quantity": "temperature"}, "quantity"),
        ({"calibrated_on": "02/01/2026", "calibrated_until": "01/01/2026"}, "calibrated_until"),
    ],
)
def test_a_reading_that_cannot_be_is_named_at_its_field(
    radio_visit: Visit, network: SimpleNamespace, browser: Client, changes: dict[str, str], field: str
) -> None:
    answered = reading(radio_visit, network, browser, **changes)
    assert answered.status_code == 422
    assert field in answered.context["form"].errors, answered.context["form"].errors
    page = answered.content.decode()
    assert changes.get("instrument", "FSH8") in page
    if field in {"value", "uncertainty"}:
        assert changes[field] in page
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("value", ["157,40635", "157.40635", " 157,406 35 "])
def test_point_and_comma_mean_the_same(
    radio_visit: Visit, network: SimpleNamespace, browser: Client, value: str
) -> None:
    key = uuid.uuid4()
    for _time in range(2):
        assert reading(radio_visit, network, browser, value=value, measurement_id=key).status_code == 302
    assert [row.value for row in Measurement.objects.all()] == [157_406_350.0]


def test_who_answers_second_sees_both_answers_and_nothing_is_overwritten(
    visit: Visit, people: dict[str, User], browser: Client
) -> None:
    item = scene.item_of(visit, "AP-09")
    answers.answer(visit, item=item, choice="fail", note="Bảng đã mờ", by=people["inspector"], at=scene.NOW)
    url = reverse("desk:visit_answer", args=[visit.pk, item.pk])
    data = {"choice": "pass", "note": "Bảng ở cửa sau", "base_revision": "0"}
    late = browser.post(url, data, headers={"HX-Request": "true"})
    assert late.status_code == 409
    for text in ("Bảng đã mờ", "Bảng ở cửa sau"):
        assert text in late.content.decode()
    assert browser.post(url, data).status_code == 409
    assert [row.note for row in Answer.objects.filter(item=item)] == ["Bảng đã mờ"]


def test_a_person_sent_twice_is_one_person(visit: Visit, browser: Client) -> None:
    url = reverse("desk:visit_people", args=[visit.pk])
    data = {
        "attendance_id": uuid.uuid4(), "shown_sha256": browser.get(url).context["shown_sha256"],
        "person": "Phạm Thị Hải Yến", "capacity": "party", "signing": "signed",
    }  # fmt: skip
    assert {browser.post(url, data).status_code for _time in range(2)} == {302}
    assert visit.attendance.count() == 1


def test_an_internet_point_is_asked_for_areas_and_distances_only(visit: Visit, browser: Client) -> None:
    url = reverse("desk:visit_measurements", args=[visit.pk])
    page = browser.get(url)
    assert [value for value, _label in page.context["form"].fields["quantity"].choices] == [
        "room_area",
        "road_distance",
    ]
    assert not {"assignment", "station"} & set(page.context["form"].fields)
    data = {
        "measurement_id": uuid.uuid4(), "quantity": "room_area", "value": "42,5", "uncertainty": "0,5",
        "instrument": "Thước laser", "measured_at": "04/12/2026 09:00",
    }  # fmt: skip
    assert browser.post(url, data | {"quantity": "frequency"}).status_code == 422
    assert browser.post(url, data).status_code == 302
    assert [(row.value, row.unit) for row in Measurement.objects.all()] == [(42.5, "m²")]


@pytest.mark.parametrize("version", ["abc", "-5", "9" * 30, "1.5", "²"])
def test_a_version_that_is_no_number_is_refused_and_never_a_fault(
    visit: Visit, people: dict[str, User], as_user: Any, version: str
) -> None:
    browser = as_user(people["chief"])
    for name, data in (("visit_step", {"step": "receive"}), ("visit_announce", {})):
        assert browser.post(reverse(f"desk:{name}", args=[visit.pk]), data | {"version": version}).status_code == 422


def test_texts_that_would_swell_the_record_are_refused_by_the_service_too(
    visit: Visit, people: dict[str, User]
) -> None:
    with pytest.raises(Invalid) as refused:
        visits.conclude(visit, outcome="lawful", report="", party_statement="a" * 5_001, by=people["inspector"])
    assert "5001" in refused.value.fields["party_statement"][0]


def test_without_a_known_notice_period_no_day_is_named(
    people: dict[str, User], agent: Establishment, as_user: Any
) -> None:
    planned = scene.scheduled(people, agent, no_notice="", no_notice_reason="")
    page = as_user(people["chief"]).get(reverse("desk:visit", args=[planned.pk]))
    assert page.context["next"].until is None
    assert "chưa xác định thời hạn báo trước" in page.content.decode()


def test_the_checklist_tells_duties_from_punished_acts(visit: Visit, people: dict[str, User], as_user: Any) -> None:
    page = as_user(people["inspector"]).get(reverse("desk:visit_checklist", args=[visit.pk])).content.decode()
    assert "Nghĩa vụ: " in page
    assert "Hành vi bị xử phạt: " in page
