"""Channels of a block are reckoned in whole hertz, and a wish outside the block is answered with what would do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio import bands
from radio.bands import Block

VHF = Block(
    146_000_000, 174_000_000, raster_origin_hz=146_000_000, raster_step_hz=6_250, max_bandwidth_hz=16_000,
    max_erp_w=500, max_height_m=100,
)  # fmt: skip


def test_a_frequency_on_the_raster_and_inside_has_no_fault():
    assert list(VHF.faults(157_406_250, 11_200, 25, 30)) == []


def test_every_fault_names_its_field_and_what_would_do():
    found = {fault.field: fault for fault in VHF.faults(157_401_000, 25_000, 1000, 120)}
    assert found["frequency"].code == "off_raster"
    assert found["frequency"].nearest_hz == (157_400_000, 157_406_250)
    assert (found["bandwidth"].limit, found["erp"].limit, found["height"].limit) == (16_000, 500, 100)


@pytest.mark.parametrize(("frequency", "inside"), [(146_000_000, False), (146_008_000, True), (173_992_001, False)])
def test_an_emission_must_stay_inside_the_block_with_both_edges(frequency, inside):
    assert VHF.contains(frequency, 16_000) is inside
    codes = {fault.code for fault in VHF.faults(frequency, 16_000)}
    assert ("outside_block" in codes) is not inside


def test_what_no_rule_says_is_not_judged():
    assert list(Block(100, 200).faults(150, 20, 1e6, 1e4)) == []


@given(
    st.integers(1, 10**9), st.integers(1, 10**6), st.integers(1, 10**4), st.integers(0, 10**4), st.integers(0, 10**6)
)
def test_listed_channels_are_exactly_those_on_the_raster_that_fit(lower, width, step, bandwidth, shift):
    block = Block(lower, lower + width, raster_origin_hz=lower + shift, raster_step_hz=step)
    listed = block.channels(bandwidth).tolist()[:200]
    assert all(block.on_raster(channel) and block.contains(channel, bandwidth) for channel in listed)
    if listed:
        assert not block.contains(listed[0] - step, bandwidth)
    else:
        assert width < step + bandwidth + 1


def test_a_frequency_outside_is_shown_the_first_or_last_channel():
    assert VHF.nearest_channels(100_000_000) == (146_000_000,)
    assert VHF.nearest_channels(200_000_000) == (174_000_000,)


@pytest.mark.parametrize(("side", "mate"), [("lower", 165_000_000), ("upper", 155_000_000), ("", None)])
def test_the_duplex_mate_lies_on_the_other_side(side, mate):
    assert Block(159_000_000, 161_000_000, duplex_hz=5_000_000, duplex_side=side).mate_hz(160_000_000) == mate


def test_blocks_that_share_spectrum_are_named_and_touching_ones_are_not():
    assert bands.overlaps([("b", 200, 300), ("a", 100, 200), ("c", 290, 400)]) == [("b", "c", 290, 300)]


@pytest.mark.parametrize(
    "call",
    [
        lambda: Block(200, 100),
        lambda: Block(100, 200, raster_origin_hz=100),
        lambda: Block(100, 200, raster_origin_hz=100, raster_step_hz=0),
        lambda: Block(100, 200).channels(),
    ],
)
def test_a_block_that_means_nothing_is_refused(call):
    with pytest.raises(ValueError):
        call()
