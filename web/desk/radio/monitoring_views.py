"""Receivers' files: taken in, followed, reported row by row, and turned into complaints."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import access
from accounts.enums import JobStatus
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from common.quantities import level, mhz, plain, spacing
from inspections.enums import HEARD_SUSPECT, HeardResult, Quantity
from inspections.models import HeardRow, MonitoringImport
from inspections.queries import comparisons, heard_times
from inspections.services.monitoring import proposals, runs
from web.access import allow
from web.desk.radio.forms import MonitoringForm, ReportFilter
from web.desk.radio.tabs import tabs
from web.listing import Listing
from web.spreadsheets import table_response
from web.tones import tone_of

OVER = (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED)
TONES = {"within": "good", "out": "bad", "unlicensed": "bad", "bad": "warn", "ambiguous": "warn", "review": "warn"}


@allow(Action.COORDINATION_CHECK)
def monitoring(request: HttpRequest) -> HttpResponse:
    """Take a receiver's file in, and list those taken in so far."""
    agencies = access.agencies_of(request.user, Action.COORDINATION_CHECK)
    form = MonitoringForm(request.POST or None, request.FILES or None, agencies=agencies)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            made = runs.start(upload.read(), name=upload.name, by=request.user, agency=form.kept_by, on=today())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The file was received. Its rows are being matched."))
            return redirect("desk:monitoring_report", made.pk)
    rows = MonitoringImport.objects.visible_to(request.user).select_related("imported_by", "agency", "job")
    listing = Listing(request, rows, sorts={"at": "created_at", "name": "name"}, default="-at")
    for row in listing:
        row.shown = _counted(row)
    context = {"tabs": tabs(request, "desk:monitoring"), "form": form, "listing": listing}
    return render(request, "desk/coordination/monitoring.html", context, status=422 if form.errors else 200)


@allow(Action.COORDINATION_CHECK)
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show how far the matching is, or what each row came to."""
    found = _found(request, pk)
    form = ReportFilter(request.GET or None)
    listing = Listing(request, form.narrow(found.rows.all()), sorts={"row": "number"}, default="row")
    rows = _shown(list(HeardRow.objects.filter(pk__in=[row.pk for row in listing]).select_related(
        "assignment__license__holder", "assignment__station").order_by("number")), found)  # fmt: skip
    job = found.job
    context = {
        "tabs": tabs(request, "desk:monitoring"), "monitoring": found, "job": job, "form": form, "listing": listing,
        "rows": rows, "counted": _counted(found), "over": job.state in OVER, "stalled": runs.stalled(job),
        "failed": job.state == JobStatus.FAILED, "progress_url": reverse("desk:monitoring_progress", args=[pk]),
        "may_propose": access.can(request.user, Action.COMPLAINT_RECORD),
        "suspect": [str(value) for value in HEARD_SUSPECT],
    }  # fmt: skip
    return render(request, "desk/coordination/monitoring_report.html", context)


@allow(Action.COORDINATION_CHECK)
def progress(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Answer how far the matching is; once it is over, where its report is."""
    job = _found(request, pk).job
    over = job.state in OVER or runs.stalled(job)
    text = _("%(done)s of %(total)s rows") % {"done": job.done, "total": job.total or 0}
    answer = {
        "percent": 100 if job.state == JobStatus.DONE else job.percent,
        "state": JobStatus.FAILED.value if runs.stalled(job) else job.state,
        "text": str(JobStatus(job.state).label) if job.state != JobStatus.RUNNING else text,
        "url": reverse("desk:monitoring_report", args=[pk]) if over else "",
    }
    return JsonResponse(answer)


