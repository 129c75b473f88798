"""What a kept operation says, in lines that a person can read."""

import json
from dataclasses import dataclass, field
from typing import Any

from common.errors import DomainError
from fieldwork.lifecycle import UNSETTLED
from fieldwork.models import Quarantined
from fieldwork.services.reading import Envelope, Reader, read_envelope
from inspections.models import Answer
from inspections.services.onsite import differences

ANSWERED = ("choice", "value", "note", "no_finding_reason")


@dataclass(frozen=True)
class Words:
    """What a kept operation says, line by line, beside what the server has.

    `standing` is the answer that counts now, where an answer was kept and nothing is decided about it.
    """

    envelope: Envelope | None
    lines: list[tuple[str, str]] = field(default_factory=list)
    differences: list[dict[str, str]] = field(default_factory=list)
    standing: Answer | None = None


def words_of(row: Quarantined) -> Words:
    """Return the words of a kept operation for a person to read."""
    body = json.loads(row.body)
    try:
        envelope: Envelope | None = read_envelope(body)
    except DomainError:
        envelope = None
    shown = body.get("payload", body) if isinstance(body, dict) else {"": body}
    lines = [(str(name), _said(value)) for name, value in shown.items()] if isinstance(shown, dict) else []
    standing = _standing(row, envelope)
    told = list(row.details.get("differences", []))
    if standing is not None and envelope is not None and not told:
        told = differences(standing, {name: Reader(envelope.payload).text(name) for name in ANSWERED})
    return Words(envelope, lines, told, standing)


def contradicts(row: Quarantined) -> bool:
    """Say whether a kept answer differs from one that somebody else has given meanwhile."""
    words = words_of(row)
    return words.standing is not None and words.standing.answered_by_id != row.author_id and bool(words.differences)


def _standing(row: Quarantined, envelope: Envelope | None) -> Answer | None:
    """Return the answer another tablet or person has given to the item meanwhile, as long as nothing is decided."""
    if envelope is None or envelope.kind != "answer.set" or row.status not in UNSETTLED:
        return None
    answers = Answer.objects.filter(visit=row.visit, item=Reader(envelope.payload).key("item"))
    return answers.select_related("answered_by").order_by("-revision").first()


def _said(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "replace").decode().replace("\x00", "␀")[:4_000]
