"""A visit before and on the day: announced in time, started in its window, measured, or reported as not possible."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest

from accounts import journal
from accounts.models import User
from common.errors import Conflict, Invalid, NotAllowed, NotFound
from inspections.enums import Quantity, Verdict
from inspections.models import Measurement, Visit
from inspections.services import announcing, measurements, planning, visits
from inspections.services.measurements import Reading
from issuing.models import IssuedDocument
from licenses.models import Establishment
from tests.inspections.scene import FRIDAY, MONDAY, NOW, plan_of, scheduled, started

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    """Papers may rest on rows nobody has verified only in the demo."""
    settings.DEMO_MODE = True


@pytest.fixture
def radio_plan(people: dict[str, User], network: SimpleNamespace) -> Visit:
    """A planned radio visit on Friday, to be announced."""
    return planning.schedule(plan_of(people, network), by=people["chief"], on=MONDAY)


def reading(quantity: str, value: float | None, **changes: Any) -> Reading:
    """A reading of a calibrated instrument."""
    values: dict[str, Any] = {"instrument": "FSH8", "measured_at": NOW} | changes
    return Reading(quantity=quantity, value=value, **values)


def test_the_announcement_is_issued_in_time_and_once(radio_plan: Visit, people: dict[str, User]) -> None:
    paper = announcing.announce(radio_plan, by=people["chief"], on=MONDAY)
    radio_plan.refresh_from_db()
    assert radio_plan.status == "announced"
    assert announcing.announce(radio_plan, by=people["chief"], on=MONDAY) == paper
    content = json.loads(paper.payload)
    assert (content["notice"]["days"], content["notice"]["satisfied"]) == (3, True)
    assert content["targets"][0]["name"] == "Trạm gốc Hòn Khói"
    assert journal.verify().clean


def test_a_late_announcement_is_refused_and_uses_no_number(radio_plan: Visit, people: dict[str, User]) -> None:
    with pytest.raises(Invalid):
        announcing.announce(radio_plan, by=people["chief"], on=dt.date(2026, 12, 2))
    radio_plan.refresh_from_db()
    assert radio_plan.status == "planned"
    assert not IssuedDocument.objects.exists()


def test_a_visit_planned_without_announcement_is_not_announced(people: dict[str, User], agent: Establishment) -> None:
    with pytest.raises(Conflict):
        announcing.announce(scheduled(people, agent), by=people["chief"], on=MONDAY)


def test_an_inspector_does_not_announce_nor_another_agency(radio_plan: Visit, people: dict[str, User]) -> None:
    with pytest.raises(NotAllowed):
        announcing.announce(radio_plan, by=people["inspector"], on=MONDAY)
    # the regional centre sees the radio visit in its territory but it is not its own
    with pytest.raises(NotAllowed):
        visits.start(radio_plan, by=people["inspector2"], at=NOW, on=FRIDAY)
    with pytest.raises(NotFound):
        visits.start(radio_plan, by=people["inspector_elsewhere"], at=NOW, on=FRIDAY)


def test_an_unannounced_visit_does_not_start_without_its_reason(radio_plan: Visit, people: dict[str, User]) -> None:
    with pytest.raises(Conflict) as refused:
        visits.start(radio_plan, by=people["inspector"], at=NOW, on=FRIDAY)
    assert refused.value.code == "not_announced"


def test_a_visit_starts_only_in_its_window_and_through_a_tablet_or_without(
    people: dict[str, User], agent: Establishment
) -> None:
    visit = scheduled(people, agent)
    with pytest.raises(Conflict) as refused:
        visits.start(visit, by=people["inspector"], at=NOW, on=FRIDAY + dt.timedelta(days=1))
    assert refused.value.code == "outside_window"
    visits.dispatch(visit, by=people["chief"])
    assert visits.start(visit, by=people["inspector"], at=NOW, on=FRIDAY).status == "in_progress"


def test_not_possible_needs_a_reason(people: dict[str, User], agent: Establishment) -> None:
    visit = scheduled(people, agent)
    with pytest.raises(Invalid):
        visits.give_up(visit, by=people["inspector"], reason="", at=NOW)
    assert visits.give_up(visit, by=people["inspector"], reason="Đã đóng cửa", at=NOW).status == "not_possible"


def test_two_officers_taking_the_same_step_get_one_conflict(people: dict[str, User], agent: Establishment) -> None:
    visit = scheduled(people, agent)
    seen = visit.version
    visits.dispatch(visit, by=people["chief"], version=seen)
    with pytest.raises(Conflict):
        planning.cancel(visit, by=people["chief"], reason="Trùng", version=seen)


@pytest.mark.parametrize(
    ("quantity", "value", "changes", "verdict"),
    [
        (Quantity.FREQUENCY, 157_400_400.0, {"uncertainty": 50.0}, Verdict.WITHIN),
        (Quantity.FREQUENCY, 157_400_800.0, {"uncertainty": 50.0}, Verdict.REVIEW),
        (Quantity.FREQUENCY, 157_406_350.0, {"uncertainty": 50.0}, Verdict.OUT),
        (Quantity.POWER, 23.0, {"uncertainty": 0.3}, Verdict.WITHIN),
        (Quantity.POWER, 26.0, {"uncertainty": 0.6}, Verdict.REVIEW),
        (Quantity.POWER, 48.0, {"uncertainty": 0.6}, Verdict.OUT),
        (Quantity.POWER, 48.0, {"calibrated_until": dt.date(2026, 1, 1)}, Verdict.REVIEW),
        (Quantity.OCCUPIED_BANDWIDTH, 12_000.0, {}, Verdict.WITHIN),
        (Quantity.FIELD_STRENGTH, 90.0, {"distance_m": 500.0}, Verdict.NOT_JUDGED),
        (Quantity.EMISSION_MODE, None, {"value_text": "F3E"}, Verdict.NOT_JUDGED),
    ],
)
def test_a_reading_is_judged_by_the_licensed_value_and_its_uncertainty(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User],
    quantity: str, value: float | None, changes: dict[str, Any], verdict: str,
) -> None:  # fmt: skip
    made = measurements.record(
        radio_visit, reading=reading(quantity, value, **changes), assignment=network.assignments[0],
        by=people["inspector"], at=NOW,
    )  # fmt: skip
    assert made.verdict == verdict


def test_what_cannot_be_a_reading_is_told_at_its_field(radio_visit: Visit, people: dict[str, User]) -> None:
    for wrong, field in (
        (reading(Quantity.POWER, None), "value"),
        (reading(Quantity.POWER, -1.0), "value"),
        (reading(Quantity.POWER, 5.0, instrument=" "), "instrument"),
        (reading(Quantity.POWER, 5.0, uncertainty=-1.0), "uncertainty"),
        (reading(Quantity.POWER, 5.0, measured_at=NOW + dt.timedelta(hours=1)), "measured_at"),
        (reading(Quantity.FIELD_STRENGTH, 60.0), "distance_m"),
        (reading(Quantity.PLACE, None), "value_text"),
        (reading("colour", 1.0), "quantity"),
    ):
        with pytest.raises(Invalid) as refused:
            measurements.record(radio_visit, reading=wrong, by=people["inspector"], at=NOW)
        assert field in refused.value.fields
    assert not Measurement.objects.exists()


def test_a_station_that_is_not_visited_is_not_measured(
    network: SimpleNamespace, people: dict[str, User], agent: Establishment
) -> None:
    visit = started(people, agent)
    with pytest.raises(Invalid) as refused:
        measurements.record(
            visit, reading=reading(Quantity.POWER, 5.0), assignment=network.assignments[0], by=people["inspector"],
            at=NOW,
        )  # fmt: skip
    assert "station" in refused.value.fields
