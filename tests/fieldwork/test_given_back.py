"""A visit that was given back is amended on the tablet: people and signatures anew, the old ones kept."""

import json

import pytest
import time_machine

from common.ids import uuid7
from inspections.enums import CustodyVerb
from inspections.models import Attendance, CustodyEvent, Evidence
from inspections.services import evidence, records, reviews, sealing
from tests.fieldwork.scene import answer_payload, first_item, later, photo_payload, sha
from tests.fieldwork.test_kinds_of_file import drawing, ended
from tests.fieldwork.test_whole_day import upload
from tests.inspections.scene import FRIDAY

pytestmark = pytest.mark.django_db
WHY = "Thiếu ghi chú ở mục 1"


@pytest.fixture(autouse=True)
def rehearsal(settings):
    """Papers may rest on rules that nobody has verified yet."""
    settings.DEMO_MODE = True


def sealed_and_given_back(device, visit, people, ink):
    """A day with a drawn signature, sealed, and given back by the chief; the person and the drawing."""
    person, drawn, declared, seal = ended(device, visit, ink)
    device.send(declared)
    upload(device, drawn["id"], "working", ink)
    assert device.send(seal)[0]["status"] == "applied"
    visit.refresh_from_db()
    reviews.take_up(visit, by=people["chief"])
    visit.refresh_from_db()
    reviews.send_back(visit, by=people["chief"], reason=WHY)
    signer = Attendance.objects.get(pk=person)
    said = {"person": signer.person, "capacity": "party", "signing": "signed"}
    return said | {"id": person, "shown_sha256": signer.shown_text_sha256}, drawn


def changed(device, visit):
    """An answer that is another after the seal, with the reason."""
    payload = answer_payload(first_item(visit), "not_applicable", amendment_reason=WHY)
    return device.op(visit, "answer.set", payload)


def shown_again(visit, device, words, **more):
    return device.op(visit, "shown.add", {"text": words, "sha256": sha(words.encode())} | more)


def test_new_people_sign_the_amended_record_and_what_was_signed_before_is_kept(device, visit, people):
    ink, fresh = drawing(shade=40), drawing(shade=90)
    person, drawn = sealed_and_given_back(device, visit, people, ink)
    words, why = "Biên bản đã sửa", {"amendment_reason": WHY}
    anew = person | why | {"id": str(uuid7()), "person": "Phạm Văn Thay", "shown_sha256": sha(words.encode())}
    signature = photo_payload(fresh, kind="signature", attendance=anew["id"], file_name="ký.png") | why
    told = device.send(
        changed(device, visit),
        device.op(visit, "line.withdraw", {"table": "evidence", "id": drawn["id"], "reason": "Ký lại"}),
        device.op(visit, "line.withdraw", {"table": "attendance", "id": person["id"], "reason": "Ký lại"}),
        shown_again(visit, device, words, **why),
        device.op(visit, "attendance.add", anew),
        device.op(visit, "evidence.declare", signature),
    )
    assert [one["status"] for one in told] == ["applied"] * 6, told
    upload(device, signature["id"], "working", fresh)
    assert device.send(device.op(visit, "visit.resubmit", {"reason": "Đã ký lại"}))[0]["status"] == "applied"
    assert sealing.check(visit) == []
    old = Evidence.objects.get(pk=drawn["id"])
    assert (old.is_withdrawn, evidence.original(old)) == (True, ink)
    custody = CustodyEvent.objects.filter(evidence=old, verb=CustodyVerb.WITHDRAWN)
    assert list(custody.values_list("by", "sha256", "note")) == [(device.person.pk, drawn["sha256"], "Ký lại")]
    assert Attendance.objects.filter(visit=visit).count() == 2

    visit.refresh_from_db()
    paper = json.loads(records.issue_record(visit, by=people["chief"], on=FRIDAY).payload)
    assert [row["name"] for row in paper["attendance"]] == ["Phạm Văn Thay"]
    assert [row["sha256"] for row in paper["signatures"]] == [signature["sha256"]]
    said = [row["sha256"] for row in paper["hashes"]]
    assert said == [sha(words.encode()), visit.seal.sha256, visit.amendments.last().sha256]
    assert said[-1] == paper["manifest_sha256"]


def test_whoever_stays_with_what_was_signed_before_is_named_after_the_last(device, visit, people):
    person, _drawn = sealed_and_given_back(device, visit, people, drawing())
    words, why = "Bản cho xem lại", {"amendment_reason": WHY}
    witness = person | why | {"id": str(uuid7()), "capacity": "witness", "shown_sha256": sha(words.encode())}
    device.now = later(60)
    with time_machine.travel(device.now, tick=False):
        told = device.send(shown_again(visit, device, words, **why), device.op(visit, "attendance.add", witness))
    assert [one["status"] for one in told] == ["applied"] * 2, told
    visit.refresh_from_db()
    hashes = json.loads(records.issue_record(visit, by=people["chief"], on=FRIDAY).payload)["hashes"]
    assert [row["sha256"] for row in hashes[:2]] == [sha(words.encode()), person["shown_sha256"]]
    assert hashes[0]["vi"] != hashes[1]["vi"]


def test_without_the_reason_it_is_kept_and_a_text_of_before_the_change_is_not_signed(device, visit, people):
    person, _drawn = sealed_and_given_back(device, visit, people, drawing())
    told = device.send(shown_again(visit, device, "Không lý do"))
    assert (told[0]["status"], told[0]["code"]) == ("quarantined", "amendment_needs_reason")
    why = {"amendment_reason": WHY}
    late = person | why | {"id": str(uuid7())}
    told = device.send(
        changed(device, visit),
        device.op(visit, "attendance.add", late),
    )
    assert [(one["status"], one["code"]) for one in told] == [("applied", ""), ("quarantined", "shown_text_changed")]
