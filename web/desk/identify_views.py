"""Whose emission is this? An inspector types what was heard and where, and sees the licenses it may belong to."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.access import can
from accounts.roles import Action
from common.clock import today
from licenses.services import identity
from radio import plausibility
from radio.emission import DesignatorError, parse_designator
from radio.identity import Heard
from radio.units import HIGHEST_HZ
from web.access import allow
from web.forms import POSITION_HELP, DayField, NumberField, PositionField
from web.links import address


class HeardForm(forms.Form):
    """What the receiver showed, and where it stood."""

    frequency_mhz = NumberField(label=gettext_lazy("Frequency (MHz)"), required=True)
    position = PositionField(
        label=gettext_lazy("Where it was received"), help_text=POSITION_HELP, max_length=80, required=True
    )
    uncertainty_hz = NumberField(label=gettext_lazy("Uncertainty of the frequency (Hz)"))
    bandwidth_khz = NumberField(label=gettext_lazy("Occupied bandwidth (kHz)"))
    emission = forms.CharField(
        label=gettext_lazy("Class of emission"),
        help_text=gettext_lazy("For example F3E."),
        required=False,
        max_length=20,
    )
    field_dbuvm = NumberField(label=gettext_lazy("Field strength (dBµV/m)"))
    on = DayField(label=gettext_lazy("Received on"), required=False)

    def clean_frequency_mhz(self) -> float:
        """Refuse what is no radio frequency."""
        value = self.cleaned_data["frequency_mhz"]
        if not 0 < value * 1e6 <= HIGHEST_HZ:
            raise forms.ValidationError(_("A frequency must be a number above zero and at most 3,000 GHz."))
        return float(value)

    def clean_emission(self) -> str:
        """Read a class or a whole designator."""
        text = self.cleaned_data["emission"]
        try:
            return parse_designator(text).symbols if text else ""
        except DesignatorError as error:
            raise forms.ValidationError(_("This is no class of emission.")) from error

    def clean(self) -> dict[str, Any] | None:
        """Refuse negative widths and uncertainties at their fields."""
        for name in ("uncertainty_hz", "bandwidth_khz"):
            value = self.cleaned_data.get(name)
            if value is not None and value < 0:
                self.add_error(name, _("The value must be above zero."))
        return self.cleaned_data

    def heard(self) -> Heard:
        """Return the emission as `radio` compares it."""
        given = self.cleaned_data
        return Heard(
            frequency_hz=given["frequency_mhz"] * 1e6,
            uncertainty_hz=given["uncertainty_hz"] or 0.0,
            bandwidth_hz=(given["bandwidth_khz"] or 0.0) * 1000 or None,
            emission_class=given["emission"],
            field_dbuvm=given["field_dbuvm"],
        )


@allow(Action.REGISTER_VIEW)
def identify(request: HttpRequest) -> HttpResponse:
    """Ask for an emission, and rank the licenses it may belong to."""
    asked = "frequency_mhz" in request.GET
    form = HeardForm(request.GET) if asked else HeardForm(initial={"on": today()})
    context: dict[str, Any] = {"form": form, "answer": None, "meant_hz": None}
    if asked and form.is_valid():
        heard = form.heard()
        lat, lon = form.cleaned_data["position"]
        context["answer"] = identity.search(
            heard, lat=lat, lon=lon, on=form.cleaned_data["on"] or today(), by=request.user
        )
        context["meant_hz"] = next((doubt.suggestion for doubt in plausibility.frequency(heard.frequency_hz)), None)
        context["farthest_km"] = identity.FARTHEST_KM
        context["visit_url"] = address("desk:visit_new") if can(request.user, Action.VISIT_PLAN) else ""
    return render(request, "desk/register/identify.html", context)
