"""Reads what a tablet sent: every value by its type, every fault named, nothing guessed."""

import datetime as dt
import json
import math
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from common.canonical import digest
from common.errors import Invalid

LARGEST = 2**63 - 1
FIRST_YEAR, LAST_YEAR = 1990, 2200
LONGEST = 200_000
_BROKEN = re.compile("[\ud800-\udfff]")  # halves of letters


def canonical_digest(body: Any) -> str:
    """Return the hash of a body as it was read: JSON with sorted keys, no spaces, letters outside ASCII escaped."""
    return digest(text_of(body))


def text_of(body: Any) -> str:
    """Return the body as JSON that any database can store, NUL and broken surrogates included."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"))


class Reader:
    """Takes values out of a JSON object; all faults are told together by `done`."""

    def __init__(self, data: Any) -> None:
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.faults: dict[str, list[str]] = {}
        if not isinstance(data, Mapping):
            self.fault("payload", _("Not an object."))

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with one value."""
        self.faults.setdefault(name, []).append(message)

    def done(self) -> None:
        """Raise Invalid when anything could not be read."""
        if self.faults:
            raise Invalid(_("The operation cannot be read."), code="garbage", fields=self.faults)

    def text(self, name: str, *, required: bool = False, most: int = LONGEST) -> str:
        """Return a text; NUL and broken letters are refused, for no paper can print them."""
        value = self.data.get(name, "")
        if value is None:
            value = ""
        if not isinstance(value, str) or "\x00" in value or _BROKEN.search(value):
            self.fault(name, _("Not a text."))
            return ""
        if len(value) > most:
            self.fault(name, _("At most %(most)d characters.") % {"most": most})
        if required and not value.strip():
            self.fault(name, _("This value is needed."))
        return value

    def key(self, name: str, *, required: bool = True) -> uuid.UUID | None:
        """Return a UUID."""
        value = self.data.get(name)
        if value is None or value == "":
            if required:
                self.fault(name, _("This value is needed."))
            return None
        try:
            if not isinstance(value, str):
                raise ValueError(value)
            return uuid.UUID(value)
        except ValueError:
            self.fault(name, _("Not a UUID."))
            return None

    def whole(self, name: str, *, required: bool = False, least: int = 0) -> int | None:
        """Return a whole number that the database can hold."""
        value = self.data.get(name)
        if value is None:
            if required:
                self.fault(name, _("This value is needed."))
            return None
        if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= LARGEST:
            self.fault(name, _("Not a whole number in range."))
            return None
        return value

    def number(self, name: str) -> float | None:
        """Return a finite number, None when absent."""
        value = self.data.get(name)
        if value is None:
            return None
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or abs(value) > 1e18
            or not math.isfinite(value)
        ):
            self.fault(name, _("Not a number in range."))
            return None
        return float(value)

    def flag(self, name: str) -> bool:
        """Return true or false; absent is false."""
        value = self.data.get(name, False)
        if not isinstance(value, bool):
            self.fault(name, _("Neither true nor false."))
            return False
        return value

    def day(self, name: str, *, required: bool = False) -> dt.date | None:
        """Return a date written 2026-11-23."""
        text = self.text(name, required=required, most=10)
        try:
            found = parse_date(text) if text else None
        except ValueError:
            found = None
        if text and (found is None or not FIRST_YEAR <= found.year <= LAST_YEAR):
            self.fault(name, _("Not a date of the form 2026-11-23."))
            return None
        return found

    def moment(self, name: str, *, required: bool = False) -> dt.datetime | None:
        """Return a moment with its offset, such as 2026-11-23T08:15:00+07:00."""
        text = self.text(name, required=required, most=40)
        try:
            found = parse_datetime(text) if text else None
        except ValueError:
            found = None
        if text and (found is None or found.tzinfo is None or not FIRST_YEAR <= found.year <= LAST_YEAR):
            self.fault(name, _("Not a moment with its offset, such as 2026-11-23T08:15:00+07:00."))
            return None
        return found

    def position(self) -> tuple[float, float] | None:
        """Return `lat` and `lon` when both are there and on the Earth."""
        lat, lon = self.number("lat"), self.number("lon")
        if lat is None and lon is None:
            return None
        if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
            self.fault("lat", _("Not a position on the Earth."))
            return None
        return lat, lon

    def sha256(self, name: str, *, required: bool = True) -> str:
        """Return a hash in 64 hexadecimal digits."""
        text = self.text(name, required=required, most=64).lower()
        if text and (len(text) != 64 or set(text) - set("0123456789abcdef")):
            self.fault(name, _("Not a SHA-256 in hexadecimal digits."))
        return text

    def keys(self, name: str) -> list[uuid.UUID]:
        """Return a list of UUIDs."""
        value = self.data.get(name, [])
        try:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise ValueError(value)
            return [uuid.UUID(one) for one in value]
        except ValueError:
            self.fault(name, _("Not a list of UUIDs."))
            return []


@dataclass(frozen=True)
class Envelope:
    """What every operation states about itself, read and typed."""

    op_id: uuid.UUID
    seq: int
    prev_seq: int
    kind: str
    visit: uuid.UUID
    author: int
    payload: Mapping[str, Any]
    base_rev: int | None
    checklist_version: str
    client_time: dt.datetime
    clock_offset_s: float
    package_at: dt.datetime | None
    app_version: str
    protocol: int
    position: tuple[float, float] | None
    sha256: str


def read_envelope(body: Any) -> Envelope:
    """Return the envelope of one operation; Invalid (code garbage) names every value that cannot be read."""
    reader = Reader(body)
    op_id, visit = reader.key("op_id"), reader.key("visit")
    seq, prev_seq = reader.whole("seq", required=True, least=1), reader.whole("prev_seq", required=True)
    kind, author = reader.text("type", required=True, most=40), reader.whole("author", required=True, least=1)
    payload = reader.data.get("payload")
    if not isinstance(payload, Mapping):
        reader.fault("payload", _("Not an object."))
    base_rev = reader.whole("base_rev")
    client_time = reader.moment("client_time", required=True)
    offset = reader.number("clock_offset_s") or 0.0
    if abs(offset) > 4e9:
        reader.fault("clock_offset_s", _("Not a number in range."))
    protocol = reader.whole("protocol", required=True)
    version, app = reader.text("checklist_version", most=200), reader.text("app_version", most=40)
    package_at = reader.moment("package_at")
    position = reader.position()
    if prev_seq is not None and seq is not None and prev_seq >= seq:
        reader.fault("prev_seq", _("Not before its own place."))
    reader.done()
    return Envelope(
        op_id=_there(op_id), seq=_there(seq), prev_seq=_there(prev_seq), kind=kind, visit=_there(visit),
        author=_there(author), payload=_there(payload), base_rev=base_rev, checklist_version=version,
        client_time=_there(client_time), clock_offset_s=offset, package_at=package_at, app_version=app,
        protocol=_there(protocol), position=position, sha256=canonical_digest(body),
    )  # fmt: skip


def _there(value: Any) -> Any:
    """Return a value that `done` has proved to be there."""
    if value is None:
        raise Invalid(_("The operation cannot be read."), code="garbage")
    return value
