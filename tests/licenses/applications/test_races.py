"""Two at once on one application: one submits, one decides, one issues; nothing happens twice."""

from typing import Any

import pytest
from django.db import connection

from accounts.models import StepRecord, User
from accounts.roles import Role
from common.errors import Conflict
from issuing.models import IssuedDocument
from issuing.verify import faults
from licenses.models import Application, ClockEvent, License
from licenses.services.applications import decisions, grants
from licenses.services.applications import filing as applications
from tests import cast, races
from tests.licenses.applications import scene
from tests.licenses.applications.scene import MONDAY

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(settings: Any) -> scene.Office:
    """The office in the demo."""
    settings.DEMO_MODE = True
    units = cast.make_units()
    return scene.open_office(units, cast.make_agencies(units))


def fresh(row: Application) -> Application:
    """The file as another process reads it."""
    return Application.objects.get(pk=row.pk)


def submitted_at_once(desk: scene.Office, name: str) -> tuple[Application, list[Any]]:
    """Two hands submit one draft together; return it and what each was told."""
    row = desk.draft(payload=desk.network(name=name))
    told = races.at_once([lambda: applications.submit(fresh(row), by=desk.officer, on=MONDAY)] * 2)
    return fresh(row), told


def submitted_once(row: Application, told: list[Any]) -> bool:
    """One was taken, with one clock, and the other was told."""
    begun = ClockEvent.objects.filter(application=row).count()
    return begun == 1 and [type(one) for one in races.errors(told)] == [Conflict]


def decided_at_once(desk: scene.Office, other: User, name: str, *, back: bool) -> tuple[Application, list[Any]]:
    """One agrees to a proposal while another sends it `back`, or agrees too; return the file and what each was told."""
    row = desk.proposed(payload=desk.network(name=name))
    seen = decisions.open_decision(row).content_sha256

    def agree(by: User) -> Any:
        return decisions.countersign(fresh(row), by=by, on=MONDAY, seen_sha256=seen)

    def refuse() -> Any:
        return decisions.send_back(fresh(row), by=other, on=MONDAY, reason="Chưa rõ")

    return row, races.at_once([lambda: agree(desk.chief), refuse if back else lambda: agree(other)])


def decided_once(row: Application, told: list[Any]) -> bool:
    """One step was taken: agreed after it was sent back, or sent back after it was agreed, is refused."""
    taken = StepRecord.objects.filter(object_id=row.pk.hex, name__in=("countersign", "send_back")).count()
    return taken == 1 and [type(one) for one in races.errors(told)] == [Conflict]


@pytest.fixture
def other(desk: scene.Office) -> User:
    """A second who may decide."""
    return scene.person("decider8", "Phó Giám đốc", "Phó Giám đốc", desk.agencies.ttts7, Role.DECIDER)


def test_submitted_twice_at_once_it_has_one_number_and_one_clock(desk: scene.Office) -> None:
    for number in range(races.ROUNDS):
        row, told = submitted_at_once(desk, f"Đài {number}")
        assert submitted_once(row, told), told
        assert row.number == f"{number + 1:02d}/2026/HS-ĐN"


def test_the_race_to_submit_is_lost_when_the_lock_is_taken_away(desk: scene.Office) -> None:
    wrong = 0
    for number in range(races.LOST_ROUNDS):
        with races.without_protection():
            wrong += not submitted_once(*submitted_at_once(desk, f"Đài {number}"))
    assert wrong


def test_two_decide_at_once_and_one_of_them_is_told(desk: scene.Office, other: User) -> None:
    for number in range(races.ROUNDS):
        row, told = decided_at_once(desk, other, f"Đài {number}", back=bool(number % 2))
        assert decided_once(row, told), told


def test_the_race_to_decide_is_lost_when_the_lock_is_taken_away(desk: scene.Office, other: User) -> None:
    wrong = 0
    for number in range(races.LOST_ROUNDS):
        with races.without_protection():
            wrong += not decided_once(*decided_at_once(desk, other, f"Đài {number}", back=False))
    # PostgreSQL holds the second one up at the row of the decision too: there the lock is the first of two protections
    assert bool(wrong) == (connection.vendor == "sqlite")


def test_issued_twice_at_once_there_is_one_license_and_one_paper(desk: scene.Office) -> None:
    for number in range(races.ROUNDS):
        row = desk.countersigned(payload=desk.network(name=f"Đài {number}"))
        desk.waived(row)
        races.at_once([lambda row=row: grants.grant(fresh(row), by=desk.officer, on=MONDAY)] * 2)
        assert License.objects.count() == number + 1
        assert IssuedDocument.objects.filter(form_code="license_paper_radio").count() == number + 1
    assert list(faults()) == []
