"""Roles that decide, given by one person: another confirms them, or says why not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import people
from accounts.models import Membership
from accounts.roles import Action, Role
from common.errors import NotFound
from common.text import pick
from web.access import allow
from web.desk.steps import Step, do_step
from web.forms import PageForm, ReasonForm

STEPS = {
    "confirm": Step(
        gettext_lazy("Confirm the role"), PageForm,
        lambda row, user, on, data: people.confirm_membership(row, by=user, on=on),
        gettext_lazy("The role is confirmed and holds from now on."),
    ),
    "refuse": Step(
        gettext_lazy("Do not confirm the role"), ReasonForm,
        lambda row, user, on, data: people.refuse_membership(row, reason=data["reason"], by=user, on=on),
        gettext_lazy("The role is not confirmed; it does not hold."),
    ),
}  # fmt: skip


@allow(Action.MEMBERSHIP_CONFIRM)
def waiting(request: HttpRequest) -> HttpResponse:
    """List the roles that wait for this person."""
    rows = [{"row": row, "role": Role(row.role).label} for row in people.to_judge(request.user)]
    return render(request, "desk/people/waiting.html", {"rows": rows})


@allow(Action.MEMBERSHIP_CONFIRM)
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Confirm a role, or refuse it."""
    row: Membership | None = people.to_judge(request.user).filter(pk=pk).first()
    if row is None or name not in STEPS:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    lead = f"{row.user} · {Role(row.role).label} · {pick(row.agency, 'name')}"
    up = ("desk:memberships", _("Roles to confirm"))
    return do_step(request, row.user, STEPS[name], first={}, back=("desk:memberships",), lead=lead, up=up, of=row)
