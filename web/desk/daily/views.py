"""The page of the daily work: whether yesterday's was done, and the last runs with what each did."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.roles import Action
from common.clock import today
from operations.daily import runs
from operations.daily.jobs import JOBS, job_called
from operations.models import DailyRun
from web.access import allow


@dataclass(frozen=True)
class Line:
    """One run as the page shows it."""

    run: DailyRun
    label: Any
    counts: list[tuple[Any, int]]
    stalled: bool
    why: str


@allow(Action.OPERATIONS_VIEW)
def daily(request: HttpRequest) -> HttpResponse:
    """Show whether the daily work is done, and the last runs."""
    lines = [_line(run) for run in runs.latest()]
    context = {"health": runs.health(today()), "lines": lines, "jobs": JOBS}
    return render(request, "desk/daily/runs.html", context)


def _line(run: DailyRun) -> Line:
    job = job_called(run.job)
    words = job.words if job else {}
    return Line(
        run=run,
        label=job.label if job else run.job,
        counts=[(words.get(name, name), count) for name, count in run.result.items()],
        stalled=runs.stalled(run),
        why=run.error.strip().splitlines()[-1] if run.error.strip() else "",
    )