@require_POST
@allow(Action.COORDINATION_CHECK)
def take_up(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let an interrupted matching go on."""
    runs.take_up(_found(request, pk), by=request.user)
    messages.success(request, _("The matching goes on after the last row stored."))
    return redirect("desk:monitoring_report", pk)


@allow(Action.COORDINATION_CHECK)
def report_csv(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Hand out the report as a file."""
    found = _found(request, pk)
    rows = ReportFilter(request.GET or None).narrow(found.rows.all())
    header = [_("Row"), _("Result"), _("Frequency (MHz)"), _("Time"), _("Latitude"), _("Longitude"),
              _("Level (dBµV/m)"), _("Bandwidth (kHz)"), _("License"), _("Holder"), _("Comparison"),
              _("Candidates, best first"), _("Column"), _("What is wrong and how to mend it")]  # fmt: skip
    return table_response(request, "monitoring", header, _csv(rows))


@require_POST
@allow(Action.COMPLAINT_RECORD)
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make complaints of the rows chosen, one per frequency and place."""
    found = _found(request, pk)
    numbers = [int(text) for text in request.POST.getlist("row") if text.isdecimal() and len(text) < 10]
    if request.POST.get("all"):
        suspect = found.rows.filter(result=HeardResult.UNLICENSED).order_by("number")
        numbers = list(suspect.values_list("number", flat=True)[: proposals.MOST + 1])
    try:
        made = proposals.of_rows(found, numbers, by=request.user, at=now(), on=today())
    except DomainError as error:
        messages.error(request, str(error.message))
        return redirect("desk:monitoring_report", pk)
    fresh = sum(each.new for each in made)
    messages.success(
        request,
        ngettext("%(n)s complaint was made.", "%(n)s complaints were made.", fresh) % {"n": fresh}
        + (" " + _("%(n)s were made earlier.") % {"n": len(made) - fresh} if fresh < len(made) else ""),
    )
    return redirect("desk:complaint", made[0].complaint.pk) if len(made) == 1 else redirect("desk:complaints")


def _found(request: HttpRequest, pk: UUID) -> MonitoringImport:
    rows = MonitoringImport.objects.select_related("agency", "imported_by", "job")
    found: MonitoringImport = access.visible(rows, request.user, pk=pk)
    return found


def _counted(found: MonitoringImport) -> list[dict[str, Any]]:
    return [
        {"code": value, "label": label, "n": found.counts[value], "tone": TONES.get(value, "neutral")}
        for value, label in HeardResult.choices
        if found.counts.get(value)
    ]


def _shown(rows: list[HeardRow], found: MonitoringImport) -> list[dict[str, Any]]:
    """Return each row with its words and the complaint already made of it."""
    known = proposals.known(rows, found.agency)
    return [
        {
            "row": row, "mhz": mhz(row.frequency_hz) if row.frequency_hz else "",
            "heard": heard_times.local(row.heard_at), "level": level(row.level_dbuvm, "").strip(),
            "tone": TONES.get(row.result, tone_of(row.result)), "told": _told(row),
            "ranked": [_candidate(one) for one in row.details.get("ranked", []) if row.result != HeardResult.WITHIN],
            "complaint": known.get(row.origin) if row.frequency_hz else None,
            "may_choose": row.result in HEARD_SUSPECT and (not row.frequency_hz or row.origin not in known),
        }
        for row in rows
    ]  # fmt: skip


def _candidate(each: dict[str, Any]) -> str:
    offset = spacing(each["offset_hz"], sign=bool(each["offset_hz"]))
    return f"{each['license']} · {each['holder']} · {mhz(each['hz'])} · {offset} · {plain(each['distance_km'])} km"


def _told(row: HeardRow) -> list[str]:
    found = []
    for name, each in row.details.get("compared", {}).items():
        words = comparisons.told_of(name, each["verdict"], each)
        found.append(f"{Quantity(name).label}: {words.text}")
    return found


def _csv(rows: Any) -> Iterator[list[Any]]:
    along = rows.select_related("assignment__license__holder").order_by("number")
    for row in along.iterator(chunk_size=1_000):
        license_ = row.assignment.license if row.assignment else None
        ranked = row.details.get("ranked", []) if license_ is None else []
        yield [
            row.number, row.get_result_display(), row.frequency_hz / 1e6 if row.frequency_hz else "", row.heard_at,
            row.lat, row.lon, row.level_dbuvm, row.bandwidth_hz / 1e3 if row.bandwidth_hz else "",
            license_.number if license_ else "", license_.holder.name if license_ else "", "; ".join(_told(row)),
            "; ".join(f"{each['license']} ({each['offset_hz']} Hz, {each['distance_km']} km)" for each in ranked),
            row.details.get("field", ""), row.details.get("reason", ""),
        ]  # fmt: skip
