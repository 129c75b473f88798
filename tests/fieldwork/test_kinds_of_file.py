"""Recordings, files and drawn signatures: told by their bytes, sealed by their hash, and no part of what was shown."""

import io
import json

import pytest
from PIL import Image
from pypdf import PdfWriter

from common.ids import uuid7
from fieldwork.models import Quarantined
from inspections.models import Attendance, CustodyEvent, Evidence, Seal
from inspections.services import sealing
from tests.fieldwork.scene import begun, in_batches, photo_payload, sha, signed, whole_day
from tests.fieldwork.test_whole_day import upload
from tests.inspections.scene import jpeg

pytestmark = pytest.mark.django_db

WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webmB\x87\x81\x04" + b"\x00opus" * 200


def one_page():
    """A PDF of one empty page."""
    out, writer = io.BytesIO(), PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


PDF = one_page()


def drawing(size=(300, 120), shade=40):
    """A drawn signature."""
    out = io.BytesIO()
    Image.new("L", size, shade).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "data", "mime"),
    [
        ("audio", WEBM, "audio/webm"),
        ("audio", b"OggS\x00\x02" + b"\x00" * 60, "audio/ogg"),
        ("audio", b"\x00\x00\x00\x1cftypM4A " + b"\x00" * 60, "audio/mp4"),
        ("audio", b"RIFF\x24\x00\x00\x00WAVEfmt " + b"\x00" * 40, "audio/wav"),
        ("audio", b"ID3\x03\x00" + b"\x00" * 60, "audio/mpeg"),
        ("audio", b"\xff\xfb\x90\x64" + b"\x00" * 60, "audio/mpeg"),
        ("file", PDF, "application/pdf"),
        ("file", "Bản khai của chủ quán".encode(), "text/plain"),
    ],
)
def test_each_kind_of_file_is_taken_by_its_bytes(device, visit, kind, data, mime):
    begun(device, visit)
    payload = photo_payload(data, kind=kind, file_name="tệp.bin")
    assert device.send(device.op(visit, "evidence.declare", payload))[0]["status"] == "applied"
    assert device.chunk(payload["id"], "working", 0, data)["Upload-State"] == "done"
    row = Evidence.objects.get(pk=payload["id"])
    assert (row.kind, row.mime, row.sha256, row.thumbnail.name) == (kind, mime, sha(data), "")
    assert [event.verb for event in CustodyEvent.objects.filter(evidence=row)] == ["received"]


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("audio", jpeg(), "not_audio"),
        ("audio", b"MZ" + b"\x00" * 90, "not_audio"),
        ("audio", b"\xff\xd8\xff\xe0" + b"\x00" * 90, "not_audio"),
        ("file", b"MZ" + b"\x00" * 90, "not_a_file"),
        ("file", b"%PDF-1.7 broken", "bad_scan"),
        ("photo", WEBM, "not_a_photo"),
    ],
)
def test_what_is_not_of_its_kind_is_held_with_its_bytes(device, visit, kind, data, code):
    begun(device, visit)
    payload = photo_payload(data, kind=kind)
    device.send(device.op(visit, "evidence.declare", payload))
    assert device.chunk(payload["id"], "working", 0, data)["Upload-State"] == "held"
    assert Quarantined.objects.get().code == code
    assert Evidence.objects.count() == 0


def test_an_unknown_kind_and_the_original_of_a_recording_are_kept_with_their_fault(device, visit):
    begun(device, visit)
    told = device.send(
        device.op(visit, "evidence.declare", photo_payload(WEBM, kind="film")),
        device.op(visit, "evidence.declare", photo_payload(WEBM, kind="audio", original=PDF)),
    )
    assert [(one["status"], one["code"]) for one in told] == [("quarantined", "garbage")] * 2


def ended(device, visit, drawn, **more):
    """A day with its end; the signature declared after the person signed, the seal naming it."""
    day = whole_day(device, visit, jpeg((640, 480)))
    end = signed(device, visit, day)
    person = end["person"]["payload"]["id"]
    payload = photo_payload(drawn, kind="signature", attendance=person, file_name="") | more
    declared = end["seal"] | {"type": "evidence.declare", "payload": payload}
    seal = device.op(visit, "visit.seal", end["seal"]["payload"])
    seal["payload"]["manifest"]["evidence"].append({"id": payload["id"], "sha256": payload["sha256"]})
    for batch in in_batches([*day["records"], end["shown"], end["person"]]):
        assert {one["status"] for one in device.send(*batch)} == {"applied"}
    upload(device, day["evidence"]["id"], "working", day["photo"])
    return person, payload, declared, seal


