"""Operations of tablets: each is applied once, in the order of its visit, and answered with a receipt.

Effect and ledger row are written in one transaction. Whatever cannot be applied is kept word for word for a person;
nothing is refused, so a tablet may delete what it has a receipt for.
"""

import copy
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access
from common import turns
from common.errors import Conflict, DomainError
from fieldwork.enums import SPOKEN, Code, Flag, Outcome
from fieldwork.lifecycle import MAY_BRING
from fieldwork.models import Dispatch, Operation, Quarantined, Tablet
from fieldwork.services import openings, quarantine, seals
from fieldwork.services.handlers import HANDLERS, Context, Result
from fieldwork.services.moments import Moment, count
from fieldwork.services.reading import Envelope, Reader, canonical_digest, read_envelope, text_of
from inspections.models import Visit

MOST = 20
CONFLICTS = frozenset({"stale_version", "manifest_changed", "finding_stands"})
KINDS = {**HANDLERS, "visit.seal": seals.seal}


@dataclass
class Answer:
    """What the tablet is told about one operation; `receipt` is the same however often it is asked."""

    status: str
    op_id: str = ""
    seq: int | None = None
    code: str = ""
    message: str = ""
    missing: list[str] = field(default_factory=list)
    receipt: dict[str, Any] = field(default_factory=dict)


def take(
    bodies: Sequence[Any], *, tablet: Tablet, person: Any, at: dt.datetime, imported: bool = False
) -> list[Answer]:
    """Apply a batch and return its answers in the order of the batch; work goes on in the order of `seq`."""
    told: dict[int, Answer] = {}
    # Memberships and sight are read once for the batch; the copy forgets them with it.
    person = copy.copy(person)
    access.remember(person)
    for index in sorted(range(len(bodies)), key=lambda index: _place(bodies[index])):
        told[index] = take_one(bodies[index], tablet=tablet, person=person, at=at, imported=imported)
    return [told[index] for index in range(len(bodies))]


def take_one(body: Any, *, tablet: Tablet, person: Any, at: dt.datetime, imported: bool = False) -> Answer:
    """Apply one operation, or answer as it was answered before. Rules speak Vietnamese, the language of the office."""
    with translation.override("vi"):
        try:
            with turns.writing():
                return _take(body, tablet=tablet, person=person, at=at, imported=imported)
        except IntegrityError:
            # The same operation came over two ways at once and the other was first; now it is in the ledger.
            with turns.writing():
                return _take(body, tablet=tablet, person=person, at=at, imported=imported)


@transaction.atomic
def _take(body: Any, *, tablet: Tablet, person: Any, at: dt.datetime, imported: bool) -> Answer:
    # One tablet's operations follow one another; another tablet's do not wait for them.
    Tablet.objects.select_for_update(of=("self",), no_key=True).get(pk=tablet.pk)
    try:
        envelope = read_envelope(body)
    except DomainError as error:
        kept = quarantine.keep(
            tablet, person, body=text_of(body), sha256=canonical_digest(body), code=Code.GARBAGE, error=error
        )
        return _kept_answer(kept, None)
    if (known := Operation.objects.filter(op_id=envelope.op_id).select_related("quarantined").first()) is not None:
        return _again(known, envelope, tablet, person, body)
    if Operation.objects.filter(tablet=tablet, seq=envelope.seq).exists():
        return _aside(envelope, tablet, person, body, Code.SEQ_REUSED)
    if waiting := _missing_before(envelope, tablet):
        return Answer("retry", str(envelope.op_id), envelope.seq, code="out_of_order", missing=waiting)
    return _first(envelope, body, tablet, person, at, imported)


def _first(envelope: Envelope, body: Any, tablet: Tablet, person: Any, at: dt.datetime, imported: bool) -> Answer:
    dispatch = _dispatch_of(envelope, tablet)
    visit = dispatch.visit if dispatch else None
    since = dispatch.created_at if dispatch else tablet.enrolled_at if envelope.kind == openings.KIND else None
    moment = count(envelope, received=at, since=since, visit=visit)
    if imported:
        moment.flags.append(str(Flag.IMPORTED))
    code = _obstacle(envelope, dispatch, person, imported)
    result: Result = {}
    error: DomainError | None = None
    if not code:
        try:
            with transaction.atomic():
                result = apply(envelope, visit, author=person, tablet=tablet, moment=moment)
        except seals.Incomplete as lacking:
            return Answer("retry", str(envelope.op_id), envelope.seq, code="incomplete", missing=lacking.missing)
        except DomainError as refused:
            error, code = refused, refused.code
        except DatabaseError:
            code = Code.DATABASE
    kept = None
    if code:
        kept = quarantine.keep(
            tablet, person, body=text_of(body), sha256=envelope.sha256, code=code, error=error, envelope=envelope,
            visit=visit,
        )  # fmt: skip
    outcome = Outcome.CONFLICT if code in CONFLICTS else Outcome.QUARANTINED if code else Outcome.APPLIED
    row = _write(envelope, tablet, person, outcome, result, moment, kept)
    return answer_of(row, str(outcome))


