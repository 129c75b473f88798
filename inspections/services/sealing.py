"""The seal: what a visit holds is listed with its hashes, checked, and from then on changed only by amendment."""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.roles import Action
from common.canonical import canonical, digest
from common.errors import Conflict, DomainError, Invalid, NotAllowed
from common.text import pick
from inspections.enums import CustodyVerb, Outcome
from inspections.models import Amendment, CustodyEvent, Finding, Receipt, Seal, Visit, VisitMember
from inspections.queries import earlier
from inspections.queries.checklists import item_states
from inspections.queries.manifest import differences, manifest
from inspections.queries.shown import shown_text
from inspections.services import attendance, evidence
from inspections.services.planning import require_own


@dataclass(frozen=True)
class Lack:
    """One thing missing before the seal: what, said in a sentence, and where to mend it."""

    where: str
    message: str
    item_id: uuid.UUID | None = None


def missing(visit: Visit, *, unanswered: Sequence[Finding] | None = None) -> list[Lack]:
    """Return everything that still has to be done before the visit may be sealed; empty when it is ready.

    `unanswered` are the earlier violations still to be looked at; None: all that stand.
    """
    found = [
        Lack("checklist", _SENTENCES[what]() % {"item": state.text}, state.item.pk)
        for state in item_states(visit)
        for what in state.missing
    ]
    for row in earlier.unanswered(visit) if unanswered is None else unanswered:
        said = {"visit": row.visit.number, "provision": pick(row.penalty.provision, "citation")}
        found.append(
            Lack("earlier", _("Say what became of the violation of visit %(visit)s: %(provision)s") % said, row.pk)
        )
    if not visit.outcome:
        found.append(Lack("conclusion", _("Record the outcome of the visit.")))
    elif problem := _outcome_against_findings(visit):
        found.append(Lack("conclusion", problem))
    rows = list(visit.attendance.standing())
    found += [Lack("people", message) for message in attendance.missing(visit, rows)]
    return found


@transaction.atomic
def seal(
    visit: Visit,
    *,
    by: Any,
    at: dt.datetime,
    expected_sha256: str = "",
    version: int | None = None,
    unanswered: Sequence[Finding] | None = None,
) -> Visit:
    """Seal the visit: list everything with its hash and freeze it.

    `expected_sha256` is the hash of the manifest the person reviewed; when something was added since, Conflict and
    nothing is sealed. Sealing a sealed visit again with the same manifest changes nothing. `unanswered`: see
    `missing`.
    """
    require_own(visit, by, Action.VISIT_SEAL)
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    text = canonical(manifest(locked))
    found = digest(text)
    if (known := Seal.objects.filter(visit=locked).first()) and known.sha256 == (expected_sha256 or found):
        return locked
    if not VisitMember.objects.filter(visit=locked, user=by).exists():
        raise NotAllowed(_("Only the team of this visit seals it."))
    if expected_sha256 and expected_sha256 != found:
        raise Conflict(
            _("Something was added since you reviewed the visit. Look at it again, then seal."), code="manifest_changed"
        )
    lacks = missing(locked, unanswered=unanswered)
    if lacks:
        raise Invalid(
            _("The visit is not complete yet."), code="incomplete", fields={"seal": [lack.message for lack in lacks]}
        )
    steps.take(locked, "seal", by=by, changes={"ended_at": at}, version=version)
    made = Seal.objects.create(
        visit=locked, manifest=text, sha256=found, shown_text=shown_text(locked), sealed_by=by, sealed_at=at
    )
    journal.record(by, "visit.sealed", made, after=journal.snapshot(made), agency=locked.agency)
    _log_all(locked, CustodyVerb.SEALED, by)
    return locked


@transaction.atomic
def receive(visit: Visit, *, by: Any, version: int | None = None) -> Visit:
    """Check every hash of the manifest, the stored bytes included, and give the receipt.

    Raises Conflict naming what is missing or differs; the visit then stays sealed.
    """
    faults = check(visit)
    if faults:
        raise Conflict(
            _("The visit cannot be received: %(faults)s") % {"faults": "; ".join(faults)},
            code="hash_differs",
            details={"faults": faults},
        )
    sealed = Seal.objects.select_for_update().get(visit=visit)
    steps.take(visit, "receive", by=by, version=version)
    parts = json.loads(sealed.manifest)
    count = sum(len(part) for part in parts.values() if isinstance(part, list))
    made = Receipt.objects.create(seal=sealed, sha256=sealed.sha256, checked_count=count, received_by=by)
    journal.record(by, "visit.receipt_given", made, after=journal.snapshot(made), agency=visit.agency)
    _log_all(visit, CustodyVerb.CHECKED, by)
    return visit


def seal_and_receive(visit: Visit, *, by: Any, at: dt.datetime, expected_sha256: str = "", version: int) -> Visit:
    """Seal a visit whose every byte is on the server already (the office's path), and receive it at once."""
    seal(visit, by=by, at=at, expected_sha256=expected_sha256, version=version)
    visit.refresh_from_db()
    if visit.status == "sealed":
        receive(visit, by=access.system_user())
    return visit


def check(visit: Visit) -> list[str]:
    """Name whatever no longer is as it was sealed, or amended since; an empty list means all is as it was."""
    sealed = Seal.objects.filter(visit=visit).first()
    if sealed is None:
        return [_("The visit is not sealed.")]
    faults = [] if digest(sealed.manifest) == sealed.sha256 else ["manifest: changed"]
    faults += _unexplained(visit, json.loads(sealed.manifest), sealed.sha256)
    for row in visit.evidence.all():
        try:
            evidence.original(row)
            evidence.larger_original(row)
        except DomainError as error:
            faults.append(str(error))
    return faults


def _unexplained(visit: Visit, sealed: Mapping[str, Any], sealed_sha256: str) -> list[str]:
    """Compare with the seal, or with the hash that the last amendment left behind."""
    present = manifest(visit)
    last = Amendment.objects.filter(visit=visit).order_by("-sequence").first()
    if digest(canonical(present)) == (last.sha256 if last else sealed_sha256):
        return []
    return differences(sealed, present) or ["manifest: changed"]


def _outcome_against_findings(visit: Visit) -> str:
    count = visit.findings.standing().count()
    if visit.outcome in (Outcome.VIOLATION, Outcome.BOTH) and not count:
        return _("The outcome says violation, but there is no finding.")
    if visit.outcome == Outcome.LAWFUL and count:
        return _("The outcome says lawful, but there are findings.")
    return ""


def _log_all(visit: Visit, verb: str, by: Any) -> None:
    CustodyEvent.objects.bulk_create(
        [CustodyEvent(evidence=row, verb=verb, by=by, sha256=row.sha256) for row in visit.evidence.all()]
    )


_SENTENCES = {
    "answer": lambda: _("Not answered yet: %(item)s"),
    "finding": lambda: _("Failed, but no finding and no reason why there is none: %(item)s"),
    "measurement": lambda: _("The finding needs a measurement, or a reason why there is none: %(item)s"),
    "photo": lambda: _("The finding needs a photo, or a reason why there is none: %(item)s"),
    "document_copy": lambda: _("The finding needs a photographed copy of the document, or a reason: %(item)s"),
    "statement": lambda: _("The finding needs the statement of the party, or a reason: %(item)s"),
}
