"""The team of a visit that is not yet fixed: its head and members, changed by whoever plans."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import access
from accounts.models import User
from accounts.roles import Action
from common.errors import Conflict, DomainError
from inspections.enums import TeamRole
from inspections.models import Visit
from inspections.services import planning
from web.access import allow
from web.desk.visits.pages import frame, visit_of
from web.forms import PageForm


class TeamForm(PageForm):
    """Who goes."""

    lead = forms.ModelChoiceField(label=gettext_lazy("Head of the team"), queryset=User.objects.none())
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Other members"), queryset=User.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, visit: Visit, *args: Any, **kwargs: Any) -> None:
        rows = list(visit.member_rows.all())
        kwargs["initial"] = {
            "lead": next((row.user_id for row in rows if row.role == TeamRole.LEAD), None),
            "members": [row.user_id for row in rows if row.role != TeamRole.LEAD],
            "version": visit.version,
        }
        super().__init__(*args, **kwargs)
        people = access.people_with(Action.VISIT_CONDUCT, visit.agency, visit.window_start)
        for name in ("lead", "members"):
            field: Any = self.fields[name]
            field.queryset = people


def may_change(user: Any, visit: Visit) -> bool:
    """Say whether this person is offered the page."""
    own = visit.agency in access.agencies_of(user, Action.VISIT_PLAN)
    return own and planning.team_is_open(visit)


@allow(Action.VISIT_PLAN)
def team(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the team anew."""
    found = visit_of(request, pk)
    form = TeamForm(found, request.POST or None)
    differences: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            planning.change_team(
                found, lead=data["lead"], members=data["members"], by=request.user, version=data["version"] or 0
            )
        except DomainError as error:
            form, differences = _refused(request, found, form, error)
        else:
            messages.success(request, _("The team is changed; the history shows who left and who came."))
            return redirect("desk:visit", pk)
    context = frame(found, request, "visit") | {
        "form": form,
        "differences": differences,
        "announced": found.status == "announced",
        "open": planning.team_is_open(found),
    }
    return render(request, "desk/visits/team.html", context, status=422 if form.errors else 200)


def _refused(
    request: HttpRequest, found: Visit, form: TeamForm, error: DomainError
) -> tuple[TeamForm, list[dict[str, str]]]:
    """Show the refusal; who came second sees both teams, and saving again is then a choice."""
    differences: list[dict[str, str]] = []
    if isinstance(error, Conflict) and "current" in error.details:
        entered = [form.cleaned_data["lead"], *form.cleaned_data["members"]]
        current, yours = ", ".join(planning.team_names(found)), ", ".join(str(person) for person in entered)
        differences = [{"label": _("Team"), "current": current, "yours": yours}]
        data = request.POST.copy()
        data["version"] = str(error.details["current"])
        form = TeamForm(found, data)
        form.is_valid()
    form.refuse(error)
    return form, differences
