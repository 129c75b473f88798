"""What the lists of the register are filtered by; lists, maps and exports of one address show the same records."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.access import can
from accounts.roles import Action
from common.clock import today
from common.text import fold
from licenses.enums import EstablishmentKind, EstablishmentStatus, LicenseeKind, LicenseKind, LicenseStatus
from licenses.kinds.identifiers import SCHEMES
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.queries import planned
from web.forms import DayField
from web.register_fields import FrequencyField

ANY = ("", _("All"))


class RegisterFilter(forms.Form):
    """The fields that every list has, and those that only links set."""

    q = forms.CharField(
        label=_("Search (diacritics not needed)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = forms.CharField(label=_("Commune or province"), required=False, max_length=100)

    def narrow(self, found: Any, user: Any, *, by_words: bool = True) -> Any:
        """Return the rows that match what was filled in; a field that cannot be read narrows nothing."""
        self.is_valid()
        data = self.cleaned_data if self.is_bound else {}
        if data.get("q") and by_words:
            found = self.searched(found, data["q"], user)
        if data.get("unit"):
            wanted = fold(data["unit"])
            found = found.filter(self.unit_q(wanted))
        for name, value in data.items():
            if value not in (None, "", False):
                found = getattr(self, f"by_{name}", _unchanged)(found, value)
        return found

    def searched(self, found: Any, text: str, user: Any) -> Any:
        """Search by words."""
        return found.search(text)

    def unit_q(self, wanted: str) -> Q:
        """Return the condition on the name of the unit or of the province above it."""
        return Q(unit__name_folded__contains=wanted) | Q(unit__parent__name_folded__contains=wanted)


def _unchanged(found: Any, _value: Any) -> Any:
    return found


def _of_holder(field: str) -> Any:
    def narrow(_self: Any, found: Any, value: Any) -> Any:
        return found.filter(**{field: value})

    return narrow


class LicenseeFilter(RegisterFilter):
    """Filters of the list of licensees."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *LicenseeKind.choices], required=False)

    def searched(self, found: Any, text: str, user: Any) -> Any:
        """Also find a personal identifier typed in full, for those who may see personal data."""
        personal = [scheme for scheme in SCHEMES.values() if scheme.personal]
        exact = [scheme.clean(text) for scheme in personal if scheme.has_form(scheme.clean(text))]
        if exact and can(user, Action.PERSONAL_DATA_VIEW):
            return found.filter(Q(pk__in=found.model.objects.search(text).values("pk")) | Q(identifier__in=exact))
        return found.search(text)

    def by_kind(self, found: Any, value: str) -> Any:
        """Narrow to a kind of holder."""
        return found.filter(kind=value)


class EstablishmentFilter(RegisterFilter):
    """Filters of the list of establishments."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *EstablishmentKind.choices], required=False)
    status = forms.ChoiceField(label=_("State"), choices=[ANY, *EstablishmentStatus.choices], required=False)
    games = forms.BooleanField(label=_("Offers games"), required=False)
    on = DayField(label=_("In the register on"), required=False)
    licensee = forms.UUIDField(required=False, widget=forms.HiddenInput)

    by_licensee = _of_holder("licensee")
    by_kind = _of_holder("kind")
    by_status = _of_holder("status")

    def by_games(self, found: Any, _value: bool) -> Any:
        """Narrow to places with games."""
        return found.filter(offers_games=True)

    def by_on(self, found: Any, value: dt.date) -> Any:
        """Narrow to what was in the register that day."""
        return found.active_on(value)


class StationFilter(RegisterFilter):
    """Filters of the list of stations."""

    on = DayField(label=_("In the register on"), required=False)
    licensee = forms.UUIDField(required=False, widget=forms.HiddenInput)

    by_licensee = _of_holder("licensee")

    def by_on(self, found: Any, value: dt.date) -> Any:
        """Narrow to what was in the register that day."""
        return found.active_on(value)


class LicenseFilter(RegisterFilter):
    """Filters of the list of licenses."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[ANY, *LicenseKind.choices], required=False)
    status = forms.ChoiceField(label=_("State"), choices=[ANY, *LicenseStatus.choices], required=False)
    on = DayField(label=_("Held on"), required=False)
    ends_from = DayField(label=_("Ends from"), required=False)
    ends_until = DayField(label=_("Ends until"), required=False)
    holder = forms.UUIDField(required=False, widget=forms.HiddenInput)

    by_holder = _of_holder("holder")
    by_kind = _of_holder("kind")
    by_ends_from = _of_holder("valid_until__gte")
    by_ends_until = _of_holder("valid_until__lte")

    def by_status(self, found: Any, value: str) -> Any:
        """Narrow to a state of today, also before the daily work has recorded what was planned for it."""
        return found.filter(planned.state_q(value, planned.late(today())))

    def by_on(self, found: Any, value: dt.date) -> Any:
        """Narrow to what was held that day."""
        return found.active_on(value)


class AssignmentFilter(RegisterFilter):
    """Filters of the list of assignments."""

    from_mhz = FrequencyField(label=_("From (MHz)"))
    to_mhz = FrequencyField(label=_("To (MHz)"))
    on = DayField(label=_("In force on"), required=False)
    license = forms.UUIDField(required=False, widget=forms.HiddenInput)
    station = forms.UUIDField(required=False, widget=forms.HiddenInput)

    HIGHEST_HZ = 10**13
    by_license = _of_holder("license")
    by_station = _of_holder("station")

    def unit_q(self, wanted: str) -> Q:
        """The place of an assignment is its station's."""
        return Q(station__unit__name_folded__contains=wanted) | Q(station__unit__parent__name_folded__contains=wanted)

    def narrow(self, found: Any, user: Any, *, by_words: bool = True) -> Any:
        """Also narrow to a range of frequencies; one end may stay open."""
        found = super().narrow(found, user, by_words=by_words)
        data = self.cleaned_data if self.is_bound else {}
        low, high = data.get("from_mhz"), data.get("to_mhz")
        if low is None and high is None:
            return found
        return found.within_hz(low or 0, self.HIGHEST_HZ if high is None else high)

    def by_on(self, found: Any, value: dt.date) -> Any:
        """Narrow to what was in force that day."""
        return found.active_on(value)


@dataclass(frozen=True)
class Kind:
    """One list of the register: its model, its filters, and what its rows need read along."""

    model: Any
    form: type[RegisterFilter]
    along: tuple[str, ...]


KINDS = {
    "licensees": Kind(Licensee, LicenseeFilter, ("unit__parent",)),
    "establishments": Kind(Establishment, EstablishmentFilter, ("licensee", "unit__parent")),
    "stations": Kind(Station, StationFilter, ("licensee", "unit__parent")),
    "licenses": Kind(License, LicenseFilter, ("holder", "unit__parent")),
    "assignments": Kind(FrequencyAssignment, AssignmentFilter, ("license__holder", "station__unit")),
}


def filtered(kind: str, request: HttpRequest, *, by_words: bool = True) -> tuple[RegisterFilter, QuerySet[Any]]:
    """Return the filter form of a list and the rows that this person may see and asked for.

    `by_words=False` leaves the search text aside, for rows that are spelt otherwise.
    """
    entry = KINDS[kind]
    form = entry.form(request.GET or None)
    rows = entry.model.objects.visible_to(request.user)
    if kind == "licensees":
        rows = rows.current()
    return form, form.narrow(rows, request.user, by_words=by_words)
