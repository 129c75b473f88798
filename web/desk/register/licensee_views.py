"""Licensees: list, record, entry, amendment, merging of duplicates."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import can, visible
from accounts.roles import Action
from common.clock import today
from common.errors import Invalid
from licenses.models import Establishment, License, Licensee, Station
from licenses.services import licensees
from licenses.services.editing import require_keeper
from web.access import allow
from web.desk.holds import part as holds
from web.desk.register import facts
from web.desk.register.filters import filtered
from web.desk.register.forms import LicenseeForm, MergeForm
from web.desk.register.pages import (
    Panel,
    Record,
    confirm_page,
    form_page,
    list_page,
    may_edit,
    panel,
    record_page,
)
from web.desk.register.tables import TABLES
from web.listing import Listing

NEXT_PAGES = {"establishment": "desk:establishment_new", "station": "desk:station_new", "license": "desk:license_new",
              "application": "desk:application_new"}  # fmt: skip


@allow(Action.REGISTER_VIEW)
def licensee_list(request: HttpRequest) -> HttpResponse:
    """List right-holders."""
    return list_page(request, "licensees", _("Licensees"), reverse("desk:licensee_new"), _("Enter a licensee"))


def _found(request: HttpRequest, pk: Any) -> Licensee:
    return visible(Licensee.objects.select_related("unit__parent", "agency", "merged_into"), request.user, pk=pk)


@allow(Action.REGISTER_VIEW)
def licensee(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show a right-holder with everything it holds."""
    obj = _found(request, pk)
    show = can(request.user, Action.PERSONAL_DATA_VIEW)
    actions = [
        (_("Declare an establishment"), _for("desk:establishment_new", obj)),
        (_("Enter a station"), _for("desk:station_new", obj)),
        (_("Enter a license"), _for("desk:license_new", obj)),
        (_("Enter an application"), _for("desk:application_new", obj)),
        (_("Who acts for it, claim letter"), reverse("desk:claim_people", args=[obj.pk])),
        (_("Merge a duplicate"), reverse("desk:licensee_merge", args=[obj.pk])),
    ]
    return record_page(
        request,
        Record(
            obj=obj,
            lead=obj.get_kind_display(),
            kind="licensees",
            up_label=_("Licensees"),
            sections=lambda shown: facts.licensee(shown, show_personal=show),
            panels=lambda shown, on: _panels(request, shown, on),
            edit_url=reverse("desk:licensee_edit", args=[obj.pk]),
            actions=[] if obj.merged_into else actions,
            parts=[holds.part(request.user, obj)],
            extra={"merged_into": obj.merged_into},
        ),
    )


def _for(page: str, holder: Licensee) -> str:
    return f"{reverse(page)}?{urlencode({'licensee': holder.pk})}"


def _panels(request: HttpRequest, holder: Licensee, on: Any) -> list[Panel]:
    found = []
    for kind, model, key, heading in (
        ("establishments", Establishment, "licensee", _("Establishments")),
        ("licenses", License, "holder", _("Licenses")),
        ("stations", Station, "licensee", _("Stations")),
    ):
        rows: Any = model.objects.visible_to(request.user).filter(**{key: holder.pk})
        rows = rows.active_on(on) if on < today() else rows
        found.append(panel(kind, heading, rows, request.user, f"{reverse(f'desk:{kind}')}?{key}={holder.pk}"))
    return [item for item in found if item.rows]


@allow(Action.REGISTER_EDIT)
def licensee_new(request: HttpRequest) -> HttpResponse:
    """Enter a right-holder."""
    form = LicenseeForm(request.POST or None, user=request.user, on=today())
    return form_page(
        request,
        form,
        lambda filled: licensees.create(by=request.user, on=today(), **filled.values()),
        heading=_("Enter a licensee"),
        cancel_url=reverse("desk:licensees"),
        done=_("The licensee was entered."),
        existing_page="desk:licensee",
    )


