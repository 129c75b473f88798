"""A person's key is given back to that person on that tablet, and to nobody else."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from accounts.models import JournalEntry
from fieldwork.services import keys, recovery
from tests.fieldwork.scene import Device

pytestmark = pytest.mark.django_db
KEY = base64.b64encode(b"k" * 32).decode()


def locked(device, **changes):
    content = {"format": keys.FORMAT, "tablet": str(device.tablet.pk), "person": device.person.pk, "key": KEY} | changes
    return recovery.lock(
        json.dumps(content).encode(), to=recovery.public_key(), own=ec.generate_private_key(recovery.CURVE),
        nonce=b"0" * 12,
    )  # fmt: skip


def test_the_key_comes_back_to_its_person_and_is_journaled(device):
    answer = device.post("recover/", {"locked": locked(device)})
    assert (answer.status_code, answer.json()) == (200, {"key": KEY})
    assert answer["Cache-Control"] == "no-store"
    assert JournalEntry.objects.get(verb="tablet.key_given_back").actor == device.person


def test_neither_another_persons_nor_another_tablets_key_is_given(device, people, agencies):
    other = Device(people, agencies.skhcn, people["inspector"], label="MTB-02")
    for box in (
        locked(device, person=people["chief"].pk),
        locked(other),
        locked(device, format="wavewarden-field-export"),
        locked(device, key=7),
    ):
        answer = device.post("recover/", {"locked": box})
        assert (answer.status_code, answer.json()["code"]) == (422, "not_ours")
    assert not JournalEntry.objects.filter(verb="tablet.key_given_back").exists()


def test_what_is_no_box_is_refused_by_name(device):
    assert device.post("recover/", {"locked": {"point": "x"}}).status_code in {400, 422}
    broken = locked(device) | {"data": base64.b64encode(b"x" * 40).decode()}
    assert device.post("recover/", {"locked": broken}).json()["code"] == "not_ours"
