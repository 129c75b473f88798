"""Compares a reading with the licensed value; knows which check of `radio.measurement` fits which quantity."""

from dataclasses import dataclass, field
from typing import Any

from inspections.enums import Quantity, Verdict
from licenses.enums import PowerReference
from licenses.models import FrequencyAssignment, Station
from radio import measurement as radio
from radio.units import w_to_dbw

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
) -> Comparison:
    """Return the comparison; what cannot be compared is said to be not judged, and why."""
    spread = uncertainty or 0.0
    if quantity == Quantity.ANTENNA_HEIGHT:
        return _height(value, spread, station)
    if assignment is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_assignment"})
    if quantity == Quantity.FREQUENCY:
        return _frequency(value, spread, assignment)
    if quantity == Quantity.POWER:
        return _power(value, spread, assignment)
    if quantity == Quantity.OCCUPIED_BANDWIDTH:
        return _bandwidth(value, spread, assignment)
    if quantity == Quantity.FIELD_STRENGTH and distance_m:
        return _field_strength(value, spread, assignment, distance_m)
    return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_limit"})


def _frequency(value: float, spread: float, row: FrequencyAssignment) -> Comparison:
    if row.tx_upper_hz:
        found = radio.check_in_band(value, row.tx_hz, row.tx_upper_hz, spread)
        return _told(found, float(row.tx_hz), 0.0, method="in_band")
    if row.tolerance_ppm is None:
        deviation = radio.frequency_error_hz(value, row.tx_hz)
        return Comparison(Verdict.NOT_JUDGED, float(row.tx_hz), None, {"why": "no_tolerance", "deviation": deviation})
    found = radio.check_frequency(value, row.tx_hz, row.tolerance_ppm, spread)
    return _told(found, float(row.tx_hz), found.limit, method="frequency")


def _power(value: float, spread: float, row: FrequencyAssignment) -> Comparison:
    if row.power_w is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_power"})
    if row.power_reference not in ("", PowerReference.TRANSMITTER):
        # Power read at the transmitter says nothing about ERP without the gain and the losses.
        return Comparison(Verdict.NOT_JUDGED, row.power_w, None, {"why": "other_reference"})
    found = radio.check_power(value, row.power_w, spread)
    return _told(found, row.power_w, found.limit, method="power")


def _bandwidth(value: float, spread: float, row: FrequencyAssignment) -> Comparison:
    widths = [emission.bandwidth_hz for emission in row.emissions.all() if emission.bandwidth_hz]
    necessary = max(widths) if widths else row.bandwidth_hz
    if not necessary:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_bandwidth"})
    found = radio.check_bandwidth(value, necessary, row.bandwidth_hz, spread)
    return _told(found, float(necessary), found.limit - necessary, method="bandwidth")


def _field_strength(value: float, spread: float, row: FrequencyAssignment, distance_m: float) -> Comparison:
    if row.power_w is None or row.power_reference != PowerReference.ERP:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_erp"})
    proof = radio.prove_excess_power(value, distance_m / 1000, row.power_w, spread or 3.0)
    verdict = Verdict.OUT if proof.proven else Verdict.REVIEW
    told = {"method": "free_space", "least_erp_dbw": proof.least_erp_dbw, "licensed_erp_dbw": w_to_dbw(row.power_w)}
    return Comparison(verdict, row.power_w, None, told | {"margin_db": proof.margin_db})


def _height(value: float, spread: float, station: Station | None) -> Comparison:
    if station is None or station.antenna_height_m is None:
        return Comparison(Verdict.NOT_JUDGED, None, None, {"why": "no_licensed_height"})
    found = radio.in_tolerance(value - station.antenna_height_m, 0.0, spread, "m")
    return _told(found, station.antenna_height_m, 0.0, method="height")


def _told(found: radio.Judgement, licensed: float, tolerance: float, *, method: str) -> Comparison:
    told = {
        "method": method, "deviation": found.deviation, "limit": found.limit, "uncertainty": found.uncertainty,
        "unit": found.unit, "proven_excess": found.proven_excess,
    }  # fmt: skip
    return Comparison(_VERDICTS[found.verdict], licensed, tolerance, told)
