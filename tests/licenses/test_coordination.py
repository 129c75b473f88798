"""The examination of a frequency: nobody near is missed, both ways are asked, and the answer can be reckoned again."""

import json
import random

import numpy as np
import pytest
from django.db import IntegrityError, transaction

from common.errors import Invalid, NotAllowed
from common.quantities import mhz
from licenses.documents import coordination_words as words
from licenses.models import CoordinationCheck, FrequencyAssignment
from licenses.services import assignments, licenses, stations
from licenses.services.coordination import check as coordination
from licenses.services.coordination import cull, judge
from licenses.services.coordination.records import listed, of_text
from licenses.services.coordination.rows import Neighbours, pairs_of
from rulebook import loader
from tests.licenses.conftest import ON
from tests.licenses.coordination_scene import brute_force, crowd, wish

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def law(db):
    return loader.load("vn")


@pytest.fixture
def base(officer, other_holder, units, license_values):
    """Return a function that enters a neighbour's base station with one assignment."""
    count = iter(range(1, 99))

    def enter(tx_hz=157_400_000, *, lat=12.3, lon=109.1, emission="11K0F3E", power_w=25.0, status="", **station):
        facts = {"antenna_height_m": 30.0, "service_radius_km": 10.0, **station}
        number = next(count)
        site = stations.create(
            by=officer, on=ON, licensee=other_holder, name=f"Trạm {number}", unit=units.nha_trang, lat=lat, lon=lon,
            confirmed=True, **facts,
        )  # fmt: skip
        held = licenses.register(
            by=officer,
            on=ON,
            **{**license_values, "holder": other_holder, "number": f"K{number}"},
        )
        return assignments.add(
            held, by=officer, on=ON, station=site, tx_hz=tx_hz, power_w=power_w,
            power_reference="erp" if power_w else "", emissions=[emission] if emission else [],
        )  # fmt: skip

    return enter


def results(check: CoordinationCheck) -> dict:
    return json.loads(check.results)


# ---- the search for neighbours


@pytest.mark.parametrize("seed", range(3))
def test_the_search_finds_exactly_what_reading_every_assignment_finds(
    officer, holder, agencies, license_values, law, seed
):
    crowd(holder, agencies.skhcn, license_values, seed=seed)
    rnd = random.Random(seed)
    for _ in range(12):
        width = rnd.choice((8_500, 11_000, 25_000, 180_000))
        hz, reach = 157_300_000 + rnd.randrange(0, 30) * 6_250, rnd.uniform(5, 150)
        lat, lon = 12.25 + rnd.gauss(0, 0.6), 109.1 + rnd.gauss(0, 0.5)
        found = cull.extents(hz, hz, width)
        rows = cull.neighbours(
            lower_hz=hz, upper_hz=hz, bandwidth_hz=width, lat=lat, lon=lon, reach=reach, on=ON, found=found
        )
        them = Neighbours(rows, lat, lon, reach)
        got = set()
        for placed in (True, False):
            pairs = pairs_of(np.array([hz]), width, them, reach, placed=placed)
            got |= {(them.value(int(row), "assignment_id"), int(them.role[row])) for row in pairs.row}
        expected = brute_force(hz, width, lat, lon, reach, ON)
        assert expected
        assert got == expected


def test_several_channels_at_once_find_what_each_finds_alone(officer, holder, agencies, license_values, law):
    crowd(holder, agencies.skhcn, license_values)
    channels = np.arange(157_300_000, 157_500_000, 12_500)
    found = cull.extents(int(channels[0]), int(channels[-1]), 11_000)
    rows = cull.neighbours(
        lower_hz=int(channels[0]), upper_hz=int(channels[-1]), bandwidth_hz=11_000, lat=12.25, lon=109.1,
        reach=60.0, on=ON, found=found,
    )  # fmt: skip
    them = Neighbours(rows, 12.25, 109.1, 60.0)
    pairs = pairs_of(channels, 11_000, them, 60.0)
    for place, hz in enumerate(channels):
        alone = pairs_of(np.array([hz]), 11_000, them, 60.0)
        assert set(pairs.row[pairs.channel == place]) == set(alone.row)


