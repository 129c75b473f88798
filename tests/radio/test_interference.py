"""Margins, verdicts, sums and third-order products come out as reckoned by hand."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import interference
from radio.interference import Verdict

levels = st.lists(st.floats(-50, 150), min_size=1, max_size=20)
FREQUENCIES = st.lists(st.integers(100_000_000, 500_000_000), min_size=0, max_size=6, unique=True)


def test_a_margin_is_what_may_be_less_what_is():
    # 37 dBuV/m protected by 18 dB, 12.7 dB correction, 20 dBuV/m arriving.
    assert float(interference.margins_db(37, 18, 12.7, 20)) == pytest.approx(11.7)
    assert interference.margins_db(37, 18, [0, 70], 20).tolist() == pytest.approx([-1, 69])


@pytest.mark.parametrize(
    ("margin", "band", "verdict"),
    [
        (3.0, 3.0, Verdict.PASS),
        (2.99, 3.0, Verdict.REVIEW),
        (-3.0, 3.0, Verdict.REVIEW),
        (-3.01, 3.0, Verdict.FAIL),
        (0.0, 0.0, Verdict.PASS),
        (-0.01, 0.0, Verdict.FAIL),
        (float("inf"), 3.0, Verdict.PASS),
    ],
)
def test_a_verdict_follows_the_margin_and_the_review_band(margin, band, verdict):
    assert interference.verdicts(margin, review_band_db=band) == verdict


def test_overlapping_service_areas_fail_and_a_model_out_of_range_never_passes():
    found = interference.verdicts(
        [40, 40, -40, 0], overlap_cochannel=[True, False, False, False], outside_range=[False, True, True, True]
    )
    assert found.tolist() == [Verdict.FAIL, Verdict.REVIEW, Verdict.FAIL, Verdict.REVIEW]
    assert Verdict(found.max()) is Verdict.FAIL


def test_an_unknown_margin_does_not_pass():
    with pytest.raises(ValueError, match="not a number"):
        interference.verdicts([10, float("nan")])
    with pytest.raises(ValueError, match="negative"):
        interference.verdicts(10, review_band_db=-1)


def test_the_nearest_receiver_stands_at_the_edge_but_never_nearer_than_half_a_kilometre():
    assert interference.nearest_distance_km([30, 10, 5], [10, 10, 20]).tolist() == [20, 0.5, 0.5]


def test_circles_overlap_when_they_share_more_than_a_point():
    assert interference.circles_overlap([19.9, 20, 25], 10, 10).tolist() == [True, False, False]


def test_two_equal_interferers_make_three_decibels():
    assert interference.power_sum_db([10, 10]) == pytest.approx(13.0103, abs=1e-4)
    assert interference.power_sum_db([]) == float("-inf")
    assert interference.power_sum_db([float("-inf")]) == float("-inf")


@given(levels)
def test_a_sum_is_at_least_the_strongest_and_at_most_n_times_it(given_levels):
    total = interference.power_sum_db(given_levels)
    assert max(given_levels) - 1e-9 <= total <= max(given_levels) + 10 * np.log10(len(given_levels)) + 1e-9


@given(st.floats(-20, 40), st.floats(-80, 80), st.floats(-10, 10))
def test_the_power_that_would_do_gives_the_wanted_margin(erp, margin, wanted):
    field_at_0_dbw = 10.0
    limit = margin + field_at_0_dbw + erp
    other = float(interference.erp_for_margin_dbw(erp, margin, wanted))
    assert limit - (field_at_0_dbw + other) == pytest.approx(wanted)


@given(FREQUENCIES)
def test_third_order_products_are_those_of_brute_force(sent):
    expected = sorted(
        [2 * a - b for a, b in itertools.permutations(sent, 2)]
        + [a + b - c for a, b in itertools.combinations(sent, 2) for c in sent if c not in (a, b)]
    )
    found = interference.third_order_products(sent)
    assert sorted(found.frequency_hz.tolist()) == [product for product in expected if product > 0]
    numbers = np.array(sent, dtype=np.int64)
    if len(sent) > 1:
        assert (numbers[found.plus] + numbers[found.other] - numbers[found.minus] == found.frequency_hz).all()


def test_a_product_on_a_receive_frequency_is_found_with_its_senders():
    sent = [157_400_000, 157_600_000, 158_000_000]
    products = interference.third_order_products(sent)
    rows, receivers = products.hitting([157_200_000, 157_000_001, 160_000_000], [1, 8_000, 8_000])
    found = {
        (int(products.plus[row]), int(products.other[row]), int(products.minus[row]), int(receiver))
        for row, receiver in zip(rows, receivers, strict=True)
    }
    # 2 x 157.4 - 157.6 = 157.2 = 2 x 157.6 - 158; 157.4 + 157.6 - 158 = 157.0
    assert found == {(0, 0, 1, 0), (1, 1, 2, 0), (0, 1, 2, 1)}


def test_no_relief_means_the_same_channel():
    assert interference.cochannel([0, 0.1, 70]).tolist() == [True, False, False]
