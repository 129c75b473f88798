"""One JSON text for one value, and its hash: what a chain, a manifest, a check or a paper is compared by."""

import hashlib
import json
from typing import Any

# Made once: json.dumps makes an encoder for each call, which costs as much as encoding a small value.
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def canonical(value: Any) -> str:
    """Return JSON with sorted keys, no spaces and letters as they are; raises ValueError for NaN and infinity."""
    return _ENCODER.encode(value)


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of a text (as UTF-8) or of bytes, in hexadecimal."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