# ---- outcomes


def test_an_empty_register_lets_pass(officer, law):
    check = coordination.check(wish(), by=officer, on=ON)
    assert (check.verdict, results(check)["rows"]) == ("pass", [])


def test_overlapping_service_areas_on_one_channel_fail(officer, base, law):
    neighbour = base()
    check = coordination.check(wish(), by=officer, on=ON)
    first = results(check)["rows"][0]
    assert (check.verdict, first["id"], first["overlap"]) == ("fail", neighbour.pk.hex, True)
    assert results(check)["offers"]["erp_w"] is None


def test_the_same_channel_at_the_same_place_is_asked_about(officer, base, law):
    base(lat=12.25, lon=109.1)
    headline = words.headline(results(coordination.check(wish(), by=officer, on=ON)))
    assert "chính vị trí này" in headline
    base(lat=12.26, lon=109.1)
    elsewhere = words.headline(results(coordination.check(wish(lat=12.27), by=officer, on=ON)))
    assert "chính vị trí này" not in elsewhere


def test_both_directions_are_asked(officer, base, law):
    base(lat=12.8, power_w=500.0)
    rows = results(coordination.check(wish(power_w=1.0), by=officer, on=ON))["rows"]
    margins = {row["direction"]: row["margin_db"] for row in rows}
    assert margins["in"] < margins["out"]


def test_less_power_is_offered_and_then_passes(officer, base, law):
    base(lat=12.75, power_w=1.0)
    check = coordination.check(wish(power_w=400.0), by=officer, on=ON)
    offered = results(check)["offers"]["erp_w"]
    assert check.verdict != "pass"
    assert 0 < offered < 400
    assert coordination.check(wish(power_w=offered), by=officer, on=ON).verdict == "pass"
    assert coordination.check(wish(power_w=offered * 1.02), by=officer, on=ON).verdict != "pass"


def test_less_power_is_offered_with_the_more_that_a_model_beyond_its_range_asks(officer, base, law):
    base(lat=13.35, emission="11K0F3E", power_w=1.0, service_radius_km=2.0)  # 120 km away: Hata ends at 100
    check = coordination.check(wish(power_w=150.0, height_m=100.0), by=officer, on=ON)
    row = next(row for row in results(check)["rows"] if row["direction"] == "out")
    assert (row["verdict"], row["needed_db"] - row["band_db"]) == ("review", cull.OUT_OF_RANGE_DB)
    assert "ngoài phạm vi" in words.headline(results(check))
    offered = results(check)["offers"]["erp_w"]
    assert offered is not None
    assert coordination.check(wish(power_w=offered, height_m=100.0), by=officer, on=ON).verdict == "pass"
    assert coordination.check(wish(power_w=offered * 1.02, height_m=100.0), by=officer, on=ON).verdict == "review"


def test_an_antenna_turned_away_disturbs_less_and_one_turned_towards_as_much(officer, base, law):
    base(lat=12.75, power_w=1.0)

    def margin(**values):
        rows = results(coordination.check(wish(power_w=400.0, **values), by=officer, on=ON))["rows"]
        return next(row["margin_db"] for row in rows if row["direction"] == "out")

    round_ = margin()
    assert margin(azimuth_deg=0.0) == round_  # nobody said how wide: as if it radiated all round
    assert margin(azimuth_deg=0.0, beamwidth_deg=60.0) == round_
    assert margin(azimuth_deg=180.0, beamwidth_deg=60.0) == pytest.approx(round_ + 25.0)
    # the area is seen 10/55 of a radian either side: of the directions to it the strongest counts, 30 degrees off
    half = np.degrees(np.arcsin(10 / 55.6))
    assert margin(azimuth_deg=40.0, beamwidth_deg=60.0) == pytest.approx(round_ + 12 * ((40 - half) / 60) ** 2, abs=0.5)
    assert margin(azimuth_deg=90.0, pattern="0: 0; 60: 3; 90: 12; 180: 20") == pytest.approx(round_ + 9, abs=0.5)
    assert margin(azimuth_deg=0.0, beamwidth_deg=60.0, lat=12.73) == margin(
        azimuth_deg=180.0, beamwidth_deg=60.0, lat=12.73
    )


