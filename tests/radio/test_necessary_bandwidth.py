"""The necessary bandwidth of the usual systems comes out as 47 CFR 2.202(g) writes it."""

import pytest

from radio import necessary_bandwidth as reckon
from radio.emission import encode_bandwidth, parse_designator


@pytest.mark.parametrize(
    ("hertz", "designator"),
    [
        (reckon.keyed_carrier_hz(20, 5), "100HA1A"),
        (reckon.double_sideband_hz(3_000), "6K00A3E"),
        (reckon.double_sideband_hz(4_000), "8K00A3E"),
        (reckon.single_sideband_hz(2_990), "2K99R3E"),
        (reckon.frequency_shift_hz(100, 85), "304HF1B"),
        (reckon.frequency_modulation_hz(3_000, 5_000), "16K0F3E"),
        (reckon.frequency_modulation_hz(3_100, 2_500), "11K2F3E"),
        (reckon.frequency_modulation_hz(550, 400, 1.1), "1K98F1C"),
        (reckon.frequency_modulation_hz(15_000, 75_000), "180KF8E"),
    ],
)
def test_published_examples(hertz, designator):
    assert encode_bandwidth(hertz) + designator[4:] == designator
    assert reckon.compare(parse_designator(designator), hertz).agrees


def test_a_digital_system_by_rate_and_states():
    assert reckon.digital_hz(34_368_000, 16) == pytest.approx(17.184e6)


def test_a_declared_bandwidth_far_from_the_reckoned_one_disagrees_with_its_ratio():
    found = reckon.compare(parse_designator("25K0F3E"), 16_000)
    assert not found.agrees
    assert found.ratio == pytest.approx(1.5625)


@pytest.mark.parametrize(
    "call",
    [
        lambda: reckon.keyed_carrier_hz(0),
        lambda: reckon.double_sideband_hz(-1),
        lambda: reckon.single_sideband_hz(3_000, 3_000),
        lambda: reckon.frequency_modulation_hz(3_000, float("nan")),
        lambda: reckon.digital_hz(1e6, 1),
        lambda: reckon.compare(parse_designator("N0N"), 100),
        lambda: reckon.compare(parse_designator("16K0F3E"), 0),
    ],
)
def test_impossible_systems_are_refused(call):
    with pytest.raises(ValueError):
        call()
