"""Every way in which sending may go wrong, in any order: lost answers, duplicates, reorderings, two tablets, kills.

200 examples in CI; FIELD_EXAMPLES=1000 tries more. Each example is one visit worked on by two tablets one after the
other; at its end everything still unsent is sent, and what was recorded must be applied or kept, each exactly once.
On PostgreSQL a few (FIELD_EXAMPLES_POSTGRES) are tried too: there the database itself refuses what SQLite serialises.
"""

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from common.ids import uuid7
from fieldwork.models import Operation, Quarantined
from fieldwork.services import dispatching, operations
from inspections.models import Answer, Visit
from inspections.queries.checklists import item_states
from tests.fieldwork.scene import Device, answer_payload, given
from tests.inspections import scene
from tests.inspections.scene import NOW

EXAMPLES = int(os.environ.get("FIELD_EXAMPLES", "200"))
EXAMPLES_POSTGRES = int(os.environ.get("FIELD_EXAMPLES_POSTGRES", "50"))
pytestmark = pytest.mark.django_db

world: dict[str, Any] = {}
tally = {
    "operations": 0, "edits": 0, "sendings": 0, "reordered": 0, "repeats": 0, "lost_answers": 0, "kills": 0,
    "skewed": 0, "reassigned": 0, "examples": 0,
}  # fmt: skip
SKEWS = (0, 400, -400, 86_400, -31_536_000, 31_536_000)  # seconds the tablet's clock is off, of which it knows nothing


class Killed(Exception):
    """The server stopped inside a transaction."""


