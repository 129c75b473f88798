"""What stands against submitting, each named; and what is done with files that are incomplete or unanswered."""

import datetime as dt
import sys

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import translation

from common.errors import Conflict, Invalid, NotAllowed, Unavailable
from licenses.enums import ApplicationStatus, LicenseKind
from licenses.models import Application, ClockEvent
from licenses.services import holds, licensees, licenses
from licenses.services.applications import decisions, desk, grants, technical_checks
from licenses.services.applications import filing as applications
from licenses.services.portal import precheck
from tests.licenses.applications.scene import MONDAY, page

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def _refusals(application, by, on=MONDAY):
    with pytest.raises(Invalid) as refused:
        applications.submit(application, by=by, on=on)
    return [str(text) for text in refused.value.fields["submit"]]


def test_a_submitted_file_gets_its_number_and_its_days(office):
    made = office.submitted()
    assert (made.number, made.status, made.received_on) == ("01/2026/HS-ĐN", ApplicationStatus.SUBMITTED, MONDAY)
    assert made.check_due_on == dt.date(2026, 3, 9)  # 5 working days
    assert made.due_on == MONDAY + 28 * DAY
    assert not made.outside
    assert office.submitted(payload=office.network(name="Đài hai")).number == "02/2026/HS-ĐN"


def test_everything_that_is_missing_is_named_at_once(office):
    made = applications.start(
        by=office.officer, on=MONDAY, kind=LicenseKind.LAND_MOBILE_INTERNAL, purpose="new", licensee=office.holder,
        payload=office.network(site_name="", frequencies=[{"tx_hz": 157_400_000}]),
    )  # fmt: skip
    found = "\n".join(_refusals(made, office.officer))
    for word in ("site", "power", "emission designators", "Document missing"):
        assert word in found
    assert Application.objects.get(pk=made.pk).number == ""
    assert not ClockEvent.objects.exists()


def test_a_holder_under_a_hold_is_refused_until_it_is_lifted(office):
    made = office.draft()
    hold = holds.place(office.holder, reason="Chưa nộp phạt", by=office.officer, on=MONDAY)
    assert any("Chưa nộp phạt" in text for text in _refusals(made, office.officer))
    holds.lift(hold, reason="Đã nộp", by=office.officer, on=MONDAY)
    assert applications.submit(made, by=office.officer, on=MONDAY).number


def test_a_place_has_one_certificate_at_a_time(office):
    first = office.granted(kind=LicenseKind.GAME_POINT, until=dt.date(2029, 3, 1))
    again = office.draft(kind=LicenseKind.GAME_POINT, establishment=first.establishment)
    same_address = office.draft(kind=LicenseKind.GAME_POINT, payload=office.place(name="Tên khác"))
    for made in (again, same_address):
        assert any(first.granted_license.number in text for text in _refusals(made, office.clerk))


def test_a_game_point_without_a_computer_or_a_room_is_stopped_and_its_hours_are_compared(office):
    made = office.draft(
        kind=LicenseKind.GAME_POINT,
        payload=office.place(computers=0, room_area_m2=-5, opening_time="23:00", closing_time="05:00"),
    )
    told = " ".join(_refusals(made, office.clerk))
    assert told.count("must be more than 0") == 2
    told = {}
    for on in (MONDAY, dt.date(2026, 7, 6)):  # before the decree that gives the hours, and under it
        _outcome, lines = technical_checks.run("game_place", made, by=office.clerk, on=on)
        told[on] = [line.tone for line in lines if "hours" in line.text]
    assert list(told.values()) == [["info"], ["bad"]]


@pytest.mark.parametrize(("days_left", "word"), [(29, "Too late"), (400, "Too early")])
def test_a_renewal_outside_its_window_is_refused(office, days_left, word):
    old = _license(office, MONDAY + days_left * DAY)
    with pytest.raises(Invalid, match=word):
        office.draft(purpose="renew", license=old)


@pytest.mark.parametrize("days_left", [30, 365])
def test_a_renewal_on_the_edge_of_its_window_is_taken(office, days_left):
    old = _license(office, MONDAY + days_left * DAY)
    made = office.draft(purpose="renew", license=old)
    assert applications.submit(made, by=office.officer, on=MONDAY).number


def test_the_same_application_twice_is_refused_with_the_number_of_the_first(office):
    first = office.submitted()
    assert any(first.number in text for text in _refusals(office.draft(), office.officer))


