"""Holds: the list, one hold with what it blocks, placing one and lifting it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access, journal
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from licenses.enums import LICENSE_ENDED, Purpose
from licenses.models import Application, Establishment, Hold, Invoice, License, Licensee
from licenses.services import hindrances, holds
from web.access import allow
from web.changes import readable
from web.desk.fees.tabs import tabs
from web.forms import DayField, PageForm
from web.links import record_url
from web.listing import Listing

SORTS = {"placed": "placed_on", "holder": "licensee__name_folded", "until": "stands_until"}
ALONG = ("licensee", "license", "establishment", "agency", "placed_by", "lifted_by")
SHOW = (
    ("", gettext_lazy("Standing")),
    ("coming", gettext_lazy("Not yet begun")),
    ("lifted", gettext_lazy("Lifted or over")),
    ("all", gettext_lazy("All")),
)
HISTORY, MOST = 50, 20


class HoldFilter(forms.Form):
    """Which holds the list shows."""

    q = forms.CharField(
        label=gettext_lazy("Holder (diacritics not needed)"), required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip
    show = forms.ChoiceField(label=gettext_lazy("Show"), choices=SHOW, required=False)

    def narrow(self, user: Any) -> Any:
        """Return the holds that match; a field that cannot be read narrows nothing."""
        found, on = Hold.objects.visible_to(user), today()
        self.is_valid()
        data = self.cleaned_data if self.is_bound else {}
        if data.get("q"):
            found = found.filter(licensee__in=Licensee.objects.search(data["q"]).order_by().values("pk"))
        match data.get("show"):
            case "coming":
                return found.unlifted().filter(stands_from__gt=on)
            case "lifted":
                return found.filter(Q(lifted_on__isnull=False) | Q(stands_until__lt=on))
            case "all":
                return found
        return found.standing(on)


class PlaceForm(PageForm):
    """A hold to be placed."""

    license = forms.ModelChoiceField(
        label=gettext_lazy("License"), queryset=License.objects.none(), required=False,
        help_text=gettext_lazy("Left empty together with the establishment: everything the holder has."),
    )  # fmt: skip
    establishment = forms.ModelChoiceField(
        label=gettext_lazy("Establishment"), queryset=Establishment.objects.none(), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason and its source"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Name the paper: a decision, a request of another agency. The holder reads it too."),
    )  # fmt: skip
    stands_from = DayField(label=gettext_lazy("Stands from"))
    stands_until = DayField(
        label=gettext_lazy("Stands until"), required=False, help_text=gettext_lazy("Left empty: until it is lifted.")
    )

    def __init__(self, *args: Any, holder: Licensee, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        licenses: Any = self.fields["license"]
        live = License.objects.visible_to(user).filter(holder=holder).exclude(status__in=LICENSE_ENDED)
        licenses.queryset = live.order_by("number")
        licenses.label_from_instance = lambda row: f"{row.number} · {row.get_kind_display()}"
        places: Any = self.fields["establishment"]
        places.queryset = Establishment.objects.visible_to(user).filter(licensee=holder).order_by("name")


class LiftForm(PageForm):
    """Why a hold is lifted."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


@allow(Action.REGISTER_VIEW)
def hold_list(request: HttpRequest) -> HttpResponse:
    """Show the holds."""
    form = HoldFilter(request.GET or None)
    rows = form.narrow(request.user).select_related(*ALONG)
    context = {"form": form, "listing": Listing(request, rows, sorts=SORTS, default="-placed"), "on": today(),
               "tabs": tabs(request, "holds")}  # fmt: skip
    return render(request, "desk/holds/list.html", context)


@allow(Action.REGISTER_VIEW)
def hold(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a hold: why, from when to when, where it comes from, and what it blocks."""
    row, on = _found(request, pk), today()
    blocked = hindrances.blocked_by(row)
    context = {
        "hold": row,
        "stands": Hold.objects.standing(on).filter(pk=row.pk).exists(),
        "blocks": [label for purpose, label in Purpose.choices if purpose in blocked],
        "open_still": [label for purpose, label in Purpose.choices if purpose not in blocked],
        "waiting": _waiting(row, request.user),
        "source": _source(row, request.user),
        "may_lift": row.lifted_on is None and row.agency in access.agencies_of(request.user, Action.REGISTER_EDIT),
        "licensee_url": record_url(row.licensee),
        "entries": readable(journal.changes(row)[:HISTORY]),
    }
    return render(request, "desk/holds/hold.html", context)


@allow(Action.REGISTER_EDIT)
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Place a hold on a holder, one of their licenses or one of their establishments."""
    holder = access.visible(Licensee.objects, request.user, pk=pk)
    access.require(request.user, Action.REGISTER_EDIT, holder)
    first = {"stands_from": today(), "license": request.GET.get("license")}
    form, status = PlaceForm(request.POST or None, holder=holder, user=request.user, initial=first), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            try:
                made = holds.place(holder, by=request.user, on=today(), **facts)
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("The hold is placed."))
                return redirect("desk:hold", made.pk)
    return render(request, "desk/holds/place.html", {"form": form, "holder": holder}, status=status)


@allow(Action.REGISTER_EDIT)
def lift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lift a hold with the reason."""
    row = _found(request, pk)
    form, status = LiftForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            holds.lift(row, reason=form.cleaned_data["reason"], by=request.user, on=today())
            messages.success(request, _("The hold is lifted."))
            return redirect("desk:hold", pk)
    return render(request, "desk/holds/lift.html", {"form": form, "hold": row}, status=status)


def _found(request: HttpRequest, pk: UUID) -> Hold:
    row: Hold = access.visible(Hold.objects.select_related(*ALONG), request.user, pk=pk)
    return row


def _waiting(row: Hold, user: Any) -> list[Application]:
    """Return pending applications this hold stands against."""
    found = Application.objects.visible_to(user).pending().filter(purpose__in=hindrances.blocked_by(row))
    if row.license_id:
        found = found.filter(license=row.license_id)
    elif row.establishment_id:
        found = found.filter(establishment=row.establishment_id)
    else:
        handed_over = Q(license__holder=row.licensee_id, purpose=Purpose.TRANSFER)
        found = found.filter(Q(licensee=row.licensee_id) | handed_over)
    return list(found.order_by("received_on", "pk")[:MOST])


def _source(row: Hold, user: Any) -> dict[str, Any] | None:
    """Return the record the hold comes from, where it is an invoice this person may see."""
    kind, _colon, key = row.source_key.partition(":")
    if kind != "invoice" or not access.can(user, Action.FEE_VIEW):
        return None
    found = Invoice.objects.visible_to(user).filter(pk=key).first()
    return {"label": str(found), "url": record_url(found)} if found else None