class Sending(RuleBasedStateMachine):
    """Two tablets and a line that loses, repeats and reorders."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        people, agencies = world["people"], world["agencies"]
        label = uuid7().hex
        self.devices = [
            Device(people, agencies.skhcn, people["inspector"], label=f"{number}-{label}") for number in (1, 2)
        ]
        self.visit = given(people, Visit.objects.get(pk=world["visit"].pk), self.devices[0])
        self.items = world["items"]
        self.made: dict[str, tuple[Device, dict[str, Any]]] = {}
        self.receipts: dict[str, dict[str, Any]] = {}
        self.unsent: list[str] = []
        self.holder = 0
        self.sent: set[str] = set()
        self.skew = 0
        tally["examples"] += 1
        for device in self.devices:
            self.record(device, "visit.start", {})

    def record(self, device: Device, kind: str, payload: dict[str, Any], **more: Any) -> None:
        """The tablet records: from now on it must not be lost."""
        clock = NOW + dt.timedelta(seconds=self.skew)
        body = device.op(self.visit, kind, payload, client_time=clock.isoformat(), **more)
        self.made[body["op_id"]] = (device, body)
        self.unsent.append(body["op_id"])
        tally["operations"] += 1

    @rule(which=st.integers(0, 1), item=st.integers(0, 2), choice=st.sampled_from(["pass", "not_applicable"]),
          base=st.none() | st.integers(0, 3))  # fmt: skip
    def answer(self, which: int, item: int, choice: str, base: int | None) -> None:
        """Someone taps an answer."""
        note = f"ghi chú {len(self.made)}"
        payload = answer_payload(self.items[item], choice, note=note)
        self.record(self.devices[which], "answer.set", payload, base_rev=base)

    @precondition(lambda self: any(self._may_edit(key) for key in self.unsent))
    @rule(data=st.data(), choice=st.sampled_from(["pass", "not_applicable"]))
    def edit(self, data: Any, choice: str) -> None:
        """Someone taps again before it was ever sent: the unsent operation is replaced by a later version of itself."""
        key = data.draw(st.sampled_from([key for key in self.unsent if self._may_edit(key)]))
        device, body = self.made[key]
        payload = body["payload"] | {"choice": choice, "note": f"sửa {tally['edits']}"}
        self.made[key] = (device, body | {"payload": payload})
        tally["edits"] += 1

    @rule(seconds=st.sampled_from(SKEWS))
    def set_clock(self, seconds: int) -> None:
        """The clock of the tablets jumps."""
        self.skew = seconds
        tally["skewed"] += bool(seconds)

    @precondition(lambda self: self.unsent)
    @rule(data=st.data(), lost=st.booleans())
    def send(self, data: Any, lost: bool) -> None:
        """Some of what is unsent goes out, in any order; the answer may be lost."""
        chosen = data.draw(st.lists(st.sampled_from(self.unsent), min_size=1, max_size=6))
        tally["reordered"] += chosen != sorted(chosen, key=self.unsent.index)
        self._send(chosen, lost=lost)

    @precondition(lambda self: self.receipts)
    @rule(data=st.data())
    def repeat(self, data: Any) -> None:
        """What was receipted already goes out again, as after a restored backup."""
        tally["repeats"] += 1
        self._send(data.draw(st.lists(st.sampled_from(sorted(self.receipts)), min_size=1, max_size=4)), lost=False)

    @precondition(lambda self: self.unsent)
    @rule(data=st.data())
    def kill(self, data: Any) -> None:
        """The server stops between effect and ledger."""
        device, body = self.made[data.draw(st.sampled_from(self.unsent))]
        real = operations._write

        def stops(*_args: Any, **_kwargs: Any) -> None:
            raise Killed

        operations._write = stops
        try:
            operations.take_one(body, tablet=device.tablet, person=device.person, at=NOW)
        except Killed:
            tally["kills"] += 1
            self.sent.add(body["op_id"])
        finally:
            operations._write = real

    @rule()
    def reassign(self) -> None:
        """The office gives the visit to the other tablet."""
        tally["reassigned"] += 1
        self.holder = 1 - self.holder
        visit = Visit.objects.get(pk=self.visit.pk)
        dispatching.reassign(
            visit, tablet=self.devices[self.holder].tablet, by=world["people"]["chief"], reason="đổi máy", at=NOW
        )

    @invariant()
    def nothing_is_doubled(self) -> None:
        """Each operation has one row, each answer one revision."""
        keys = list(Operation.objects.filter(op_id__in=self.made).values_list("op_id", flat=True))
        assert len(keys) == len(set(keys))
        revisions = list(Answer.objects.filter(visit=self.visit).values_list("item_id", "revision"))
        assert len(revisions) == len(set(revisions))

    def teardown(self) -> None:
        """Send all that is left, then count."""
        try:
            for _again in range(3):
                for key in list(self.unsent):
                    self._send([key], lost=False)
            self._count()
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def _may_edit(self, key: str) -> bool:
        """Only what never left the tablet is replaced; what was sent is frozen, receipted or not."""
        return key not in self.sent and self.made[key][1]["type"] == "answer.set"

    def _send(self, keys: list[str], *, lost: bool) -> None:
        for device in self.devices:
            bodies = [self.made[key][1] for key in keys if self.made[key][0] is device]
            if not bodies:
                continue
            tally["sendings"] += len(bodies)
            self.sent |= {body["op_id"] for body in bodies}
            told = operations.take(bodies, tablet=device.tablet, person=device.person, at=NOW)
            if lost:
                tally["lost_answers"] += len(bodies)
                continue
            for body, answer in zip(bodies, told, strict=True):
                self._note(body["op_id"], answer)

    def _note(self, key: str, answer: operations.Answer) -> None:
        if answer.status == "retry":
            return
        known = self.receipts.setdefault(key, answer.receipt)
        assert known == answer.receipt, "another receipt for the same operation"
        if key in self.unsent:
            self.unsent.remove(key)

    def _count(self) -> None:
        assert self.unsent == []
        rows = {str(row.op_id): row for row in Operation.objects.filter(op_id__in=self.made)}
        assert rows.keys() == self.made.keys()
        written = set(map(str, Answer.objects.filter(visit=self.visit).values_list("pk", flat=True)))
        for key, (_device, body) in self.made.items():
            row = rows[key]
            if row.outcome == "applied":
                assert body["type"] != "answer.set" or row.result["id"] in written
            else:
                assert Quarantined.objects.get(pk=row.quarantined_id).sha256 == row.sha256
        assert len(written) <= len([body for _device, body in self.made.values() if body["type"] == "answer.set"])


def try_out(people, agencies, agent, examples):
    """Run the machine so often and return what was counted."""
    tally.update(dict.fromkeys(tally, 0))
    visit = scene.scheduled(people, agent)
    world.update(people=people, agencies=agencies, visit=visit, items=[s.item for s in item_states(visit)][:3])
    run_state_machine_as_test(
        Sending,
        settings=settings(
            max_examples=examples, stateful_step_count=18, deadline=None,
            suppress_health_check=list(HealthCheck), derandomize=True,
        ),
    )  # fmt: skip
    if where := os.environ.get("FIELD_LEDGER"):  # docs/reliability.md is written from it
        engine = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
        Path(where).write_text(json.dumps({"engine": engine, **tally}), encoding="utf-8")
    assert tally["examples"] >= examples
    assert min(tally.values()) > 0


def test_whatever_the_line_does_nothing_is_lost_and_nothing_doubled(people, agencies, agent):
    try_out(people, agencies, agent, EXAMPLES)


@pytest.mark.postgres
@pytest.mark.postgres_only
def test_on_postgresql_too_nothing_is_lost_and_nothing_doubled(people, agencies, agent):
    try_out(people, agencies, agent, EXAMPLES_POSTGRES)
