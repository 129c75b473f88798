"""The list of planned changes, a new one, and the acts of the second person."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import require, visible
from accounts.roles import Action
from common.clock import today
from common.errors import DomainError
from licenses.enums import PlannedStatus, PlannedStep
from licenses.models import License, PlannedChange
from licenses.services import planned
from web.access import allow
from web.desk.planned.part import line
from web.desk.register.pages import confirm_page
from web.forms import DayField, PageForm, seen_version
from web.links import record_url
from web.listing import Listing


class PlanForm(PageForm):
    """What is to happen to a license, and when."""

    step = forms.ChoiceField(
        label=gettext_lazy("What is to happen"),
        choices=[choice for choice in PlannedStep.choices if choice[0] != PlannedStep.REINSTATE],
    )
    effective_on = DayField(label=gettext_lazy("Takes effect on"))
    until = DayField(label=gettext_lazy("Last day (of a suspension; empty: until it is ended)"), required=False)
    valid_until = DayField(label=gettext_lazy("New last day of the term (change only)"), required=False)
    conditions = forms.CharField(
        label=gettext_lazy("New conditions (change only)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason, or number and date of the document it rests on"), max_length=400, required=False
    )


class ReasonForm(PageForm):
    """Why a planned change is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400, required=False)


class PlannedFilter(forms.Form):
    """Filter of the list."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), required=False, choices=[("", gettext_lazy("All")), *PlannedStatus.choices]
    )


@allow(Action.REGISTER_VIEW)
def planned_list(request: HttpRequest) -> HttpResponse:
    """List the planned changes of the licenses this person may see."""
    form = PlannedFilter(request.GET or None)
    found = PlannedChange.objects.visible_to(request.user)
    if form.is_bound and form.is_valid() and form.cleaned_data["state"]:
        found = found.filter(status=form.cleaned_data["state"])
    along = found.select_related("license__holder", "proposed_by", "approved_by", "agency")
    listing = Listing(request, along, sorts={"day": "effective_on"}, default="-day")
    return render(request, "desk/planned/list.html", {"form": form, "listing": listing})


@allow(Action.LICENSE_PLAN)
def planned_new(request: HttpRequest, pk: Any) -> HttpResponse:
    """Enter a change of a license for a coming day."""
    obj = visible(License.objects.select_related("agency", "holder"), request.user, pk=pk)
    require(request.user, Action.LICENSE_PLAN, obj)
    initial = {"version": obj.version, "conditions": obj.conditions}
    form = PlanForm(request.POST or None, initial=initial)

    def propose(values: dict[str, Any]) -> License:
        changes = {name: values[name] for name in planned.AMENDABLE}
        planned.propose(
            obj,
            values["step"],
            effective_on=values["effective_on"],
            until=values["until"],
            reason=values["reason"],
            changes=changes,
            by=request.user,
            on=today(),
            version=values["version"],
        )
        return obj

    heading = _("Plan a change of license %(number)s") % {"number": obj.number}
    button = _("Enter the planned change")
    return confirm_page(request, form, propose, obj=obj, heading=heading, button=button, up_label=_("Licenses"))


@allow(Action.LICENSE_DECIDE)
def approve(request: HttpRequest, pk: Any) -> HttpResponse:
    """Show a planned change to the second person, who countersigns it."""
    change = _found(request, pk)
    if request.method == "POST":
        try:
            planned.approve(change, by=request.user, on=today(), version=seen_version(request.POST))
        except DomainError as error:
            error.details.setdefault("url", record_url(change.license))
            raise
        messages.success(request, _("Countersigned. It takes effect by itself on its day."))
        return redirect(record_url(change.license))
    return render(request, "desk/planned/approve.html", {"change": change, "line": line(request.user, change, today())})


@allow(Action.REGISTER_VIEW)
def take_back(request: HttpRequest, pk: Any) -> HttpResponse:
    """Ask for the reason, then take a planned change back."""
    change = _found(request, pk)
    form = ReasonForm(request.POST or None, initial={"version": change.version})

    def act(values: dict[str, Any]) -> License:
        planned.take_back(change, by=request.user, on=today(), reason=values["reason"], version=values["version"])
        return change.license

    heading = _("Take back: %(what)s") % {"what": change}
    return confirm_page(
        request, form, act, obj=change.license, heading=heading, button=_("Take back"), up_label=_("Licenses")
    )


def _found(request: HttpRequest, pk: Any) -> PlannedChange:
    along = PlannedChange.objects.select_related("license__holder", "license__agency", "proposed_by", "agency")
    return visible(along, request.user, pk=pk)
