"""Files of a visit: taken in, shown small, and the untouched original for those who may see it."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag, url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import access
from accounts.roles import Action
from common.clock import now
from common.errors import DomainError
from common.geo import distance_text
from inspections.enums import EvidenceKind
from inspections.models import Evidence, Finding, Visit
from inspections.queries.earlier import of_visit
from inspections.queries.whereabouts import metres_off
from inspections.services import evidence, privacy
from rulebook.models import ChecklistItem
from web.access import allow
from web.desk.visits.pages import AmendableForm, frame, visit_of


class ManyFiles(forms.ClearableFileInput):
    """Several pictures at once."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Each of several pictures; what is wrong with one is told by the service, by name."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return all files."""
        return [super(ManyFilesField, self).clean(each, initial) for each in data or [None]]


class FilesForm(AmendableForm):
    """One or more files of evidence of one kind, and what they show."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), required=False, initial=EvidenceKind.PHOTO,
        choices=[(kind.value, kind.label) for kind in EvidenceKind if kind != EvidenceKind.SIGNATURE],
    )  # fmt: skip
    file = ManyFilesField(
        label=gettext_lazy("Files"),
        widget=ManyFiles(attrs={"accept": "image/*,audio/*,application/pdf,text/plain", "multiple": True}),
        help_text=gettext_lazy(
            "Photos: JPEG, PNG, WebP or HEIC. Recordings: WebM, Ogg, M4A, MP3 or WAV. Files: PDF or plain text. "
            "The original is kept untouched."
        ),
    )
    caption = forms.CharField(label=gettext_lazy("Caption"), required=False, max_length=250)
    finding = forms.UUIDField(required=False, widget=forms.HiddenInput)
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    earlier = forms.UUIDField(required=False, widget=forms.HiddenInput)


@allow(Action.VISIT_CONDUCT)
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take in pictures; each that is none is refused by name, the others are kept."""
    found = visit_of(request, pk)
    form = FilesForm(found, request.POST or None, request.FILES or None, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        kept = _take_in(request, found, form)
        if kept:
            text = ngettext("%(count)d file is kept.", "%(count)d files are kept.", kept) % {"count": kept}
            messages.success(request, text)
        if not form.errors:
            return redirect(_back(request, pk))
    context = frame(found, request, "visit_checklist") | {
        "form": form,
        "limit_mb": settings.MAX_UPLOAD_BYTES // (1024 * 1024),
        "back": _back(request, pk),
        **files_of(found),
    }
    return render(request, "desk/visits/photos.html", context, status=422 if form.errors else 200)


@allow(
    Action.PERSONAL_DATA_VIEW,
    gettext_lazy("The original photo may show people and documents, and your role does not include personal data."),
)
def original(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out the original bytes; that they were opened is written down."""
    row: Evidence = access.visible(Evidence.objects.all(), request.user, pk=pk)
    return handed_out(evidence.open_original(row, by=request.user), row.mime, row.file_name)


@allow(Action.VISIT_VIEW)
def small(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out the small copy; a browser asks each time whether it is still the one, for it may be made unreadable."""
    row: Evidence = access.visible(Evidence.objects.all(), request.user, pk=pk)
    copy = privacy.current(row)
    etag = quote_etag(copy.sha256 if copy else row.sha256)
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    response = handed_out(privacy.shown_small(row), "image/jpeg", f"{row.sha256[:12]}.jpg")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def shown(row: Evidence) -> dict[str, str]:
    """Return a photo as components/photos.html shows it; one taken elsewhere says so."""
    caption = row.caption or row.file_name
    off_m = metres_off(row)
    if off_m is not None:
        caption += " · " + _("taken %(distance)s from the place of the visit") % {"distance": distance_text(off_m)}
    return {
        "url": reverse("desk:evidence", args=[row.pk]),
        "thumbnail_url": reverse("desk:evidence_small", args=[row.pk]),
        "alt": row.caption or row.file_name,
        "caption": caption,
        "sha256": row.sha256,
        "about_url": reverse("desk:evidence_about", args=[row.pk]),
    }


def files_of(found: Visit) -> dict[str, Any]:
    """Return the standing files of a visit as its pages show them: pictures, drawn signatures, recordings and files."""
    rows = list(found.evidence.standing().select_related("attendance"))
    return {
        "photos": [shown(row) for row in rows if row.kind == EvidenceKind.PHOTO],
        "other_files": [row for row in rows if row.kind in (EvidenceKind.AUDIO, EvidenceKind.FILE)],
        "signatures": [row for row in rows if row.kind == EvidenceKind.SIGNATURE],
    }


def _take_in(request: HttpRequest, found: Visit, form: FilesForm) -> int:
    data, kept = form.cleaned_data, 0
    links: dict[str, Any] = {
        "finding": Finding.objects.filter(pk=data["finding"], visit=found).first(),
        "item": ChecklistItem.objects.filter(pk=data["item"], checklist__in=found.checklists.all()).first(),
        "earlier": next((row.finding for row in of_visit(found) if row.finding.pk == data["earlier"]), None),
    }
    for file in data["file"]:
        try:
            evidence.check_size(file.size or 0)
            taken = evidence.add(
                found, kind=data["kind"] or EvidenceKind.PHOTO, data=file.read(), file_name=file.name or "",
                caption=data["caption"], by=request.user, at=now(), reason=form.why_amended, **links,
            )  # fmt: skip
        except DomainError as error:
            form.add_error("file", f"{file.name}: {error.message}")
        else:
            kept += 1
            _warn_if_elsewhere(request, taken)
    return kept


def _warn_if_elsewhere(request: HttpRequest, taken: Evidence) -> None:
    off_m = metres_off(taken)
    if off_m is not None:
        text = _(
            "“%(name)s” says it was taken %(distance)s from the place of the visit. It is kept; check that it belongs "
            "here, or withdraw it."
        )
        messages.warning(request, text % {"name": taken.file_name, "distance": distance_text(off_m)})


def _back(request: HttpRequest, pk: UUID) -> str:
    asked = request.POST.get("back") or request.GET.get("back") or ""
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe and asked.startswith("/") else reverse("desk:visit_checklist", args=[pk])


def handed_out(data: bytes, mime: str, name: str) -> HttpResponse:
    """Return bytes of evidence: pictures and recordings in the page, anything else as a file to save."""
    response = HttpResponse(data, content_type=mime)
    apart = not mime.startswith(("image/", "audio/"))
    response.headers["Content-Disposition"] = content_disposition_header(apart, name) or "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, max-age=600"
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
