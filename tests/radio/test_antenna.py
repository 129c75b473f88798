"""An antenna is strongest along its axis, symmetric where it was made so, and read as its table says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import antenna
from radio.antenna import OMNIDIRECTIONAL, Pattern

angles = st.floats(-720, 720)
widths = st.floats(1, 360)


def test_half_a_beamwidth_off_the_axis_three_decibels_are_lost():
    assert Pattern.of_beamwidth(60).losses_db([0, 30, -30, 180]).tolist() == pytest.approx([0, 3, 3, 25])


@given(widths, angles)
def test_a_beam_is_symmetric_and_bounded(width, angle):
    beam = Pattern.of_beamwidth(width)
    left, right = beam.losses_db([angle, -angle])
    assert left == pytest.approx(right, abs=1e-6)
    assert 0 <= left <= antenna.FRONT_TO_BACK_DB


@given(angles)
def test_a_turn_more_changes_nothing(angle):
    table = Pattern.of_table({0: 0, 90: 10, 180: 20, 270: 12})
    assert float(table.losses_db(angle)) == pytest.approx(float(table.losses_db(angle + 360)), abs=1e-6)


def test_a_table_is_interpolated_across_north_too():
    table = Pattern.of_table({10: 0, -10: 20, 180: 30})
    assert table.losses_db([0, 10, 350, 95]).tolist() == pytest.approx([10, 0, 20, 15])


def test_gain_towards_a_bearing_counts_from_the_azimuth():
    beam = Pattern.of_beamwidth(60)
    assert antenna.gain_dbi(12, beam, 45, [45, 75, 225]).tolist() == pytest.approx([12, 9, -13])
    assert antenna.gain_dbi(12, beam, None, [45, 75]).tolist() == [12, 12]
    assert antenna.discrimination_db(OMNIDIRECTIONAL, 90, [0, 200]).tolist() == [0, 0]


def test_a_full_circle_is_omnidirectional():
    assert Pattern.of_beamwidth(360) == OMNIDIRECTIONAL


def test_a_dish_has_the_gain_of_its_area():
    assert antenna.dish_gain_dbi(1.2, 7500) == pytest.approx(36.9, abs=0.1)


@pytest.mark.parametrize(
    "call",
    [
        lambda: Pattern.of_beamwidth(0),
        lambda: Pattern.of_beamwidth(361),
        lambda: Pattern.of_beamwidth(60, -1),
        lambda: Pattern.of_table({}),
        lambda: Pattern.of_table({0: -1}),
        lambda: Pattern.of_table({0: float("nan")}),
        lambda: antenna.dish_gain_dbi(0, 100),
    ],
)
def test_impossible_antennas_are_refused(call):
    with pytest.raises(ValueError):
        call()
