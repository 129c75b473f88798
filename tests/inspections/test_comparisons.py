"""A reading in words, the provision it may breach, and the finding made from it in one press."""

import datetime as dt
import uuid
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from common.errors import Conflict, Invalid, NotFound
from inspections.enums import Choice, Deviation, PowerBasis, Quantity, Verdict
from inspections.models import Finding, Measurement, Visit
from inspections.queries.breaches import breaches
from inspections.queries.checklists import item_states
from inspections.queries.comparisons import told, told_of
from inspections.queries.heard_times import local
from inspections.services import answers, findings, measurements, proposals, records
from inspections.services.measurements import Reading
from rulebook.models import ChannelPlan, RuleValue
from tests.inspections.scene import NOW, item_of

pytestmark = pytest.mark.django_db


def read(
    visit: Visit, network: SimpleNamespace, people: dict[str, User], quantity: str, value: Any, **more: Any
) -> Any:
    reading = Reading(**{"quantity": quantity, "value": value, "instrument": "FSH8", "measured_at": NOW} | more)
    return measurements.record(
        visit, reading=reading, assignment=network.assignments[0], by=people["inspector"], at=NOW
    )


@pytest.fixture
def out(radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]) -> Measurement:
    """A frequency 6.35 kHz off where 787 Hz are allowed."""
    made: Measurement = read(
        radio_visit, network, people, Quantity.FREQUENCY, 157_406_350.0, uncertainty=50.0, place="Hòn Khói"
    )
    return made


def test_a_frequency_is_told_with_ppm_allowed_and_uncertainty(out: Measurement) -> None:
    with translation.override("en"):
        found = told(out)
    assert found.numbers == "off by +6.35 kHz (+40.34 ppm); allowed ±0.787 kHz (5 ppm); U = 0.05 kHz"
    assert found.source == "Tolerance: stated by the license"
    with translation.override("vi"):
        assert "lệch +6,35 kHz (+40,34 ppm); cho phép ±0,787 kHz (5 ppm)" in told(out).text


def test_without_an_entered_tolerance_a_frequency_goes_to_review_and_says_so(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]
) -> None:
    row = network.assignments[0]
    row.tolerance_ppm = None
    made = read(radio_visit, network, people, Quantity.FREQUENCY, 157_406_350.0, uncertainty=50.0)
    assert made.verdict == Verdict.REVIEW
    with translation.override("en"):
        assert "No tolerance is entered in channel plan VD-VHF-LM (an example, not the law)" in told(made).text


def test_the_twenty_percent_of_the_fcc_are_in_no_vietnamese_plan() -> None:
    assert not ChannelPlan.objects.exclude(power_tolerance_db=None).exists()


def test_a_field_strength_proves_excess_power_one_sided(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]
) -> None:
    row = network.assignments[0]
    row.station.antenna_gain_dbi, row.station.feeder_loss_db = 5.15, 3.0
    # 25 W ERP give 90.9 dBµV/m at 1 km in free space; a reflection at most 6 dB more, the instrument 3
    strong = read(radio_visit, network, people, Quantity.FIELD_STRENGTH, 103.0, distance_m=1_000.0)
    assert strong.verdict == Verdict.OUT
    assert strong.explanation["margin_db"] == pytest.approx(103 - 76.9 - 3 - 6 - 13.979, abs=0.01)
    fair = read(radio_visit, network, people, Quantity.FIELD_STRENGTH, 99.0, distance_m=1_000.0)
    assert fair.verdict == Verdict.REVIEW
    with translation.override("en"):
        assert "Excess power is proved" in told(strong).text
        assert "Nothing is proved" in told(fair).text


def test_a_position_becomes_a_distance_and_goes_to_review_until_a_tolerance_is_entered(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]
) -> None:
    there = (network.station.lat + 0.003, network.station.lon)
    moved = read(radio_visit, network, people, Quantity.ANTENNA_POSITION, None, position=there, uncertainty=5.0)
    assert (moved.verdict, moved.unit) == (Verdict.REVIEW, "m")
    assert moved.value == pytest.approx(331.9, abs=0.5)
    near = (network.station.lat + 0.00003, network.station.lon)
    same = read(radio_visit, network, people, Quantity.ANTENNA_POSITION, None, position=near, uncertainty=5.0)
    assert same.verdict == Verdict.WITHIN


