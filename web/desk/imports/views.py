"""Importing registers: upload, progress that survives a reload, the report, and the rows to mend."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.enums import JobStatus
from accounts.models import Agency, BackgroundJob
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from licenses.importers import manual
from licenses.services.imports import files as imports
from licenses.services.imports import jobs
from web.access import allow
from web.desk.imports.report import failure_of, report_of
from web.forms import PageForm
from web.listing import Listing

MEGABYTE = 1024 * 1024
LONG_WAIT = dt.timedelta(minutes=5)


class ImportForm(PageForm):
    """A file, what kind it is, and whose register it goes into."""

    file = forms.FileField(
        label=gettext_lazy("File (CSV, or CSV compressed with gzip)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.gz"}),
        allow_empty_file=True,  # the import itself says what to do about it
    )
    code = forms.ChoiceField(label=gettext_lazy("Format"), required=False)
    agency = forms.ChoiceField(
        label=gettext_lazy("Agency that will keep the records"),
        help_text=gettext_lazy("Records with sites outside every territory are seen by this agency only."),
    )

    def __init__(self, *args: Any, agencies: list[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_code = {agency.code: agency for agency in agencies}
        self._choices("agency", [(agency.code, agency.name) for agency in agencies])
        self._choices("code", [("", _("Told by the header")), *imports.choices()])

    def clean_file(self) -> Any:
        """Refuse what is too large for a page."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.MAX_IMPORT_BYTES:
            limit = settings.MAX_IMPORT_BYTES // MEGABYTE
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB. Split it, or load it with the command import_register."),
                params={"limit": limit},
            )
        return upload

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


@allow(Action.REGISTER_IMPORT)
def imports_list(request: HttpRequest) -> HttpResponse:
    """Take a file, and show the imports so far."""
    agencies = imports.agencies(request.user)
    form = ImportForm(request.POST or None, request.FILES or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            job = imports.start(
                upload,
                name=upload.name,
                by=request.user,
                agency=form.by_code[form.cleaned_data["agency"]],
                on=today(),
                code=form.cleaned_data["code"],
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The file was received. Its rows are being read."))
            return redirect("desk:import", job.pk)
    listing = Listing(request, imports.visible(request.user), sorts={"at": "created_at"}, default="-at")
    return render(request, "desk/imports/list.html", {"form": form, "listing": listing})


@allow(Action.REGISTER_IMPORT)
def import_format(request: HttpRequest) -> HttpResponse:
    """Show every column of our own format, and every reason a report may give."""
    context = {"records": list(manual.records()), **dict(manual.reasons())}
    return render(request, "desk/imports/format.html", context)


@allow(Action.REGISTER_IMPORT)
def import_page(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show how far an import is, or what came of it."""
    job = imports.find(request.user, pk)
    context = {
        "job": job,
        "over": job.state in imports.OVER,
        "interrupted": jobs.interrupted(job),
        "report": report_of(job),
        "failure": failure_of(job),
        "progress_url": reverse("desk:import_progress", args=[job.pk]),
    }
    return render(request, "desk/imports/report.html", context)


@allow(Action.REGISTER_IMPORT)
def progress(request: HttpRequest, pk: Any) -> JsonResponse:
    """Answer how far an import is; once it is over, where its report is."""
    job = imports.find(request.user, pk)
    lost = jobs.stalled(job)
    over = job.state in imports.OVER or lost
    answer = {
        "percent": 100 if over and not lost else job.percent,
        "state": JobStatus.FAILED.value if lost else job.state,
        "text": _state_text(job),
        "url": reverse("desk:import", args=[job.pk]) if over else "",
    }
    return JsonResponse(answer)


@require_POST
@allow(Action.REGISTER_IMPORT)
def cancel(request: HttpRequest, pk: Any) -> HttpResponse:
    """Ask an import to stop."""
    imports.cancel(imports.find(request.user, pk), by=request.user)
    messages.success(request, _("The import stops after the rows at hand; what was stored stays stored."))
    return redirect("desk:import", pk)


@require_POST
@allow(Action.REGISTER_IMPORT)
def take_up(request: HttpRequest, pk: Any) -> HttpResponse:
    """Let an interrupted import go on."""
    imports.take_up(imports.find(request.user, pk), by=request.user)
    messages.success(request, _("The import goes on; what it had stored is not stored again."))
    return redirect("desk:import", pk)


@allow(Action.REGISTER_IMPORT)
def download(request: HttpRequest, pk: Any, which: str) -> FileResponse:
    """Download the refused rows with their reasons, or all warnings."""
    job = imports.find(request.user, pk)
    name = f"{which}-{job.created_at:%Y%m%d-%H%M}.csv"
    return FileResponse(imports.open_file(job, which), as_attachment=True, filename=name, content_type="text/csv")


def _state_text(job: BackgroundJob) -> str:
    if job.state == JobStatus.WAITING:
        if job.created_at < now() - LONG_WAIT:
            return _("Waiting for its turn for long; ask the administrator whether the background work is running.")
        return _("Waiting for its turn")
    if jobs.stalled(job):
        return _("Interrupted")
    if job.total and job.state == JobStatus.RUNNING:
        done, total = (number_format(count, force_grouping=True) for count in (job.done, job.total))
        return _("%(done)s of %(total)s rows") % {"done": done, "total": total}
    return str(JobStatus(job.state).label)
