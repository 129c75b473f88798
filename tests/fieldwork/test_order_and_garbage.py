"""Numbers used twice, orders broken, protocols of another day, garbage: answered, and kept word for word."""

import gzip
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldwork.models import Operation, Quarantined
from tests.fieldwork.scene import (
    ADDRESS,
    answer_payload,
    first_item,
)

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_the_same_number_with_another_body_is_refused_and_kept(device, visit):
    op = device.op(visit, "visit.start")
    device.send(op)
    told = device.send(op | {"app_version": "2.0"})[0]
    assert (told["status"], told["code"]) == ("quarantined", "op_reused")
    assert (Operation.objects.count(), Quarantined.objects.count()) == (1, 1)
    device.send(op | {"app_version": "2.0"})
    assert Quarantined.objects.count() == 1


def test_the_same_place_in_the_order_is_given_once(device, visit):
    device.send(device.op(visit, "visit.start"))
    told = device.send(device.op(visit, "visit.start", seq=1, prev_seq=0))[0]
    assert (told["status"], told["code"]) == ("quarantined", "seq_reused")


def test_a_later_operation_waits_for_the_earlier_one_of_its_visit(device, visit):
    start = device.op(visit, "visit.start")
    answer = device.op(visit, "answer.set", answer_payload(first_item(visit)))
    assert device.send(answer)[0]["missing"] == ["seq:1"]
    told = device.send(answer, start)
    assert [one["status"] for one in told] == ["applied", "applied"]


def test_an_older_protocol_is_spoken_and_a_too_old_or_too_new_one_is_kept(device, visit):
    told = [device.send(device.op(visit, "visit.start", protocol=protocol))[0] for protocol in (7, 1)]
    assert [(one["status"], one["code"]) for one in told] == [("quarantined", "protocol"), ("applied", "")]


def test_a_batch_is_bounded_and_what_is_no_batch_is_refused_by_name(device, visit):
    assert device.post("operations/", {"operations": [{}] * 21}).status_code == 413
    assert device.post("operations/", {"operations": []}).status_code == 422
    assert device.post("operations/", ["nothing"]).status_code == 422
    raw = device.client.post(
        ADDRESS + "operations/", b"[" * 100_000, content_type="application/json", headers=device.headers
    )
    assert raw.status_code == 400


def test_a_compressed_batch_counts_like_a_plain_one_and_never_unpacks_more_than_a_batch(device, visit):
    assert device.post("contact/", {}).json()["encodings"] == ["gzip"]
    start = device.op(visit, "visit.start")

    def packed(data: bytes) -> Any:
        headers = device.headers | {"Content-Encoding": "gzip"}
        return device.client.post(ADDRESS + "operations/", data, content_type="application/json", headers=headers)

    whole = gzip.compress(json.dumps({"operations": [start]}).encode())
    first = packed(whole).json()["answers"][0]
    assert (first["status"], device.send(start)[0]["status"]) == ("applied", "already")
    assert packed(whole[:-9]).status_code == packed(b"plain").status_code == 400
    assert packed(gzip.compress(b"[" * 30_000_000)).status_code == 413
    assert Operation.objects.count() == 1


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
LISTED = PLAIN | st.lists(PLAIN, max_size=4)
GARBAGE = LISTED | st.dictionaries(st.text(max_size=12), LISTED, max_size=4)
NAMES = ("op_id", "seq", "prev_seq", "type", "visit", "author", "payload", "base_rev", "client_time", "protocol",
         "clock_offset_s", "lat", "lon", "package_at", "checklist_version", "app_version")  # fmt: skip
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(name=st.sampled_from(NAMES), value=GARBAGE)
def test_any_value_in_any_place_is_answered_and_kept(device, visit, name, value):
    told = device.send(device.op(visit, "answer.set", {"id": 1, "item": None}) | {name: value})[0]
    assert told["status"] in {"quarantined", "retry", "applied"}
    again = device.post("operations/", {"operations": [value]})
    assert again.status_code == 200


KINDS = st.sampled_from(
    ["visit.open", "visit.start", "visit.give_up", "visit.conclude", "visit.seal", "answer.set", "finding.add",
     "finding.change", "measurement.add", "shown.add", "attendance.add", "line.withdraw", "evidence.declare",
     "evidence.link"]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["id", "item", "choice", "note", "value", "violation", "facts", "act_started_on", "detected_on", "place", "lat",
     "lon", "station", "quantity", "measured_at", "text", "sha256", "size", "original", "manifest", "table", "reason",
     "outcome", "report", "signing", "tx_hz", "kind", "caption", "taken_at", "continuing",
     "what", "explanation", "address", "party", "shop_kind", "checklists", "establishment", "attendance"]
)  # fmt: skip


@SLOW
@given(kind=KINDS, payload=st.dictionaries(FIELDS, GARBAGE, max_size=8))
def test_any_payload_of_any_kind_is_answered_and_never_a_fault(device, visit, kind, payload):
    told = device.send(device.op(visit, kind, payload))[0]
    assert told["status"] in {"quarantined", "applied", "conflict", "retry"}
