"""Applications: the desk's queue, a new one from paper, the file, its acts and documents."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError, NotFound
from licenses.enums import LicenseStatus
from licenses.models import Application, ApplicationDocument, Establishment, License, Licensee, LicenseeClaim
from licenses.services import uploads
from licenses.services.applications import clock
from licenses.services.applications import filing as applications
from web.access import allow
from web.desk.applications import pages
from web.desk.applications.acts import BY_NAME, Act, offered
from web.desk.applications.forms import QueueFilter, StartForm
from web.exports import csv_response
from web.listing import Listing
from web.uploads import UploadForm

SORTS = {
    "number": "number", "applicant": "licensee__name_folded", "due": "due_on", "received": "received_on",
    "status": "status",
}  # fmt: skip
ALONG = ("licensee__unit__parent", "agency", "received_by", "officer", "license", "establishment", "granted_license")
SHOWN_AGAIN = (409, 422, 503)
LIVE = (LicenseStatus.PENDING, LicenseStatus.ACTIVE, LicenseStatus.SUSPENDED)


@allow(Action.APPLICATION_VIEW)
def application_list(request: HttpRequest) -> HttpResponse:
    """Show the queue."""
    form = QueueFilter(request.GET or None, user=request.user, on=today())
    listing = Listing(
        request,
        form.narrow().telling_changed().select_related("licensee", "agency", "officer"),
        sorts=SORTS,
        default="due",
    )
    counts = pages.queue_counts(request.user, today())
    context = {"form": form, "listing": listing, "counts": counts, "on": today(),
               "claims": LicenseeClaim.objects.visible_to(request.user).waiting().count()
               if access.can(request.user, Action.CLAIM_DECIDE) else None,
               "may_start": access.can(request.user, Action.APPLICATION_ENTER)}  # fmt: skip
    return render(request, "desk/applications/list.html", context)


@allow(Action.APPLICATION_VIEW)
def application_csv(request: HttpRequest) -> HttpResponseBase:
    """Hand out the queue as a file."""
    form = QueueFilter(request.GET or None, user=request.user, on=today())
    found = form.narrow().select_related("licensee", "officer").order_by("due_on", "pk")
    header = [_("Number"), _("Kind"), _("Purpose"), _("Applicant"), _("State"), _("Received on"),
              _("Completeness check due"), _("Decision due"),
              _("Waiting for the applicant since"), _("Officer in charge")]  # fmt: skip
    rows = (
        [row.number, row.get_kind_display(), row.get_purpose_display(), row.licensee.name, row.get_status_display(),
         *(day.isoformat() if day else ""
           for day in (row.received_on, row.check_due_on, row.due_on, row.waiting_since)),
         str(row.officer or "")]
        for row in found.iterator(chunk_size=500)
    )  # fmt: skip
    return csv_response("applications", header, rows)


@allow(Action.APPLICATION_ENTER)
def application_new(request: HttpRequest) -> HttpResponse:
    """Enter an application that came in on paper, once its applicant is chosen."""
    key = request.GET.get("licensee")
    if not _is_key(key):
        return redirect(f"{reverse('desk:licensee_choose')}?for=application")
    holder = access.visible(Licensee.objects, request.user, pk=key)
    choices = _choices(request, holder)
    first = {"received_on": today(), "license": request.GET.get("license"), "purpose": request.GET.get("purpose")}
    form, status = StartForm(request.POST or None, initial=first, **choices), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            try:
                made = applications.start(
                    by=request.user, on=today(), licensee=holder,
                    **{name: data[name] for name in ("kind", "purpose", "license", "establishment", "received_on")},
                )  # fmt: skip
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("The draft is begun. Fill it in, attach the papers, then submit it."))
                return redirect("desk:application", made.pk)
    return render(request, "desk/applications/new.html", {"form": form, "holder": holder}, status=status)


@allow(Action.APPLICATION_VIEW)
def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the file."""
    return page(request, found(request, pk))


