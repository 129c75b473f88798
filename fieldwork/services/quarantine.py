"""What cannot be applied is kept word for word, once, with the reason; deciding about it is another service."""

import json
from typing import Any

from accounts import journal
from accounts.models import User
from common.errors import DomainError
from fieldwork.models import Quarantined, Tablet
from fieldwork.services.reading import LARGEST, Envelope
from inspections.models import Visit


def keep(
    tablet: Tablet,
    sender: Any,
    *,
    body: str,
    sha256: str,
    code: str,
    error: DomainError | None,
    envelope: Envelope | None = None,
    visit: Visit | None = None,
    kind: str = "",
    author: User | None = None,
) -> Quarantined:
    """Keep a body in the caller's transaction and return its row; the same body of the same tablet is kept once.

    `visit` only where the tablet has or had it: what belongs to others is told to nobody.
    """
    known = Quarantined.objects.filter(tablet=tablet, sha256=sha256).first()
    if known is not None:
        return known
    made = Quarantined.objects.create(
        agency=tablet.agency,
        tablet=tablet,
        visit=visit,
        sender=sender,
        author=User.objects.filter(pk=envelope.author).first() if envelope else author,
        kind=envelope.kind if envelope else kind,
        seq=envelope.seq if envelope else _seq_of(body),
        body=body,
        sha256=sha256,
        code=str(code)[:40],
        message=str(error.message) if error else "",
        details=_said(error),
    )
    journal.record(sender, "quarantine.kept", made, after=journal.snapshot(made), agency=tablet.agency)
    return made


def _said(error: DomainError | None) -> dict[str, Any]:
    if error is None:
        return {}
    fields = {name: [str(message) for message in messages] for name, messages in error.fields.items()}
    details: dict[str, Any] = journal.plain(error.details)
    return details | ({"fields": fields} if fields else {})


def _seq_of(body: str) -> int | None:
    read = json.loads(body)
    seq = read.get("seq") if isinstance(read, dict) else None
    return seq if isinstance(seq, int) and not isinstance(seq, bool) and 0 < seq <= LARGEST else None