def test_a_license_of_somebody_else_cannot_be_renewed(office):
    old = _license(office, MONDAY + 90 * DAY)
    made = office.draft(purpose="renew", license=old, licensee=office.buyer)
    assert any("held by somebody else" in text for text in _refusals(made, office.officer))


def test_a_supplement_stops_the_clock_and_the_answer_restarts_it(office):
    made = office.submitted()
    desk.take_up(made, by=office.officer)
    desk.request_supplement(made, codes=["declaration"], note="Bản đồ vị trí", by=office.officer, on=MONDAY + 2 * DAY)
    asked = made.supplements.get()
    assert (made.due_on, made.answer_due_on) == (None, MONDAY + 32 * DAY)
    assert "- Bản khai" in asked.text
    assert "- Bản đồ vị trí" in asked.text
    assert "hồ sơ bị hủy" in asked.text  # the letter is Vietnamese on an English page too
    letter = desk.issue_request(made, by=office.officer, on=MONDAY + 2 * DAY)
    assert (letter.number, letter.form_code) == ("01/TB-BSHS", "supplement_request")
    with pytest.raises(Conflict):
        desk.issue_request(made, by=office.officer, on=MONDAY + 2 * DAY)
    applications.answer(made, by=office.officer, on=MONDAY + 10 * DAY, text="Đã nộp")
    assert made.status == ApplicationStatus.COMPLETENESS_CHECK
    assert made.due_on == MONDAY + (28 + 8) * DAY


def test_without_an_answer_the_file_is_void_after_thirty_days_once(office):
    made = office.submitted()
    desk.take_up(made, by=office.officer)
    desk.request_supplement(made, codes=["declaration"], note="", by=office.officer, on=MONDAY)
    assert desk.lapse_unanswered(on=MONDAY + 30 * DAY) == []
    assert desk.lapse_unanswered(on=MONDAY + 31 * DAY) == [made]
    assert desk.lapse_unanswered(on=MONDAY + 31 * DAY) == []
    made.refresh_from_db()
    assert (made.status, made.ended_on) == (ApplicationStatus.LAPSED, MONDAY + 31 * DAY)


def test_where_the_law_gives_no_period_the_officer_sets_the_day(office):
    made = office.submitted(kind=LicenseKind.GAME_POINT)
    desk.take_up(made, by=office.clerk)
    with pytest.raises(Invalid) as refused:
        desk.request_supplement(made, codes=["declaration"], note="", by=office.clerk, on=MONDAY)
    assert "answer_by" in refused.value.fields
    desk.request_supplement(
        made, codes=["declaration"], note="", by=office.clerk, on=MONDAY, answer_by=MONDAY + 14 * DAY
    )
    assert made.answer_due_on == MONDAY + 14 * DAY


def test_a_kind_of_the_national_authority_is_forwarded_not_decided(office):
    network = office.network()
    made = office.draft(kind=LicenseKind.LAND_MOBILE_PRIVATE, payload=network)
    applications.submit(made, by=office.officer, on=MONDAY)
    assert made.outside
    desk.take_up(made, by=office.officer)
    with pytest.raises(Conflict) as refused:
        desk.accept(made, by=office.officer, on=MONDAY)
    assert refused.value.code == "forward_first"
    desk.forward(made, letter="CV 12 ngày 02/03/2026", by=office.officer, on=MONDAY)
    assert made.status == ApplicationStatus.FORWARDED
    license = licenses.register(
        by=office.officer, on=MONDAY, number="900/GP", kind=made.kind, holder=office.holder,
        granting_authority="Cục Tần số vô tuyến điện", valid_from=MONDAY, valid_until=MONDAY + 300 * DAY,
    )  # fmt: skip
    grants.record_grant(made, license=license, letter="GP 900", by=office.officer, on=MONDAY + 20 * DAY)
    assert (made.status, made.granted_license) == (ApplicationStatus.GRANTED, license)


