"""Forms of the register. They only read what was typed; the services judge it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from common.text import pick
from licenses.enums import LicenseeKind, LicenseKind, PowerReference
from licenses.kinds.identifiers import SCHEMES
from licenses.models import Establishment, License, Station
from web.forms import DayField, PageForm
from web.register_fields import FrequencyField, LinesField, UnitField
from web.register_forms import NO_CHOICE, RegisterForm, number, short_text


class LicenseeForm(RegisterForm):
    """Facts about a right-holder."""

    name = short_text(_("Name"), required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=LicenseeKind)
    identifier_scheme = forms.ChoiceField(label=_("Identified by"), required=False)
    identifier = short_text(_("Identifier"), 40)
    representative = short_text(_("Representative"), 150)
    representative_title = short_text(_("Representative's post"), 100)
    phone = short_text(_("Phone"), 40)
    email = short_text(_("E-mail"), 254)
    address = short_text(_("Address (house number, street)"), 300)
    unit = UnitField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, f"{pick(scheme, 'name')} ({pick(scheme, 'hint')})") for code, scheme in SCHEMES.items()]
        self.fields["identifier_scheme"].choices = [NO_CHOICE, *choices]  # type: ignore[attr-defined]


class LicenseForm(RegisterForm):
    """What a license says."""

    number = short_text(_("Number"), 80, required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=LicenseKind)
    granting_authority = short_text(_("Granting authority"), 200)
    establishment = forms.ModelChoiceField(
        label=_("Establishment (certificate of a game point)"), queryset=Establishment.objects.none(), required=False
    )
    unit = UnitField()
    valid_from = DayField(label=_("Valid from"))
    valid_until = DayField(label=_("Valid until"), required=False)
    conditions = forms.CharField(label=_("Conditions"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    supersedes = forms.ModelChoiceField(label=_("Replaces license"), queryset=License.objects.none(), required=False)

    OFFERED = 200

    def offer(self, establishments: QuerySet[Any], licenses: QuerySet[Any]) -> None:
        """Fill the lists with what the holder has."""
        self.fields["establishment"].queryset = establishments  # type: ignore[attr-defined]
        self.fields["supersedes"].queryset = licenses  # type: ignore[attr-defined]


class AssignmentForm(RegisterForm):
    """A frequency assigned to a station."""

    station = forms.ModelChoiceField(label=_("Station"), queryset=Station.objects.none())
    tx_hz = FrequencyField(label=_("Transmit frequency or lower edge of the band (MHz)"), required=True)
    tx_upper_hz = FrequencyField(label=_("Upper edge of the band (MHz), if a band"))
    rx_hz = FrequencyField(label=_("Receive frequency (MHz)"))
    emissions = LinesField(label=_("Emission designators"), help_text=_("One per line, such as 16K0F3E"))
    power_w = number(_("Power (W)"))
    power_reference = forms.ChoiceField(
        label=_("The power refers to"), choices=[NO_CHOICE, *PowerReference.choices], required=False
    )
    tolerance_ppm = number(_("Frequency tolerance (ppm)"))
    rx_station = forms.ModelChoiceField(label=_("Receiving station"), queryset=Station.objects.none(), required=False)
    path_length_km = number(_("Path length (km)"))
    in_force_from = DayField(label=_("In force from"), required=False)
    in_force_until = DayField(label=_("In force until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "reason" in self.fields:  # an emission is part of what was assigned; another one is another assignment
            del self.fields["emissions"]

    def offer(self, stations: QuerySet[Any]) -> None:
        """Fill the lists with the holder's stations."""
        self.fields["station"].queryset = stations  # type: ignore[attr-defined]
        self.fields["rx_station"].queryset = stations  # type: ignore[attr-defined]


class StepForm(PageForm):
    """A step that changes the state of a record."""

    on = DayField(label=_("Day"))
    reason = forms.CharField(
        label=_("Reason, or number and date of the document it rests on"), max_length=500, required=False
    )


class UndatedStepForm(StepForm):
    """The same for a step that has no day of its own."""

    on = None  # type: ignore[assignment]  # so Django takes a field out


class HeldStepForm(StepForm):
    """The same where a hold stands: it does not stop the step, but must have been read."""

    despite_hold = forms.BooleanField(label=_("I read the hold; the place has closed all the same"))


class MergeForm(PageForm):
    """Confirming that two records are the same holder."""

    into_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why they are the same"), max_length=500, required=False)
