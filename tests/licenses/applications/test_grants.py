"""From a received application to the license, and what the register and the papers then say."""

import datetime as dt
import io
import json

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from accounts import journal
from accounts.enums import JobStatus
from accounts.models import BackgroundJob, Membership
from common.errors import Conflict, NotAllowed
from issuing import services as issuing
from issuing import verify
from issuing.models import IssuedDocument
from licenses.enums import ApplicationStatus, LicenseKind, LicenseStatus
from licenses.models import Establishment, FrequencyAssignment, License, PlannedChange
from licenses.queries import portal
from licenses.queries.register import next_for
from licenses.services import annexes, establishments, holds, licensees, licenses, planned
from licenses.services.applications import decisions, desk, grants, papers, problems
from licenses.services.applications import filing as applications
from licenses.services.fees import asking, payments
from licenses.services.fees.invoices import Charged
from tests.licenses.applications.scene import LOOKED, MONDAY, UNTIL, page
from tests.licenses.fees.scene import ISSUE_FEE

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
LATER = MONDAY + dt.timedelta(days=30)


def _text(document: IssuedDocument) -> str:
    return "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(bytes(document.file.pdf))).pages)


def test_a_granted_application_makes_the_license_its_assignments_and_its_paper(office):
    done = office.granted()
    license = done.granted_license
    assert (done.status, license.status) == (ApplicationStatus.GRANTED, LicenseStatus.ACTIVE)
    assert (license.valid_from, license.valid_until, license.holder) == (MONDAY, UNTIL, office.holder)
    paper = IssuedDocument.objects.about(license).get()
    assert paper.number == license.number == "01/2026/GP-TSTB"
    assert [row.tx_hz for row in license.assignments.all()] == [157_400_000]
    assert "157,400" in _text(paper)
    assert "Công ty TNHH Cảng Cầu Đá" in _text(paper)
    assert journal.verify().faults == []


def test_a_game_point_gets_its_certificate_and_its_register_entry(office):
    done = office.granted(
        kind=LicenseKind.GAME_POINT, until=dt.date(2029, 3, 1), payload=office.place(offers_games=False)
    )  # fmt: skip
    assert done.payload["place"]["offers_games"]  # the kind says so, whatever was typed
    assert done.granted_license.establishment.status == "verified"  # its papers were looked at
    place = done.granted_license.establishment
    assert (place.name, place.room_area_m2, place.licensee) == ("Điểm trò chơi Sao Biển", 64.0, office.shop)
    assert "Điểm trò chơi Sao Biển" in _text(IssuedDocument.objects.about(done.granted_license).get())


def test_a_game_point_whose_certificate_is_given_back_is_to_be_closed_or_looked_at(office, as_user):
    old = office.granted(kind=LicenseKind.GAME_POINT, until=dt.date(2029, 3, 1)).granted_license
    assert "đóng hồ sơ" not in next_for(old.establishment, MONDAY).what
    row = office.granted(kind=LicenseKind.GAME_POINT, purpose="surrender", license=old, until=None, on=LATER)
    page = as_user(office.clerk).get(reverse("desk:application", args=[row.pk]))
    assert page.context["next"]["what"] == f"Không còn việc gì: {old.number} được trả lại từ ngày {LATER:%d/%m/%Y}."
    assert "Chấp nhận việc trả lại" in page.content.decode()
    old.refresh_from_db()
    assert "đóng hồ sơ" in next_for(old.establishment, LATER).what


def test_nobody_countersigns_what_they_proposed(office):
    made = office.proposed()
    Membership.objects.create(user=office.officer, agency=office.agencies.ttts7, role="decider", valid_from=MONDAY)
    sha256 = decisions.open_decision(made).content_sha256
    with pytest.raises(NotAllowed):
        decisions.countersign(made, by=office.officer, on=MONDAY, seen_sha256=sha256)


def test_a_file_changed_after_countersign_must_be_proposed_again(office):
    made = office.countersigned()
    applications.attach(made, data=page("black"), file_name="them.png", code="other", by=office.officer, on=MONDAY)
    with pytest.raises(Conflict) as refused:
        grants.grant(made, by=office.officer, on=MONDAY)
    assert refused.value.code == "changed_since_proposed"
    assert not License.objects.exists()
    made = decisions.reopen(made, by=office.officer, on=MONDAY, reason="Có giấy tờ mới")
    decisions.examine(made, by=office.officer, on=MONDAY)
    decisions.propose(made, outcome="grant", valid_until=UNTIL, by=office.officer, on=MONDAY)
    sha256 = decisions.open_decision(made).content_sha256
    decisions.countersign(made, by=office.chief, on=MONDAY, seen_sha256=sha256)
    office.waived(made)
    assert grants.grant(made, by=office.officer, on=MONDAY)


