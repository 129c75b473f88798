"""More tablets than are answered soon: each is told when to come again, and nothing is lost."""

import pytest

from common.seats import Seats
from fieldwork.models import Operation
from fieldwork.services import admission

pytestmark = pytest.mark.django_db


def test_who_finds_no_seat_is_told_when_to_come_and_then_taken_in_once(device, visit, monkeypatch):
    room = Seats(1)
    monkeypatch.setattr(admission, "_SEATS", room)
    batch = {"operations": [device.op(visit, "visit.start")]}
    with room.taken():
        busy = device.post("operations/", batch)
    told = busy.json()
    assert (busy.status_code, told["code"], busy.headers["Retry-After"]) == (429, "busy", "1")
    assert told["retry_after_ms"] == pytest.approx(200, abs=1)
    assert told["detail"] == "Máy chủ đang có nhiều việc."
    assert Operation.objects.count() == 0
    answers = device.post("operations/", batch, **{"Retried-After": "200"}).json()["answers"]
    assert [answer["status"] for answer in answers] == ["applied"]
    assert Operation.objects.count() == 1
