"""Operations of tablets: each is applied once, in the order of its visit, and answered with a receipt.

Effect and ledger row are written in one transaction. Whatever cannot be applied is kept word for word for a person;
nothing is refused, so a tablet may delete what it has a receipt for.
"""

import contextlib
import copy
import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
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
from fieldwork.services import ledger, openings, quarantine, seals, uploads
from fieldwork.services.handlers import HANDLERS, TOGETHER, Context, Result
from fieldwork.services.incomplete import Incomplete
from fieldwork.services.ledger import Ledger
from fieldwork.services.moments import Moment, count
from fieldwork.services.named import Named, keys_in
from fieldwork.services.reading import Envelope, Reader, canonical_digest, read_envelope, text_of
from inspections.models import Visit
from inspections.services.onsite import Recording, gathering

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


@dataclass(frozen=True)
class Sent:
    """One operation as it came, and as it was read; `error` says why it could not be."""

    index: int
    body: Any
    envelope: Envelope | None
    error: DomainError | None = None


@dataclass
class Sitting:
    """Operations of one tablet that are applied in one transaction, and what they were told so far.

    `session` is the recording that several of one visit share, `named` what they name, both None for a single one.
    """

    tablet: Tablet
    person: Any
    at: dt.datetime
    imported: bool
    ledger: Ledger
    session: Recording | None = None
    named: Named | None = None
    dispatches: dict[uuid.UUID, Dispatch | None] = field(default_factory=dict)

    def dispatch_of(self, envelope: Envelope) -> Dispatch | None:
        """Return how this tablet has the visit, or last had it."""
        if envelope.visit not in self.dispatches:
            rows = Dispatch.objects.filter(tablet=self.tablet, visit=envelope.visit).order_by("-created_at", "-id")
            self.dispatches[envelope.visit] = rows.first()
        return self.dispatches[envelope.visit]


class OneByOne(Exception):
    """These operations cannot be applied together."""


def take(
    bodies: Sequence[Any], *, tablet: Tablet, person: Any, at: dt.datetime, imported: bool = False
) -> list[Answer]:
    """Apply a batch and return its answers in the order of the batch; work goes on in the order of `seq`.

    What was answered before is answered from the ledger. Lines of one visit that follow one another are judged one by
    one and written together (ADR 13). Rules speak Vietnamese, the language of the office.
    """
    if not hasattr(person, "remembered_memberships"):
        # Memberships and sight are read once for the batch; the copy forgets them with it.
        person = copy.copy(person)
        access.remember(person)
    with translation.override("vi"):
        sent = [_read(index, bodies[index]) for index in sorted(range(len(bodies)), key=lambda at: _place(bodies[at]))]
        known = ledger.repeats([one.envelope for one in sent if one.envelope])
        told = {one.index: _again(row) for one in sent if (row := _repeated(one, known))}
        for run in _runs([one for one in sent if one.index not in told], person):
            answers = _take_run(run, tablet=tablet, person=person, at=at, imported=imported)
            told |= {one.index: answer for one, answer in zip(run, answers, strict=True)}
    return [told[index] for index in range(len(bodies))]


def take_one(body: Any, *, tablet: Tablet, person: Any, at: dt.datetime, imported: bool = False) -> Answer:
    """Apply one operation, or answer as it was answered before."""
    with translation.override("vi"):
        return _take_run([_read(0, body)], tablet=tablet, person=person, at=at, imported=imported)[0]


def _read(index: int, body: Any) -> Sent:
    try:
        return Sent(index, body, read_envelope(body))
    except DomainError as error:
        return Sent(index, body, None, error)


def _repeated(sent: Sent, known: Mapping[uuid.UUID, Operation]) -> Operation | None:
    # Two operations of one key in one batch may differ: only the one that was answered is a repeat.
    row = known.get(sent.envelope.op_id) if sent.envelope else None
    return row if row is not None and sent.envelope is not None and row.sha256 == sent.envelope.sha256 else None


def _runs(sent: Sequence[Sent], person: Any) -> list[list[Sent]]:
    """Return the operations in their order, those that may be applied together in one list."""
    runs: list[list[Sent]] = []
    last: uuid.UUID | None = None
    for one in sent:
        read = one.envelope
        fits = read is not None and read.kind in TOGETHER and read.author == person.pk and read.protocol in SPOKEN
        if fits and read is not None and read.visit == last:
            runs[-1].append(one)
        else:
            runs.append([one])
        last = read.visit if fits and read is not None else None
    return runs


