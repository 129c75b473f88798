"""Compares what an instrument measured with what a license allows, and says what is proved and what is not.

Every judgement is three-valued: "in" (allowed even if the instrument errs against the licensee), "out" (not allowed
even if it errs for the licensee) and "review" (within the uncertainty: a person decides; it proves nothing).
"""

import math
from dataclasses import dataclass
from typing import Literal

from radio.units import FREE_SPACE_ERP_CONSTANT, w_to_dbw

Verdict = Literal["in", "out", "review"]

GROUND_REFLECTION_DB = 6.0  # a reflected ray in phase can at most double the field of the direct one


@dataclass(frozen=True, slots=True)
class Judgement:
    """A measured quantity against its limit, all in `unit`: excess is how far beyond the limit (negative inside)."""

    verdict: Verdict
    deviation: float
    limit: float
    uncertainty: float
    unit: str

    @property
    def excess(self) -> float:
        """Deviation beyond the limit before uncertainty is taken off; negative while inside."""
        return self.deviation - self.limit

    @property
    def proven_excess(self) -> float:
        """What remains beyond the limit when the uncertainty is given to the licensee; never negative."""
        return max(0.0, self.deviation - self.limit - self.uncertainty)


def in_tolerance(deviation: float, limit: float, uncertainty: float = 0.0, unit: str = "Hz") -> Judgement:
    """Judge a deviation against a limit, with the expanded uncertainty of the measurement, all in one unit.

    in: deviation + uncertainty <= limit; out: deviation - uncertainty > limit; otherwise review.
    Raises ValueError when the uncertainty is negative.
    """
    if uncertainty < 0:
        raise ValueError("an uncertainty cannot be negative")
    if deviation - uncertainty > limit:
        verdict: Verdict = "out"
    else:
        verdict = "in" if deviation + uncertainty <= limit else "review"
    return Judgement(verdict, deviation, limit, uncertainty, unit)


def frequency_error_hz(measured_hz: float, licensed_hz: float) -> float:
    """Signed error in hertz: positive when the station transmits above its assigned frequency."""
    return measured_hz - licensed_hz


def frequency_error_ppm(measured_hz: float, licensed_hz: float) -> float:
    """Signed error in parts per million of the assigned frequency; ValueError unless licensed_hz > 0."""
    if not licensed_hz > 0:
        raise ValueError("the assigned frequency must be above zero")
    return (measured_hz - licensed_hz) / licensed_hz * 1e6


def frequency_tolerance_hz(licensed_hz: float, tolerance_ppm: float) -> float:
    """The allowed error in hertz either side."""
    return licensed_hz * tolerance_ppm / 1e6


def check_frequency(
    measured_hz: float, licensed_hz: float, tolerance_ppm: float, uncertainty_hz: float = 0.0
) -> Judgement:
    """Judge a measured carrier against an assigned frequency, in hertz: |fm-f| <= tol f / 1e6 + U is no violation."""
    deviation = abs(frequency_error_hz(measured_hz, licensed_hz))
    return in_tolerance(deviation, frequency_tolerance_hz(licensed_hz, tolerance_ppm), uncertainty_hz, "Hz")


def check_in_band(measured_hz: float, lower_hz: float, upper_hz: float, uncertainty_hz: float = 0.0) -> Judgement:
    """Judge a measured frequency against a licensed band, in hertz; the deviation is the distance outside the band."""
    if upper_hz < lower_hz:
        raise ValueError("the band's upper end lies below its lower end")
    outside = max(lower_hz - measured_hz, measured_hz - upper_hz)
    return in_tolerance(outside, 0.0, uncertainty_hz, "Hz")


