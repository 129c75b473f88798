"""The time of an act in the record is what was seen, never when it was typed."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import User
from common.errors import Invalid
from enforcement.services import cases, records
from inspections.enums import Outcome
from inspections.models import Finding
from inspections.services import sealing, visits
from licenses.models import Establishment
from tests.inspections import scene
from tests.inspections.scene import FRIDAY, NOW
from tests.journeys.test_inspector import text_of

pytestmark = pytest.mark.django_db
SEEN = dt.datetime(2026, 12, 4, 1, 25, tzinfo=dt.UTC)  # 08:25 in Vietnam; it is typed at 09:30


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    """Papers may rest on rows nobody has verified only in the demo."""
    settings.DEMO_MODE = True


def _case(people: dict[str, User], agent: Establishment, **hours: Any) -> Any:
    by = people["inspector"]
    visit = scene.started(people, agent)
    scene.answer_all(visit, by, failing=("GP-12",))
    found = scene.found(visit, by, "GP-12", act_ended_on=FRIDAY, continuing=False, **hours)
    scene.photo(visit, by, finding=found)
    visits.conclude(visit, outcome=Outcome.VIOLATION, report="", party_statement="", by=by)
    scene.attended(visit, by)
    visit.refresh_from_db()
    sealing.seal(visit, by=by, at=NOW)
    return cases.open_case(visit, by=by, on=FRIDAY)


def _printed(case: Any, people: dict[str, User]) -> str:
    return text_of(records.draft(case, by=people["inspector"], at=NOW, on=FRIDAY))


def test_the_record_prints_the_hour_of_the_act_and_of_its_detection(
    people: dict[str, User], agent: Establishment
) -> None:
    printed = _printed(_case(people, agent, act_time="08:20", detected_at=SEEN), people)
    assert "Thời gian vi phạm: lúc 08:20 ngày 04/12/2026; phát hiện lúc 08:25 ngày 04/12/2026" in printed


def test_an_hour_nobody_stated_is_not_taken_from_the_clock_of_typing(
    people: dict[str, User], agent: Establishment
) -> None:
    printed = _printed(_case(people, agent), people)
    assert "Thời gian vi phạm: ngày 04/12/2026; phát hiện ngày 04/12/2026." in printed
    assert "09:30" not in printed.partition("Thời gian vi phạm")[2].partition("Mô tả")[0]


def test_words_about_the_time_stand_beside_the_day(people: dict[str, User], agent: Establishment) -> None:
    printed = _printed(_case(people, agent, act_time="khoảng nửa đêm"), people)
    assert "ngày 04/12/2026 (thời điểm ghi nhận: khoảng nửa đêm)" in printed


def test_without_a_witness_the_record_says_so_instead_of_quoting_silence(
    people: dict[str, User], agent: Establishment
) -> None:
    printed = _printed(_case(people, agent), people)
    assert "người chứng kiến: không có người chứng kiến." in printed
    assert "bị thiệt hại: không có cá nhân, tổ chức bị thiệt hại." in printed


def test_an_act_that_ended_is_never_said_to_go_on(people: dict[str, User], agent: Establishment) -> None:
    ended = _case(people, agent).acts.get().finding
    assert (ended.continuing, ended.law_reason) == (False, "whole_act")


def test_the_hour_of_detection_lies_on_its_day(people: dict[str, User], agent: Establishment) -> None:
    visit = scene.started(people, agent)
    with pytest.raises(Invalid) as refused:
        scene.found(visit, people["inspector"], "GP-12", detected_at=SEEN - dt.timedelta(days=1))
    assert list(refused.value.fields) == ["detected_at"]


def test_the_form_keeps_the_hour_apart_from_the_typing(
    people: dict[str, User], agent: Establishment, as_user: Any
) -> None:
    visit = scene.started(people, agent)
    item = scene.item_of(visit, "GP-12")
    scene.found(visit, people["inspector"], "GP-12")
    old = Finding.objects.get()
    address = reverse("desk:finding", args=[visit.pk, old.pk])
    browser = as_user(people["inspector"])
    data = {
        "violation": item.violations[0], "facts": "x", "act_started_on": "2026-12-04", "act_ended_on": "2026-12-04",
        "detected_on": "2026-12-04", "detected_time": "08:25", "act_time": "08:20", "place": "P",
        "version": old.version,
    }  # fmt: skip
    assert browser.post(address, data).status_code == 302
    assert Finding.objects.get().detected_at == SEEN
    assert 'value="08:25"' in browser.get(address).content.decode()