def _take_run(run: Sequence[Sent], *, tablet: Tablet, person: Any, at: dt.datetime, imported: bool) -> list[Answer]:
    """Apply a run together where that is possible, else each for itself: a bad one must cost only itself."""
    given: dict[str, Any] = {"tablet": tablet, "person": person, "at": at, "imported": imported}
    if len(run) > 1:
        # Whatever stops it, a mistake of ours too, is raised again by the one operation it is about.
        with contextlib.suppress(Exception), turns.writing():
            return _take(run, **given)
        return [_take_run([one], **given)[0] for one in run]
    try:
        with turns.writing():
            return _take(run, **given)
    except IntegrityError:
        # The same operation came over two ways at once and the other was first; now it is in the ledger.
        with turns.writing():
            return _take(run, **given)


@transaction.atomic
def _take(run: Sequence[Sent], *, tablet: Tablet, person: Any, at: dt.datetime, imported: bool) -> list[Answer]:
    # One tablet's operations follow one another; another tablet's do not wait for them.
    Tablet.objects.select_for_update(of=("self",), no_key=True).values_list("pk").get(pk=tablet.pk)
    read = [one.envelope for one in run if one.envelope]
    sitting = Sitting(tablet, person, at, imported, Ledger(tablet, read))
    with contextlib.ExitStack() as stack:
        if len(run) > 1:
            _sit_together(sitting, read, stack)
        told = [_judge(one, sitting) for one in run]
    sitting.ledger.write()
    return told


def _sit_together(sitting: Sitting, read: Sequence[Envelope], stack: contextlib.ExitStack) -> None:
    """Open the recording that all operations of the run share, or leave them to be told one by one why not."""
    dispatch = sitting.dispatch_of(read[0])
    if dispatch is None or dispatch.status not in MAY_BRING:
        raise OneByOne
    payloads = [one.payload for one in read]
    try:
        locked = gathering(Visit(pk=dispatch.visit_id), by=sitting.person, expected=keys_in(payloads)["id"])
        sitting.session = stack.enter_context(locked)
    except DomainError as error:
        raise OneByOne from error
    dispatch.visit = sitting.session.visit
    sitting.named = Named(dispatch.visit, payloads)


def _judge(sent: Sent, sitting: Sitting) -> Answer:
    """Return what one operation is told; its effect and its row of the ledger are written in this transaction."""
    envelope = sent.envelope
    if envelope is None:
        kept = quarantine.keep(
            sitting.tablet, sitting.person, body=text_of(sent.body), sha256=canonical_digest(sent.body),
            code=Code.GARBAGE, error=sent.error,
        )  # fmt: skip
        return _kept_answer(kept, None)
    if (known := sitting.ledger.known(envelope)) is not None:
        return _again(known) if known.sha256 == envelope.sha256 else _aside(envelope, sent, sitting, Code.OP_REUSED)
    if sitting.ledger.is_taken(envelope):
        return _aside(envelope, sent, sitting, Code.SEQ_REUSED)
    if waiting := sitting.ledger.missing_before(envelope):
        return Answer("retry", str(envelope.op_id), envelope.seq, code="out_of_order", missing=waiting)
    return _first(envelope, sent, sitting)


def _first(envelope: Envelope, sent: Sent, sitting: Sitting) -> Answer:
    tablet, person = sitting.tablet, sitting.person
    dispatch = sitting.dispatch_of(envelope)
    visit = dispatch.visit if dispatch else None
    since = dispatch.created_at if dispatch else tablet.enrolled_at if envelope.kind == openings.KIND else None
    moment = count(envelope, received=sitting.at, since=since, visit=visit)
    if sitting.imported:
        moment.flags.append(str(Flag.IMPORTED))
    code = _obstacle(envelope, dispatch, person, sitting.imported)
    result: Result = {}
    error: DomainError | None = None
    if not code:
        try:
            result = _applied(envelope, visit, sitting, moment)
        except Incomplete as lacking:
            return Answer("retry", str(envelope.op_id), envelope.seq, code="incomplete", missing=lacking.missing)
        except DomainError as refused:
            error, code = refused, refused.code
        except DatabaseError:
            if sitting.session is not None:
                raise
            code = Code.DATABASE
    kept = None
    if code:
        kept = quarantine.keep(
            tablet, person, body=text_of(sent.body), sha256=envelope.sha256, code=code, error=error,
            envelope=envelope, visit=visit,
        )  # fmt: skip
        if visit and envelope.kind == uploads.DECLARATION and envelope.author == person.pk:
            reader = Reader(envelope.payload)
            uploads.declare_undecided(
                visit, tablet=tablet, author=person, at=moment.at, shift=moment.shift, reader=reader
            )
    outcome = Outcome.CONFLICT if code in CONFLICTS else Outcome.QUARANTINED if code else Outcome.APPLIED
    row = _write(envelope, sitting, outcome, result, moment, kept)
    return answer_of(row, str(outcome))


