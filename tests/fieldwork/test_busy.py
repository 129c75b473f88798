"""More tablets than are answered soon: each is told when to come again, and nothing is lost."""

import logging
from logging.config import DictConfigurator
from typing import Any

import pytest

from common.ids import uuid7
from common.seats import Seats
from config import settings as real_settings
from fieldwork.models import Operation
from fieldwork.services import admission

pytestmark = pytest.mark.django_db
LOGGERS: Any = real_settings.LOGGING["loggers"]


def test_a_crowd_is_one_warning_in_the_log_and_not_one_for_each(device, visit, monkeypatch, caplog):
    room, log = Seats(1), logging.getLogger("django.request")
    monkeypatch.setattr(admission, "_SEATS", room)
    configured = DictConfigurator(real_settings.LOGGING)
    filters = [configured.configure_filter(configured.config["filters"][name]) for name in LOGGERS[log.name]["filters"]]
    monkeypatch.setattr(log, "filters", filters)
    batch = {"operations": [device.op(visit, "visit.start")]}
    with room.taken():
        assert {device.post("operations/", batch).status_code for _each in range(5)} == {429}
    assert device.get(f"receipts/{uuid7()}/").status_code == 404
    assert [record.status_code for record in caplog.records if record.name == log.name] == [429, 404]


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
