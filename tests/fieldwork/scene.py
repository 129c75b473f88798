"""A tablet as the server sees it: enrolled, with visits, sending what its clock and its order say."""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any

from django.test import Client

from accounts.models import Agency, User
from common.ids import uuid7
from fieldwork.models import Tablet
from fieldwork.services import dispatching, tablets
from inspections.models import Visit
from inspections.queries.checklists import item_states
from tests.inspections.scene import FRIDAY, NOW

ADDRESS = "/api/field/v1/"


def enrolled(people: dict[str, User], agency: Agency, label: str = "MTB-01") -> tuple[Tablet, str]:
    """An enrolled tablet and its token."""
    _made, code = tablets.invite(agency=agency, label=label, inventory_number="", by=people["admin"], at=NOW)
    return tablets.enrol(code, platform="Chromium 140", at=NOW)


class Device:
    """A tablet in the hands of a person: it counts its operations and chains those of each visit."""

    def __init__(self, people: dict[str, User], agency: Agency, person: User, label: str = "MTB-01") -> None:
        self.tablet, self.token = enrolled(people, agency, label)
        self.person = person
        self.seq = 0
        self.last: dict[Any, int] = {}
        self.client = Client()
        self.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        self.now = NOW

    @property
    def headers(self) -> dict[str, str]:
        """The device's proof."""
        return {"Authorization": f"Tablet {self.token}"}

    def op(self, visit: Visit | uuid.UUID, kind: str, payload: dict[str, Any] | None = None, **changes: Any) -> dict:
        """The next operation on a visit."""
        key = getattr(visit, "pk", visit)
        self.seq += 1
        body = {
            "op_id": str(uuid7()), "seq": self.seq, "prev_seq": self.last.get(key, 0), "type": kind, "visit": str(key),
            "author": self.person.pk, "payload": payload or {}, "client_time": self.now.isoformat(),
            "clock_offset_s": 0, "app_version": "1.0", "protocol": 1,
        }  # fmt: skip
        self.last[key] = self.seq
        return body | changes

    def send(self, *bodies: Any) -> list[dict[str, Any]]:
        """Send a batch, expect 200, return its answers."""
        answer = self.post("operations/", {"operations": list(bodies)})
        assert answer.status_code == 200, answer.content
        return answer.json()["answers"]

    def post(self, where: str, body: Any, **more: str) -> Any:
        """Send JSON, with more headers."""
        return self.client.post(
            ADDRESS + where, json.dumps(body), content_type="application/json", headers=self.headers | more
        )

    def get(self, where: str, **query: Any) -> Any:
        """Ask."""
        return self.client.get(ADDRESS + where, query, headers=self.headers)

    def chunk(self, key: Any, role: str, offset: int, data: bytes, sha256: str = "") -> Any:
        """Send one chunk."""
        return self.client.patch(
            f"{ADDRESS}evidence/{key}/{role}/", data, content_type="application/octet-stream",
            headers=self.headers
            | {"Upload-Offset": str(offset), "Upload-Checksum": f"sha256 {sha256 or sha(data)}"},
        )  # fmt: skip


def sha(data: bytes) -> str:
    """The hash of bytes."""
    return hashlib.sha256(data).hexdigest()


def given(people: dict[str, User], visit: Visit, device: Device) -> Visit:
    """The visit, dispatched to the tablet."""
    dispatching.send(visit, tablet=device.tablet, by=people["chief"])
    visit.refresh_from_db()
    return visit


def photo_payload(data: bytes, *, original: bytes | None = None, **more: Any) -> dict[str, Any]:
    """The declaration of a photo."""
    body: dict[str, Any] = {"id": str(uuid7()), "sha256": sha(data), "size": len(data), "file_name": "IMG_1.jpg"}
    if original is not None:
        body["original"] = {"sha256": sha(original), "size": len(original)}
    return body | more


def finding_payload(visit: Visit, code: str, **more: Any) -> dict[str, Any]:
    """An act still going on, under the item of that code."""
    item = next(state.item for state in item_states(visit) if state.item.code == code)
    return {
        "id": str(uuid7()), "item": str(item.pk), "violation": item.violations[0],
        "facts": "Không có bảng nội quy tại quầy.", "act_started_on": FRIDAY.isoformat(),
        "detected_on": FRIDAY.isoformat(), "continuing": True, "place": "27 Nguyễn Thiện Thuật, phường Nha Trang",
    } | more  # fmt: skip


def answer_payload(item: Any, choice: str = "pass", **more: Any) -> dict[str, Any]:
    """An answer."""
    return {"id": str(uuid7()), "item": str(item.pk), "choice": choice} | more


def whole_day(device: Device, visit: Visit, photo: bytes, *, original: bytes | None = None) -> dict[str, Any]:
    """The operations of a whole visit with one finding and one photo, ready to be sent; the seal apart."""
    states = item_states(visit)
    failing = "AP-09" if any(state.item.code == "AP-09" for state in states) else states[0].item.code
    chosen = {str(state.item.pk): "fail" if state.item.code == failing else "pass" for state in states}
    start = device.op(visit, "visit.start")
    answers = [
        device.op(visit, "answer.set", answer_payload(state.item, chosen[str(state.item.pk)])) for state in states
    ]
    found = finding_payload(visit, failing)
    finding = device.op(visit, "finding.add", found)
    declared = photo_payload(photo, original=original, finding=found["id"])
    evidence = device.op(visit, "evidence.declare", declared)
    outcome = device.op(
        visit, "visit.conclude", {"outcome": "violation", "report": "", "party_statement": "Sẽ treo lại."}
    )
    return {
        "records": [start, *answers, finding, evidence, outcome], "chosen": chosen, "finding": found["id"],
        "evidence": declared, "photo": photo,
    }  # fmt: skip


def signed(device: Device, visit: Visit, day: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What is shown, who signed, and the seal: made after the working copy has arrived."""
    text = "Biên bản trên máy tính bảng"
    person = {
        "id": str(uuid7()), "person": "Phạm Thị Hải Yến", "capacity": "party", "signing": "signed",
        "shown_sha256": sha(text.encode()),
    }  # fmt: skip
    manifest = {
        "answers": [{"item": item, "choice": choice} for item, choice in day["chosen"].items()],
        "findings": [day["finding"]], "measurements": [], "attendance": [person["id"]],
        "evidence": [{"id": day["evidence"]["id"], "sha256": day["evidence"]["sha256"]}],
    } | changes  # fmt: skip
    return {
        "shown": device.op(visit, "shown.add", {"text": text, "sha256": sha(text.encode())}),
        "person": device.op(visit, "attendance.add", person),
        "seal": device.op(visit, "visit.seal", {"manifest": manifest}),
    }


def in_batches(bodies: list[Any], size: int = 20) -> list[list[Any]]:
    """Batches as a tablet sends them."""
    return [bodies[start : start + size] for start in range(0, len(bodies), size)]


def later(minutes: int) -> dt.datetime:
    """So many minutes after the beginning of the day."""
    return NOW + dt.timedelta(minutes=minutes)


def first_item(visit):
    """The first item of the visit."""
    return item_states(visit)[0].item


def begun(device, visit):
    """The visit begun by the tablet."""
    assert device.send(device.op(visit, "visit.start"))[0]["status"] == "applied"
    return visit
