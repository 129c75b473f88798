"""A server that dies halfway leaves all or nothing, and the replay gets the same receipt."""

import pytest

from api.field.v1 import views
from fieldwork.models import Operation
from fieldwork.services import operations

pytestmark = pytest.mark.django_db


def test_a_server_that_dies_after_storing_answers_the_replay_with_the_same_receipt(device, visit, monkeypatch):
    op = device.op(visit, "visit.start")
    told = []
    real = views.admission.take

    def dies(*args, **kwargs):
        told.extend(real(*args, **kwargs))
        raise ConnectionError("the line broke before the answer")

    monkeypatch.setattr(views.admission, "take", dies)
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
