"""Frequency assignments: list, record, entry under a license, amendment, end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.access import can, visible
from accounts.roles import Action
from common.clock import today
from licenses.models import FrequencyAssignment, License, Station
from licenses.services import assignments
from licenses.services.editing import require_keeper
from web.access import allow
from web.desk.register import facts
from web.desk.register.forms import AssignmentForm, StepForm
from web.desk.register.pages import Record, asked_key, confirm_page, form_page, list_page, may_edit, record_page
from web.desk.register.tables import frequency


@allow(Action.REGISTER_VIEW)
def assignment_list(request: HttpRequest) -> HttpResponse:
    """List assignments, or show them on the map."""
    return list_page(request, "assignments", _("Assignments"))


def _found(request: HttpRequest, pk: Any) -> FrequencyAssignment:
    along = ("license__holder", "license__agency", "station__unit__parent", "rx_station")
    return visible(FrequencyAssignment.objects.select_related(*along), request.user, pk=pk)


@allow(Action.REGISTER_VIEW)
def assignment(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show an assignment."""
    obj = _found(request, pk)
    running = obj.in_force_until is None or obj.in_force_until >= today()
    keeps = running and may_edit(request.user, agency_id=obj.license.agency_id)
    record = Record(
        obj=obj,
        title=frequency,
        lead=obj.license.number,
        kind="assignments",
        up_label=_("Assignments"),
        sections=facts.assignment,
        panels=lambda _shown, _on: [],
        edit_url=reverse("desk:assignment_edit", args=[obj.pk]) if keeps else "",
        actions=_actions(request, obj, keeps=keeps),
        relations=[
            (_("License"), obj.license),
            (_("Holder"), obj.license.holder),
            (_("Station"), "station"),
            (_("Receiving station"), "rx_station"),
        ],
        agency_id=obj.license.agency_id,
    )
    return record_page(request, record)


def _actions(request: HttpRequest, obj: FrequencyAssignment, *, keeps: bool) -> list[tuple[Any, str]]:
    found = []
    if can(request.user, Action.COORDINATION_CHECK):
        found.append((_("Examine"), f"{reverse('desk:check_new')}?assignment={obj.pk}"))
    if keeps:
        found.append((_("End the assignment"), reverse("desk:assignment_end", args=[obj.pk])))
    return found


def _stations(request: HttpRequest, license: License) -> Any:
    return Station.objects.visible_to(request.user).filter(licensee=license.holder_id).order_by("call_sign", "name")


@allow(Action.REGISTER_EDIT)
def assignment_new(request: HttpRequest) -> HttpResponse:
    """Assign a frequency under the license named in the address."""
    license = visible(License.objects.select_related("holder"), request.user, pk=asked_key(request, "license"))
    form = AssignmentForm(
        request.POST or None, user=request.user, on=today(), initial={"in_force_from": license.valid_from}
    )
    form.offer(_stations(request, license))
    return form_page(
        request,
        form,
        lambda filled: assignments.add(
            license, by=request.user, on=today(), confirmed=filled.cleaned_data["confirmed"], **filled.values()
        ),
        heading=_("Assign a frequency"),
        lead=_("License %(number)s of %(name)s") % {"number": license.number, "name": license.holder.name},
        cancel_url=reverse("desk:license", args=[license.pk]),
        done=_("The frequency was assigned."),
    )


@allow(Action.REGISTER_EDIT)
def assignment_edit(request: HttpRequest, pk: Any) -> HttpResponse:
    """Amend an assignment."""
    obj = _found(request, pk)
    require_keeper(request.user, Action.REGISTER_EDIT, obj.license)
    form = AssignmentForm(request.POST or None, user=request.user, on=today(), record=obj)
    form.offer(_stations(request, obj.license))
    return form_page(
        request,
        form,
        lambda filled: assignments.amend(
            obj,
            by=request.user,
            on=today(),
            version=filled.cleaned_data["version"],
            reason=filled.cleaned_data["reason"],
            confirmed=filled.cleaned_data["confirmed"],
            **filled.values(),
        ),
        heading=_("Amend %(name)s") % {"name": frequency(obj)},
        lead=_("License %(number)s of %(name)s") % {"number": obj.license.number, "name": obj.license.holder.name},
        cancel_url=reverse("desk:assignment", args=[obj.pk]),
        done=_("The amendment was saved."),
    )


@allow(Action.REGISTER_EDIT)
def assignment_end(request: HttpRequest, pk: Any) -> HttpResponse:
    """Record the last day of an assignment."""
    obj = _found(request, pk)
    form = StepForm(request.POST or None, initial={"on": today(), "version": obj.version})
    return confirm_page(
        request,
        form,
        lambda values: assignments.end(
            obj, by=request.user, version=values["version"], on=values["on"], reason=values["reason"]
        ),
        obj=obj,
        heading=_("End the assignment of %(name)s") % {"name": frequency(obj)},
        button=_("End the assignment"),
        up_label=_("Assignments"),
    )