def test_a_position_is_judged_by_the_tolerance_of_the_rulebook(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert RuleValue.objects.get(code="radio.position_tolerance").number is None
    monkeypatch.setattr("inspections.services.judging._rule_value", lambda *_asked: 100.0)
    there = (network.station.lat + 0.003, network.station.lon)
    moved = read(radio_visit, network, people, Quantity.ANTENNA_POSITION, None, position=there, uncertainty=5.0)
    assert (moved.verdict, moved.tolerance) == (Verdict.OUT, 100.0)


def test_a_spurious_level_is_compared_but_never_condemned_by_a_limit_from_memory(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"emission_hz": 314_800_000.0, "uncertainty": 2.0}
    made = read(radio_visit, network, people, Quantity.UNWANTED_EMISSION, 0.0, **asked)
    assert made.verdict == Verdict.REVIEW
    with translation.override("en"):
        assert "guide value −13 dBm" in told(made).text
    monkeypatch.setattr("inspections.services.judging._rule_value", lambda *_asked: -36.0)
    assert read(radio_visit, network, people, Quantity.UNWANTED_EMISSION, 0.0, **asked).verdict == Verdict.OUT
    close = asked | {"emission_hz": 157_410_000.0}
    beside = read(radio_visit, network, people, Quantity.UNWANTED_EMISSION, -20.0, **close)
    assert (beside.verdict, beside.explanation["why"]) == (Verdict.REVIEW, "out_of_band")


@pytest.mark.parametrize(
    ("quantity", "value", "more", "field", "mend"),
    [
        (Quantity.FREQUENCY, 157_400_000_000_000.0, {}, "value", "157.4 MHz"),
        (Quantity.FREQUENCY, 157_400.0, {}, "value", "157.4 MHz"),
        (Quantity.OCCUPIED_BANDWIDTH, 11_000_000.0, {}, "value", "11 kHz"),
        (Quantity.POWER, 24_000.0, {}, "value", "24 W"),
        (Quantity.FIELD_STRENGTH, 25_000.0, {"distance_m": 500.0}, "value", "µV/m"),
        (Quantity.FIELD_STRENGTH, -72.0, {"distance_m": 500.0}, "value", "dBm"),
        (Quantity.FIELD_STRENGTH, 80.0, {"distance_m": 2.0}, "distance_m", "2000 m"),
        (Quantity.ANTENNA_HEIGHT, 2_400.0, {}, "value", "24 m"),
        (Quantity.ANTENNA_HEIGHT, -3.0, {}, "value", "above zero"),
        (Quantity.UNWANTED_EMISSION, 200.0, {"emission_hz": 3e8}, "value", "dBm"),
        (Quantity.UNWANTED_EMISSION, -40.0, {"emission_hz": 3e5 / 1e3}, "emission_hz", "MHz"),
        (Quantity.UNWANTED_EMISSION, -40.0, {}, "emission_hz", "both"),
        (Quantity.POWER, 20.0, {"uncertainty": 300.0}, "uncertainty", "dB"),
        (Quantity.FREQUENCY, 157_400_000.0, {"uncertainty": 157_400_000.0}, "uncertainty", "Hz"),
    ],
)
def test_a_wrong_unit_is_named_at_its_field_with_the_likely_mend(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User],
    quantity: str, value: float, more: dict[str, Any], field: str, mend: str,
) -> None:  # fmt: skip
    with translation.override("en"), pytest.raises(Invalid) as refused:
        read(radio_visit, network, people, quantity, value, **more)
    assert mend in " ".join(refused.value.fields[field])
    assert not Measurement.objects.exists()


def test_what_is_only_far_off_is_taken_when_the_inspector_insists(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]
) -> None:
    assert read(radio_visit, network, people, Quantity.POWER, 24_000.0, confirmed=True).verdict == Verdict.OUT
    with pytest.raises(Invalid):
        read(radio_visit, network, people, Quantity.FREQUENCY, 157_400.0, confirmed=True)


def test_a_reading_out_of_the_limit_names_the_provision_of_its_day_and_that_nobody_verified_it(
    out: Measurement, radio_visit: Visit
) -> None:
    found = breaches([out], item_states(radio_visit))[out.pk]
    assert (found.item.code, [row.code for row in found.rows]) == ("RS-20", ["ND174-2026-D66-K6-b"])
    assert found.unverified
    assert found.day == dt.date(2026, 12, 4)


