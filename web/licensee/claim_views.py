"""How a person comes to act for a licensee: by a letter's code, an invitation, or a request to an agency."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts import access
from accounts.models import Agency
from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError, NotFound
from common.text import pick
from licenses.enums import LicenseeKind
from licenses.kinds.identifiers import SCHEMES
from licenses.models import LicenseeClaim
from licenses.services.portal import claims, people
from web.access import allow
from web.forms import PageForm
from web.licensee.applications.forms import CodeForm
from web.licensee.current import licensees_of


class AskForm(PageForm):
    """Whom one acts for, and by what the agency may know it."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Agency that keeps its licenses"), queryset=Agency.objects.none()
    )
    name = forms.CharField(label=gettext_lazy("Name of the licensee"), max_length=250)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=LicenseeKind)
    identifier_scheme = forms.ChoiceField(label=gettext_lazy("Identified by"))
    identifier = forms.CharField(label=gettext_lazy("Identifier"), max_length=40)
    license_number = forms.CharField(
        label=gettext_lazy("Number of a license it holds"), max_length=80, required=False,
        help_text=gettext_lazy("Leave it empty if it holds none yet."),
    )  # fmt: skip
    address = forms.CharField(label=gettext_lazy("Address"), max_length=300, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Phone"), max_length=40, required=False,
        help_text=gettext_lazy("The agency may call back to know who asks."),
    )  # fmt: skip
    post = forms.CharField(label=gettext_lazy("Your post there"), max_length=100)
    explanation = forms.CharField(
        label=gettext_lazy("Why you act for it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Such as: I am the director; I hold a letter of authority of 12/03/2026."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies: Any = self.fields["agency"]
        agencies.queryset = access.agencies_with(Action.CLAIM_DECIDE, today())
        agencies.label_from_instance = lambda row: pick(row, "name")
        schemes: Any = self.fields["identifier_scheme"]
        schemes.choices = [(code, f"{pick(each, 'name')} ({pick(each, 'hint')})") for code, each in SCHEMES.items()]


@allow(Action.MY_VIEW)
def claim_list(request: HttpRequest) -> HttpResponse:
    """Show the ways to act for a licensee, and what was asked already."""
    return _page(request, CodeForm())


@allow(Action.MY_VIEW)
@require_POST
def redeem(request: HttpRequest) -> HttpResponse:
    """Use the code of a letter."""
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            made = claims.redeem(form.cleaned_data["code"], by=request.user, on=today(), at=now())
        except DomainError as error:
            form.refuse(error)
            return _page(request, form, error.status)
        messages.success(request, _("From now on you act for %(licensee)s.") % {"licensee": made.licensee.name})
        return redirect("my:home")
    return _page(request, form, 422)


@allow(Action.MY_VIEW)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask an agency to confirm that one acts for a licensee."""
    form, status = AskForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            try:
                claims.ask(by=request.user, on=today(), **facts)
            except DomainError as error:
                form.refuse(error)
                status = error.status
            else:
                messages.success(request, _("Your request is sent. You are told by e-mail what was decided."))
                return redirect("my:claims")
    return render(request, "licensee/claim_ask.html", {"form": form}, status=status)


@allow(Action.MY_VIEW)
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own request back."""
    row = access.visible(LicenseeClaim.objects, request.user, pk=pk)
    claims.withdraw(row, by=request.user, on=today())
    messages.success(request, _("The request is taken back."))
    return redirect("my:claims")


@allow(Action.MY_VIEW)
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Accept or decline an invitation."""
    invited = next((each for each in people.invitations_to(request.user, today()) if each.pk == pk), None)
    if invited is None:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    accept = request.POST.get("answer") == "accept"
    people.answer(invited, accept=accept, by=request.user, on=today(), at=now())
    if accept:
        messages.success(request, _("From now on you act for %(licensee)s.") % {"licensee": invited.licensee.name})
        return redirect("my:home")
    messages.success(request, _("You declined the invitation."))
    return redirect("my:claims")


def _page(request: HttpRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "invitations": people.invitations_to(request.user, today()),
        "claims": LicenseeClaim.objects.filter(user=request.user.pk)
        .select_related("agency")
        .order_by("-asked_on", "-pk"),
        "holders": licensees_of(request),
    }
    return render(request, "licensee/claims.html", context, status=status)
