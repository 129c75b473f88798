"""Tablets of the demo: one out with a visit and something waiting for a decision, one waiting for its code."""

import datetime as dt
from typing import Any

from common.ids import uuid7
from fieldwork.models import Tablet
from fieldwork.services import dispatching, operations, tablets
from inspections.models import Visit


def hand_out(visit: Visit, *, users: dict[str, Any], at: dt.datetime) -> None:
    """Give the visit to the first tablet; what that tablet sends with too new an application is kept."""
    chief, inspector, admin = users["chief"], users["inspector"], users["admin"]
    tablet, _token = _enrolled("MTB-01", visit, admin, at)
    tablets.invite(agency=visit.agency, label="MTB-02", inventory_number="TS-0418", by=admin, at=at)
    dispatching.send(visit, tablet=tablet, by=chief)
    dispatching.pack(tablet, inspector, at=at, on=at.date())
    body = {
        "op_id": str(uuid7()), "seq": 1, "prev_seq": 0, "type": "visit.give_up", "visit": str(visit.pk),
        "author": inspector.pk, "payload": {"reason": "Cơ sở đóng cửa lúc đến (demo)"}, "protocol": 9,
        "client_time": at.isoformat(), "clock_offset_s": 0, "app_version": "9.0",
    }  # fmt: skip
    operations.take_one(body, tablet=tablet, person=inspector, at=at)
    tablets.touch(tablet, person=inspector, at=at, app_version="1.0", protocol=1, unsent=0)


def _enrolled(label: str, visit: Visit, admin: Any, at: dt.datetime) -> tuple[Tablet, str]:
    _made, code = tablets.invite(agency=visit.agency, label=label, inventory_number="TS-0417", by=admin, at=at)
    return tablets.enrol(code, platform="Chromium, 10,1 inch (demo)", at=at)
