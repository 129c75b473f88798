"""The one text form of a payload: the same content always gives the same bytes, on every machine."""

import datetime as dt
import decimal
import uuid
from collections.abc import Mapping
from typing import Any

from common.canonical import canonical
from common.text import nfc


def canonical_json(payload: Mapping[str, Any]) -> str:
    """Return the payload as JSON: sorted keys, NFC text, no spaces, no binary floats (TypeError names where)."""
    return canonical(_plain(payload, "payload"))


def _plain(value: Any, where: str) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return nfc(str(value))
    if isinstance(value, Mapping):
        return {nfc(str(key)): _plain(item, f"{where}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, f"{where}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    if isinstance(value, uuid.UUID):
        return value.hex
    # A binary float prints differently from one library to the next, and a hash must not.
    raise TypeError(f"{where}: {type(value).__name__} has no place in a paper; give a whole number or text")
