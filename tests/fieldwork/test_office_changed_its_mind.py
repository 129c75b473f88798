"""Visits recalled, given on or changed meanwhile: both works are kept and a person decides."""

import datetime as dt

import pytest
from django.test import override_settings

from common.errors import NotAllowed
from fieldwork.models import Quarantined
from fieldwork.services import dispatching, settling
from inspections.models import Answer
from inspections.services import announcing
from tests.fieldwork.scene import (
    Device,
    answer_payload,
    begun,
    first_item,
)
from tests.fieldwork.scene import (
    given as give,
)
from tests.inspections import scene
from tests.inspections.scene import NOW

pytestmark = pytest.mark.django_db


def test_work_on_a_visit_recalled_meanwhile_waits_and_is_applied_by_the_chief(device, visit, people):
    assert device.post("contact/", {}).json()["visits"] == [str(visit.pk)]
    dispatching.recall(visit, by=people["chief"], reason="Đoàn khác đi", at=NOW)
    assert device.post("contact/", {}).json()["visits"] == []
    start = device.op(visit, "visit.start")
    answer = device.op(visit, "answer.set", answer_payload(first_item(visit)))
    told = device.send(start, answer)
    assert [(one["status"], one["code"]) for one in told] == [("quarantined", "recalled")] * 2
    visit.refresh_from_db()
    assert (visit.status, Answer.objects.count()) == ("planned", 0)
    done = settling.apply_all(visit, by=people["chief"], at=NOW, reason="Đã làm tại chỗ trước khi thu hồi")
    visit.refresh_from_db()
    assert (done.applied, done.stopped, visit.status) == (2, None, "in_progress")
    assert Answer.objects.get().answered_by == people["inspector"]


def test_an_announced_visit_that_is_recalled_is_announced_still(agent, device, people):
    visit = scene.scheduled(people, agent, no_notice="", no_notice_reason="", window_start=dt.date(2026, 12, 11),
                            window_end=dt.date(2026, 12, 11))  # fmt: skip
    with override_settings(DEMO_MODE=True):
        announcing.announce(visit, by=people["chief"], on=dt.date(2026, 12, 4))
    give(people, visit, device)
    dispatching.recall(visit, by=people["chief"], reason="Hỏng máy", at=NOW)
    visit.refresh_from_db()
    assert visit.status == "announced"


def test_two_tablets_with_the_same_visit_keep_both_works_and_a_chief_chooses(device, visit, people, agencies):
    begun(device, visit)
    item = first_item(visit)
    second = Device(people, agencies.skhcn, people["inspector"], label="MTB-02")
    dispatching.reassign(visit, tablet=second.tablet, by=people["chief"], reason="Máy đầu hết pin", at=NOW)
    taken = second.send(second.op(visit, "answer.set", answer_payload(item, "pass", note="máy hai")))
    late = device.send(device.op(visit, "answer.set", answer_payload(item, "fail", note="máy một"), base_rev=0))
    assert (taken[0]["status"], late[0]["status"], late[0]["code"]) == ("applied", "quarantined", "recalled")
    settling.apply(Quarantined.objects.get(), by=people["chief"], at=NOW, reason="Máy một ghi đúng")
    assert [row.note for row in Answer.objects.order_by("revision")] == ["máy hai", "máy một"]


def test_two_changes_of_the_same_answer_are_a_conflict_that_shows_both(device, visit, people):
    begun(device, visit)
    item = first_item(visit)
    device.send(device.op(visit, "answer.set", answer_payload(item, "pass", note="một"), base_rev=0))
    told = device.send(device.op(visit, "answer.set", answer_payload(item, "fail", note="hai"), base_rev=0))[0]
    assert (told["status"], told["code"]) == ("conflict", "stale_version")
    assert {line["yours"] for line in told["receipt"]["server"]["differences"]} >= {"hai"}
    assert Answer.objects.count() == 1
    settling.apply(Quarantined.objects.get(), by=people["chief"], at=NOW, reason="Bản sau đúng")
    assert Answer.objects.order_by("-revision")[0].note == "hai"


def test_nobody_decides_about_their_own_work(device, visit, people):
    device.person = people["chief"]
    device.client.force_login(people["chief"], backend="django.contrib.auth.backends.ModelBackend")
    device.send(device.op(visit, "visit.start"))
    with pytest.raises(NotAllowed):
        settling.apply(Quarantined.objects.get(), by=people["chief"], at=NOW, reason="tự quyết")


def test_a_checklist_changed_meanwhile_leaves_the_visit_with_its_own(device, visit):
    begun(device, visit)
    item = first_item(visit)
    right = item.checklist.version_label
    taken = device.send(device.op(visit, "answer.set", answer_payload(item), checklist_version=right))[0]
    other = device.send(
        device.op(visit, "answer.set", answer_payload(item, "fail"), checklist_version="other/2027-01-01")
    )[0]
    assert (taken["status"], other["status"], other["code"]) == ("applied", "quarantined", "other_checklist")
