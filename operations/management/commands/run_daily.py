"""What the calendar asks for, once a day: ./run manage run_daily [--date 2026-11-23] [--job licenses.dates]."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.enums import JobStatus
from common.clock import today
from operations.daily.jobs import JOBS, job_called
from operations.daily.runs import Outcome, run_all


class Command(BaseCommand):
    """Start it from a timer after midnight; starting it twice, or late, harms nothing."""

    help = "Run the daily jobs not done yet; the exit code is 1 when one failed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--date", type=_day, default=None, help="the day to bring everything up to (today)")
        parser.add_argument("--job", action="append", choices=[job.code for job in JOBS], help="only this job")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run them and say what each did."""
        on = options["date"] or today()
        if on > today():
            raise CommandError(f"{on} has not come yet; what it asks for is done on the day.")
        jobs = [job for job in map(job_called, options["job"]) if job] if options["job"] else JOBS
        outcomes = run_all(on=on, jobs=jobs)
        for outcome in outcomes:
            self.stdout.write(f"{on} {outcome.job.code}: {_told(outcome)}")
        failed = [outcome.job.code for outcome in outcomes if outcome.run.state == JobStatus.FAILED]
        if failed:
            raise CommandError(f"failed: {', '.join(failed)}; the next run tries again", returncode=1)


def _told(outcome: Outcome) -> str:
    run = outcome.run
    if not outcome.ran:
        return "done before" if run.state == JobStatus.DONE else "another process is at it"
    if run.state == JobStatus.FAILED:
        return f"FAILED: {run.error.strip().splitlines()[-1]}"
    return ", ".join(f"{name} {count}" for name, count in run.result.items()) or "done"


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
