"""One JSON text for one value, and its hash: what a chain, a manifest, a check or a paper is compared by."""

import hashlib
import json
from json.encoder import encode_basestring
from typing import Any

# Made once: json.dumps makes an encoder for each call, which costs as much as encoding a small value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:
    """Return JSON with sorted keys, no spaces and letters as they are; raises ValueError for NaN and infinity."""
    return _ENCODER.encode(value)


def canonical_pair(first: Any, second: Any) -> str:
    """Return the same as `canonical([first, second])`; quicker where both are what columns mostly hold."""
    return f"[{_scalar(first)},{_scalar(second)}]"


def _scalar(value: Any) -> str:
    if value is None:
        return "null"
    kind = type(value)
    if kind is str:
        return encode_basestring(value)
    if kind is bool:
        return "true" if value else "false"
    return str(value) if kind is int else canonical(value)


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text (as UTF-8) or of bytes, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
