"""A clock a year off, a position far away, an old package: the work is taken and what is odd is flagged."""

import datetime as dt

import pytest
import time_machine

from fieldwork.models import Operation
from inspections.models import Finding
from inspections.queries.checklists import item_states
from tests.fieldwork.scene import (
    answer_payload,
    begun,
    finding_payload,
    later,
)
from tests.inspections.scene import NOW

pytestmark = pytest.mark.django_db


def test_a_clock_a_year_ahead_counts_as_the_arrival_and_is_flagged(device, visit):
    told = device.send(device.op(visit, "visit.start", client_time=(NOW + dt.timedelta(days=365)).isoformat()))[0]
    visit.refresh_from_db()
    assert (told["status"], told["receipt"]["flags"], visit.started_at) == ("applied", ["clock"], NOW)
    assert Operation.objects.get().client_time == NOW + dt.timedelta(days=365)


def test_a_clock_a_year_off_that_was_measured_is_put_right(device, visit):
    with time_machine.travel(later(30), tick=False):
        op = device.op(
            visit, "visit.start", client_time=(later(10) - dt.timedelta(days=365)).isoformat(),
            clock_offset_s=365 * 86_400,
        )  # fmt: skip
        told = device.send(op)[0]
    visit.refresh_from_db()
    assert (told["status"], told["receipt"]["flags"], visit.started_at) == ("applied", ["clock"], later(10))


def test_times_inside_a_payload_are_moved_like_the_clock_itself(device, visit):
    begun(device, visit)
    item = next(state.item for state in item_states(visit) if state.item.code == "AP-09")
    device.send(device.op(visit, "answer.set", answer_payload(item, "fail")))
    year = dt.timedelta(days=365)
    op = device.op(
        visit, "finding.add", finding_payload(visit, "AP-09", detected_at=(NOW - year).isoformat()),
        client_time=(NOW - year).isoformat(), clock_offset_s=year.total_seconds(),
    )  # fmt: skip
    assert device.send(op)[0]["status"] == "applied"
    assert Finding.objects.get().detected_at == NOW


def test_a_position_thirty_kilometres_away_is_taken_and_flagged(device, visit):
    told = device.send(device.op(visit, "visit.start", lat=visit.lat + 0.27, lon=visit.lon))[0]
    assert (told["status"], told["receipt"]["flags"]) == ("applied", ["far_away"])


def test_a_package_from_the_day_before_yesterday_is_flagged_and_its_work_taken(device, visit):
    old = (NOW - dt.timedelta(hours=30)).isoformat()
    told = device.send(device.op(visit, "visit.start", package_at=old))[0]
    assert (told["status"], told["receipt"]["flags"]) == ("applied", ["old_package"])
