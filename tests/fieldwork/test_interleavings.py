"""Every way in which sending may go wrong, in any order: lost answers, duplicates, reorderings, two tablets, kills.

200 examples in CI; FIELD_EXAMPLES=1000 tries more. Each example is one visit worked on by two tablets one after the
other; at its end everything still unsent is sent, and what was recorded must be applied or kept, each exactly once.
On PostgreSQL a few (FIELD_EXAMPLES_POSTGRES) are tried too: there the database itself refuses what SQLite serialises.
"""

import json
import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule, run_state_machine_as_test

from accounts import access
from common.errors import NotFound
from common.ids import uuid7
from fieldwork.enums import Role
from fieldwork.models import Operation, Quarantined, Upload
from fieldwork.services import uploads
from inspections.enums import VisitReason
from inspections.models import Answer, Attendance, Evidence, Recheck
from inspections.queries.checklists import item_states
from inspections.services import evidence
from tests.fieldwork.line import Line, killed, tally, world
from tests.fieldwork.scene import Device, answer_payload, photo_payload, sha
from tests.fieldwork.test_kinds_of_file import drawing
from tests.inspections import scene
from tests.inspections.scene import NOW, jpeg

EXAMPLES = int(os.environ.get("FIELD_EXAMPLES", "200"))
EXAMPLES_POSTGRES = int(os.environ.get("FIELD_EXAMPLES_POSTGRES", "50"))
pytestmark = pytest.mark.django_db

# Few, so that the same bytes are declared twice now and then.
PHOTOS = [jpeg((16, 12), colour) for colour in ("navy", "maroon", "green")]
SIGNATURES = [drawing((30, 12), shade) for shade in (40, 80)]
EDITED = {"answer.set": "note", "earlier.close": "facts"}
SIGNINGS = {"signed": "", "refused": "Không đồng ý", "absent": "Không có mặt"}
LINES: dict[str, Any] = {"answer.set": Answer, "earlier.close": Recheck}
away = st.sampled_from([False, False, False, True])  # mostly on the tablet that has the visit
seen = st.sampled_from([None, None, 0, 1, 2])  # the revision the person saw


