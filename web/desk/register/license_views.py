"""Licenses: list, record with its assignments, entry, amendment, steps."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import agencies_of, can, visible
from accounts.roles import Action
from common.clock import today
from licenses.enums import LICENSE_ENDED, RADIO_LICENSE_KINDS
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, PlannedChange
from licenses.services import licenses
from licenses.services.editing import require_keeper
from web.access import allow
from web.desk.annexes import part as annexes
from web.desk.holds import part as holds
from web.desk.planned import part as planned
from web.desk.register import facts
from web.desk.register.filters import AssignmentFilter
from web.desk.register.forms import LicenseForm
from web.desk.register.pages import Panel, Record, asked_key, form_page, list_page, record_page, step_page
from web.desk.register.tables import TABLES
from web.listing import Listing


@allow(Action.REGISTER_VIEW)
def license_list(request: HttpRequest) -> HttpResponse:
    """List licenses."""
    new_url = f"{reverse('desk:licensee_choose')}?for=license"
    return list_page(request, "licenses", _("Licenses"), new_url, _("Enter a license"))


def _found(request: HttpRequest, pk: Any) -> License:
    along = ("unit__parent", "agency", "holder", "establishment", "supersedes")
    # the one query asks along what most licenses have none of, so that their pages need not ask again
    known = {
        "replaced": Exists(License.objects.filter(supersedes=OuterRef("pk"))),
        "plans": Exists(PlannedChange.objects.pending().filter(license=OuterRef("pk"))),
    }
    return visible(License.objects.select_related(*along).annotate(**known), request.user, pk=pk)


@allow(Action.REGISTER_VIEW)
def license(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show a license with its assignments, 50 at a time, however many there are."""
    obj = _found(request, pk)
    ended = obj.status in LICENSE_ENDED
    may_add = not ended and can(request.user, Action.REGISTER_EDIT)
    return record_page(
        request,
        Record(
            obj=obj,
            lead=obj.get_kind_display(),
            kind="licenses",
            up_label=_("Licenses"),
            sections=facts.license,
            panels=lambda shown, on: _assigned(request, shown, on, may_add=may_add),
            edit_url="" if ended else reverse("desk:license_edit", args=[obj.pk]),
            actions=[] if ended else _applying(request, obj),
            step_url="desk:license_step",
            parts=[
                planned.part(request.user, obj, today()),
                *annexes.part(obj),
                holds.part(request.user, obj.holder, license=obj),
            ],
            relations=[
                (_("Holder"), "holder"),
                (_("Establishment"), "establishment"),
                (_("Replaces"), "supersedes"),
                *((_("Replaced by"), newer) for newer in _newer(request, obj)),
            ],
        ),
    )


def _newer(request: HttpRequest, obj: Any) -> Any:
    return obj.superseded_by.visible_to(request.user) if obj.replaced else ()


def _applying(request: HttpRequest, obj: License) -> list[tuple[str, str]]:
    """Return the ways to an application about this license, its fee, and the claim code on its back."""
    if not can(request.user, Action.APPLICATION_ENTER):
        return []
    query = urlencode({"licensee": obj.holder_id, "license": obj.pk, "purpose": "renew"})
    found = [(_("Enter an application"), f"{reverse('desk:application_new')}?{query}")]
    if obj.kind in RADIO_LICENSE_KINDS and can(request.user, Action.FEE_INVOICE, obj):
        found.append((_("Ask for the usage fee"), reverse("desk:license_fees", args=[obj.pk])))
    if obj.holder.agency_id in {agency.pk for agency in agencies_of(request.user, Action.CLAIM_DECIDE)}:
        back = f"{reverse('desk:claim_people', args=[obj.holder_id])}?{urlencode({'license': obj.pk})}"
        found.append((_("Print a claim code on its back"), back))
    return found


