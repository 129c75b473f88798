"""Values typed in the wrong unit are doubted with the likely mend, and right ones are left alone."""

import math

import pytest

from radio import plausibility

VHF = ((146e6, 174e6), (440e6, 444e6))


def only(doubts):
    found = list(doubts)
    assert len(found) <= 1
    return (found[0].code, found[0].impossible, found[0].suggestion) if found else None


@pytest.mark.parametrize(
    ("hertz", "usual", "expected"),
    [
        (157.4e6, VHF, None),
        (157_400e6, VHF, ("kilohertz", False, 157.4e6)),
        (157_400e6, plausibility.USUAL_HZ, ("kilohertz", False, 157.4e6)),
        (157_400_000e6, VHF, ("hertz", False, 157.4e6)),
        (157_400.0, VHF, ("gigahertz", False, 157.4e6)),
        (27e6, VHF, ("too_low", False, None)),
        (900e6, VHF, ("too_high", False, None)),
        (0, VHF, ("not_above_zero", True, None)),
        (math.nan, VHF, ("not_a_number", True, None)),
    ],
)
def test_frequencies(hertz, usual, expected):
    found = only(plausibility.frequency(hertz, usual))
    assert (found and (*found[:2], found[2] and pytest.approx(found[2]))) == expected


@pytest.mark.parametrize(
    ("watts", "expected"),
    [
        (25, None),
        (0, ("not_above_zero", True, None)),
        (-1, ("not_above_zero", True, None)),
        (25_000, ("milliwatts", False, 25)),
        (10e6, ("too_high", True, 10e3)),
        (math.inf, ("not_a_number", True, None)),
    ],
)
def test_powers(watts, expected):
    assert only(plausibility.erp(watts)) == expected


@pytest.mark.parametrize(
    ("metres", "expected"), [(30, None), (0, None), (-3, ("sign", True, 3)), (1200, ("above_sea", False, None))]
)
def test_heights(metres, expected):
    assert only(plausibility.height(metres)) == expected


@pytest.mark.parametrize(
    ("hertz", "expected"),
    [
        (11_200, None),
        (11.2, ("kilohertz", False, 11_200)),
        (0, ("not_above_zero", True, None)),
        (100e6, ("too_high", True, 100e3)),
    ],
)
def test_bandwidths(hertz, expected):
    assert only(plausibility.bandwidth(hertz, 157.4e6)) == expected


@pytest.mark.parametrize(("lat", "lon", "missing"), [(12.2, 109.2, False), (None, 109.2, True), (0, 0, True)])
def test_coordinates(lat, lon, missing):
    assert (only(plausibility.coordinates(lat, lon)) == ("missing", True, None)) is missing


def test_the_same_site_entered_twice_is_found():
    assert plausibility.same_site([250.0, 0.4, 0.0]) == [1, 2]
