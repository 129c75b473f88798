"""Imports of registers as people meet them: start, follow, cancel, take up again, and what came out."""

import datetime as dt
import hashlib
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.access import agencies_of
from accounts.enums import JobStatus
from accounts.models import Agency, BackgroundJob
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed, NotFound
from common.text import clean_name
from licenses.importers import formats, problems
from licenses.importers.items import CellError
from licenses.services.imports.jobs import KIND, enqueue, interrupted, stalled
from licenses.services.imports.run import check_file

OVER = (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED)
FILES = ("refused", "warnings")
MEGABYTE = 1024 * 1024


def agencies(by: Any) -> list[Agency]:
    """Return the agencies into whose register this person may import."""
    return list(agencies_of(by, Action.REGISTER_IMPORT))


def visible(by: Any) -> QuerySet[BackgroundJob]:
    """Return the imports of the person's agencies, newest first."""
    return BackgroundJob.objects.filter(kind=KIND, agency__in=agencies(by)).select_related("agency", "requested_by")


def find(by: Any, pk: Any) -> BackgroundJob:
    """Return one of the imports the person may see; NotFound otherwise."""
    job = visible(by).filter(pk=pk).first()
    if job is None:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    return job


@transaction.atomic
def start(
    file: IO[bytes], *, name: str, by: Any, agency: Agency, on: dt.date, code: str = "", queue: bool = True
) -> BackgroundJob:
    """Keep a file and put its import in the queue; `code` names the format, else the header tells it.

    Raises Invalid when the file cannot be read at all (then nothing is kept), NotAllowed outside one's agencies,
    Conflict while the same file is being imported for the same agency.
    With `queue=False` the caller runs `imports_jobs.execute` itself, as the command does.
    """
    if not getattr(by, "is_system", False) and agency not in agencies(by):
        raise NotAllowed(_("Your role does not allow this."), details={"action": str(Action.REGISTER_IMPORT)})
    try:
        known = check_file(file, code)
    except CellError as error:
        message = problems.about_file(error)
        raise Invalid(message, code=error.code, fields={"file": [message]}) from error
    sha256 = _sha256(file)
    _refuse_twin(agency, sha256)
    job = BackgroundJob(
        kind=KIND,
        agency=agency,
        requested_by=by,
        input_name=clean_name(name)[:250],
        parameters={"format": known.code, "on": on.isoformat(), "language": get_language() or "vi", "sha256": sha256},
    )
    job.input_file.save(f"{job.pk.hex}.import", File(file), save=False)
    job.save(force_insert=True)
    if queue:
        transaction.on_commit(lambda: enqueue(job))
    return job


def _sha256(file: Any) -> str:
    """The SHA-256 of a whole file, which is then at its start again."""
    file.seek(0)
    digest = hashlib.sha256()
    while part := file.read(MEGABYTE):
        digest.update(part)
    file.seek(0)
    return digest.hexdigest()


def _refuse_twin(agency: Agency, sha256: str) -> None:
    """Refuse a file that is being imported just now; afterwards it may be sent again, and doubles nothing."""
    same = BackgroundJob.objects.filter(kind=KIND, agency=agency, parameters__sha256=sha256)
    for job in same.exclude(state__in=OVER):
        if not stalled(job):
            raise Conflict(
                _("This very file is being imported already (“%(name)s”). Follow that import in the list below.")
                % {"name": job.input_name},
                code="under_way",
            )


@transaction.atomic
def cancel(job: BackgroundJob, *, by: Any) -> BackgroundJob:
    """Ask a running import to stop after the rows at hand; one that waits is cancelled at once.

    What was stored stays stored and is in the report. Raises Conflict when the import is over.
    """
    find(by, job.pk)
    locked = BackgroundJob.objects.select_for_update().get(pk=job.pk)
    if locked.state in OVER:
        raise Conflict(_("This import is over; there is nothing to cancel."), code="over")
    locked.cancel_requested = True
    if locked.state == JobStatus.WAITING or stalled(locked):
        locked.state = JobStatus.CANCELLED
    locked.save(update_fields=["cancel_requested", "state"])
    return locked


@transaction.atomic
def take_up(job: BackgroundJob, *, by: Any) -> BackgroundJob:
    """Put an import whose worker died in the queue again; what it stored is found as already there.

    Raises Conflict when it is still at work, waits, or came to its end.
    """
    find(by, job.pk)
    locked = BackgroundJob.objects.select_for_update().get(pk=job.pk)
    if not interrupted(locked):
        raise Conflict(_("This import was not interrupted; there is nothing to take up again."), code="not_interrupted")
    locked.state, locked.error, locked.done = JobStatus.WAITING, "", 0
    locked.started_at = locked.seen_at = locked.finished_at = None
    locked.cancel_requested = False
    locked.save()
    transaction.on_commit(lambda: enqueue(locked))
    return locked


def open_file(job: BackgroundJob, which: str) -> IO[bytes]:
    """Open the CSV of refused rows or of warnings of a finished import; NotFound when there is none."""
    stored = job.result.get("files", {}).get(which) if which in FILES else None
    if not stored:
        raise NotFound(_("This import has no such file."))
    return default_storage.open(stored, "rb")


def choices() -> list[tuple[str, Any]]:
    """Return the formats a person may name."""
    return [(known.code, known.label) for known in formats.FORMATS.values()]
