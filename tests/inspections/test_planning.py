"""Scheduling a visit: what is refused, why, and how to mend it."""

import datetime as dt
from types import SimpleNamespace

import pytest

from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed
from inspections.enums import VisitReason
from inspections.models import Visit
from inspections.services import overrides, planning
from licenses.enums import LicenseeKind
from licenses.models import Establishment
from licenses.services import licensees
from rulebook.models import CalendarDay
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, MONDAY, other_licensee, plan_of, scheduled

pytestmark = pytest.mark.django_db


def test_a_visit_gets_a_number_a_team_and_the_checklists_of_its_target(
    people: dict[str, User], agent: Establishment
) -> None:
    visit = scheduled(people, agent)
    assert visit.number == "01/2026/KT"
    assert [str(row.user) for row in visit.member_rows.all()] == ["Trần Thị Bình"]
    # the agent offers games, so the game list is asked as well, after that of the visit's own subject
    assert {row.code for row in visit.checklists.all()} == {"access-point", "game-point"}
    assert (visit.unit, visit.lat) == (agent.unit, agent.lat)


def test_sending_the_plan_twice_makes_one_visit(people: dict[str, User], agent: Establishment) -> None:
    first = scheduled(people, agent)
    plan = plan_of(people, agent, visit_id=first.pk)
    assert planning.schedule(plan, by=people["chief"], on=MONDAY) == first
    assert Visit.objects.count() == 1


