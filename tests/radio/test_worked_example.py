"""The worked example of docs/radio.md section 6 gives the numbers printed there, and so do its distances."""

import math

import numpy as np
import pytest

from radio import interference
from radio.correction import correction_db
from radio.interference import Verdict
from radio.propagation import field_dbuv_m, hata
from radio.propagation.model import Links
from radio.propagation.reach import reach_km

ERP_DBW = 10 * math.log10(25)


def test_every_step_of_the_worked_example():
    nearest = float(interference.nearest_distance_km(30, 8))
    assert nearest == 22
    relief = correction_db("11K2F3E", "16K0F3E", 12_500)
    assert relief == pytest.approx(16.328, abs=5e-4)
    links = Links.of([157.4125], [nearest], [30], [1.5], [10])
    assert hata.median_field(links).item() == pytest.approx(35.666, abs=5e-4)
    one = np.array([157.4125]), np.array([22.0]), np.array([10.0])
    assert hata.time_supplement_db(*one).item() == pytest.approx(1.04)
    field = float(field_dbuv_m("hata", ERP_DBW, 157.4125, nearest, 30, 1.5, 10).field_dbuv_m)
    assert field == pytest.approx(20.685, abs=5e-4)
    margin = float(interference.margins_db(37, 18, relief, field))
    assert margin == pytest.approx(14.6, abs=0.05)
    same_channel = float(interference.margins_db(37, 18, 0, field))
    assert same_channel == pytest.approx(-1.7, abs=0.05)
    assert interference.verdicts([margin, same_channel]).tolist() == [Verdict.PASS, Verdict.REVIEW]


@pytest.mark.parametrize(
    ("frequency", "protected", "erp_w", "height", "apart_km"),
    [
        (160, 37, 25, 30, 32),
        (160, 37, 100, 50, 64),
        (160, 37, 500, 100, 151),
        (460, 39, 25, 30, 26),
        (460, 39, 100, 50, 50),
        (460, 39, 500, 100, 111),
    ],
)
def test_co_channel_distances(frequency, protected, erp_w, height, apart_km):
    level = 10 * math.log10(erp_w)
    served = reach_km("hata", level, frequency, protected, height, 1.5, 50)
    disturbed = reach_km("hata", level, frequency, protected - 18, height, 1.5, 10)
    assert served + disturbed == pytest.approx(apart_km, abs=1)
