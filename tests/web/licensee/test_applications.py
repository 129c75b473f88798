"""Licensees' applications: filled in, checked, submitted, supplemented; never another's, never by who only prepares."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import JournalEntry
from licenses.enums import ApplicationStatus as S
from licenses.kinds import kind_of
from licenses.models import Application, TypedDraft
from licenses.services.applications import desk, filing
from licenses.services.applications import papers as application_papers
from licenses.services.portal import drafts
from tests.licenses.applications.scene import MONDAY, page
from tests.web.licensee.conftest import Portal

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en")
ENGLISH_WORDS = ("Submit", "Draft", "Documents", "What you ask for")


def url(name: str, row: Any = None, *rest: Any) -> str:
    """The address of a page about a record."""
    return reverse(f"my:{name}", args=[] if row is None else [row.pk, *rest])


def test_a_draft_is_begun_filled_in_attached_and_submitted(portal: Portal, as_user: Any) -> None:
    boss = as_user(portal.boss)
    begun = boss.post(reverse("my:application_begin", args=["land_mobile_internal"]), {"agency": "TTTS-7"})
    row = Application.objects.get(pk=begun["Location"].rstrip("/").split("/")[-1])
    assert (row.licensee, row.channel, row.status, row.agency.code) == (portal.holder, "portal", S.DRAFT, "TTTS-7")
    boss.post(url("application_content", row), {"version": 1, "use": "Điều độ xe", "wanted_until": "2030-12-31"})
    station = {
        "version": 2, "name": "Đài bãi xe", "site_name": "Bãi xe", "unit": str(portal.office.units.nha_trang.pk),
        "address": "5 Trần Phú",
        "position": "12.2451, 109.1943", "antenna_height_m": "18", "equipment_model": "D-100", "mobiles_count": "4",
        "f-TOTAL_FORMS": "1", "f-INITIAL_FORMS": "0", "f-0-tx_hz": "157,400", "f-0-power_w": "10",
        "f-0-power_reference": "erp", "f-0-emissions": "11K0F3E", "f-0-bandwidth_hz": "11",
    }  # fmt: skip
    assert boss.post(url("application_station", row, 0), station).status_code == 302
    assert "11 kHz" in boss.get(url("application", row)).content.decode()
    portal.office.bring(row, by=portal.boss)
    row.refresh_from_db()
    assert row.payload["stations"][0]["frequencies"][0]["tx_hz"] == 157_400_000
    sent = boss.post(url("application_submit", row), {"version": row.version})
    assert sent.status_code == 302, sent.context["refused"]
    row.refresh_from_db()
    assert (row.status, row.received_on) == (S.SUBMITTED, MONDAY)
    assert row.number
    shown = boss.get(url("application", row)).content.decode()
    assert "30/03/2026" in shown  # the same day as the office sees
    assert "Chưa tính ngày nào" in shown


def test_the_form_of_a_station_marks_what_its_kind_needs_and_folds_away_what_few_know(
    portal: Portal, as_user: Any
) -> None:
    page = as_user(portal.boss).get(url("application_station", portal.draft(), 0))
    needed = {name for name, field in page.context["rows"][0].fields.items() if getattr(field, "needed", False)}
    assert needed == {"tx_hz", "power_w", "power_reference", "emissions"}
    of_kind = kind_of("land_mobile_internal").required_station
    shown = {each.name for section in page.context["sections"] for each in section.fields}
    assert {"position" if name in ("lat", "lon") else name for name in of_kind} <= shown
    assert "conformity_mark" not in shown
    text = page.content.decode()
    assert '<optgroup label="Tỉnh Khánh Hòa">' in text
    assert reverse("calculator_emission") in text


@pytest.mark.parametrize("name", ["application", "application_content", "application_attach", "application_submit",
                                  "application_answer", "application_withdraw", "application_drop",
                                  "application_write", "application_check"])  # fmt: skip
def test_anothers_file_is_not_found_whatever_is_asked_of_it(portal: Portal, as_user: Any, name: str) -> None:
    row, stranger = portal.submitted(), as_user(portal.stranger)
    data = {"version": row.version, "text": "x", "reason": "x", "code": "other"}
    assert stranger.get(url(name, row)).status_code in (404, 405)
    assert stranger.post(url(name, row), data).status_code == 404
    row.refresh_from_db()
    assert row.status == S.SUBMITTED


def test_a_guessed_file_number_and_anothers_upload_address_are_not_found(portal: Portal, as_user: Any) -> None:
    row = portal.draft()
    paper = row.documents.first()
    own, stranger = as_user(portal.clerk), as_user(portal.stranger)
    assert own.get(url("application_document", row, paper.pk)).status_code == 200
    assert stranger.get(url("application_document", row, paper.pk)).status_code == 404
    other = drafts.start(
        by=portal.stranger, on=MONDAY, licensee=portal.office.buyer, kind="land_mobile_internal", purpose="new"
    )
    assert stranger.get(url("application_document", other, paper.pk)).status_code == 404
    assert stranger.post(url("application_document_remove", other, paper.pk)).status_code == 404
    assert stranger.get(reverse("my:application", args=[uuid.uuid4()])).status_code == 404


def test_who_prepares_fills_in_and_attaches_but_never_submits_withdraws_or_answers(
    portal: Portal, as_user: Any
) -> None:
    row, clerk = portal.draft(), as_user(portal.clerk)
    assert 'action="' + url("application_submit", row) not in clerk.get(url("application", row)).content.decode()
    for name, data in (("submit", {}), ("drop", {}), ("withdraw", {"reason": "x"}), ("answer", {"text": "x"})):
        answer = clerk.post(url(f"application_{name}", row), {"version": row.version, **data})
        assert answer.status_code == 403, name
    row.refresh_from_db()
    assert row.status == S.DRAFT


def test_a_forged_post_to_the_officers_door_is_refused(portal: Portal, as_user: Any) -> None:
    row = portal.draft()
    for person in (portal.boss, portal.clerk):
        client = as_user(person)
        assert client.get(reverse("desk:application", args=[row.pk])).status_code == 403
        forged = client.post(reverse("desk:application_submit", args=[row.pk, "submit"]), {"version": row.version})
        assert forged.status_code == 403
    row.refresh_from_db()
    assert row.status == S.DRAFT


def test_the_office_does_not_see_a_draft_before_it_is_submitted(portal: Portal, as_user: Any) -> None:
    row, officer = portal.draft(), as_user(portal.office.officer)
    assert officer.get(reverse("desk:application", args=[row.pk])).status_code == 404
    drafts.submit(row, by=portal.boss, on=MONDAY)
    assert officer.get(reverse("desk:application", args=[row.pk])).status_code == 200


def test_what_is_missing_is_named_with_the_way_to_its_field(portal: Portal, as_user: Any) -> None:
    row = portal.draft(antenna_height_m=None, equipment_model="")
    boss = as_user(portal.boss)
    shown = boss.get(url("application", row)).content.decode()
    assert url("application_station", row, 0) + "#id_antenna_height_m" in shown
    refused = boss.post(url("application_submit", row), {"version": row.version})
    assert refused.status_code == 422
    assert "độ cao ăng-ten" in refused.content.decode().lower()
    row.refresh_from_db()
    assert row.number == ""


def test_a_form_sent_twice_makes_one_draft_and_one_file(portal: Portal, as_user: Any) -> None:
    boss = as_user(portal.boss)
    begin = reverse("my:application_begin", args=["land_mobile_internal"])
    answers = [boss.post(begin, {"agency": "TTTS-7", "submit_token": "t1"})["Location"] for _time in range(2)]
    assert answers[0] == answers[1]
    assert Application.objects.count() == 1
    row = portal.draft(name="Đài hai")
    sent = [boss.post(url("application_submit", row), {"version": row.version, "submit_token": "t2"}) for _ in (1, 2)]
    assert [answer.status_code for answer in sent] == [302, 302]
    again = boss.post(url("application_submit", row), {"version": row.version})
    assert again.status_code == 409
    assert row.clock.count() == 1


def test_asking_twice_about_one_license_goes_on_with_the_first_draft(portal: Portal, as_user: Any) -> None:
    held, boss = portal.license(), as_user(portal.boss)
    first, second = (boss.post(url("about", held, "amend"))["Location"] for _time in range(2))
    assert first == second
    row = Application.objects.get(license=held, purpose="amend")
    assert row.payload["stations"][0]["frequencies"][0]["tx_hz"] == 157_400_000  # it begins with what is held


def test_another_holders_license_is_not_found(portal: Portal, as_user: Any) -> None:
    held, stranger = portal.license(), as_user(portal.stranger)
    for address in (url("license", held), url("about", held, "renew"), url("transfer_offer", held)):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address).status_code in (404, 405)


def test_papers_are_handed_to_their_own_people_only(portal: Portal, as_user: Any) -> None:
    held = portal.license()
    from_page = as_user(portal.clerk).get(url("license", held))
    paper = from_page.context["papers"][0]
    assert as_user(portal.clerk).get(reverse("my:paper", args=[paper.pk])).content.startswith(b"%PDF")
    assert as_user(portal.stranger).get(reverse("my:paper", args=[paper.pk])).status_code == 404


def test_what_was_typed_is_kept_shown_again_and_forgotten_when_saved(portal: Portal, as_user: Any) -> None:
    row, clerk = portal.draft(), as_user(portal.clerk)
    typed = {"use": "Chưa viết xong", "wanted_until": "", "csrfmiddlewaretoken": "x"}
    kept = clerk.post(url("application_keep", row, "general"), typed)
    assert kept.status_code == 200
    assert "csrfmiddlewaretoken" not in TypedDraft.objects.get().fields
    shown = clerk.get(url("application_content", row)).content.decode()
    assert "Chưa viết xong" in shown
    assert "Chưa viết xong" not in as_user(portal.boss).get(url("application_content", row)).content.decode()
    clerk.post(url("application_content", row), {"version": row.version, "use": "Đã viết xong"})
    row.refresh_from_db()
    assert row.payload["use"] == "Đã viết xong"
    assert "Chưa viết xong" not in clerk.get(url("application_content", row)).content.decode()


def test_typing_into_anothers_file_or_an_unknown_step_is_not_kept(portal: Portal, as_user: Any) -> None:
    row = portal.draft()
    assert as_user(portal.stranger).post(url("application_keep", row, "general"), {"use": "x"}).status_code == 404
    assert as_user(portal.clerk).post(url("application_keep", row, "elsewhere"), {"use": "x"}).status_code == 404
    assert TypedDraft.objects.count() == 0


def test_a_wrong_field_keeps_what_was_typed(portal: Portal, as_user: Any) -> None:
    row = portal.draft()
    wrong = {"version": row.version, "name": "Đài mới", "position": "đâu đó", "f-TOTAL_FORMS": "1",
             "f-INITIAL_FORMS": "0", "f-0-tx_hz": "nhiều"}  # fmt: skip
    answer = as_user(portal.boss).post(url("application_station", row, 1), wrong)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Đài mới" in text
    assert "đâu đó" in text


def test_a_paper_is_told_by_its_bytes(portal: Portal, as_user: Any) -> None:
    row, clerk = portal.draft(), as_user(portal.clerk)
    for data, status in ((page("red"), 302), (b"MZ not a picture", 422), (b"", 422)):
        sent = SimpleUploadedFile("a.png", data, content_type="image/png")
        assert clerk.post(url("application_attach", row), {"code": "other", "file": sent}).status_code == status


def test_a_supplement_stops_the_clock_and_its_answer_starts_it_again(portal: Portal, as_user: Any) -> None:
    row = portal.submitted()
    desk.take_up(row, by=portal.office.officer)
    desk.request_supplement(row, codes=["declaration"], note="Sơ đồ anten", by=portal.office.officer, on=MONDAY)
    row.refresh_from_db()
    clerk, boss = as_user(portal.clerk), as_user(portal.boss)
    shown = boss.get(url("application", row)).content.decode()
    assert "Sơ đồ anten" in shown
    assert "tạm dừng từ ngày 02/03/2026" in shown, boss.get(url("application", row)).context["clock"].text
    assert clerk.post(url("application_answer", row), {"version": row.version}).status_code == 403
    nothing = boss.post(url("application_answer", row), {"version": row.version, "text": " "})
    assert nothing.status_code == 422
    assert "Chưa bổ sung" in nothing.content.decode()
    sent = SimpleUploadedFile("a.png", page("blue"), content_type="image/png")
    assert clerk.post(url("application_attach", row), {"code": "declaration", "file": sent}).status_code == 302
    assert boss.post(url("application_answer", row), {"version": row.version, "text": ""}).status_code == 302
    row.refresh_from_db()
    assert row.status == S.COMPLETENESS_CHECK
    assert row.due_on is not None


def test_nothing_is_put_into_a_file_the_office_works_on(portal: Portal, as_user: Any) -> None:
    row, clerk = portal.submitted(), as_user(portal.clerk)
    sent = SimpleUploadedFile("a.png", page("blue"), content_type="image/png")
    assert clerk.post(url("application_attach", row), {"code": "other", "file": sent}).status_code == 409
    assert clerk.post(url("application_write", row), {"text": "Xin hỏi"}).status_code == 302
    assert row.messages.get().from_office is False
    seen = as_user(portal.office.officer).get(reverse("desk:application", args=[row.pk])).content.decode()
    assert "Xin hỏi" in seen


def test_the_check_before_filing_is_the_offices_own_and_names_nobody(portal: Portal, as_user: Any) -> None:
    near = portal.license()  # somebody on the very frequency
    office = portal.office
    row = drafts.start(by=portal.stranger, on=MONDAY, licensee=office.buyer, kind="land_mobile_internal", purpose="new")
    row = filing.save_draft(row, office.network(name="Đài bên cạnh"), by=portal.stranger, version=row.version)
    stranger = as_user(portal.stranger)
    assert stranger.post(url("application_check", row)).status_code == 302
    text = stranger.get(url("application", row)).content.decode()
    assert "157,400" in text
    assert near.number not in text
    assert near.holder.name not in text
    assert JournalEntry.objects.filter(verb="application.prechecked").count() == 1


def test_the_check_is_not_a_way_to_survey_others(portal: Portal, as_user: Any) -> None:
    row, boss = portal.draft(), as_user(portal.boss)
    answers = [boss.post(url("application_check", row)).status_code for _time in range(21)]
    assert answers == [302] * 20 + [409]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_reads_in_both_languages(portal: Portal, as_user: Any, language: str) -> None:
    row, held = portal.draft(), portal.license()
    boss: Client = as_user(portal.boss)
    pages = [
        url("home"), url("licenses"), url("applications"), url("people"), url("claims"), url("claim_ask"),
        url("application_new"), reverse("my:application_begin", args=["game_point"]), url("take_over"),
        url("application", row), url("application_content", row), url("application_station", row, 0),
        url("license", held), url("about", held, "renew"), url("transfer_offer", held),
    ]  # fmt: skip
    for address in pages:
        answer = boss.get(address, HTTP_ACCEPT_LANGUAGE=language)
        assert answer.status_code == 200, address
        text = answer.content.decode()
        assert f'<html lang="{language}">' in text
        assert language == "en" or not any(f">{word}<" in text for word in ENGLISH_WORDS), address


@pytest.mark.parametrize(("name", "most"), [("home", 40), ("applications", 16), ("licenses", 16)])
def test_lists_do_not_ask_more_for_more_rows(
    portal: Portal, as_user: Any, django_assert_max_num_queries: Any, name: str, most: int
) -> None:
    for number in range(6):
        portal.submitted(name=f"Đài {number}")
    boss = as_user(portal.boss)
    with django_assert_max_num_queries(most):
        assert boss.get(url(name)).status_code == 200


def test_the_page_of_a_file_costs_the_same_whatever_lies_in_it(
    portal: Portal, as_user: Any, django_assert_max_num_queries: Any
) -> None:
    row = portal.submitted()
    for number in range(8):
        filing.write(row, text=f"Lời nhắn {number}", by=portal.boss, from_office=False)
    boss = as_user(portal.boss)
    with django_assert_max_num_queries(50):
        assert boss.get(url("application", row)).status_code == 200


def test_the_annex_of_a_paper_is_handed_to_its_own_people_only_and_only_when_drawn(
    portal: Portal, as_user: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(application_papers, "INLINE_ROWS", 0)
    with django_capture_on_commit_callbacks() as waiting:
        held = portal.license()
    page, boss = url("license", held), as_user(portal.boss)
    [paper] = boss.get(page).context["papers"]
    assert "Phụ lục đang được lập" in boss.get(page).content.decode()
    assert boss.get(url("annex", paper)).status_code == 404
    for callback in waiting:
        callback()
    assert url("annex", paper) in boss.get(page).content.decode()
    assert boss.get(url("annex", paper)).getvalue().startswith(b"%PDF")
    assert as_user(portal.stranger).get(url("annex", paper)).status_code == 404
