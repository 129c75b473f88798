"""The annex of a license, drawn in the background: asked for, worked off with progress, taken up again, kept."""

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_tasks import task

from accounts import access, journal
from accounts.enums import JobStatus
from accounts.models import BackgroundJob
from accounts.roles import Action
from common.clock import now
from common.errors import Conflict, NotFound
from common.pdf.figures import mhz, watts
from issuing.models import IssuedDocument
from licenses.documents.annex import AnnexHead, Row, digest, render
from licenses.documents.annex import of_paper as rows_of_paper
from licenses.enums import PowerReference
from licenses.models import FrequencyAssignment, License
from licenses.services import station_words

KIND = "license_annex"
BATCH = 500
# A worker reports every second or so; one silent for so long was killed.
SILENT = dt.timedelta(minutes=3)
INTERRUPTED = "interrupted"
REFERENCE = {PowerReference.ERP: "ERP", PowerReference.EIRP: "EIRP", PowerReference.TRANSMITTER: ""}
# Reading the register is about half of the work.
HALF = 50


@transaction.atomic
def start(license: License, *, by: Any, on: dt.date) -> BackgroundJob:
    """Ask for the annex as the register stands on the day; one that is under way is returned instead of a second."""
    access.require(by, Action.REGISTER_VIEW, license)
    License.objects.select_for_update(of=("self",)).get(pk=license.pk)  # two clicks ask for one annex
    known = latest(license)
    if known is not None and known.state in (JobStatus.WAITING, JobStatus.RUNNING):
        if not stalled(known):
            return known
        _mine(known).update(state=JobStatus.FAILED, error=INTERRUPTED, finished_at=now())
    if known is not None and known.state != JobStatus.DONE and "paper" in known.parameters:
        return _asked(license, by, known.parameters)  # the annex of a paper that was not finished is tried again
    if not license.assignments.active_on(on).exists():
        raise Conflict(_("The license has no frequency in force on this day; there is no annex to draw."), code="empty")
    return _asked(license, by, {"license": license.pk.hex, "on": on.isoformat()})


def start_of_paper(license: License, paper: IssuedDocument, *, by: Any) -> BackgroundJob:
    """Ask for the annex that a paper just issued names, in the transaction that issues it."""
    about = {"license": license.pk.hex, "on": paper.issued_on.isoformat(), "paper": paper.pk.hex}
    return _asked(license, by, about)


def of_papers(papers: Iterable[IssuedDocument]) -> dict[uuid.UUID, BackgroundJob]:
    """Return the last drawing of the annex that each license paper names, by paper; those without are left out."""
    keys = {paper.pk.hex: paper.pk for paper in papers}
    jobs = BackgroundJob.objects.filter(kind=KIND, parameters__paper__in=list(keys)).order_by("created_at")
    return {keys[job.parameters["paper"]]: job for job in jobs}


def _asked(license: License, by: Any, parameters: dict[str, Any]) -> BackgroundJob:
    job = BackgroundJob(
        kind=KIND, agency=license.agency, requested_by=by, input_name=license.pk.hex, parameters=parameters
    )
    job.save(force_insert=True)
    transaction.on_commit(lambda: run_annex.enqueue(str(job.pk)))
    return job


def latest(license: License) -> BackgroundJob | None:
    """Return the last annex asked for; None when there is none."""
    return BackgroundJob.objects.filter(kind=KIND, input_name=license.pk.hex).order_by("-created_at").first()


def stalled(job: BackgroundJob) -> bool:
    """Whether its worker was killed: running by its state only."""
    seen = job.seen_at or job.started_at
    return job.state == JobStatus.RUNNING and seen is not None and seen < now() - SILENT


def open_file(job: BackgroundJob) -> IO[bytes]:
    """Open the PDF of a finished annex; NotFound when there is none."""
    if job.state != JobStatus.DONE or not job.result.get("file"):
        raise NotFound(_("This annex is not drawn yet."))
    return default_storage.open(job.result["file"], "rb")


def requeue_stale() -> int:
    """Put annexes whose worker was killed in the queue again; return how many. Idempotent: drawing writes no record."""
    taken = 0
    dead = Q(seen_at__lt=now() - SILENT) | Q(seen_at__isnull=True, started_at__lt=now() - SILENT)
    for job in BackgroundJob.objects.filter(dead, kind=KIND, state=JobStatus.RUNNING):
        if _mine(job).update(state=JobStatus.WAITING, started_at=None, seen_at=None, done=0):
            run_annex.enqueue(str(job.pk))
            taken += 1
    return taken


@task()
def run_annex(job_id: str) -> None:
    """Draw one annex from the queue, after those that a killed worker left behind were put in the queue again."""
    requeue_stale()
    execute(job_id)


def execute(job_id: Any) -> BackgroundJob | None:
    """Draw an annex that waits, and return its job; None when it does not wait (somebody has it, or it is done)."""
    job = _claim(uuid.UUID(str(job_id)))
    if job is None:
        return None
    changes: dict[str, Any] = {"state": JobStatus.FAILED, "error": INTERRUPTED}
    try:
        changes = {"state": JobStatus.DONE, "error": "", "result": _draw(job)}
    finally:
        _mine(job).update(finished_at=now(), **changes)
    job.refresh_from_db()
    return job


