"""Measurements: the reading is the inspector's, the verdict is computed from the licensed value and the uncertainty."""

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import Invalid
from common.geo import distance_m
from common.text import clean_name
from inspections.enums import IN_WORDS, Quantity, Verdict
from inspections.models import Measurement, Visit
from inspections.services.judging import Comparison, judge
from inspections.services.onsite import Recording, recording
from inspections.services.slips import slips
from licenses.models import FrequencyAssignment, Station
from rulebook.models import ChecklistItem

UNITS: dict[str, str] = {
    Quantity.FREQUENCY: "Hz",
    Quantity.POWER: "W",
    Quantity.OCCUPIED_BANDWIDTH: "Hz",
    Quantity.FIELD_STRENGTH: "dBµV/m",
    Quantity.UNWANTED_EMISSION: "dBm",
    Quantity.ANTENNA_POSITION: "m",
    Quantity.PLACE: "m",
    Quantity.ANTENNA_HEIGHT: "m",
    Quantity.ROOM_AREA: "m²",
    Quantity.ROAD_DISTANCE: "m",
}

PLACES = (Quantity.ANTENNA_POSITION, Quantity.PLACE)


@dataclass(frozen=True)
class Reading:
    """What the instrument showed, in the base unit of the quantity, and with what it was measured.

    The uncertainty is expanded (95 %), in the unit of the value; for power and field strength in dB, for a place the
    accuracy of the fix in metres. `position` is where the antenna was found (degrees): the value is then the distance
    from the licensed place. `emission_hz` is the frequency of an unwanted emission, whose level in dBm is the value.
    """

    quantity: str
    value: float | None
    instrument: str
    measured_at: dt.datetime
    instrument_serial: str = ""
    value_text: str = ""
    uncertainty: float | None = None
    calibrated_on: dt.date | None = None
    calibrated_until: dt.date | None = None
    place: str = ""
    distance_m: float | None = None
    position: tuple[float, float] | None = None
    emission_hz: float | None = None
    confirmed: bool = False
    note: str = ""


def record(
    visit: Visit,
    *,
    reading: Reading,
    by: Any,
    at: dt.datetime,
    item: ChecklistItem | None = None,
    station: Station | None = None,
    assignment: FrequencyAssignment | None = None,
    measurement_id: uuid.UUID | None = None,
    reason: str = "",
    within: Recording | None = None,
) -> Measurement:
    """Record a reading and judge it against what is licensed; a verdict never becomes a finding by itself.

    `within`: see onsite.recording.
    """
    station = station or (assignment.station if assignment else None)
    faults = _faults(reading, at) or slips(reading, assignment, station)
    if faults:
        raise Invalid(_("The measurement cannot be recorded yet."), fields=faults)
    reading = _placed(reading, station)
    with recording(visit, by=by, reason=reason, within=within) as session:
        same = {"quantity": reading.quantity, "value": reading.value}
        if sent := session.sent_or_conflict(Measurement, measurement_id, **same):
            return sent
        if station is not None and station.pk not in session.held.stations:
            raise Invalid(_("This station is not part of the visit."), fields={"station": [_("Choose another.")]})
        compared = _compared(reading, assignment, station)
        made = Measurement(
            visit=session.visit, item=item, station=station, assignment=assignment,
            unit=UNITS.get(reading.quantity, ""), quantity=reading.quantity, value=reading.value,
            value_text=clean_name(reading.value_text),
            uncertainty=reading.uncertainty, instrument=clean_name(reading.instrument),
            instrument_serial=clean_name(reading.instrument_serial),
            calibrated_on=reading.calibrated_on, calibrated_until=reading.calibrated_until,
            measured_at=reading.measured_at, place=clean_name(reading.place), distance_m=reading.distance_m,
            licensed_value=compared.licensed, tolerance=compared.tolerance, verdict=compared.verdict,
            explanation=compared.explanation, note=reading.note.strip(), recorded_by=by, recorded_at=at,
        )  # fmt: skip
        if measurement_id:
            made.id = measurement_id
        session.add(made, "measurement.recorded")
    return made


def _placed(reading: Reading, station: Station | None) -> Reading:
    """Turn a position into the distance from the licensed place, where that place is known."""
    if reading.position is None or reading.quantity not in PLACES or station is None or station.lat is None:
        return reading
    away = distance_m(station.lat, float(station.lon or 0.0), *reading.position)
    return dataclasses.replace(reading, value=round(away, 1))


def _compared(reading: Reading, assignment: FrequencyAssignment | None, station: Station | None) -> Comparison:
    if reading.value is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "seen"})
    expired = reading.calibrated_until is not None and reading.calibrated_until < reading.measured_at.date()
    found = judge(
        reading.quantity,
        reading.value,
        uncertainty=reading.uncertainty,
        assignment=assignment,
        station=station,
        distance_m=reading.distance_m,
        on=timezone.localdate(reading.measured_at),
        emission_hz=reading.emission_hz,
    )
    if reading.position:
        seen = {"lat": reading.position[0], "lon": reading.position[1]}
        found = dataclasses.replace(found, explanation=found.explanation | seen)
    if expired and found.verdict == Verdict.OUT:
        # A reading of an instrument whose calibration has lapsed proves nothing by itself.
        return Comparison(Verdict.REVIEW, found.licensed, found.tolerance, found.explanation | {"why": "calibration"})
    return found


def _faults(reading: Reading, at: dt.datetime) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if reading.quantity not in Quantity.values:
        faults["quantity"] = [_("Choose what was measured.")]
    elif reading.quantity in IN_WORDS:
        if not reading.value_text.strip() and reading.value is None and reading.position is None:
            faults["value_text"] = [_("Write what was seen.")]
        if reading.position is None and reading.value is not None and reading.quantity in PLACES:
            faults["position"] = [_("Enter where the antenna was found; the distance is computed.")]
        if reading.quantity == Quantity.UNWANTED_EMISSION and (reading.value is None) != (reading.emission_hz is None):
            faults["emission_hz"] = [_("Enter both the level in dBm and the frequency of the unwanted emission.")]
    elif reading.value is None:
        faults["value"] = [_("Enter the measured value.")]
    elif reading.quantity != Quantity.FIELD_STRENGTH and reading.value <= 0:
        faults["value"] = [_("The value must be above zero.")]
    if not reading.instrument.strip() and (reading.quantity not in IN_WORDS or reading.value is not None):
        faults["instrument"] = [_("Name the instrument.")]
    if reading.uncertainty is not None and reading.uncertainty < 0:
        faults["uncertainty"] = [_("An uncertainty cannot be negative.")]
    if reading.calibrated_on and reading.calibrated_until and reading.calibrated_until < reading.calibrated_on:
        faults["calibrated_until"] = [_("The calibration ends before it begins.")]
    if reading.measured_at > at + dt.timedelta(minutes=5):
        faults["measured_at"] = [_("The measurement lies in the future.")]
    if reading.quantity == Quantity.FIELD_STRENGTH and not reading.distance_m:
        faults["distance_m"] = [_("Enter the distance to the antenna.")]
    return faults
