"""Four hands at once on one case: one record with one number, and nobody's words overwritten."""

from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import StepRecord
from enforcement.models import Case
from enforcement.services import cases, records
from inspections.services import sealing
from issuing.models import IssuedDocument
from issuing.verify import faults
from licenses.models import Establishment
from tests import cast, law, races
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, NOW

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage(settings: Any) -> SimpleNamespace:
    """The people, an Internet agent and a checklist of one item, in the demo, where rules need no verification."""
    settings.DEMO_MODE = True
    units = cast.make_units()
    agencies: SimpleNamespace = cast.make_agencies(units)
    people = {name: cast.make_person(name, agencies) for name in ("officer", "chief", "inspector", "decider")}
    law.put()
    place: Establishment = scene.make_agent(people, units)
    return SimpleNamespace(people=people, place=place, checklist=scene.short_list(), by=people["inspector"])


def opened(stage: SimpleNamespace, number: int) -> Case:
    """A case, ready for its record."""
    visit = scene.quick(stage.people, stage.place, number, stage.checklist)
    sealing.seal(visit, by=stage.by, at=NOW)
    return cases.open_case(visit, by=stage.by, on=FRIDAY)


def issued_at_once(stage: SimpleNamespace, case: Case) -> list[Any]:
    """Four people issue the record of one case together; what each is given."""

    def issue() -> str:
        row = Case.objects.select_related("agency", "licensee", "visit").get(pk=case.pk)
        return records.issue_record(row, by=stage.by, at=NOW, on=FRIDAY).number

    return races.at_once([issue] * races.WRITERS)


def test_fifty_races_to_issue_give_one_record_each_without_a_gap(stage: SimpleNamespace) -> None:
    numbers = []
    for number in range(races.ROUNDS):
        case = opened(stage, number)
        told = issued_at_once(stage, case)
        assert len(set(map(str, told))) == 1, told
        assert IssuedDocument.objects.about(case).count() == 1
        assert StepRecord.objects.filter(object_id=case.pk.hex, name="issue_record").count() == 1
        numbers.append(told[0])
    assert numbers == [f"{value:02d}/BB-VPHC" for value in range(1, races.ROUNDS + 1)]
    assert list(faults()) == []


def test_the_race_to_issue_is_lost_when_the_lock_is_taken_away(stage: SimpleNamespace) -> None:
    waiting = [opened(stage, number) for number in range(races.LOST_ROUNDS)]
    with races.without_protection():
        told = [issued_at_once(stage, case) for case in waiting]
    assert [one for one in told if len(set(map(str, one))) > 1]


def described_at_once(stage: SimpleNamespace, case: Case) -> list[Any]:
    """Four people enter the statement of the party, each having read the same version."""
    version = Case.objects.get(pk=case.pk).version

    def describe(text: str) -> str:
        row = Case.objects.get(pk=case.pk)
        return cases.describe(row, fields={"party_statement": text}, by=stage.by, version=version).party_statement

    return races.at_once([lambda text=f"{letter}{version}": describe(text) for letter in "abcd"])


def test_fifty_races_to_save_a_case_overwrite_nothing(stage: SimpleNamespace) -> None:
    case = opened(stage, 0)
    for _round in range(races.ROUNDS):
        told = described_at_once(stage, case)
        refused = [getattr(one, "code", repr(one)) for one in races.errors(told)]
        assert refused == ["stale_version"] * (races.WRITERS - 1)
        case.refresh_from_db()
        assert case.party_statement in told


def test_the_race_to_save_a_case_is_lost_when_the_lock_is_taken_away(stage: SimpleNamespace) -> None:
    case, wrong = opened(stage, 0), 0
    for _round in range(races.LOST_ROUNDS):
        with races.without_protection():
            told = described_at_once(stage, case)
        codes = [getattr(one, "code", repr(one)) for one in races.errors(told)]
        wrong += codes != ["stale_version"] * (races.WRITERS - 1)
    assert wrong