@transaction.atomic
def _claim(key: uuid.UUID) -> BackgroundJob | None:
    job = BackgroundJob.objects.select_for_update(of=("self",)).filter(pk=key, kind=KIND).first()
    if job is None or job.state != JobStatus.WAITING:
        return None
    job.state, job.started_at = JobStatus.RUNNING, now()
    job.seen_at = job.started_at
    job.save(update_fields=["state", "started_at", "seen_at"])
    return job


def _mine(job: BackgroundJob) -> QuerySet[BackgroundJob]:
    return BackgroundJob.objects.filter(pk=job.pk, state=JobStatus.RUNNING, started_at=job.started_at)


def _draw(job: BackgroundJob) -> dict[str, Any]:
    on = dt.date.fromisoformat(job.parameters["on"])
    license = License.objects.select_related("agency", "holder").get(pk=uuid.UUID(job.parameters["license"]))
    head, found = _of_paper(license, job) if "paper" in job.parameters else _of_register(license, on, job)
    pdf, pages = render(head, found, tell=lambda done, of: _tell(job, HALF + (100 - HALF) * done // of))
    sha256 = hashlib.sha256(pdf).hexdigest()
    name = default_storage.save(f"jobs/out/{job.pk.hex}-annex.pdf", ContentFile(pdf))
    result = {
        "file": name,
        "sha256": sha256,
        "content_sha256": digest(head, found),
        "pages": pages,
        "rows": len(found),
        "size": len(pdf),
    }
    kept = {key: result[key] for key in ("sha256", "content_sha256", "pages", "rows")} | {"on": on.isoformat()}
    journal.record(job.requested_by, "license.annex_drawn", license, after=kept, agency=license.agency)
    return result


def _of_register(license: License, on: dt.date, job: BackgroundJob) -> tuple[AnnexHead, list[Row]]:
    total = license.assignments.active_on(on).count()
    found: list[Row] = []
    for row in rows(license, on):
        found.append(row)
        if len(found) % BATCH == 0:
            _tell(job, HALF * len(found) // max(total, 1))
    return head_of(license, on), found


def _of_paper(license: License, job: BackgroundJob) -> tuple[AnnexHead, list[Row]]:
    """Read what the paper itself keeps: the annex says what was signed, whatever the register says since."""
    paper = IssuedDocument.objects.select_related("agency").get(pk=uuid.UUID(job.parameters["paper"]))
    payload = json.loads(paper.payload)
    head: AnnexHead = {
        "license_number": payload.get("license_number") or paper.number,
        "kind": str(license.get_kind_display()),
        "holder": payload["holder"][0][1],
        "agency": payload["agency"]["name"],
        "on": payload["issued_on"],
        "watermark": payload.get("watermark", ""),
        "paper": paper.shown_code,
    }
    return head, rows_of_paper(payload)


def _tell(job: BackgroundJob, percent: int) -> None:
    _mine(job).update(done=percent, total=100, seen_at=now())


def head_of(license: License, on: dt.date) -> AnnexHead:
    """Return what the annex says of the license itself."""
    return {
        "license_number": license.number,
        "kind": str(license.get_kind_display()),
        "holder": license.holder.name,
        "agency": license.agency.name,
        "on": on.isoformat(),
        "watermark": "BẢN DEMO - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" if settings.DEMO_MODE else "",
    }


def rows(license: License, on: dt.date) -> Iterator[tuple[str, ...]]:
    """Yield the rows of the annex in the order of frequency, read by key in batches: memory does not grow with it."""
    mark: tuple[int, uuid.UUID] | None = None
    assigned = license.assignments.active_on(on).select_related("station__unit").prefetch_related("emissions")
    while True:
        batch = assigned.order_by("tx_hz", "pk")
        if mark is not None:
            batch = batch.filter(Q(tx_hz=mark[0], pk__gt=mark[1]) | Q(tx_hz__gt=mark[0]))
        found = list(batch[:BATCH])
        yield from map(_row, found)
        if len(found) < BATCH:
            return
        mark = (found[-1].tx_hz, found[-1].pk)


def _row(row: FrequencyAssignment) -> tuple[str, ...]:
    station = row.station
    facts = vars(station)
    name = station_words.identity(facts) or station.site_name
    where = [station.site_name if station.site_name != name else "", station.address, str(station.unit or "")]
    if station.lat is not None and station.lon is not None:
        where.append(f"{station.lat:.6f}, {station.lon:.6f}")
    sent = f"{mhz(row.tx_hz)}–{mhz(row.tx_upper_hz)}" if row.tx_upper_hz else mhz(row.tx_hz)
    return (
        "\n".join(filter(None, (name, ", ".join(filter(None, where)), station_words.technical(facts)))),
        f"Phát {sent}" + (f"\nThu {mhz(row.rx_hz)}" if row.rx_hz else ""),
        ", ".join(each.designator for each in row.emissions.all()) or "–",
        _power(row),
        "\n".join(f"{word} {day:%d/%m/%Y}" for word, day in _days(row)) or "–",
    )


def _days(row: FrequencyAssignment) -> list[tuple[str, dt.date]]:
    days = (("từ", row.in_force_from), ("đến", row.in_force_until))
    return [(word, day) for word, day in days if day is not None]


def _power(row: FrequencyAssignment) -> str:
    if row.power_w is None:
        return "–"
    reference = REFERENCE[PowerReference(row.power_reference)] if row.power_reference else ""
    return f"{watts(str(row.power_w))} {reference}".strip()
