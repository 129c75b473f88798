"""Quantities on pages and papers: one minus, one grouping, a unit people would say."""

import pytest
from django.utils import translation

from common import quantities


@pytest.mark.parametrize(
    ("made", "vi", "en"),
    [
        (lambda: quantities.level(-58.84), "−58,8 dB", "−58.8 dB"),
        (lambda: quantities.level(-0.04, "dBW"), "0,0 dBW", "0.0 dBW"),
        (lambda: quantities.level(None), "", ""),
        (lambda: quantities.watts(1_000_000.0), "1 MW", "1 MW"),
        (lambda: quantities.watts(1523842.21, 4), "1,524 MW", "1.524 MW"),
        (lambda: quantities.watts(9500), "9.500 W", "9,500 W"),
        (lambda: quantities.watts(20_000), "20 kW", "20 kW"),
        (lambda: quantities.watts(0.005), "5 mW", "5 mW"),
        (lambda: quantities.spacing(-34_000_000), "−34 MHz", "−34 MHz"),
        (lambda: quantities.spacing(12_500, sign=True), "+12,5 kHz", "+12.5 kHz"),
        (lambda: quantities.spacing(0), "0 Hz", "0 Hz"),
        (lambda: quantities.plain(0.1 + 0.2), "0,3", "0.3"),
        (lambda: quantities.plain(1127.0), "1.127", "1,127"),
        (lambda: quantities.signed(-3, 1), "−3,0", "−3.0"),
        (lambda: quantities.mhz(157_412_500), "157,4125 MHz", "157.4125 MHz"),
        (lambda: quantities.mhz(7_442_000_000), "7442,000 MHz", "7442.000 MHz"),
    ],
)
def test_a_quantity_reads_as_the_language_writes_it(made, vi, en):
    with translation.override("vi"):
        assert made() == vi
    with translation.override("en"):
        assert made() == en
