"""What an examination shows: every input its powers and margins follow from, in the reader's words and units."""

import json
import re

import pytest
from django.utils import translation

from licenses.documents import coordination_facts, coordination_report
from licenses.documents import coordination_words as words
from licenses.services.coordination import check as coordination
from licenses.services.coordination import reports
from radio.propagation import Reason
from tests.licenses.conftest import *  # noqa: F403
from tests.licenses.coordination_scene import wish
from tests.licenses.test_coordination import base, law  # noqa: F401

pytestmark = pytest.mark.django_db
ROW = {"direction": "out", "model": "hata", "reasons": 0}


def test_the_erp_can_be_reckoned_again_from_what_was_examined(officer, law):  # noqa: F811
    made = coordination.check(
        wish(power_reference="transmitter", power_w=25.0, gain_dbi=6.0, loss_db=2.0), by=officer, on=ON  # noqa: F405
    )  # fmt: skip
    inputs = json.loads(made.inputs)
    with translation.override("en"):
        shown = dict(coordination_facts.facts(inputs))
    power, gain, loss, dipole, erp = (float(text) for text in re.findall(r"\d+\.?\d*", shown["ERP"])[:5])
    assert power + gain - loss - dipole == pytest.approx(erp, abs=0.011)
    assert erp == pytest.approx(inputs["wish"]["erp_dbw"], abs=0.006)
    assert (shown["Antenna gain"], shown["Feeder loss"], shown["Antenna azimuth"]) == ("6 dBi", "2 dB", "not given")
    assert {"Class of station", "Protected field", "Protection ratio", "Receivers above ground"} <= set(shown)


@pytest.mark.parametrize(
    ("row", "name", "why"),
    [
        ({}, "Okumura–Hata", ""),
        ({"reasons": int(Reason.FREQUENCY)}, "P.526", "không áp dụng ở tần số này"),
        ({"direction": "in_base", "model": "smooth-earth"}, "P.526", "hai đài gốc"),
        ({"direction": "out_link", "model": "free-space"}, "không gian tự do", "hướng ăng-ten"),
    ],
)
def test_a_row_names_the_model_that_was_used_and_why(row, name, why):
    text = words.model(ROW | row)
    assert name in text
    assert why in text
    assert "hata" not in text


def test_the_report_gives_each_row_its_verdict_and_each_bar_its_direction(officer, base, law):  # noqa: F811
    base()
    made = coordination.check(wish(), by=officer, on=ON)  # noqa: F405
    payload = reports.payload(made, by=officer, on=ON, language="en")  # noqa: F405
    assert payload["columns"][2] == "Verdict"
    assert {row[2] for row in payload["rows"]} == {"disturbed"}
    assert {bar["way"] for bar in payload["chart"]} == {"new one → its area", "this one → new area"}
    assert "One sender brings" in payload["more"][0]


def test_a_label_on_the_map_covers_neither_the_place_examined_nor_another_label():
    square = (97.5, 97.5, 102.5, 102.5)
    taken = [square]
    places = [coordination_report._free_place(100, 100, 60, taken) for _neighbour in range(3)]
    boxes = [(x, y - 1, x + 60, y + 7) for x, y in places]
    for first in [square, *boxes]:
        for second in boxes:
            apart = first[2] <= second[0] or second[2] <= first[0] or first[3] <= second[1] or second[3] <= first[1]
            assert first == second or apart
