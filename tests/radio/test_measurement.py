"""A measurement is judged against a license with its uncertainty, and nothing is called proved that is not."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import measurement, spurious
from radio.occupied_bandwidth import occupied_bandwidth_hz

frequencies = st.integers(1_000_000, 10_000_000_000)


def test_a_frequency_error_is_stated_in_hertz_and_ppm():
    assert measurement.frequency_error_hz(157_401_574, 157_400_000) == 1_574
    assert measurement.frequency_error_ppm(157_401_574, 157_400_000) == pytest.approx(10)


@pytest.mark.parametrize(
    ("error_hz", "uncertainty_hz", "verdict"),
    [
        (0, 50, "in"),
        (700, 50, "in"),
        (787, 0, "in"),
        (760, 50, "review"),
        (820, 50, "review"),
        (838, 50, "out"),
        (-838, 50, "out"),
    ],
)
def test_a_frequency_is_in_under_review_or_out_by_tolerance_and_uncertainty(error_hz, uncertainty_hz, verdict):
    judged = measurement.check_frequency(157_400_000 + error_hz, 157_400_000, 5, uncertainty_hz)
    assert judged.verdict == verdict
    assert judged.limit == 787.0


def test_a_judgement_carries_the_numbers_a_record_states():
    judged = measurement.check_frequency(157_402_000, 157_400_000, 5, 100)
    assert (judged.deviation, judged.limit, judged.uncertainty, judged.unit) == (2_000, 787, 100, "Hz")
    assert judged.excess == 1_213
    assert judged.proven_excess == 1_113


@given(frequencies, st.integers(-100_000, 100_000), st.floats(0.1, 50), st.floats(0, 10_000))
def test_more_uncertainty_never_turns_a_doubt_into_a_violation(licensed, error, tolerance, uncertainty):
    sure = measurement.check_frequency(licensed + error, licensed, tolerance, 0)
    unsure = measurement.check_frequency(licensed + error, licensed, tolerance, uncertainty)
    assert not (unsure.verdict == "out" and sure.verdict == "in")
    assert (unsure.proven_excess > 0) is (unsure.verdict == "out")


def test_a_frequency_outside_a_licensed_band_is_judged_by_its_distance_from_the_edge():
    assert measurement.check_in_band(13_010e6, 13_000e6, 13_025e6).verdict == "in"
    judged = measurement.check_in_band(13_026e6, 13_000e6, 13_025e6, 1_000)
    assert (judged.verdict, judged.deviation) == ("out", 1e6)


@pytest.mark.parametrize(("occupied", "verdict"), [(16_000, "in"), (17_600, "in"), (19_000, "review"), (21_000, "out")])
def test_a_bandwidth_may_exceed_the_necessary_one_by_a_tenth_and_is_reviewed_up_to_the_channel(occupied, verdict):
    assert measurement.check_bandwidth(occupied, 16_000, authorised_hz=20_000).verdict == verdict


def test_power_is_judged_in_decibels_above_the_licensed_power():
    assert measurement.power_excess_db(50, 25) == pytest.approx(3.0103, abs=1e-4)
    assert measurement.check_power(50, 25, 1.0).verdict == "out"
    assert measurement.check_power(29, 25, 1.0).verdict == "review"
    assert measurement.check_power(20, 25, 0.9).verdict == "in"


def test_no_tolerance_of_power_is_assumed_and_the_plans_is_given():
    assert measurement.check_power(29, 25, 0.1).verdict == "out"
    assert measurement.check_power(29, 25, 0.1, allowance_db=0.8).verdict == "in"


def test_a_field_beyond_free_space_and_a_reflection_proves_excess_power():
    # 25 W ERP at 1 km in free space: 76.9 + 14.0 = 90.9 dBuV/m.
    assert not measurement.prove_excess_power(90.9, 1, 25).proven
    proof = measurement.prove_excess_power(105, 1, 25)
    assert proof.proven
    assert proof.least_erp_dbw == pytest.approx(105 - 76.9 - 3 - 6)
    assert proof.margin_db == pytest.approx(proof.least_erp_dbw - proof.licensed_erp_dbw)
    assert measurement.prove_excess_power(105, 1, 25, allowance_db=0.8).margin_db == pytest.approx(
        proof.margin_db - 0.8
    )


@given(st.floats(0.01, 100), st.floats(0.1, 1000), st.floats(0, 60))
def test_a_station_within_its_power_is_never_proved_guilty_whatever_the_path_loses(distance, erp, loss):
    strongest = 76.9 + 10 * math.log10(erp) - 20 * math.log10(distance) + 6
    assert not measurement.prove_excess_power(strongest - loss, distance, erp).proven


@pytest.mark.parametrize(
    ("measured", "fit"), [(50, "consistent"), (68, "consistent"), (70, "stronger"), (32, "consistent"), (30, "weaker")]
)
def test_a_field_is_compared_with_a_model_only_for_identity(measured, fit):
    assert measurement.compare_field(measured, 50) == fit


def test_only_a_higher_antenna_and_a_moved_site_are_out():
    assert measurement.check_height(25, 30, 1).verdict == "in"
    assert measurement.check_height(30.5, 30, 1).verdict == "review"
    assert measurement.check_height(35, 30, 1).verdict == "out"
    assert measurement.check_position(40, 10).verdict == "in"
    assert measurement.check_position(105, 10).verdict == "review"
    assert measurement.check_position(150, 10).verdict == "out"


@pytest.mark.parametrize(("power", "limit"), [(25, -13), (0.025, -13), (500, -13), (1000, -10), (10_000, 0)])
def test_spurious_emissions_keep_43_plus_10_log_p_or_70_db_below(power, limit):
    assert spurious.limit_dbm(power) == pytest.approx(limit, abs=0.02)


def test_a_spurious_emission_is_judged_in_its_domain_only():
    def check(level, offset):
        return spurious.check(level, offset, power_w=25, necessary_bandwidth_hz=16_000, uncertainty_db=1).verdict

    assert [check(level, 157e6) for level in (-20, -13, -10)] == ["in", "review", "out"]
    with pytest.raises(ValueError, match="mask"):
        check(-10, 39_999)
    assert [spurious.reference_bandwidth_hz(hertz) for hertz in (100e3, 10e6, 300e6, 2e9)] == [1e3, 1e4, 1e5, 1e6]


def test_the_occupied_bandwidth_of_an_even_spectrum_is_99_per_cent_of_it():
    hertz = np.arange(1_000) * 10.0
    lower, upper = occupied_bandwidth_hz(hertz, np.where((hertz >= 2_000) & (hertz < 6_000), -40.0, -200.0))
    assert upper - lower == pytest.approx(0.99 * 4_000, abs=1)
    assert (lower + upper) / 2 == pytest.approx(3_995, abs=1)


@pytest.mark.parametrize(
    ("hertz", "levels"),
    [
        ([1, 2], [0, 0]),
        ([1, 2, 3], [0, 0]),
        ([1, 3, 2], [0, 0, 0]),
        ([1, 2, 9], [0, 0, 0]),
        ([1, 2, 3], [0, np.nan, 0]),
    ],
)
def test_what_is_no_spectrum_is_refused(hertz, levels):
    with pytest.raises(ValueError):
        occupied_bandwidth_hz(hertz, levels)


@pytest.mark.parametrize(
    "call",
    [
        lambda: measurement.in_tolerance(1, 1, -1),
        lambda: measurement.frequency_error_ppm(1, 0),
        lambda: measurement.check_in_band(1, 3, 2),
        lambda: measurement.minimum_erp_dbw(60, 0),
        lambda: measurement.power_excess_db(0, 25),
    ],
)
def test_impossible_inputs_are_refused(call):
    with pytest.raises(ValueError):
        call()