def test_faults_are_told_together(people: dict[str, User], agent: Establishment) -> None:
    plan = plan_of(
        people, agent, window_start=dt.date(2026, 11, 20), window_end=dt.date(2026, 11, 19),
        lead=people["inspector2"], subject="games", reason=VisitReason.COMPLAINT,
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        planning.schedule(plan, by=people["chief"], on=MONDAY)
    assert set(refused.value.fields) == {"window_start", "window_end", "lead", "subject", "reason_text"}
    assert not Visit.objects.exists()


def test_another_business_s_place_is_refused(people: dict[str, User], agent: Establishment) -> None:
    other = other_licensee(people, "Công ty khác")
    with pytest.raises(Invalid) as refused:
        planning.schedule(plan_of(people, agent, licensee=other), by=people["chief"], on=MONDAY)
    assert "target" in refused.value.fields


def test_an_officer_of_another_agency_cannot_plan_for_this_one(people: dict[str, User], agent: Establishment) -> None:
    with pytest.raises(NotAllowed):
        planning.schedule(plan_of(people, agent), by=people["culture"], on=MONDAY)


def test_a_planned_radio_visit_needs_three_working_days_of_notice(
    people: dict[str, User], network: SimpleNamespace
) -> None:
    thursday = dt.date(2026, 12, 3)
    with pytest.raises(Invalid) as refused:
        planning.schedule(
            plan_of(people, network, window_start=dt.date(2026, 12, 2), window_end=thursday),
            by=people["chief"], on=MONDAY,
        )  # fmt: skip
    assert refused.value.details["first_day"] == "2026-12-03"
    kept = planning.schedule(
        plan_of(people, network, window_start=thursday, window_end=thursday), by=people["chief"], on=MONDAY
    )
    assert kept.status == "planned"


def test_holidays_and_swap_days_lengthen_the_notice(people: dict[str, User], network: SimpleNamespace) -> None:
    # 2027-01-01 is a Friday and a holiday: three working days after Tuesday 29 December end on Monday 4 January
    tuesday, monday = dt.date(2026, 12, 29), dt.date(2027, 1, 4)
    with pytest.raises(Invalid):
        planning.schedule(
            plan_of(people, network, window_start=dt.date(2027, 1, 2), window_end=monday),
            by=people["chief"], on=tuesday,
        )  # fmt: skip
    CalendarDay.objects.create(
        code="2027-01-02", administration="vn", basis="copy", source="test", effective_from=tuesday,
        date=dt.date(2027, 1, 2), working=True, name_vi="làm bù", name_en="swap", content_hash="x",
    )  # fmt: skip
    made = planning.schedule(
        plan_of(people, network, window_start=dt.date(2027, 1, 2), window_end=monday), by=people["chief"], on=tuesday
    )
    assert made.window_start == dt.date(2027, 1, 2)


def test_interference_needs_no_notice_but_a_reason(people: dict[str, User], network: SimpleNamespace) -> None:
    plan = plan_of(
        people, network, reason=VisitReason.COMPLAINT, reason_text="Nhiễu kênh 16", window_start=MONDAY,
        window_end=MONDAY, no_notice="interference",
    )  # fmt: skip
    with pytest.raises(Invalid) as refused:
        planning.schedule(plan, by=people["chief"], on=MONDAY)
    assert "no_notice_reason" in refused.value.fields
    plan.no_notice_reason = "Đang gây nhiễu có hại"
    assert planning.schedule(plan, by=people["chief"], on=MONDAY).no_notice == "interference"


def test_no_rule_is_no_excuse_where_there_is_one(people: dict[str, User], network: SimpleNamespace) -> None:
    with pytest.raises(Invalid) as refused:
        scheduled(people, network, no_notice="no_rule")
    assert "no_notice" in refused.value.fields


@pytest.mark.parametrize("reason", ["planned", "complaint", "application"])
def test_a_second_visit_in_the_year_is_refused_whatever_its_reason(
    people: dict[str, User], agent: Establishment, reason: str
) -> None:
    first = scheduled(people, agent)
    with pytest.raises(Conflict) as refused:
        scheduled(people, agent, window_end=dt.date(2026, 12, 8), reason=reason, reason_text="x")
    assert refused.value.code == "one_visit_a_year"
    assert refused.value.details["visit"] == first.number


def test_what_is_found_on_the_spot_needs_nobody_else_but_only_that_same_day(
    people: dict[str, User], agent: Establishment
) -> None:
    scheduled(people, agent)
    spot = {"reason": VisitReason.ON_THE_SPOT, "reason_text": "Mở cửa lúc 23 giờ"}
    with pytest.raises(Invalid) as refused:
        scheduled(people, agent, **spot)
    assert list(refused.value.fields) == ["window_start"]
    assert scheduled(people, agent, **spot, window_start=MONDAY, window_end=MONDAY).reason == "on_the_spot"


def test_a_re_inspection_needs_a_violation_found_in_the_visit_it_follows(
    people: dict[str, User], agent: Establishment
) -> None:
    first = scene.started(people, agent)
    again = {"reason": VisitReason.REINSPECTION, "reason_text": "Kiểm tra khắc phục", "previous": first}
    with pytest.raises(Conflict):
        scheduled(people, agent, **again)
    scene.found(first, people["inspector"], "AP-09")
    assert scheduled(people, agent, **again).previous == first


def test_a_cancelled_visit_does_not_use_up_the_year(people: dict[str, User], agent: Establishment) -> None:
    first = scheduled(people, agent)
    planning.cancel(first, by=people["chief"], reason="Trùng với đoàn khác")
    assert scheduled(people, agent).reason == VisitReason.PLANNED


def test_the_year_counts_across_merged_records_and_agencies(
    people: dict[str, User], network: SimpleNamespace, agencies: SimpleNamespace, units: SimpleNamespace
) -> None:
    scheduled(people, network)
    # the same company, entered by the department of Đắk Lắk under the same tax code
    from_elsewhere = licensees.create(
        by=people["officer"], on=MONDAY, name="Cty Hòn Khói", kind=LicenseeKind.ORGANISATION, unit=units.nha_trang
    )
    type(from_elsewhere).objects.filter(pk=from_elsewhere.pk).update(
        agency=agencies.skhcn_dl, identifier_scheme="tax_code", identifier=network.holder.identifier
    )
    from_elsewhere.refresh_from_db()
    network.station.licensee = from_elsewhere
    network.station.save()
    with pytest.raises(Conflict):
        scheduled(people, network, licensee=from_elsewhere)


def test_an_override_needs_a_reason_and_a_second_person(people: dict[str, User], agent: Establishment) -> None:
    scheduled(people, agent)
    chief, decider = people["chief"], people["decider"]
    request = {"agency": agent.agency, "licensee": agent.licensee, "year": 2026, "by": chief}
    with pytest.raises(Invalid):
        overrides.request(**request, reason=" ", source="Phiếu số 7")
    with pytest.raises(Invalid) as refused:
        overrides.request(**request, reason="Ba tin báo", source=" ")
    assert list(refused.value.fields) == ["source"]
    asked = overrides.request(**request, reason="Ba tin báo trong tháng 10", source="Phiếu số 7")
    assert overrides.request(**request, reason="lần nữa", source="Phiếu số 8") == asked
    with pytest.raises(NotAllowed):
        overrides.approve(asked, by=chief)
    with pytest.raises(Invalid):
        scheduled(people, agent, override=asked)
    overrides.approve(asked, by=decider)
    second = scheduled(people, agent, override=asked)
    asked.refresh_from_db()
    assert (second.override, asked.status, asked.decided_by) == (asked, "used", decider)
    with pytest.raises(Invalid):
        scheduled(people, agent, override=asked)


def test_a_refused_override_needs_a_note(people: dict[str, User], agent: Establishment) -> None:
    scheduled(people, agent)
    asked = overrides.request(
        agency=agent.agency,
        licensee=agent.licensee,
        year=2026,
        reason="Tin báo",
        source="Phiếu số 7",
        by=people["chief"],
    )
    with pytest.raises(Invalid):
        overrides.refuse(asked, by=people["decider"], note="")
    assert overrides.refuse(asked, by=people["decider"], note="Không rõ dấu hiệu").status == "refused"


def test_two_chiefs_changing_the_team_do_not_overwrite_each_other(
    people: dict[str, User], agent: Establishment
) -> None:
    visit = scheduled(people, agent)
    planning.change_team(visit, lead=people["chief"], members=[people["inspector"]], by=people["chief"], version=1)
    with pytest.raises(Conflict):
        planning.change_team(visit, lead=people["inspector"], members=[], by=people["chief"], version=1)
    assert planning.team_names(visit) == ["Nguyễn Văn An", "Trần Thị Bình"]


def test_a_window_of_the_past_is_refused(people: dict[str, User], agent: Establishment) -> None:
    with pytest.raises(Invalid) as refused:
        planning.schedule(plan_of(people, agent), by=people["chief"], on=FRIDAY + dt.timedelta(days=1))
    assert "window_start" in refused.value.fields