def _assigned(request: HttpRequest, obj: License, on: Any, *, may_add: bool) -> list[Panel]:
    """Return the assignments of a radio license as a list of its own: filtered, sorted, paged by key, on the map."""
    if obj.kind not in RADIO_LICENSE_KINDS:
        return []
    table = TABLES["license_assignments"]
    form = AssignmentFilter(request.GET or None)
    for name in ("license", "station", "unit"):  # the page itself says these
        del form.fields[name]
    form.fields["on"].widget = forms.HiddenInput()
    found = form.narrow(FrequencyAssignment.objects.filter(license=obj.pk), request.user)
    if on < today():
        found = found.active_on(on)
    along = found.select_related("station__unit", "license__holder").prefetch_related("emissions")
    listing = Listing(request, along, sorts=table.sorts, default=table.default)
    rows = table.rows(listing.rows, can(request.user, Action.PERSONAL_DATA_VIEW))
    return [
        Panel(
            _("Assigned frequencies"),
            table.columns,
            rows,
            more_url=f"{reverse('desk:assignments')}?{urlencode({'license': obj.pk, 'view': 'map'})}",
            add_url=f"{reverse('desk:assignment_new')}?{urlencode({'license': obj.pk})}" if may_add else "",
            add_label=_("Assign a frequency"),
            more_label=_("Show on the map"),
            listing=listing,
            form=form,
        )
    ]


def _offer(form: LicenseForm, request: HttpRequest, holder: Licensee, obj: License | None = None) -> LicenseForm:
    places = Establishment.objects.visible_to(request.user).filter(licensee=holder).order_by("name_folded")
    older = License.objects.visible_to(request.user).filter(holder=holder).order_by("number")
    form.offer(places, older.exclude(pk=obj.pk) if obj else older)
    return form


@allow(Action.REGISTER_EDIT)
def license_new(request: HttpRequest) -> HttpResponse:
    """Enter an existing license of the holder named in the address."""
    if not request.GET.get("licensee"):
        return redirect(f"{reverse('desk:licensee_choose')}?{urlencode({'for': 'license'})}")
    holder = visible(Licensee.objects.current(), request.user, pk=asked_key(request, "licensee"))
    form = _offer(LicenseForm(request.POST or None, user=request.user, on=today()), request, holder)
    return form_page(
        request,
        form,
        lambda filled: licenses.register(by=request.user, on=today(), holder=holder, **filled.values()),
        heading=_("Enter a license"),
        lead=_("Holder: %(name)s") % {"name": holder.name},
        cancel_url=reverse("desk:licensee", args=[holder.pk]),
        done=_("The license was entered."),
        existing_page="desk:license",
    )


@allow(Action.REGISTER_EDIT)
def license_edit(request: HttpRequest, pk: Any) -> HttpResponse:
    """Amend a license."""
    obj = _found(request, pk)
    require_keeper(request.user, Action.REGISTER_EDIT, obj)
    form = LicenseForm(request.POST or None, user=request.user, on=today(), record=obj)
    return form_page(
        request,
        _offer(form, request, obj.holder, obj),
        lambda filled: licenses.amend(
            obj,
            by=request.user,
            on=today(),
            version=filled.cleaned_data["version"],
            reason=filled.cleaned_data["reason"],
            **filled.values(),
        ),
        heading=_("Amend %(name)s") % {"name": obj.number},
        lead=_("Holder: %(name)s") % {"name": obj.holder.name},
        cancel_url=reverse("desk:license", args=[obj.pk]),
        done=_("The amendment was saved."),
        existing_page="desk:license",
    )


@allow(Action.REGISTER_VIEW)
def license_step(request: HttpRequest, pk: Any, name: str) -> HttpResponse:
    """Record what was decided about a license; who may take the step is asked by name of the step."""
    obj = _found(request, pk)
    by = request.user

    def decided(act: Any, *, dated: bool = True) -> Any:
        def take(values: dict[str, Any]) -> License:
            day = {"on": values["on"]} if dated else {}
            return act(obj, by=by, reason=values["reason"], version=values["version"], **day)

        return take

    steps = {
        "cancel": decided(licenses.cancel),
        "suspend": decided(licenses.suspend, dated=False),
        "reinstate": decided(licenses.reinstate),
        "revoke": decided(licenses.revoke),
        "surrender": decided(licenses.surrender),
        "supersede": lambda values: licenses.supersede(
            obj, with_=_successor(obj), by=by, on=values["on"], version=values["version"]
        ),
    }
    return step_page(request, obj, name, steps, up_label=_("Licenses"))


def _successor(obj: License) -> License:
    """Return the newest license that says it replaces this one, or the license itself, which the service refuses."""
    return obj.superseded_by.order_by("-created_at").first() or obj
