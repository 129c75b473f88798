"""Chunks damaged, doubled, late, of another hash or no photo: told with the right offset, or held for a person."""

import pytest

from fieldwork.models import Quarantined
from fieldwork.services import dispatching, settling, uploads
from inspections.models import Evidence
from tests.fieldwork.scene import (
    ADDRESS,
    begun,
    photo_payload,
    sha,
)
from tests.fieldwork.test_whole_day import upload
from tests.inspections.scene import NOW, jpeg

pytestmark = pytest.mark.django_db


def test_a_damaged_chunk_and_a_wrong_offset_are_told_with_the_right_offset(device, visit):
    begun(device, visit)
    photo = jpeg((640, 480))
    payload = photo_payload(photo)
    device.send(device.op(visit, "evidence.declare", payload))
    bad = device.chunk(payload["id"], "working", 0, photo[:1000], sha256=sha(b"other"))
    assert (bad.status_code, bad["Upload-Offset"]) == (460, "0")
    assert device.chunk(payload["id"], "working", 0, photo[:1000])["Upload-Offset"] == "1000"
    again = device.chunk(payload["id"], "working", 0, photo[:1000])
    assert (again.status_code, again["Upload-Offset"]) == (409, "1000")
    head = device.client.head(f"{ADDRESS}evidence/{payload['id']}/working/", headers=device.headers)
    assert (head.status_code, head["Upload-Offset"]) == (204, "1000")
    assert device.chunk(payload["id"], "working", 1000, photo[1000:])["Upload-State"] == "done"
    assert Evidence.objects.get().sha256 == sha(photo)


def test_a_whole_file_of_another_hash_begins_anew(device, visit):
    begun(device, visit)
    photo = jpeg((640, 480))
    payload = photo_payload(photo) | {"sha256": sha(b"something else")}
    device.send(device.op(visit, "evidence.declare", payload))
    told = device.chunk(payload["id"], "working", 0, photo)
    assert (told.status_code, told["Upload-Offset"]) == (460, "0")
    assert Evidence.objects.count() == 0


def test_the_same_file_declared_twice_is_stored_once_and_both_are_done(device, visit):
    begun(device, visit)
    photo = jpeg((640, 480))
    first, second = photo_payload(photo), photo_payload(photo)
    device.send(device.op(visit, "evidence.declare", first))
    upload(device, first["id"], "working", photo)
    told = device.send(device.op(visit, "evidence.declare", second))[0]
    assert told["receipt"]["files"][0]["state"] == "done"
    assert Evidence.objects.count() == 1


def test_what_is_no_photo_is_held_with_its_bytes_for_a_person(device, visit):
    begun(device, visit)
    data = b"MZ this is a program" * 50
    payload = photo_payload(data)
    device.send(device.op(visit, "evidence.declare", payload))
    told = device.chunk(payload["id"], "working", 0, data)
    assert (told.status_code, told["Upload-State"]) == (204, "held")
    assert Quarantined.objects.get().code == "not_a_photo"


def test_bytes_that_come_after_the_recall_are_held_and_taken_by_decision(device, visit, people):
    begun(device, visit)
    photo = jpeg((640, 480))
    payload = photo_payload(photo)
    device.send(device.op(visit, "evidence.declare", payload))
    device.send(device.op(visit, "visit.give_up", {"reason": "Đóng cửa"}))
    assert device.chunk(payload["id"], "working", 0, photo)["Upload-State"] == "held"
    assert Quarantined.objects.get().kind == "evidence.bytes"


def test_a_too_large_file_is_refused_when_it_is_declared(device, visit, settings):
    settings.MAX_UPLOAD_BYTES = 1000
    begun(device, visit)
    told = device.send(device.op(visit, "evidence.declare", photo_payload(jpeg((640, 480)))))[0]
    assert (told["status"], told["code"]) == ("quarantined", "too_large")


def test_bytes_of_a_declaration_kept_for_a_decision_come_at_once_and_count_with_it(device, visit, people):
    begun(device, visit)
    photo = jpeg((640, 480))
    payload = photo_payload(photo)
    dispatching.recall(visit, by=people["chief"], reason="Đoàn khác đi", at=NOW)
    told = device.send(device.op(visit, "evidence.declare", payload))[0]
    assert (told["status"], told["code"]) == ("quarantined", "recalled")
    assert device.chunk(payload["id"], "working", 0, photo)["Upload-State"] == "held"
    assert (Quarantined.objects.count(), Evidence.objects.count(), uploads.coming(visit)) == (1, 0, [])
    settling.apply(Quarantined.objects.get(), by=people["chief"], at=NOW, reason="Đã chụp trước khi thu hồi")
    assert Evidence.objects.get().sha256 == sha(photo)
    assert device.chunk(payload["id"], "working", 0, photo)["Upload-State"] == "done"
