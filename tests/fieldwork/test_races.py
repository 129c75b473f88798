"""Many hands at once: the same operation, the same place in the order, the same chunk, two tablets given one visit."""

import contextlib
import hashlib
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from common import turns
from common.canonical import canonical
from common.errors import Conflict
from common.ids import uuid7
from fieldwork.models import Dispatch, Operation, Upload
from fieldwork.services import dispatching, operations, uploads
from inspections.models import Answer, Evidence
from inspections.queries.checklists import item_states
from tests import cast, law, races
from tests.fieldwork.scene import Device, answer_payload, given, photo_payload
from tests.inspections import scene
from tests.inspections.scene import NOW, jpeg

pytestmark = [pytest.mark.race, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def stage() -> SimpleNamespace:
    """The people, a visit of one item, two tablets; the first has the visit and has begun it."""
    units = cast.make_units()
    agencies = cast.make_agencies(units)
    people = {name: cast.make_person(name, agencies) for name in ("officer", "chief", "inspector", "decider", "admin")}
    law.put()
    place = scene.make_agent(people, units)
    visit = scene.scheduled(people, place, checklists=[scene.short_list()])
    devices = [Device(people, agencies.skhcn, people["inspector"], label=f"MTB-{number}") for number in (1, 2)]
    given(people, visit, devices[0])
    made = SimpleNamespace(people=people, visit=visit, devices=devices, item=item_states(visit)[0].item)
    take(made, devices[0].op(visit, "visit.start"))
    return made


def take(stage: SimpleNamespace, body: Any, device: int = 0) -> operations.Answer:
    """Send one operation past HTTP."""
    holder = stage.devices[device]
    return operations.take_one(body, tablet=holder.tablet, person=holder.person, at=NOW)


def test_fifty_times_the_same_operation_sent_four_times_at_once_is_applied_once(stage: SimpleNamespace) -> None:
    for number in range(races.ROUNDS):
        body = stage.devices[0].op(stage.visit, "answer.set", answer_payload(stage.item, note=f"lần {number}"))
        told = races.at_once([lambda body=body: take(stage, body)] * races.WRITERS)
        assert races.errors(told) == []
        assert sorted(one.status for one in told) == ["already"] * (races.WRITERS - 1) + ["applied"]
        assert len({canonical(one.receipt) for one in told}) == 1
        assert Answer.objects.filter(visit=stage.visit).count() == number + 1


def test_the_race_of_one_operation_is_lost_when_the_lock_is_taken_away(
    stage: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "writing", contextlib.nullcontext)
    wrong = 0
    for number in range(races.LOST_ROUNDS):
        body = stage.devices[0].op(stage.visit, "answer.set", answer_payload(stage.item, note=f"mất {number}"))
        with races.without_protection():
            told = races.at_once([lambda body=body: take(stage, body)] * races.WRITERS)
        statuses = sorted(getattr(one, "status", "error") for one in told if not isinstance(one, Exception))
        wrong += bool(races.errors(told)) or statuses != ["already"] * (races.WRITERS - 1) + ["applied"]
        if connection.vendor == "postgresql":  # there the ledger's own key holds, too
            assert Operation.objects.filter(op_id=body["op_id"]).count() == 1
    assert wrong or connection.vendor == "postgresql"


def test_fifty_times_four_operations_of_one_place_get_it_once(stage: SimpleNamespace) -> None:
    for number in range(races.ROUNDS):
        first = stage.devices[0].op(stage.visit, "answer.set", answer_payload(stage.item, note=f"chỗ {number}"))
        bodies = [first | {"op_id": str(uuid7())} for _each in range(races.WRITERS)]
        told = races.at_once([lambda body=body: take(stage, body) for body in bodies])
        assert races.errors(told) == []
        assert sorted(one.code for one in told) == ["", *["seq_reused"] * (races.WRITERS - 1)]
        assert Operation.objects.filter(seq=first["seq"]).count() == 1


def test_fifty_times_the_same_chunk_at_once_is_written_once(stage: SimpleNamespace) -> None:
    for number in range(races.ROUNDS):
        data = jpeg((64 + number, 48))
        payload = photo_payload(data)
        take(stage, stage.devices[0].op(stage.visit, "evidence.declare", payload))
        row = Upload.objects.get(evidence_key=payload["id"])
        chunk = SimpleNamespace(data=data, sha=hashlib.sha256(data).hexdigest())
        told = races.at_once(
            [lambda row=row, c=chunk: uploads.append(row, offset=0, data=c.data, sha256=c.sha, at=NOW)] * races.WRITERS
        )
        assert races.errors(told) == []
        assert Evidence.objects.filter(visit=stage.visit, sha256=chunk.sha).count() == 1


def test_fifty_times_a_visit_given_to_two_tablets_at_once_goes_to_one(stage: SimpleNamespace) -> None:
    chief = stage.people["chief"]
    for _round in range(races.ROUNDS):
        dispatching.recall(stage.visit, by=chief, reason="lại từ đầu", at=NOW)
        told = races.at_once(
            [
                lambda device=device: dispatching.send(stage.visit, tablet=device.tablet, by=chief)
                for device in stage.devices * 2
            ]
        )
        assert {type(one) for one in races.errors(told)} == {Conflict}
        assert Dispatch.objects.out().filter(visit=stage.visit).count() == 1