def apply(
    envelope: Envelope, visit: Visit | None, *, author: Any, tablet: Tablet, moment: Moment, chosen: bool = False
) -> Result:
    """Hand one operation to the service that judges it; DomainError when the service refuses."""
    if envelope.kind == openings.KIND:
        read = Reader(envelope.payload)
        return openings.open_visit(read, key=envelope.visit, tablet=tablet, author=author, at=moment.at)
    if visit is None:
        raise Conflict(_("The visit or the person named in it does not exist."), code="not_applicable")
    context = Context(
        visit=Visit.objects.select_related("agency", "licensee", "establishment").get(pk=visit.pk),
        author=author,
        tablet=tablet,
        at=moment.at,
        shift=moment.shift,
        base_rev=envelope.base_rev,
        reader=Reader(envelope.payload),
        chosen=chosen,
        protocol=envelope.protocol,
        package_at=envelope.package_at,
    )
    return KINDS[envelope.kind](context)


def answer_of(row: Operation, status: str) -> Answer:
    """Return the answer for an operation of the ledger."""
    kept = row.quarantined
    # What an effect returns never hides what the receipt itself says.
    receipt = row.result | {
        "op_id": str(row.op_id), "sha256": row.sha256, "outcome": row.outcome,
        "received_at": row.created_at.isoformat(), "counted_at": row.counted_at.isoformat(), "flags": row.flags,
    }  # fmt: skip
    if kept is None:
        return Answer(status, str(row.op_id), row.seq, receipt=receipt)
    details = kept.details if row.outcome == Outcome.CONFLICT else {}
    return Answer(
        status, str(row.op_id), row.seq, code=kept.code, message=kept.message, receipt=receipt | {"server": details}
    )


def _again(known: Operation, envelope: Envelope, tablet: Tablet, person: Any, body: Any) -> Answer:
    if known.sha256 != envelope.sha256:
        return _aside(envelope, tablet, person, body, Code.OP_REUSED)
    return answer_of(known, "already" if known.outcome == Outcome.APPLIED else str(known.outcome))


def _aside(envelope: Envelope, tablet: Tablet, person: Any, body: Any, code: str) -> Answer:
    """Keep an operation whose number or place is taken: it has no row in the ledger, its words are kept."""
    kept = quarantine.keep(
        tablet, person, body=text_of(body), sha256=envelope.sha256, code=code, error=None, envelope=envelope
    )
    return _kept_answer(kept, envelope)


def _kept_answer(kept: Quarantined, envelope: Envelope | None) -> Answer:
    receipt = {"sha256": kept.sha256, "outcome": "quarantined", "received_at": kept.created_at.isoformat()}
    op_id, seq = (str(envelope.op_id), envelope.seq) if envelope else ("", None)
    return Answer("quarantined", op_id, seq, code=kept.code, message=kept.message, receipt=receipt)


def _missing_before(envelope: Envelope, tablet: Tablet) -> list[str]:
    """Name the operation of the same visit that must come first; empty when it is here."""
    if not envelope.prev_seq:
        return []
    here = Operation.objects.filter(tablet=tablet, seq=envelope.prev_seq, visit_key=envelope.visit).exists()
    # What could not even be read holds up nothing: it will never be any better.
    here = here or Quarantined.objects.filter(tablet=tablet, seq=envelope.prev_seq).exists()
    return [] if here else [f"seq:{envelope.prev_seq}"]


def _dispatch_of(envelope: Envelope, tablet: Tablet) -> Dispatch | None:
    """Return how this tablet has the visit, or last had it."""
    rows = Dispatch.objects.filter(tablet=tablet, visit=envelope.visit).select_related("visit")
    return rows.order_by("-created_at", "-id").first()


def _obstacle(envelope: Envelope, dispatch: Dispatch | None, person: Any, imported: bool) -> str:
    """Say why the operation cannot be applied before any rule looks at it; empty when it can."""
    if envelope.protocol not in SPOKEN:
        return Code.PROTOCOL
    if envelope.author != person.pk:
        return Code.IMPORTED if imported else Code.OTHER_PERSON
    if dispatch is None:
        return _cannot_open(envelope)
    if dispatch.status not in MAY_BRING:
        return Code.RECALLED
    if envelope.kind not in KINDS and envelope.kind != openings.KIND:
        return Code.UNKNOWN_TYPE
    return Code.OTHER_CHECKLIST if _other_checklist(envelope, dispatch.visit) else ""


def _cannot_open(envelope: Envelope) -> str:
    """Say why the visit is not with the tablet: it is neither, unless it opens a visit under a key that nobody used."""
    opens = envelope.kind == openings.KIND and not Visit.objects.filter(pk=envelope.visit).exists()
    return "" if opens else Code.NOT_DISPATCHED


def _other_checklist(envelope: Envelope, visit: Visit) -> bool:
    stated = envelope.checklist_version
    return bool(stated) and stated not in {row.version_label for row in visit.checklists.all()}


def _write(
    envelope: Envelope, tablet: Tablet, person: Any, outcome: str, result: Result, moment: Moment,
    kept: Quarantined | None,
) -> Operation:  # fmt: skip
    return Operation.objects.create(
        op_id=envelope.op_id, tablet=tablet, agency=tablet.agency, seq=envelope.seq, visit_key=envelope.visit,
        kind=envelope.kind, sha256=envelope.sha256, author=person, outcome=outcome, result=result, flags=moment.flags,
        client_time=envelope.client_time, clock_offset_s=envelope.clock_offset_s, counted_at=moment.at,
        app_version=envelope.app_version, quarantined=kept,
    )  # fmt: skip


def _place(body: Any) -> int:
    """Return the place in the order; what has none comes last."""
    seq = body.get("seq") if isinstance(body, dict) else None
    return seq if isinstance(seq, int) and not isinstance(seq, bool) else 2**63
