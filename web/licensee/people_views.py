"""Who acts for the licensee: shown to all of them, changed by its representatives."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import access
from accounts.roles import PARTY_ROLES, Action, Role
from common.clock import now, today
from common.errors import DomainError
from licenses.models import Invitation, LicenseeMembership
from licenses.services.portal import people
from web.access import allow
from web.forms import PageForm
from web.licensee.current import act_on, licensee_of, page

# Among the licensee's own people the one is no "licensee" but who represents it.
WORDS = {Role.LICENSEE: gettext_lazy("Representative"), Role.PREPARER: Role.PREPARER.label}


class InviteForm(PageForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    role = forms.ChoiceField(label=gettext_lazy("Role"), initial=Role.PREPARER.value)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles: Any = self.fields["role"]
        roles.choices = [(role.value, WORDS[role]) for role in reversed(PARTY_ROLES)]


@allow(Action.MY_PREPARE)
def people_page(request: HttpRequest) -> HttpResponse:
    """Show who acts for the licensee and who is invited."""
    return _page(request, InviteForm())


@allow(Action.MY_PEOPLE)
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 422)
    data = form.cleaned_data
    try:
        made = people.invite(licensee_of(request), email=data["email"], role=data["role"], by=request.user, on=today())
    except DomainError as error:
        if error.status not in (409, 422):
            raise
        form.refuse(error)
        return _page(request, form, error.status)
    messages.success(request, _("%(email)s is invited.") % {"email": made.email})
    return redirect("my:people")


@allow(Action.MY_PEOPLE)
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    people.take_back(access.visible(Invitation.objects, request.user, pk=pk), by=request.user, at=now())
    messages.success(request, _("The invitation is taken back."))
    return redirect("my:people")


@allow(Action.MY_PREPARE)
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remove a person, or leave oneself."""
    row = access.visible(LicenseeMembership.objects.select_related("user"), request.user, pk=pk)
    act_on(request, row.licensee_id)
    people.remove(row, by=request.user, on=today())
    messages.success(request, _("%(name)s does not act for the licensee any more.") % {"name": row.user})
    return redirect("my:home" if row.user_id == request.user.pk else "my:people")


def _page(request: HttpRequest, form: InviteForm, status: int = 200) -> HttpResponse:
    holder, on = licensee_of(request), today()
    rows = LicenseeMembership.objects.filter(licensee=holder).in_force(on).select_related("user")
    context = {
        "form": form,
        "people": [{"row": row, "role": WORDS[Role(row.role)]} for row in rows],
        "invitations": [
            {"row": row, "role": WORDS[Role(row.role)]}
            for row in Invitation.objects.filter(licensee=holder).open_on(on)
        ],
        "may_manage": access.can(request.user, Action.MY_PEOPLE, holder),
    }
    return page(request, "licensee/people.html", context, status=status)
