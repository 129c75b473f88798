"""Lines of a visit, judged one by one and written together: the same answers, the same rows, fewer questions."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import JournalEntry
from common import inserts
from common.ids import uuid7
from fieldwork.models import Operation, Quarantined
from fieldwork.services import ledger, operations
from inspections.models import Answer, Finding, Measurement
from inspections.queries.checklists import item_states
from tests.fieldwork.scene import answer_payload, begun, finding_payload
from tests.inspections.scene import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

READING = {"quantity": "room_area", "value": 55.0, "instrument": "Thước laser"}
UNTOLD = {"id", "created_at", "salt", "at"}


@pytest.fixture
def failed(device, visit):
    """The visit begun, one item failed."""
    begun(device, visit)
    device.send(device.op(visit, "answer.set", answer_payload(item_of(visit), "fail")))
    return visit


def item_of(visit, code="AP-09"):
    """An item of the visit."""
    return next(state.item for state in item_states(visit) if state.item.code == code)


def found(device, visit, **more: Any) -> dict[str, Any]:
    """A finding under the failed item."""
    return device.op(visit, "finding.add", finding_payload(visit, "AP-09", **more))


def take(device, *bodies: Any) -> list[operations.Answer]:
    """Send a batch past HTTP."""
    return operations.take(bodies, tablet=device.tablet, person=device.person, at=NOW)


def everything() -> list[Any]:
    """What is in the tables, without what is new in every row."""
    rows: list[Any] = []
    for model in (Answer, Finding, Measurement, Operation, Quarantined, JournalEntry):
        names = [field.attname for field in model._meta.concrete_fields if field.name not in UNTOLD]
        left = {"digests", "state_digest", "target_id", "quarantined_id"}
        kept = [name for name in names if name not in left]
        rows += sorted(str(row) for row in model._default_manager.order_by().values_list(*kept))
    return rows


def mixed(device, visit) -> list[dict[str, Any]]:
    """Good and bad, known and new, in one batch."""
    first, second = found(device, visit), found(device, visit, facts="Quầy không có người trông coi.")
    other = item_states(visit)[0].item
    bodies = [
        first, second, first,
        found(device, visit, id=first["payload"]["id"], facts="Khoá đã dùng"),
        found(device, visit, facts=" "),
        found(device, visit, act_started_on="hôm qua"),
        found(device, visit, item=str(uuid7())),
        found(device, visit, item=str(other.pk)),
        device.op(visit, "answer.set", answer_payload(other, "fail")),
        found(device, visit, item=str(other.pk), violation=other.violations[0] if other.violations else "-"),
        device.op(visit, "answer.set", answer_payload(item_of(visit), "pass")),
        device.op(visit, "measurement.add", READING | {"id": str(uuid7())}),
        device.op(visit, "answer.set", answer_payload(other, "fail", note="xem lại"), base_rev=0),
        second | {"app_version": "2.0"},
        found(device, visit) | {"seq": first["seq"], "prev_seq": 0},
    ]  # fmt: skip
    device.op(visit, "visit.start")  # recorded, not sent
    return [*bodies, found(device, visit)]


def test_a_batch_is_answered_and_kept_as_its_operations_one_by_one(device, failed):
    bodies = mixed(device, failed)
    in_order = sorted(bodies, key=lambda body: body["seq"])
    before = transaction.savepoint()
    together = dict(zip(map(id, bodies), take(device, *bodies), strict=True))
    rows = everything()
    transaction.savepoint_rollback(before)
    alone = [operations.take_one(body, tablet=device.tablet, person=device.person, at=NOW) for body in in_order]
    assert [together[id(body)] for body in in_order] == _first_answers(in_order, alone)
    assert rows == everything()
    assert {one.status for one in alone} == {"applied", "already", "quarantined", "conflict", "retry"}


def _first_answers(bodies: list[dict[str, Any]], told: list[operations.Answer]) -> list[operations.Answer]:
    """One body twice in a batch is one object: its last answer stands for both."""
    last = {id(body): answer for body, answer in zip(bodies, told, strict=True)}
    return [last[id(body)] for body in bodies]


def test_a_batch_sent_again_in_another_order_gets_the_same_receipts(device, failed):
    bodies = mixed(device, failed)[:2] + [found(device, failed, facts=f"Lần {number}") for number in range(4)]
    told = take(device, *bodies)
    again = take(device, *reversed(bodies))[::-1]
    waiting = [one.status == "retry" for one in told]
    assert [one.receipt for one in told] == [one.receipt for one in again]
    assert [one.status for one in again] == ["retry" if waits else "already" for waits in waiting]


def test_a_line_the_database_refuses_costs_only_itself(device, failed, monkeypatch):
    real = inserts.insert

    def refuses(rows):
        if any(getattr(row, "facts", "") == "Hỏng" for row in rows):
            raise IntegrityError("refused")
        real(rows)

    monkeypatch.setattr(inserts, "insert", refuses)
    told = take(device, *[found(device, failed, facts=facts) for facts in ("Một", "Hỏng", "Ba")])
    assert [(one.status, one.code) for one in told] == [("applied", ""), ("quarantined", "database"), ("applied", "")]
    assert sorted(Finding.objects.values_list("facts", flat=True)) == ["Ba", "Một"]


def test_a_mistake_of_ours_in_one_line_leaves_those_before_it_taken(device, failed, monkeypatch):
    real = operations.KINDS["finding.add"]

    def mistaken(ctx):
        if ctx.reader.data["facts"] == "Hỏng":
            raise ZeroDivisionError
        return real(ctx)

    monkeypatch.setitem(operations.KINDS, "finding.add", mistaken)
    with pytest.raises(ZeroDivisionError):
        take(device, *[found(device, failed, facts=facts) for facts in ("Một", "Hai", "Hỏng", "Bốn")])
    assert sorted(Finding.objects.values_list("facts", flat=True)) == ["Hai", "Một"]


def test_a_server_that_dies_before_the_ledger_of_a_batch_leaves_nothing_of_it(device, failed, monkeypatch):
    bodies = [found(device, failed, facts=f"Lần {number}") for number in range(5)]

    def dies(_self):
        raise ConnectionError("killed")

    monkeypatch.setattr(ledger.Ledger, "write", dies)
    with pytest.raises(ConnectionError), transaction.atomic():
        take(device, *bodies)
    monkeypatch.undo()
    assert (Finding.objects.count(), Operation.objects.filter(kind="finding.add").count()) == (0, 0)
    assert {one.status for one in take(device, *bodies)} == {"applied"}
    assert Finding.objects.count() == 5


def test_twenty_findings_cost_the_questions_of_two(device, failed):
    take(device, found(device, failed))
    counted = []
    for size in (2, 20):
        bodies = [found(device, failed, facts=f"Lần {number}") for number in range(size)]
        with CaptureQueriesContext(connection) as asked:
            told = take(device, *bodies)
        assert {one.status for one in told} == {"applied"}
        # SQLite tells the key of one new entry of the journal at a time.
        counted.append([one["sql"] for one in asked if 'INTO "accounts_journalentry"' not in one["sql"]])
    assert len(counted[0]) == len(counted[1]) <= 20
    with CaptureQueriesContext(connection) as asked:
        assert {one.status for one in take(device, *bodies)} == {"already"}
    assert len(asked) <= 3
