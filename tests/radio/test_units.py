"""Unit conversions agree with each other and with known values, and refuse what has no meaning."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import units

watts = st.floats(1e-6, 1e6)


@pytest.mark.parametrize(("dbm", "power"), [(30, 1), (0, 0.001), (44, 25.1189), (35.4, 3.46737)])
def test_known_levels(dbm, power):
    assert units.dbm_to_w(dbm) == pytest.approx(power, rel=1e-5)
    assert units.w_to_dbm(power) == pytest.approx(dbm, abs=1e-4)


@given(watts)
def test_levels_and_watts_are_inverse(power):
    assert units.dbm_to_w(units.w_to_dbm(power)) == pytest.approx(power)
    assert units.dbw_to_w(units.w_to_dbw(power)) == pytest.approx(power)


def test_eirp_is_164_per_cent_of_erp():
    assert units.erp_to_eirp_w(100) == pytest.approx(164.06, abs=0.01)


@given(
    watts,
    st.sampled_from(["transmitter", "erp", "eirp"]),
    st.sampled_from(["transmitter", "erp", "eirp"]),
    st.floats(-10, 45),
    st.floats(0, 20),
)
def test_restating_a_power_and_back_changes_nothing(power, start, wanted, gain, loss):
    there = units.power_as(power, start, wanted, gain, loss)
    assert units.power_as(there, wanted, start, gain, loss) == pytest.approx(power)


def test_a_missing_antenna_gain_is_not_guessed():
    assert units.power_as(10, "erp", "eirp", None) == pytest.approx(16.406, abs=1e-3)
    with pytest.raises(ValueError, match="gain"):
        units.power_as(10, "transmitter", "erp", None)
    with pytest.raises(ValueError, match="reference"):
        units.power_as(10, "beam", "erp", 1)


@pytest.mark.parametrize(
    ("text", "hertz"),
    [("13025.00000000", 13_025_000_000), ("157.4", 157_400_000), ("0.000001", 1), ("949", 949_000_000)],
)
def test_megahertz_become_exact_hertz(text, hertz):
    assert units.mhz_to_hz(text) == hertz


@pytest.mark.parametrize("text", ["", "abc", "0", "-5", "157.0000001", "NaN", "Infinity", "1e999999", "1e9999999999"])
def test_a_frequency_that_cannot_be_kept_exactly_is_refused(text):
    with pytest.raises(ValueError, match="frequency"):
        units.mhz_to_hz(text)


@given(st.integers(1, 10**12))
def test_hertz_and_megahertz_are_inverse(hertz):
    assert units.mhz_to_hz(units.hz_to_mhz(hertz)) == hertz


def test_megahertz_are_written_without_trailing_zeros():
    assert str(units.hz_to_mhz(157_400_000)) == "157.4"
    assert str(units.hz_to_mhz(13_000_000_000)) == "13000"


def test_levels_of_nothing_are_refused():
    with pytest.raises(ValueError, match="more than 0 W"):
        units.w_to_dbw(0)


def test_half_is_rounded_up():
    assert units.round_half_up(Decimal("2.5"), 0) == 3
    assert units.round_half_up(Decimal("0.125"), 2) == Decimal("0.13")