def test_only_the_proposal_that_was_read_is_countersigned(office):
    made = office.proposed()
    with pytest.raises(Conflict) as refused:
        decisions.countersign(made, by=office.chief, on=MONDAY, seen_sha256="0" * 64)
    assert refused.value.code == "other_content"


def test_a_license_waits_for_the_fees_that_were_asked_for(office):
    made = office.countersigned()
    invoice = asking.ask(made, charged=[Charged(ISSUE_FEE, 1)], by=office.officer, on=MONDAY)
    assert (made.waiting_since, made.answer_due_on, made.due_on) == (MONDAY, MONDAY + dt.timedelta(days=30), None)
    with pytest.raises(Conflict) as refused:
        grants.grant(made, by=office.officer, on=MONDAY)
    assert refused.value.code == "fee_unpaid"
    payments.record(
        by=office.officer, on=MONDAY, amount_vnd=300_000, paid_on=MONDAY, method="cash", receipt_number="BL 0012",
        invoice=invoice,
    )  # fmt: skip
    made.refresh_from_db()
    assert grants.grant(made, by=office.officer, on=MONDAY)


def test_an_amendment_takes_the_place_of_the_license_and_of_its_paper(office):
    old = office.granted().granted_license
    first = IssuedDocument.objects.about(old).get()
    draft = applications.start(
        by=office.officer, on=LATER, kind=old.kind, purpose="amend", licensee=office.holder, license=old
    )
    station = {**draft.payload["stations"][0], "antenna_height_m": 24.0}
    draft = applications.save_draft(
        draft, {**draft.payload, "stations": [station]}, by=office.officer, version=draft.version
    )
    office.bring(draft, by=office.officer, on=LATER)
    applications.submit(draft, by=office.officer, on=LATER)
    made = _decided(office, draft, LATER, until=None)
    new, before = made.granted_license, License.objects.get(pk=old.pk)
    assert (before.status, before.ended_on, new.supersedes) == (LicenseStatus.SUPERSEDED, LATER, before)
    assert new.valid_until == old.valid_until
    first.refresh_from_db()
    assert (first.status, first.superseded_by.target_id) == ("superseded", new.pk.hex)
    held = FrequencyAssignment.objects.active_on(LATER)
    assert [row.license for row in held] == [new]
    assert held[0].station.antenna_height_m == 24.0
    assert [row.license for row in FrequencyAssignment.objects.active_on(LATER - dt.timedelta(days=1))] == [old]


def test_a_renewal_prolongs_within_the_longest_term(office):
    old = office.granted(until=MONDAY + dt.timedelta(days=200)).granted_license
    made = office.submitted(purpose="renew", license=old, on=LATER)
    made = _decided(office, made, LATER, until=dt.date(2036, 3, 1))
    assert made.granted_license.valid_until == dt.date(2036, 3, 1)
    assert [row.tx_hz for row in made.granted_license.assignments.all()] == [157_400_000]


def test_a_duplicate_is_a_new_print_of_the_same_license(office):
    old = office.granted().granted_license
    first = IssuedDocument.objects.about(old).get()
    made = _decided(office, office.submitted(purpose="duplicate", license=old, on=LATER), LATER, until=None)
    assert made.granted_license == old
    again = issuing.current(old, first.form_code)
    assert again.supersedes == first
    assert old.number in _text(again)


def test_a_license_given_back_ends_and_its_paper_is_annulled(office):
    old = office.granted().granted_license
    _decided(office, office.submitted(purpose="surrender", license=old, on=LATER), LATER, until=None)
    old.refresh_from_db()
    assert (old.status, old.ended_on) == (LicenseStatus.SURRENDERED, LATER)
    assert IssuedDocument.objects.about(old).get().status == "annulled"


