"""A person decides about what was kept: takes it up, applies it in its author's name, or says why not."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, steps
from accounts.models import User
from accounts.roles import Action
from common.errors import Conflict, DomainError, Invalid, NotAllowed
from fieldwork.enums import Code, Flag
from fieldwork.models import Dispatch, Quarantined
from fieldwork.services import openings, operations, uploads
from fieldwork.services.incomplete import Incomplete
from fieldwork.services.moments import count
from fieldwork.services.reading import Envelope, read_envelope
from fieldwork.services.wording import contradicts
from inspections.models import Visit


@dataclass(frozen=True)
class Settled:
    """What became of several decisions: how many were applied, and which stopped the row, with the reason."""

    applied: int
    stopped: Quarantined | None = None
    why: str = ""


@transaction.atomic
def assign(row: Quarantined, *, to: User, by: Any, version: int | None = None) -> Quarantined:
    """Give the row to a person who may decide about it."""
    access.require(by, Action.QUARANTINE_SETTLE, row)
    if row.agency not in access.agencies_of(to, Action.QUARANTINE_SETTLE):
        raise Invalid(
            _("%(person)s does not decide about this agency's operations.") % {"person": to},
            fields={"assigned_to": [_("Choose somebody of the agency who may decide.")]},
        )
    return steps.take(row, "assign", by=by, changes={"assigned_to": to}, version=version)


@transaction.atomic
def apply(row: Quarantined, *, by: Any, at: dt.datetime, reason: str, version: int | None = None) -> Quarantined:
    """Apply the operation in the name of its author, who must still be of the team; the decision is the person's.

    Where somebody else had changed the same line, this version counts from now on; the other stays in the history.
    Raises what the rule says when it still does not fit; the row then stays as it was.
    """
    access.require(by, Action.QUARANTINE_SETTLE, row)
    _require_reason(reason)
    if row.author_id == by.pk:
        raise NotAllowed(_("Another person decides about your own work."), code="needs_second_person")
    if row.kind == uploads.BYTES:
        uploads.release(row, by=by, at=at)
    else:
        _apply_operation(row, by, at)
    changes = {"settled_by": by, "settled_at": at, "explanation": reason.strip()}
    return steps.take(row, "apply", by=by, reason=reason.strip(), changes=changes, version=version)


@transaction.atomic
def explain(row: Quarantined, *, by: Any, at: dt.datetime, reason: str, version: int | None = None) -> Quarantined:
    """Decide that the operation does not count, and say why; its words stay kept."""
    access.require(by, Action.QUARANTINE_SETTLE, row)
    _require_reason(reason)
    changes = {"settled_by": by, "settled_at": at, "explanation": reason.strip()}
    return steps.take(row, "explain", by=by, reason=reason.strip(), changes=changes, version=version)


def apply_all(visit: Visit, *, by: Any, at: dt.datetime, reason: str) -> Settled:
    """Apply everything kept of a visit in the order in which it was recorded.

    Stops at the first that does not fit, or that would overrule what somebody else answered meanwhile: a person looks
    at both first.
    """
    rows = Quarantined.objects.visible_to(by).of_visit(visit).unsettled()
    done = 0
    for row in rows.order_by("tablet_id", "seq", "created_at"):
        if contradicts(row):
            return Settled(done, row, _("Somebody else has answered this item otherwise meanwhile: look at both."))
        try:
            apply(row, by=by, at=at, reason=reason)
        except DomainError as error:
            return Settled(done, row, str(error.message))
        done += 1
    return Settled(done)


def envelope_of(row: Quarantined) -> Envelope | None:
    """Return the operation as it was read; None where it could not be."""
    try:
        return read_envelope(json.loads(row.body))
    except DomainError:
        return None


def _apply_operation(row: Quarantined, by: Any, at: dt.datetime) -> None:
    envelope = envelope_of(row)
    opens = envelope is not None and envelope.kind == openings.KIND
    if (
        envelope is None
        or not (opens or envelope.kind in operations.KINDS)
        or row.code in (Code.OP_REUSED, Code.SEQ_REUSED)
    ):
        raise Conflict(
            _("The server cannot carry this out. Enter by hand what it says, then explain here."), code="not_applicable"
        )
    visit = row.visit or Visit.objects.filter(pk=envelope.visit, agency=row.agency).first()
    if (visit is None and not opens) or row.author is None:
        raise Conflict(_("The visit or the person named in it does not exist."), code="not_applicable")
    dispatch = Dispatch.objects.filter(visit=visit, tablet=row.tablet).order_by("created_at").first() if visit else None
    since = dispatch.created_at if dispatch else row.tablet.enrolled_at if opens else None
    moment = count(envelope, received=row.created_at, since=since, visit=visit)
    moment.flags.append(str(Flag.SETTLED))
    try:
        operations.apply(envelope, visit, author=row.author, tablet=row.tablet, moment=moment, chosen=True)
    except Incomplete as lacking:
        raise Conflict(
            _("Still missing: %(names)s") % {"names": ", ".join(lacking.missing)}, code="incomplete"
        ) from lacking


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say why you decide so; the author reads it.")]})