def test_a_reading_within_the_limit_breaches_nothing(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User]
) -> None:
    fine = read(radio_visit, network, people, Quantity.FREQUENCY, 157_400_100.0, uncertainty=50.0)
    assert breaches([fine], item_states(radio_visit)) == {}
    with pytest.raises(NotFound):
        proposals.breach_of(radio_visit, fine.pk)


def test_one_press_prefills_the_finding_and_answers_the_item(
    out: Measurement, radio_visit: Visit, as_user: Any, people: dict[str, User]
) -> None:
    page = as_user(people["inspector"])
    url = reverse("desk:finding_from_reading", args=[radio_visit.pk, out.pk])
    assert url in page.get(reverse("desk:visit_measurements", args=[radio_visit.pk])).content.decode()
    form = page.get(url).context["form"]
    first = form.initial
    assert first["tx_hz"] == 157_406_350
    assert first["deviation"] == Deviation.FREQUENCY
    assert "157,40635 MHz" in first["facts"]
    assert "theo giấy phép: 157,400 MHz" in first["facts"]
    data = {
        "finding_id": uuid.uuid4(), "violation": first["violation"], "facts": first["facts"],
        "act_started_on": "2026-12-04", "detected_on": "2026-12-04", "continuing": "on", "place": first["place"],
        "assignment": first["assignment"], "tx_hz": "157,40635", "deviation": first["deviation"],
        "power_basis": PowerBasis.LICENSED, "power_basis_reason": "Công suất trong giới hạn giấy phép",
    }  # fmt: skip
    assert page.post(url, data | {"power_basis_reason": ""}).status_code == 422
    assert not radio_visit.answers.exists()
    assert page.post(url, data).status_code == 302
    made = Finding.objects.get()
    assert (made.penalty.code, made.item.code) == ("ND174-2026-D66-K6-b", "RS-20")
    assert radio_visit.answers.get(item=made.item).choice == Choice.FAIL


def test_a_pass_is_not_overwritten_by_a_reading(out: Measurement, radio_visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    answers.answer(radio_visit, item=item_of(radio_visit, "RS-20"), choice=Choice.PASS, by=by, at=NOW)
    act = findings.Act(
        violation="ND174-2026-D66-K6-b", facts="x", act_started_on=NOW.date(), detected_on=NOW.date(),
        continuing=True, place="Hòn Khói",
    )  # fmt: skip
    with pytest.raises(Conflict):
        proposals.record(radio_visit, out, act=act, by=by, at=NOW)


def test_the_inspection_record_tells_how_each_reading_compares(out: Measurement, radio_visit: Visit) -> None:
    line = records.payload(radio_visit, on=NOW.date())["measurements"][0]
    assert line["comparison"].startswith("lệch +6,35 kHz")
    assert line["within"] is False


def test_many_readings_cost_no_more_queries_than_one(
    out: Measurement, radio_visit: Visit, network: SimpleNamespace, people: dict[str, User],
    as_user: Any, django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    page: Client = as_user(people["inspector"])
    for step in range(12):
        read(radio_visit, network, people, Quantity.FREQUENCY, 157_406_400.0 + step, uncertainty=50.0)
    with django_assert_max_num_queries(60):
        shown = page.get(reverse("desk:visit_measurements", args=[radio_visit.pk]))
    assert shown.status_code == 200


def test_a_reading_without_uncertainty_says_so_instead_of_claiming_none() -> None:
    found = {
        "deviation": 400.0,
        "signed": -400.0,
        "ppm": -2.5,
        "limit": 787.0,
        "tolerance_ppm": 5.0,
        "uncertainty": 0.0,
    }
    with translation.override("en"):
        shown = told_of(Quantity.FREQUENCY, Verdict.WITHIN, found).numbers
    assert shown == "off by −400 Hz (−2.5 ppm); allowed ±787 Hz (5 ppm); U not given"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-11-23T02:00:00Z", "09:00 23/11/2026"),
        ("2026-11-23T09:00+07:00", "09:00 23/11/2026"),
        ("2026-12-01T08:00", "08:00 01/12/2026"),
        ("lúc sáng", "lúc sáng"),
    ],
)
def test_the_time_of_a_receiver_is_shown_as_other_times_are(written: str, shown: str) -> None:
    with translation.override("vi"):
        assert local(written) == shown
