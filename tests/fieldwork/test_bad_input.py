"""What a tablet, its clock, its holder or a stranger may get wrong: nothing lost, nothing doubled, nothing leaked."""

import base64
import datetime as dt
import json
import uuid

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.field.v1 import views
from common.errors import Invalid, NotAllowed
from fieldwork.models import Dispatch, Operation, Quarantined, Tablet
from fieldwork.services import dispatching, exports, operations, recovery, settling, tablets
from inspections.models import Answer, Evidence, Finding, Visit
from inspections.queries.checklists import item_states
from inspections.services import announcing
from tests.fieldwork.scene import (
    ADDRESS,
    Device,
    answer_payload,
    finding_payload,
    in_batches,
    later,
    photo_payload,
    sha,
    signed,
    whole_day,
)
from tests.fieldwork.scene import (
    given as give,
)
from tests.fieldwork.test_whole_day import upload
from tests.inspections import scene
from tests.inspections.scene import NOW, jpeg

pytestmark = pytest.mark.django_db


def first_item(visit):
    """The first item of the visit."""
    return item_states(visit)[0].item


def begun(device, visit):
    """The visit begun by the tablet."""
    assert device.send(device.op(visit, "visit.start"))[0]["status"] == "applied"
    return visit


# --- the clock and the place
def test_a_clock_a_year_ahead_counts_as_the_arrival_and_is_flagged(device, visit):
    told = device.send(device.op(visit, "visit.start", client_time=(NOW + dt.timedelta(days=365)).isoformat()))[0]
    visit.refresh_from_db()
    assert (told["status"], told["receipt"]["flags"], visit.started_at) == ("applied", ["clock"], NOW)
    assert Operation.objects.get().client_time == NOW + dt.timedelta(days=365)


def test_a_clock_a_year_off_that_was_measured_is_put_right(device, visit):
    with time_machine.travel(later(30), tick=False):
        op = device.op(
            visit, "visit.start", client_time=(later(10) - dt.timedelta(days=365)).isoformat(),
            clock_offset_s=365 * 86_400,
        )  # fmt: skip
        told = device.send(op)[0]
    visit.refresh_from_db()
    assert (told["status"], told["receipt"]["flags"], visit.started_at) == ("applied", ["clock"], later(10))


def test_times_inside_a_payload_are_moved_like_the_clock_itself(device, visit):
    begun(device, visit)
    item = next(state.item for state in item_states(visit) if state.item.code == "AP-09")
    device.send(device.op(visit, "answer.set", answer_payload(item, "fail")))
    year = dt.timedelta(days=365)
    op = device.op(
        visit, "finding.add", finding_payload(visit, "AP-09", detected_at=(NOW - year).isoformat()),
        client_time=(NOW - year).isoformat(), clock_offset_s=year.total_seconds(),
    )  # fmt: skip
    assert device.send(op)[0]["status"] == "applied"
    assert Finding.objects.get().detected_at == NOW


def test_a_position_thirty_kilometres_away_is_taken_and_flagged(device, visit):
    told = device.send(device.op(visit, "visit.start", lat=visit.lat + 0.27, lon=visit.lon))[0]
    assert (told["status"], told["receipt"]["flags"]) == ("applied", ["far_away"])


def test_a_package_from_the_day_before_yesterday_is_flagged_and_its_work_taken(device, visit):
    old = (NOW - dt.timedelta(hours=30)).isoformat()
    told = device.send(device.op(visit, "visit.start", package_at=old))[0]
    assert (told["status"], told["receipt"]["flags"]) == ("applied", ["old_package"])


# --- the office changed its mind
def test_work_on_a_visit_recalled_meanwhile_waits_and_is_applied_by_the_chief(device, visit, people):
    dispatching.recall(visit, by=people["chief"], reason="Đoàn khác đi", at=NOW)
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


# --- who sends
def test_a_revoked_tablet_opens_nothing(device, visit, people):
    tablets.revoke(device.tablet, by=people["admin"], reason="Bị lấy cắp", at=NOW)
    told = [device.get("package/"), device.post("operations/", {"operations": [device.op(visit, "visit.start")]}),
            device.get(f"receipts/{visit.pk}/"), device.post("contact/", {})]  # fmt: skip
    assert {answer.status_code for answer in told} == {401}
    assert {answer.json()["code"] for answer in told} == {"tablet_refused"}
    assert Operation.objects.count() == 0


def test_a_token_opens_nothing_without_the_person(device, visit):
    device.client.logout()
    answer = device.get("package/")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in")


def test_a_person_of_another_agency_cannot_use_the_tablet(device, visit, people):
    device.client.force_login(people["inspector2"], backend="django.contrib.auth.backends.ModelBackend")
    assert device.get("package/").status_code == 403


def test_another_persons_operations_are_kept_and_tell_nothing(device, visit, people):
    op = device.op(visit, "visit.start")
    device.client.force_login(people["chief"], backend="django.contrib.auth.backends.ModelBackend")
    told = device.send(op)[0]
    assert (told["status"], told["code"], told["message"]) == ("quarantined", "other_person", "")
    assert device.get("package/").json()["parts"][0]["name"] != f"visit:{visit.pk}"
    visit.refresh_from_db()
    assert visit.status == "dispatched"


