"""The correction for a frequency offset equals the HCM Agreement's, row by row, and behaves as physics must."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.correction import correction_db, corrections_db, is_tetra
from radio.emission import DesignatorError
from tests.radio import vectors

bandwidths = st.floats(100, 2e6)
offsets = st.floats(-5e6, 5e6)
ROWS = vectors.rows("hcm_annex3_delta_f.csv")


def test_every_row_of_annex_3_is_reproduced_to_a_thousandth_of_a_decibel():
    wrong = [
        (row, found)
        for row in ROWS
        if abs((found := correction_db(row["tx_designator"], row["rx_designator"], float(row["delta_f_hz"])))
               - float(row["corr_db"])) > 0.001
    ]  # fmt: skip
    assert wrong == []
    assert len(ROWS) == 422


@pytest.mark.parametrize(
    ("tx", "rx", "offset_hz", "expected"),
    [
        ("11K2F3E", "11K2F3E", 6_250, 2.2),
        ("11K2F3E", "11K2F3E", 12_500, 34.3),
        ("11K2F3E", "11K2F3E", 18_750, 63.6),
        ("16K0F3E", "16K0F3E", 12_500, 12.7),
        ("16K0F3E", "16K0F3E", 25_000, 59.4),
        ("16K0F3E", "11K2F3E", 12_500, 16.3),
        ("25K0G7W", "25K0G7W", 24_999, 0),
        ("25K0G7W", "25K0G7W", 25_000, 45),
        ("25K0G7W", "25K0G7W", 50_001, 70),
    ],
)
def test_worked_values(tx, rx, offset_hz, expected):
    assert correction_db(tx, rx, offset_hz) == pytest.approx(expected, abs=0.05)


def test_many_pairs_at_once_give_what_each_gives_alone():
    tx, rx, offset = ([float(value) for value in column] for column in zip(*[(8_500, 16_000, 12_500), (300e3, 11_200, 200e3), (100e3, 100e3, 80e3)], strict=True))  # fmt: skip  # noqa: E501
    together = corrections_db(tx, rx, offset)
    alone = [float(corrections_db(*row)) for row in zip(tx, rx, offset, strict=True)]
    assert together.tolist() == alone
    assert together.shape == (3,)


@given(bandwidths, bandwidths, offsets, st.booleans(), st.booleans())
def test_a_correction_lies_between_0_and_70_and_ignores_the_offsets_sign(tx, rx, offset, tx_tetra, rx_tetra):
    found = float(corrections_db(tx, rx, offset, tx_tetra, rx_tetra))
    assert 0 <= found <= 70
    assert found == float(corrections_db(tx, rx, -offset, tx_tetra, rx_tetra))


@given(bandwidths, bandwidths, offsets)
def test_without_tetra_the_two_sides_may_be_exchanged(tx, rx, offset):
    assert float(corrections_db(tx, rx, offset)) == float(corrections_db(rx, tx, offset))


@given(bandwidths, bandwidths)
def test_on_the_same_frequency_nothing_is_taken_off(tx, rx):
    assert float(corrections_db(tx, rx, 0)) == 0


def test_a_narrow_receiver_far_from_tetra_keeps_its_relief():
    # The published curve alone would give -222 dB here.
    assert correction_db("25K0G7W", "4K00F1E", 1_000_000) == 70
    assert correction_db("25K0G7W", "100HA1A", 1_000_000) > 50


def test_tetra_is_known_by_its_first_symbols():
    assert is_tetra("25K0G7W")
    assert is_tetra("25K0G7WWT")
    assert not is_tetra("25K0F7W")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: correction_db("16K0F3E", "F3E", 0), ValueError),
        (lambda: correction_db("16K0F3E", "nonsense", 0), DesignatorError),
        (lambda: corrections_db(16_000, -1, 0), ValueError),
        (lambda: corrections_db(16_000, 16_000, np.nan), ValueError),
        (lambda: corrections_db([16_000, 0], 16_000, 0), ValueError),
    ],
)
def test_what_cannot_be_corrected_is_refused_not_taken_for_zero(call, error):
    with pytest.raises(error):
        call()
