"""What a kept operation says, in lines that a person can read."""

import json
from dataclasses import dataclass, field
from typing import Any

from common.errors import DomainError
from fieldwork.models import Quarantined
from fieldwork.services.reading import Envelope, read_envelope


@dataclass(frozen=True)
class Words:
    """What a kept operation says, line by line, beside what the server has."""

    envelope: Envelope | None
    lines: list[tuple[str, str]] = field(default_factory=list)
    differences: list[dict[str, str]] = field(default_factory=list)


def words_of(row: Quarantined) -> Words:
    """Return the words of a kept operation for a person to read."""
    body = json.loads(row.body)
    try:
        envelope: Envelope | None = read_envelope(body)
    except DomainError:
        envelope = None
    shown = body.get("payload", body) if isinstance(body, dict) else {"": body}
    lines = [(str(name), _said(value)) for name, value in shown.items()] if isinstance(shown, dict) else []
    return Words(envelope, lines, list(row.details.get("differences", [])))


def _said(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode().replace("\x00", "␀")[:4_000]