def test_another_channel_is_offered_and_then_passes(officer, base, law):
    base()
    best = results(coordination.check(wish(), by=officer, on=ON))["offers"]["channels"][0]
    again = coordination.check(wish(tx_hz=best["hz"]), by=officer, on=ON)
    assert again.verdict == "pass"
    rows = results(again)["rows"]
    assert best["margin_db"] == (rows[0]["margin_db"] if rows else None)


def test_an_offset_gives_the_correction_of_the_two_designators(officer, base, law):
    base(157_412_500, lat=12.6, emission="16K0F3E")
    row = next(
        row for row in results(coordination.check(wish(), by=officer, on=ON))["rows"] if row["direction"] == "out"
    )
    assert (row["offset_hz"], row["correction_db"]) == (12_500, pytest.approx(16.3, abs=2.0))


def test_what_the_register_does_not_know_is_named_and_never_passes(officer, base, law):
    bare = base(lat=12.6, emission="", power_w=None)
    check = coordination.check(wish(), by=officer, on=ON)
    (entry,) = results(check)["unjudged"]
    assert (check.verdict, entry["id"]) == ("review", bare.pk.hex)
    assert entry["missing"] == ["no_bandwidth", "no_power"]


def test_a_neighbour_without_position_is_named(officer, base, law):
    base(lat=None, lon=None)
    check = coordination.check(wish(), by=officer, on=ON)
    assert (check.verdict, results(check)["unjudged"][0]["missing"]) == ("review", ["no_position"])


def test_suspended_licenses_and_future_ones_count_and_are_marked(officer, decider, base, law):
    suspended = base()
    licenses.suspend(suspended.license, by=decider, reason="Thử")
    row = results(coordination.check(wish(), by=officer, on=ON))["rows"][0]
    assert row["marks"] == 4


def test_a_revoked_license_no_longer_counts(officer, decider, base, law):
    ended = base()
    licenses.revoke(ended.license, by=decider, on=ON, reason="Thử")
    assert coordination.check(wish(), by=officer, on=ON).verdict == "pass"


def test_ones_own_network_is_listed_but_decides_nothing(officer, base, other_holder, law):
    base()
    check = coordination.check(wish(), by=officer, on=ON, holder=other_holder)
    assert check.verdict == "pass"
    assert all(row["own"] for row in results(check)["rows"])


def test_an_assignment_re_examined_does_not_meet_itself(officer, base, law):
    check = coordination.recheck(base(), by=officer, on=ON)
    assert results(check)["rows"] == []


def test_the_duplex_mate_is_examined_too(officer, base, law):
    neighbour = base(437_000_000, lat=12.5)
    check = coordination.check(wish(tx_hz=442_000_000), by=officer, on=ON)
    row = results(check)["rows"][0]
    assert (row["direction"], row["id"]) == ("in_base", neighbour.pk.hex)


