"""Two browsers of one licensee at once: one file, one number, one clock."""

from typing import Any

import pytest
from django.db import connection

from common.clock import now
from common.errors import Conflict, Invalid
from licenses.models import Application, ClockEvent, LicenseeMembership
from licenses.services.portal import claims, drafts
from tests import cast, races
from tests.licenses.applications import scene
from tests.licenses.applications.scene import MONDAY
from tests.web.licensee.conftest import Portal, open_portal, portal_person

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def portal(settings: Any) -> Portal:
    """The portal in the demo."""
    settings.DEMO_MODE = True
    units = cast.make_units()
    return open_portal(scene.open_office(units, cast.make_agencies(units)))


def submitted_at_once(portal: Portal, number: int) -> tuple[Application, list[Any]]:
    """Two hands submit one draft; return it and what each was told."""
    row = portal.draft(name=f"Đài {number}")

    def send() -> Any:
        return drafts.submit(Application.objects.get(pk=row.pk), by=portal.boss, on=MONDAY, version=row.version)

    told = races.at_once([send, send])
    return Application.objects.get(pk=row.pk), told


def once(row: Application, told: list[Any]) -> bool:
    """One was taken, with one clock, and the other was told."""
    clocks = ClockEvent.objects.filter(application=row).count()
    return clocks == 1 and bool(row.number) and [type(one) for one in races.errors(told)] == [Conflict]


def test_submitted_by_two_browsers_at_once_it_is_one_file(portal: Portal) -> None:
    for number in range(races.ROUNDS):
        row, told = submitted_at_once(portal, number)
        assert once(row, told), told


def test_without_the_lock_the_race_is_lost(portal: Portal) -> None:
    with races.without_protection():
        kept = [once(*submitted_at_once(portal, number)) for number in range(races.LOST_ROUNDS)]
    assert not all(kept), connection.vendor


def test_two_accounts_with_one_code_make_one_representative(portal: Portal) -> None:
    for number in range(races.ROUNDS):
        people = [portal_person(f"p{number}-{each}", f"Người {each}") for each in range(2)]
        code = claims.make_code(portal.holder, by=portal.office.officer, on=MONDAY, at=now())[1]

        def use(person: Any, code: str = code) -> Any:
            return claims.redeem(code, by=person, on=MONDAY, at=now())

        told = races.at_once([lambda one=one: use(one) for one in people])
        assert LicenseeMembership.objects.filter(user__in=people).count() == 1, told
        assert [type(one) for one in races.errors(told)] == [Invalid]
