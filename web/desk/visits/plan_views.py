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
from accounts.models import Agency
from accounts.roles import Action
from common.clock import today
from common.errors import Conflict, DomainError
from inspections.enums import VisitReason
from inspections.models import Complaint, OverrideRequest, Visit
from inspections.queries.business import same_business, visit_of_year
from inspections.services import complaints, overrides, planning
from licenses.models import Establishment, Licensee
from web.access import allow
from web.desk.visits.plan_form import PlanForm, Target
from web.forms import PageForm

FOUND = 20


class DecisionForm(PageForm):
    """The decision on a second visit."""

    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 2})
    )


class AskForm(PageForm):
    """Why a second visit is needed, of whom, in which year, and for which agency."""

    licensee = forms.UUIDField(widget=forms.HiddenInput)
    year = forms.IntegerField(widget=forms.HiddenInput, min_value=2000, max_value=2200)
    agency = forms.ModelChoiceField(
        queryset=Agency.objects.none(), widget=forms.HiddenInput, required=False, to_field_name="code"
    )
    reason = forms.CharField(
        label=gettext_lazy("Signs of violation that call for a second visit"), max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Where the sign is recorded"), max_length=250,
        help_text=gettext_lazy("Number and day of the complaint, or the earlier visit and its finding."),
    )  # fmt: skip

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = access.agencies_of(user, Action.VISIT_PLAN)
        field: Any = self.fields["agency"]
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in self.own])

    @property
    def asks_for(self) -> Agency:
        """The agency that wants to come: the one named, or the only one the person plans for."""
        return self.cleaned_data["agency"] or self.own[0]

    def clean(self) -> dict[str, Any]:
        """Whoever plans for several agencies says for which."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("agency") and len(self.own) > 1:
            self.add_error(None, _("Say for which agency you ask; open the page of the visit again."))
        return data


@allow(Action.VISIT_PLAN)
def new(request: HttpRequest) -> HttpResponse:
    """Search the establishment or the radio licensee to visit."""
    text = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"q": text, "searched": bool(text), "establishments": [], "licensees": []}
    context["complaint"] = _complaint(request)
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
    complaint = _complaint(request)
    form = PlanForm(target, planner, today(), request.POST or None, initial=_first(complaint))
    second = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _scheduled(complaint, form.plan(), planner)
        except Conflict as error:
            form.refuse(error)
            second = error.details.get("year") if error.code == "one_visit_a_year" else None
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("Visit %(number)s is scheduled.") % {"number": made.number})
            return redirect("desk:visit", made.pk)
    asked = {"licensee": target.licensee.pk, "year": second, "agency": form.agency.code}
    context = {
        "form": form,
        "target": target,
        "complaint": complaint,
        "earlier": visit_of_year(target.licensee, today().year),
        "history": _history(target, request.user),
        "ask_form": AskForm(request.user, initial=asked, auto_id="id_ask_%s") if second else None,
    }
    return render(request, "desk/visits/plan.html", context, status=422 if form.errors else 200)


@allow(Action.VISIT_PLAN)
def ask_override(request: HttpRequest) -> HttpResponse:
    """Ask for a second visit in the year."""
    key = _uuid(request.POST.get("licensee", ""))
    licensee: Licensee = access.visible(Licensee.objects.all(), request.user, pk=key)
    form = AskForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            overrides.request(
                agency=form.asks_for, licensee=licensee, year=data["year"], reason=data["reason"],
                source=data["source"], by=request.user,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The request is with the second person now."))
            return redirect("desk:overrides")
    context = {"ask_form": form, "licensee": licensee}
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


def _complaint(request: HttpRequest) -> Complaint | None:
    """Return the complaint the visit is to check, if one is named."""
    key = _uuid(request.GET.get("complaint", ""))
    return access.visible(Complaint.objects.all(), request.user, pk=key) if key else None


def _first(complaint: Complaint | None) -> dict[str, Any]:
    """Return the form's first values: those of a complaint are its reason in words."""
    first: dict[str, Any] = {"visit_id": uuid.uuid4()}
    if complaint is None:
        return first
    text = _("Complaint %(number)s: %(text)s") % {"number": complaint.number, "text": complaint.text[:1_500]}
    return first | {"reason": VisitReason.COMPLAINT, "reason_text": text, "subject": complaint.subject}


def _scheduled(complaint: Complaint | None, wanted: planning.Plan, by: Any) -> Visit:
    if complaint is None:
        return planning.schedule(wanted, by=by, on=today())
    return complaints.schedule(complaint, wanted, by=by, on=today())


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
