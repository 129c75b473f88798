"""What became of violations found before, said on the tablet and judged by the server."""

import datetime as dt

import pytest

from common.ids import uuid7
from fieldwork.models import Quarantined
from fieldwork.services import settling
from inspections.enums import VisitReason
from inspections.models import Evidence, Recheck
from inspections.services import sealing
from rulebook.models import Checklist
from tests.fieldwork.scene import given, photo_payload, sha, signed, whole_day
from tests.fieldwork.test_whole_day import upload
from tests.inspections import scene
from tests.inspections.scene import NOW, jpeg

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(agent, people):
    """The act that a sealed visit of the agent found."""
    return scene.sealed_act(people, agent)


@pytest.fixture
def visit(before, agent, people, device):
    """A later visit of the agent that the tablet has."""
    short = Checklist.objects.get(code="short-list")
    planned = scene.scheduled(
        people,
        agent,
        reason=VisitReason.REINSPECTION,
        reason_text="Kiểm tra lại",
        previous=before.visit,
        checklists=[short],
    )
    return given(people, planned, device)


def closing(before, result="remedied", **more):
    return {"id": str(uuid7()), "earlier": str(before.pk), "result": result, "facts": "Đã treo bảng mới."} | more


def day(device, visit, *between):
    """The records of the visit with what is recorded `between`, sent; and the end of it, with or without closings."""
    photo = jpeg((320, 240), "green")
    made = whole_day(device, visit, photo)
    told = device.send(*made["records"])
    assert {one["status"] for one in told} == {"applied"}
    upload(device, made["evidence"]["id"], "working", photo)
    return made, device.send(*[device.op(visit, kind, payload) for kind, payload in between]) if between else []


def end(device, visit, made, **changes):
    """The answer to the seal."""
    ops = signed(device, visit, made, **changes)
    body = ops["seal"] | {"protocol": 2, "package_at": device.now.isoformat()}
    return body, device.send(ops["shown"], ops["person"], body)[-1]


def test_the_package_tells_what_stands_and_the_closing_is_sealed_with_its_photo(device, visit, before):
    part = next(one["content"] for one in device.get("package/").json()["parts"] if one["name"] == f"visit:{visit.pk}")
    assert [(row["id"], row["visit"]) for row in part["open_violations"]] == [(str(before.pk), before.visit.number)]
    assert (part["earlier"], part["violations_elsewhere"]) == ([], 0)
    shot = jpeg((320, 240), "yellow")
    declared, closed = photo_payload(shot, earlier=str(before.pk)), closing(before)
    made, told = day(device, visit, ("earlier.close", closed), ("evidence.declare", declared))
    assert [one["status"] for one in told] == ["applied"] * 2
    assert told[0]["receipt"]["rev"] == 1
    upload(device, declared["id"], "working", shot)
    files = [{"id": one["id"], "sha256": one["sha256"]} for one in (made["evidence"], declared)]
    said = [{"earlier": str(before.pk), "result": "remedied"}]
    body, sealed = end(device, visit, made, earlier=said, evidence=files)
    assert sealed["status"] == "applied", sealed
    assert device.send(body)[0]["status"] == "already"
    assert Evidence.objects.get(pk=declared["id"]).earlier == before
    assert sealing.check(visit.__class__.objects.get(pk=visit.pk)) == []


def test_the_seal_names_what_was_left_unanswered_and_what_the_tablet_could_not_know_is_not_asked(device, visit, before):
    made, _told = day(device, visit)
    body, told = end(device, visit, made)
    assert (told["status"], told["missing"]) == ("retry", [f"earlier:{before.pk}"])
    stale = body | {"package_at": (NOW - dt.timedelta(days=1)).isoformat()}
    assert device.send(stale)[0]["status"] == "applied"


def test_a_closing_of_which_the_server_knows_nothing_or_something_else_is_named(device, visit, before):
    made, _told = day(device, visit, ("earlier.close", closing(before, "not_remedied")))
    _body, told = end(device, visit, made, earlier=[{"earlier": str(before.pk), "result": "remedied"}])
    assert (told["status"], told["missing"]) == ("retry", [f"earlier:{before.pk}"])


def test_an_older_application_is_not_held_up_for_ever_its_seal_waits_for_the_chief(device, visit, before, people):
    made, _told = day(device, visit)
    ops = signed(device, visit, made)
    told = device.send(*ops.values())[-1]
    assert (told["status"], told["code"]) == ("quarantined", "earlier_open")
    assert before.visit.number in told["message"]
    settling.apply(Quarantined.objects.get(), by=people["chief"], at=NOW, reason="Đã ghi trong nhận xét")
    visit.refresh_from_db()
    assert visit.status == "received"


def test_the_same_closing_counts_once_and_two_tablets_conflict(device, visit, before):
    begun, closed = device.op(visit, "visit.start"), closing(before)
    first = device.op(visit, "earlier.close", closed, base_rev=0)
    assert [one["status"] for one in device.send(begun, first, first)] == ["applied", "applied", "already"]
    told = device.send(
        device.op(visit, "earlier.close", closing(before, "not_checked"), base_rev=0),
        device.op(visit, "earlier.close", closing(before, "not_checked"), base_rev=1),
        device.op(visit, "earlier.close", closing(before, "maybe")),
        device.op(visit, "earlier.close", closing(before, earlier=str(uuid7()))),
        device.op(visit, "earlier.close", closed | {"facts": "Khác."}),
    )
    assert [(one["status"], one["code"]) for one in told] == [
        ("conflict", "stale_version"), ("applied", ""), ("quarantined", "invalid"), ("quarantined", "unknown_line"),
        ("quarantined", "key_reused"),
    ]  # fmt: skip
    assert Recheck.objects.count() == 2
    assert sha(b"") not in {row.sha256 for row in Quarantined.objects.all()}