def test_products_of_third_order_on_one_site_are_named(officer, base, law):
    place = {"lat": 12.25, "lon": 109.1}
    base(157_450_000, **place)
    victim = base(150_000_000, **place)
    FrequencyAssignment.objects.filter(pk=victim.pk).update(rx_hz=157_350_000)  # 2 x 157.4 - 157.45
    product = results(coordination.check(wish(), by=officer, on=ON))["products"][0]
    assert (product["hz"], product["receiver"], product["verdict"]) == (157_350_000, victim.pk.hex, "review")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"tx_hz": 157_401_000}, "off_raster"),
        ({"emission": "25K0F3E"}, "bandwidth"),
        ({"power_w": 900.0}, "power"),
        ({"tx_hz": 145_990_000}, "no_plan"),
        ({"tx_hz": 442_000_000, "rx_hz": 438_000_000}, "duplex"),
    ],
)
def test_what_the_plan_does_not_allow_is_named(officer, law, changed, code):
    check = coordination.check(wish(**changed), by=officer, on=ON)
    assert code in [finding["code"] for finding in results(check)["findings"]]
    assert check.verdict == ("review" if code == "no_plan" else "fail")


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"tx_hz": 157_400_000_000}, "tx_hz", "157"),
        ({"emission": "11K0Z3E"}, "emission", "Z"),
        ({"emission": "F3E"}, "emission", "11K0F3E"),
        ({"power_w": 0.0}, "power_w", ""),
        ({"power_w": 10_000_000.0}, "power_w", ""),
        ({"height_m": -3.0}, "height_m", "3"),
        ({"lat": None, "lon": None}, "lat", ""),
        ({"lat": 109.1, "lon": 12.25}, "lat", ""),
        ({"radius_km": None}, "radius_km", ""),
        ({"power_reference": "transmitter"}, "gain_dbi", ""),
        ({"loss_db": -5.0}, "loss_db", "-5"),
        ({"gain_dbi": 200.0, "power_reference": "transmitter"}, "gain_dbi", "200"),
        ({"gain_dbi": 60.0, "power_w": 50.0, "power_reference": "transmitter"}, "power_w", "ERP"),
        ({"azimuth_deg": 400.0}, "azimuth_deg", "400"),
        ({"beamwidth_deg": 60.0}, "azimuth_deg", ""),
        ({"azimuth_deg": 10.0, "pattern": "0: 0; rộng"}, "pattern", "rộng"),
        ({"azimuth_deg": 10.0, "pattern": "30: 3"}, "pattern", "0"),
        ({"azimuth_deg": 10.0, "pattern": "0: 0; 30: -3"}, "pattern", ""),
        (
            {"kind": "fixed_link", "tx_hz": 7_128_000_000, "far_lat": 12.25, "far_lon": 109.1, "far_gain_dbi": 30.0},
            "far_lat",
            "",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(officer, law, changed, field, words):
    with pytest.raises(Invalid) as refused:
        coordination.check(wish(**changed), by=officer, on=ON)
    assert words in " ".join(refused.value.fields[field])
    assert not CoordinationCheck.objects.exists()


LINK = {
    "kind": "fixed_link", "tx_hz": 7_128_000_000, "emission": "28M0D7W", "power_w": 0.5, "gain_dbi": 35.0,
    "power_reference": "transmitter", "radius_km": None, "far_lat": 12.25, "far_lon": 109.4, "far_gain_dbi": 35.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"lat": 48.1, "lon": 11.5}, "lat"),
        ({"lat": 11.0, "lon": 113.0}, "lat"),
        ({"height_m": 5_000.0}, "height_m"),
        ({"height_m": 0.0}, "height_m"),
        ({"power_w": 20_000.0}, "power_w"),
        ({**LINK, "far_lon": 108.9, "azimuth_deg": 200.0}, "azimuth_deg"),
    ],
)
def test_what_is_unlikely_waits_for_a_person_who_confirms_it(officer, law, changed, field):
    with pytest.raises(Invalid) as refused:
        coordination.check(wish(**changed), by=officer, on=ON, confirmed=False)
    assert (refused.value.code, list(refused.value.fields)) == ("needs_confirmation", [field])
    told = {}
    for confirmed in (None, True):
        check = coordination.check(wish(**changed), by=officer, on=ON, confirmed=confirmed)
        entry = next(each for each in results(check)["findings"] if each["code"] == f"doubt_{field}")
        told[confirmed] = (entry["verdict"], words.finding(entry))
    assert [told[None][0], told[True][0]] == ["review", "pass"]
    assert told[None][1] != told[True][1]


# ---- links


def link(**values):
    return wish(**{**LINK, **values})


def enter_link(officer, holder, units, radio_license, lat, lon, far_lat, far_lon):
    ends = [
        stations.create(
            by=officer, on=ON, licensee=holder, name=f"V{place}", unit=units.nha_trang, lat=place[0], lon=place[1],
            antenna_gain_dbi=35.0, antenna_height_m=40.0, confirmed=True,
        )
        for place in ((lat, lon), (far_lat, far_lon))
    ]  # fmt: skip
    return assignments.add(
        radio_license, by=officer, on=ON, station=ends[0], rx_station=ends[1], tx_hz=7_128_000_000, power_w=0.5,
        power_reference="transmitter", emissions=["28M0D7W"],
    )  # fmt: skip


