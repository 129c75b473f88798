"""Asking for the annex of a license, following it, and taking it."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import visible
from accounts.enums import JobStatus
from accounts.models import BackgroundJob
from accounts.roles import Action
from common.clock import now, today
from common.errors import NotFound
from licenses.models import License
from licenses.services import annexes
from web.access import allow

LONG_WAIT = dt.timedelta(minutes=5)


@require_POST
@allow(Action.REGISTER_VIEW)
def ask(request: HttpRequest, pk: Any) -> HttpResponse:
    """Put the annex in the queue; the page of the license follows it."""
    annexes.start(_license(request, pk), by=request.user, on=today())
    messages.success(request, _("The annex is being drawn. You may close this page and come back."))
    return redirect(f"{reverse('desk:license', args=[pk])}#annex")


@allow(Action.REGISTER_VIEW)
def progress(request: HttpRequest, pk: Any) -> JsonResponse:
    """Answer how far the annex is; once it is over, where the page shows it."""
    job = _job(request, pk)
    lost = annexes.stalled(job)
    over = lost or job.state in (JobStatus.DONE, JobStatus.FAILED)
    return JsonResponse(
        {
            "percent": job.percent if not over or lost else 100,
            "state": JobStatus.FAILED.value if lost else job.state,
            "text": _text(job),
            "url": f"{reverse('desk:license', args=[pk])}?drawn={job.pk.hex[:8]}#annex" if over else "",
        }
    )


@allow(Action.REGISTER_VIEW)
def download(request: HttpRequest, pk: Any) -> FileResponse:
    """Hand out the finished PDF."""
    job = _job(request, pk)
    number = "".join(letter if letter.isalnum() else "-" for letter in _license(request, pk).number)
    name = f"annex-{number}-{job.parameters['on']}.pdf"
    return FileResponse(annexes.open_file(job), as_attachment=True, filename=name, content_type="application/pdf")


def _license(request: HttpRequest, pk: Any) -> License:
    return visible(License.objects.select_related("agency", "holder"), request.user, pk=pk)


def _job(request: HttpRequest, pk: Any) -> BackgroundJob:
    job = annexes.latest(_license(request, pk))
    if job is None:
        raise NotFound(_("This annex is not drawn yet."))
    return job


def _text(job: BackgroundJob) -> str:
    if annexes.stalled(job):
        return _("Interrupted")
    if job.state != JobStatus.WAITING:
        return f"{job.percent} %" if job.state == JobStatus.RUNNING else str(JobStatus(job.state).label)
    if job.created_at < now() - LONG_WAIT:
        return _("Waiting for its turn for long; ask the administrator whether the background work is running.")
    return _("Waiting for its turn")
