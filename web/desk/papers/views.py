"""The page of an issued paper for officers: its file, its signed scans, what may still be done with it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access, journal
from accounts.roles import Action
from common.errors import DomainError
from issuing import queries, scans, services
from issuing.models import IssuedDocument
from web.access import allow
from web.changes import readable
from web.forms import PageForm

# A paper about a person or a visit cannot be masked like a page: its bytes are what the hash vouches for.
PERSONAL = allow(
    Action.PERSONAL_DATA_VIEW,
    gettext_lazy(
        "The file names people, and your role does not include personal data. Number, date and state of the paper are "
        "on its page; ask the office that issued it for a copy without names."
    ),
)


class ScanForm(PageForm):
    """A scan of the signed paper."""

    file = forms.FileField(
        label=gettext_lazy("Scan of the signed paper"),
        help_text=gettext_lazy("PDF, JPEG or PNG. Photograph or scan every page; several files may be attached."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=250)


class AnnulForm(PageForm):
    """Why the paper is annulled."""

    reason = forms.CharField(label=gettext_lazy("Reason for annulling"), widget=forms.Textarea(attrs={"rows": 3}))


@allow(Action.PAPER_VIEW)
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the paper; nothing on it can be edited."""
    return _page(request, queries.paper_for(request.user, pk))


@PERSONAL
def pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out the file as issued."""
    found = queries.paper_for(request.user, pk, Action.PERSONAL_DATA_VIEW)
    return _file(queries.pdf_of(found), "application/pdf", f"{found.number.replace('/', '-')}.pdf", inline=True)


@PERSONAL
def scan(request: HttpRequest, pk: UUID, scan_pk: UUID) -> HttpResponse:
    """Hand out one signed scan, always as a download: it came from outside."""
    found = queries.scan_of(queries.paper_for(request.user, pk, Action.PERSONAL_DATA_VIEW), scan_pk)
    return _file(bytes(found.file.data), found.format, found.file_name, inline=False)


@allow(Action.PAPER_SCAN_ATTACH)
def attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Attach a scan of the signed paper."""
    found = queries.paper_for(request.user, pk)
    form = ScanForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            scans.attach_scan(
                found, file_name=file.name, data=file.read(), by=request.user, note=form.cleaned_data["note"]
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The signed scan is attached."))
            return redirect("desk:paper", pk)
    return _page(request, found, scan_form=form, status=422 if form.errors else 200)


@allow(Action.PAPER_ANNUL)
def annul(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Annul the paper with a reason."""
    found = queries.paper_for(request.user, pk)
    form = AnnulForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.annul(
                found, by=request.user, reason=form.cleaned_data["reason"], version=form.cleaned_data["version"]
            )
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The paper is annulled."))
            return redirect("desk:paper", pk)
    return _page(request, found, annul_form=form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, found: IssuedDocument, *, scan_form: Any = None, annul_form: Any = None, status: int = 200
) -> HttpResponse:
    may_annul = found.status == "issued" and access.can(request.user, Action.PAPER_ANNUL, found)
    may_attach = found.status != "annulled" and access.can(request.user, Action.PAPER_SCAN_ATTACH, found)
    context = {
        "paper": found,
        "may_open": access.can(request.user, Action.PERSONAL_DATA_VIEW),
        "target": queries.target_of(found),
        "successor": getattr(found, "superseded_by", None),
        "scans": list(found.scans.select_related("uploaded_by")),
        "scan_form": (scan_form or ScanForm()) if may_attach else None,
        "annul_form": (annul_form or AnnulForm(initial={"version": found.version})) if may_annul else None,
        "entries": readable(journal.changes(found)[:50]),
    }
    return render(request, "desk/papers/paper.html", context, status=status)


def _file(data: bytes, kind: str, name: str, *, inline: bool) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response.headers["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response.headers["Cache-Control"] = "private, no-store"
    return response
