"""Changes of a license on a coming day: two people, effective with the day, right also when the daily work is late."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse

from accounts.models import JournalEntry
from common.clock import today
from common.errors import Conflict, Invalid, NotAllowed
from licenses.enums import LicenseKind, LicenseStatus, PlannedStatus, PlannedStep
from licenses.models import License, PlannedChange
from licenses.queries.planned import announced, standing
from licenses.queries.public.record import IN_FORCE, SUSPENDED, record
from licenses.services import licenses, planned

TODAY = dt.date(2026, 11, 23)
DAY = dt.date(2026, 12, 12)
ONE = dt.timedelta(days=1)


@pytest.fixture
def license(holder, officer, units):
    return licenses.register(
        by=officer,
        on=TODAY,
        number="77/GP",
        kind=LicenseKind.LAND_MOBILE_INTERNAL,
        holder=holder,
        unit=units.nha_trang,
        valid_from=dt.date(2024, 1, 1),
        valid_until=dt.date(2027, 12, 31),
    )


def plan(license, officer, step=PlannedStep.REVOKE, **more):
    values = {"effective_on": DAY, "reason": "Quyết định 9/QĐ", "by": officer, "on": TODAY} | more
    return planned.propose(license, step, **values)


@pytest.fixture
def revocation(license, officer, decider):
    return planned.approve(plan(license, officer), by=decider, on=TODAY)


def test_a_proposal_does_nothing_until_another_person_countersigned_it(license, officer, decider):
    change = plan(license, officer)
    assert standing(license, DAY).status == LicenseStatus.ACTIVE
    with pytest.raises(NotAllowed):
        planned.approve(change, by=officer, on=TODAY)
    planned.approve(change, by=decider, on=TODAY)
    assert standing(license, DAY).status == LicenseStatus.REVOKED
    assert announced([license]) == {license.pk: [change]}


def test_nobody_ends_a_license_alone_by_calling_it_a_surrender(license, officer, decider):
    change = plan(license, officer, PlannedStep.SURRENDER)
    assert change.status == PlannedStatus.PROPOSED
    assert standing(license, DAY).status == LicenseStatus.ACTIVE
    planned.approve(change, by=decider, on=TODAY)
    assert standing(license, DAY).status == LicenseStatus.SURRENDERED


@pytest.mark.parametrize(
    ("first", "until"), [(DAY + ONE, DAY + 2 * ONE), (DAY - ONE, None), (DAY + 5 * ONE, DAY + 9 * ONE)]
)
def test_suspensions_do_not_overlap(license, officer, first, until):
    plan(license, officer, PlannedStep.SUSPEND, until=DAY + 5 * ONE)
    with pytest.raises(Conflict):
        plan(license, officer, PlannedStep.SUSPEND, effective_on=first, until=until)
    plan(license, officer, PlannedStep.SUSPEND, effective_on=DAY + 6 * ONE, until=DAY + 9 * ONE)


def test_nothing_is_planned_for_after_the_end(license, officer, revocation):
    with pytest.raises(Conflict):
        plan(license, officer, PlannedStep.SUSPEND, effective_on=DAY + ONE)


def test_a_term_is_not_made_longer_without_a_renewal(license, officer):
    with pytest.raises(Invalid) as refused:
        plan(license, officer, PlannedStep.AMEND, changes={"valid_until": dt.date(2099, 12, 31)})
    assert "valid_until" in refused.value.fields


@pytest.mark.parametrize(
    ("on", "status", "held"),
    [(DAY - ONE, LicenseStatus.ACTIVE, True), (DAY, LicenseStatus.REVOKED, False), (DAY + ONE, "revoked", False)],
)
def test_it_holds_from_its_day_on_though_the_daily_work_never_ran(license, revocation, on, status, held):
    assert standing(license, on).status == status
    assert License.objects.active_on(on).filter(pk=license.pk).exists() is held


def test_the_daily_work_records_it_with_its_own_day_however_late_and_once(license, revocation):
    late = DAY + 5 * ONE
    assert planned.apply_due(on=DAY - ONE) == {"applied": 0, "overtaken": 0}
    assert planned.apply_due(on=late) == {"applied": 1, "overtaken": 0}
    assert planned.apply_due(on=late) == {"applied": 0, "overtaken": 0}
    license.refresh_from_db()
    assert (license.status, license.ended_on) == (LicenseStatus.REVOKED, DAY)
    entry = JournalEntry.objects.get(verb="license.revoke")
    assert entry.actor.is_system
    assert entry.note == "Quyết định 9/QĐ"


def test_before_and_after_the_daily_work_the_license_stands_the_same(license, revocation):
    before = standing(license, DAY)
    planned.apply_due(on=DAY)
    license.refresh_from_db()
    after = standing(license, DAY)
    assert (before.status, before.ended_on) == (after.status, after.ended_on)


@pytest.mark.parametrize(
    ("moment", "day", "status"),
    [
        (dt.datetime(2026, 12, 11, 16, 59, 59, tzinfo=dt.UTC), DAY - ONE, LicenseStatus.ACTIVE),
        (dt.datetime(2026, 12, 11, 17, 0, 0, tzinfo=dt.UTC), DAY, LicenseStatus.REVOKED),
    ],
)
def test_the_day_begins_at_midnight_in_viet_nam(license, revocation, moment, day, status):
    with time_machine.travel(moment, tick=False):
        assert today() == day
        assert standing(license, today()).status == status
        call_command("run_daily", verbosity=0)
    license.refresh_from_db()
    assert license.status == status


def test_a_suspension_with_a_last_day_ends_by_itself(license, officer, decider):
    last = DAY + 30 * ONE
    planned.approve(plan(license, officer, PlannedStep.SUSPEND, until=last), by=decider, on=TODAY)
    days = (DAY - ONE, DAY, last, last + ONE)
    late = [standing(license, day).status for day in days]
    in_time = []
    for day in days:
        planned.apply_due(on=day)
        license.refresh_from_db()
        in_time.append(license.status)
    assert late == in_time == ["active", "suspended", "suspended", "active"]


def test_a_planned_amendment_changes_term_and_conditions_on_its_day(license, officer, decider):
    end = dt.date(2027, 6, 30)
    changes = {"valid_until": end, "conditions": "Chỉ phát từ 5 giờ đến 22 giờ."}
    planned.approve(plan(license, officer, PlannedStep.AMEND, changes=changes), by=decider, on=TODAY)
    assert standing(license, DAY).valid_until == end
    assert standing(license, end + ONE).status == LicenseStatus.EXPIRED
    planned.apply_due(on=DAY)
    license.refresh_from_db()
    assert (license.valid_until, license.conditions) == (end, changes["conditions"])


def test_it_is_undone_before_its_day_by_who_may_countersign_and_never_after(license, officer, decider, revocation):
    with pytest.raises(NotAllowed):
        planned.take_back(revocation, by=officer, on=DAY - ONE, reason="nhầm")
    with pytest.raises(Conflict):
        planned.take_back(revocation, by=decider, on=DAY, reason="muộn")
    planned.take_back(revocation, by=decider, on=DAY - ONE, reason="Đã khắc phục")
    planned.apply_due(on=DAY)
    license.refresh_from_db()
    assert license.status == LicenseStatus.ACTIVE
    assert License.objects.active_on(DAY).filter(pk=license.pk).exists()


def test_what_ended_otherwise_meanwhile_is_overtaken_and_the_rest_goes_on(license, officer, decider, revocation, units):
    other = licenses.register(
        by=officer, on=TODAY, number="78/GP", kind=LicenseKind.AMATEUR, holder=license.holder,
        unit=units.nha_trang, valid_from=dt.date(2024, 1, 1),
    )  # fmt: skip
    second = planned.approve(plan(other, officer), by=decider, on=TODAY)
    licenses.revoke(license, by=decider, on=TODAY, reason="ngay")
    assert planned.apply_due(on=DAY) == {"applied": 1, "overtaken": 1}
    revocation.refresh_from_db()
    second.refresh_from_db()
    assert (revocation.status, second.status) == (PlannedStatus.OVERTAKEN, PlannedStatus.APPLIED)


def test_a_proposal_nobody_countersigned_in_time_is_overtaken(license, officer):
    change = plan(license, officer)
    assert planned.apply_due(on=DAY) == {"applied": 0, "overtaken": 1}
    change.refresh_from_db()
    assert change.status == PlannedStatus.OVERTAKEN


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("effective_on", {"effective_on": TODAY}),
        ("effective_on", {"effective_on": dt.date(2028, 1, 1)}),
        ("until", {"step": PlannedStep.REVOKE, "until": DAY}),
        ("until", {"step": PlannedStep.SUSPEND, "until": DAY - ONE}),
        ("conditions", {"step": PlannedStep.AMEND}),
        ("valid_until", {"step": PlannedStep.AMEND, "changes": {"valid_until": DAY - ONE}}),
        ("reason", {"reason": "  "}),
        ("step", {"step": "eat"}),
    ],
)
def test_what_cannot_be_planned_is_refused_at_its_field(license, officer, field, values):
    with pytest.raises(Invalid) as refused:
        plan(license, officer, **values)
    assert field in refused.value.fields
    assert not PlannedChange.objects.exists()


def test_the_end_of_a_license_is_planned_once(license, officer, revocation):
    with pytest.raises(Conflict):
        plan(license, officer, PlannedStep.SURRENDER, effective_on=DAY + ONE)


def test_the_database_itself_refuses_to_change_what_was_countersigned(revocation):
    for changes in ({"effective_on": DAY + ONE}, {"status": PlannedStatus.APPLIED}):
        with pytest.raises(DatabaseError), transaction.atomic():
            PlannedChange.objects.filter(pk=revocation.pk).update(**changes)


def test_two_people_plan_and_countersign_on_the_pages_and_the_license_shows_from_when(
    license, officer, decider, as_user
):
    with time_machine.travel(dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC), tick=False):
        address = reverse("desk:planned_new", args=[license.pk])
        client, second = as_user(officer), as_user(decider)
        form = {"step": "suspend", "effective_on": "2026-12-12", "reason": "QĐ 9", "version": license.version}
        assert client.post(address, {**form, "effective_on": "2026-11-23"}).status_code == 422
        assert client.post(address, form).status_code == 302
        change = PlannedChange.objects.get()
        page = reverse("desk:license", args=[license.pk])
        assert "từ 12/12/2026" in client.get(page).content.decode()
        countersign = reverse("desk:planned_approve", args=[change.pk])
        assert client.post(countersign).status_code == 403
        assert second.get(countersign).status_code == 200
        assert second.post(countersign, {"version": change.version}).status_code == 302
        assert "77/GP" in client.get(reverse("desk:planned"), {"state": "approved"}).content.decode()
        back = reverse("desk:planned_take_back", args=[change.pk])
        assert second.post(back, {"reason": "", "version": ""}).status_code == 422
        assert second.post(back, {"reason": "Đã khắc phục"}).status_code == 302
    change.refresh_from_db()
    assert change.status == PlannedStatus.WITHDRAWN


def test_when_the_daily_work_is_late_the_page_says_how_the_license_stands(license, revocation, officer, as_user):
    with time_machine.travel(dt.datetime(2026, 12, 13, 3, tzinfo=dt.UTC), tick=False):
        page = as_user(officer).get(reverse("desk:license", args=[license.pk])).content.decode()
    assert "Tính đến hôm nay, giấy phép này: Đã thu hồi." in page


def test_anyone_sees_in_the_public_register_what_is_coming_and_how_it_stands_on_the_day(license, revocation, client):
    page = reverse("register_license", args=[license.pk])
    with time_machine.travel(dt.datetime(2026, 12, 1, 3, tzinfo=dt.UTC), tick=False):
        assert "từ 12/12/2026" in client.get(page).content.decode()
    with time_machine.travel(dt.datetime(2026, 12, 13, 3, tzinfo=dt.UTC), tick=False):
        later = client.get(page).content.decode()
    assert "từ 12/12/2026" not in later
    assert "Đã thu hồi" in later


def told_on(license, on):
    """What the public history tells of the days up to one, as seen on 2 January."""
    shown = record(license, on, today=dt.date(2027, 1, 2))
    return shown.standing, [(event.on, event.step) for event in shown.events if event.step not in ("", "enter")]


def test_the_public_history_dates_a_planned_step_by_its_own_day_however_late_the_daily_work_ran(
    license, officer, decider
):
    first, last = DAY, DAY + 4 * ONE
    made = plan(license, officer, PlannedStep.SUSPEND, effective_on=first, until=last)
    planned.approve(made, by=decider, on=TODAY)
    with time_machine.travel(dt.datetime(2026, 12, 31, 3, tzinfo=dt.UTC), tick=True):
        for day in (last, last + 2 * ONE):
            planned.apply_due(on=day)
    license.refresh_from_db()
    standing_then, events = told_on(license, first)
    assert events == [(last + ONE, "reinstate"), (first, "suspend")]
    assert standing_then == SUSPENDED
    assert told_on(license, first - ONE)[0] == told_on(license, last + ONE)[0] == IN_FORCE


def test_what_a_planned_amendment_changed_holds_from_its_day_in_every_view_of_the_past(
    license, officer, decider, as_user
):
    made = plan(license, officer, PlannedStep.AMEND, changes={"conditions": "Chỉ ban ngày"})
    planned.approve(made, by=decider, on=TODAY)
    with time_machine.travel(dt.datetime(2026, 12, 31, 3, tzinfo=dt.UTC), tick=True):
        planned.apply_due(on=dt.date(2026, 12, 31))
        license.refresh_from_db()
        assert record(license, DAY - ONE, today=today()).record.conditions == ""
        assert record(license, DAY, today=today()).record.conditions == "Chỉ ban ngày"
        page = reverse("desk:license", args=[license.pk])
        shown = [as_user(officer).get(page, {"on": day}).context["past"].record.conditions for day in (DAY - ONE, DAY)]
    assert shown == ["", "Chỉ ban ngày"]


def test_a_step_of_a_person_keeps_the_day_on_which_they_took_it(license, officer, decider):
    made = plan(license, officer, PlannedStep.SUSPEND, until=DAY + ONE)
    planned.approve(made, by=decider, on=TODAY)
    with time_machine.travel(dt.datetime(2026, 12, 20, 3, tzinfo=dt.UTC), tick=True):
        for day in (DAY, dt.date(2026, 12, 20)):
            planned.apply_due(on=day)
    with time_machine.travel(dt.datetime(2026, 12, 28, 3, tzinfo=dt.UTC), tick=True):
        license.refresh_from_db()
        licenses.suspend(license, by=decider, reason="QĐ 10")
    assert told_on(license, TODAY)[1][0] == (dt.date(2026, 12, 28), "suspend")


@pytest.mark.postgres
@pytest.mark.parametrize("recorded", [False, True], ids=["before the daily work ran", "after it"])
def test_lists_searches_files_and_the_api_say_the_state_of_the_day(license, revocation, officer, as_user, recorded):
    """A revocation of 12 December, on that day, whether or not the daily work has recorded it yet."""
    with time_machine.travel(dt.datetime(2026, 12, 12, 3, tzinfo=dt.UTC), tick=False):
        if recorded:
            planned.apply_due(on=DAY)
        client = as_user(officer)
        for name in ("register", "desk:licenses", "register_csv"):
            found = [client.get(reverse(name), {"status": state}) for state in ("revoked", "active")]
            texts = [page.getvalue().decode() for page in found]
            assert ["77/GP" in text for text in texts] == [True, False], name
        shown = client.get(reverse("register")).content.decode()
        assert "Đã thu hồi" in shown[shown.index("77/GP") :]
        rows = client.get("/api/public/v1/licenses/", {"status": "revoked"}).json()["results"]
        assert [(row["number"], row["status"]) for row in rows] == [("77/GP", "revoked")]
        assert client.get("/api/public/v1/licenses/", {"status": "active"}).json()["results"] == []
        one = client.get(f"/api/public/v1/licenses/{license.pk}/").json()
        assert (one["status"], one["ended_on"], one["standing"]) == ("revoked", "2026-12-12", "ended")


def test_lists_say_what_is_planned_and_from_when(license, revocation, officer, as_user):
    with time_machine.travel(dt.datetime(2026, 12, 1, 3, tzinfo=dt.UTC), tick=False):
        for name in ("register", "desk:licenses"):
            text = as_user(officer).get(reverse(name)).content.decode()
            assert "từ 12/12/2026: Thu hồi" in text, name
            assert "Còn hiệu lực" in text[text.index("77/GP") :], name
