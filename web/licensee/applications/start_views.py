"""Beginning an application: which kind, what it needs, about which license, or with another holder's code."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import access
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError, Invalid, NotFound
from common.money import amount_text
from issuing.codes import grouped
from licenses.enums import Purpose
from licenses.kinds import KINDS, Kind
from licenses.kinds.rules import rules_of
from licenses.models import Establishment, License, Licensee
from licenses.queries import portal
from licenses.services import hindrances
from licenses.services.portal import drafts, transfers
from web.access import allow
from web.licensee.applications.forms import BeginForm, CodeForm
from web.licensee.current import licensee_of, page


@allow(Action.MY_PREPARE)
def application_new(request: HttpRequest) -> HttpResponse:
    """Show the kinds one may apply for, and the ways that begin elsewhere."""
    kinds = [kind for kind in KINDS.values() if not kind.recorded_only]
    return page(request, "licensee/applications/new.html", {"kinds": kinds})


@allow(Action.MY_PREPARE)
def application_begin(request: HttpRequest, kind: str) -> HttpResponse:
    """Say what the kind needs, who decides and how long it takes; then begin a draft."""
    declared, holder, on = _kind(kind), licensee_of(request), today()
    places = Establishment.objects.visible_to(request.user).filter(licensee=holder).order_by("name_folded")
    agencies = drafts.receivers(holder, kind, on)
    form, status = BeginForm(request.POST or None, kind=declared, places=places, agencies=agencies), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = drafts.start(by=request.user, on=on, licensee=holder, kind=kind, **form.chosen())
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                return _begun(request, made)
    context = {"kind": declared, "form": form, **_needs(declared, Purpose.NEW, holder)}
    return page(request, "licensee/applications/begin.html", context, status=status)


@allow(Action.MY_PREPARE)
def about(request: HttpRequest, pk: UUID, purpose: str) -> HttpResponse:
    """Ask for something about a license one holds: the draft begins with what the register says of it."""
    row = access.visible(License.objects.select_related("holder", "agency"), request.user, pk=pk)
    if row.kind not in KINDS or not drafts.may_begin(row, purpose):
        raise NotFound(_("There is no such page."))
    offer = next((each for each in portal.offers(row, today()) if each.purpose == purpose), None)
    against, status = offer.against if offer else "", 200
    if request.method == "POST":
        try:
            made = drafts.start(
                by=request.user, on=today(), licensee=row.holder, kind=row.kind, purpose=purpose, license=row
            )
        except Invalid as error:
            against, status = str(error), error.status
        else:
            return _begun(request, made)
    context = {
        "license": row,
        "label": Purpose(purpose).label,
        "against": against,
        **_needs(KINDS[row.kind], purpose, row.holder),
    }
    return page(request, "licensee/applications/about.html", context, status=status)


@allow(Action.MY_PREPARE)
def take_over(request: HttpRequest) -> HttpResponse:
    """Begin the application of a new holder with the code the present holder gave."""
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = transfers.take(
                    form.cleaned_data["code"], licensee=licensee_of(request), by=request.user, on=today(), at=now()
                )
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                return _begun(request, made)
    return page(request, "licensee/applications/take_over.html", {"form": form}, status=status)


@allow(Action.MY_SUBMIT)
def transfer_offer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let another holder ask for one's license: the code is shown once, on this answer only."""
    row = access.visible(License.objects.select_related("holder"), request.user, pk=pk)
    code = None
    if request.method == "POST" and "take_back" in request.POST:
        transfers.take_back(row, by=request.user, at=now(), on=today())
        messages.success(request, _("The code is taken back."))
        return redirect("my:transfer_offer", pk)
    if request.method == "POST":
        _made, text = transfers.offer(row, by=request.user, on=today(), at=now())
        code = grouped(text)
    against = hindrances.against_transfer(row, today())
    context = {"license": row, "code": code, "standing": transfers.open_offer(row, today()), "against": against}
    response = page(request, "licensee/transfer_offer.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _begun(request: HttpRequest, made: Any) -> HttpResponse:
    messages.success(request, _("The draft is begun. Fill it in, attach the papers, then submit it."))
    return redirect("my:application", made.pk)


def _kind(code: str) -> Kind:
    kind = KINDS.get(code)
    if kind is None or kind.recorded_only:
        raise NotFound(_("There is no such page."))
    return kind


def _needs(kind: Kind, purpose: str, holder: Licensee) -> dict[str, Any]:
    """Return what the rulebook says of it before anything is typed."""
    held = rules_of(kind, purpose, today())
    fees = [
        {"rule": rule, "amount": "" if rule.amount_vnd is None else amount_text(rule.amount_vnd)} for rule in held.fees
    ]
    return {"rules": held, "documents": held.documents(holder.kind), "fees": fees}
