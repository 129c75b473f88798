"""Each part of an examination by itself, from inputs written by hand: no register, no database."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from common.canonical import canonical
from common.geo import destination, distance_m
from licenses.models.spectrum import Mark, Role
from licenses.services.coordination import fields, judge, profiles, records, rules
from licenses.services.coordination.wish import Wish
from radio.correction import correction_db
from radio.interference import power_sum_db
from radio.propagation import Reason, field_dbuv_m
from rulebook.enums import FieldModel
from tests.licenses.coordination_scene import ridge

HERE = (12.25, 109.1)
KEY = "0" * 31


def use(number: int = 1, km: float = 30.0, bearing: float = 0.0, **values: Any) -> tuple[Any, ...]:
    """A neighbour's use at a distance and bearing from the wish."""
    lat, lon = destination(*HERE, bearing, km * 1000)
    facts = {
        "assignment_id": f"{KEY}{number:x}", "assignment_version": 1, "station_version": 1, "role": Role.AREA,
        "centre_hz": 157_400_000, "lat": lat, "lon": lon, "bandwidth_hz": 11_000, "power_w": 25.0, "power_reference": 2,
        "gain_dbi": 2.15, "loss_db": 0.0, "height_m": 30.0, "radius_km": 8.0, "marks": 0, "since": None, "until": None,
        **values,
    }  # fmt: skip
    return tuple(facts[name] for name in records.COLUMNS)


def inputs(*uses: Any, mates: Any = (), **values: Any) -> dict[str, Any]:
    """An examination's inputs with these neighbours."""
    wish = {
        "kind": "land_mobile_private", "tx_hz": 157_400_000, "rx_hz": None, "emission": "11K0F3E",
        "bandwidth_hz": 11_000, "tetra": False, "power_w": 25.0, "power_reference": "erp", "erp_dbw": 13.9794,
        "eirp_dbw": 16.1294, "gain_dbi": 0.0, "loss_db": 0.0, "azimuth_deg": None, "lat": HERE[0], "lon": HERE[1],
        "height_m": 30.0, "radius_km": 10.0, "station_class": "", "link": None,
    } | values.pop("wish", {})  # fmt: skip
    limits = {
        "protected_field_dbuvm": 37.0, "protection_ratio_db": 18.0, "review_band_db": 3.0, "link_ratio_db": None,
        "border_field_dbuvm": None, "border_range_km": None, "border_time_percent": None, "model": "hata",
        "model_wanted": "hata", "model_by": "plan", "curves": None, "time_percent": 10.0, "receiver_height_m": 1.5,
    } | values.pop("rules", {})  # fmt: skip
    return {
        "wish": wish, "rules": limits, "reach_km": 150.0, "rows": text(uses), "mate_rows": text(mates), "own": [],
        "links": {}, "cosite": {"senders": [], "receivers": [], "left_out": 0}, "border_km": None, "findings": [],
        "offered": None, "terrain": None, **values,
    }  # fmt: skip


def text(uses: Any) -> str:
    return records.text_of(records.packed(uses))


def by_direction(given: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["direction"]: row for row in judge.judge(given)["rows"]}


# ---- both ways, at the nearest point of the victim's area


def test_the_field_is_taken_at_the_nearest_point_of_the_victims_area():
    rows = by_direction(inputs(use(km=30.0)))
    assert (rows["out"]["near_km"], rows["in"]["near_km"]) == (22.0, 20.0)
    expected = float(field_dbuv_m("hata", 13.9794, 157.4, 22.0, 30.0, 1.5, 10.0).field_dbuv_m)
    assert rows["out"]["level"] == pytest.approx(expected, abs=0.006)
    assert rows["out"]["margin_db"] == pytest.approx(37 - 18 - expected, abs=0.01)


def test_the_correction_of_the_two_designators_widens_the_margin():
    here, beside = (by_direction(inputs(use(km=20.0, centre_hz=hz)))["out"] for hz in (157_400_000, 157_412_500))
    relief = correction_db("11K0F3E", "11K0F3E", 12_500)
    assert relief > 30
    assert beside["margin_db"] == pytest.approx(here["margin_db"] + relief, abs=0.011)


def test_a_row_outside_the_models_range_is_at_best_review():
    inside = by_direction(inputs(use(km=60.0, height_m=60.0, power_w=1.0), wish={"erp_dbw": 3.0}))
    tall = by_direction(inputs(use(km=60.0, height_m=900.0, power_w=0.01), wish={"erp_dbw": 3.0}))
    assert (inside["in"]["reasons"], inside["in"]["verdict"]) == (0, "pass")
    assert tall["in"]["reasons"] & Reason.TX_HEIGHT
    assert tall["in"]["margin_db"] < 13
    assert tall["in"]["verdict"] == "review"


