"""Two tablets and a line that loses, repeats and reorders: the part of the hypothesis machine that only sends."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from common.ids import uuid7
from fieldwork.models import Operation
from fieldwork.services import dispatching, operations
from inspections.models import Visit
from tests.fieldwork.scene import Device, given
from tests.inspections.scene import NOW

world: dict[str, Any] = {}
tally = {
    "operations": 0, "closings": 0, "people": 0, "files": 0, "edits": 0, "sendings": 0, "reordered": 0, "repeats": 0,
    "lost_answers": 0, "kills": 0, "skewed": 0, "reassigned": 0, "examples": 0,
}  # fmt: skip
SKEWS = (0, 400, -400, 86_400, -31_536_000, 31_536_000)  # seconds the tablet's clock is off, of which it knows nothing


class Killed(Exception):
    """The server stopped inside a transaction."""


@contextmanager
def killed(module: Any, step: str) -> Iterator[None]:
    """Let the server stop when it comes to this step; nothing of the transaction stays."""

    def stops(*_args: Any, **_kwargs: Any) -> None:
        raise Killed

    real = getattr(module, step)
    setattr(module, step, stops)
    try:
        yield
    except Killed:
        tally["kills"] += 1
    finally:
        setattr(module, step, real)


class Line(RuleBasedStateMachine):
    """What was recorded on two tablets with one visit, and every way in which its sending may go wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        people, agencies = world["people"], world["agencies"]
        label = uuid7().hex
        self.devices = [
            Device(people, agencies.skhcn, people["inspector"], label=f"{number}-{label}") for number in (1, 2)
        ]
        self.visit = given(people, Visit.objects.get(pk=world["visit"].pk), self.devices[0])
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
        body = device.op(self.visit, kind, payload, client_time=clock.isoformat(), protocol=2, **more)
        self.made[body["op_id"]] = (device, body)
        self.unsent.append(body["op_id"])
        tally["operations"] += 1

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
        self.sent.add(body["op_id"])
        with killed(operations, "_write"):
            operations.take_one(body, tablet=device.tablet, person=device.person, at=NOW)

    @rule()
    def reassign(self) -> None:
        """The office gives the visit to the other tablet."""
        tally["reassigned"] += 1
        self.holder = 1 - self.holder
        visit = Visit.objects.get(pk=self.visit.pk)
        dispatching.reassign(
            visit, tablet=self.devices[self.holder].tablet, by=world["people"]["chief"], reason="đổi máy", at=NOW
        )

    def teardown(self) -> None:
        """Send all that is left, then count."""
        try:
            for _again in range(3):
                for key in list(self.unsent):
                    self._send([key], lost=False)
            self.end()
        finally:
            transaction.savepoint_rollback(self.savepoint)

    def end(self) -> None:
        """What has to be true in the end."""
        self.counted()

    def counted(self) -> dict[str, Operation]:
        """The ledger's rows: everything recorded is there once, applied, or kept for a person under its hash."""
        assert self.unsent == []
        rows = {
            str(row.op_id): row for row in Operation.objects.filter(op_id__in=self.made).select_related("quarantined")
        }
        assert rows.keys() == self.made.keys()
        for row in rows.values():
            if row.outcome != "applied":
                assert row.quarantined
                assert row.quarantined.sha256 == row.sha256
        return rows

    def receipted(self, kind: str) -> list[tuple[Device, dict[str, Any]]]:
        """What of this kind has its receipt, in the order in which it came."""
        return [self.made[key] for key in self.receipts if self.made[key][1]["type"] == kind]

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
