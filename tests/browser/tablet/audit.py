"""Compares what the server has with what was recorded: nothing lost, nothing doubled, hashes equal."""

import hashlib
from typing import Any

from fieldwork.models import Operation, Quarantined, Upload
from inspections.models import Answer, Attendance, Evidence, Finding, Visit
from inspections.services import evidence, sealing
from tests.browser.tablet.tool import App

tally = {"situations": 0, "operations": 0, "files": 0, "lost": 0, "doubled": 0}


def whole(app: App, visit: Visit, day: dict[str, Any], sealed: list[str] | None = None, *, extra: int = 0) -> None:
    """The visit is on the server exactly as it was recorded, and the tablet knows so.

    `extra` counts operations recorded beside those of the day.
    """
    assert app.faults == []
    rows = list(Operation.objects.filter(visit_key=visit.pk).order_by("seq"))
    told = [row for row in app.run("return ww.rows('receipts')") if row["visit"] == str(visit.pk)]
    wanted = {*day["ops"], *(sealed or [])}
    _nothing_lost(rows, told, wanted, len(day["files"]) + extra)
    _lines(visit, day, bool(sealed))
    _files(visit, day["files"])
    assert [row for row in app.run("return ww.rows('outbox')") if row["visit"] == str(visit.pk)] == []
    if sealed:
        visit.refresh_from_db()
        assert visit.status == "received"
        assert sealing.check(visit) == []
        seen = app.visit(visit.pk)
        assert (seen["state"], seen["sealed"]["receipt"]["sha256"]) == ("sent", visit.seal.sha256)
    tally["situations"] += 1
    tally["operations"] += len(rows)
    tally["files"] += len(day["files"])


def _nothing_lost(rows: list[Operation], told: list[dict[str, Any]], wanted: set[str], others: int) -> None:
    """Each operation is in the ledger once, applied, under the hash the tablet reckoned itself."""
    here = {str(row.op_id): row for row in rows}
    assert wanted - here.keys() == set()
    assert len(rows) == len(wanted) + others
    assert {row.outcome for row in rows} == {"applied"}
    assert {row["op_id"]: row["sha256"] for row in told} == {key: row.sha256 for key, row in here.items()}
    assert Quarantined.objects.filter(visit_id=rows[0].visit_key).count() == 0


def _lines(visit: Visit, day: dict[str, Any], is_sealed: bool) -> None:
    newest = {str(row.item_id): row.choice for row in Answer.objects.filter(visit=visit).order_by("revision")}
    assert newest == day["answers"]
    assert [str(row.pk) for row in Finding.objects.filter(visit=visit)] == [day["finding"]]
    assert Attendance.objects.filter(visit=visit).count() == (1 if is_sealed else 0)


def _files(visit: Visit, files: list[dict[str, Any]]) -> None:
    """Each file's bytes have the hash they had in the tablet."""
    rows = {str(row.pk): row for row in Evidence.objects.filter(visit=visit)}
    assert rows.keys() == {one["id"] for one in files}
    for one in files:
        row = rows[one["id"]]
        assert hashlib.sha256(evidence.original(row)).hexdigest() == one["sha256"] == row.sha256
        if one["original"]:
            assert hashlib.sha256(evidence.larger_original(row) or b"").hexdigest() == one["original"]
    assert set(Upload.objects.filter(visit=visit).values_list("state", flat=True)) <= {"done"}
