"""Identifiers that sort by the time they were made."""

import os
import time
import uuid
from typing import Any


def uuid7() -> uuid.UUID:
    """Return a version 7 UUID (RFC 9562, 5.7): 48 bits of milliseconds, then random bits."""
    millis = time.time_ns() // 1_000_000
    tail = int.from_bytes(os.urandom(10), "big")
    value = (millis & (1 << 48) - 1) << 80 | tail
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def uuid7_hexes(count: int) -> list[str]:
    """Return that many version 7 UUIDs of this moment as 32 hex digits each, in ascending order.

    For inserts of many rows: making UUID objects one by one costs more than the rest of such a row, and keys in order
    are appended to an index instead of being spread over it.
    """
    millis = f"{time.time_ns() // 1_000_000 & (1 << 48) - 1:012x}7"
    tails = os.urandom(10 * count).hex()
    ordered = sorted(tails[start : start + 20] for start in range(0, len(tails), 20))
    return [f"{millis}{tail[:3]}{'89ab'[int(tail[3], 16) & 3]}{tail[4:19]}" for tail in ordered]


def key_text(key: Any) -> str:
    """Return a primary key as journals and step rows keep it: a UUID as 32 hex digits, any other as it is written."""
    return key.hex if isinstance(key, uuid.UUID) else str(key)
