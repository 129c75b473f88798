"""What the search leaves out changes no outcome: every examination equals one that reads the whole register."""

import json
import math
import random
from typing import Any

import numpy as np
import pytest

from common.geo import distance_m
from licenses.models import CoordinationCheck, FrequencyAssignment, SpectrumUse
from licenses.services.coordination import check as coordination
from licenses.services.coordination import judge, loud, records, tiles
from licenses.services.coordination.loud import FAINT_DB
from radio.correction import corrections_db
from radio.propagation import field_dbuv_m
from rulebook import loader
from rulebook.models import ChannelPlan
from tests.licenses.conftest import ON
from tests.licenses.coordination_scene import crowd, wish

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
EVERYWHERE = (-90.0, -180.0, 90.0, 180.0)


@pytest.fixture
def crowded(officer, holder, agencies, license_values):
    """A register with holes, half of it packed."""
    loader.load("vn")
    crowd(holder, agencies.skhcn, license_values, count=600)
    tiles.pack(most=60)


@pytest.fixture
def known(officer, holder, agencies, license_values):
    """A thinner register in which everything is known, so that something can pass."""
    loader.load("vn")
    crowd(holder, agencies.skhcn, license_values, count=150, holes=False)
    tiles.pack(most=60)


def wished(rnd: random.Random) -> Any:
    return wish(
        tx_hz=157_200_000 + rnd.randrange(0, 40) * 12_500, lat=rnd.uniform(11.0, 14.5), lon=rnd.uniform(107.9, 109.1),
        power_w=rnd.choice((0.1, 1.0, 5.0, 25.0)), height_m=rnd.choice((5.0, 30.0, 90.0)),
        radius_km=rnd.choice((2.0, 5.0, 10.0)), emission=rnd.choice(("8K50F3E", "11K0F3E", "16K0F3E")),
    )  # fmt: skip


def whole_register() -> str:
    windows = [tiles.Window(name, 1, 10**12) for name in (4,)]
    windows += [tiles.Window(name, 140_000_000, 170_000_000) for name in (1, 2, 3)]
    uses = tiles.uses_within(windows, EVERYWHERE)
    assert uses.size == SpectrumUse.objects.count()
    return records.text_of(records.ordered(uses[(uses["until"] == 0) | (uses["until"] >= ON.toordinal())]))


@pytest.mark.parametrize("scene", ["crowded", "known"])
def test_an_examination_equals_one_of_the_whole_register(scene, request):
    request.getfixturevalue(scene)
    every, rnd = whole_register(), random.Random(5)
    verdicts = set()
    for _ in range(25):
        inputs, results, _plan = coordination.examine(wished(rnd), on=ON)
        all_of_it = {**inputs, "rows": every, "mate_rows": every if inputs["mate_rows"] else ""}
        if inputs["offered"]:
            all_of_it["offered"] = {**inputs["offered"], "rows": every, "mate_rows": ""}
        again = judge.judge(all_of_it)
        assert again.pop("neighbours") >= results.pop("neighbours")
        assert again == results
        verdicts.add(results["verdict"])
    assert verdicts >= ({"fail"} if scene == "crowded" else {"pass", "fail"})


def test_every_margin_is_what_a_loop_over_all_assignments_finds(crowded):
    rnd = random.Random(9)
    met = 0
    for _ in range(12):
        inputs, results, _plan = coordination.examine(wished(rnd), on=ON)
        expected = looped(inputs["wish"], inputs["rules"], inputs["reach_km"])
        got = {
            (row["id"], row["direction"]): row["margin_db"]
            for row in results["rows"]
            if row["direction"] in ("in", "out")
        }
        if len(results["rows"]) == judge.SHOWN:
            got = {key: value for key, value in got.items() if value < results["next_margin_db"]}
            expected = {key: value for key, value in expected.items() if key in got}
        assert got.keys() == expected.keys()
        assert all(got[key] == pytest.approx(expected[key], abs=0.02) for key in got)
        met += len(got)
    assert met > 50