# ---- the sum


def test_many_who_pass_alone_are_too_much_together():
    many = [use(number, km=50.0, bearing=20.0 * number, power_w=25.0) for number in range(12)]
    alone = judge.judge(inputs(many[0], wish={"erp_dbw": -10.0}))
    together = judge.judge(inputs(*many, wish={"erp_dbw": -10.0}))
    assert (alone["verdict"], alone["sum"]["senders"]) == ("pass", 1)
    assert all(row["verdict"] == "pass" for row in together["rows"])
    assert together["verdict"] != "pass"
    levels = [row["level"] - row["correction_db"] for row in together["rows"] if row["direction"] == "in"]
    assert together["sum"]["level"] == pytest.approx(power_sum_db(levels), abs=0.02)


# ---- the duplex mate


def test_a_sender_on_the_receive_frequency_is_met_by_the_base_receiver():
    given = inputs(mates=[use(centre_hz=152_400_000, km=12.0)], wish={"rx_hz": 152_400_000})
    assert by_direction(given)["in_base"]["verdict"] == "fail"
    assert judge.judge(given | {"mate_rows": ""})["verdict"] == "pass"


def test_the_wish_disturbs_another_ones_base_receiver():
    receiver = use(role=Role.BASE_RECEIVER, km=12.0)
    assert by_direction(inputs(receiver))["out_base"]["verdict"] == "fail"


# ---- the site


@pytest.mark.parametrize(
    ("senders", "product"),
    [([157_450_000], 157_350_000), ([157_450_000, 157_475_000], 157_425_000 - 100_000)],
)
def test_products_of_the_site_are_named(senders, product):
    kept = [[f"{KEY}{place:x}", hz] for place, hz in enumerate(senders, start=2)]
    site = {"senders": kept, "receivers": [[f"{KEY}f", product, 11_000]], "left_out": 0}
    result = judge.judge(inputs(cosite=site))
    assert [row["hz"] for row in result["products"]] == [product]
    assert (result["products"][0]["receiver"], result["verdict"]) == (f"{KEY}f", "review")
    assert judge.judge(inputs(cosite=site | {"receivers": []}))["products"] == []


def test_a_product_of_three_senders_is_a_plus_b_minus_c():
    site = {
        "senders": [[f"{KEY}2", 157_450_000], [f"{KEY}3", 157_600_000]],
        "receivers": [[f"{KEY}f", 157_250_000, 11_000]], "left_out": 0,
    }  # fmt: skip
    (row,) = judge.judge(inputs(cosite=site))["products"]
    assert sorted(row["senders"][:2]) == [157_400_000, 157_450_000]
    assert row["senders"][2] == 157_600_000


# ---- the border


def test_the_field_at_the_border_is_held_against_the_plans_limit():
    plan = {"border_field_dbuvm": 12.0, "border_range_km": 80.0, "border_time_percent": 10.0}
    near, far = (judge.judge(inputs(border_km=km, rules=plan)) for km in (15.0, 90.0))
    expected = float(field_dbuv_m("hata", 13.9794, 157.4, 15.0, 30.0, 10.0, 10.0).field_dbuv_m)
    assert near["border"]["level"] == pytest.approx(expected, abs=0.006)
    assert (near["border"]["verdict"], near["verdict"], far["border"]) == ("fail", "fail", None)


# ---- who counts, and how they are marked


@pytest.mark.parametrize("mark", [Mark.PENDING, Mark.SUSPENDED])
def test_pending_and_suspended_count_and_are_marked(mark):
    rows = by_direction(inputs(use(km=12.0, marks=int(mark))))
    assert (rows["out"]["marks"], rows["out"]["verdict"]) == (int(mark), "fail")


def test_what_begins_later_counts_and_says_so():
    row = by_direction(inputs(use(km=12.0, since="2027-03-01")))["out"]
    assert (row["since"], row["verdict"]) == ("2027-03-01", "fail")


def test_a_pending_application_keeps_its_own_key():
    row = by_direction(inputs(use(km=12.0, assignment_id=f"application:{KEY}a", marks=int(Mark.PENDING))))["out"]
    assert (row["id"], row["marks"]) == (f"application:{KEY}a", int(Mark.PENDING))


# ---- links