class Sending(Line):
    """What an inspector records: answers, what became of earlier violations, people, photos and signatures."""

    def __init__(self) -> None:
        super().__init__()
        self.files: dict[str, tuple[Device, bytes]] = {}
        self.shown = {device.tablet.pk: "" for device in self.devices}

    @rule(away=away, item=st.integers(0, 2), choice=st.sampled_from(["pass", "not_applicable"]), base=seen)
    def answer(self, away: bool, item: int, choice: str, base: int | None) -> None:
        """Someone taps an answer."""
        payload = answer_payload(world["items"][item], choice, note=f"ghi chú {len(self.made)}")
        self.record(self._device(away), "answer.set", payload, base_rev=base)

    @rule(away=away, result=st.sampled_from(["remedied", "not_remedied", "not_checked"]), base=seen)
    def close_earlier(self, away: bool, result: str, base: int | None) -> None:
        """Someone says what became of the violation of the visit before."""
        payload = {"id": str(uuid7()), "earlier": str(world["earlier"].pk), "result": result,
                   "facts": f"đã xem {len(self.made) % 4}"}  # fmt: skip
        self.record(self._device(away), "earlier.close", payload, base_rev=base)
        tally["closings"] += 1

    @rule(away=away, text=st.integers(0, 2))
    def show(self, away: bool, text: int) -> None:
        """The record is shown before signing."""
        device, words = self._device(away), f"Biên bản {text}"
        self.shown[device.tablet.pk] = sha(words.encode())
        self.record(device, "shown.add", {"text": words, "sha256": sha(words.encode())})

    @rule(away=away, signing=st.sampled_from(list(SIGNINGS)), draws=st.integers(-1, 1))
    def attend(self, away: bool, signing: str, draws: int) -> None:
        """Somebody present signs what was shown last, with a drawing or without, or does not."""
        device = self._device(away)
        payload = {"id": str(uuid7()), "person": "Phạm Thị Hải Yến", "capacity": "party", "signing": signing,
                   "shown_sha256": "" if signing == "absent" else self.shown[device.tablet.pk],
                   "reason": SIGNINGS[signing]}  # fmt: skip
        self.record(device, "attendance.add", payload)
        tally["people"] += 1
        if signing == "signed" and draws >= 0:
            self._declare(device, SIGNATURES[draws], kind="signature", attendance=payload["id"])

    @rule(away=away, photo=st.integers(0, len(PHOTOS) - 1))
    def take_photo(self, away: bool, photo: int) -> None:
        """Someone takes a photo of what became of the violation."""
        self._declare(self._device(away), PHOTOS[photo], earlier=str(world["earlier"].pk))

    @precondition(lambda self: self.receipted("attendance.add"))
    @rule(data=st.data(), away=away)
    def withdraw(self, data: Any, away: bool) -> None:
        """Someone takes a person back."""
        _device, body = data.draw(st.sampled_from(self.receipted("attendance.add")))
        payload = {"table": "attendance", "id": body["payload"]["id"], "reason": "Ghi nhầm"}
        self.record(self._device(away), "line.withdraw", payload)

    @precondition(lambda self: any(self._may_edit(key) for key in self.unsent))
    @rule(data=st.data())
    def edit(self, data: Any) -> None:
        """Someone taps again before it was ever sent: the unsent operation is replaced by a later version of itself."""
        key = data.draw(st.sampled_from([key for key in self.unsent if self._may_edit(key)]))
        device, body = self.made[key]
        payload = body["payload"] | {EDITED[body["type"]]: f"sửa {tally['edits']}"}
        self.made[key] = (device, body | {"payload": payload})
        tally["edits"] += 1

    @precondition(lambda self: self.receipted("evidence.declare"))
    @rule(data=st.data(), size=st.integers(1, 700), told=st.booleans(), dies=st.booleans())
    def bring(self, data: Any, size: int, told: bool, dies: bool) -> None:
        """A chunk goes out: from where the server stands, or from the beginning; the server may die at the last one."""
        _device, body = data.draw(st.sampled_from(self.receipted("evidence.declare")))
        key = body["payload"]["id"]
        if dies:
            with killed(uploads, "_done"):
                self._chunk(key, size, told=told)
        else:
            self._chunk(key, size, told=told)

    @invariant()
    def nothing_is_doubled(self) -> None:
        """Each operation has one row, each line one revision, each file of the visit one piece of evidence."""
        keys = list(Operation.objects.filter(op_id__in=self.made).values_list("op_id", flat=True))
        assert len(keys) == len(set(keys))
        for rows in (
            Answer.objects.filter(visit=self.visit).values_list("item_id", "revision"),
            Recheck.objects.filter(visit=self.visit).values_list("earlier_id", "revision"),
            Evidence.objects.filter(visit=self.visit).values_list("sha256"),
        ):
            assert len(rows) == len(set(rows))

    def end(self) -> None:
        """All that counts is there, all else is kept; each file whole under its hash, or kept with its bytes."""
        rows = self.counted()
        applied = [body for key, (_device, body) in self.made.items() if rows[key].outcome == "applied"]
        for kind, model in LINES.items():
            written = set(map(str, model.objects.filter(visit=self.visit).values_list("pk", flat=True)))
            assert {rows[body["op_id"]].result["id"] for body in applied if body["type"] == kind} == written
        people = set(map(str, Attendance.objects.filter(visit=self.visit).values_list("pk", flat=True)))
        assert people == {body["payload"]["id"] for body in applied if body["type"] == "attendance.add"}
        for body in applied:
            if body["type"] == "evidence.declare":
                self._file_is_here(body["payload"]["id"])

    def _device(self, away: bool) -> Device:
        return self.devices[self.holder ^ away]

    def _declare(self, device: Device, data: bytes, **more: Any) -> None:
        payload = photo_payload(data, **more)
        self.files[payload["id"]] = (device, data)
        self.record(device, "evidence.declare", payload)
        tally["files"] += 1

    def _chunk(self, key: str, size: int, *, told: bool) -> None:
        device, data = self.files[key]
        try:
            row = uploads.of(uuid.UUID(key), Role.WORKING, tablet=device.tablet, person=device.person)
        except NotFound:
            return  # its declaration is kept for a person, and the file waits on the tablet
        offset = row.offset if told else 0
        part = data[offset : offset + size]
        with suppress(uploads.WrongOffset):  # the beginning, though the server has it
            uploads.append(row, offset=offset, data=part, sha256=sha(part), at=NOW)

    def _file_is_here(self, key: str) -> None:
        self._chunk(key, len(self.files[key][1]), told=True)
        row = Upload.objects.get(evidence_key=key, role=Role.WORKING)
        if row.state == "done" and row.evidence:
            assert evidence.original(row.evidence) == self.files[key][1]
        else:
            assert row.state == "held"
            assert uploads.path_of(row).read_bytes() == self.files[key][1]
            assert Quarantined.objects.filter(kind=uploads.BYTES, body__contains=row.pk.hex).count() == 1

    def _may_edit(self, key: str) -> bool:
        """Only what never left the tablet is replaced; what was sent is frozen, receipted or not."""
        return key not in self.sent and self.made[key][1]["type"] in EDITED


def try_out(people, agencies, agent, examples):
    """Run the machine so often, and count."""
    tally.update(dict.fromkeys(tally, 0))
    before = scene.sealed_act(people, agent)
    visit = scene.scheduled(
        people, agent, reason=VisitReason.REINSPECTION, reason_text="Kiểm tra lại", previous=before.visit
    )
    for person in people.values():
        access.remember(person)  # nobody's role changes; asked anew at every step it would be a third of the time
    world.update(
        people=people, agencies=agencies, visit=visit, earlier=before, items=[s.item for s in item_states(visit)][:3]
    )
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


def test_whatever_the_line_does_nothing_is_lost_and_nothing_doubled(people, agencies, agent):
    try_out(people, agencies, agent, EXAMPLES)
    assert min(tally.values()) > 0, "something was not tried"


@pytest.mark.postgres
@pytest.mark.postgres_only
def test_on_postgresql_too_nothing_is_lost_and_nothing_doubled(people, agencies, agent):
    try_out(people, agencies, agent, EXAMPLES_POSTGRES)
