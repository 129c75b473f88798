"""Two at once on one application: one submits, one decides, one issues; nothing happens twice."""

from typing import Any

import pytest

from accounts.models import StepRecord
from accounts.roles import Role
from issuing.models import IssuedDocument
from issuing.verify import faults
from licenses.models import Application, ClockEvent, License
from licenses.services.applications import decisions, grants
from licenses.services.applications import filing as applications
from tests import cast, races
from tests.licenses.applications import scene
from tests.licenses.applications.scene import MONDAY

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ROUNDS = max(races.ROUNDS // 10, 3)


@pytest.fixture
def desk(settings: Any) -> scene.Office:
    """The office in the demo."""
    settings.DEMO_MODE = True
    units = cast.make_units()
    return scene.open_office(units, cast.make_agencies(units))


def fresh(row: Application) -> Application:
    """The file as another process reads it."""
    return Application.objects.get(pk=row.pk)


def test_submitted_twice_at_once_it_has_one_number_and_one_clock(desk: scene.Office) -> None:
    for number in range(ROUNDS):
        row = desk.draft(payload=desk.network(name=f"Đài {number}"))
        races.at_once([lambda row=row: applications.submit(fresh(row), by=desk.officer, on=MONDAY)] * 2)
        assert ClockEvent.objects.filter(application=row).count() == 1
        assert fresh(row).number == f"{number + 1:02d}/HS-ĐN"


def test_one_agrees_while_another_sends_back_and_one_of_them_is_told(desk: scene.Office) -> None:
    other = scene.person("decider8", "Phó Giám đốc", "Phó Giám đốc", desk.agencies.ttts7, Role.DECIDER)
    for number in range(ROUNDS):
        row = desk.proposed(payload=desk.network(name=f"Đài {number}"))
        sha256 = decisions.open_decision(row).content_sha256
        races.at_once(
            [
                lambda row=row, sha256=sha256: decisions.countersign(
                    fresh(row), by=desk.chief, on=MONDAY, seen_sha256=sha256
                ),
                lambda row=row: decisions.send_back(fresh(row), by=other, on=MONDAY, reason="Chưa rõ"),
            ]
        )
        taken = StepRecord.objects.filter(object_id=row.pk.hex, name__in=("countersign", "send_back"))
        # sent back after it was countersigned is refused; countersigned after it was sent back finds no proposal
        assert taken.count() == 1


def test_issued_twice_at_once_there_is_one_license_and_one_paper(desk: scene.Office) -> None:
    for number in range(ROUNDS):
        row = desk.countersigned(payload=desk.network(name=f"Đài {number}"))
        races.at_once([lambda row=row: grants.grant(fresh(row), by=desk.officer, on=MONDAY)] * 2)
        assert License.objects.count() == number + 1
        assert IssuedDocument.objects.filter(form_code="license_paper_radio").count() == number + 1
    assert list(faults()) == []
