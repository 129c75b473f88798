"""The background half of an import: takes a kept file from the queue, runs it, keeps the report, journals once."""

import datetime as dt
import hashlib
import tempfile
import uuid
from collections.abc import Callable
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django_tasks import task

from accounts import journal
from accounts.access import system_user
from accounts.enums import JobStatus
from accounts.models import BackgroundJob
from common.clock import now
from licenses.importers.items import CellError
from licenses.services.coordination import tiles
from licenses.services.imports.report import fingerprint
from licenses.services.imports.run import Progress, Result, Task, run

KIND = "register_import"
# A worker reports after each chunk, which takes seconds; one that was silent for so long is no longer there.
SILENT = dt.timedelta(minutes=5)
INTERRUPTED = "interrupted"
Watch = Callable[[int, int], None]


@task()
def run_import(job_id: str) -> None:
    """Run one import from the queue."""
    execute(job_id)


def enqueue(job: BackgroundJob) -> None:
    """Put an import in the queue."""
    run_import.enqueue(str(job.pk))


def stalled(job: BackgroundJob) -> bool:
    """Whether an import is running by its state, but its worker was killed or the machine went down."""
    seen = job.seen_at or job.started_at
    return job.state == JobStatus.RUNNING and seen is not None and seen < now() - SILENT


def interrupted(job: BackgroundJob) -> bool:
    """Whether an import ended neither by its own end nor by a person, so that it may be taken up again."""
    return stalled(job) or (job.state == JobStatus.FAILED and job.error == INTERRUPTED)


def execute(job_id: Any, watch: Watch = lambda _done, _total: None) -> BackgroundJob | None:
    """Run an import that waits, and return it; None when it does not wait (somebody has it, or it was cancelled).

    A job whose worker died is set back to waiting by `imports.take_up`: what its first run stored is then found as
    already there. Should that worker still live, it stops at its next chunk and leaves the job to the second.
    """
    job = _claim(job_id)
    if job is None:
        return None
    state, changes = JobStatus.FAILED, dict[str, Any](error=INTERRUPTED)
    try:
        with (
            translation.override(job.parameters["language"]),
            default_storage.open(str(job.input_file.name), "rb") as file,
        ):
            state, changes = _work(job, file, watch)
    finally:
        changes |= {"state": state, "finished_at": now()}
        if _mine(job).update(**changes):
            for name, value in changes.items():
                setattr(job, name, value)
    return job


def _mine(job: BackgroundJob) -> QuerySet[BackgroundJob]:
    """The row of a job as long as this run of it is the latest."""
    return BackgroundJob.objects.filter(pk=job.pk, started_at=job.started_at)


@transaction.atomic
def _claim(job_id: Any) -> BackgroundJob | None:
    job = BackgroundJob.objects.select_for_update(of=("self",)).filter(pk=uuid.UUID(str(job_id)), kind=KIND).first()
    if job is None or job.state != JobStatus.WAITING:
        return None
    job.state, job.started_at = JobStatus.RUNNING, now()
    job.seen_at = job.started_at
    job.save(update_fields=["state", "started_at", "seen_at"])
    return job


def _work(job: BackgroundJob, file: IO[bytes], watch: Watch) -> tuple[JobStatus, dict[str, Any]]:
    """Run the import; return the job's last state and what to keep on it."""
    by = job.requested_by or system_user()
    if job.agency is None:
        raise ValueError("an import belongs to an agency")
    on = dt.date.fromisoformat(job.parameters["on"])
    work = Task(job.agency, by, on, now(), f"import {job.input_name}"[:200])
    with tempfile.TemporaryFile() as refused, tempfile.TemporaryFile() as warnings:
        try:
            result = run(
                file,
                task=work,
                code=job.parameters["format"],
                refused=refused,
                warnings=warnings,
                progress=_progress(job, watch),
            )
        except CellError as error:
            return JobStatus.FAILED, {"error": error.code, "result": {"error": {"code": error.code, **error.params}}}
        tiles.pack()
        summary = _summary(file, result)
        files = {"refused": refused, "warnings": warnings}
        wanted = {"refused": summary["outcomes"]["refused"], "warnings": summary["warned"]}
        stored = {name: _store(job, name, files[name]) for name, count in wanted.items() if count}
    report = {**summary, "report_sha256": fingerprint(summary)}
    journal.record(by, "register.imported", job, after=_journaled(report, job), agency=job.agency)
    state = JobStatus.CANCELLED if result.cancelled else JobStatus.DONE
    return state, {"error": "", "result": {**report, "files": stored}, "done": summary["rows"] - summary["not_reached"]}


def _progress(job: BackgroundJob, watch: Watch) -> Progress:
    """Keep how far it is where a page finds it, and stop when somebody asked for it."""
    rows = _mine(job)

    def progress(done: int, total: int) -> bool:
        rows.update(done=done, total=total, seen_at=now())
        watch(done, total)
        return rows.filter(cancel_requested=False).exists()

    return progress


def _summary(file: Any, result: Result) -> dict[str, Any]:
    file.seek(0)
    notes = [{"code": note.code, "params": note.params} for note in result.notes]
    return {
        **result.summary,
        "format": result.format.code,
        "file_sha256": hashlib.file_digest(file, "sha256").hexdigest(),
        "notes": notes,
    }


def _store(job: BackgroundJob, name: str, file: IO[bytes]) -> str:
    file.seek(0)
    return default_storage.save(f"jobs/out/{job.pk.hex}-{name}.csv", File(file))


def _journaled(report: dict[str, Any], job: BackgroundJob) -> dict[str, Any]:
    """What the journal keeps of a bulk import: its numbers and the hashes of file and report."""
    kept = ("rows", "outcomes", "records", "warned", "not_reached", "format", "file_sha256", "report_sha256")
    return {name: report[name] for name in kept} | {"file": job.input_name}