def test_a_license_given_back_from_a_coming_day_holds_until_then_and_its_paper_with_it(office):
    old, day = office.granted().granted_license, LATER + dt.timedelta(days=10)
    row = _decided(
        office, office.submitted(purpose="surrender", license=old, on=LATER, given_back_on=day), LATER, until=None
    )
    old.refresh_from_db()
    assert old.status == LicenseStatus.ACTIVE
    plan = PlannedChange.objects.get(license=old)
    assert (plan.step, plan.effective_on, plan.status, plan.reason) == ("surrender", day, "approved", row.number)
    assert {plan.proposed_by, plan.approved_by} == {office.officer, office.chief}
    notice = IssuedDocument.objects.about(row).get()
    assert f"Từ ngày {day:%d/%m/%Y}, giấy phép không còn hiệu lực." in " ".join(_text(notice).split())
    paper = IssuedDocument.objects.about(old).get()
    assert paper.status == "issued"
    # nobody asks twice
    [told] = [offer.against for offer in portal.offers(old, LATER) if offer.purpose == "surrender"]
    assert f"{day:%d/%m/%Y}" in told
    assert "is set already" in " ".join(_against(office.draft(purpose="surrender", license=old, on=LATER)))

    planned.apply_due(on=day)
    old.refresh_from_db()
    paper.refresh_from_db()
    assert (old.status, old.ended_on, paper.status) == (LicenseStatus.SURRENDERED, day, "annulled")
    assert not old.assignments.active_on(day).exists()
    assert old.assignments.active_on(day - dt.timedelta(days=1)).exists()


def test_a_day_that_passed_while_the_office_decided_is_today(office):
    old = office.granted().granted_license
    made = office.submitted(purpose="surrender", license=old, on=LATER, given_back_on=LATER)
    decided_on = LATER + dt.timedelta(days=3)
    _decided(office, made, decided_on, until=None)
    old.refresh_from_db()
    assert old.ended_on == decided_on


def test_a_license_is_given_back_only_from_a_day_of_its_own_term(office):
    old = office.granted().granted_license
    days = (
        (LATER - dt.timedelta(days=1), "lies in the past"),
        (old.valid_until + dt.timedelta(days=1), "by itself"),
        (old.valid_from - dt.timedelta(days=1), "cannot be given back from an earlier day"),
    )
    for day, words in days:
        made = office.draft(purpose="surrender", license=old, on=LATER, given_back_on=day)
        assert words in " ".join(_against(made))
    made = office.draft(purpose="surrender", license=old, on=LATER)
    wanted = {name: value for name, value in made.payload.items() if name != "given_back_on"}
    made = applications.save_draft(made, wanted, by=office.officer, version=made.version)
    assert _against(made) == ["Missing: the day from which it is given back."]


def _against(made):
    with translation.override("en"):
        return problems.found(made, held=applications.application_clock.rules(made, LATER), on=LATER)


def test_a_transfer_gives_the_new_holder_a_license_of_their_own(office, client):
    old = office.granted().granted_license
    old = licenses.amend(
        old, by=office.officer, version=old.version, on=MONDAY, conditions="Chỉ dùng trong khuôn viên", reason="QĐ"
    )
    made = office.submitted(purpose="transfer", license=old, licensee=office.buyer, on=LATER)
    made = _decided(office, made, LATER, until=None)
    old.refresh_from_db()
    new = made.granted_license
    assert (new.holder, old.status, new.supersedes) == (office.buyer, LicenseStatus.SUPERSEDED, old)
    assert new.assignments.get().station.licensee == office.buyer
    # what the old one was bound to binds the new one, in the register and on its paper
    assert new.conditions == "Chỉ dùng trong khuôn viên"
    paper = IssuedDocument.objects.about(new).get()
    assert "Chỉ dùng trong khuôn viên" in " ".join(_text(paper).split())
    assert verify.check(paper.verify_code).replaces == old.number
    for language, words in (("vi", "Đã được thay thế"), ("en", "Superseded")):
        client.cookies["django_language"] = language
        page = client.get(reverse("register_license", args=[old.pk])).content.decode()
        assert reverse("register_license", args=[new.pk]) in page, language
        assert words in page
    told = client.get(f"/api/public/v1/licenses/{new.pk}/").json()
    assert told["replaces"] == old.pk.hex
    # a later correction of the new license leaves the link alone
    assert licenses.amend(new, by=office.officer, version=new.version, on=LATER, conditions="Khác").supersedes == old


def test_a_refusal_names_its_grounds_on_its_paper(office):
    made = office.examined()
    decisions.propose(
        made, outcome="refuse", grounds=["refusal.radio.d"], text="Tần số không phù hợp quy hoạch.",
        by=office.officer, on=MONDAY,
    )  # fmt: skip
    sha256 = decisions.open_decision(made).content_sha256
    decisions.countersign(made, by=office.chief, on=MONDAY, seen_sha256=sha256)
    paper = grants.refuse(made, by=office.officer, on=MONDAY)
    made.refresh_from_db()
    assert made.status == ApplicationStatus.REFUSED
    assert "quy hoạch tần số" in _text(paper)
    assert not License.objects.exists()


