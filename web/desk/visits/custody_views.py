"""One piece of evidence: what happened to it, its hash checked on demand, and its privacy copy."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.roles import Action
from common.clock import now
from common.errors import DomainError
from inspections.enums import EvidenceKind
from inspections.models import Evidence
from inspections.queries.whereabouts import metres_off
from inspections.services import custody, privacy
from web.access import allow
from web.desk.visits.evidence_views import handed_out
from web.forms import PageForm

MOST_EVENTS = 200


class AreasForm(PageForm):
    """Where the picture is made unreadable."""

    areas = forms.CharField(
        label=gettext_lazy("Areas to make unreadable"), max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-areas-target": "", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Draw them on the picture, or write one a line: left, top, width and height in per cent of the picture, "
            "for example 40 10 15 20."
        ),
    )  # fmt: skip

    def clean_areas(self) -> list[tuple[int, int, int, int]]:
        """Return the areas in thousandths."""
        found = []
        for line in self.cleaned_data["areas"].splitlines():
            parts = [part for part in re.split(r"[\s;]+", line.strip()) if part]
            if not parts:
                continue
            numbers = [_thousandths(part) for part in parts]
            if len(numbers) != 4:
                raise forms.ValidationError(_("Four numbers a line: “%(line)s”."), params={"line": line[:60]})
            found.append((numbers[0], numbers[1], numbers[2], numbers[3]))
        return found


@allow(Action.VISIT_VIEW)
def about(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one piece of evidence with everything that happened to it."""
    row = _evidence(request, pk)
    return _page(request, row, AreasForm(initial={"areas": _areas(row)}))


@allow(Action.VISIT_VIEW)
def verify(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hash the stored bytes anew and write down what was found."""
    row = _evidence(request, pk)
    if request.method == "POST":
        faults = custody.verify(row, by=request.user)
        for fault in faults:
            messages.error(request, fault)
        if not faults:
            messages.success(request, _("Every byte is as it was received: SHA-256 agrees."))
    return redirect("desk:evidence_about", pk)


@allow(Action.VISIT_AMEND)
def blur(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a privacy copy; the original stays as it is."""
    row = _evidence(request, pk)
    form = AreasForm(request.POST or None, initial={"areas": _areas(row)})
    if request.method == "POST" and form.is_valid():
        try:
            privacy.blur(row, areas=form.cleaned_data["areas"], by=request.user, at=now())
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The privacy copy is made; lists show it from now on."))
            return redirect("desk:evidence_about", pk)
    return _page(request, row, form)


@allow(Action.VISIT_VIEW)
def privacy_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out the privacy copy; that it was opened is written down."""
    row = _evidence(request, pk)
    return handed_out(privacy.open_copy(row, by=request.user), "image/jpeg", f"{row.sha256[:12]}-privacy.jpg")


def _page(request: HttpRequest, row: Evidence, form: AreasForm) -> HttpResponse:
    user = request.user
    context: dict[str, Any] = {
        "row": row,
        "visit": row.visit,
        "form": form,
        "off_m": metres_off(row),
        "copy": privacy.current(row),
        "is_photo": row.kind == EvidenceKind.PHOTO,
        "is_audio": row.kind == EvidenceKind.AUDIO,
        "is_signature": row.kind == EvidenceKind.SIGNATURE,
        "larger": getattr(row, "declared_original", None),
        "events": [
            (event, _noted(event.note))
            for event in row.custody.select_related("by").order_by("-created_at", "-id")[:MOST_EVENTS]
        ],
        "may_open": access.can(user, Action.PERSONAL_DATA_VIEW, row),
        "may_blur": access.can(user, Action.VISIT_AMEND, row) and access.can(user, Action.PERSONAL_DATA_VIEW, row),
    }
    return render(request, "desk/visits/evidence.html", context, status=422 if form.errors else 200)


def _noted(note: str) -> str:
    """Return the note of a custody event as people read it; the log itself keeps its short words."""
    word, _space, rest = note.partition(" ")
    named = {"ok": "", "copy": _("Privacy copy"), "original": _("Larger original")}
    return f"{named[word]} {rest}".strip() if word in named else note


def _areas(row: Evidence) -> str:
    """Return the areas of the copy that counts, so that another copy does not lose them."""
    copy = privacy.current(row)
    return "\n".join(" ".join(f"{value / 10:g}" for value in area) for area in copy.areas) if copy else ""


def _evidence(request: HttpRequest, pk: UUID) -> Evidence:
    rows = Evidence.objects.select_related(
        "visit__agency", "recorded_by", "finding", "item", "attendance", "declared_original__received", "withdrawn_by"
    )
    found: Evidence = access.visible(rows, request.user, pk=pk)
    return found


def _thousandths(part: str) -> int:
    """Return a per cent as thousandths of the picture; what is no number is refused by name."""
    try:
        value = float(part.replace(",", "."))
    except ValueError as error:
        raise forms.ValidationError(_("“%(part)s” is no number."), params={"part": part[:20]}) from error
    if not 0 <= value <= 100:
        raise forms.ValidationError(_("“%(part)s” lies outside the picture (0 to 100)."), params={"part": part[:20]})
    return round(value * 10)
