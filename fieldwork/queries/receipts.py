"""What the server has of a visit from one tablet and person: receipts for everything, nothing of others."""

import uuid
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import steps
from common.errors import NotFound
from fieldwork.models import Dispatch, Operation, Quarantined, Tablet, Upload
from inspections.lifecycle import VisitStatus
from inspections.models import Receipt, Visit

MOST_RETURNED = 50


def next_seq(tablet: Tablet) -> int:
    """Return the next free place in the order of a tablet, for one whose memory was wiped."""
    last = Operation.objects.filter(tablet=tablet).aggregate(last=Max("seq"))["last"] or 0
    kept = Quarantined.objects.filter(tablet=tablet).aggregate(last=Max("seq"))["last"] or 0
    return int(max(last, kept)) + 1


def of(tablet: Tablet, person: Any, key: uuid.UUID) -> dict[str, Any]:
    """Return the receipts of one visit; NotFound unless this tablet has or had it."""
    dispatch = Dispatch.objects.filter(tablet=tablet, visit=key).select_related("visit").order_by("-created_at").first()
    if dispatch is None:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    mine = Operation.objects.filter(tablet=tablet, visit_key=key, author=person).select_related("quarantined")
    rows = list(mine.order_by("seq"))
    files = Upload.objects.filter(tablet=tablet, visit=key, author=person).order_by("created_at")
    return {
        "visit": str(key),
        "dispatch": dispatch.status,
        "status": dispatch.visit.status,
        "seal": seal_of(key),
        "returned": _returned(dispatch.visit),
        "files": [file_of(row) for row in files],
        "operations": [
            {"op_id": str(row.op_id), "seq": row.seq, "outcome": row.outcome, "sha256": row.sha256} for row in rows
        ],
        "kept": [_kept(row) for row in rows if row.quarantined],
    }


def returned_to(tablet: Tablet, person: Any) -> list[dict[str, Any]]:
    """Return the visits of this tablet and the person's teams that the chief has given back, with number and note."""
    rows = Visit.objects.filter(status=VisitStatus.RETURNED, dispatches__tablet=tablet, member_rows__user=person)
    rows = rows.distinct().order_by("pk")[:MOST_RETURNED]
    return [{"visit": str(row.pk), "number": row.number, **(_returned(row) or {})} for row in rows]


def _returned(visit: Visit) -> dict[str, Any] | None:
    """Return why the chief gave the visit back, while it is given back."""
    if visit.status != VisitStatus.RETURNED:
        return None
    last = steps.taken(visit).filter(name="send_back").select_related("actor").order_by("-version").first()
    return {"reason": last.reason, "by": str(last.actor), "at": last.at.isoformat()} if last else None


def seal_of(visit: Any) -> dict[str, Any] | None:
    """Return the receipt of a visit: the hash of what was sealed, when it was checked, and how many hashes."""
    found = Receipt.objects.filter(seal__visit=visit).select_related("seal").first()
    if found is None:
        return None
    return {
        "sha256": found.sha256,
        "sealed_at": found.seal.sealed_at.isoformat(),
        "received_at": found.created_at.isoformat(),
        "checked": found.checked_count,
    }


def file_of(row: Upload) -> dict[str, Any]:
    """Return one file's state, which is its receipt when it is complete."""
    return {
        "id": str(row.evidence_key), "role": row.role, "state": row.state, "offset": row.offset, "size": row.size,
        "sha256": row.sha256, "done_at": row.done_at.isoformat() if row.done_at else None,
    }  # fmt: skip


def _kept(row: Operation) -> dict[str, Any]:
    kept: Any = row.quarantined
    return {
        "op_id": str(row.op_id), "seq": row.seq, "type": row.kind, "code": kept.code, "state": kept.status,
        "explanation": kept.explanation,
    }  # fmt: skip
