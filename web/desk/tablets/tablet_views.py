"""Tablets: the list, one tablet, its code shown once, and its end."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

import segno
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from common.text import pick
from fieldwork.lifecycle import TabletStatus
from fieldwork.models import NumberBlock, Tablet
from fieldwork.queries import office
from fieldwork.services import blocks
from fieldwork.services import tablets as service
from web.access import allow
from web.changes import readable
from web.desk.tablets.words import device_of
from web.forms import PageForm
from web.listing import Listing

SHOWN_ONCE = "tablet_code"


class InviteForm(PageForm):
    """A tablet of an agency."""

    agency = forms.ModelChoiceField(label=gettext_lazy("Agency"), queryset=Agency.objects.none())
    label = forms.CharField(
        label=gettext_lazy("Name of the tablet"), max_length=80,
        help_text=gettext_lazy("As written on its back, for example MTB-07."),
    )  # fmt: skip
    inventory_number = forms.CharField(label=gettext_lazy("Inventory number"), max_length=40, required=False)

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        own = access.agencies_of(user, Action.TABLET_MANAGE)
        super().__init__(*args, **{"initial": {"agency": own[0].pk if own else None}} | kwargs)
        field: Any = self.fields["agency"]
        field.label_from_instance = lambda row: pick(row, "name")
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in own])


class RevokeForm(PageForm):
    """Why a tablet is shut out."""

    reason = forms.CharField(
        label=gettext_lazy("Why the tablet is revoked"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


@allow(Action.TABLET_VIEW)
def tablets(request: HttpRequest) -> HttpResponse:
    """Show who is out with which tablet, its last contact, and what is pending."""
    listing = Listing(request, office.tablets(request.user), sorts={"label": "label"}, default="label")
    at = now()
    for row in listing:
        row.quiet = bool(row.out) and (row.last_contact_at is None or at - row.last_contact_at > office.QUIET)
    context = {
        "listing": listing,
        "waiting": office.inbox(request.user).count(),
        "may_manage": access.can(request.user, Action.TABLET_MANAGE),
        "may_plan": access.can(request.user, Action.VISIT_PLAN),
        "may_see_inbox": access.can(request.user, Action.QUARANTINE_VIEW),
        "may_import": access.can(request.user, Action.TABLET_USE),
    }
    return render(request, "desk/tablets/list.html", context)


@allow(Action.TABLET_MANAGE)
def invite(request: HttpRequest) -> HttpResponse:
    """Enter a tablet; its code is shown on the next page, once."""
    form = InviteForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made, code = service.invite(
                agency=data["agency"], label=data["label"], inventory_number=data["inventory_number"],
                by=request.user, at=now(),
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            request.session[SHOWN_ONCE] = [str(made.pk), code]
            return redirect("desk:tablet", made.pk)
    return render(request, "desk/tablets/new.html", {"form": form}, status=422 if form.errors else 200)


@allow(Action.TABLET_VIEW)
def tablet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one tablet; right after its invitation also the code, which the next look no longer shows."""
    found: Tablet = access.visible(office.tablets(request.user), request.user, pk=pk)
    shown = request.session.get(SHOWN_ONCE)
    code = shown[1] if shown and shown[0] == str(pk) else ""
    if code:
        del request.session[SHOWN_ONCE]
    address = f"{settings.SITE_URL}/tablet/#enrol={quote(code)}"
    context = {
        "tablet": found,
        "device": device_of(found.platform),
        "code": code,
        "qr": segno.make(address, error="m").svg_data_uri(scale=6, border=2) if code else "",
        "server": settings.SITE_URL,
        "dispatches": list(office.visits_with(found)),
        "blocks": list(NumberBlock.objects.filter(tablet=found).order_by("year", "first")),
        "may_manage": access.can(request.user, Action.TABLET_MANAGE, found),
        "may_plan": found.agency in access.agencies_of(request.user, Action.VISIT_PLAN),
        "may_print": found.status == TabletStatus.ENROLLED and access.can(request.user, Action.TABLET_USE, found),
        "entries": readable(journal.changes(found)[:50]),
    }
    answer = render(request, "desk/tablets/tablet.html", context)
    if code:
        answer["Cache-Control"] = "no-store"
    return answer


@allow(Action.TABLET_USE)
def forms_to_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out blank record forms with the tablet's leased numbers, for where nothing works."""
    found: Tablet = access.visible(Tablet.objects.select_related("agency"), request.user, pk=pk)
    if request.method != "POST":
        return redirect("desk:tablet", pk)
    answer = HttpResponse(blocks.blank_forms(found, by=request.user, on=today()), content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, f"{found.label}.pdf") or "inline"
    answer["Cache-Control"] = "no-store"
    return answer


@allow(Action.TABLET_MANAGE)
def renew(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a new code for a tablet that has not used its own."""
    found: Tablet = access.visible(Tablet.objects.select_related("agency"), request.user, pk=pk)
    if request.method == "POST":
        request.session[SHOWN_ONCE] = [str(pk), service.renew_code(found, by=request.user, at=now())]
    return redirect("desk:tablet", pk)


@allow(Action.TABLET_MANAGE)
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Shut a tablet out for good."""
    found: Tablet = access.visible(office.tablets(request.user), request.user, pk=pk)
    form = RevokeForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            service.revoke(found, by=request.user, reason=data["reason"], at=now(), version=data["version"])
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The tablet is shut out. Recall its visits or give them to another tablet."))
            return redirect("desk:tablet", pk)
    context = {"tablet": found, "form": form}
    return render(request, "desk/tablets/revoke.html", context, status=422 if form.errors else 200)
