"""What the list of visits, its map and its export are filtered by."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.text import fold
from inspections.enums import VisitReason
from inspections.lifecycle import VisitStatus
from inspections.models import Visit
from web.forms import DayField

ANY = ("", _("All"))


class VisitFilter(forms.Form):
    """All in the address."""

    q = forms.CharField(
        label=_("Number or business"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    state = forms.ChoiceField(label=_("State"), choices=[ANY, *VisitStatus.choices], required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=[ANY, *VisitReason.choices], required=False)
    team = forms.ChoiceField(label=_("Team"), choices=[ANY, ("mine", _("My visits"))], required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    unit = forms.CharField(label=_("Commune or province"), required=False, max_length=100)


def filtered(request: HttpRequest) -> tuple[VisitFilter, Any]:
    """Return the form and the visits it leaves; a field that cannot be read narrows nothing."""
    form = VisitFilter(request.GET or None)
    found = Visit.objects.visible_to(request.user)
    if not form.is_bound:
        return form, found
    form.is_valid()
    data = form.cleaned_data
    if text := data.get("q"):
        found = found.filter(Q(number__icontains=text) | Q(licensee__name_folded__contains=fold(text)))
    if data.get("state"):
        found = found.filter(status=data["state"])
    if data.get("reason"):
        found = found.filter(reason=data["reason"])
    if data.get("team") == "mine":
        found = found.filter(pk__in=Visit.objects.of_team_member(request.user).values("pk"))
    if unit := fold(data.get("unit") or ""):
        found = found.filter(Q(unit__name_folded__contains=unit) | Q(unit__parent__name_folded__contains=unit))
    return form, found.in_window(data.get("since"), data.get("until"))