def check_bandwidth(
    occupied_hz: float, necessary_hz: float, authorised_hz: float | None = None, uncertainty_hz: float = 0.0
) -> Judgement:
    """Judge an occupied bandwidth (99 %, 47 CFR 2.202(a)) against the necessary one, in hertz.

    Up to 10 % more is accepted; from there to the authorised (channel) bandwidth is review; above that, out.
    """
    limit = necessary_hz * 1.1
    judged = in_tolerance(occupied_hz, limit, uncertainty_hz, "Hz")
    if judged.verdict == "out" and authorised_hz is not None and occupied_hz - uncertainty_hz <= authorised_hz:
        return Judgement("review", occupied_hz, limit, uncertainty_hz, "Hz")
    return judged


def power_excess_db(measured_w: float, licensed_w: float) -> float:
    """How many decibels the measured power lies above the licensed one; both in watts at the same reference point."""
    return w_to_dbw(measured_w) - w_to_dbw(licensed_w)


def check_power(
    measured_w: float, licensed_w: float, uncertainty_db: float = 0.0, allowance_db: float = 0.0
) -> Judgement:
    """Judge a power measured at the transmitter (or restated to the reference, radio.units.power_as), in dB.

    The allowance is a rule of the channel plan (47 CFR 90.205(s) grants 0.8 dB); none is assumed.
    """
    return in_tolerance(power_excess_db(measured_w, licensed_w), allowance_db, uncertainty_db, "dB")


def minimum_erp_dbw(field_dbuvm: float, distance_km: float, uncertainty_db: float = 0.0) -> float:
    """The least ERP in dBW that could cause this field in free space: Em - 76.9 + 20 log d - U."""
    if not distance_km > 0:
        raise ValueError("the distance must be more than 0 km")
    return field_dbuvm - FREE_SPACE_ERP_CONSTANT + 20.0 * math.log10(distance_km) - uncertainty_db


@dataclass(frozen=True, slots=True)
class ExcessPowerProof:
    """Whether a field strength alone proves too much power; levels in dBW ERP, margin in dB (positive proves it)."""

    proven: bool
    least_erp_dbw: float
    licensed_erp_dbw: float
    margin_db: float


def prove_excess_power(
    field_dbuvm: float,
    distance_km: float,
    licensed_erp_w: float,
    uncertainty_db: float = 3.0,
    allowance_db: float = 0.0,
) -> ExcessPowerProof:
    """One-sided test without any propagation model: no path beats free space by more than a ground reflection (6 dB).

    If Pmin - 6 dB is still above the licensed ERP plus the allowance of the channel plan, the excess is proved; if not,
    nothing is proved either way (the path may simply lose more than free space).
    """
    least = minimum_erp_dbw(field_dbuvm, distance_km, uncertainty_db) - GROUND_REFLECTION_DB
    licensed = w_to_dbw(licensed_erp_w)
    margin = least - licensed - allowance_db
    return ExcessPowerProof(margin > 0, least, licensed, margin)


FieldFit = Literal["consistent", "stronger", "weaker"]
MODEL_SPREAD_DB = 8.0  # standard deviation of fields about a model's median over places


def compare_field(
    measured_dbuvm: float, predicted_dbuvm: float, uncertainty_db: float = 3.0, spread_db: float = MODEL_SPREAD_DB
) -> FieldFit:
    """Whether a measured field fits a model's median within two standard deviations and the uncertainty.

    Says something about identity ("weaker" may be another station, or this one off the air), never about a breach:
    a model's residual alone proves nothing.
    """
    difference = measured_dbuvm - predicted_dbuvm
    if abs(difference) <= 2.0 * spread_db + uncertainty_db:
        return "consistent"
    return "stronger" if difference > 0 else "weaker"


def check_height(
    measured_m: float, licensed_m: float, uncertainty_m: float = 0.0, allowance_m: float = 0.0
) -> Judgement:
    """Judge an antenna's height above ground in metres: only higher than licensed is a breach."""
    return in_tolerance(measured_m - licensed_m, allowance_m, uncertainty_m, "m")


def check_position(moved_m: float, accuracy_m: float, allowed_m: float = 100.0) -> Judgement:
    """Judge how far in metres a site was found from its licensed place; accuracy_m is that of the position fix."""
    return in_tolerance(moved_m, allowed_m, accuracy_m, "m")
