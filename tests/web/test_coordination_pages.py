"""The pages of radio examination: what they show, what they refuse, and how much they ask of the database."""

import io
import json

import pytest
from django.urls import reverse
from pypdf import PdfReader

from issuing.models import IssuedDocument
from licenses.documents import coordination_report
from licenses.models import CoordinationCheck
from licenses.services.coordination import check as coordination
from licenses.services.coordination import judge, reports
from rulebook import loader
from tests.licenses.conftest import *  # noqa: F403
from tests.licenses.coordination_scene import ridge, wish
from tests.licenses.test_coordination import base  # noqa: F401

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "land_mobile_private", "tx_hz": "157,4", "emission": "11K0F3E", "power_w": "25", "power_reference": "erp",
    "lat": "12.25, 109.1", "height_m": "30", "radius_km": "10",
}  # fmt: skip


@pytest.fixture
def law(db):
    return loader.load("vn")


@pytest.fixture
def failed(officer, base, law):  # noqa: F811
    base()
    return coordination.check(wish(), by=officer, on=ON)  # noqa: F405


def test_a_typed_wish_is_examined_and_its_outcome_shown(as_user, officer, base, law):  # noqa: F811
    base()
    client = as_user(officer)
    answer = client.post(reverse("desk:check_new"), TYPED)
    made = CoordinationCheck.objects.get()
    assert answer.url == reverse("desk:check", args=[made.pk])
    page = client.get(answer.url).content.decode()
    assert "Không thể ấn định" in page
    assert "K1" in page


def test_a_wrong_wish_keeps_what_was_typed_and_names_the_field(as_user, officer, law):
    answer = as_user(officer).post(reverse("desk:check_new"), {**TYPED, "height_m": "-3"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Có phải ý là 3 m" in page
    assert "11K0F3E" in page


@pytest.mark.parametrize(
    ("emission", "said"), [("16KF3E", "Có phải ý là 16K0F3E?"), ("00M0F7W", "Bốn ký tự đầu ghi độ rộng băng tần")]
)
def test_a_wrong_emission_is_explained_in_vietnamese_and_the_mended_one_offered(as_user, officer, law, emission, said):
    page = as_user(officer).post(reverse("desk:check_new"), {**TYPED, "emission": emission}).content.decode()
    assert said in page
    assert "length." not in page


def test_a_frequency_typed_in_kilohertz_is_offered_in_megahertz(as_user, officer, law):
    page = as_user(officer).post(reverse("desk:check_new"), {**TYPED, "tx_hz": "157400"}).content.decode()
    assert "157,4000 MHz" in page


def test_an_unlikely_value_is_examined_once_the_officer_confirms_it(as_user, officer, law):
    client = as_user(officer)
    asked = client.post(reverse("desk:check_new"), {**TYPED, "height_m": "5000"})
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "rất lớn so với mặt đất" in page
    assert 'type="checkbox" name="confirmed"' in page
    answer = client.post(reverse("desk:check_new"), {**TYPED, "height_m": "5000", "confirmed": "on"})
    assert "đã xác nhận" in client.get(answer.url).content.decode()


def test_the_form_begins_with_an_assignment_of_the_register(as_user, officer, assignment, law):
    page = as_user(officer).get(reverse("desk:check_new"), {"assignment": assignment.pk}).content.decode()
    assert "157.4" in page or "157,4" in page
    assert "1234/GP-CTS" in page


def test_an_assignment_out_of_sight_is_not_found(as_user, culture, assignment, law):
    answer = as_user(culture).get(reverse("desk:check_new"), {"assignment": assignment.pk})
    assert answer.status_code == 404


def test_without_verified_rules_no_report_is_issued(as_user, officer, failed, settings):
    settings.DEMO_MODE = False
    assert as_user(officer).post(reverse("desk:check_report", args=[failed.pk])).status_code == 503
    assert not IssuedDocument.objects.exists()


def test_the_report_holds_every_row_and_is_issued_once(as_user, officer, failed, settings):
    settings.DEMO_MODE = True
    client = as_user(officer)
    for _time in range(2):
        client.post(reverse("desk:check_report", args=[failed.pk]), {"language": "vi"})
    paper = IssuedDocument.objects.get(form_code="coordination_report")
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(paper.file.pdf))).pages)
    for part in ("BÁO CÁO THẨM ĐỊNH", "Không thể ấn định", "157,400 MHz", "K1", failed.sha256):
        assert part.replace("\n", "") in text.replace("\n", "")


