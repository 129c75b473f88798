"""A reading is judged by the license and the channel plan of the day; what no source gives is not assumed."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from inspections.enums import Quantity, Verdict
from inspections.services.judging import Comparison, judge
from licenses.enums import PowerReference
from rulebook.channels import plan_for
from rulebook.models import ChannelPlan

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 4)


def judged(row: Any, quantity: str, value: float, uncertainty: float, distance_m: float | None = None) -> Comparison:
    return judge(
        quantity, value, uncertainty=uncertainty, assignment=row, station=row.station, distance_m=distance_m, on=DAY
    )


@pytest.fixture
def row(network: SimpleNamespace) -> Any:
    """An assignment of 25 W at the transmitter inside the example plan, its own tolerance taken away."""
    row = network.assignments[0]
    row.tolerance_ppm, row.power_w, row.power_reference = None, 25.0, PowerReference.TRANSMITTER
    row.station.antenna_gain_dbi, row.station.feeder_loss_db = 5.15, 3.0
    return row


@pytest.fixture
def plan(row: Any, monkeypatch: pytest.MonkeyPatch) -> ChannelPlan:
    """The plan of the assignment, given the tolerances the shipped example leaves empty."""
    found = plan_for(row.tx_hz, row.license.kind, DAY)
    assert found is not None
    assert (found.frequency_tolerance_ppm, found.power_tolerance_db) == (None, None)
    found.frequency_tolerance_ppm, found.power_tolerance_db = 5.0, 0.8
    monkeypatch.setattr("inspections.services.judging.plan_for", lambda *_wanted: found)
    return found


def test_without_a_tolerance_in_license_and_plan_a_frequency_goes_to_review_with_its_numbers(row: Any) -> None:
    found = judged(row, Quantity.FREQUENCY, row.tx_hz + 5_000, 50)
    assert (found.verdict, found.explanation["why"]) == (Verdict.REVIEW, "no_tolerance")
    assert found.explanation["deviation"] == 5_000


def test_the_plans_tolerance_judges_a_frequency_and_is_named(row: Any, plan: ChannelPlan) -> None:
    found = judged(row, Quantity.FREQUENCY, row.tx_hz + 5_000, 50)
    assert found.verdict == Verdict.OUT
    assert found.tolerance == pytest.approx(row.tx_hz * 5e-6)
    assert found.explanation["plan"] == plan.code


def test_the_licenses_own_tolerance_goes_before_the_plans(row: Any, plan: ChannelPlan) -> None:
    row.tolerance_ppm = 50.0
    assert judged(row, Quantity.FREQUENCY, row.tx_hz + 5_000, 50).verdict == Verdict.WITHIN


def test_a_power_beyond_the_license_is_out_unless_the_plan_allows_it(row: Any) -> None:
    found = judged(row, Quantity.POWER, 28.0, 0.1)
    assert (found.verdict, found.tolerance) == (Verdict.OUT, None)


def test_the_plans_allowance_of_power_is_given(row: Any, plan: ChannelPlan) -> None:
    assert judged(row, Quantity.POWER, 28.0, 0.1).verdict == Verdict.WITHIN
    assert judged(row, Quantity.POWER, 35.0, 0.1).verdict == Verdict.OUT


def test_a_licensed_erp_is_restated_for_a_reading_at_the_transmitter(row: Any) -> None:
    row.power_reference = PowerReference.ERP
    # 5.15 dBi, 3 dB of feeder: the ERP equals the output
    found = judged(row, Quantity.POWER, 24.0, 0.1)
    assert (found.verdict, found.licensed) == (Verdict.WITHIN, pytest.approx(25.0))
    row.station.feeder_loss_db = None
    assert judged(row, Quantity.POWER, 24.0, 0.1).explanation["why"] == "other_reference"


def test_a_field_proves_excess_power_also_where_the_output_is_licensed(row: Any) -> None:
    assert judged(row, Quantity.FIELD_STRENGTH, 115.0, 3.0, distance_m=1_000).verdict == Verdict.OUT
    assert judged(row, Quantity.FIELD_STRENGTH, 90.0, 3.0, distance_m=1_000).verdict == Verdict.REVIEW
    row.power_reference = ""
    assert judged(row, Quantity.FIELD_STRENGTH, 115.0, 3.0, distance_m=1_000).verdict == Verdict.NOT_JUDGED
