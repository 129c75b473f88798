"""Measurements of a visit beside the licensed values they are compared with."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Action
from common.clock import now, today
from common.errors import DomainError
from common.text import pick
from inspections.enums import Quantity
from inspections.models import Visit
from inspections.queries.breaches import breaches
from inspections.queries.checklists import item_states
from inspections.queries.comparisons import number, told
from inspections.services import measurements as services
from licenses.models import FrequencyAssignment, Station
from web.access import allow
from web.desk.visits.finding_form import AssignmentChoice
from web.desk.visits.pages import AmendableForm, frame, visit_of
from web.forms import DayField, MomentField, NumberField
from web.register_fields import FrequencyField, PositionField

# People read frequencies in MHz and bandwidths in kHz; records are in the base unit.
SCALES = {Quantity.FREQUENCY: 1_000_000, Quantity.OCCUPIED_BANDWIDTH: 1_000}
AT_ESTABLISHMENTS = (Quantity.ROOM_AREA, Quantity.ROAD_DISTANCE)
ROWS = 200


class MeasurementForm(AmendableForm):
    """One reading."""

    measurement_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    quantity = forms.ChoiceField(label=gettext_lazy("What was measured"), choices=Quantity.choices)
    item = forms.ChoiceField(label=gettext_lazy("Item of the checklist"), required=False)
    assignment = AssignmentChoice(
        label=gettext_lazy("Compared with"), queryset=FrequencyAssignment.objects.none(), required=False
    )
    station = forms.ModelChoiceField(
        label=gettext_lazy("Station"), queryset=Station.objects.none(), required=False,
        help_text=gettext_lazy("Needed only where no frequency is chosen."),
    )  # fmt: skip
    value = NumberField(
        label=gettext_lazy("Measured value"),
        help_text=gettext_lazy(
            "Frequency in MHz, bandwidth in kHz, power in W, field in dBµV/m, unwanted emissions in dBm, lengths in m."
        ),
    )
    value_text = forms.CharField(
        label=gettext_lazy("Observed, in words"), required=False, max_length=200,
        help_text=gettext_lazy("For the mode of emission, positions and places."),
    )  # fmt: skip
    uncertainty = NumberField(
        label=gettext_lazy("Uncertainty (95 %)"),
        help_text=gettext_lazy(
            "Frequency and bandwidth in Hz, power, field strength and unwanted emissions in dB, lengths in m."
        ),
    )
    position = PositionField(
        required=False,
        label=gettext_lazy("Where the antenna or the equipment was found"),
        help_text=gettext_lazy("For positions and places: the distance from the licensed place is computed."),
    )
    emission_hz = FrequencyField(label=gettext_lazy("Frequency of the unwanted emission (MHz)"))
    distance_m = NumberField(label=gettext_lazy("Distance to the antenna (m)"))
    instrument = forms.CharField(label=gettext_lazy("Instrument (make, model)"), required=False, max_length=200)
    instrument_serial = forms.CharField(label=gettext_lazy("Serial number"), required=False, max_length=80)
    calibrated_on = DayField(label=gettext_lazy("Calibrated on"), required=False)
    calibrated_until = DayField(label=gettext_lazy("Calibration valid until"), required=False)
    measured_at = MomentField(label=gettext_lazy("Measured at"))
    place = forms.CharField(label=gettext_lazy("Place of measurement"), required=False, max_length=250)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    confirmed = forms.BooleanField(
        label=gettext_lazy("The value is right as typed, though far from the license"), required=False
    )

    def __init__(self, visit: Visit, *args: Any, **kwargs: Any) -> None:
        super().__init__(visit, *args, **kwargs)
        self.states = item_states(visit)
        measured = [state for state in self.states if state.measured]
        item: Any = self.fields["item"]
        item.choices = [("", "–"), *((str(state.item.pk), pick(state.item, "text")) for state in measured)]
        stations = visit.stations.all()
        station, assignment = (self.fields[name] for name in ("station", "assignment"))
        station.queryset = stations  # type: ignore[attr-defined]
        assignment.queryset = licensed_of(visit)  # type: ignore[attr-defined]
        if visit.establishment_id:
            self._only_what_an_establishment_has()

    def _only_what_an_establishment_has(self) -> None:
        """Leave out what only a transmitter has; areas and distances are measured at an Internet point."""
        for name in ("station", "assignment", "distance_m", "position", "emission_hz"):
            del self.fields[name]
        quantity: Any = self.fields["quantity"]
        quantity.choices = [(name, Quantity(name).label) for name in AT_ESTABLISHMENTS]
        for name, text in (
            ("value", _("Areas in m², distances in m.")),
            ("uncertainty", _("In the unit of the value.")),
        ):
            self.fields[name].help_text = text

    def reading(self) -> services.Reading:
        """Return what was entered, in base units."""
        data = self.cleaned_data
        names = services.Reading.__dataclass_fields__
        values = {name: value for name, value in data.items() if name in names}
        if values["value"] is not None:
            values["value"] = round(values["value"] * SCALES.get(Quantity(data["quantity"]), 1), 6)
        return services.Reading(**values)

    def item_chosen(self) -> Any:
        """Return the checklist item named."""
        key = self.cleaned_data.get("item")
        return next((state.item for state in self.states if str(state.item.pk) == key), None)


def licensed_of(visit: Visit) -> Any:
    """Return the assignments in force of the visit's stations."""
    rows = FrequencyAssignment.objects.filter(station__in=visit.stations.all())
    rows = rows.active_on(min(today(), visit.window_end)).select_related("station", "license")
    return rows.prefetch_related("emissions").order_by("tx_hz", "pk")


@allow(Action.VISIT_VIEW)
def measurements(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the licensed values with their readings, and take in another reading."""
    found = visit_of(request, pk)
    first = {"measurement_id": uuid.uuid4(), "measured_at": now(), **request.GET.dict()}
    form = MeasurementForm(found, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.record(
                found, reading=form.reading(), item=form.item_chosen(), station=data.get("station"),
                assignment=data.get("assignment"), measurement_id=data["measurement_id"], by=request.user, at=now(),
                reason=form.why_amended,
            )  # fmt: skip
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("The measurement is recorded."))
            return redirect("desk:visit_measurements", pk)
    rows = _rows(found, form.states)
    context = frame(found, request, "visit_measurements") | {
        "form": form,
        "rows": rows,
        "withdrawn": found.measurements.filter(withdrawn_at__isnull=False).select_related("withdrawn_by"),
        "licensed": _licensed(found, rows),
    }
    return render(request, "desk/visits/measurements.html", context, status=422 if form.errors else 200)


def _rows(found: Visit, states: list[Any]) -> list[Any]:
    """Return the readings, each with its words and what it may breach."""
    rows: list[Any] = list(
        found.measurements.standing().select_related("station", "assignment__license", "recorded_by", "item")
    )
    ground = breaches(rows, states)
    for row in rows:
        row.told, row.breach = told(row), ground.get(row.pk)
        row.licensed_shown = number(row.licensed_value or 0.0, 2)
    return rows


def _licensed(found: Visit, rows: list[Any]) -> list[dict[str, Any]]:
    """Return each licensed frequency with its readings by quantity, newest last."""
    return [
        {"assignment": row, "readings": [reading for reading in rows if reading.assignment_id == row.pk]}
        for row in licensed_of(found)[:ROWS]
    ]