def test_the_report_can_be_had_in_english(officer, failed):
    payload = reports.payload(failed, by=officer, on=ON, language="en")  # noqa: F405
    assert payload["outcome"] == "Cannot be assigned"
    text = "\n".join(
        page.extract_text()
        for page in PdfReader(
            io.BytesIO(coordination_report.render(payload | {"unverified": ["A plan", payload["form"]]}))
        ).pages
    )
    assert "Page 1/" in text
    assert "Trang" not in text
    assert "A plan." in text
    assert payload["form"] not in text
    assert "disturbed" in payload["headline"]


def test_the_applicant_sees_verdict_and_reasons_but_nobody_elses_data(failed, other_holder):
    shown = json.dumps(reports.redacted(failed), ensure_ascii=False)
    inputs = json.loads(failed.names)
    assert "Không thể ấn định" in shown
    for secret in [other_holder.name, *(value for entry in inputs.values() for value in entry.values() if value)]:
        assert secret not in shown


def test_an_examination_is_judged_again_on_its_page_one_of_an_older_program_is_not(
    as_user, officer, failed, monkeypatch
):
    client, address = as_user(officer), reverse("desk:check", args=[failed.pk])
    assert "Tính lại từ dữ liệu" in client.get(address).content.decode()
    assert "giống hệt" in client.get(address, {"again": "1"}).content.decode()
    monkeypatch.setattr(judge, "ENGINE", "coordination/later")
    assert "phiên bản trước" in client.get(address, {"again": "1"}).content.decode()


def test_the_page_names_model_and_direction_and_its_map_keeps_the_circles(as_user, officer, failed):
    page = as_user(officer).get(reverse("desk:check", args=[failed.pk])).content.decode()
    for part in ("Okumura–Hata", "đài mới → vùng của đài này", "data-circles", "Độ tăng ích ăng-ten", "37 dBµV/m"):
        assert part in page
    assert "<td>hata</td>" not in page


def test_the_map_shows_the_place_and_its_neighbours(as_user, officer, failed):
    body = as_user(officer).get(reverse("desk:check_points", args=[failed.pk])).json()
    assert [point["properties"]["tone"] for point in body["features"]] == ["info", "bad"]
    assert body["features"][1]["properties"]["radius_m"] == 10_000


def test_another_agencys_examination_is_not_found(as_user, inspector_elsewhere, failed):
    assert as_user(inspector_elsewhere).get(reverse("desk:check", args=[failed.pk])).status_code == 404


def test_free_channels_are_ranked_and_the_taken_one_is_not_first(as_user, officer, base, law):  # noqa: F811
    base(146_012_500)
    values = {name: value for name, value in TYPED.items() if name != "tx_hz"}
    answer = as_user(officer).get(reverse("desk:free_channels"), {**values, "plan": "VD-VHF-LM"})
    rows = answer.context["rows"]
    assert (rows[0]["verdict"], answer.context["found"].channels[-1]["hz"]) == ("pass", 146_012_500)
    met = as_user(officer).get(reverse("desk:free_channels"), {**values, "plan": "VD-VHF-LM", "met": "on"})
    assert 0 < len(met.context["rows"]) < len(rows)
    assert all("nobody" not in row["margin"] and "không có" not in row["margin"] for row in met.context["rows"])


def test_a_plan_without_limits_says_so(as_user, officer, law):
    values = {name: value for name, value in TYPED.items() if name != "tx_hz"}
    page = as_user(officer).get(reverse("desk:free_channels"), {**values, "plan": "VD-FM-BC"}).content.decode()
    assert "chưa có cường độ trường bảo vệ" in page


def test_the_band_picture_draws_and_lists_who_sits_there(as_user, officer, assignment, law):
    answer = as_user(officer).get(reverse("desk:band"), {"low": "157", "high": "158"})
    assert [box["row"] for box in answer.context["drawn"]["boxes"]] == [assignment]
    assert "1234/GP-CTS" in answer.content.decode()


def test_a_label_of_the_band_picture_is_whole_or_a_number_of_the_list(as_user, officer, law):
    drawn = as_user(officer).get(reverse("desk:band"), {"low": "146", "high": "174"}).context["drawn"]
    labels = [(each["label"], f"{n}. {each['text']}") for n, each in enumerate(drawn["allocations"], start=1)]
    assert all(label in (whole, whole.split(".")[0], "") for label, whole in labels)
    assert {label.isdecimal() for label, _whole in labels} == {True, False}


