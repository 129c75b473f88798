"""What waits for whom."""

import datetime as dt
from typing import Any

import pytest

from reporting.tasks import tasks_for
from rulebook.models import Penalty
from rulebook.verification import verify
from tests import law
from tests.reporting.conftest import ON

pytestmark = pytest.mark.django_db


def codes(user: Any) -> dict[str, int]:
    return {task.code: task.count for task in tasks_for(user, ON)}


def test_the_team_sees_the_visits_of_today(visit: Any, inspector: Any, inspector2: Any) -> None:
    visit("planned")
    assert codes(inspector)["today"] == 1
    assert "today" not in codes(inspector2)


def test_a_visit_in_progress_comes_first(visit: Any, inspector: Any) -> None:
    visit("planned")
    visit("in_progress")
    assert next(iter(codes(inspector))) == "in_progress"


def test_a_visit_past_its_window_is_named(visit: Any, inspector: Any) -> None:
    visit("planned", ON - dt.timedelta(days=9))
    assert codes(inspector) == {"late": 1}


def test_the_chief_receives_and_reviews(visit: Any, chief: Any) -> None:
    visit("sealed")
    visit("received")
    visit("planned", ON + dt.timedelta(days=20))
    assert codes(chief) == {"to_receive": 1, "to_review": 1, "to_announce": 1}


def test_the_officer_verifies_entries_and_minds_the_terms(shop: Any, license_until: Any, officer: Any) -> None:
    license_until(ON + dt.timedelta(days=5))
    assert codes(officer) == {"to_verify": 1, "expiring": 1}


def test_a_case_without_a_record_waits_for_the_inspector(case: Any, inspector: Any) -> None:
    case()
    assert codes(inspector)["records"] == 1


def test_an_official_has_no_tasks(visit: Any, official: Any) -> None:
    visit("sealed")
    assert codes(official) == {}


def test_a_long_list_is_counted_in_full(visit: Any, inspector: Any) -> None:
    for _ in range(7):
        visit("planned")
    task = tasks_for(inspector, ON)[0]
    assert (task.count, len(task.first)) == (7, 5)


def test_the_legal_officer_sees_the_violations_nobody_has_compared(legal: Any, inspector: Any) -> None:
    law.put()
    found = codes(legal)["unverified"]
    assert found > 100
    row = Penalty.objects.in_force_on(ON).first()
    verify(row, by=legal, on=ON, outcome="confirmed", official_text="Công báo số 1", compared_on=ON)
    assert codes(legal)["unverified"] == found - 1
    assert "unverified" not in codes(inspector)