def test_an_internet_agent_is_entered_in_the_register_without_a_decision(office, officer):
    agent = licensees.create(by=officer, on=MONDAY, name="Hộ Sóng", kind="household", unit=office.units.nha_trang)
    made = applications.start(
        by=officer, on=MONDAY, kind="internet_agent", purpose="new", licensee=agent, payload={
            "place": {"name": "Đại lý Sóng", "address": "2 Yersin", "unit": office.units.nha_trang.pk.hex,
                      "business_registration": "56A8", "isp_name": "VNPT", "isp_contract_number": "HĐ 1"}},
    )  # fmt: skip
    office.bring(made, by=officer)
    applications.submit(made, by=officer, on=MONDAY)
    desk.take_up(made, by=officer)
    paper = grants.enter(made, by=officer, on=MONDAY)
    made.refresh_from_db()
    assert (made.status, made.establishment.status, made.granted_license) == ("granted", "verified", None)
    assert "Đại lý Sóng" in _text(paper)


def test_an_agent_closes_from_the_day_its_keeper_named_and_not_before(office, officer):
    agent = licensees.create(by=officer, on=MONDAY, name="Hộ Sóng", kind="household", unit=office.units.nha_trang)
    place = establishments.declare(
        by=officer, on=MONDAY, licensee=agent, name="Đại lý Sóng", kind="internet_agent",
        unit=office.units.nha_trang, address="2 Yersin",
    )  # fmt: skip
    made = applications.start(
        by=officer, on=MONDAY, kind="internet_agent", purpose="surrender", licensee=agent, establishment=place
    )
    office.bring(made, by=officer)
    asked = {**made.payload, "given_back_on": LATER.isoformat()}
    made = applications.save_draft(made, asked, by=officer, version=made.version)
    applications.submit(made, by=officer, on=MONDAY)
    desk.take_up(made, by=officer)
    with pytest.raises(Conflict) as refused:
        grants.enter(made, by=officer, on=MONDAY)
    assert refused.value.code == "too_early"
    assert grants.enter(made, by=officer, on=LATER) is None
    place.refresh_from_db()
    assert (place.status, place.valid_until) == ("closed", LATER - dt.timedelta(days=1))


def test_a_hold_placed_meanwhile_stops_the_proposal(office):
    made = office.examined()
    holds.place(office.holder, reason="Chưa nộp phạt", by=office.officer, on=MONDAY)
    with pytest.raises(Conflict) as refused:
        decisions.propose(made, outcome="grant", valid_until=UNTIL, by=office.officer, on=MONDAY)
    assert refused.value.code == "hold"


def test_a_register_change_that_fails_leaves_no_paper_and_no_number(office, monkeypatch):
    made = office.countersigned()
    office.waived(made)

    def broken(**_values):
        raise Conflict("the register refused")

    monkeypatch.setattr(licenses, "register", broken)
    with pytest.raises(Conflict):
        grants.grant(made, by=office.officer, on=MONDAY)
    assert not IssuedDocument.objects.exists()
    made.refresh_from_db()
    assert made.status == ApplicationStatus.COUNTERSIGNED
    assert not Establishment.objects.exists()


def _decided(office, made, on, *, until):
    desk.take_up(made, by=office.officer)
    desk.accept(made, by=office.officer, on=on)
    decisions.examine(made, by=office.officer, on=on)
    decisions.propose(made, outcome="grant", valid_until=until, text=LOOKED, by=office.officer, on=on)
    sha256 = decisions.open_decision(made).content_sha256
    decisions.countersign(made, by=office.chief, on=on, seen_sha256=sha256, examination_seen=True)
    office.waived(made, on=on)
    grants.grant(made, by=office.officer, on=on)
    made.refresh_from_db()
    return made


def network_of(office, count):
    """An internal network of so many frequencies at one station."""
    payload = office.network()
    payload["stations"][0]["frequencies"] = [
        {"tx_hz": 157_400_000 + number * 12_500, "power_w": 10.0, "power_reference": "erp", "emissions": ["11K0F3E"]}
        for number in range(count)
    ]
    return payload


