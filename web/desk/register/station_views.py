"""Radio stations: list, record, entry, amendment, end."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import visible
from accounts.roles import Action
from common.clock import today
from licenses.models import FrequencyAssignment, Licensee, Station
from licenses.services import stations
from licenses.services.editing import require_keeper
from web.access import allow
from web.desk.register import facts
from web.desk.register.forms import StepForm
from web.desk.register.pages import (
    Panel,
    Record,
    asked_key,
    confirm_page,
    form_page,
    list_page,
    panel,
    record_page,
)
from web.register_forms import StationForm


@allow(Action.REGISTER_VIEW)
def station_list(request: HttpRequest) -> HttpResponse:
    """List stations, or show them on the map."""
    new_url = f"{reverse('desk:licensee_choose')}?for=station"
    return list_page(request, "stations", _("Stations"), new_url, _("Enter a station"))


def _found(request: HttpRequest, pk: Any) -> Station:
    return visible(Station.objects.select_related("unit__parent", "agency", "licensee"), request.user, pk=pk)


@allow(Action.REGISTER_VIEW)
def station(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show a station with the frequencies assigned to it."""
    obj = _found(request, pk)
    running = obj.valid_until is None
    return record_page(
        request,
        Record(
            obj=obj,
            lead=obj.site_name,
            kind="stations",
            up_label=_("Stations"),
            sections=facts.station,
            panels=lambda shown, on: _panels(request, shown, on),
            edit_url=reverse("desk:station_edit", args=[obj.pk]) if running else "",
            actions=[(_("Record the end"), reverse("desk:station_end", args=[obj.pk]))] if running else [],
            relations=[(_("Licensee"), "licensee")],
            radius_m=obj.service_radius_km * 1000 if obj.service_radius_km else None,
        ),
    )


def _panels(request: HttpRequest, site: Station, on: Any) -> list[Panel]:
    assigned = FrequencyAssignment.objects.visible_to(request.user).filter(station=site.pk)
    assigned = assigned.active_on(on) if on < today() else assigned
    more = f"{reverse('desk:assignments')}?{urlencode({'station': site.pk})}"
    return [panel("assignments", _("Assigned frequencies"), assigned, request.user, more)]


@allow(Action.REGISTER_EDIT)
def station_new(request: HttpRequest) -> HttpResponse:
    """Enter a station of the holder named in the address."""
    if not request.GET.get("licensee"):
        return redirect(f"{reverse('desk:licensee_choose')}?{urlencode({'for': 'station'})}")
    holder = visible(Licensee.objects.current(), request.user, pk=asked_key(request, "licensee"))
    form = StationForm(request.POST or None, user=request.user, on=today(), initial={"valid_from": today()})
    return form_page(
        request,
        form,
        lambda filled: stations.create(
            by=request.user,
            on=today(),
            licensee=holder,
            confirmed=filled.cleaned_data["confirmed"],
            **filled.values(),
        ),
        heading=_("Enter a station"),
        lead=_("Licensee: %(name)s") % {"name": holder.name},
        cancel_url=reverse("desk:licensee", args=[holder.pk]),
        done=_("The station was entered."),
    )


@allow(Action.REGISTER_EDIT)
def station_edit(request: HttpRequest, pk: Any) -> HttpResponse:
    """Amend a station."""
    obj = _found(request, pk)
    require_keeper(request.user, Action.REGISTER_EDIT, obj)
    form = StationForm(request.POST or None, user=request.user, on=today(), record=obj)
    return form_page(
        request,
        form,
        lambda filled: stations.amend(
            obj,
            by=request.user,
            on=today(),
            version=filled.cleaned_data["version"],
            reason=filled.cleaned_data["reason"],
            confirmed=filled.cleaned_data["confirmed"],
            **filled.values(),
        ),
        heading=_("Amend %(name)s") % {"name": obj},
        lead=_("Licensee: %(name)s") % {"name": obj.licensee.name},
        cancel_url=reverse("desk:station", args=[obj.pk]),
        done=_("The amendment was saved."),
    )


@allow(Action.REGISTER_EDIT)
def station_end(request: HttpRequest, pk: Any) -> HttpResponse:
    """Record the last day of a station."""
    obj = _found(request, pk)
    form = StepForm(request.POST or None, initial={"on": today(), "version": obj.version})
    return confirm_page(
        request,
        form,
        lambda values: stations.end(
            obj, by=request.user, version=values["version"], on=values["on"], reason=values["reason"]
        ),
        obj=obj,
        heading=_("Record the end of %(name)s") % {"name": obj},
        button=_("Record the end"),
        up_label=_("Stations"),
    )
