"""Forms of the register. They only read what was typed; the services judge it."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from common.text import pick
from licenses.enums import (
    EstablishmentKind,
    LicenseeKind,
    LicenseKind,
    Polarisation,
    PositionOrigin,
    PowerReference,
)
from licenses.kinds.identifiers import SCHEMES
from licenses.models import Establishment, License, Station
from web.desk.register.fields import FrequencyField, LinesField, MapPositionField, UnitField
from web.forms import DayField, PageForm

NO_CHOICE = ("", "–")
SERVICE_ONLY = ("version", "confirmed", "reason")


def _text(label: Any, longest: int = 250, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required)


def _number(label: Any) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, widget=forms.NumberInput(attrs={"step": "any"}))


def _whole(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0)


class RegisterForm(PageForm):
    """What the forms of the register share: units of the person, one position field, confirming what looks wrong."""

    confirmed = forms.BooleanField(
        label=_("I checked it: save it all the same"), required=False, widget=forms.HiddenInput
    )
    reason = forms.CharField(
        label=_("Reason of the change, or the document it rests on"), max_length=500, required=False
    )

    def __init__(self, *args: Any, user: Any, on: dt.date, record: Model | None = None, **kwargs: Any) -> None:
        if record is not None:
            kwargs["initial"] = {**self._values_of(record), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.existing: dict[str, Any] = {}
        self.differences: list[dict[str, Any]] = []
        if "unit" in self.fields:
            self.fields["unit"].offer(user, on, getattr(record, "unit", None))  # type: ignore[attr-defined]
        if record is None:
            del self.fields["reason"]
        if self.data.get("confirmed"):
            self.fields["confirmed"].widget = forms.CheckboxInput()
        self.order_fields([name for name in self.fields if name not in SERVICE_ONLY] + list(SERVICE_ONLY))

    def _values_of(self, record: Any) -> dict[str, Any]:
        known = [name for name in self.base_fields if hasattr(record, name)]
        values = {name: getattr(record, name) for name in known}
        if getattr(record, "lat", None) is not None:
            values["position"] = (record.lat, record.lon)
        return values

    def values(self) -> dict[str, Any]:
        """Return what was typed under the names that the services take."""
        found = {name: value for name, value in self.cleaned_data.items() if name not in SERVICE_ONLY}
        if "position" in found:
            found["lat"], found["lon"] = found.pop("position") or (None, None)
        return found

    def refuse(self, error: DomainError) -> None:
        """Put a refusal at its fields; offer to confirm what only looks wrong; keep the pointer to a duplicate."""
        renamed = {("position" if name in {"lat", "lon"} else name): text for name, text in error.fields.items()}
        super().refuse(DomainError(error.message, fields=renamed))
        self.existing = error.details.get("existing", {})
        self.differences = error.details.get("differences", [])
        if error.code == "needs_confirmation":
            self.fields["confirmed"].widget = forms.CheckboxInput()
        if "current" in error.details:  # the next save is made knowing the other person's version
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["version"] = str(error.details["current"])
            self.data = data


class LicenseeForm(RegisterForm):
    """Facts about a right-holder."""

    name = _text(_("Name"), required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=LicenseeKind)
    identifier_scheme = forms.ChoiceField(label=_("Identified by"), required=False)
    identifier = _text(_("Identifier"), 40)
    representative = _text(_("Representative"), 150)
    representative_title = _text(_("Representative's post"), 100)
    phone = _text(_("Phone"), 40)
    email = _text(_("E-mail"), 254)
    address = _text(_("Address (house number, street)"), 300)
    unit = UnitField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, f"{pick(scheme, 'name')} ({pick(scheme, 'hint')})") for code, scheme in SCHEMES.items()]
        self.fields["identifier_scheme"].choices = [NO_CHOICE, *choices]  # type: ignore[attr-defined]


class EstablishmentForm(RegisterForm):
    """Facts about an Internet access point or game point."""

    name = _text(_("Name on the sign"), required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=EstablishmentKind)
    address = _text(_("Address (house number, street)"), 300)
    unit = UnitField()
    position = MapPositionField(label=_("Position"))
    position_origin = forms.ChoiceField(
        label=_("Where the position comes from"), choices=[NO_CHOICE, *PositionOrigin.choices], required=False
    )
    precision_m = _whole(_("Precision of the position (m)"))
    business_registration = _text(_("Business registration number"), 80)
    isp_name = _text(_("Internet provider"), 200)
    isp_contract_number = _text(_("Number of the contract with the provider"), 80)
    isp_contract_until = DayField(label=_("Contract valid until"), required=False)
    isp_line = _text(_("Line"), 120)
    opening_time = forms.TimeField(
        label=_("Opens at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closing_time = forms.TimeField(
        label=_("Closes at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    computers = _whole(_("Computers"))
    room_area_m2 = _number(_("Area of the computer rooms (m²)"))
    offers_games = forms.BooleanField(label=_("Offers electronic games"), required=False)
    games = LinesField(label=_("Games offered"))
    road_distance_m = _whole(_("Road distance to the nearest school (m), if measured"))
    valid_from = DayField(label=_("In the register from"))


class StationForm(RegisterForm):
    """Facts about a radio station."""

    name = _text(_("Name"))
    call_sign = _text(_("Call sign"), 40)
    station_class = _text(_("Class of station"), 10)
    site_name = _text(_("Site"))
    address = _text(_("Address (house number, street)"), 300)
    unit = UnitField()
    position = MapPositionField(label=_("Position"))
    ground_elevation_m = _number(_("Ground elevation (m)"))
    antenna_model = _text(_("Antenna"), 120)
    antenna_gain_dbi = _number(_("Antenna gain (dBi)"))
    antenna_azimuth_deg = _number(_("Antenna azimuth (°)"))
    antenna_tilt_deg = _number(_("Antenna tilt (°)"))
    antenna_height_m = _number(_("Antenna height above ground (m)"))
    polarisation = forms.ChoiceField(
        label=_("Polarisation"), choices=[NO_CHOICE, *Polarisation.choices], required=False
    )
    feeder_loss_db = _number(_("Feeder loss (dB)"))
    equipment_make = _text(_("Equipment make"), 120)
    equipment_model = _text(_("Equipment model"), 120)
    equipment_serial = _text(_("Serial number"), 120)
    conformity_mark = _text(_("Conformity mark"), 80)
    mobiles_count = _whole(_("Number of mobiles"))
    service_radius_km = _number(_("Service radius (km)"))
    valid_from = DayField(label=_("In the register from"))


class LicenseForm(RegisterForm):
    """What a license says."""

    number = _text(_("Number"), 80, required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=LicenseKind)
    granting_authority = _text(_("Granting authority"), 200)
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
    power_w = _number(_("Power (W)"))
    power_reference = forms.ChoiceField(
        label=_("The power refers to"), choices=[NO_CHOICE, *PowerReference.choices], required=False
    )
    tolerance_ppm = _number(_("Frequency tolerance (ppm)"))
    rx_station = forms.ModelChoiceField(label=_("Receiving station"), queryset=Station.objects.none(), required=False)
    path_length_km = _number(_("Path length (km)"))
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


class MergeForm(PageForm):
    """Confirming that two records are the same holder."""

    into_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why they are the same"), max_length=500, required=False)