@allow(Action.APPLICATION_ENTER)
def submit(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Acts of the applicant, entered by the office from paper."""
    return _act(request, pk, name, "submit")


@allow(Action.APPLICATION_RECEIVE)
def receive(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Acts on a received file."""
    return _act(request, pk, name, "receive")


@allow(Action.REGISTER_VERIFY)
def verify(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Enter a checked declaration in the register."""
    return _act(request, pk, name, "verify")


@allow(Action.APPLICATION_EXAMINE)
def examine(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Acts of the examining officer."""
    return _act(request, pk, name, "examine")


@allow(Action.APPLICATION_COUNTERSIGN)
def decide(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Acts of the one who decides."""
    return _act(request, pk, name, "decide")


@allow(Action.APPLICATION_ISSUE)
def issue(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Executing what was countersigned."""
    return _act(request, pk, name, "issue")


@allow(Action.FEE_VOID)
def waive(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """Say why no fee is charged."""
    return _act(request, pk, name, "waive")


@allow(Action.APPLICATION_ENTER)
@require_POST
def attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put a document into the file."""
    row = found(request, pk)
    documents = clock.rules(row, today()).documents(row.licensee.kind)
    form = UploadForm(request.POST, request.FILES, documents=documents)
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            applications.attach(
                row, data=given.read(), file_name=given.name, code=form.cleaned_data["code"], by=request.user,
                on=today(),
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
            return page(request, row, upload=form, status=error.status)
        messages.success(request, _("The document is in the file."))
        return redirect("desk:application", pk)
    return page(request, row, upload=form, status=422)


@allow(Action.APPLICATION_VIEW)
def document(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Hand out a document, always as a download: it came from outside."""
    row = access.visible(ApplicationDocument.objects, request.user, pk=document_pk, application=pk)
    data = uploads.read(str(row.file.name), row.sha256)
    response = HttpResponse(data, content_type=row.mime)
    response["Content-Disposition"] = content_disposition_header(True, row.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@allow(Action.APPLICATION_ENTER)
@require_POST
def remove(request: HttpRequest, pk: UUID, document_pk: UUID) -> HttpResponse:
    """Take a document out of the file."""
    row = access.visible(ApplicationDocument.objects, request.user, pk=document_pk, application=pk)
    applications.remove(row, by=request.user, at=now(), reason=request.POST.get("reason", ""))
    messages.success(request, _("The document was taken out; it is kept with the reason."))
    return redirect("desk:application", pk)


def found(request: HttpRequest, pk: Any) -> Application:
    """Return the file if this person may see it; NotFound otherwise."""
    row: Application = access.visible(Application.objects.select_related(*ALONG), request.user, pk=pk)
    return row


def page(request: HttpRequest, row: Application, *, status: int = 200, **forms: Any) -> HttpResponse:
    """Return the file's page."""
    context = pages.context_of(row, request.user, today(), **forms)
    return render(request, "desk/applications/file.html", context, status=status)


def _choices(request: HttpRequest, holder: Licensee) -> dict[str, Any]:
    """Return the licenses and places a new application may be about."""
    live = License.objects.visible_to(request.user).filter(status__in=LIVE).order_by("number")
    # the license of a transfer is another's: it is named in the address of the license's own page
    given = request.GET.get("license") or request.POST.get("license")
    return {
        "licenses": live.filter(Q(holder=holder) | Q(pk=given if _is_key(given) else None)),
        "establishments": Establishment.objects.visible_to(request.user).filter(licensee=holder),
    }


def _is_key(text: str | None) -> bool:
    try:
        return bool(text) and bool(UUID(str(text)))
    except ValueError:
        return False


def _act(request: HttpRequest, pk: UUID, name: str, door: str) -> HttpResponse:
    """Ask what the act needs, then do it; a refusal is shown on the page that asked."""
    row, act = found(request, pk), BY_NAME.get(name)
    if act is None or act.door != door:
        raise NotFound(_("There is no such page."))
    if act.run is None:
        return redirect(act.leads_to, pk)
    if request.method != "POST":
        form = act.form(application=row, on=today(), user=request.user)
        return _ask(request, row, act, form)
    form = act.form(request.POST, application=row, on=today(), user=request.user)
    if not form.is_valid():
        return _ask(request, row, act, form, 422)
    try:
        act.run(row, request.user, today(), form.cleaned_data)
    except DomainError as error:
        if error.status not in SHOWN_AGAIN:
            raise
        form.refuse(error)
        row.refresh_from_db()
        return _ask(request, row, act, form, error.status)
    messages.success(request, str(act.done))
    return redirect("desk:application", pk)


def _ask(request: HttpRequest, row: Application, act: Act, form: Any, status: int = 200) -> HttpResponse:
    context = {
        "application": row,
        "act": act,
        "form": form,
        "open": act in offered(row, request.user, today()),
        **pages.for_act(row, act.name, today(), form),
    }
    return render(request, "desk/applications/act.html", context, status=status)
