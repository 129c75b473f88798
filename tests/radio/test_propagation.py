"""Fields agree with published rows, fall with distance, never exceed free space, and say when they do not apply."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radio import propagation
from radio.propagation import MODELS, Reason, field_dbuv_m, free_space, hata, reach, smooth_earth
from tests.radio import vectors

MEGAHERTZ = {"150-174": 160.0, "450-470": 460.0}
ROWS = vectors.rows("fcc_90_205_service_radius.csv")
# 500 W is the cap: where it binds, the field at the edge is what 500 W gives, not what the rule asks for
UNCAPPED = [row for row in ROWS if row["max_erp_w"] != "500"]

frequencies = st.floats(30, 3000)
distances = st.floats(0.1, 1000)
heights = st.floats(1, 3000)
handhelds = st.floats(1, 10)
times = st.floats(1, 50)
names = st.sampled_from(sorted(MODELS))


def one(model, erp_w, frequency_mhz, distance_km, tx_m, rx_m=1.5, time=50.0):
    return float(field_dbuv_m(model, 10 * math.log10(erp_w), frequency_mhz, distance_km, tx_m, rx_m, time).field_dbuv_m)


@pytest.mark.parametrize("row", UNCAPPED, ids=lambda row: f"{row['band']}-{row['service_radius_km']}km")
def test_the_default_model_is_within_3_db_of_every_uncapped_row_of_90_205(row):
    height = max(30.0, float(row["ref_haat_m"]))
    found = one("hata", float(row["max_erp_w"]), MEGAHERTZ[row["band"]], float(row["service_radius_km"]), height)
    assert found == pytest.approx(float(row["edge_field_dbuv_m"]), abs=3)


def test_the_uncapped_rows_are_those_of_the_issue_and_give_the_fields_of_the_worked_example():
    assert [(row["band"], row["service_radius_km"]) for row in UNCAPPED] == [
        ("150-174", "3"), ("150-174", "8"), ("150-174", "13"), ("450-470", "3"), ("450-470", "8"),
    ]  # fmt: skip
    found = [
        round(one("hata", float(r["max_erp_w"]), MEGAHERTZ[r["band"]], float(r["service_radius_km"]), 30), 1)
        for r in UNCAPPED
    ]
    assert found == [36.3, 35.8, 36.4, 38.4, 40.4]


@pytest.mark.parametrize(
    ("model", "arguments", "field"),
    [
        # Textbook loss of Hata, urban, 900 MHz, 30 m, 1.5 m, 1 km: 126.42 dB; 1 kW ERP is 139.37 + 20 log f - L.
        ("hata-urban", (1000, 900, 1, 30), 139.37 + 20 * math.log10(900) - 126.42),
        ("free-space", (1000, 900, 10, 30), 86.9),
        ("free-space", (1, 50, 1, 30), 76.9),
    ],
)
def test_known_fields(model, arguments, field):
    assert one(model, *arguments) == pytest.approx(field, abs=0.02)


@given(names, frequencies, st.tuples(distances, distances), heights, handhelds, times)
def test_a_field_never_rises_with_distance(model, frequency, pair, tx, rx, time):
    near, far = sorted(pair)
    assert one(model, 1000, frequency, far, tx, rx, time) <= one(model, 1000, frequency, near, tx, rx, time) + 1e-9


@given(names, frequencies, distances, heights, handhelds, times)
def test_a_field_is_never_above_free_space(model, frequency, distance, tx, rx, time):
    assert one(model, 1000, frequency, distance, tx, rx, time) <= 106.9 - 20 * math.log10(distance) + 1e-9


@given(st.sampled_from(["free-space", "smooth-earth"]), frequencies, distances, heights, heights)
def test_physical_models_do_not_mind_which_end_transmits(model, frequency, distance, one_m, other_m):
    there = one(model, 10, frequency, distance, one_m, other_m)
    assert there == pytest.approx(one(model, 10, frequency, distance, other_m, one_m), abs=1e-9)


@given(names, frequencies, distances, heights, st.floats(0, 40))
def test_a_field_follows_the_power_decibel_by_decibel(model, frequency, distance, tx, more):
    low = field_dbuv_m(model, 10, frequency, distance, tx, 1.5).field_dbuv_m
    high = field_dbuv_m(model, 10 + more, frequency, distance, tx, 1.5).field_dbuv_m
    assert float(high - low) == pytest.approx(more, abs=1e-9)


@given(frequencies, distances, heights, st.tuples(times, times))
def test_a_field_exceeded_for_less_time_is_not_weaker(frequency, distance, tx, pair):
    rare, often = sorted(pair)
    assert one("hata", 10, frequency, distance, tx, 1.5, rare) >= one("hata", 10, frequency, distance, tx, 1.5, often)


@settings(max_examples=25)
@given(frequencies, st.tuples(distances, distances, distances), heights)
def test_many_links_at_once_give_what_each_gives_alone(frequency, three, tx):
    for name in MODELS:
        together = field_dbuv_m(name, 20, frequency, three, tx, 1.5, 10).field_dbuv_m
        alone = [one(name, 100, frequency, distance, tx, 1.5, 10) for distance in three]
        assert together.tolist() == pytest.approx(alone, abs=1e-9)


def test_the_time_supplement_has_the_fitted_values():
    at = np.array([10, 20, 40, 60, 80, 113, 140.0])
    ten = np.full(at.shape, 10.0)
    assert hata.time_supplement_db(np.full(at.shape, 160.0), at, ten).tolist() == pytest.approx(
        [0.2, 0.9, 2.3, 4.2, 6.3, 8.7, 9.6]
    )
    assert hata.time_supplement_db(np.full(at.shape, 460.0), at, ten).tolist() == pytest.approx(
        [0.8, 1.0, 1.9, 3.4, 5.0, 6.9, 7.7]
    )
    assert hata.time_supplement_db(np.full(at.shape, 460.0), at, np.full(at.shape, 50.0)).tolist() == [0.0] * 7


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ((0, 160, 30, 50, 1.5), Reason(0)),
        ((0, 100, 30, 50, 1.5), Reason.FREQUENCY),
        ((0, 160, 101, 50, 1.5), Reason.TOO_FAR),
        ((0, 160, 0.5, 50, 1.5), Reason.TOO_NEAR),
        ((0, 160, 30, 20, 1.5), Reason.TX_HEIGHT),
        ((0, 160, 30, 201, 1.5), Reason.TX_HEIGHT),
        ((0, 160, 30, 50, 30), Reason.RX_HEIGHT),
        ((0, 160, 30, 50, 1.5, 90), Reason.TIME),
        ((0, 2000, 200, 50, 1.5), Reason.FREQUENCY | Reason.TOO_FAR),
    ],
)
def test_a_link_outside_the_range_is_answered_and_marked_with_its_reasons(arguments, reason):
    found = field_dbuv_m("hata", *arguments)
    assert Reason(int(found.reasons)) == reason
    assert bool(found.review) is bool(reason)
    assert np.isfinite(found.field_dbuv_m)


def test_below_150_mhz_the_default_is_diffraction_over_free_space():
    assert one("hata", 10, 100, 30, 50) == pytest.approx(one("smooth-earth", 10, 100, 30, 50))


def test_past_100_km_the_default_keeps_the_larger_of_diffraction_and_the_extension():
    assert one("hata", 10, 460, 150, 50) > one("smooth-earth", 10, 460, 150, 50)
    assert one("hata", 10, 460, 150, 50) < one("hata", 10, 460, 100, 50)


def test_antennas_below_30_m_count_as_30_m_high():
    assert one("hata", 10, 160, 20, 5) == one("hata", 10, 160, 20, 30)


def test_receivers_above_10_m_gain_as_a_mast_does_and_not_as_the_line_of_a_handheld_would():
    ten, forty = one("hata", 10, 160, 20, 30, 10), one("hata", 10, 160, 20, 30, 40)
    assert forty - ten == pytest.approx(20 * math.log10(4))


def test_smooth_earth_takes_nothing_off_a_free_path_and_much_off_one_beyond_the_horizon():
    def loss(distance, height):
        arrays = [np.array([float(value)]) for value in (450, distance, height, height)]
        return float(smooth_earth.loss_db(*arrays)[0])

    assert loss(1, 300) == 0
    # On the horizon of smooth ground the loss is some 20 dB, and grows by more than half a decibel a kilometre.
    edge = math.sqrt(2 * smooth_earth.EFFECTIVE_RADIUS_KM) * 2 * math.sqrt(0.03)
    assert 15 < loss(edge, 30) < 30
    assert loss(edge + 20, 30) - loss(edge + 10, 30) > 5


def test_a_result_names_the_model_and_its_version():
    found = field_dbuv_m(propagation.DEFAULT, 0, 160, [1, 2], 30, 1.5)
    assert (found.model, found.version) == ("hata", "P.529/1")
    assert found.field_dbuv_m.shape == found.reasons.shape == (2,)


def test_free_space_loss_and_field_belong_together():
    loss = float(free_space.basic_loss_db(460, 10))
    assert 137.2 + 2.15 + 20 * math.log10(460) - loss == pytest.approx(86.9, abs=0.01)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"distance_km": 0}, "distance_km"),
        ({"distance_km": -3}, "distance_km"),
        ({"tx_height_m": -3}, "tx_height_m"),
        ({"rx_height_m": 0}, "rx_height_m"),
        ({"frequency_mhz": float("nan")}, "frequency_mhz"),
        ({"time_percent": 100}, "time_percent"),
        ({"erp_dbw": float("-inf")}, "erp_dbw"),
    ],
)
def test_an_impossible_input_is_named(changed, name):
    good = {"erp_dbw": 10, "frequency_mhz": 160, "distance_km": 10, "tx_height_m": 30, "rx_height_m": 1.5}
    with pytest.raises(ValueError, match=name):
        field_dbuv_m("hata", **{**good, **changed})


def test_an_unknown_model_is_refused():
    with pytest.raises(KeyError):
        field_dbuv_m("guess", 0, 160, 1, 30, 1.5)


def reach_km(erp_w, height_m, time, level):
    distance = np.arange(1.0, 200.0, 0.1)
    field = field_dbuv_m("hata", 10 * math.log10(erp_w), 860, distance, height_m, 1.5, time).field_dbuv_m
    return float(distance[np.flatnonzero(field >= level)[-1]])


def test_short_spacings_of_90_621_are_met_on_the_middle_though_not_row_by_row():
    """22 dBuV/m (10 %) of the proposed station against 40 dBuV/m (50 %) of the existing one, 1 kW ERP assumed.

    The rule rests on other curves (R-6602) and terrain averages, so single rows differ by tens of kilometres; a model
    that were too kind or too strict as a whole would move the middle.
    """
    differences = [
        reach_km(1000, float(row["existing_dhaat_m"]), 50, 40)
        + reach_km(float(row["proposed_erp_w"]), float(row["proposed_dhaat_m"]), 10, 22)
        - float(row["required_km"])
        for row in vectors.rows("fcc_90_621_short_spacing.csv")
    ]
    assert len(differences) == 98
    assert abs(float(np.median(differences))) < 3
    assert float(np.mean(np.abs(differences))) < 15
    assert -50 < min(differences) < max(differences) < 35


@given(names, st.floats(0.1, 1000), frequencies, st.floats(0, 100), heights)
@settings(max_examples=25)
def test_at_the_distance_a_field_reaches_it_has_just_that_level(model, erp, frequency, level, tx):
    found = reach.reach_km(model, 10 * math.log10(erp), frequency, level, tx, 1.5)
    if found == 0:
        assert one(model, erp, frequency, reach.NEAREST_KM, tx) < level
    elif found == math.inf:
        assert one(model, erp, frequency, reach.FARTHEST_KM, tx) >= level
    else:
        assert one(model, erp, frequency, found, tx) >= level > one(model, erp, frequency, found * 1.001, tx) - 0.01


def test_a_reach_in_free_space_is_reckoned_by_hand():
    # 76.9 + 10 log 25 - 20 log d = 37 dBuV/m
    assert reach.reach_km("free-space", 10 * math.log10(25), 160, 37, 30, 1.5) == pytest.approx(494.3, abs=0.1)
    with pytest.raises(ValueError, match="level"):
        reach.reach_km("free-space", 0, 160, float("nan"), 30, 1.5)
