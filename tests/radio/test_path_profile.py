"""The side view of a path shows bulge, Fresnel zone and obstacles as reckoned by hand."""

import numpy as np
import pytest

from radio import path_profile


def test_the_earth_bulges_most_in_the_middle():
    # 20 km over flat ground: 500 x 10 x 10 / 8494.7 = 5.9 m
    seen = path_profile.view(np.zeros(101), 20, 30, 30, 450)
    assert seen.ground_m.max() == pytest.approx(5.886, abs=1e-3)
    assert int(np.argmax(seen.ground_m)) == 50


def test_the_first_fresnel_zone_has_its_textbook_radius():
    # 17.32 sqrt(10 x 10 / (7 GHz x 20 km)) = 14.6 m
    assert path_profile.view(np.zeros(101), 20, 60, 60, 7_000).fresnel_m[50] == pytest.approx(14.64, abs=0.01)


@pytest.mark.parametrize(("hill", "state"), [(0, "free"), (48, "touched"), (80, "blocked")])
def test_a_hill_touches_or_blocks_the_path_where_it_stands(hill, state):
    ground = np.zeros(101)
    ground[50] = hill
    seen = path_profile.view(ground, 20, 60, 60, 7_000)
    assert seen.state == state
    if hill:
        assert seen.worst == 50


def test_the_ray_joins_the_antennas():
    seen = path_profile.view([100.0, 0.0, 10.0], 5, 30, 20, 450)
    assert (seen.ray_m[0], seen.ray_m[-1]) == (130, 30)


@pytest.mark.parametrize("values", [([0, 0], 5, 30, 20, 450), ([0, 0, 0], 0, 30, 20, 450), ([0, 0, 0], 5, -3, 20, 450)])
def test_impossible_paths_are_refused(values):
    with pytest.raises(ValueError):
        path_profile.view(*values)