def link_inputs(bearing: float, gain: float = 35.0) -> dict[str, Any]:
    """A wished link going north, and another's sender 20 km off at a bearing from its far end."""
    far = destination(*HERE, 0.0, 30_000)
    at = destination(*far, bearing, 20_000)
    other = use(role=Role.LINK_SENDER, centre_hz=7_128_000_000, bandwidth_hz=28_000_000, lat=at[0], lon=at[1])
    wish = {
        "kind": "fixed_link", "tx_hz": 7_128_000_000, "bandwidth_hz": 28_000_000, "emission": "28M0D7W",
        "erp_dbw": 30.0, "eirp_dbw": 32.15, "gain_dbi": gain, "radius_km": 0.0,
        "link": {"lat": far[0], "lon": far[1], "height_m": 30.0, "gain_dbi": gain},
    }  # fmt: skip
    return inputs(other, wish=wish, rules={"link_ratio_db": 30.0, "protected_field_dbuvm": None})


def test_a_links_receiver_hears_least_from_where_it_does_not_look():
    levels = {bearing: by_direction(link_inputs(bearing))["in_link"]["level"] for bearing in (180.0, 90.0, 0.0)}
    assert levels[180.0] > levels[90.0] + 20
    assert levels[180.0] > levels[0.0] + 20


def test_carrier_to_interference_is_the_limit_of_a_link():
    row = by_direction(link_inputs(180.0))["in_link"]
    loss = 32.4 + 20 * np.log10(7128.0) + 20 * np.log10(30.0)
    assert row["limit"] == pytest.approx(32.15 - loss + 35.0 - 30.0, abs=0.02)
    other = 32.4 + 20 * np.log10(7128.0) + 20 * np.log10(20.0)
    assert row["level"] == pytest.approx(13.9794 + 2.15 - other + 35.0, abs=0.02)
    assert row["margin_db"] == pytest.approx(row["limit"] - row["level"], abs=0.011)


def test_a_links_geometry_is_told_with_what_a_wrong_azimuth_costs():
    given = link_inputs(90.0)
    straight = judge.judge(given)["path"]
    given["wish"]["azimuth_deg"] = 12.0
    askew = judge.judge(given)["path"]
    assert (straight["length_km"], straight["azimuth_deg"], straight["back_deg"]) == (30.0, 0.0, 180.0)
    assert (straight["beside_deg"], straight["lost_db"]) == (0.0, 0.0)
    assert askew["beside_deg"] == 12.0
    assert askew["carrier_dbw"] == pytest.approx(straight["carrier_dbw"] - askew["lost_db"], abs=0.011)
    assert askew["lost_db"] > 10
    assert judge.judge(inputs())["path"] is None


def test_a_link_row_says_what_the_antennas_directions_take_off():
    towards, across = (by_direction(link_inputs(bearing))["in_link"] for bearing in (180.0, 90.0))
    assert towards["beside_db"] == pytest.approx(0.0, abs=0.05)
    assert across["beside_db"] > 20
    assert across["level"] == pytest.approx(towards["level"] - across["beside_db"], abs=0.1)


# ---- the models that an administration loads


@pytest.fixture
def curves(tmp_path: Path, settings: Any) -> Path:
    """Invented curves: free space less 30 dB and 6 dB more for 10 % of time, 100 to 600 MHz, 1 to 200 km."""
    lines = ["frequency_mhz,time_percent,path,h1_m,distance_km,field_dbuv_m"]
    for mhz in (100, 600):
        for time, more in ((10, 6.0), (50, 0.0)):
            for height in (10, 300):
                for km in (1, 10, 50, 200):
                    field = 106.9 - 20 * np.log10(km) - 30 - 0.1 * km + more
                    lines.append(f"{mhz},{time},land,{height},{km},{field:.2f}")
    file = tmp_path / "p1546.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    settings.CURVES_DIR = str(tmp_path)
    return file


def test_loaded_curves_judge_both_directions_and_are_named(curves):
    digest = fields.newest_curves("land")
    given = inputs(use(km=40.0), rules={"model": "p1546-land", "curves": digest})
    rows = by_direction(given)
    assert {rows[name]["model"] for name in ("in", "out")} == {"p1546-land"}
    assert digest[:12] in rows["out"]["version"]
    result = judge.judge(given)
    curves.rename(curves.with_name("older.csv"))
    curves.with_name("zz-newer.csv").write_text(curves.with_name("older.csv").read_text().replace("600,", "700,"))
    assert fields.newest_curves("land") != digest
    assert canonical(judge.judge(json.loads(canonical(given)))) == canonical(result)


