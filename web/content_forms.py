"""Forms of what an application asks for: the place, or one station with its antenna and frequencies on one page."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.journal import key_of
from licenses.enums import PowerReference
from licenses.kinds import content
from licenses.kinds.base import PLACE
from places.models import AdminUnit
from web.forms import DayField, PageForm
from web.register_fields import FrequencyField
from web.register_forms import NO_CHOICE, EstablishmentForm, StationForm

BLANK_ROWS = 2
LEFT_OUT = ("valid_from", "kind", "confirmed")


def facts(form: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what was typed as content keeps it."""
    found = {}
    for name, value in form.values().items():
        if name not in names:
            continue
        if isinstance(value, AdminUnit):
            value = key_of(value)
        elif hasattr(value, "strftime"):
            value = value.strftime("%H:%M") if hasattr(value, "hour") else value.isoformat()
        found[name] = value
    return found


def initial(values: dict[str, Any]) -> dict[str, Any]:
    """Return content as a form shows it."""
    shown = dict(values)
    if values.get("lat") is not None and values.get("lon") is not None:
        shown["position"] = (values["lat"], values["lon"])
    if values.get("unit"):
        shown["unit"] = AdminUnit.objects.filter(pk=values["unit"]).first()
    return shown


class GeneralForm(PageForm):
    """What it is for, and for how long."""

    use = forms.CharField(
        label=_("What it is used for"), required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    wanted_until = DayField(label=_("Term asked for, until"), required=False)
    reason = forms.CharField(label=_("Why the office changes it"), required=False, max_length=250)

    def general(self) -> dict[str, Any]:
        """Return these facts as content keeps them."""
        until = self.cleaned_data.get("wanted_until")
        return {"use": self.cleaned_data.get("use"), "wanted_until": until.isoformat() if until else ""}


class PlaceForm(EstablishmentForm):
    """The place of a game point or an Internet agent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LEFT_OUT:
            self.fields.pop(name, None)

    def content(self) -> dict[str, Any]:
        """Return the place as content keeps it."""
        return {PLACE: facts(self, content.PLACE_FACTS)}


class SiteForm(StationForm):
    """One station: site, antenna, equipment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LEFT_OUT:
            self.fields.pop(name, None)

    def content(self) -> dict[str, Any]:
        """Return the station as content keeps it."""
        return facts(self, content.STATION_FACTS)


class FrequencyForm(forms.Form):
    """One frequency of the station; a row without a transmit frequency is left out."""

    assignment = forms.CharField(required=False, widget=forms.HiddenInput)
    tx_hz = FrequencyField(label=_("Transmit (MHz)"))
    tx_upper_hz = FrequencyField(label=_("Upper edge (MHz)"))
    rx_hz = FrequencyField(label=_("Receive (MHz)"))
    bandwidth_hz = FrequencyField(label=_("Bandwidth (MHz)"))
    emissions = forms.CharField(label=_("Emission designators"), required=False, max_length=60)
    power_w = forms.FloatField(label=_("Power (W)"), required=False)
    power_reference = forms.ChoiceField(
        label=_("The power refers to"), choices=[NO_CHOICE, *PowerReference.choices], required=False
    )
    receiver = forms.ChoiceField(label=_("Receiving station"), required=False)

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if receivers:
            field: Any = self.fields["receiver"]
            field.choices = [NO_CHOICE, *receivers]
        else:
            del self.fields["receiver"]

    def content(self) -> dict[str, Any]:
        """Return the frequency as content keeps it."""
        found = dict(self.cleaned_data)
        found["emissions"] = [text for text in found["emissions"].replace(",", " ").upper().split() if text]
        return {name: value for name, value in found.items() if value not in content.EMPTY}


FrequencyRows = forms.formset_factory(FrequencyForm, extra=BLANK_ROWS, max_num=500, validate_max=True)


def frequency_rows(data: Any, station: dict[str, Any], receivers: list[tuple[str, str]]) -> Any:
    """Return the rows of the station's frequencies, with a few empty ones."""
    shown = [{**each, "emissions": " ".join(each.get("emissions") or [])} for each in station.get("frequencies") or []]
    return FrequencyRows(data, initial=shown, prefix="f", form_kwargs={"receivers": receivers})