@allow(Action.REGISTER_EDIT)
def licensee_edit(request: HttpRequest, pk: Any) -> HttpResponse:
    """Amend a right-holder."""
    obj = _found(request, pk)
    require_keeper(request.user, Action.REGISTER_EDIT, obj)
    form = LicenseeForm(request.POST or None, user=request.user, on=today(), record=obj)
    return form_page(
        request,
        form,
        lambda filled: licensees.amend(
            obj,
            by=request.user,
            on=today(),
            version=filled.cleaned_data["version"],
            reason=filled.cleaned_data["reason"],
            **filled.values(),
        ),
        heading=_("Amend %(name)s") % {"name": obj.name},
        cancel_url=reverse("desk:licensee", args=[obj.pk]),
        done=_("The amendment was saved."),
        existing_page="desk:licensee",
    )


@allow(Action.REGISTER_EDIT)
def licensee_choose(request: HttpRequest) -> HttpResponse:
    """Choose the holder for a new establishment, station or license."""
    wanted = request.GET.get("for", "")
    if wanted not in NEXT_PAGES:
        raise Invalid(_("Say what is to be entered."))
    form, found = filtered("licensees", request)
    table = TABLES["licensees"]
    listing = Listing(request, found.select_related("unit__parent"), sorts=table.sorts, default=table.default)
    rows = table.rows(listing.rows, can(request.user, Action.PERSONAL_DATA_VIEW))
    urls = [_for(NEXT_PAGES[wanted], holder) for holder in listing.rows]
    context = {
        "form": form,
        "listing": listing,
        "columns": table.columns,
        "rows": list(zip(rows, urls, strict=True)),
        "wanted": wanted,
        "new_url": reverse("desk:licensee_new"),
    }
    return render(request, "desk/register/choose.html", context)


@allow(Action.REGISTER_MERGE)
def licensee_merge(request: HttpRequest, pk: Any) -> HttpResponse:
    """Find the duplicate of a record by search."""
    obj = _found(request, pk)
    text = request.GET.get("q", "").strip()
    candidates = Licensee.objects.visible_to(request.user).current().exclude(pk=obj.pk)
    found = candidates.filter(agency=obj.agency).search(text or obj.name).select_related("unit")
    rows = [
        (candidate, reverse("desk:licensee_merge_confirm", args=[candidate.pk, obj.pk]))
        for candidate in found.order_by("name_folded", "pk")[:50]
    ]
    return render(request, "desk/register/merge.html", {"obj": obj, "rows": rows, "q": text})


@allow(Action.REGISTER_MERGE)
def licensee_merge_confirm(request: HttpRequest, pk: Any, into: Any) -> HttpResponse:
    """Show two records side by side and merge the first into the second."""
    duplicate, kept = _found(request, pk), _found(request, into)
    form = MergeForm(request.POST or None, initial={"version": duplicate.version, "into_version": kept.version})
    show = can(request.user, Action.PERSONAL_DATA_VIEW)
    sides = [
        {
            "obj": side,
            "sections": facts.licensee(side, show_personal=show),
            "counts": _counts(side),
            "may": may_edit(request.user, side),
        }
        for side in (duplicate, kept)
    ]
    return confirm_page(
        request,
        form,
        lambda values: licensees.merge(
            duplicate,
            into=kept,
            by=request.user,
            version=values["version"],
            into_version=values["into_version"],
            reason=values["reason"],
        ),
        obj=kept,
        heading=_("Merge two records of the same holder"),
        button=_("Merge"),
        up_label=_("Licensees"),
        context={"sides": sides, "swap_url": reverse("desk:licensee_merge_confirm", args=[kept.pk, duplicate.pk])},
    )


def _counts(holder: Licensee) -> list[tuple[str, int]]:
    return [
        (_("Establishments"), holder.establishments.count()),
        (_("Licenses"), holder.licenses.count()),
        (_("Stations"), holder.stations.count()),
    ]
