"""Forms of the register that officers and applicants both fill in. They read what was typed; the services judge."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from licenses.enums import EstablishmentKind, Polarisation, PositionOrigin
from web.forms import DayField, PageForm
from web.register_fields import LinesField, MapPositionField, UnitField

NO_CHOICE = ("", "–")
SERVICE_ONLY = ("version", "confirmed", "reason")


def short_text(label: Any, longest: int = 250, *, required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, required=required)


def number(label: Any) -> forms.FloatField:
    return forms.FloatField(label=label, required=False, widget=forms.NumberInput(attrs={"step": "any"}))


def whole(label: Any) -> forms.IntegerField:
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


class EstablishmentForm(RegisterForm):
    """Facts about an Internet access point or game point."""

    name = short_text(_("Name on the sign"), required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=EstablishmentKind)
    address = short_text(_("Address (house number, street)"), 300)
    unit = UnitField()
    position = MapPositionField(label=_("Position"))
    position_origin = forms.ChoiceField(
        label=_("Where the position comes from"), choices=[NO_CHOICE, *PositionOrigin.choices], required=False
    )
    precision_m = whole(_("Precision of the position (m)"))
    business_registration = short_text(_("Business registration number"), 80)
    isp_name = short_text(_("Internet provider"), 200)
    isp_contract_number = short_text(_("Number of the contract with the provider"), 80)
    isp_contract_until = DayField(label=_("Contract valid until"), required=False)
    isp_line = short_text(_("Line"), 120)
    opening_time = forms.TimeField(
        label=_("Opens at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    closing_time = forms.TimeField(
        label=_("Closes at"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    computers = whole(_("Computers"))
    room_area_m2 = number(_("Area of the computer rooms (m²)"))
    offers_games = forms.BooleanField(label=_("Offers electronic games"), required=False)
    games = LinesField(label=_("Games offered"))
    road_distance_m = whole(_("Road distance to the nearest school (m), if measured"))
    valid_from = DayField(label=_("In the register from"))


class StationForm(RegisterForm):
    """Facts about a radio station."""

    name = short_text(_("Name"))
    call_sign = short_text(_("Call sign"), 40)
    station_class = short_text(_("Class of station"), 10)
    site_name = short_text(_("Site"))
    address = short_text(_("Address (house number, street)"), 300)
    unit = UnitField()
    position = MapPositionField(label=_("Position"))
    ground_elevation_m = number(_("Ground elevation (m)"))
    antenna_model = short_text(_("Antenna"), 120)
    antenna_gain_dbi = number(_("Antenna gain (dBi)"))
    antenna_azimuth_deg = number(_("Antenna azimuth (°)"))
    antenna_tilt_deg = number(_("Antenna tilt (°)"))
    antenna_height_m = number(_("Antenna height above ground (m)"))
    polarisation = forms.ChoiceField(
        label=_("Polarisation"), choices=[NO_CHOICE, *Polarisation.choices], required=False
    )
    feeder_loss_db = number(_("Feeder loss (dB)"))
    equipment_make = short_text(_("Equipment make"), 120)
    equipment_model = short_text(_("Equipment model"), 120)
    equipment_serial = short_text(_("Serial number"), 120)
    conformity_mark = short_text(_("Conformity mark"), 80)
    mobiles_count = whole(_("Number of mobiles"))
    service_radius_km = number(_("Service radius (km)"))
    valid_from = DayField(label=_("In the register from"))
