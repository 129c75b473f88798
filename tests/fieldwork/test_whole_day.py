"""A day with a tablet through its door: records, photo in chunks, seal, receipt; and again, doubling nothing."""

import pytest

from fieldwork.models import Dispatch, Operation, Quarantined
from inspections.models import Answer, Attendance, Evidence, Finding, Receipt, Visit
from inspections.services import sealing
from tests.fieldwork.scene import in_batches, sha, signed, whole_day
from tests.inspections.scene import jpeg

pytestmark = pytest.mark.django_db


def upload(device, key, role, data, size=4_000):
    """Send a file in chunks."""
    for start in range(0, len(data), size):
        answer = device.chunk(key, role, start, data[start : start + size])
        assert answer.status_code == 204, answer.content
    return answer


def bring(device, visit, photo, original=None):
    """The whole day; return the answers of the seal."""
    day = whole_day(device, visit, photo, original=original)
    for batch in in_batches(day["records"]):
        assert {one["status"] for one in device.send(*batch)} == {"applied"}
    upload(device, day["evidence"]["id"], "working", photo)
    end = signed(device, visit, day)
    return day, end, device.send(end["shown"], end["person"], end["seal"])


def test_a_whole_day_ends_with_a_receipt_that_the_office_can_check(device, visit):
    photo = jpeg((640, 480))
    _day, _end, told = bring(device, visit, photo)
    assert [one["status"] for one in told] == ["applied"] * 3
    kept = {str(row.op_id): row.sha256 for row in Operation.objects.filter(visit_key=visit.pk)}
    assert all(one["receipt"]["sha256"] == kept[one["op_id"]] for one in told), "a receipt names another hash"
    visit.refresh_from_db()
    receipt = Receipt.objects.get(seal__visit=visit)
    assert visit.status == "received"
    assert told[-1]["receipt"]["seal"]["sha256"] == receipt.sha256
    assert sealing.check(visit) == []
    assert Dispatch.objects.get(visit=visit).status == "done"
    assert sealing.evidence.original(Evidence.objects.get(visit=visit)) == photo


def test_the_same_day_sent_again_changes_nothing_and_gets_the_same_receipts(device, visit):
    photo = jpeg((640, 480))
    day, end, told = bring(device, visit, photo)
    counts = {model: model.objects.count() for model in (Answer, Finding, Attendance, Evidence, Operation, Quarantined)}
    again = [one for batch in in_batches([*day["records"], *end.values()]) for one in device.send(*batch)]
    assert {one["status"] for one in again} == {"already"}
    assert [one["receipt"] for one in again[-3:]] == [one["receipt"] for one in told]
    assert {model: model.objects.count() for model in counts} == counts
    assert Quarantined.objects.count() == 0


def test_what_was_signed_offline_holds_when_the_photo_arrives_after_it(device, visit):
    photo, original = jpeg((640, 480)), jpeg((1600, 1200), "maroon")
    day = whole_day(device, visit, photo, original=original)
    end = signed(device, visit, day)
    for batch in in_batches([*day["records"], end["shown"], end["person"]]):
        assert {one["status"] for one in device.send(*batch)} == {"applied"}
    waiting = device.send(end["seal"])[0]
    assert (waiting["status"], waiting["missing"]) == ("retry", [f"evidence:{day['evidence']['id']}"])
    upload(device, day["evidence"]["id"], "working", photo)
    assert device.send(end["seal"])[0]["status"] == "applied"
    visit.refresh_from_db()
    assert visit.status == "received"


def test_a_record_changed_after_it_was_signed_is_not_sealed_but_kept(device, visit):
    day = whole_day(device, visit, jpeg((640, 480)))
    end = signed(device, visit, day)
    for batch in in_batches([*day["records"], end["shown"], end["person"]]):
        device.send(*batch)
    upload(device, day["evidence"]["id"], "working", day["photo"])
    late = device.op(visit, "visit.conclude", {"outcome": "violation", "report": "Thêm vào sau khi ký."})
    late["prev_seq"], end["seal"]["prev_seq"] = end["person"]["seq"], late["seq"]
    end["seal"]["seq"] = device.seq + 1
    told = device.send(late, end["seal"])
    assert [(one["status"], one["code"]) for one in told] == [("applied", ""), ("quarantined", "incomplete")]


def test_an_original_arrives_after_the_seal_under_its_sealed_hash(device, visit):
    photo, original = jpeg((640, 480)), jpeg((1600, 1200), "maroon")
    day, _end, told = bring(device, visit, photo, original)
    assert told[-1]["status"] == "applied"
    upload(device, day["evidence"]["id"], "original", original)
    visit.refresh_from_db()
    row = Evidence.objects.get(visit=visit)
    assert sealing.evidence.larger_original(row) == original
    assert sealing.check(Visit.objects.get(pk=visit.pk)) == []
    files = device.get(f"receipts/{visit.pk}/").json()["files"]
    assert {(one["role"], one["state"], one["sha256"]) for one in files} == {
        ("working", "done", sha(photo)), ("original", "done", sha(original)),
    }  # fmt: skip