def test_outside_the_curves_the_row_goes_to_review(curves):
    weak = inputs(use(km=30.0, height_m=900.0, power_w=1.0), wish={"erp_dbw": -20.0},
                  rules={"model": "p1546-land", "curves": fields.newest_curves("land")})  # fmt: skip
    row = by_direction(weak)["in"]
    assert row["reasons"] & Reason.TX_HEIGHT
    assert row["verdict"] != "pass"


def test_a_model_that_is_not_loaded_is_replaced_and_said(settings):
    settings.CURVES_DIR = settings.TERRAIN_DIR = ""
    limits = rules.rules_of(None, "p1546-land")
    assert (limits["model"], limits["model_wanted"], limits["model_by"]) == ("hata", "p1546-land", "examiner")
    codes = [found["code"] for found in rules._model(inputs()["wish"], limits)]
    assert codes == ["model_missing"]


def test_below_hatas_range_the_frequency_itself_goes_to_review():
    codes = [found["code"] for found in rules._model(inputs(wish={"tx_hz": 80_000_000})["wish"], rules.rules_of(None))]
    assert codes == ["model_range"]


@pytest.fixture
def terrain(tmp_path: Path, settings: Any) -> Path:
    """A ridge between 12.25 and 12.6 degrees north."""
    ridge(tmp_path)
    settings.TERRAIN_DIR = str(tmp_path)
    return tmp_path


def over_terrain(*uses: Any) -> dict[str, Any]:
    given = inputs(*uses, rules={"model": "itm", "model_wanted": "itm"})
    return given | {"terrain": profiles.taken(given["wish"], records.packed(uses), 150.0)}


def test_a_ridge_between_them_shields_and_both_directions_ask_the_terrain(terrain):
    behind, before = use(1, km=40.0, bearing=0.0), use(2, km=40.0, bearing=180.0)
    given = over_terrain(behind, before)
    rows = {(row["id"][-1], row["direction"]): row for row in judge.judge(given)["rows"]}
    assert {row["model"] for row in rows.values()} == {"itm"}
    assert given["terrain"]["files"] == ["ridge.asc"]
    for direction in ("in", "out"):
        hidden = rows.get(("1", direction))
        assert hidden is None or hidden["level"] < rows["2", direction]["level"] - 10
    assert {name: len(paths) for name, paths in given["terrain"]["paths"].items()} == {"out": 2, "in": 2}


def test_the_limiting_path_is_shown_from_its_sender(terrain):
    given = over_terrain(use(1, km=40.0, bearing=0.0, height_m=50.0), use(2, km=40.0, bearing=180.0))
    results = judge.judge(given)
    row, view = profiles.limiting(given, results)
    assert row == results["rows"][0]
    sender_m = given["wish"]["height_m"] if row["direction"] == "out" else 30.0
    assert view.ray_m[0] == view.ground_m[0] + sender_m
    only_north = {**results, "rows": [each for each in results["rows"] if each["id"][-1] == "1"]}
    if only_north["rows"]:
        assert profiles.limiting(given, only_north)[1].state == "blocked"
    assert profiles.limiting(given | {"terrain": None}, results) is None


def test_without_terrain_on_the_way_the_row_is_doubtful(terrain):
    given = over_terrain(use(km=90.0, bearing=90.0, power_w=200.0))
    row = by_direction(given)["in"]
    assert row["model"] == "hata"
    assert row["reasons"] & Reason.TERRAIN
    assert row["verdict"] != "pass"


def test_terrain_is_kept_with_the_inputs_so_that_new_files_change_nothing(terrain):
    given = json.loads(canonical(over_terrain(use(km=40.0, bearing=180.0))))
    before = canonical(judge.judge(given))
    (terrain / "ridge.asc").unlink()
    assert canonical(judge.judge(given)) == before


def test_the_plans_words_for_models_are_those_the_engine_knows():
    known = {"hata", "hata-urban", "hata-open", "free-space", "smooth-earth", *fields.CURVES, fields.ITM}
    assert set(FieldModel.values) == known


def test_distances_of_the_scene_are_on_the_ellipsoid():
    at = destination(*HERE, 37.0, 30_000)
    assert distance_m(*HERE, *at) == pytest.approx(30_000, abs=0.01)
    assert Wish.__dataclass_fields__["model"].default == ""
    assert dt.date.fromordinal(records._ordinal("2026-11-22")) == dt.date(2026, 11, 22)