def looped(asked: dict[str, Any], rules: dict[str, Any], reach_km: float) -> dict[tuple[str, str], float]:
    """Reckon both directions towards every service area, one after the other, from the register's own tables."""
    found = {}
    limit = rules["protected_field_dbuvm"] - rules["protection_ratio_db"]
    ended = ("expired", "revoked", "cancelled", "surrendered", "superseded")
    for row in FrequencyAssignment.objects.select_related("station", "license").exclude(license__status__in=ended):
        at, offset = row.station, abs(row.tx_hz - asked["tx_hz"])
        ends = [day for day in (row.in_force_until, row.license.valid_until) if day]
        if (ends and min(ends) < ON) or at.lat is None or at.lon is None or not row.bandwidth_hz:
            continue
        wider = max(row.bandwidth_hz, asked["bandwidth_hz"])
        away = distance_m(asked["lat"], asked["lon"], at.lat, at.lon) / 1000
        if offset > wider * (2 if wider <= 25_000 else 4) or away > reach_km:
            continue
        widths = (asked["bandwidth_hz"], row.bandwidth_hz)
        if at.service_radius_km is not None:
            field = _field(rules, asked["erp_dbw"], asked["tx_hz"], away - at.service_radius_km, asked["height_m"])
            margin = limit + float(corrections_db(*widths, offset, asked["tetra"], False)) - field
            touching = away < asked["radius_km"] + at.service_radius_km
            cochannel = float(corrections_db(*widths, offset, asked["tetra"], False)) <= 0
            if margin < FAINT_DB or (touching and cochannel):
                found[row.pk.hex, "out"] = margin
        if row.power_w and at.antenna_height_m is not None:
            erp = 10 * math.log10(row.power_w)
            field = _field(rules, erp, row.tx_hz, away - asked["radius_km"], at.antenna_height_m)
            correction = float(corrections_db(*reversed(widths), offset, False, asked["tetra"]))
            touching = away < asked["radius_km"] + (at.service_radius_km or 0.0)
            if limit + correction - field < FAINT_DB or (touching and correction <= 0):
                found[row.pk.hex, "in"] = limit + correction - field
    return found


def _field(rules: dict[str, Any], erp: float, hz: int, km: float, height: float) -> float:
    found = field_dbuv_m(
        rules["model"], erp, hz / 1e6, max(km, 0.5), max(height, 1.0), rules["receiver_height_m"], rules["time_percent"]
    )
    return float(found.field_dbuv_m)


def test_stored_inputs_give_the_same_bytes_after_the_register_and_the_plan_changed(crowded, officer):
    asked = wish(lat=12.9, power_w=5.0)
    kept = coordination.check(asked, by=officer, on=ON)
    assert json.loads(kept.inputs)["offered"] is not None
    FrequencyAssignment.objects.update(power_w=1000.0, in_force_until=None)
    SpectrumUse.objects.update(lat=12.9, lon=109.1)
    tiles.pack()
    plan = ChannelPlan.objects.get(pk=kept.plan_id)
    plan.pk, plan.code, plan.lower_hz, plan.protection_ratio_db, plan.field_model = (
        None,
        "ANOTHER",
        1,
        40.0,
        "free-space",
    )
    plan._state.adding = True
    plan.save()
    assert coordination.reckoned_again(CoordinationCheck.objects.get(pk=kept.pk))
    again = coordination.check(asked, by=officer, on=ON)
    assert (json.loads(again.inputs)["plan"]["code"], again.sha256 != kept.sha256) == ("ANOTHER", True)
    assert coordination.reckoned_again(again)


@pytest.mark.parametrize("seed", range(3))
def test_what_is_offered_passes_when_it_is_asked_for(known, seed):
    rnd, offers = random.Random(seed), 0
    for _ in range(15):
        asked = wished(rnd)
        _inputs, results, _plan = coordination.examine(asked, on=ON)
        for offer in results.get("offers", {}).get("channels", []):
            again = coordination.examine(wish(**{**vars(asked), "tx_hz": offer["hz"]}), on=ON)[1]
            assert again["verdict"] == "pass"
            assert offer["margin_db"] == (again["rows"][0]["margin_db"] if again["rows"] else None)
            offers += 1
        watts = results.get("offers", {}).get("erp_w")
        if watts:
            again = coordination.examine(wish(**{**vars(asked), "power_w": watts, "power_reference": "erp"}), on=ON)[1]
            assert again["verdict"] == "pass"
            offers += 1
    assert offers


@pytest.mark.parametrize("model", ["hata", "hata-urban", "hata-open", "free-space", "smooth-earth"])
def test_the_tables_that_leave_out_the_faint_lie_nowhere_below_the_model(model):
    rnd = np.random.default_rng(4)
    time = 50.0 if model == "smooth-earth" else 10.0
    for _ in range(300):
        km, height, hz = rnd.uniform(0.5, 400), rnd.uniform(1, 900), int(rnd.uniform(140e6, 900e6))
        wide = int(rnd.integers(1, 6))  # megahertz: one channel, or a search through a block
        table = loud._greatest(loud.MODELS[model], hz // 10**6, hz // 10**6 + wide, loud.HEIGHTS_M, 1.5, time)
        exact = float(field_dbuv_m(model, 0.0, hz / 1e6, km, height, 1.5, time).field_dbuv_m)
        place = int(loud._place(np.array([km]))[0]), int(loud._class(np.array([height]))[0])
        assert table[place[1], place[0]] + loud.SLACK_DB >= exact
