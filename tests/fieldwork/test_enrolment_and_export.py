"""Codes that work once, and emergency exports that harm nothing however often they come."""

import base64
import json

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec

from common.errors import Invalid
from fieldwork.models import Operation, Quarantined, Tablet
from fieldwork.services import exports, recovery, tablets
from inspections.models import Evidence
from tests.fieldwork.scene import (
    ADDRESS,
    later,
    sha,
    signed,
    whole_day,
)
from tests.inspections.scene import NOW, jpeg

pytestmark = pytest.mark.django_db


def test_a_code_works_once_and_for_half_an_hour(people, agencies, client):
    _tablet, code = tablets.invite(
        agency=agencies.skhcn, label="MTB-09", inventory_number="", by=people["admin"], at=NOW
    )
    ask = lambda: client.post(ADDRESS + "enrol/", {"code": code}, content_type="application/json")  # noqa: E731
    with time_machine.travel(later(31), tick=False):
        assert ask().status_code == 422
    first, second = ask(), ask()
    assert (first.status_code, second.status_code) == (201, 422)
    assert Tablet.objects.get(label="MTB-09").token_sha256 == sha(first.json()["token"].encode())


def test_an_export_taken_in_twice_harms_nothing(device, visit, people):
    photo = jpeg((640, 480))
    day = whole_day(device, visit, photo)
    end = signed(device, visit, day)
    content = {
        "format": exports.FORMAT, "tablet": str(device.tablet.pk),
        "operations": [*day["records"], *end.values()],
        "files": [{"id": day["evidence"]["id"], "role": "working", "data": base64.b64encode(photo).decode()}],
    }  # fmt: skip
    locked = recovery.lock(
        json.dumps(content).encode(), to=recovery.public_key(), own=ec.generate_private_key(recovery.CURVE),
        nonce=b"0" * 12,
    )  # fmt: skip
    data = json.dumps({"format": exports.FORMAT, "locked": locked}).encode()
    first = exports.take(data, by=people["inspector"], at=NOW)
    count = Operation.objects.count()
    second = exports.take(data, by=people["inspector"], at=NOW)
    assert set(second.counts) <= {"already", "quarantined"}
    assert (Operation.objects.count(), Evidence.objects.count(), first.files) == (count, 1, 1)


def test_an_export_of_another_person_is_kept_for_a_decision(device, visit, people):
    content = {
        "format": exports.FORMAT,
        "tablet": str(device.tablet.pk),
        "operations": [device.op(visit, "visit.start")],
    }
    report = exports.take(json.dumps(content).encode(), by=people["chief"], at=NOW)
    assert (report.counts, Quarantined.objects.get().code) == ({"quarantined": 1}, "imported")


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"format": "wavewarden-field-export", "locked": {}}'])
def test_what_is_no_export_is_refused_by_name(people, data):
    with pytest.raises(Invalid):
        exports.take(data, by=people["inspector"], at=NOW)
