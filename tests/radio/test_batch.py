"""Tables of radio questions are answered row by row, and a bad row says why without stopping the others."""

import pytest

from radio import batch
from radio.propagation import MODELS, field_dbuv_m
from tests.radio import vectors


def run(name, *rows, language="en"):
    return list(batch.TASKS[name].run(list(rows), language, MODELS))


def test_every_published_designator_is_answered_as_stated():
    rows = vectors.rows("designators.csv")
    found = run("designators", *rows)
    assert [row["valid"] for row in found] == [row["valid"] for row in vectors.rows("designators.csv")]
    assert all(bool(row["error"]) is (row["valid"] == "0") for row in found)


def test_every_published_correction_is_answered_to_three_decimals():
    rows = [{**row, "given": row["corr_db"]} for row in vectors.rows("hcm_annex3_delta_f.csv")]
    found = run("correction", *rows)
    assert max(abs(float(row["corr_db"]) - float(row["given"])) for row in found) <= 0.001


def test_a_designator_is_explained_in_the_language_asked_for():
    (vietnamese,) = run("designators", {"designator": "11K2F3E"}, language="vi")
    assert (vietnamese["bandwidth_hz"], vietnamese["error"]) == ("11200", "")
    assert vietnamese["meaning"].startswith("F: điều tần; 3:")


def test_carelessly_written_designators_are_answered_and_mended():
    (row,) = run("designators", {"designator": " 16kOf3e "})
    assert (row["valid"], row["normalised"], row["error"]) == ("0", "16K0F3E", "designator: write 16K0F3E")


def test_a_class_without_bandwidth_has_none_and_cannot_be_corrected():
    assert run("designators", {"designator": "N0N"})[0]["bandwidth_hz"] == ""
    (row,) = run("correction", {"tx_designator": "16K0F3E", "rx_designator": "N0N", "delta_f_hz": "0"})
    assert (row["corr_db"], row["error"].split(":")[0]) == ("", "rx_designator")


FIELD = {"erp_w": "25", "frequency_mhz": "157,4", "distance_km": "10", "tx_height_m": "30"}


def test_a_field_takes_decimal_commas_and_defaults():
    (row,) = run("field", FIELD)
    expected = float(field_dbuv_m("hata", 13.9794, 157.4, 10, 30, 1.5, 50).field_dbuv_m)
    assert float(row["field_dbuv_m"]) == pytest.approx(expected, abs=0.006)
    assert (row["model_used"], row["review"], row["reasons"], row["error"]) == ("hata", "0", "", "")


def test_models_may_change_from_row_to_row_and_the_order_is_kept():
    rows = [{**FIELD, "model": name, "n": str(n)} for n, name in enumerate(("free-space", "hata", "free-space"))]
    found = run("field", *rows)
    assert [row["n"] for row in found] == ["0", "1", "2"]
    assert found[0]["field_dbuv_m"] == found[2]["field_dbuv_m"] == "70.88"


def test_a_link_outside_the_range_says_which_way():
    (row,) = run("field", {**FIELD, "distance_km": "150", "frequency_mhz": "80"})
    assert (row["review"], row["reasons"]) == ("1", "frequency too_far")


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"erp_w": "0"}, "erp_w"),
        ({"erp_w": ""}, "erp_w"),
        ({"distance_km": "-1"}, "distance_km"),
        ({"distance_km": "near"}, "distance_km"),
        ({"tx_height_m": "-3"}, "tx_height_m"),
        ({"frequency_mhz": "nan"}, "frequency_mhz"),
        ({"time_percent": "100"}, "time_percent"),
        ({"model": "guess"}, "model"),
    ],
)
def test_a_bad_row_names_its_column_and_the_good_one_beside_it_is_answered(changed, column):
    bad, good = run("field", {**FIELD, **changed}, FIELD)
    assert bad["error"].startswith(f"{column}:")
    assert bad["field_dbuv_m"] == ""
    assert good["error"] == ""


def test_long_tables_are_answered_chunk_by_chunk():
    asked = []

    def rows():
        for number in range(batch.CHUNK + 5):
            asked.append(number)
            yield FIELD

    answers = batch.fields(rows())
    next(answers)
    assert len(asked) == batch.CHUNK
    assert len(list(answers)) == batch.CHUNK + 4


def test_below_150_mhz_the_model_that_was_really_used_is_named():
    (row,) = run("field", {**FIELD, "frequency_mhz": "88"})
    assert (row["model_used"], row["model_version"]) == ("smooth-earth", MODELS["smooth-earth"].version)
    assert (row["review"], row["reasons"]) == ("1", "frequency")


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("field", {**FIELD, "erp_w": "many"}, "erp_w: “many” không phải là số"),
        ("field", {**FIELD, "erp_w": "0"}, "erp_w: phải lớn hơn 0"),
        ("field", {**FIELD, "distance_km": ""}, "distance_km: thiếu giá trị"),
        ("designators", {"designator": "16KF3E"}, "designator: “16KF3E” phải có 7 hoặc 9 ký tự"),
        ("correction", {"tx_designator": "16K0F3E", "rx_designator": "N0N", "delta_f_hz": "0"}, "thiếu độ rộng"),
    ],
)
def test_a_bad_row_says_why_in_vietnamese_when_asked(name, row, said):
    (found,) = run(name, row, language="vi")
    assert said in found["error"]
