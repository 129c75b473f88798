"""Forms of what an application asks for: the place, or one station with its antenna and frequencies on one page."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.journal import key_of
from common.text import day_text
from licenses.enums import PowerReference
from licenses.kinds import content, kind_of
from licenses.kinds.base import PLACE, Kind
from licenses.models import Application
from places.models import AdminUnit
from web.content_sections import explain, mark_needed
from web.forms import DayField, PageForm
from web.register_fields import BandwidthField, FrequencyField
from web.register_forms import NO_CHOICE, EstablishmentForm, StationForm

BLANK_ROWS = 2
GENERAL: dict[str, Any] = {
    "use": _("What it is used for"), "wanted_until": _("Term asked for, until"), "given_back_on": _("Given back from"),
}  # fmt: skip
GENERAL_DAYS = ("wanted_until", "given_back_on")
CLOSED_FROM = _("Closed from")
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


def stated(row: Application) -> list[tuple[str, str]]:
    """Return what an application states beside its place or stations, as (label, text); what is empty is left out."""
    kind = kind_of(row.kind)
    found = []
    for name in kind.asks(row.purpose):
        day = content.day(row.payload, name) if name in GENERAL_DAYS else None
        text = day_text(day) if day else row.payload.get(name, "")
        if text:
            found.append((str(_general_label(kind, name)), text))
    return found


def _general_label(kind: Kind, name: str) -> Any:
    return CLOSED_FROM if kind.register_only and name == "given_back_on" else GENERAL[name]


class GeneralForm(PageForm):
    """What an application states beside its place or stations; it asks only what means something for its purpose."""

    use = forms.CharField(required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
    wanted_until = DayField(required=False)
    given_back_on = DayField(
        required=False, help_text=_("From this day on it no longer holds. Choose today or a coming day of its term.")
    )
    reason = forms.CharField(label=_("Why the office changes it"), required=False, max_length=250)

    def __init__(self, *args: Any, kind: Kind, purpose: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = kind.asks(purpose)
        for name in GENERAL:
            if name in self.asked:
                self.fields[name].label = _general_label(kind, name)
            else:
                del self.fields[name]
        mark_needed(self, ("given_back_on",))
        if kind.register_only and "given_back_on" in self.asked:
            self.fields["given_back_on"].help_text = _("The first day on which the place no longer works as an agent.")

    def general(self) -> dict[str, Any]:
        """Return these facts as content keeps them."""
        typed = {name: self.cleaned_data.get(name) for name in self.asked}
        return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in typed.items()}


class PlaceForm(EstablishmentForm):
    """The place of a game point or an Internet agent."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*LEFT_OUT, *dict(kind.stated_place)):
            self.fields.pop(name, None)
        mark_needed(self, kind.required_place)

    def content(self) -> dict[str, Any]:
        """Return the place as content keeps it."""
        return {PLACE: facts(self, content.PLACE_FACTS)}


class SiteForm(StationForm):
    """One station: site, antenna, equipment."""

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in LEFT_OUT:
            self.fields.pop(name, None)
        mark_needed(self, kind.required_station)
        explain(self)

    def content(self) -> dict[str, Any]:
        """Return the station as content keeps it."""
        return facts(self, content.STATION_FACTS)


class FrequencyForm(forms.Form):
    """One frequency of the station; a row without a transmit frequency is left out."""

    assignment = forms.CharField(required=False, widget=forms.HiddenInput)
    tx_hz = FrequencyField(label=_("Transmit (MHz)"))
    tx_upper_hz = FrequencyField(label=_("Upper edge (MHz)"))
    rx_hz = FrequencyField(label=_("Receive (MHz)"))
    emissions = forms.CharField(label=_("Emission designators"), required=False, max_length=60)
    bandwidth_hz = BandwidthField(label=_("Bandwidth (kHz)"))
    power_w = forms.FloatField(label=_("Power (W)"), required=False)
    power_reference = forms.ChoiceField(
        label=_("The power refers to"), choices=[NO_CHOICE, *PowerReference.choices], required=False
    )
    receiver = forms.ChoiceField(label=_("Receiving station"), required=False)

    def __init__(self, *args: Any, kind: Kind, receivers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mark_needed(self, (*kind.required_frequency, *(("receiver",) if kind.links else ())))
        explain(self)
        if "tx_upper_hz" not in kind.required_frequency and not self.initial.get("tx_upper_hz"):
            del self.fields["tx_upper_hz"]
        if receivers:
            field: Any = self.fields["receiver"]
            field.choices = [NO_CHOICE, *receivers]
        else:
            del self.fields["receiver"]

    @property
    def spare(self) -> bool:
        """Whether it is one of the empty rows after the first, which most stations do not need."""
        return not (self.initial or self.has_changed() or self.prefix == "f-0")

    def content(self) -> dict[str, Any]:
        """Return the frequency as content keeps it."""
        found = dict(self.cleaned_data)
        found["emissions"] = [text for text in found["emissions"].replace(",", " ").upper().split() if text]
        return {name: value for name, value in found.items() if value not in content.EMPTY}


FrequencyRows = forms.formset_factory(FrequencyForm, extra=BLANK_ROWS, max_num=500, validate_max=True)


def frequency_rows(data: Any, kind: Kind, station: dict[str, Any], receivers: list[tuple[str, str]]) -> Any:
    """Return the rows of the station's frequencies, with a few empty ones."""
    shown = [{**each, "emissions": " ".join(each.get("emissions") or [])} for each in station.get("frequencies") or []]
    return FrequencyRows(data, initial=shown, prefix="f", form_kwargs={"kind": kind, "receivers": receivers})
