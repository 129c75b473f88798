"""Compares a reading with the licensed value; knows which check of `radio` fits which quantity.

What a license states as the most allowed (power, height) is itself the limit. A frequency, a place or an unwanted
emission needs a tolerance: from the license, else from the channel plan or the rulebook of the day. Where none of them
has one, none is assumed and the reading goes to review with its numbers.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from common.errors import Unavailable
from inspections.enums import Quantity, Verdict
from licenses.enums import PowerReference
from licenses.models import FrequencyAssignment, Station
from radio import measurement as radio
from radio import spurious
from radio.units import dbw_to_w, power_as, w_to_dbw
from rulebook import lookup
from rulebook.channels import plan_for
from rulebook.models import ChannelPlan

_VERDICTS = {"in": Verdict.WITHIN, "out": Verdict.OUT, "review": Verdict.REVIEW}
FIELD_UNCERTAINTY_DB = 3.0  # taken when the inspector states none; from memory of SM.378, docs/radio.md section 7
POSITION_VALUE, HEIGHT_VALUE, SPURIOUS_VALUE = (
    "radio.position_tolerance", "radio.height_tolerance", "radio.spurious_limit",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """The verdict with the licensed value, the tolerance (unit of the quantity, dB for power) and how it came about."""

    verdict: str
    licensed: float | None
    tolerance: float | None
    explanation: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Measured:
    """A reading as it is judged: base units; `emission_hz` is the frequency of an unwanted emission."""

    quantity: str
    value: float
    uncertainty: float | None
    assignment: FrequencyAssignment | None
    station: Station | None
    distance_m: float | None
    on: dt.date
    emission_hz: float | None = None

    @property
    def spread(self) -> float:
        """The uncertainty, 0 where none was stated."""
        return self.uncertainty or 0.0


def judge(quantity: str, value: float, **given: Any) -> Comparison:
    """Return the comparison by the rules of the day; what cannot be compared is said to be not judged, and why.

    `given` are the other entries of `Measured`. For a place the value is the distance in metres from the licensed one.
    """
    reading = Measured(quantity, value, **given)
    if quantity == Quantity.ANTENNA_HEIGHT:
        return _height(reading)
    if quantity in (Quantity.ANTENNA_POSITION, Quantity.PLACE):
        return _position(reading)
    row = reading.assignment
    if row is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_assignment"})
    ways = {
        Quantity.FREQUENCY: _frequency,
        Quantity.POWER: _power,
        Quantity.OCCUPIED_BANDWIDTH: _bandwidth,
        Quantity.FIELD_STRENGTH: _field_strength,
        Quantity.UNWANTED_EMISSION: _unwanted,
    }
    way = ways.get(Quantity(quantity))
    return way(reading, row) if way else Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_limit"})


def _frequency(reading: Measured, row: FrequencyAssignment) -> Comparison:
    if row.tx_upper_hz:
        found = radio.check_in_band(reading.value, row.tx_hz, row.tx_upper_hz, reading.spread)
        return _told(found, float(row.tx_hz), 0.0, {"method": "in_band", "from": "license"})
    plan = _plan(row, reading.on)
    signed = radio.frequency_error_hz(reading.value, row.tx_hz)
    told: dict[str, Any] = {
        "method": "frequency", "signed": signed, "ppm": radio.frequency_error_ppm(reading.value, row.tx_hz),
    }  # fmt: skip
    tolerance = row.tolerance_ppm
    if tolerance is not None:
        told["from"] = "license"
    elif plan and plan.frequency_tolerance_ppm is not None:
        tolerance = plan.frequency_tolerance_ppm
        told |= {"from": "plan", **_named(plan)}
    if tolerance is None:
        told |= {"deviation": abs(signed), "uncertainty": reading.spread, "unit": "Hz", **_named(plan)}
        return Comparison(Verdict.REVIEW, float(row.tx_hz), None, told | {"why": "no_tolerance", "from": "none"})
    found = radio.check_frequency(reading.value, row.tx_hz, tolerance, reading.spread)
    return _told(found, float(row.tx_hz), found.limit, told | {"tolerance_ppm": tolerance})


def _power(reading: Measured, row: FrequencyAssignment) -> Comparison:
    if row.power_w is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_power"})
    licensed = _licensed_power(row, PowerReference.TRANSMITTER)
    if licensed is None:
        # Power read at the transmitter says nothing about ERP without the gain and the losses.
        return Comparison(Verdict.NOT_JUDGED, row.power_w, None, {"why": "other_reference"})
    plan = _plan(row, reading.on)
    granted = plan.power_tolerance_db if plan else None
    found = radio.check_power(reading.value, licensed, reading.spread, granted or 0.0)
    # A tolerance nobody entered is left empty on the paper: 0 dB would claim a rule.
    told = {"method": "power", "from": "none" if granted is None else "plan", **_named(plan)}
    return _told(found, licensed, granted, told)


def _licensed_power(row: FrequencyAssignment, wanted: str) -> float | None:
    """The licensed power in watts at the wanted reference; None where gain or loss would have to be guessed."""
    if row.power_w is None:
        return None
    reference = row.power_reference or PowerReference.TRANSMITTER
    gain, loss = row.station.antenna_gain_dbi, row.station.feeder_loss_db
    between = PowerReference.TRANSMITTER in (reference, wanted) and reference != wanted
    unsaid = not row.power_reference and wanted != PowerReference.TRANSMITTER
    if unsaid or (between and (gain is None or loss is None)):
        return None
    return power_as(row.power_w, str(reference), str(wanted), gain, loss or 0.0)


def _plan(row: FrequencyAssignment, on: dt.date) -> ChannelPlan | None:
    return plan_for(row.tx_hz, row.license.kind, on)


def _necessary_hz(row: FrequencyAssignment) -> int | None:
    widths = [emission.bandwidth_hz for emission in row.emissions.all() if emission.bandwidth_hz]
    return max(widths) if widths else row.bandwidth_hz


def _bandwidth(reading: Measured, row: FrequencyAssignment) -> Comparison:
    necessary = _necessary_hz(row)
    if not necessary:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_bandwidth"})
    plan = _plan(row, reading.on)
    widest = max((width for width in (row.bandwidth_hz, plan and plan.max_bandwidth_hz) if width), default=None)
    # Without a widest emission nothing beyond the necessary bandwidth is proved: the 10 % are this product's proposal.
    found = radio.check_bandwidth(reading.value, necessary, widest or reading.value, reading.spread)
    told = {"method": "bandwidth", "from": "product", "widest_hz": widest, **_named(plan)}
    return _told(found, float(necessary), found.limit - necessary, told)


def _field_strength(reading: Measured, row: FrequencyAssignment) -> Comparison:
    if not reading.distance_m:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_distance"})
    licensed = _licensed_power(row, PowerReference.ERP)
    if licensed is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_erp"})
    plan = _plan(row, reading.on)
    granted = plan.power_tolerance_db if plan else None
    doubt = FIELD_UNCERTAINTY_DB if reading.uncertainty is None else reading.uncertainty
    proof = radio.prove_excess_power(reading.value, reading.distance_m / 1000, licensed, doubt, granted or 0.0)
    told = {
        "method": "free_space", "least_erp_dbw": proof.least_erp_dbw, "least_erp_w": dbw_to_w(proof.least_erp_dbw),
        "licensed_erp_dbw": w_to_dbw(licensed), "licensed_erp_w": licensed, "margin_db": proof.margin_db,
        "proven": proof.proven, "uncertainty": doubt, "assumed": reading.uncertainty is None,
        "distance_m": reading.distance_m, "from": "none" if granted is None else "plan", **_named(plan),
    }  # fmt: skip
    return Comparison(Verdict.OUT if proof.proven else Verdict.REVIEW, licensed, granted, told)


def _unwanted(reading: Measured, row: FrequencyAssignment) -> Comparison:
    necessary, power = _necessary_hz(row), _licensed_power(row, PowerReference.TRANSMITTER)
    if reading.emission_hz is None or not necessary or not power:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_emission_values"})
    told: dict[str, Any] = {
        "method": "spurious", "emission_hz": reading.emission_hz, "deviation": reading.value, "unit": "dBm",
        "uncertainty": reading.spread, "reference_hz": spurious.reference_bandwidth_hz(reading.emission_hz),
    }  # fmt: skip
    if not spurious.is_spurious(reading.emission_hz - row.tx_hz, necessary):
        return Comparison(Verdict.REVIEW, None, None, told | {"why": "out_of_band", "nearest_hz": 2.5 * necessary})
    limit = _rule_value(SPURIOUS_VALUE, reading.on)
    if limit is None:
        # The limit of Appendix 3 is known from memory only: it guides the eye and decides nothing.
        told |= {"why": "no_tolerance", "from": "none", "limit": spurious.limit_dbm(power)}
        return Comparison(Verdict.REVIEW, None, None, told)
    found = radio.in_tolerance(reading.value, limit, reading.spread, "dBm")
    return _told(found, limit, None, told | {"from": "rulebook"})


def _height(reading: Measured) -> Comparison:
    station = reading.station
    if station is None or station.antenna_height_m is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_height"})
    granted = _rule_value(HEIGHT_VALUE, reading.on)
    found = radio.check_height(reading.value, station.antenna_height_m, reading.spread, granted or 0.0)
    told = {"method": "height", "from": "none" if granted is None else "rulebook"}
    return _told(found, station.antenna_height_m, granted, told)


def _position(reading: Measured) -> Comparison:
    station = reading.station
    if station is None or station.lat is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_position"})
    granted = _rule_value(POSITION_VALUE, reading.on)
    told: dict[str, Any] = {"method": "position", "from": "none" if granted is None else "rulebook"}
    if granted is None:
        # Within the accuracy of the fix the place is the licensed one; how much farther is a breach nobody has said.
        found = radio.check_position(reading.value, 0.0, reading.spread)
        told |= {"deviation": reading.value, "uncertainty": reading.spread, "unit": "m"}
        if found.verdict == "in":
            return Comparison(Verdict.WITHIN, 0.0, None, told)
        return Comparison(Verdict.REVIEW, 0.0, None, told | {"why": "no_tolerance"})
    return _told(radio.check_position(reading.value, reading.spread, granted), 0.0, granted, told)


def _rule_value(code: str, on: dt.date) -> float | None:
    """A limit of the rulebook of the day; None while nobody has entered it."""
    try:
        number = lookup.value(code, on).number
    except Unavailable:
        return None
    return None if number is None else float(number)


def _told(found: radio.Judgement, licensed: float, tolerance: float | None, told: dict[str, Any]) -> Comparison:
    numbers = {
        "deviation": found.deviation, "limit": found.limit, "uncertainty": found.uncertainty, "unit": found.unit,
        "proven_excess": found.proven_excess,
    }  # fmt: skip
    return Comparison(_VERDICTS[found.verdict], licensed, tolerance, told | numbers)


def _named(plan: ChannelPlan | None) -> dict[str, Any]:
    if plan is None:
        return {}
    return {"plan": plan.code, "plan_from": plan.effective_from.isoformat(), "plan_example": plan.example}