def test_a_long_annex_is_drawn_in_the_background_and_named_by_its_digest_on_the_paper(
    office, as_user, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(papers, "INLINE_ROWS", 20)
    made = office.countersigned(payload=network_of(office, 30))
    office.waived(made)
    with django_capture_on_commit_callbacks() as waiting:
        paper = grants.grant(made, by=office.officer, on=MONDAY)
    [job] = BackgroundJob.objects.filter(kind="license_annex")
    sha256 = json.loads(paper.payload)["annex_sha256"]
    printed = "".join(_text(paper).split())
    assert sha256 in printed
    assert "30ấnđịnh" in printed
    assert "157,5" not in printed  # the rows are not drawn while somebody waits
    assert job.state == JobStatus.WAITING
    made.refresh_from_db()
    page = reverse("desk:license", args=[made.granted_license.pk])
    assert "data-progress" in as_user(office.officer).get(page).content.decode()
    for callback in waiting:
        callback()
    job.refresh_from_db()
    with annexes.open_file(job) as file:
        pages = [each.extract_text() for each in PdfReader(file).pages]
    assert all(sha256 in page for page in pages)
    assert (job.result["content_sha256"], job.result["rows"]) == (sha256, 30)
    assert f"mã tra cứu {paper.shown_code}" in pages[0]


def test_a_short_annex_stays_on_the_paper(office):
    paper = IssuedDocument.objects.about(office.granted().granted_license).get()
    text = " ".join(_text(paper).split())
    assert "PHỤ LỤC" in text
    # what a visit measures against
    for said in (
        "hô hiệu XVT9AB",
        "cao 18 m so với mặt đất",
        "độ lợi 3 dBi",
        "Thiết bị: D-100",
        "Bán kính phục vụ 5 km",
    ):
        assert said in text
    assert not BackgroundJob.objects.filter(kind="license_annex").exists()


def test_an_annex_that_failed_is_drawn_again_as_the_paper_says_whatever_the_register_says_since(office, monkeypatch):
    monkeypatch.setattr(papers, "INLINE_ROWS", 20)
    made = office.countersigned(payload=network_of(office, 30))
    office.waived(made)
    paper = grants.grant(made, by=office.officer, on=MONDAY)
    made.refresh_from_db()
    BackgroundJob.objects.update(state=JobStatus.FAILED)
    license = made.granted_license
    job = annexes.execute(annexes.start(license, by=office.officer, on=LATER).pk)
    assert job.result["content_sha256"] == json.loads(paper.payload)["annex_sha256"]
    assert annexes.of_papers([paper])[paper.pk] == job


def test_the_paper_says_where_its_holder_signs_up_and_that_its_own_code_is_not_the_one(office):
    text = " ".join(_text(IssuedDocument.objects.about(office.granted().granted_license).get()).split())
    assert f"{settings.SITE_URL}/my/" in text
    assert "in ở mặt sau bản giao cho chủ giấy phép hoặc gửi trong thư riêng" in text
    assert "mã tra cứu ở chân trang chỉ để kiểm tra giấy" in text


def test_a_license_is_not_issued_while_a_fee_with_a_known_figure_was_neither_asked_for_nor_waived(office, as_user):
    made = office.countersigned()
    officer = as_user(office.officer)
    page = reverse("desk:application", args=[made.pk])
    shown = officer.get(page)
    assert "300.000" in shown.context["next"]["what"]
    assert "grant" not in [act.name for act in shown.context["acts"]]
    with pytest.raises(Conflict) as refused:
        grants.grant(made, by=office.officer, on=MONDAY)
    assert refused.value.code == "fee_unasked"
    # the officer who issues does not let anybody off
    with pytest.raises(NotAllowed):
        asking.waive(made, reason="Miễn", by=office.officer, on=MONDAY)
    waive = reverse("desk:application_waive", args=[made.pk, "waive_fee"])
    assert officer.get(waive).status_code == 403
    data = {"version": made.version, "reason": "Miễn theo Điều 4"}
    assert as_user(office.chief).post(waive, data).status_code == 302
    assert "Miễn theo Điều 4" in officer.get(page).content.decode()
    made.refresh_from_db()
    assert grants.grant(made, by=office.officer, on=MONDAY)


def test_a_fee_without_a_figure_blocks_nothing_and_the_page_says_so(office, as_user, monkeypatch):
    made = office.countersigned()
    monkeypatch.setattr(asking.invoices.Subject, "tariffs", lambda _self: [])
    shown = as_user(office.officer).get(reverse("desk:application", args=[made.pk]))
    assert "Chưa có quy định nào cho biết mức thu" in shown.context["next"]["what"]
    assert grants.grant(made, by=office.officer, on=MONDAY)
