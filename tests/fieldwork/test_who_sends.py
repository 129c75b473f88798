"""A stolen tablet, a token alone, another person, another agency: nothing opens and nothing leaks."""

import uuid

import pytest

from fieldwork.models import Operation, Quarantined
from fieldwork.services import tablets
from tests.fieldwork.scene import (
    Device,
    begun,
    photo_payload,
)
from tests.inspections import scene
from tests.inspections.scene import NOW, jpeg

pytestmark = pytest.mark.django_db


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
