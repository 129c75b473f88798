"""What the public register is searched by; the page, its map, its file and its API answer the same questions."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import today
from common.quantities import mhz
from licenses.enums import LICENSE_PUBLISHED, LicenseKind
from licenses.queries.public.search import Asked
from web.forms import DayField, NumberField, PositionField
from web.public.register_fields import AnyFrequencyField, PlaceNameField

ANY = ("", gettext_lazy("All"))
RADIUS_KM, LARGEST_KM = 10.0, 200.0
EARLIEST = dt.date(1900, 1, 1)
TURNED = "turned"


class Searched(forms.Form):
    """A search that offers, with a refusal, the searches that were perhaps meant."""

    def mends(self) -> list[tuple[str, str]]:
        """Return what was perhaps meant as (text, address of that search)."""
        found = []
        for name, errors in self.errors.as_data().items():
            for error in errors:
                found += [(text, self.address_of({name: text})) for text in getattr(error, "texts", ())]
                if error.code == TURNED:
                    low, high = self.data["high"], self.data["low"]
                    found.append((f"{low} – {high}", self.address_of({"low": low, "high": high})))
        return found

    def address_of(self, changed: dict[str, str]) -> str:
        """Return the address of this search with other values in some fields."""
        kept = {name: self.data.get(name, "") for name in self.fields}
        return "?" + urlencode({name: value for name, value in {**kept, **changed}.items() if value})


class RegisterSearch(Searched):
    """Every field is optional and stands in the address, so that a search can be sent to somebody."""

    q = forms.CharField(
        label=gettext_lazy("Name or license number"),
        help_text=gettext_lazy("Diacritics are not needed. Names of natural persons are not searched."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=lambda: [ANY, *LicenseKind.choices], required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=lambda: [ANY, *((state.value, state.label) for state in LICENSE_PUBLISHED)],
        required=False,
    )
    unit = PlaceNameField(label=gettext_lazy("Commune or province"))
    call_sign = forms.CharField(label=gettext_lazy("Call sign"), required=False, max_length=40)
    low = AnyFrequencyField(
        label=gettext_lazy("Frequency, or from"), help_text=gettext_lazy("157.400 is MHz; or 157400 kHz, 7.1 GHz")
    )
    high = AnyFrequencyField(label=gettext_lazy("Frequency, up to"), help_text=gettext_lazy("Only for a range"))
    place = PositionField(
        label=gettext_lazy("Around a place"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("Such as 12.245100, 109.194300, or chosen on the map below"),
    )
    radius = NumberField(label=gettext_lazy("Radius (km)"), help_text=gettext_lazy("10 km if left empty, at most 200"))
    on = DayField(
        label=gettext_lazy("Held on the day"), required=False, help_text=gettext_lazy("Also what has ended since")
    )

    # What stands in the panel that opens.
    MORE = ("call_sign", "low", "high", "place", "radius", "on")

    def clean(self) -> dict[str, Any] | None:
        """Refuse what cannot be, naming the field and the mend."""
        data = self.cleaned_data
        low, high = data.get("low"), data.get("high")
        if low is not None and high is not None and low > high:
            said = _("The range ends (%(high)s) below where it begins (%(low)s).")
            self.add_error("high", forms.ValidationError(said % {"high": mhz(high), "low": mhz(low)}, code=TURNED))
        if "low" not in self.errors and "high" not in self.errors and low is None and high is not None:
            self.add_error("low", _("Say where the range begins."))
        self._check_radius(data.get("radius"), data.get("place"))
        on = data.get("on")
        if on is not None and on > today():
            self.add_error("on", _("The register cannot tell the future: choose today or an earlier day."))
        elif on is not None and on < EARLIEST:
            self.add_error("on", _("Choose a day from 1900 on."))
        return data

    def _check_radius(self, radius: float | None, place: Any) -> None:
        if radius is None:
            return
        if not 0 < radius <= LARGEST_KM:
            self.add_error("radius", _("The radius is more than 0 and at most 200 km."))
        elif place is None and "place" not in self.errors:
            self.add_error("place", _("Say around which place, or clear the radius."))

    def asked(self) -> Asked:
        """Return the question of a valid form."""
        data = self.cleaned_data
        low, high = data.get("low"), data.get("high")
        return Asked(
            text=data.get("q", ""),
            call_sign=data.get("call_sign", "").strip(),
            low_hz=low,
            high_hz=low if high is None else high,
            near=data.get("place"),
            radius_km=(data.get("radius") or RADIUS_KM) if data.get("place") else 0.0,
            units=data.get("unit"),
            kind=data.get("kind", ""),
            status=data.get("status", ""),
            on=data.get("on"),
        )

    @property
    def more_open(self) -> bool:
        """Whether the panel of further fields shows something that was filled in."""
        return any(self.data.get(name) for name in self.MORE)


class DayForm(forms.Form):
    """The day on which a license is looked at."""

    on = DayField(label=gettext_lazy("How it stood on"), required=False)

    def clean_on(self) -> dt.date | None:
        """Refuse the future."""
        on: dt.date | None = self.cleaned_data["on"]
        if on is not None and on > today():
            raise forms.ValidationError(_("The register cannot tell the future: choose today or an earlier day."))
        if on is not None and on < EARLIEST:
            raise forms.ValidationError(_("Choose a day from 1900 on."))
        return on


class AgentSearch(Searched):
    """What the list of Internet agents and game points is searched by."""

    q = forms.CharField(
        label=gettext_lazy("Name or address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    unit = PlaceNameField(label=gettext_lazy("Commune or province"))
