"""Taking a receiver's file in: kept under its hash, matched in the background, taken up again after a crash."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Max
from django.utils import formats, timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tasks import task

from accounts import access, journal
from accounts.enums import JobStatus
from accounts.models import Agency, BackgroundJob
from accounts.roles import Action
from common.clock import now
from common.errors import Conflict, NotAllowed
from common.text import clean_name
from inspections.models import HeardRow, MonitoringImport
from inspections.services.monitoring import files
from inspections.services.monitoring.matching import Matcher

KIND = "monitoring_import"
CHUNK = 500
# A worker gives a sign of life after each chunk, which takes seconds.
SILENT = dt.timedelta(minutes=5)
T = TypeVar("T")


@transaction.atomic
def start(data: bytes, *, name: str, by: Any, agency: Agency, on: dt.date) -> MonitoringImport:
    """Keep a file and put its matching in the queue.

    Raises Invalid when it is no file of a receiver, Conflict when the agency has this very file already, NotAllowed.
    """
    access.require(by, Action.COORDINATION_CHECK)
    if agency not in access.agencies_of(by, Action.COORDINATION_CHECK):
        raise NotAllowed(_("Your role does not allow this."))
    total = files.check(data)
    sha256 = hashlib.sha256(data).hexdigest()
    Agency.objects.select_for_update().get(pk=agency.pk)
    _refuse_twin(agency, sha256)
    job = BackgroundJob(
        kind=KIND, agency=agency, requested_by=by, input_name=clean_name(name)[:250], total=total,
        parameters={"language": get_language() or "vi", "sha256": sha256},
    )  # fmt: skip
    job.input_file.save(f"{job.pk.hex}.monitoring", ContentFile(data), save=False)
    job.save(force_insert=True)
    made = MonitoringImport.objects.create(
        agency=agency, imported_by=by, job=job, name=job.input_name, sha256=sha256, matched_on=on
    )
    journal.record(by, "monitoring.received", made, after=journal.snapshot(made), agency=agency)
    transaction.on_commit(lambda: match_rows.enqueue(str(job.pk)))
    return made


@task()
def match_rows(job_id: str) -> None:
    """Match one file from the queue."""
    execute(job_id)


def stalled(job: BackgroundJob) -> bool:
    """Whether it is running by its state, but its worker was killed or the machine went down."""
    seen = job.seen_at or job.started_at
    return job.state == JobStatus.RUNNING and seen is not None and seen < now() - SILENT


@transaction.atomic
def take_up(monitoring: MonitoringImport, *, by: Any) -> None:
    """Put the matching of a file whose worker died in the queue again; it goes on after the last row stored."""
    access.require(by, Action.COORDINATION_CHECK, monitoring)
    job = BackgroundJob.objects.select_for_update().get(pk=monitoring.job_id)
    if not stalled(job) and job.state != JobStatus.FAILED:
        raise Conflict(_("This import was not interrupted; there is nothing to take up again."), code="not_interrupted")
    job.state, job.started_at, job.seen_at, job.error = JobStatus.WAITING, None, None, ""
    job.save(update_fields=["state", "started_at", "seen_at", "error"])
    transaction.on_commit(lambda: match_rows.enqueue(str(job.pk)))


def execute(job_id: Any) -> MonitoringImport | None:
    """Match the rows of a file that waits; None when it does not wait."""
    job = _claim(job_id)
    if job is None:
        return None
    monitoring = MonitoringImport.objects.select_related("agency", "imported_by").get(job=job)
    state = JobStatus.FAILED
    try:
        with translation.override(job.parameters["language"]), default_storage.open(str(job.input_file.name)) as file:
            _match(monitoring, job, file.read())
        state = JobStatus.DONE
    finally:
        error = "" if state == JobStatus.DONE else "interrupted"
        BackgroundJob.objects.filter(pk=job.pk).update(state=state, finished_at=now(), error=error)
    return monitoring


def _match(monitoring: MonitoringImport, job: BackgroundJob, data: bytes) -> None:
    last = monitoring.rows.aggregate(last=Max("number"))["last"] or 0
    matcher, done = Matcher(monitoring, monitoring.imported_by), monitoring.rows.count()
    fresh = ((number, row) for number, row in files.rows(data) if number > last)
    for chunk in _chunks(fresh, CHUNK):
        rows = [matcher.row(number, row) for number, row in chunk]
        HeardRow.objects.bulk_create(rows)
        done += len(rows)
        BackgroundJob.objects.filter(pk=job.pk).update(done=done, seen_at=now())
    _finish(monitoring)


@transaction.atomic
def _finish(monitoring: MonitoringImport) -> None:
    before = journal.snapshot(monitoring)
    grouped = monitoring.rows.order_by().values_list("result").annotate(n=Count("pk"))
    monitoring.counts, monitoring.finished_at = dict(grouped), now()
    monitoring.save(update_fields=["counts", "finished_at"])
    journal.record(
        monitoring.imported_by, "monitoring.matched", monitoring, before=before, after=journal.snapshot(monitoring),
        agency=monitoring.agency,
    )  # fmt: skip


@transaction.atomic
def _claim(job_id: Any) -> BackgroundJob | None:
    job = BackgroundJob.objects.select_for_update(of=("self",)).filter(pk=uuid.UUID(str(job_id)), kind=KIND).first()
    if job is None or job.state != JobStatus.WAITING:
        return None
    job.state, job.started_at = JobStatus.RUNNING, now()
    job.seen_at = job.started_at
    job.save(update_fields=["state", "started_at", "seen_at"])
    return job


def _refuse_twin(agency: Agency, sha256: str) -> None:
    known = MonitoringImport.objects.select_related("imported_by").filter(agency=agency, sha256=sha256).first()
    if known is not None:
        at = formats.date_format(timezone.localtime(known.created_at), "SHORT_DATETIME_FORMAT")
        message = _(
            "This very file was taken in on %(at)s by %(who)s, as “%(name)s”: see its report in the list below."
        )
        raise Conflict(
            message % {"at": at, "who": known.imported_by, "name": known.name},
            code="same_file",
            details={"monitoring": known.pk.hex},
        )


def _chunks(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk
