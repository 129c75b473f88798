"""An unknown emission is matched with the licenses it could belong to, best first, or with none."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from radio.identity import Heard, Licensed, rank, suspected_unlicensed

HEARD = Heard(157_400_300, uncertainty_hz=50, bandwidth_hz=11_000, emission_class="F3E", field_dbuvm=60)


def licensed(key, tx_hz=157_400_000, **changes):
    given_values = {"bandwidth_hz": 11_200, "distance_km": 5, "erp_dbw": 14.0, "classes": ("F3E",)} | changes
    return Licensed(key, tx_hz, **given_values)


def test_the_nearer_of_two_on_the_channel_comes_first_and_the_neighbour_channel_last():
    found = rank(HEARD, [licensed("far", distance_km=60), licensed("next", 157_412_500), licensed("near")])
    assert [match.key for match in found] == ["near", "far", "next"]
    assert [match.fits for match in found] == [True, True, False]
    assert found[0].offset_hz == 300
    assert not suspected_unlicensed(found)


def test_another_class_and_width_count_against_a_license():
    found = rank(HEARD, [licensed("digital", classes=("FXE",), bandwidth_hz=7_600), licensed("same")])
    assert found[0].key == "same"
    assert found[1].parts["class"] == 1
    assert found[1].parts["bandwidth"] > 0.5


def test_a_field_no_licensed_power_can_give_rules_a_license_out():
    found = rank(Heard(157_400_000, field_dbuvm=110), [licensed("far", distance_km=100)])
    assert not found[0].possible
    assert suspected_unlicensed(found)


def test_an_unknown_power_rules_nothing_out():
    assert rank(Heard(157_400_000, field_dbuvm=110), [licensed("far", distance_km=100, erp_dbw=None)])[0].fits


def test_an_emission_nobody_is_licensed_near_is_suspected():
    assert suspected_unlicensed(rank(HEARD, []))
    assert suspected_unlicensed(rank(HEARD, [licensed("other", 158_000_000)]))


def test_inside_a_licensed_band_there_is_no_offset():
    found = rank(Heard(13_010e6), [licensed("link", 13_000e6, upper_hz=13_025e6, bandwidth_hz=25e6)])
    assert found[0].offset_hz == 0
    assert found[0].fits


@given(st.lists(st.tuples(st.integers(-50_000, 50_000), st.floats(0.1, 200)), max_size=8))
def test_every_candidate_is_ranked_once_and_those_that_fit_lead(pairs):
    candidates = [
        licensed(str(number), 157_400_000 + offset, distance_km=distance)
        for number, (offset, distance) in enumerate(pairs)
    ]
    found = rank(HEARD, candidates)
    assert sorted(match.key for match in found) == sorted(candidate.key for candidate in candidates)
    assert all(
        (not first.fits, first.score) <= (not then.fits, then.score) for first, then in itertools.pairwise(found)
    )
