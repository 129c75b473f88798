"""Who was present and signed, or why not; a missing signature needs a witness or the commune's representative."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from common.canonical import digest
from common.errors import Invalid
from common.text import clean_name
from inspections.enums import IS_PARTY, STANDS_IN, Capacity, Signing
from inspections.models import Attendance, Evidence, ShownText, Visit
from inspections.queries.shown import shown_digest
from inspections.services import lengths
from inspections.services.onsite import recording, same_or_conflict


def record(
    visit: Visit,
    *,
    person: str,
    capacity: str,
    signing: str,
    by: Any,
    at: dt.datetime,
    reason: str = "",
    no_witness_reason: str = "",
    post: str = "",
    identity_number: str = "",
    statement: str = "",
    shown_sha256: str,
    attendance_id: uuid.UUID,
    amendment_reason: str = "",
    coming: Sequence[Evidence] = (),
) -> Attendance:
    """Record one person, tied to the hash of exactly the text they were shown.

    `shown_sha256` is the hash of the text as the person read it; when the record changed meanwhile, they must be shown
    it again. A person who is absent was shown nothing. `attendance_id` makes a form sent twice one person.
    """
    faults = _faults(person, capacity, signing, reason)
    if faults:
        raise Invalid(_("The attendance cannot be recorded yet."), fields=faults)
    said = {"reason": reason, "no_witness_reason": no_witness_reason, "statement": statement}
    most = {"reason": lengths.NOTE, "no_witness_reason": lengths.NOTE, "statement": lengths.STATEMENT}
    lengths.require(said, most)
    with recording(visit, by=by, reason=amendment_reason) as session:
        key = {"person": clean_name(person), "capacity": capacity, "signing": signing}
        if sent := same_or_conflict(Attendance, attendance_id, session.visit, **key):
            return sent
        made = Attendance(
            visit=session.visit,
            **key,
            reason=reason.strip(),
            no_witness_reason=no_witness_reason.strip(),
            post=clean_name(post),
            identity_number=identity_number.strip(),
            statement=statement.strip(),
            shown_text_sha256="" if signing == Signing.ABSENT else _shown(session.visit, shown_sha256, coming),
            recorded_by=by,
            recorded_at=at,
        )
        made.id = attendance_id
        session.add(made, "attendance.recorded")
    return made


def keep_shown(
    visit: Visit, *, text: str, by: Any, at: dt.datetime, coming: Sequence[Evidence] = (), amendment_reason: str = ""
) -> ShownText:
    """Keep the text a tablet showed, word for word; it counts for as long as the record stays as it is now.

    A visit that was given back is shown again: with the reason, like every amendment. The tablet words the text itself,
    out of reach of the server: what ties it to the record is that it arrives in its place in the order, after
    everything it tells; `coming` are files announced before it whose bytes follow.
    """
    lengths.require({"text": text}, {"text": lengths.SHOWN})
    if not text.strip():
        raise Invalid(_("The text that was shown is empty."), fields={"text": [_("Show the record to the party.")]})
    with recording(visit, by=by, reason=amendment_reason) as session:
        present, sha256 = shown_digest(session.visit, coming), digest(text)
        kept, _new = ShownText.objects.get_or_create(
            visit=session.visit,
            sha256=sha256,
            stands_for=present,
            defaults={"text": text, "shown_by": by, "shown_at": at},
        )
    return kept


def missing(visit: Visit, rows: Sequence[Attendance]) -> list[str]:
    """Say what the law still asks for before the record can be closed (Law on Handling of Violations, article 58).

    The party signs; where it refuses, is absent or cannot, a witness or the commune signs, or the reason is written
    why there is none. Whoever signed must have been shown the record as it is now.
    """
    found = []
    party = [row for row in rows if row.capacity in IS_PARTY]
    if not party:
        found.append(_("Record the person checked or its representative, also when absent."))
    signed = [row for row in rows if row.signing == Signing.SIGNED]
    if party and not any(row in signed for row in party):
        stands_in = [row for row in signed if row.capacity in STANDS_IN]
        if not stands_in and not any(row.no_witness_reason for row in party):
            found.append(_("The party did not sign: record a witness or the commune's representative, or why not."))
    present = shown_digest(visit)
    same = {present, *ShownText.objects.filter(visit=visit, stands_for=present).values_list("sha256", flat=True)}
    found += [
        _("The record changed after %(person)s was shown it; show it again.") % {"person": row.person}
        for row in signed
        if row.shown_text_sha256 not in same
    ]
    return found


def _shown(visit: Visit, given: str, coming: Sequence[Evidence]) -> str:
    present = shown_digest(visit, coming)
    if given != present:
        if ShownText.objects.filter(visit=visit, sha256=given, stands_for=present).exists():
            return given  # the tablet's own wording of the same record
        raise Invalid(
            _("The record changed since this person read it. Show it again and let them decide."),
            code="shown_text_changed",
        )
    return present


def _faults(person: str, capacity: str, signing: str, reason: str) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if not clean_name(person):
        faults["person"] = [_("Enter the full name.")]
    if capacity not in Capacity.values:
        faults["capacity"] = [_("Choose in what capacity the person is present.")]
    if signing not in Signing.values:
        faults["signing"] = [_("Choose whether the person signed.")]
    elif signing != Signing.SIGNED and not reason.strip():
        faults["reason"] = [_("Write why the person did not sign.")]
    return faults
