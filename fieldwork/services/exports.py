"""Emergency exports: a tablet's unsent work in one file, taken in by the same way, twice without harm."""

import base64
import binascii
import datetime as dt
import hashlib
import json
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from common.errors import DomainError, Invalid, NotFound
from fieldwork.enums import FileState, Role
from fieldwork.models import Tablet, Upload
from fieldwork.services import operations, recovery, uploads

FORMAT = "wavewarden-field-export"


@dataclass
class Report:
    """What an import did."""

    tablet: Tablet
    counts: dict[str, int] = field(default_factory=dict)
    files: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The counts in words."""
        words = {
            "applied": _("Operations applied"), "already": _("Operations that were here already"),
            "conflict": _("Conflicts: both versions are kept"), "quarantined": _("Operations kept for a decision"),
            "retry": _("Operations that still wait"),
        }  # fmt: skip
        told = [(words[status], count) for status, count in self.counts.items()]
        return [*told, *([(_("Files complete"), self.files)] if self.files else [])]

    def count(self, status: str) -> None:
        """Count one answer."""
        self.counts[status] = self.counts.get(status, 0) + 1


def take(data: bytes, *, by: Any, at: dt.datetime) -> Report:
    """Take an export in. A person's own operations are applied; those of others are kept for a decision.

    Raises Invalid for what is no export of ours, NotFound for a tablet of another agency.
    """
    access.require(by, Action.TABLET_USE)
    content = _content(data)
    tablet = _tablet(content, by)
    report = Report(tablet)
    bodies = content.get("operations", [])
    files = content.get("files", [])
    if not isinstance(bodies, list) or not isinstance(files, list):
        raise _refused()
    # Seals wait for their files; a second pass takes them, and whatever else came out of order.
    waiting = _operations(bodies, tablet, by, at, report)
    for each in files:
        _file(each, tablet, by, at, report)
    for body in _operations(waiting, tablet, by, at, report):
        report.count("retry")
        report.faults.append(_("Still waiting for what it builds on: %(what)s") % {"what": _name(body)})
    journal.record(by, "tablet.export_taken", tablet, note=hashlib.sha256(data).hexdigest(), agency=tablet.agency)
    return report


def _operations(bodies: list[Any], tablet: Tablet, by: Any, at: dt.datetime, report: Report) -> list[Any]:
    """Take the operations, each in a transaction of its own; return those that must wait."""
    waiting = []
    told = operations.take(bodies, tablet=tablet, person=by, at=at, imported=True)
    for body, answer in zip(bodies, told, strict=True):
        if answer.status == "retry":
            waiting.append(body)
        else:
            report.count(answer.status)
    return waiting


def _file(each: Any, tablet: Tablet, by: Any, at: dt.datetime, report: Report) -> None:
    try:
        row = _declared(each, tablet)
        if row.state != FileState.OPEN:
            return
        data = base64.b64decode(str(each["data"]), validate=True)
        while row.state == FileState.OPEN and row.offset < len(data):
            chunk = data[row.offset : row.offset + uploads.LARGEST_CHUNK]
            before = row.offset
            row = uploads.append(row, offset=before, data=chunk, sha256=hashlib.sha256(chunk).hexdigest(), at=at)
            if row.offset <= before:
                raise Invalid(_("Its bytes are not those that were declared."))
    except (DomainError, KeyError, TypeError, ValueError, binascii.Error) as error:
        report.faults.append(_("A file could not be taken: %(why)s") % {"why": error})
    else:
        report.files += 1


def _declared(each: Any, tablet: Tablet) -> Upload:
    row = Upload.objects.filter(
        evidence_key=uuid.UUID(str(each["id"])), role=str(each.get("role", Role.WORKING)), tablet=tablet
    ).first()
    if row is None:
        raise NotFound(_("No such file was declared."))
    return row


def _content(data: bytes) -> dict[str, Any]:
    read = _json(data)
    if read.get("format") != FORMAT:
        raise _refused()
    locked = read.get("locked")
    return _json(recovery.unlock(locked)) if isinstance(locked, dict) else read


def _json(data: bytes) -> dict[str, Any]:
    try:
        read = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _refused() from error
    if not isinstance(read, dict):
        raise _refused()
    return read


def _tablet(content: dict[str, Any], by: Any) -> Tablet:
    try:
        key = uuid.UUID(str(content.get("tablet")))
    except ValueError as error:
        raise _refused() from error
    found = Tablet.objects.visible_to(by).select_related("agency").filter(pk=key).first()
    if found is None:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    return found


def _name(body: Any) -> str:
    return f"{body.get('type')} #{body.get('seq')}" if isinstance(body, dict) else "?"


def _refused() -> Invalid:
    message = _("This is no export of the field application.")
    return Invalid(message, code="no_export", fields={"file": [message]})
