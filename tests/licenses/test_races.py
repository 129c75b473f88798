"""Two officers and two more save the same entry of the register: one is kept, the others are told."""

from typing import Any

import pytest

from accounts.models import User
from common.errors import Conflict
from licenses.models import Establishment
from licenses.services import establishments
from tests import cast, races
from tests.inspections import scene

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def officer() -> User:
    """The officer of the department."""
    return cast.make_person("officer", cast.make_agencies(cast.make_units()))


@pytest.fixture
def place(officer: User) -> Establishment:
    """An Internet agent of the register."""
    return scene.make_agent({"officer": officer}, cast.make_units())


def saved_at_once(place: Establishment, officer: User) -> list[Any]:
    """Four officers change the number of computers, each having read the same version."""
    version = Establishment.objects.get(pk=place.pk).version

    def amend(computers: int) -> int:
        row = Establishment.objects.get(pk=place.pk)
        made = establishments.amend(row, by=officer, version=version, on=scene.FRIDAY, computers=computers)
        return int(made.computers or 0)

    return races.at_once([lambda count=count: amend(count) for count in range(4 * version, 4 * version + 4)])


def told_right(told: list[Any]) -> bool:
    """One was kept and three were told."""
    return [type(one) for one in races.errors(told)] == [Conflict] * (races.WRITERS - 1)


def test_fifty_races_to_save_an_entry_overwrite_nothing(place: Establishment, officer: User) -> None:
    for _round in range(races.ROUNDS):
        told = saved_at_once(place, officer)
        assert told_right(told), told
        place.refresh_from_db()
        assert place.computers in told


def test_the_race_to_save_an_entry_is_lost_when_the_lock_is_taken_away(place: Establishment, officer: User) -> None:
    wrong = 0
    for _round in range(races.LOST_ROUNDS):
        with races.without_protection():
            wrong += not told_right(saved_at_once(place, officer))
    assert wrong