def test_an_empty_part_of_the_band_says_so(as_user, officer, law):
    page = as_user(officer).get(reverse("desk:band"), {"low": "300", "high": "301"}).content.decode()
    assert "Chưa có ai sử dụng" in page


@pytest.mark.parametrize(("mhz", "status"), [("157.4", 200), ("abc", 422), ("4000000", 200)])
def test_allocations_are_looked_up(as_user, officer, law, mhz, status):
    assert as_user(officer).get(reverse("desk:allocations"), {"f": mhz}).status_code == status


@pytest.mark.parametrize("typed", ["157400000", "157400"])
def test_a_frequency_looked_up_in_hertz_or_kilohertz_is_offered_in_megahertz(as_user, officer, law, typed):
    page = as_user(officer).get(reverse("desk:allocations"), {"f": typed}).content.decode()
    assert '<a href="?f=157.4">157,400 MHz</a>' in page


def test_a_footnote_the_source_has_no_text_for_says_so(as_user, officer, law):
    page = as_user(officer).get(reverse("desk:allocations"), {"f": "156.9125"}).content.decode()
    assert "Có phải ý là" not in page
    assert "Nguồn không có nội dung của chú thích này" in page


def test_an_emission_is_traced_to_its_license_or_suspected(as_user, officer, assignment, station, law):
    client, place = as_user(officer), f"{station.lat},{station.lon}"
    near = client.get(reverse("desk:identify"), {"frequency": "157.4002", "position": place})
    far = client.get(reverse("desk:identify"), {"frequency": "300", "position": place})
    assert (near.context["answer"].suspected, near.context["rows"][0]["row"]) == (False, assignment)
    assert far.context["answer"].suspected
    assert "nghi phát sóng không phép" in far.content.decode()


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"a,b\n1,2\n", b""])
def test_a_file_that_is_none_is_refused(as_user, officer, law, data):
    file = io.BytesIO(data)
    file.name = "scan.csv"
    assert as_user(officer).post(reverse("desk:monitoring"), {"file": file}).status_code == 422


@pytest.mark.parametrize(
    ("name", "most"),
    [("checks", 12), ("check_new", 10), ("free_channels", 10), ("band", 12), ("allocations", 10), ("monitoring", 8)],
)
def test_pages_ask_a_fixed_number_of_questions(
    as_user, officer, failed, assignment, django_assert_max_num_queries, name, most
):
    client = as_user(officer)
    with django_assert_max_num_queries(most):
        assert client.get(reverse(f"desk:{name}")).status_code == 200


def test_the_outcome_page_asks_a_fixed_number_of_questions(as_user, officer, failed, django_assert_max_num_queries):
    client = as_user(officer)
    with django_assert_max_num_queries(16):
        client.get(reverse("desk:check", args=[failed.pk]))


@pytest.fixture
def over_the_ridge(officer, base, law, tmp_path, settings):  # noqa: F811
    settings.TERRAIN_DIR = str(tmp_path)
    ridge(tmp_path)
    base(lat=12.55)
    return coordination.check(wish(model="itm"), by=officer, on=ON)  # noqa: F405


def test_the_limiting_path_over_the_terrain_is_drawn_on_page_and_report(as_user, officer, over_the_ridge, settings):
    settings.DEMO_MODE = True
    page = as_user(officer).get(reverse("desk:check", args=[over_the_ridge.pk])).content.decode()
    assert "Đường truyền hạn chế nhất trên địa hình" in page
    assert "profile-ground" in page
    paper = reports.issue(over_the_ridge, by=officer, on=ON)  # noqa: F405
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(bytes(paper.file.pdf))).pages)
    assert "Đường truyền hạn chế nhất trên địa hình" in text
    assert "bị địa hình che chắn" in text.replace("\n", " ")


def test_a_search_for_free_channels_names_its_model_and_hands_it_on(as_user, officer, base, law):  # noqa: F811
    base()
    asked = {**TYPED, "plan": "VD-VHF-LM", "model": "free-space"}
    page = as_user(officer).get(reverse("desk:free_channels"), asked).content.decode()
    assert "model=free-space" in page
    refused = as_user(officer).get(reverse("desk:free_channels"), {**asked, "model": "itm"})
    assert refused.status_code == 422