def test_operations_on_foreign_and_on_invented_visits_get_the_same_answer(device, visit, people, network):
    foreign = scene.scheduled(people, network)
    told = device.send(device.op(foreign, "visit.start"), device.op(uuid.uuid4(), "visit.start"))
    plain = [{**one, "op_id": "", "seq": 0, "receipt": one["receipt"].keys()} for one in told]
    assert plain[0] == plain[1]
    assert {row.visit for row in Quarantined.objects.all()} == {None}
    assert device.get(f"receipts/{foreign.pk}/").status_code == 404


def test_another_tablets_file_is_not_found(device, visit, people, agencies):
    begun(device, visit)
    photo = jpeg()
    payload = photo_payload(photo)
    device.send(device.op(visit, "evidence.declare", payload))
    other = Device(people, agencies.skhcn, people["inspector"], label="MTB-02")
    assert other.chunk(payload["id"], "working", 0, photo).status_code == 404
    assert other.get(f"evidence/{payload['id']}/working/").status_code == 404


# --- numbers used twice, orders broken, protocols of another day
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
    told = [device.send(device.op(visit, "visit.start", protocol=protocol))[0] for protocol in (7, 0)]
    assert [(one["status"], one["code"]) for one in told] == [("quarantined", "protocol"), ("applied", "")]


def test_a_batch_is_bounded_and_what_is_no_batch_is_refused_by_name(device, visit):
    assert device.post("operations/", {"operations": [{}] * 21}).status_code == 413
    assert device.post("operations/", {"operations": []}).status_code == 422
    assert device.post("operations/", ["nothing"]).status_code == 422
    raw = device.client.post(
        ADDRESS + "operations/", b"[" * 100_000, content_type="application/json", headers=device.headers
    )
    assert raw.status_code == 400


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
    ["visit.start", "visit.give_up", "visit.conclude", "visit.seal", "answer.set", "finding.add", "finding.change",
     "measurement.add", "shown.add", "attendance.add", "line.withdraw", "evidence.declare", "evidence.link"]
)  # fmt: skip
FIELDS = st.sampled_from(
    ["id", "item", "choice", "note", "value", "violation", "facts", "act_started_on", "detected_on", "place", "lat",
     "lon", "station", "quantity", "measured_at", "text", "sha256", "size", "original", "manifest", "table", "reason",
     "outcome", "report", "signing", "tx_hz", "kind", "caption", "taken_at", "continuing"]
)  # fmt: skip


@SLOW
@given(kind=KINDS, payload=st.dictionaries(FIELDS, GARBAGE, max_size=8))
def test_any_payload_of_any_kind_is_answered_and_never_a_fault(device, visit, kind, payload):
    told = device.send(device.op(visit, kind, payload))[0]
    assert told["status"] in {"quarantined", "applied", "conflict", "retry"}


# --- files
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


# --- the server fails halfway
def test_a_server_that_dies_after_storing_answers_the_replay_with_the_same_receipt(device, visit, monkeypatch):
    op = device.op(visit, "visit.start")
    told = []
    real = views.operations.take

    def dies(*args, **kwargs):
        told.extend(real(*args, **kwargs))
        raise ConnectionError("the line broke before the answer")

    monkeypatch.setattr(views.operations, "take", dies)
    with pytest.raises(ConnectionError):
        device.post("operations/", {"operations": [op]})
    monkeypatch.undo()
    again = device.send(op)[0]
    assert (again["status"], again["receipt"]) == ("already", told[0].receipt)
    assert Operation.objects.count() == 1


def test_a_server_that_dies_between_effect_and_ledger_leaves_neither(device, visit, monkeypatch):
    op = device.op(visit, "visit.start")

    def dies(*_args, **_kwargs):
        raise ConnectionError("killed")

    monkeypatch.setattr(operations, "_write", dies)
    with pytest.raises(ConnectionError):
        device.post("operations/", {"operations": [op]})
    monkeypatch.undo()
    visit.refresh_from_db()
    assert (visit.status, Operation.objects.count()) == ("dispatched", 0)
    assert device.send(op)[0]["status"] == "applied"


# --- enrolment and export
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


# --- the package
def test_a_package_asked_again_brings_only_what_changed(device, visit):
    first = device.get("package/").json()
    have = ",".join(part["version"] for part in first["parts"])
    begun(device, visit)
    again = device.get("package/", have=have).json()
    assert [part["name"] for part in again["parts"] if "content" in part] == [f"visit:{visit.pk}"]
    assert Dispatch.objects.get().packed_at == NOW


def test_a_package_costs_no_more_questions_for_two_visits_than_for_one(
    device, visit, people, network, django_assert_max_num_queries
):
    device.get("package/")
    with django_assert_max_num_queries(30):
        device.get("package/")
    give(people, scene.scheduled(people, network), device)
    device.get("package/")
    with django_assert_max_num_queries(30):
        assert len([part for part in device.get("package/").json()["parts"] if part["name"].startswith("visit:")]) == 2


def test_the_package_holds_licensed_values_and_leased_numbers(device, people, network):
    radio = give(people, scene.scheduled(people, network), device)
    parts = {part["name"]: part["content"] for part in device.get("package/").json()["parts"]}
    station = parts[f"visit:{radio.pk}"]["stations"][0]
    assert [one["tx_hz"] for one in station["assignments"]] == [157_400_000, 158_150_000, 162_725_000]
    assert len(parts["numbers"]["blocks"][0]["numbers"]) == 5
    assert len(in_batches(list(parts), 3)) > 1
    assert Visit.objects.get(pk=radio.pk).status == "dispatched"
