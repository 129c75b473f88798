"""Planned changes by two hands at once: one countersigns, one takes back, one puts into effect; never both."""

import datetime as dt
from typing import Any

import pytest

from accounts.models import StepRecord, User
from accounts.roles import Role
from common.errors import Conflict
from licenses.enums import LicenseKind, LicenseStatus, PlannedStatus, PlannedStep
from licenses.models import License, PlannedChange
from licenses.services import licensees, licenses, planned
from tests import cast, races
from tests.licenses.applications.scene import person

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TODAY = dt.date(2026, 11, 23)
DAY = dt.date(2026, 12, 12)


class Desk:
    """Who plans, two who may countersign, and licenses to plan for."""

    def __init__(self) -> None:
        units = cast.make_units()
        agency = cast.make_agencies(units).skhcn
        self.officer = person("officer", "Hoàng Thị Em", "Chuyên viên", agency, Role.OFFICER)
        self.deciders = [person(f"decider{n}", f"Giám đốc {n}", "Giám đốc", agency, Role.DECIDER) for n in (1, 2)]
        self.unit = units.nha_trang
        self.holder = licensees.create(
            by=self.officer, on=TODAY, name="Công ty TNHH Gió Biển", kind="organisation", unit=self.unit
        )

    def license(self, number: int) -> License:
        """A license in force."""
        return licenses.register(
            by=self.officer, on=TODAY, number=f"{number}/GP", kind=LicenseKind.LAND_MOBILE_INTERNAL, holder=self.holder,
            unit=self.unit, valid_from=dt.date(2024, 1, 1), valid_until=dt.date(2027, 12, 31),
        )  # fmt: skip

    def proposed(self, number: int) -> PlannedChange:
        """A revocation that waits for the second person."""
        return planned.propose(
            self.license(number), PlannedStep.REVOKE, effective_on=DAY, reason="QĐ 9", by=self.officer, on=TODAY
        )


@pytest.fixture
def desk(settings: Any) -> Desk:
    """The desk."""
    return Desk()


def fresh(row: Any) -> Any:
    """The row as another process reads it."""
    return type(row).objects.get(pk=row.pk)


def countersigned(change: PlannedChange, by: User) -> PlannedChange:
    """One countersigns."""
    return planned.approve(fresh(change), by=by, on=TODAY)


def test_two_countersign_at_once_and_one_is_told(desk: Desk) -> None:
    for number in range(races.SLOW_ROUNDS):
        change = desk.proposed(number)
        told = races.at_once([lambda by=by, change=change: countersigned(change, by) for by in desk.deciders])
        assert [type(one) for one in races.errors(told)] == [Conflict], told
        assert fresh(change).status == PlannedStatus.APPROVED


def test_the_race_to_countersign_is_lost_when_the_lock_is_taken_away(desk: Desk) -> None:
    wrong = 0
    for number in range(races.LOST_ROUNDS):
        change = desk.proposed(number)
        with races.without_protection():
            told = races.at_once([lambda by=by, change=change: countersigned(change, by) for by in desk.deciders])
        wrong += [type(one) for one in races.errors(told)] != [Conflict]
    assert wrong


def test_one_countersigns_while_another_takes_back(desk: Desk) -> None:
    for number in range(races.SLOW_ROUNDS):
        change = desk.proposed(number)
        races.at_once(
            [
                lambda change=change: countersigned(change, desk.deciders[0]),
                lambda change=change: planned.take_back(fresh(change), by=desk.officer, on=TODAY, reason="Nhầm"),
            ]
        )
        now = fresh(change)
        # who proposed may withdraw it only while nobody has countersigned
        assert now.status in (PlannedStatus.APPROVED, PlannedStatus.WITHDRAWN)
        assert (now.approved_by is not None) == (now.status == PlannedStatus.APPROVED)


def test_two_plan_the_end_of_one_license_at_once_and_one_end_is_planned(desk: Desk) -> None:
    for number in range(races.SLOW_ROUNDS):
        license = desk.license(number)

        def plan(step: str, license: License = license) -> Any:
            return planned.propose(
                fresh(license), step, effective_on=DAY, reason="QĐ 9", by=desk.officer, on=TODAY
            )  # fmt: skip

        told = races.at_once([lambda step=step: plan(step) for step in (PlannedStep.REVOKE, PlannedStep.SURRENDER)])
        assert [type(one) for one in races.errors(told)] == [Conflict], told
        assert PlannedChange.objects.filter(license=license).count() == 1


def test_the_daily_work_of_two_machines_takes_each_step_once(desk: Desk) -> None:
    changes = [countersigned(desk.proposed(number), desk.deciders[0]) for number in range(races.SLOW_ROUNDS)]
    told = races.at_once([lambda: planned.apply_due(on=DAY)] * 2)
    assert races.errors(told) == []
    assert {fresh(change).status for change in changes} == {PlannedStatus.APPLIED}
    assert set(License.objects.values_list("status", flat=True)) == {LicenseStatus.REVOKED}
    assert StepRecord.objects.filter(object_type="licenses.license", name="revoke").count() == len(changes)
