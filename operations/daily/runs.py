"""Running the daily jobs: each is claimed by a row, a failure is kept in the row, and the others go on."""

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from django.db import transaction
from django.db.models import Min, QuerySet

from accounts.enums import JobStatus
from common.clock import now
from operations.daily.jobs import JOBS, DailyJob
from operations.models import DailyRun

log = logging.getLogger(__name__)

# Watched jobs give a sign of life after each batch, the others take minutes: one silent for so long was killed.
SILENT = dt.timedelta(minutes=30)
LONGEST_ERROR = 8_000
Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Outcome:
    """What became of one job in this call: `ran` is False when it was done already or another process has it."""

    job: DailyJob
    run: DailyRun
    ran: bool


class _Kept:
    """Keeps whatever a job raised as text: the other jobs have to go on, and somebody must see why this one did not."""

    text = ""

    def __enter__(self) -> "_Kept":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> bool:
        if error is None or not isinstance(error, Exception):
            return False
        self.text = "".join(traceback.format_exception(error))[-LONGEST_ERROR:]
        return True


def run_all(*, on: dt.date, jobs: Iterable[DailyJob] = JOBS) -> list[Outcome]:
    """Run each job that is not done for the day; return what became of each, in order."""
    return [run_one(job, on=on) for job in jobs]


def run_one(job: DailyJob, *, on: dt.date) -> Outcome:
    """Run one job unless it is done for the day or another process is at it."""
    DailyRun.objects.bulk_create([DailyRun(job=job.code, on=on)], ignore_conflicts=True)
    run = _claim(job, on)
    if run is None:
        return Outcome(job, DailyRun.objects.get(job=job.code, on=on), ran=False)
    result: dict[str, int] = {}
    with _Kept() as kept:
        result = dict(job.run(on=on, tell=_teller(run)) if job.watched else job.run(on=on))
    if kept.text:
        log.error("daily job %s of %s failed: %s", job.code, on, kept.text)
    state = JobStatus.FAILED if kept.text else JobStatus.DONE
    _mine(run).update(state=state, result=result, error=kept.text, finished_at=now())
    run.refresh_from_db()
    return Outcome(job, run, ran=True)


@transaction.atomic
def _claim(job: DailyJob, on: dt.date) -> DailyRun | None:
    """Take the job for this process; None when it is done or somebody has it."""
    run = DailyRun.objects.select_for_update().get(job=job.code, on=on)
    if run.state == JobStatus.DONE or (run.state == JobStatus.RUNNING and not stalled(run)):
        return None
    run.state, run.started_at, run.finished_at, run.error = JobStatus.RUNNING, now(), None, ""
    run.seen_at, run.attempts, run.done, run.total = run.started_at, run.attempts + 1, 0, None
    run.save()
    return run


def stalled(run: DailyRun) -> bool:
    """Whether the run is going on by its state only: its process was killed."""
    return run.state == JobStatus.RUNNING and run.seen_at is not None and run.seen_at < now() - SILENT


def _mine(run: DailyRun) -> QuerySet[DailyRun]:
    """The row, as long as this attempt at it is the latest."""
    return DailyRun.objects.filter(pk=run.pk, attempts=run.attempts)


def _teller(run: DailyRun) -> Tell:
    def tell(done: int, total: int) -> None:
        _mine(run).update(done=done, total=total, seen_at=now())

    return tell


@dataclass(frozen=True)
class Health:
    """Whether the daily work is done: what is missing of the day before, and since when nothing ran at all."""

    day: dt.date
    missing: list[DailyJob]
    failed: list[DailyRun]
    ever: bool

    @property
    def well(self) -> bool:
        """Whether there is nothing to warn of."""
        return not self.missing and not self.failed


def health(on: dt.date) -> Health:
    """Say what is not done of yesterday's work. What ran today has made yesterday good: a job brings all up to date.

    A job nobody ran before yesterday is not missed: it was added today, or the installation is new today.
    """
    yesterday = on - dt.timedelta(days=1)
    rows = list(DailyRun.objects.filter(on__range=(yesterday, on)))
    since = DailyRun.objects.aggregate(first=Min("on"))["first"]
    done = {row.job for row in rows if row.state == JobStatus.DONE}
    failed = [row for row in rows if row.state == JobStatus.FAILED and row.job not in done]
    known = {row.job for row in failed}
    missing = [job for job in JOBS if job.code not in done | known]
    return Health(yesterday, missing if since != on else [], failed, since is not None)


def latest(days: int = 14) -> list[Any]:
    """Return the runs of the last days that have any, newest first."""
    recent = DailyRun.objects.order_by("-on").values_list("on", flat=True).distinct()[:days]
    return list(DailyRun.objects.filter(on__in=list(recent)).order_by("-on", "pk"))
