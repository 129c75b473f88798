"""Tablets of the demo: one out with a visit and with a shop found on the way, one waiting for its code."""

import datetime as dt
import hashlib
import uuid
from typing import Any

from common.ids import uuid7
from fieldwork.enums import PROTOCOL
from fieldwork.models import Tablet
from fieldwork.services import dispatching, operations, tablets, uploads
from inspections.models import Visit
from inspections.queries.checklists import item_states
from operations.demo import pictures, sounds

LAT, LON = 12.2433, 109.1951
SHOP = {
    "what": "unregistered_shop", "name": "Net Sóng Xanh (demo)", "address": "9 Hùng Vương, phường Nha Trang",
    "explanation": "Trên đường đi thấy biển “Internet – Game”, trong sổ đăng ký không có cơ sở này (demo).",
    "shop_kind": "internet_agent", "offers_games": True, "lat": LAT, "lon": LON, "accuracy_m": 8.0,
    "party": {"name": "Đặng Thị Sóng (demo)", "kind": "individual", "phone": "0900 000 418"},
}  # fmt: skip
FAILED = "AP-09"
TEXT = "Biên bản làm việc tại Net Sóng Xanh (demo): chưa niêm yết nội quy; các nội dung khác đạt."


class Hand:
    """The tablet in the hand of its inspector: numbers what it sends, and must be believed."""

    def __init__(self, tablet: Tablet, person: Any, at: dt.datetime) -> None:
        self.tablet, self.person, self.at = tablet, person, at
        self.seq = 0
        self.last: dict[Any, int] = {}

    def send(self, visit: uuid.UUID, kind: str, payload: dict[str, Any], **changes: Any) -> operations.Answer:
        """Send one operation, a minute after the one before."""
        self.seq, self.at = self.seq + 1, self.at + dt.timedelta(seconds=40)
        body = {
            "op_id": str(uuid7()), "seq": self.seq, "prev_seq": self.last.get(visit, 0), "type": kind,
            "visit": str(visit), "author": self.person.pk, "payload": payload, "protocol": PROTOCOL,
            "client_time": self.at.isoformat(), "clock_offset_s": 0, "app_version": "1.0",
        } | changes  # fmt: skip
        self.last[visit] = self.seq
        return operations.take_one(body, tablet=self.tablet, person=self.person, at=self.at)

    def record(self, visit: uuid.UUID, kind: str, payload: dict[str, Any]) -> None:
        """Send one operation that has to count."""
        told = self.send(visit, kind, payload)
        if told.status != "applied":
            raise RuntimeError(f"{kind} of the demo's tablet: {told}")

    def keep(self, visit: uuid.UUID, data: bytes, file_name: str, **said: Any) -> dict[str, str]:
        """Declare a file and send its bytes; return what the seal names of it."""
        known = {"id": str(uuid7()), "sha256": hashlib.sha256(data).hexdigest()}
        self.record(visit, "evidence.declare", {**known, "size": len(data), "file_name": file_name, **said})
        row = uploads.of(uuid.UUID(known["id"]), "working", tablet=self.tablet, person=self.person)
        for start in range(0, len(data), uploads.LARGEST_CHUNK):
            chunk = data[start : start + uploads.LARGEST_CHUNK]
            row = uploads.append(row, offset=start, data=chunk, sha256=hashlib.sha256(chunk).hexdigest(), at=self.at)
        if row.state != "done":
            raise RuntimeError(f"{file_name} of the demo's tablet is {row.state}")
        return known


def hand_out(visit: Visit, *, users: dict[str, Any], at: dt.datetime) -> None:
    """Give the visit to the first tablet; what that tablet sends with too new an application is kept."""
    chief, inspector, admin = users["chief"], users["inspector"], users["admin"]
    tablet, _token = _enrolled("MTB-01", visit, admin, at)
    tablets.invite(agency=visit.agency, label="MTB-02", inventory_number="TS-0418", by=admin, at=at)
    dispatching.send(visit, tablet=tablet, by=chief)
    dispatching.pack(tablet, inspector, at=at, on=at.date())
    hand = Hand(tablet, inspector, at)
    reason = {"reason": "Cơ sở đóng cửa lúc đến (demo)"}
    hand.send(visit.pk, "visit.give_up", reason, protocol=9, app_version="9.0")
    _found_on_the_way(hand)
    tablets.touch(tablet, person=inspector, at=hand.at, app_version="1.0", protocol=PROTOCOL, unsent=0)


def _found_on_the_way(hand: Hand) -> None:
    """Open a visit to a shop nobody registered and send it whole: a finding, a voice note, a drawn signature."""
    key = uuid7()
    hand.record(key, "visit.open", SHOP)
    hand.record(key, "visit.start", {})
    chosen, finding = _answers(hand, Visit.objects.get(pk=key))
    at = hand.at.isoformat()
    files = [
        hand.keep(key, pictures.wall_without_rules(LAT, LON, hand.at), "tuong.jpg", taken_at=at,
                  finding=finding, caption="Không có bảng nội quy"),
        hand.keep(key, sounds.note(), "loi-trinh-bay.wav", taken_at=at, finding=finding, kind="audio",
                  caption="Lời trình bày của chủ cơ sở (âm thanh demo)"),
    ]  # fmt: skip
    hand.record(
        key, "visit.conclude", {"outcome": "violation", "report": "", "party_statement": "Tôi sẽ treo nội quy."}
    )
    shown = hashlib.sha256(TEXT.encode()).hexdigest()
    hand.record(key, "shown.add", {"text": TEXT, "sha256": shown})
    person = str(uuid7())
    signs = {"person": "Đặng Thị Sóng (demo)", "capacity": "party", "signing": "signed", "shown_sha256": shown}
    hand.record(key, "attendance.add", {"id": person, **signs})
    files.append(hand.keep(key, pictures.signature(), "chu-ky.png", taken_at=at, kind="signature", attendance=person))
    manifest = {"answers": chosen, "findings": [finding], "measurements": [], "attendance": [person], "evidence": files}
    hand.record(key, "visit.seal", {"manifest": manifest})


def _answers(hand: Hand, visit: Visit) -> tuple[list[dict[str, str]], str]:
    """Answer every item, one with a finding; return what was chosen, and the finding's key."""
    chosen, finding = [], str(uuid7())
    for state in item_states(visit):
        choice = "fail" if state.item.code == FAILED else "pass"
        chosen.append({"item": str(state.item.pk), "choice": choice})
        hand.record(visit.pk, "answer.set", {"id": str(uuid7()), **chosen[-1]})
        if choice == "fail":
            act = {
                "id": finding, "item": str(state.item.pk), "violation": state.item.violations[0], "continuing": True,
                "facts": "Không niêm yết nội quy sử dụng dịch vụ Internet (demo).", "place": SHOP["address"],
                "act_started_on": hand.at.date().isoformat(), "detected_on": hand.at.date().isoformat(),
            }  # fmt: skip
            hand.record(visit.pk, "finding.add", act)
    return chosen, finding


def _enrolled(label: str, visit: Visit, admin: Any, at: dt.datetime) -> tuple[Tablet, str]:
    _made, code = tablets.invite(agency=visit.agency, label=label, inventory_number="TS-0417", by=admin, at=at)
    return tablets.enrol(code, platform="Chromium, 10,1 inch (demo)", at=at)
