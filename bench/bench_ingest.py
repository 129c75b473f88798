"""What the tablet's door costs and whether it holds: batches of findings with and without the ledger, many at once.

"At once" is a closed loop: each of INGEST_AT_ONCE (50) threads has a tablet whose next batch follows its last answer
without a pause, first in one process past HTTP, then through the door of the product as it is served. Whoever is told
that the server is busy comes again when it was told to, as the tablet does (ADR 15); how long a request takes and how
long a batch takes from its first sending to its receipt are told apart. Every second batch is sent twice, as after a
lost answer. Nothing may be lost and nothing doubled. INGEST_TABLETS (500),
INGEST_PHOTOS (5) and INGEST_SERVED (100 tablets through the door, without photos) set the size.
"""

import hashlib
import http.client
import itertools
import json
import os
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.db import connections
from django.test import Client

from bench.office import Office, served
from bench.timing import Row, compare, percentile
from common.clock import now
from common.errors import Busy
from common.ids import uuid7
from fieldwork.models import Operation, Quarantined, Tablet
from fieldwork.services import admission, dispatching, operations, tablets, uploads
from inspections.enums import Choice, VisitReason
from inspections.models import Evidence, Finding, Visit
from inspections.services import answers, findings, visits
from inspections.services.onsite import gathering
from tests.inspections import scene

ENGINES = ("sqlite", "postgresql")
TABLETS = int(os.environ.get("INGEST_TABLETS", "500"))
PHOTOS = int(os.environ.get("INGEST_PHOTOS", "5"))
AT_ONCE = int(os.environ.get("INGEST_AT_ONCE", "50"))
SERVED = int(os.environ.get("INGEST_SERVED", "100"))
CORES = os.cpu_count() or 1
THREADS = 8  # of each worker, as docs/operations.md says
FINDINGS, BATCH = 50, 10
PHOTO_BYTES = 300_000

Bodies = list[dict[str, Any]]
Send = Callable[["Holder", Bodies, bool], None]  # the last: it was told to come again


class Holder:
    """A tablet with a visit it has begun."""

    def __init__(self, tablet: Tablet, token: str, visit: Visit) -> None:
        self.tablet, self.token, self.visit = tablet, token, visit
        self.findings: Bodies = []