def _applied(envelope: Envelope, visit: Visit | None, sitting: Sitting, moment: Moment) -> Result:
    """Apply the operation so that a refusal leaves nothing of it."""
    given: dict[str, Any] = {"author": sitting.person, "tablet": sitting.tablet, "moment": moment}
    session = sitting.session
    if session is None:
        with transaction.atomic():
            return apply(envelope, visit, **given)
    taken_in = len(session.waiting)
    try:
        # What applies together only reads before it adds its line: a savepoint would have nothing to undo.
        return apply(envelope, visit, **given, within=session, named=sitting.named)
    except DomainError as error:
        if len(session.waiting) != taken_in:
            raise OneByOne from error
        raise


def apply(
    envelope: Envelope, visit: Visit | None, *, author: Any, tablet: Tablet, moment: Moment, chosen: bool = False,
    within: Recording | None = None, named: Named | None = None,
) -> Result:  # fmt: skip
    """Hand one operation to the service that judges it; DomainError when the service refuses.

    `within` and `named` are what the operations of a run share.
    """
    if envelope.kind == openings.KIND:
        read = Reader(envelope.payload)
        return openings.open_visit(read, key=envelope.visit, tablet=tablet, author=author, at=moment.at)
    if visit is None:
        raise Conflict(_("The visit or the person named in it does not exist."), code="not_applicable")
    if within is None:
        visit = Visit.objects.select_related("agency", "licensee", "establishment").get(pk=visit.pk)
    context = Context(
        visit=within.visit if within else visit,
        author=author,
        tablet=tablet,
        at=moment.at,
        shift=moment.shift,
        base_rev=envelope.base_rev,
        reader=Reader(envelope.payload),
        named=named or Named(visit),
        within=within,
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
        "received_at": row.created_at.isoformat(), "flags": row.flags,
        "counted_at": row.counted_at.astimezone(dt.UTC).isoformat(),
    }  # fmt: skip
    if kept is None:
        return Answer(status, str(row.op_id), row.seq, receipt=receipt)
    details = kept.details if row.outcome == Outcome.CONFLICT else {}
    return Answer(
        status, str(row.op_id), row.seq, code=kept.code, message=kept.message, receipt=receipt | {"server": details}
    )


def _again(known: Operation) -> Answer:
    return answer_of(known, "already" if known.outcome == Outcome.APPLIED else str(known.outcome))


def _aside(envelope: Envelope, sent: Sent, sitting: Sitting, code: str) -> Answer:
    """Keep an operation whose number or place is taken: it has no row in the ledger, its words are kept."""
    kept = quarantine.keep(
        sitting.tablet, sitting.person, body=text_of(sent.body), sha256=envelope.sha256, code=code, error=None,
        envelope=envelope,
    )  # fmt: skip
    return _kept_answer(kept, envelope)


def _kept_answer(kept: Quarantined, envelope: Envelope | None) -> Answer:
    receipt = {"sha256": kept.sha256, "outcome": "quarantined", "received_at": kept.created_at.isoformat()}
    op_id, seq = (str(envelope.op_id), envelope.seq) if envelope else ("", None)
    return Answer("quarantined", op_id, seq, code=kept.code, message=kept.message, receipt=receipt)


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
    envelope: Envelope, sitting: Sitting, outcome: str, result: Result, moment: Moment, kept: Quarantined | None
) -> Operation:
    row = Operation(
        op_id=envelope.op_id, tablet=sitting.tablet, agency=sitting.tablet.agency, seq=envelope.seq,
        visit_key=envelope.visit, kind=envelope.kind, sha256=envelope.sha256, author=sitting.person, outcome=outcome,
        result=result, flags=moment.flags, client_time=envelope.client_time, clock_offset_s=envelope.clock_offset_s,
        counted_at=moment.at, app_version=envelope.app_version, quarantined=kept,
    )  # fmt: skip
    sitting.ledger.add(row)
    return row


def _place(body: Any) -> int:
    """Return the place in the order; what has none comes last."""
    seq = body.get("seq") if isinstance(body, dict) else None
    return seq if isinstance(seq, int) and not isinstance(seq, bool) else 2**63