def test_a_file_for_another_agency_of_the_system_is_handed_over(office, officer):
    holder = _own_holder(office, officer)
    made = office.draft(by=officer, licensee=holder)
    applications.submit(made, by=officer, on=MONDAY)
    desk.take_up(made, by=officer)
    with pytest.raises(Conflict) as refused:
        desk.accept(made, by=officer, on=MONDAY)
    assert refused.value.code == "hand_over_first"
    desk.hand_over(made, to=office.agencies.ttts7, by=officer, on=MONDAY)
    assert made.agency == office.agencies.ttts7
    assert Application.objects.visible_to(officer).filter(pk=made.pk).exists()
    with pytest.raises(NotAllowed):
        desk.assign(made, officer=office.officer, by=officer, on=MONDAY)
    desk.assign(made, officer=office.officer, by=office.officer, on=MONDAY)
    desk.accept(made, by=office.officer, on=MONDAY)
    decisions.examine(made, by=office.officer, on=MONDAY)
    decisions.propose(made, outcome="grant", valid_until=MONDAY + 300 * DAY, by=office.officer, on=MONDAY)
    sha256 = decisions.open_decision(made).content_sha256
    decisions.countersign(made, by=office.chief, on=MONDAY, seen_sha256=sha256)
    office.waived(made)
    assert grants.grant(made, by=office.officer, on=MONDAY).agency == office.agencies.ttts7


def test_a_withdrawn_file_keeps_everything_and_takes_no_more(office):
    made = office.submitted()
    applications.withdraw(made, by=office.officer, on=MONDAY, reason="Đổi ý")
    assert made.documents.exists()
    with pytest.raises(Conflict):
        applications.attach(made, data=page(), file_name="a.png", code="other", by=office.officer, on=MONDAY)


def test_the_database_refuses_a_status_nobody_stepped_to(office):
    made = office.submitted()
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=made.pk).update(status=ApplicationStatus.GRANTED)


def test_a_virus_scanner_that_finds_something_or_does_not_answer_lets_nothing_in(office, settings):
    made = office.draft()
    count = made.documents.count()
    for command, error in ((f'{sys.executable} -c "raise SystemExit(1)"', Invalid), ("/khong/co", Unavailable)):
        settings.VIRUS_SCAN_COMMAND = command
        with pytest.raises(error):
            applications.attach(made, data=page("red"), file_name="a.png", code="other", by=office.officer, on=MONDAY)
    assert made.documents.count() == count
    settings.VIRUS_SCAN_COMMAND = f'{sys.executable} -c "raise SystemExit(0)"'
    clean = applications.attach(made, data=page("red"), file_name="a.png", code="other", by=office.officer, on=MONDAY)
    assert clean.scan_state == "clean"


def _license(office, until):
    return licenses.register(
        by=office.officer, on=MONDAY, number="10/GP", kind=LicenseKind.LAND_MOBILE_INTERNAL, holder=office.holder,
        granting_authority="Trung tâm", valid_from=until - 1000 * DAY, valid_until=until,
    )  # fmt: skip


def _own_holder(office, by):
    return licensees.create(by=by, on=MONDAY, name="Công ty Sở", kind="organisation", unit=office.units.nha_trang)


def test_an_emission_designator_that_does_not_exist_is_stopped_at_entry_not_after_the_signatures(office, as_user):
    network = office.network()
    network["stations"][0]["frequencies"][0]["emissions"] = ["16KF3E"]
    made = office.draft(payload=network)
    told = next(text for text in _refusals(made, office.officer) if "16KF3E" in text)
    assert "16K0F3E" in told  # the likely mend
    [standing] = [each for each in precheck.against(made, MONDAY) if each.text == told]
    assert (standing.part, standing.station, standing.field) == ("station", 0, "f-0-emissions")
    officer = as_user(office.officer)
    data = {"version": made.version, "use": "Nội bộ", "wanted_until": "2030-12-31"}
    saved = officer.post(reverse("desk:application_content", args=[made.pk]), data, follow=True)
    assert "16KF3E" in " ".join(str(each) for each in saved.context["messages"])


def test_an_impossible_designator_that_came_in_before_passes_neither_completeness_nor_proposal(office):
    made = office.examined()
    network = office.network()
    network["stations"][0]["frequencies"][0]["emissions"] = ["16KF3E"]
    made = applications.save_draft(made, network, by=office.officer, version=made.version, reason="Theo đơn")
    decisions.examine(made, by=office.officer, on=MONDAY)
    with pytest.raises(Invalid) as refused:
        decisions.propose(made, outcome="grant", valid_until=MONDAY + 300 * DAY, by=office.officer, on=MONDAY)
    assert "16KF3E" in refused.value.fields["outcome"][0]
    other = office.submitted(payload=office.network(name="Đài hai"))
    network["stations"][0]["name"] = "Đài hai"
    Application.objects.filter(pk=other.pk).update(payload=network)
    other.refresh_from_db()
    desk.take_up(other, by=office.officer)
    with pytest.raises(Invalid) as refused:
        desk.accept(other, by=office.officer, on=MONDAY)
    assert "16KF3E" in refused.value.fields["complete"][0]
