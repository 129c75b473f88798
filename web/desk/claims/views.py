"""Requests to act for a licensee: the list, one request, approved or refused; and the letter with a claim code."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import access, journal
from accounts.roles import Action, Role
from common.clock import now, today
from common.errors import DomainError
from common.text import pick
from licenses.kinds.identifiers import SCHEMES
from licenses.models import License, Licensee, LicenseeClaim, LicenseeMembership
from licenses.queries.claims import facts as register_says
from licenses.services.portal import claims
from web.access import allow
from web.changes import readable
from web.forms import PageForm
from web.links import record_url
from web.listing import Listing

SORTS = {"asked": "asked_on", "name": "name"}
NEW = "new"
MOST_FOUND = 10
WORDS = {
    "good": gettext_lazy("agrees"), "warn": gettext_lazy("look at it"), "bad": gettext_lazy("does not agree"),
    "neutral": gettext_lazy("none named"),
}  # fmt: skip


class ApproveForm(PageForm):
    """Which record of the register it is, and by what the officer knows who asks."""

    licensee = forms.ChoiceField(label=gettext_lazy("Record of the register"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("By what you know who asks"), max_length=400,
        help_text=gettext_lazy("Such as: identity paper and business registration seen on 12/03/2026."),
    )  # fmt: skip

    def __init__(self, *args: Any, offered: list[Licensee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {row.pk.hex: row for row in offered}
        chosen: Any = self.fields["licensee"]
        known = {key: (row.name, row.identifier, row.address) for key, row in self.offered.items()}
        chosen.choices = [
            *((key, " · ".join(filter(None, facts))) for key, facts in known.items()),
            (NEW, gettext_lazy("Not in the register yet: enter it from this request")),
        ]


class RefuseForm(PageForm):
    """Why it is refused; the person reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 2, "id": "id_refuse_reason"})
    )


@allow(Action.CLAIM_DECIDE)
def claim_list(request: HttpRequest) -> HttpResponse:
    """List the requests that wait, or all."""
    rows = LicenseeClaim.objects.visible_to(request.user).select_related("agency", "user", "decided_by")
    everything = request.GET.get("show") == "all"
    listing = Listing(request, rows if everything else rows.waiting(), sorts=SORTS, default="asked")
    return render(request, "desk/claims/list.html", {"listing": listing, "everything": everything})


@allow(Action.CLAIM_DECIDE)
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one request beside what the register knows."""
    return _page(request, _found(request, pk))


@allow(Action.CLAIM_DECIDE)
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let the person act for the licensee."""
    row = _found(request, pk)
    form = ApproveForm(request.POST, offered=_offered(request, row))
    if not form.is_valid():
        return _page(request, row, approval=form, status=422)
    data = form.cleaned_data
    try:
        claims.approve(
            row, by=request.user, on=today(), version=data["version"] or 0, reason=data["reason"],
            licensee=form.offered.get(data["licensee"]),
        )  # fmt: skip
    except DomainError as error:
        if error.status not in (409, 422):
            raise
        form.refuse(error)
        return _page(request, row, approval=form, status=error.status)
    messages.success(request, _("The person acts for the licensee from now on, and is told so by e-mail."))
    return redirect("desk:claim", pk)


@allow(Action.CLAIM_DECIDE)
@require_POST
def refuse(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse the request."""
    row, form = _found(request, pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _page(request, row, refusal=form, status=422)
    data = form.cleaned_data
    claims.refuse(row, by=request.user, on=today(), version=data["version"] or 0, reason=data["reason"])
    messages.success(request, _("The request is refused; the person is told why by e-mail."))
    return redirect("desk:claim", pk)


@allow(Action.CLAIM_DECIDE)
def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show who acts for a licensee, and offer the letter with a claim code, or the back of a license with one."""
    row = access.visible(Licensee.objects.select_related("agency"), request.user, pk=pk)
    access.require(request.user, Action.CLAIM_DECIDE, row)
    chosen = request.GET.get("license")
    license = access.visible(row.licenses.all(), request.user, pk=chosen) if chosen else None
    acting = LicenseeMembership.objects.filter(licensee=row).in_force(today()).select_related("user")
    context = {
        "licensee": row,
        "people": [{"row": each, "role": Role(each.role).label} for each in acting],
        "may_write": row.merged_into_id is None,
        "license": license,
    }
    return render(request, "desk/claims/people.html", context)


@allow(Action.CLAIM_DECIDE)
@require_POST
def letter(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out the letter with a new code; it is shown this once and never kept."""
    row = access.visible(Licensee.objects.select_related("agency", "unit__parent"), request.user, pk=pk)
    return _once("claim-letter.pdf", claims.letter(row, by=request.user, on=today(), at=now()))


@allow(Action.CLAIM_DECIDE)
@require_POST
def back_of_license(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out what is printed on the back of a license, with a new code of its holder; shown this once."""
    row = access.visible(License.objects.select_related("holder__agency", "holder__unit__parent"), request.user, pk=pk)
    pdf = claims.back_of_license(row, by=request.user, on=today(), at=now())
    return _once("back-of-license.pdf", pdf)


def _once(name: str, pdf: bytes) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _found(request: HttpRequest, pk: UUID) -> LicenseeClaim:
    rows = LicenseeClaim.objects.select_related("agency", "user", "decided_by", "licensee")
    row: LicenseeClaim = access.visible(rows, request.user, pk=pk)
    return row


def _offered(request: HttpRequest, row: LicenseeClaim) -> list[Licensee]:
    """Return the records that may be meant: by number, and those found by the words the officer typed."""
    found = {each.pk: each for each in claims.candidates(row, request.user)}
    text = (request.GET.get("q") or request.POST.get("q") or "").strip()
    if text:
        mine = Licensee.objects.visible_to(request.user).filter(agency=row.agency).current()
        found |= {each.pk: each for each in mine.search(text).order_by("name_folded")[:MOST_FOUND]}
    return list(found.values())


def _page(
    request: HttpRequest, row: LicenseeClaim, *, approval: Any = None, refusal: Any = None, status: int = 200
) -> HttpResponse:
    waiting = row.decided_on is None and row.withdrawn_on is None
    version = {"version": row.version}
    context = {
        "claim": row,
        "waiting": waiting,
        "scheme": pick(SCHEMES.get(row.identifier_scheme), "name"),
        "facts": [(fact, WORDS[fact.tone], record_url(fact.about)) for fact in register_says(row, request.user)]
        if waiting
        else (),
        "q": request.GET.get("q") or request.POST.get("q") or "",
        "approval": (approval or ApproveForm(initial=version, offered=_offered(request, row))) if waiting else None,
        "refusal": (refusal or RefuseForm(initial=version)) if waiting else None,
        "entries": readable(journal.changes(row)[:20]),
    }
    return render(request, "desk/claims/claim.html", context, status=status)