def test_a_link_beside_another_fails_and_one_across_it_passes(officer, holder, units, radio_license, law):
    enter_link(officer, holder, units, radio_license, 12.26, 109.1, 12.26, 109.4)
    beside = coordination.check(link(), by=officer, on=ON)
    across = coordination.check(link(lat=12.9, lon=108.5, far_lat=12.7, far_lon=108.5), by=officer, on=ON)
    assert (beside.verdict, across.verdict) == ("fail", "pass")
    assert {row["direction"] for row in results(beside)["rows"]} == {"out_link", "in_link"}


def test_a_link_whose_far_end_is_not_in_the_register_is_named(officer, station, license_values, law):
    held = licenses.register(by=officer, on=ON, **{**license_values, "kind": "fixed_link", "number": "L1"})
    assignments.add(held, by=officer, on=ON, station=station, tx_hz=7_128_000_000, emissions=["28M0D7W"])
    check = coordination.check(link(), by=officer, on=ON)
    assert "no_receiver" in results(check)["unjudged"][0]["missing"]


# ---- the record


def test_the_stored_inputs_give_the_stored_bytes_whatever_was_entered_since(officer, base, law):
    kept = coordination.check(wish(), by=officer, on=ON)
    base()
    assert coordination.reckoned_again(kept)
    assert coordination.check(wish(), by=officer, on=ON).results != kept.results


def test_what_an_older_engine_kept_is_not_reckoned_again_and_says_so(officer, base, law):
    kept = coordination.check(wish(), by=officer, on=ON)
    kept.inputs, kept.results = "{}", kept.results.replace(judge.ENGINE, "coordination/1")
    assert not coordination.reckoned_again(kept)


def test_another_model_or_input_is_seen_in_the_hash(officer, base, law):
    base(lat=12.6)
    kept = coordination.check(wish(), by=officer, on=ON)
    kept.inputs = kept.inputs.replace('"hata"', '"free-space"')
    assert not coordination.reckoned_again(kept)


def test_the_versions_of_everything_considered_are_kept(officer, base, law):
    neighbour = base()
    assignments.amend(neighbour, by=officer, on=ON, version=1, power_w=12.0)
    inputs = json.loads(coordination.check(wish(), by=officer, on=ON).inputs)
    (row,) = listed(of_text(inputs["rows"]))
    assert (row["assignment_id"], row["assignment_version"], row["station_version"]) == (neighbour.pk.hex, 2, 1)
    assert inputs["plan"]["content_hash"]


def test_a_kept_examination_cannot_be_changed(officer, law):
    kept = coordination.check(wish(), by=officer, on=ON)
    with pytest.raises(IntegrityError), transaction.atomic():
        CoordinationCheck.objects.filter(pk=kept.pk).update(verdict="fail")


def test_who_may_not_examine_is_refused(official, law):
    with pytest.raises(NotAllowed):
        coordination.check(wish(), by=official, on=ON)


def test_the_answer_to_one_question_does_not_depend_on_the_order_of_entry(officer, base, law):
    base(lat=12.7)
    base(lat=12.6)
    margins = [row["margin_db"] for row in results(coordination.check(wish(), by=officer, on=ON))["rows"]]
    assert margins == sorted(margins)


@pytest.mark.parametrize(
    ("hertz", "text"), [(157_400_000, "157,400 MHz"), (157_012_500, "157,0125 MHz"), (440_006_250, "440,00625 MHz")]
)
def test_a_frequency_is_written_with_all_its_digits(hertz, text):
    assert mhz(hertz) == text


@pytest.mark.parametrize(("value", "text"), [(2.96, "+3,0 dB"), (-0.06, "−0,1 dB"), (None, "không có đài nào ở gần")])
def test_a_margin_is_rounded_not_cut(value, text):
    assert words.margin(value) == text
