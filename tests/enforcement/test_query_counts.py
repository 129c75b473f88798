"""A radio case costs the same whether one frequency or many are in it."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from enforcement.models import Case, CaseAct
from enforcement.services import acts, cases, records
from inspections.models import Measurement
from inspections.services import measurements, sealing, visits
from licenses.models import FrequencyAssignment
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, NOW

pytestmark = pytest.mark.django_db


def opened(people: dict[str, User], network: SimpleNamespace, frequencies: int, number: int) -> Case:
    """A case about so many frequencies, each measured and each at a place of its own under one clause."""
    by = people["inspector"]
    visit = scene.started(
        people, network, reason="complaint", reason_text=f"Tin {number}", override=scene.agreed(people, network.holder)
    )
    scene.answer_all(visit, by, failing=("RS-20",))
    for row in network.assignments[:frequencies]:
        wrong = row.tx_hz + 6_350
        reading = measurements.Reading(
            quantity="frequency", value=float(wrong), instrument="FSH8", measured_at=NOW, uncertainty=50.0
        )
        measurements.record(visit, reading=reading, assignment=row, item=scene.item_of(visit, "RS-20"), by=by, at=NOW)
        scene.found(
            visit, by, "RS-20", place=f"Hòn Khói {row.tx_hz}", assignment=row, tx_hz=wrong, deviation="frequency",
            power_basis="licensed", power_basis_reason="không vượt", station=network.station,
        )  # fmt: skip
    scene.looked_again(visit, by)
    visits.conclude(visit, outcome="violation", report="", party_statement="", by=by)
    visit.refresh_from_db()
    scene.attended(visit, by)
    sealing.seal(visit, by=by, at=NOW)
    return cases.open_case(visit, by=by, on=FRIDAY)


def cost(work: Any) -> int:
    """How many questions it asks the database."""
    with CaptureQueriesContext(connection) as queries:
        work()
    return len(queries)


def test_a_page_and_a_draft_ask_no_more_for_more_frequencies(
    people: dict[str, User], network: SimpleNamespace, as_user: Any, settings: Any
) -> None:
    settings.DEMO_MODE = True
    small, large = opened(people, network, 1, 1), opened(people, network, 3, 2)
    browser, by = as_user(people["inspector"]), people["inspector"]

    def page(case: Case) -> None:
        assert browser.get(reverse("desk:case", args=[case.pk])).status_code == 200

    def draft(case: Case) -> None:
        row = Case.objects.select_related("agency", "licensee__unit__parent", "visit").get(pk=case.pk)
        assert records.draft(row, by=by, at=NOW, on=FRIDAY)

    page(small)  # what is looked up once per process
    assert cost(lambda: page(large)) == cost(lambda: page(small)) <= 45
    draft(small)
    assert cost(lambda: draft(large)) == cost(lambda: draft(small))


def test_the_readings_of_all_acts_come_with_one_query_and_each_newest_counts(
    people: dict[str, User], network: SimpleNamespace
) -> None:
    case = opened(people, network, 3, 1)
    rows = list(CaseAct.objects.filter(case=case).select_related("finding"))
    again = Measurement.objects.filter(visit=case.visit, assignment=network.assignments[0]).get()
    assert cost(lambda: acts.readings_of(rows)) == 1
    assert cost(lambda: acts.readings_of([])) == 0
    found = acts.readings_of(rows)
    assert {key[1] for key in found} == {row.pk for row in FrequencyAssignment.objects.all()}
    assert found[(case.visit_id, network.assignments[0].pk, "frequency")] == again