def test_a_drawn_signature_is_sealed_with_its_hash_and_leaves_what_was_shown_as_it_was(device, visit):
    drawn = drawing()
    person, payload, declared, seal = ended(device, visit, drawn)
    assert device.send(declared)[0]["status"] == "applied"
    assert device.send(seal)[0]["missing"] == [f"evidence:{payload['id']}"]
    assert device.chunk(payload["id"], "working", 0, drawn)["Upload-State"] == "done"
    assert device.send(seal)[0]["status"] == "applied"
    row = Evidence.objects.signatures().get()
    assert (row.attendance, row.sha256) == (Attendance.objects.get(pk=person), sha(drawn))
    lines = json.loads(Seal.objects.get(visit=visit).manifest)["evidence"]
    assert sha(drawn) in {line["sha256"] for line in lines}
    visit.refresh_from_db()
    assert (visit.status, sealing.check(visit)) == ("received", [])


@pytest.mark.parametrize(
    ("changes", "drawn", "code"),
    [
        ({"attendance": None}, drawing(), "no_signer"),
        ({}, jpeg(), "not_a_signature"),
        ({}, drawing((2500, 10)), "too_many_pixels"),
    ],
)
def test_a_signature_of_nobody_or_no_drawing_is_held(device, visit, changes, drawn, code):
    _person, payload, declared, _seal = ended(device, visit, drawn, **changes)
    device.send(declared)
    assert device.chunk(payload["id"], "working", 0, drawn)["Upload-State"] == "held"
    assert Quarantined.objects.get().code == code


def test_one_drawing_is_not_the_signature_of_two(device, visit):
    drawn = drawing()
    _person, payload, declared, _seal = ended(device, visit, drawn)
    device.send(declared)
    device.chunk(payload["id"], "working", 0, drawn)
    shown = Attendance.objects.get().shown_text_sha256
    witness = {"id": photo_payload(b"")["id"], "person": "Lê Văn Tám", "capacity": "witness", "signing": "signed",
               "shown_sha256": shown}  # fmt: skip
    second = photo_payload(drawn, kind="signature", attendance=witness["id"])
    told = device.send(
        device.op(visit, "attendance.add", witness, prev_seq=0),
        device.op(visit, "evidence.declare", second, prev_seq=0),
    )
    assert [one["status"] for one in told] == ["applied", "applied"]
    assert device.chunk(second["id"], "working", 0, drawn)["Upload-State"] == "held"
    assert Quarantined.objects.get().code == "signature_reused"


def test_a_large_signature_is_refused_when_it_is_declared(device, visit):
    _person, _payload, declared, _seal = ended(device, visit, drawing())
    told = device.send(declared | {"payload": declared["payload"] | {"size": 100_001}})[0]
    assert (told["status"], told["code"]) == ("quarantined", "too_large")


def test_a_signature_withdrawn_before_its_bytes_came_is_taken_first_and_the_new_one_is_sealed(device, visit):
    ink, fresh = drawing(), drawing(shade=90)
    person, payload, declared, seal = ended(device, visit, ink)
    anew = {"id": str(uuid7()), "person": "Phạm Thị Hải Yến", "capacity": "party", "signing": "signed"}
    shown = Attendance.objects.get(pk=person).shown_text_sha256
    gone = seal | {"type": "line.withdraw", "payload": {"table": "evidence", "id": payload["id"], "reason": "Nhòe"}}
    rest = [
        device.op(visit, "line.withdraw", {"table": "attendance", "id": person, "reason": "Ký lại"}),
        device.op(visit, "attendance.add", anew | {"shown_sha256": shown}),
        device.op(visit, "evidence.declare", photo_payload(fresh, kind="signature", attendance=anew["id"])),
    ]
    told = device.send(declared, gone, *rest)
    assert [one["status"] for one in told] == ["applied", *["retry"] * 4]
    assert told[1]["missing"] == [f"evidence:{payload['id']}"]
    upload(device, payload["id"], "working", ink)
    assert {one["status"] for one in device.send(gone, *rest)} == {"applied"}
    new = rest[-1]["payload"]
    upload(device, new["id"], "working", fresh)
    manifest = seal["payload"]["manifest"]
    files = [one for one in manifest["evidence"] if one["id"] != payload["id"]]
    signed_anew = {"attendance": [anew["id"]], "evidence": [*files, {"id": new["id"], "sha256": new["sha256"]}]}
    end = device.op(visit, "visit.seal", {"manifest": manifest | signed_anew})
    assert device.send(end)[0]["status"] == "applied"
    withdrawn = {str(row.pk): row.is_withdrawn for row in Evidence.objects.signatures()}
    assert withdrawn == {payload["id"]: True, new["id"]: False}
    assert not Quarantined.objects.exists()
