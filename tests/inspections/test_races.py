"""Four hands at once on one visit: one seal, one answer per revision, nothing overwritten unseen."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from accounts.models import StepRecord, User
from common.errors import Conflict
from inspections.models import Answer, Finding, Seal, Visit
from inspections.services import answers, findings, sealing
from licenses.models import Establishment
from tests import cast, law, races
from tests.inspections import scene
from tests.inspections.scene import NOW

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage() -> SimpleNamespace:
    """The people, an Internet agent and a checklist of one item."""
    units = cast.make_units()
    agencies: SimpleNamespace = cast.make_agencies(units)
    people = {name: cast.make_person(name, agencies) for name in ("officer", "chief", "inspector", "decider")}
    law.put()
    place: Establishment = scene.make_agent(people, units)
    return SimpleNamespace(people=people, place=place, checklist=scene.short_list())


def seal(visit_id: Any, user: User) -> str:
    """Seal as a request does: the visit as this person's page has it."""
    return sealing.seal(Visit.objects.get(pk=visit_id), by=user, at=NOW).status


def sealed_at_once(stage: SimpleNamespace, number: int, *, lost: bool = False) -> tuple[list[Any], Visit]:
    """Four people seal one visit together."""
    visit = scene.quick(stage.people, stage.place, number, stage.checklist)
    works = [lambda: seal(visit.pk, stage.people["inspector"])] * races.WRITERS
    if not lost:
        return races.at_once(works), visit
    with races.without_protection():
        return races.at_once(works), visit


def test_fifty_races_to_seal_give_one_seal_each(stage: SimpleNamespace) -> None:
    for number in range(races.ROUNDS):
        told, visit = sealed_at_once(stage, number)
        assert told == ["sealed"] * races.WRITERS
        assert Seal.objects.filter(visit=visit).count() == 1
        assert StepRecord.objects.filter(object_id=visit.pk.hex, name="seal").count() == 1


def test_the_race_to_seal_is_lost_when_the_lock_is_taken_away(stage: SimpleNamespace) -> None:
    told = [sealed_at_once(stage, number, lost=True)[0] for number in range(races.LOST_ROUNDS)]
    assert [one for one in told if one != ["sealed"] * races.WRITERS]


def answered_at_once(stage: SimpleNamespace, visit: Visit, base: int) -> list[Any]:
    """Four taps on one item, each of a page that shows the same revision, each with its own note."""
    item = scene.item_of(visit, "SL-01")

    def tap(note: str) -> str:
        answers.answer(
            visit, item=item, choice="pass", note=note, base_revision=base, by=stage.people["inspector"], at=NOW
        )
        return note

    return races.at_once([lambda note=f"{letter}{base}": tap(note) for letter in "abcd"])


def test_fifty_races_to_answer_take_one_and_tell_the_others(stage: SimpleNamespace) -> None:
    visit = scene.started(stage.people, stage.place, checklists=[stage.checklist])
    for revision in range(races.ROUNDS):
        told = answered_at_once(stage, visit, revision)
        assert [type(one) for one in races.errors(told)] == [Conflict] * (races.WRITERS - 1)
        newest = Answer.objects.filter(visit=visit).order_by("-revision")[0]
        assert (newest.revision, newest.note) == (revision + 1, next(one for one in told if isinstance(one, str)))


def test_the_race_to_answer_is_lost_when_the_lock_is_taken_away(stage: SimpleNamespace) -> None:
    visit = scene.started(stage.people, stage.place, checklists=[stage.checklist])
    wrong = 0
    for _round in range(races.LOST_ROUNDS):
        base = Answer.objects.filter(visit=visit).count()
        with races.without_protection():
            told = answered_at_once(stage, visit, base)
        wrong += [type(one) for one in races.errors(told)] != [Conflict] * (races.WRITERS - 1)
    assert wrong


def changed_at_once(stage: SimpleNamespace, finding: Finding) -> list[Any]:
    """Four inspectors save the same finding, each having read the same version."""
    version = Finding.objects.get(pk=finding.pk).version
    violation = finding.penalty.code

    def change(facts: str) -> str:
        row = Finding.objects.get(pk=finding.pk)
        with transaction.atomic():
            findings.change(
                row, act=scene.act(violation, facts=facts), by=stage.people["inspector"], version=version
            )  # fmt: skip
        return facts

    return races.at_once([lambda facts=f"{letter}{version}": change(facts) for letter in "abcd"])


def test_fifty_races_to_change_a_finding_overwrite_nothing(stage: SimpleNamespace) -> None:
    visit = scene.started(stage.people, stage.place, checklists=[stage.checklist])
    finding = scene.found(visit, stage.people["inspector"], "SL-01")
    for _round in range(races.ROUNDS):
        told = changed_at_once(stage, finding)
        refused = races.errors(told)
        assert [getattr(one, "code", repr(one)) for one in refused] == ["stale_version"] * (races.WRITERS - 1)
        finding.refresh_from_db()
        assert finding.facts in told
    assert finding.version == races.ROUNDS + 1


def test_the_race_to_change_a_finding_is_lost_when_the_lock_is_taken_away(stage: SimpleNamespace) -> None:
    visit = scene.started(stage.people, stage.place, checklists=[stage.checklist])
    finding = scene.found(visit, stage.people["inspector"], "SL-01")
    wrong = 0
    for _round in range(races.LOST_ROUNDS):
        with races.without_protection():
            told = changed_at_once(stage, finding)
        codes = [getattr(one, "code", repr(one)) for one in races.errors(told)]
        wrong += codes != ["stale_version"] * (races.WRITERS - 1)
    assert wrong