class Line:
    """What sends a batch, again and again while the server is busy, and how long that took; shared by all threads."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.requests_ms: list[float] = []
        self.batches_ms: list[float] = []

    def bring(self, holder: Holder, bodies: Bodies) -> None:
        """Return when the batch was answered."""
        first, wait_s = time.perf_counter(), 0.0
        for returning in itertools.chain([False], itertools.repeat(True)):
            began = time.perf_counter()
            try:
                self._send(holder, bodies, returning)
                wait_s = 0.0
            except Busy as busy:
                wait_s = busy.retry_after_s
            self.requests_ms.append((time.perf_counter() - began) * 1000)
            if not wait_s:
                break
            time.sleep(wait_s)
        self.batches_ms.append((time.perf_counter() - first) * 1000)


class Stage(Office):
    """One place with as many visits found on the spot as there are tablets."""

    def __init__(self) -> None:
        super().__init__()
        self.place = scene.make_agent(self.people, self.units)
        self.checklist = scene.short_list()
        self.item = self.checklist.items.get()
        self.by = self.people["inspector"]
        self.labels = iter(range(10**6))

    def visit(self) -> Visit:
        """A visit with one item."""
        return self.planned(
            self.place, reason=VisitReason.ON_THE_SPOT, reason_text="thử tải", checklists=[self.checklist],
            no_notice="on_the_spot", no_notice_reason="tại chỗ",
        )  # fmt: skip

    def begin(self, visit: Visit) -> Visit:
        """Start it and fail its item."""
        visits.start(visit, by=self.by, at=now(), on=self.on)
        answers.answer(visit, item=self.item, choice=Choice.FAIL, by=self.by, at=now())
        return visit

    def holder(self) -> Holder:
        """An enrolled tablet whose visit is begun."""
        tablet, token = tablets.enrol(self.invited(f"B-{next(self.labels)}")[1], platform="bench", at=now())
        visit = self.visit()
        dispatching.send(visit, tablet=tablet, by=self.people["chief"])
        return Holder(tablet, token, self.begin(visit))

    def bodies(self, visit: Visit, first: int, count: int) -> Bodies:
        """So many findings as a tablet sends them, each after the one before."""
        return [
            {
                "op_id": str(uuid7()), "seq": seq, "prev_seq": seq - 1, "type": "finding.add", "visit": str(visit.pk),
                "author": self.by.pk, "client_time": now().isoformat(), "clock_offset_s": 0,
                "app_version": "bench", "protocol": 1,
                "payload": {
                    "id": str(uuid7()), "item": str(self.item.pk), "violation": self.item.violations[0],
                    "facts": f"Hành vi {seq}", "act_started_on": self.on.isoformat(), "continuing": True,
                    "detected_on": self.on.isoformat(), "place": "27 Nguyễn Thiện Thuật",
                },
            }
            for seq in range(first, first + count)
        ]  # fmt: skip


def run() -> list[Row]:
    """Compare one batch, then let all tablets come, past HTTP and through the door."""
    stage = Stage()
    return [*_one_batch(stage), *_in_one_process(stage), *(_through_the_door(stage) if SERVED else [])]


def _one_batch(stage: Stage) -> list[Row]:
    holder, theirs = stage.holder(), stage.begin(stage.visit())
    counter = iter(range(1, 10**9, BATCH))
    spent: list[float] = []

    def product() -> None:
        bodies = stage.bodies(holder.visit, next(counter), BATCH)
        began = time.process_time()
        told = operations.take(bodies, tablet=holder.tablet, person=stage.by, at=now())
        spent.append((time.process_time() - began) * 1000 / BATCH)
        if any(one.status != "applied" for one in told):
            raise RuntimeError(told[0])

    def baseline() -> None:
        with gathering(theirs, by=stage.by, expected=()) as session:
            for number in range(BATCH):
                act = scene.act(
                    stage.item.violations[0], facts=f"Hành vi {number}", act_started_on=stage.on, detected_on=stage.on
                )
                given: dict[str, Any] = {"item": stage.item, "act": act, "by": stage.by, "at": now()}
                findings.record(theirs, **given, finding_id=uuid.uuid4(), within=session)

    name = f"ingest: {BATCH} findings with ledger and receipt against the same services without"
    compared = compare(name, product, baseline, rounds=40)
    cpu = f"ingest: CPU of this process for one of {BATCH} findings (aim 1 ms)"
    return [compared, _told(cpu, spent, digits=2)]


def _in_one_process(stage: Stage) -> list[Row]:
    """All tablets past HTTP: first all records, then all photos."""
    holders = [stage.holder() for _number in range(TABLETS)]

    def send(holder: Holder, bodies: Bodies, returning: bool) -> None:
        admission.take(bodies, tablet=holder.tablet, person=stage.by, at=now(), returning=returning)

    line = Line(send)
    seconds = _at_once(holders, lambda holder: _records(stage, holder, line))
    chunks: list[float] = []
    more = _at_once(holders, lambda holder: chunks.extend(_photos(stage, holder, Line(send)))) if PHOTOS else 0.0
    name = f"{TABLETS} tablets x {FINDINGS} findings + {PHOTOS} photos, {AT_ONCE} at once"
    rows = [_counted(name, holders, PHOTOS, seconds + more), *_waited("in one process", line, seconds)]
    size = uploads.LARGEST_CHUNK // 1024
    part = f"ingest: a chunk of at most {size} kB, the last with its hash and small copy, {AT_ONCE} at once"
    return [*rows, _told(part, chunks)] if chunks else rows


def _through_the_door(stage: Stage) -> list[Row]:
    """The same through HTTP, without photos."""
    holders = [stage.holder() for _number in range(SERVED)]
    client = Client()
    client.force_login(stage.by, backend="django.contrib.auth.backends.ModelBackend")
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    lines = threading.local()
    with served(workers=CORES, threads=THREADS) as port:

        def send(holder: Holder, bodies: Bodies, returning: bool) -> None:
            if not hasattr(lines, "line"):
                lines.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            headers = {
                "Authorization": f"Tablet {holder.token}", "Cookie": cookie, "Content-Type": "application/json",
            } | ({"Retried-After": "0"} if returning else {})  # fmt: skip
            lines.line.request("POST", "/api/field/v1/operations/", json.dumps({"operations": bodies}), headers)
            answer = lines.line.getresponse()
            told = answer.read()
            if answer.status == Busy.status:
                lines.line.close()  # gunicorn would close it meanwhile
                raise Busy("", retry_after_s=json.loads(told)["retry_after_ms"] / 1000)
            if answer.status != 200:
                raise RuntimeError(f"{answer.status}: {told[:500]!r}")

        # A process that has just begun reads rules and words with its first batches: once after each start.
        _at_once([stage.holder() for _number in range(AT_ONCE)], lambda holder: _records(stage, holder, Line(send)))
        line = Line(send)
        seconds = _at_once(holders, lambda holder: _records(stage, holder, line))
    where = f"through HTTP, gunicorn with {CORES} workers of {THREADS} threads on {CORES} cores, senders on them too"
    name = f"{SERVED} tablets x {FINDINGS} findings {where}, {AT_ONCE} at once"
    return [_counted(name, holders, 0, seconds), *_waited(where, line, seconds)]


def _at_once(holders: Iterable[Holder], work: Callable[[Holder], None]) -> float:
    """Return how many seconds all of them took together."""

    def one(holder: Holder) -> None:
        try:
            work(holder)
        finally:
            connections.close_all()

    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _done in pool.map(one, holders):
            pass
    return time.perf_counter() - started


def _records(stage: Stage, holder: Holder, line: Line) -> None:
    holder.findings = stage.bodies(holder.visit, 1, FINDINGS)
    for start in range(0, FINDINGS, BATCH):
        for _again in range(2 if start // BATCH % 2 else 1):
            line.bring(holder, holder.findings[start : start + BATCH])


def _photos(stage: Stage, holder: Holder, line: Line) -> list[float]:
    """Send photos in chunks; their end is filled up, as cameras do, to the size of a working copy."""
    took = []
    for number in range(FINDINGS + 1, FINDINGS + 1 + PHOTOS):
        data = scene.jpeg((320, 240)) + os.urandom(PHOTO_BYTES)
        key, sha256 = str(uuid7()), hashlib.sha256(data).hexdigest()
        body = stage.bodies(holder.visit, number, 1)[0] | {
            "type": "evidence.declare",
            "payload": {"id": key, "sha256": sha256, "size": len(data), "file_name": "b.jpg"},
        }
        line.bring(holder, [body])
        row = uploads.of(uuid.UUID(key), "working", tablet=holder.tablet, person=stage.by)
        while row.state == "open":
            part = data[row.offset : row.offset + uploads.LARGEST_CHUNK]
            began = time.perf_counter()
            row = uploads.append(row, offset=row.offset, data=part, sha256=hashlib.sha256(part).hexdigest(), at=now())
            took.append((time.perf_counter() - began) * 1000)
    return took


def _counted(name: str, holders: list[Holder], photos: int, seconds: float) -> Row:
    """Count what was sent and what is there."""
    keys = [holder.visit.pk for holder in holders]
    wanted = {uuid.UUID(body["payload"]["id"]) for holder in holders for body in holder.findings}
    here = list(Finding.objects.filter(visit__in=keys).values_list("pk", flat=True))
    files = Evidence.objects.filter(visit__in=keys).count()
    rows = Operation.objects.filter(visit_key__in=keys).count()
    lost = len(wanted - set(here)) + len(holders) * photos - files
    doubled = len(here) - len(set(here)) + len(set(here) - wanted) + rows - len(holders) * (FINDINGS + photos)
    kept = Quarantined.objects.count()
    return {
        "name": f"ingest: {name}: {lost} lost, {doubled} doubled, {kept} kept, {seconds:.0f} s",
        "must": "0 lost, 0 doubled",
        "ok": lost == 0 and doubled == 0 and kept == 0,
    }


def _waited(where: str, line: Line, seconds: float) -> list[Row]:
    rate, away = len(line.batches_ms) / seconds, len(line.requests_ms) - len(line.batches_ms)
    sent = f"ingest: a batch of {BATCH} findings, {AT_ONCE} at once without a pause {where}"
    request = _told(f"{sent}, a request ({away} told to come again)", line.requests_ms)
    request |= {"must": "p95 ≤ 150 ms", "ok": request["p95_ms"] <= 150}
    return [request, _told(f"{sent}, from its first sending to its receipt: {rate:.0f} batches/s", line.batches_ms)]


def _told(name: str, values: list[float], digits: int = 1) -> Row:
    median, p95 = statistics.median(values), percentile(values, 0.95)
    return {"name": name, "product_ms": round(median, digits), "p95_ms": round(p95, digits), "must": "-", "ok": True}
