"""What the tablet's door costs and whether it holds: batches of findings with and without the ledger, many at once.

Every second batch is sent twice, as after a lost answer. Nothing may be lost and nothing doubled.
INGEST_TABLETS (500), INGEST_PHOTOS (5) and INGEST_AT_ONCE (50) set the size.
"""

import datetime as dt
import hashlib
import os
import statistics
import threading
import time
import uuid
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections

from bench.timing import Row, compare, percentile
from common.clock import now
from common.ids import uuid7
from fieldwork.models import Operation, Quarantined, Tablet
from fieldwork.services import dispatching, operations, tablets, uploads
from inspections.enums import Choice, VisitReason
from inspections.models import Evidence, Finding, Visit
from inspections.services import answers, findings, planning, visits
from tests import cast, law
from tests.inspections import scene

ENGINES = ("sqlite", "postgresql")
TABLETS = int(os.environ.get("INGEST_TABLETS", "500"))
PHOTOS = int(os.environ.get("INGEST_PHOTOS", "5"))
AT_ONCE = int(os.environ.get("INGEST_AT_ONCE", "50"))
FINDINGS, BATCH = 50, 10
PHOTO_BYTES = 300_000


class Stage:
    """One agency, one place, and as many visits found on the spot as there are tablets."""

    def __init__(self) -> None:
        units = cast.make_units()
        agencies = cast.make_agencies(units)
        self.people = {name: cast.make_person(name, agencies) for name in ("officer", "chief", "inspector", "admin")}
        law.put()
        self.agency = agencies.skhcn
        self.place = scene.make_agent(self.people, units)
        self.checklist = scene.short_list()
        self.item = self.checklist.items.get()
        self.on = dt.datetime.now(dt.UTC).astimezone(dt.timezone(dt.timedelta(hours=7))).date()

    def visit(self) -> Visit:
        """A visit begun, its one item failed."""
        plan = scene.plan_of(
            self.people, self.place, reason=VisitReason.ON_THE_SPOT, reason_text="thử tải", window_start=self.on,
            window_end=self.on, checklists=[self.checklist], no_notice="on_the_spot", no_notice_reason="tại chỗ",
        )  # fmt: skip
        visit = planning.schedule(plan, by=self.people["chief"], on=self.on)
        return visit

    def begin(self, visit: Visit) -> Visit:
        """Start it and fail its item."""
        by = self.people["inspector"]
        visits.start(visit, by=by, at=now(), on=self.on)
        answers.answer(visit, item=self.item, choice=Choice.FAIL, by=by, at=now())
        return visit

    def tablet(self, number: int) -> Tablet:
        """An enrolled tablet."""
        _made, code = tablets.invite(
            agency=self.agency, label=f"B-{number}", inventory_number="", by=self.people["admin"], at=now()
        )
        return tablets.enrol(code, platform="bench", at=now())[0]

    def bodies(self, visit: Visit, first: int, count: int) -> list[dict[str, Any]]:
        """So many findings as a tablet sends them."""
        return [
            {
                "op_id": str(uuid7()), "seq": seq, "prev_seq": 0, "type": "finding.add", "visit": str(visit.pk),
                "author": self.people["inspector"].pk, "client_time": now().isoformat(), "clock_offset_s": 0,
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
    """Compare one batch, then let all tablets come."""
    stage = Stage()
    return [_one_batch(stage), *_all_at_once(stage)]


def _one_batch(stage: Stage) -> Row:
    tablet, by = stage.tablet(0), stage.people["inspector"]
    mine, theirs = stage.visit(), stage.begin(stage.visit())
    dispatching.send(mine, tablet=tablet, by=stage.people["chief"])
    stage.begin(mine)
    counter = iter(range(1, 10**9, BATCH))

    def product() -> None:
        told = operations.take(stage.bodies(mine, next(counter), BATCH), tablet=tablet, person=by, at=now())
        if any(one.status != "applied" for one in told):
            raise RuntimeError(told[0])

    def baseline() -> None:
        for number in range(BATCH):
            act = scene.act(
                stage.item.violations[0], facts=f"Hành vi {number}", act_started_on=stage.on, detected_on=stage.on
            )
            findings.record(theirs, item=stage.item, act=act, by=by, at=now(), finding_id=uuid.uuid4())

    name = f"ingest: {BATCH} findings with ledger and receipt against the same services without"
    return compare(name, product, baseline, rounds=20)


def _all_at_once(stage: Stage) -> list[Row]:
    pairs = []
    for number in range(1, TABLETS + 1):
        visit, tablet = stage.visit(), stage.tablet(number)
        dispatching.send(visit, tablet=tablet, by=stage.people["chief"])
        pairs.append((stage.begin(visit), tablet))
    sent: dict[Any, list[str]] = defaultdict(list)
    batches, chunks = [], []
    lock = threading.Lock()

    def day(pair: tuple[Visit, Tablet]) -> None:
        visit, tablet = pair
        took, bodies = _records(stage, visit, tablet)
        took_files = _photos(stage, visit, tablet, FINDINGS + 1)
        connections.close_all()
        with lock:
            sent[visit.pk] = [body["payload"]["id"] for body in bodies]
            batches.extend(took)
            chunks.extend(took_files)

    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(day, pairs))
    seconds = time.perf_counter() - started
    return [_counted(stage, sent, seconds), _waited(batches), *([_files(chunks)] if chunks else [])]


def _records(stage: Stage, visit: Visit, tablet: Tablet) -> tuple[list[float], list[dict[str, Any]]]:
    by, took = stage.people["inspector"], []
    bodies = stage.bodies(visit, 1, FINDINGS)
    for start in range(0, FINDINGS, BATCH):
        for _again in range(2 if start // BATCH % 2 else 1):
            began = time.perf_counter()
            operations.take(bodies[start : start + BATCH], tablet=tablet, person=by, at=now())
            took.append((time.perf_counter() - began) * 1000)
    return took, bodies


def _photos(stage: Stage, visit: Visit, tablet: Tablet, seq: int) -> list[float]:
    """Send photos in chunks; their end is filled up, as cameras do, to the size of a working copy."""
    by, took = stage.people["inspector"], []
    for number in range(PHOTOS):
        data = scene.jpeg((320, 240)) + os.urandom(PHOTO_BYTES)
        key, sha256 = str(uuid7()), hashlib.sha256(data).hexdigest()
        body = stage.bodies(visit, seq + number, 1)[0] | {
            "type": "evidence.declare",
            "payload": {"id": key, "sha256": sha256, "size": len(data), "file_name": "b.jpg"},
        }
        operations.take([body], tablet=tablet, person=by, at=now())
        row = uploads.of(uuid.UUID(key), "working", tablet=tablet, person=by)
        while row.state == "open":
            part = data[row.offset : row.offset + uploads.LARGEST_CHUNK]
            began = time.perf_counter()
            row = uploads.append(row, offset=row.offset, data=part, sha256=hashlib.sha256(part).hexdigest(), at=now())
            took.append((time.perf_counter() - began) * 1000)
    return took


def _counted(stage: Stage, sent: dict[Any, list[str]], seconds: float) -> Row:
    """Count what was sent and what is there."""
    wanted = {uuid.UUID(key) for keys in sent.values() for key in keys}
    here = list(Finding.objects.filter(visit__in=sent).values_list("pk", flat=True))
    photos = Evidence.objects.filter(visit__in=sent).count()
    rows = Operation.objects.filter(visit_key__in=sent).count()
    lost = len(wanted - set(here)) + TABLETS * PHOTOS - photos
    doubled = len(here) - len(set(here)) + len(set(here) - wanted) + rows - TABLETS * (FINDINGS + PHOTOS)
    kept = Quarantined.objects.count()
    return {
        "name": f"ingest: {TABLETS} tablets x {FINDINGS} findings + {PHOTOS} photos, {AT_ONCE} at once: "
                f"{lost} lost, {doubled} doubled, {kept} kept, {seconds:.0f} s",
        "must": "0 lost, 0 doubled",
        "ok": lost == 0 and doubled == 0 and kept == 0,
    }  # fmt: skip


def _waited(batches: list[float]) -> Row:
    p95 = percentile(batches, 0.95)
    return {
        "name": f"ingest: a batch of {BATCH} findings with {AT_ONCE} tablets at once in one process",
        "product_ms": round(statistics.median(batches), 1),
        "p95_ms": round(p95, 1),
        "must": "p95 ≤ 150 ms",
        "ok": p95 <= 150,
    }


def _files(chunks: list[float]) -> Row:
    return {
        "name": f"ingest: a chunk of at most {uploads.LARGEST_CHUNK // 1024} kB, the last with its hash and small copy",
        "product_ms": round(statistics.median(chunks), 1),
        "p95_ms": round(percentile(chunks, 0.95), 1),
        "must": "-",
        "ok": True,
    }
