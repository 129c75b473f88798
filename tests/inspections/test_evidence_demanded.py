"""What a checklist asks for when an item is not met is there before the seal, or a reason says why not."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from inspections.models import Visit
from inspections.queries.checklists import item_states
from inspections.services import answers, measurements, sealing, visits
from rulebook.models import ChecklistItem
from tests.inspections import scene
from tests.inspections.scene import NOW

pytestmark = pytest.mark.django_db


def asked(visit: Visit, code: str) -> list[str]:
    """What the seal still asks of the item, in the words the inspector reads."""
    item = scene.item_of(visit, code)
    return [lack.message for lack in sealing.missing(visit) if lack.item_id == item.pk]


def test_a_copy_of_the_document_and_a_photo_are_two_files(visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    assert scene.item_of(visit, "AP-03").evidence_required == ["document_copy", "photo"]
    finding = scene.found(visit, by, "AP-03")
    assert len(asked(visit, "AP-03")) == 2
    scene.photo(visit, by, "navy", finding=finding)
    assert len(asked(visit, "AP-03")) == 1
    scene.photo(visit, by, "olive", item=scene.item_of(visit, "AP-03"))
    assert asked(visit, "AP-03") == []


def test_a_statement_is_the_partys(radio_visit: Visit, people: dict[str, User]) -> None:
    by = people["inspector"]
    code = next(
        item.code
        for item in ChecklistItem.objects.filter(checklist__in=radio_visit.checklists.all()).order_by("code")
        if item.evidence_required == ["statement"] and item.violations
    )
    scene.found(radio_visit, by, code)
    assert len(asked(radio_visit, code)) == 1
    visits.conclude(radio_visit, outcome="violation", report="", party_statement="Máy mới lắp hôm qua.", by=by)
    radio_visit.refresh_from_db()
    assert asked(radio_visit, code) == []


def test_a_measurement_may_be_recorded_wherever_one_is_asked_for(
    radio_visit: Visit, network: SimpleNamespace, people: dict[str, User], as_user: Any
) -> None:
    by = people["inspector"]
    demanding = [state.item for state in item_states(radio_visit) if "measurement" in state.item.evidence_required]
    assert [item for item in demanding if not item.quantity], "some ask for a reading of no named quantity"
    page = as_user(by).get(reverse("desk:visit_measurements", args=[radio_visit.pk])).content.decode()
    assert [item.code for item in demanding if str(item.pk) not in page] == []
    reading = measurements.Reading(
        quantity="frequency", value=157_406_350.0, instrument="FSH8", measured_at=NOW, uncertainty=50.0
    )
    row, item = network.assignments[0], scene.item_of(radio_visit, "RS-20")
    scene.found(
        radio_visit, by, "RS-20", assignment=row, tx_hz=157_406_350, power_basis="licensed", power_basis_reason="x"
    )
    assert len(asked(radio_visit, "RS-20")) == 1
    measurements.record(radio_visit, reading=reading, item=item, assignment=row, by=by, at=NOW)
    assert asked(radio_visit, "RS-20") == []


def test_a_stated_reason_stands_in_and_is_shown(visit: Visit, people: dict[str, User], as_user: Any) -> None:
    by, why = people["inspector"], "Chủ cơ sở không cho chụp ảnh"
    item = scene.item_of(visit, "AP-09")
    scene.found(visit, by, "AP-09")
    browser, url = as_user(by), reverse("desk:visit_answer", args=[visit.pk, item.pk])
    card = browser.post(url, {"choice": "fail", "base_revision": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "Bảng kiểm yêu cầu:" in card
    assert "còn thiếu" in card
    data = {"choice": "fail", "base_revision": "1", "no_finding_reason": why}
    card = browser.post(url, data, headers={"HX-Request": "true"}).content.decode()
    assert "đã nêu lý do" in card
    assert why in card
    assert asked(visit, "AP-09") == []
    assert why in browser.get(reverse("desk:visit_seal", args=[visit.pk])).content.decode()
    answers.answer(visit, item=item, choice="fail", by=by, at=NOW)
    assert len(asked(visit, "AP-09")) == 1
