"""Scheduling a visit: whom, when, why and with whom; second visits in a year decided by a second person."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.roles import Action
from common.clock import today
from common.errors import Conflict, DomainError
from inspections.models import OverrideRequest, Visit
from inspections.queries.business import planned_visit_of_year, same_business
from inspections.services import overrides, planning
from licenses.models import Establishment, Licensee
from web.access import allow
from web.desk.visit_plan_form import PlanForm, Target
from web.forms import PageForm

FOUND = 20


class DecisionForm(PageForm):
    """The decision on a second visit."""

    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class AskForm(PageForm):
    """Why a second visit is needed."""

    reason = forms.CharField(
        label=gettext_lazy("Signs of violation that call for a second visit"), widget=forms.Textarea(attrs={"rows": 3})
    )


@allow(Action.VISIT_PLAN)
def new(request: HttpRequest) -> HttpResponse:
    """Search the establishment or the radio licensee to visit."""
    text = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"q": text, "searched": bool(text), "establishments": [], "licensees": []}
    if text:
        places = Establishment.objects.visible_to(request.user).search(text).active_on(today())
        context["establishments"] = list(places.select_related("licensee", "unit").order_by("name_folded")[:FOUND])
        holders = Licensee.objects.visible_to(request.user).current().search(text).filter(stations__isnull=False)
        context["licensees"] = list(holders.select_related("unit").distinct().order_by("name_folded")[:FOUND])
    return render(request, "desk/visits/new.html", context)


@allow(Action.VISIT_PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """Fill in and schedule."""
    target = _target(request)
    planner: Any = request.user
    form = PlanForm(target, planner, today(), request.POST or None, initial={"visit_id": uuid.uuid4()})
    second = None
    if request.method == "POST" and form.is_valid():
        try:
            made = planning.schedule(form.plan(), by=request.user, on=today())
        except Conflict as error:
            form.refuse(error)
            second = error.details.get("year") if error.code == "one_visit_a_year" else None
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Visit %(number)s is scheduled.") % {"number": made.number})
            return redirect("desk:visit", made.pk)
    context = {
        "form": form,
        "target": target,
        "earlier": planned_visit_of_year(target.licensee, today().year),
        "history": _history(target, request.user),
        "ask_form": AskForm() if second else None,
        "second_year": second,
    }
    return render(request, "desk/visits/plan.html", context, status=422 if form.errors else 200)


@allow(Action.VISIT_PLAN)
def ask_override(request: HttpRequest) -> HttpResponse:
    """Ask for a second planned visit in the year."""
    licensee: Licensee = access.visible(Licensee.objects.all(), request.user, pk=request.POST.get("licensee") or None)
    form = AskForm(request.POST or None)
    year = int(request.POST.get("year") or today().year)
    if request.method == "POST" and form.is_valid():
        agency = access.agencies_of(request.user, Action.VISIT_PLAN)[0]
        overrides.request(
            agency=agency, licensee=licensee, year=year, reason=form.cleaned_data["reason"], by=request.user
        )
        messages.success(request, _("The request is with the second person now."))
        return redirect("desk:overrides")
    context = {"ask_form": form, "licensee": licensee, "second_year": year}
    return render(request, "desk/visits/ask_override.html", context, status=422 if form.errors else 200)


@allow(Action.VISIT_VIEW)
def overrides_list(request: HttpRequest) -> HttpResponse:
    """Show the requests for second visits."""
    rows = OverrideRequest.objects.visible_to(request.user).select_related(
        "licensee", "earlier_visit__agency", "requested_by", "decided_by"
    )
    may_decide = access.can(request.user, Action.VISIT_OVERRIDE_APPROVE)
    shown = [
        {"row": row, "form": DecisionForm(initial={"version": row.version}, prefix=f"o{row.pk.hex[-6:]}")
         if may_decide and row.status == "requested" and row.requested_by_id != request.user.pk else None}
        for row in rows[:100]
    ]  # fmt: skip
    return render(request, "desk/visits/overrides.html", {"shown": shown})


@allow(Action.VISIT_OVERRIDE_APPROVE)
def decide_override(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Approve or refuse a second visit."""
    asked: OverrideRequest = access.visible(OverrideRequest.objects.all(), request.user, pk=pk)
    form = DecisionForm(request.POST or None, prefix=f"o{asked.pk.hex[-6:]}")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if request.POST.get("decision") == "approve":
            overrides.approve(asked, by=request.user, note=data["note"], version=data["version"])
        else:
            overrides.refuse(asked, by=request.user, note=data["note"], version=data["version"])
        messages.success(request, _("The decision is recorded."))
    return redirect("desk:overrides")


def _target(request: HttpRequest) -> Target:
    if key := request.GET.get("establishment"):
        rows = Establishment.objects.select_related("licensee", "unit", "agency")
        place: Establishment = access.visible(rows, request.user, pk=_uuid(key))
        return Target(place.licensee, place)
    licensee: Licensee = access.visible(Licensee.objects.all(), request.user, pk=_uuid(request.GET.get("licensee", "")))
    return Target(licensee, None)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _history(target: Target, user: Any) -> list[Visit]:
    rows = Visit.objects.visible_to(user).filter(licensee__in=same_business(target.licensee))
    return list(rows.order_by("-window_start")[:5])


def plan_url(name: str, key: Any) -> str:
    """Return the address at which a visit of this establishment or licensee is scheduled."""
    return f"{reverse('desk:visit_plan')}?{name}={key}"
