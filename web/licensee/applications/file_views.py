"""One application as its applicant sees it: checked, submitted, supplemented, withdrawn, spoken about."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from licenses.models import Application, ApplicationDocument
from licenses.services import uploads
from licenses.services.applications import clock, filing
from licenses.services.portal import drafts, precheck
from web.access import allow
from web.forms import seen_version
from web.licensee.applications import pages
from web.licensee.applications.forms import AnswerForm, ReasonForm, TextForm
from web.licensee.current import act_on, page
from web.uploads import UploadForm

ALONG = ("licensee__agency", "agency", "received_by", "license", "establishment", "granted_license", "prepared_by")
SHOWN_AGAIN = (409, 422, 503)


@allow(Action.MY_PREPARE)
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the file."""
    return file_page(request, found(request, pk))


@allow(Action.MY_PREPARE)
@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Run the technical check before filing."""
    row = found(request, pk)
    return _done(
        request,
        row,
        lambda: precheck.run(row, by=request.user, on=today(), at=now()),
        _("The check was run; what it found is below."),
        anchor="#check",
    )


@allow(Action.MY_SUBMIT)
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Submit the draft."""
    row = found(request, pk)
    version = seen_version(request.POST)
    return _done(
        request,
        row,
        lambda: drafts.submit(row, by=request.user, on=today(), version=version),
        _("The application is submitted; it has its number and the clock runs."),
    )


@allow(Action.MY_SUBMIT)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the supplement."""
    row, form = found(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return file_page(request, row, supplement=form, status=422)
    data = form.cleaned_data
    return _done(
        request,
        row,
        lambda: filing.answer(row, by=request.user, on=today(), text=data["text"], version=data["version"] or 0),
        _("The supplement is sent; the clock runs again."),
        supplement=form,
    )


@allow(Action.MY_SUBMIT)
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw the application."""
    row, form = found(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return file_page(request, row, withdrawal=form, status=422)
    data = form.cleaned_data
    return _done(
        request,
        row,
        lambda: filing.withdraw(row, by=request.user, on=today(), reason=data["reason"], version=data["version"] or 0),
        _("The application is withdrawn."),
        withdrawal=form,
    )


@allow(Action.MY_SUBMIT)
@require_POST
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give up a draft."""
    row = found(request, pk)
    drafts.drop(row, by=request.user, on=today(), version=seen_version(request.POST))
    messages.success(request, _("The draft is given up."))
    return redirect("my:applications")


@allow(Action.MY_PREPARE)
@require_POST
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write a message to the office."""
    row, form = found(request, pk), TextForm(request.POST)
    if not form.is_valid():
        return file_page(request, row, message=form, status=422)
    return _done(
        request,
        row,
        lambda: filing.write(row, text=form.cleaned_data["text"], by=request.user, from_office=False),
        _("The message is on the file."),
        message=form,
        anchor="#messages",
    )


@allow(Action.MY_PREPARE)
@require_POST
def attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a paper into the file."""
    row = found(request, pk)
    documents = clock.rules(row, today()).documents(row.licensee.kind)
    form = UploadForm(request.POST, request.FILES, documents=documents)
    if not form.is_valid():
        return file_page(request, row, upload=form, status=422)
    given, code = form.cleaned_data["file"], form.cleaned_data["code"]
    return _done(
        request,
        row,
        lambda: filing.attach(row, data=given.read(), file_name=given.name, code=code, by=request.user, on=today()),
        _("The document is in the file."),
        upload=form,
        anchor="#documents",
    )


@allow(Action.MY_PREPARE)
def document(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Hand out a paper of the file, always as a download: it came from outside."""
    row = access.visible(ApplicationDocument.objects.in_file(), request.user, pk=document_pk, application=pk)
    response = HttpResponse(uploads.read(str(row.file.name), row.sha256), content_type=row.mime)
    response["Content-Disposition"] = content_disposition_header(True, row.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@allow(Action.MY_PREPARE)
@require_POST
def remove(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Take a paper out of a file that is still with the applicant."""
    row = access.visible(ApplicationDocument.objects, request.user, pk=document_pk, application=pk)
    filing.remove(row, by=request.user, at=now(), reason=_("Taken out by the applicant"))
    messages.success(request, _("The document was taken out."))
    return redirect("my:application", pk)


def found(request: HttpRequest, pk: UUID) -> Application:
    """Return the file if it is one of the person's licensees', and act for that licensee; NotFound otherwise."""
    row: Application = access.visible(Application.objects.select_related(*ALONG), request.user, pk=pk)
    act_on(request, row.licensee_id)
    return row


def file_page(request: HttpRequest, row: Application, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Return the file's page."""
    context = pages.context_of(row, request.user, today(), **forms)
    return page(request, "licensee/applications/file.html", context, status=status)


def _done(
    request: HttpRequest, row: Application, work: Callable[[], Any], said: str, *, anchor: str = "", **forms: Any
) -> HttpResponse:
    """Do the work and go back to the file; a refusal is shown there, with what was typed."""
    try:
        work()
    except DomainError as error:
        if error.status not in SHOWN_AGAIN:
            raise
        for form in forms.values():
            form.refuse(error)
        texts = [str(text) for texts in error.fields.values() for text in texts] or [str(error)]
        row.refresh_from_db()
        return file_page(request, row, status=error.status, refused=() if forms else texts, **forms)
    messages.success(request, said)
    response = redirect("my:application", row.pk)
    response["Location"] += anchor
    return response
