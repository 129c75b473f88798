"""Compares a reading with the licensed value; knows which check of `radio.measurement` fits which quantity.

Tolerances come from the license, else from the channel plan of the day; where neither has one, none is assumed.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from inspections.enums import Quantity, Verdict
from licenses.enums import PowerReference
from licenses.models import FrequencyAssignment, Station
from radio import measurement as radio
from radio.units import power_as, w_to_dbw
from rulebook.channels import plan_for
from rulebook.models import ChannelPlan

_VERDICTS = {"in": Verdict.WITHIN, "out": Verdict.OUT, "review": Verdict.REVIEW}


@dataclass(frozen=True)
class Comparison:
    """The verdict with the licensed value, the tolerance (unit of the quantity, dB for power) and how it came about."""

    verdict: str
    licensed: float | None
    tolerance: float | None
    explanation: dict[str, Any] = field(default_factory=dict)


def judge(
    quantity: str,
    value: float,
    *,
    uncertainty: float | None,
    assignment: FrequencyAssignment | None,
    station: Station | None,
    distance_m: float | None,
    on: dt.date,
) -> Comparison:
    """Return the comparison by the rules of the day; what cannot be compared is said to be not judged, and why."""
    spread = uncertainty or 0.0
    if quantity == Quantity.ANTENNA_HEIGHT:
        return _height(value, spread, station)
    if assignment is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_assignment"})
    if quantity == Quantity.FREQUENCY:
        return _frequency(value, spread, assignment, on)
    if quantity == Quantity.POWER:
        return _power(value, spread, assignment, on)
    if quantity == Quantity.OCCUPIED_BANDWIDTH:
        return _bandwidth(value, spread, assignment)
    if quantity == Quantity.FIELD_STRENGTH and distance_m:
        return _field_strength(value, spread, assignment, distance_m, on)
    return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_limit"})


def _frequency(value: float, spread: float, row: FrequencyAssignment, on: dt.date) -> Comparison:
    if row.tx_upper_hz:
        found = radio.check_in_band(value, row.tx_hz, row.tx_upper_hz, spread)
        return _told(found, float(row.tx_hz), 0.0, method="in_band")
    plan = _plan(row, on) if row.tolerance_ppm is None else None
    tolerance = plan.frequency_tolerance_ppm if plan else row.tolerance_ppm
    if tolerance is None:
        deviation = radio.frequency_error_hz(value, row.tx_hz)
        return Comparison(Verdict.NOT_JUDGED, float(row.tx_hz), None, {"why": "no_tolerance", "deviation": deviation})
    found = radio.check_frequency(value, row.tx_hz, tolerance, spread)
    return _told(found, float(row.tx_hz), found.limit, method="frequency", plan=plan)


def _power(value: float, spread: float, row: FrequencyAssignment, on: dt.date) -> Comparison:
    if row.power_w is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_power"})
    licensed = _licensed_power(row, PowerReference.TRANSMITTER)
    if licensed is None:
        # Power read at the transmitter says nothing about ERP without the gain and the losses.
        return Comparison(Verdict.NOT_JUDGED, row.power_w, None, {"why": "other_reference"})
    plan = _plan(row, on)
    granted = plan.power_tolerance_db if plan else None
    found = radio.check_power(value, licensed, spread, granted or 0.0)
    # A tolerance nobody entered is left empty on the paper: 0 dB would claim a rule.
    return _told(found, licensed, granted, method="power", plan=plan)


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


def _bandwidth(value: float, spread: float, row: FrequencyAssignment) -> Comparison:
    widths = [emission.bandwidth_hz for emission in row.emissions.all() if emission.bandwidth_hz]
    necessary = max(widths) if widths else row.bandwidth_hz
    if not necessary:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_bandwidth"})
    found = radio.check_bandwidth(value, necessary, row.bandwidth_hz, spread)
    return _told(found, float(necessary), found.limit - necessary, method="bandwidth")


def _field_strength(
    value: float, spread: float, row: FrequencyAssignment, distance_m: float, on: dt.date
) -> Comparison:
    licensed = _licensed_power(row, PowerReference.ERP)
    if licensed is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_erp"})
    plan = _plan(row, on)
    allowed = (plan.power_tolerance_db if plan else None) or 0.0
    proof = radio.prove_excess_power(value, distance_m / 1000, licensed, spread or 3.0, allowed)
    verdict = Verdict.OUT if proof.proven else Verdict.REVIEW
    told = {"method": "free_space", "least_erp_dbw": proof.least_erp_dbw, "licensed_erp_dbw": w_to_dbw(licensed)}
    return Comparison(verdict, licensed, None, told | {"margin_db": proof.margin_db} | _named(plan))


def _height(value: float, spread: float, station: Station | None) -> Comparison:
    if station is None or station.antenna_height_m is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_height"})
    found = radio.in_tolerance(value - station.antenna_height_m, 0.0, spread, "m")
    return _told(found, station.antenna_height_m, 0.0, method="height")


def _told(
    found: radio.Judgement, licensed: float, tolerance: float | None, *, method: str, plan: ChannelPlan | None = None
) -> Comparison:
    told = {
        "method": method, "deviation": found.deviation, "limit": found.limit, "uncertainty": found.uncertainty,
        "unit": found.unit, "proven_excess": found.proven_excess,
    }  # fmt: skip
    return Comparison(_VERDICTS[found.verdict], licensed, tolerance, told | _named(plan))


def _named(plan: ChannelPlan | None) -> dict[str, str]:
    return {"plan": plan.code, "plan_from": plan.effective_from.isoformat()} if plan else {}
