"""The desk's pages: queue, file, acts, documents; who sees what, and what a page costs."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.clock import now
from common.errors import Conflict
from licenses.models import Application
from licenses.services.applications import decisions, desk
from licenses.services.applications import filing as applications
from reporting.tasks import tasks_for
from tests.licenses.applications.scene import MONDAY, UNTIL, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer7(office, as_user):
    return as_user(office.officer)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(dt.datetime.combine(MONDAY, dt.time(9), tzinfo=dt.UTC), tick=False):
        yield


def _url(name, row, *rest):
    return reverse(f"desk:{name}", args=[row.pk, *rest])


def test_the_queue_shows_files_with_their_clock(office, officer7):
    made = office.submitted()
    text = officer7.get(reverse("desk:applications")).content.decode()
    assert made.number in text
    assert "Công ty TNHH Cảng Cầu Đá" in text
    assert "30/03/2026" in text  # 28 days from 2 March


def test_the_day_of_the_check_and_the_day_of_the_decision_bear_their_names(office, officer7):
    made = office.submitted()
    file = officer7.get(_url("application", made))
    assert (file.context["next"]["day_name"], file.context["next"]["when"]) == (
        "Hạn kiểm tra thành phần hồ sơ", "09/03/2026",
    )  # fmt: skip
    assert "hạn giải quyết hồ sơ ngày 30/03/2026" in file.content.decode()
    queue = officer7.get(reverse("desk:applications")).content.decode()
    assert "Hạn kiểm tra thành phần hồ sơ: 09/03/2026" in queue
    assert "Hạn kiểm tra thành phần hồ sơ 09/03/2026" in officer7.get(reverse("desk:home")).content.decode()
    desk.take_up(made, by=office.officer)
    desk.accept(made, by=office.officer, on=MONDAY)
    assert officer7.get(_url("application", made)).context["next"]["day_name"] == "Hạn giải quyết hồ sơ"


def test_the_queues_tell_due_overdue_and_waiting_apart(office, officer7):
    late = office.submitted(received_on=MONDAY - dt.timedelta(days=60))
    waiting = office.submitted(payload=office.network(name="Đài khác"))
    desk.take_up(waiting, by=office.officer)
    desk.request_supplement(waiting, codes=[], note="Bản đồ vị trí", by=office.officer, on=MONDAY)

    def shown(queue):
        return [row.pk for row in officer7.get(reverse("desk:applications"), {"queue": queue}).context["listing"]]

    assert shown("overdue") == [late.pk]
    assert shown("waiting") == [waiting.pk]
    assert shown("mine") == [waiting.pk]


def test_another_agencys_file_is_not_found(office, as_user, inspector_elsewhere):
    made = office.submitted()
    stranger = office.clerk
    assert as_user(stranger).get(_url("application", made)).status_code == 404
    assert as_user(inspector_elsewhere).get(_url("application", made)).status_code == 403


def test_a_document_is_handed_out_only_with_its_own_file(office, officer7):
    one = office.submitted()
    other = office.submitted(payload=office.network(name="Đài khác"))
    document = one.documents.first()
    good = officer7.get(_url("application_document", one, document.pk))
    assert (good.status_code, good["Content-Type"]) == (200, "image/png")
    assert "attachment" in good["Content-Disposition"]
    assert officer7.get(_url("application_document", other, document.pk)).status_code == 404


def test_an_upload_that_only_pretends_to_be_a_pdf_is_refused(office, officer7):
    made = office.draft()
    file = SimpleUploadedFile("don.pdf", b"MZ\x90 not a pdf", content_type="application/pdf")
    answer = officer7.post(_url("application_attach", made), {"code": "other", "file": file})
    assert answer.status_code == 422
    assert not made.documents.filter(code="other").exists()


def test_a_form_sent_twice_does_its_work_once(office, officer7):
    made = office.draft()
    data = {"version": made.version, "submit_token": "mot-lan"}
    first = officer7.post(_url("application_submit", made, "submit"), data)
    again = officer7.post(_url("application_submit", made, "submit"), data)
    assert (first.status_code, again.status_code) == (302, 302)
    assert Application.objects.get(pk=made.pk).clock.count() == 1


def test_submitting_an_empty_draft_names_everything_that_is_missing(office, officer7):
    made = office.draft(payload={})
    answer = officer7.post(_url("application_submit", made, "submit"), {"version": made.version})
    assert answer.status_code == 422
    assert "ít nhất một đài" in answer.content.decode() or "at least one station" in answer.content.decode()


def test_the_supplement_page_ticks_what_is_missing(office, officer7):
    made = office.submitted()
    desk.take_up(made, by=office.officer)
    document = made.documents.first()
    officer7.post(_url("application_document_remove", made, document.pk), {"reason": "Mờ, không đọc được"})
    form = officer7.get(_url("application_receive", made, "supplement")).context["form"]
    assert form.initial["codes"] == [document.code]


def test_once_examined_a_file_waits_for_its_proposal_until_its_content_changes(office, officer7):
    made = office.examined()
    page = officer7.get(_url("application", made)).context
    assert page["acts"][0].name == "propose"
    assert page["next"]["what"] == "Đã thẩm định hồ sơ: trình quyết định."
    document = made.documents.first()
    officer7.post(_url("application_document_remove", made, document.pk), {"reason": "Mờ"})
    page = officer7.get(_url("application", made)).context
    assert page["acts"][0].name == "examine"
    assert "propose" not in [act.name for act in page["acts"]]


def test_the_proposer_is_not_offered_to_countersign(office, officer7, as_user):
    made = office.proposed()
    assert "countersign" not in [act.name for act in officer7.get(_url("application", made)).context["acts"]]
    chief = as_user(office.chief)
    assert "countersign" in [act.name for act in chief.get(_url("application", made)).context["acts"]]
    assert officer7.get(_url("application_decide", made, "countersign")).status_code == 403


def test_the_countersigner_reads_what_they_sign(office, as_user):
    made, chief = office.proposed(), as_user(office.chief)
    asked = chief.get(_url("application_decide", made, "countersign"))
    assert "157,400 MHz" in asked.content.decode()
    sha256 = asked.context["form"].initial["seen_sha256"]
    data = {"version": made.version, "seen_sha256": sha256, "agreed": "on"}
    assert chief.post(_url("application_decide", made, "countersign"), data).status_code == 302
    assert decisions.open_decision(made).countersigned_by == office.chief


def test_after_the_file_changed_its_officer_must_propose_again_and_nobody_is_asked_to_sign(office, officer7, as_user):
    made, chief = office.proposed(), as_user(office.chief)
    waiting = {task.code for task in tasks_for(office.chief, MONDAY)}
    assert "files_to_countersign" in waiting
    with time_machine.travel(dt.datetime.combine(MONDAY, dt.time(10), tzinfo=dt.UTC), tick=False):
        applications.attach(
            made, data=page("blue"), file_name="bo-sung.png", code="other", by=office.officer, on=MONDAY
        )  # fmt: skip
        shown = chief.get(_url("application", made))
        assert shown.context["next"]["who"].startswith(str(office.officer))
        assert "rút tờ trình" in shown.context["next"]["what"]
        assert "bo-sung.png" in shown.content.decode().split('id="decision"')[1].split("</section>")[0]
        assert "countersign" not in [act.name for act in shown.context["acts"]]
        mine = officer7.get(_url("application", made))
        assert [act.name for act in mine.context["acts"]] == ["reopen"]
        assert "phải trình lại" in officer7.get(reverse("desk:applications")).content.decode()
        assert "files_to_countersign" not in {task.code for task in tasks_for(office.chief, MONDAY)}
        assert "files_changed" in {task.code for task in tasks_for(office.officer, MONDAY)}
        applications.remove(made.documents.get(file_name="bo-sung.png"), by=office.officer, at=now(), reason="Nhầm")
        assert {task.code for task in tasks_for(office.chief, MONDAY)} == waiting
        assert "countersign" in [act.name for act in chief.get(_url("application", made)).context["acts"]]


def test_an_act_is_reached_only_through_its_own_door(office, officer7):
    made = office.proposed()
    assert officer7.get(_url("application_receive", made, "countersign")).status_code == 404


def test_a_station_is_filled_in_with_its_frequencies_on_one_page(office, officer7):
    made = office.draft(payload={})
    data = {
        "version": made.version, "name": "Đài Bến", "site_name": "Bến", "unit": office.units.nha_trang.pk,
        "position": "12.2451, 109.1943", "antenna_height_m": "18", "equipment_model": "D-1", "mobiles_count": "4",
        "address": "1 Bến", "polarisation": "", "f-TOTAL_FORMS": "2", "f-INITIAL_FORMS": "0",
        "f-0-tx_hz": "157,400", "f-0-emissions": "11k0f3e", "f-0-power_w": "10", "f-0-power_reference": "erp",
        "f-1-tx_hz": "",
    }  # fmt: skip
    answer = officer7.post(_url("application_station", made, 0), data)
    assert answer.status_code == 302, answer.context["form"].errors
    made.refresh_from_db()
    station = made.payload["stations"][0]
    assert (station["name"], station["lat"]) == ("Đài Bến", 12.2451)
    assert station["frequencies"][0]["tx_hz"] == 157_400_000
    assert station["frequencies"][0]["emissions"] == ["11K0F3E"]


def test_the_examiner_corrects_a_frequency_only_with_a_reason_and_examines_anew(office, officer7):
    made = office.examined()
    shown = officer7.get(_url("application_station", made, 0)).context
    data = {"version": made.version, **{name: value or "" for name, value in shown["form"].initial.items()}}
    data |= {
        "unit": office.units.nha_trang.pk, "position": "12.2451, 109.1943", "f-TOTAL_FORMS": "1",
        "f-INITIAL_FORMS": "1", "f-0-tx_hz": "157,425", "f-0-emissions": "11K0F3E", "f-0-power_w": "10",
        "f-0-power_reference": "erp",
    }  # fmt: skip
    assert officer7.post(_url("application_station", made, 0), data).status_code == 422
    answer = officer7.post(_url("application_station", made, 0), {**data, "reason": "Tần số khác tránh nhiễu"})
    assert answer.status_code == 302, answer.context["form"].errors
    made.refresh_from_db()
    assert made.payload["stations"][0]["frequencies"][0]["tx_hz"] == 157_425_000
    with pytest.raises(Conflict) as refused:
        decisions.propose(made, outcome="grant", valid_until=UNTIL, by=office.officer, on=MONDAY)
    assert refused.value.code == "not_examined"


def test_a_draft_somebody_else_saved_first_is_not_overwritten(office, officer7):
    made = office.draft()
    data = {"version": made.version, "use": "Một", "wanted_until": "2030-12-31"}
    assert officer7.post(_url("application_content", made), data).status_code == 302
    answer = officer7.post(_url("application_content", made), {**data, "use": "Hai"})
    assert answer.status_code == 409
    made.refresh_from_db()
    assert made.payload["use"] == "Một"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_of_a_file_answers_in_both_languages(office, officer7, language):
    officer7.cookies["django_language"] = language
    made = office.examined()
    for url in (
        reverse("desk:applications"),
        _url("application", made),
        _url("application_content", made),
        _url("application_station", made, 0),
        _url("application_station", made, 1),
        _url("application_examine", made, "propose"),
        _url("application_receive", made, "supplement"),
        reverse("desk:application_new") + f"?licensee={office.holder.pk}",
        reverse("desk:applications_csv"),
    ):
        assert officer7.get(url).status_code == 200, url


def test_the_queue_asks_as_much_for_many_files_as_for_one(office, officer7, django_assert_max_num_queries):
    for number in range(6):
        office.submitted(payload=office.network(name=f"Đài {number}"))
    with django_assert_max_num_queries(40):
        officer7.get(reverse("desk:applications"))


def test_the_file_page_stays_within_its_budget(office, officer7, django_assert_max_num_queries):
    made = office.granted()
    with django_assert_max_num_queries(70):
        assert officer7.get(_url("application", made)).status_code == 200


def test_a_page_is_not_wider_open_than_the_upload_it_took(office, officer7):
    made = office.draft()
    answer = officer7.post(
        _url("application_attach", made),
        {"code": "other", "file": SimpleUploadedFile("a.png", page("red"), content_type="image/png")},
    )
    assert answer.status_code == 302
    assert officer7.get(_url("application", made)).status_code == 200
