"""Evidence from a tablet: a working copy first, its original when the line allows, each under its own hash."""

import datetime as dt
import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from common.errors import Conflict, Invalid
from inspections.enums import CustodyVerb
from inspections.models import DeclaredOriginal, Evidence, ReceivedOriginal
from inspections.services import evidence
from inspections.services.onsite import recording


def declare(row: Evidence, *, sha256: str, size: int, by: Any) -> DeclaredOriginal:
    """Say of which larger file this is the working copy; the hash becomes part of what is sealed."""
    with recording(row.visit, by=by) as session:
        known = DeclaredOriginal.objects.filter(evidence=row).first()
        if known is not None:
            if known.sha256 != sha256:
                raise Conflict(_("This file was already declared with another original."), code="key_reused")
            return known
        made = DeclaredOriginal.objects.create(evidence=row, sha256=sha256, size=size)
        journal.record(
            by, "evidence.original_declared", made, after=journal.snapshot(made), agency=session.visit.agency
        )
    return made


@transaction.atomic
def receive(row: Evidence, *, data: bytes, by: Any, at: dt.datetime) -> ReceivedOriginal:
    """Keep the declared original; allowed at any time, for its hash was sealed and nothing else fits it."""
    declared = DeclaredOriginal.objects.select_for_update().get(evidence=row)
    if hashlib.sha256(data).hexdigest() != declared.sha256 or len(data) != declared.size:
        raise Invalid(_("This is not the original that was declared."), code="hash_differs")
    known = ReceivedOriginal.objects.filter(declared=declared).first()
    if known is not None:
        return known
    name = f"evidence/{declared.sha256[:2]}/{declared.sha256}"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(data))
    made = ReceivedOriginal.objects.create(declared=declared, file=name, received_by=by, received_at=at)
    journal.record(by, "evidence.original_received", made, after=journal.snapshot(made), agency=row.visit.agency)
    evidence.log(row, CustodyVerb.RECEIVED, by=by, note=f"original {declared.sha256}")
    return made
