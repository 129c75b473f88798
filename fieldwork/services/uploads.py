"""Files of a tablet: declared by an operation, brought chunk by chunk, counted only when the whole hash is right."""

import contextlib
import datetime as dt
import hashlib
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from common import turns
from common.canonical import digest
from common.errors import Conflict, DomainError, Invalid, NotFound
from common.text import clean_name
from fieldwork.enums import FileState, Role
from fieldwork.models import Quarantined, Tablet, Upload
from fieldwork.queries import receipts
from fieldwork.services import quarantine
from fieldwork.services.reading import Reader, text_of
from inspections.enums import EvidenceKind
from inspections.models import Attendance, Evidence, Finding, Measurement, Visit
from inspections.services import contents, evidence, originals
from inspections.services.onsite import recording
from rulebook.models import ChecklistItem

LARGEST_CHUNK = 256 * 1024
DECLARATION = "evidence.declare"
BYTES = "evidence.bytes"
WORKING_FIRST = "working_first"
UNDECIDED = "undecided"  # the declaration is kept for a person: so are the bytes

_LINKED: tuple[tuple[str, Any], ...] = (("finding", Finding), ("measurement", Measurement), ("attendance", Attendance))
_KEYS = ("finding", "measurement", "item", "attendance", "earlier")


class WrongOffset(Conflict):
    """The chunk does not begin where the server's bytes end."""

    default_code = "wrong_offset"


class WrongHash(DomainError):
    """The bytes are not those of the stated hash; 460 tells it from a refusal of a proxy."""

    status = 460
    default_code = "wrong_hash"


@dataclass(frozen=True)
class Declared:
    """What a declaration says: key and (SHA-256, size) of the files, and the words about them."""

    key: uuid.UUID
    working: tuple[str, int]
    original: tuple[str, int] | None
    stated: dict[str, Any]


def declare(
    visit: Visit, *, tablet: Tablet, author: Any, at: dt.datetime, shift: dt.timedelta, reader: Reader
) -> dict[str, Any]:
    """Announce a file: its working copy, and its larger original where there is one. Sent twice it is one file."""
    said = _declared(reader, shift)
    with recording(visit, by=author, reason=said.stated["reason"]):
        working, *_larger = _enter_both(said, visit, tablet, author, at)
        known = Evidence.objects.filter(visit=visit, sha256=said.working[0]).first()
        if known and str(known.attendance_id or "") == (said.stated["attendance"] or ""):
            _done(working, known, at)
    return {"rev": 1, "files": states(said.key)}


def declare_undecided(
    visit: Visit, *, tablet: Tablet, author: Any, at: dt.datetime, shift: dt.timedelta, reader: Reader
) -> None:
    """Let the bytes come of a file whose declaration is kept for a person: else they lie on the tablet alone.

    They count for nothing until the declaration is applied. What cannot be read or is too large has no bytes to keep.
    """
    with contextlib.suppress(DomainError, DatabaseError), transaction.atomic():
        _enter_both(_declared(reader, shift), visit, tablet, author, at, because=UNDECIDED)


def _declared(reader: Reader, shift: dt.timedelta) -> Declared:
    key, sha256, size = reader.key("id"), reader.sha256("sha256"), reader.whole("size", required=True, least=1)
    original = Reader(reader.data["original"]) if reader.data.get("original") else None
    larger = (original.sha256("sha256"), original.whole("size", required=True, least=1)) if original else None
    stated = _stated(reader, shift)
    if stated["kind"] not in EvidenceKind.values:
        reader.fault("kind", _("One of: %(kinds)s.") % {"kinds": ", ".join(EvidenceKind.values)})
    if larger and stated["kind"] != EvidenceKind.PHOTO:
        reader.fault("original", _("Only a photo has a larger original."))
    reader.done()
    if original:
        original.done()
    for bytes_ in [size, larger[1] if larger else 0]:
        _check_size(bytes_ or 0, contents.LARGEST.get(stated["kind"], settings.MAX_UPLOAD_BYTES))
    if key is None:
        raise Invalid(_("The operation cannot be read."), code="garbage")
    differs = larger and larger[0] != sha256
    return Declared(key, (sha256, size or 0), (larger[0], larger[1] or 0) if larger and differs else None, stated)


def _enter_both(
    said: Declared, visit: Visit, tablet: Tablet, author: Any, at: dt.datetime, because: str = ""
) -> list[Upload]:
    given: dict[str, Any] = {
        "visit": visit, "tablet": tablet, "agency": visit.agency, "author": author, "declared_at": at,
        "held_because": because,
    }  # fmt: skip
    made = [_enter(said.key, Role.WORKING, said.working, given | {"declared": said.stated})]
    if said.original:
        made.append(_enter(said.key, Role.ORIGINAL, said.original, given | {"declared": {}}))
    return made


def of(key: uuid.UUID, role: str, *, tablet: Tablet, person: Any) -> Upload:
    """Return the file of this tablet and person; NotFound for any other."""
    found = Upload.objects.filter(evidence_key=key, role=role, tablet=tablet, author=person).first()
    if found is None:
        raise NotFound(_("No such file was declared."))
    return found


def append(row: Upload, *, offset: int, data: bytes, sha256: str, at: dt.datetime) -> Upload:
    """Write one chunk where the last ended, safely on the disk before the offset moves; count the file when whole.

    Raises WrongOffset or WrongHash; the offset that holds stands in the details. A chunk sent again after a lost
    answer is a wrong offset and tells where to go on.
    """
    with turns.writing():
        return _append(row, offset=offset, data=data, sha256=sha256, at=at)


@transaction.atomic
def _append(row: Upload, *, offset: int, data: bytes, sha256: str, at: dt.datetime) -> Upload:
    locked = Upload.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.state != FileState.OPEN:
        return locked
    if offset != locked.offset or offset + len(data) > locked.size:
        raise WrongOffset(_("Go on at the offset stated."), details={"offset": locked.offset})
    if len(data) > LARGEST_CHUNK or not data:
        raise Invalid(_("A chunk has 1 to %(most)d bytes.") % {"most": LARGEST_CHUNK}, code="chunk_size")
    if hashlib.sha256(data).hexdigest() != sha256.lower():
        raise WrongHash(_("The chunk arrived damaged."), details={"offset": locked.offset})
    _write(locked, offset, data)
    locked.offset = offset + len(data)
    locked.save(update_fields=["offset"])
    return _whole(locked, at) if locked.offset == locked.size else locked


def coming(visit: Visit) -> list[Evidence]:
    """Return the announced working copies that are not here yet as the evidence they will become; nothing is stored."""
    rows = Upload.objects.filter(visit=visit, role=Role.WORKING).exclude(state=FileState.DONE)
    rows = rows.exclude(held_because=UNDECIDED)
    return [
        Evidence(id=row.evidence_key, kind=_kind_of(row), file_name=_name_of(row), sha256=row.sha256) for row in rows
    ]


def is_coming(visit: Visit, key: uuid.UUID) -> bool:
    """Say whether the working copy of this evidence is announced and its bytes are still on their way."""
    return Upload.objects.filter(visit=visit, evidence_key=key, role=Role.WORKING, state=FileState.OPEN).exists()


def states(key: uuid.UUID) -> list[dict[str, Any]]:
    """Return how far the files of a piece of evidence have come."""
    return [receipts.file_of(row) for row in Upload.objects.filter(evidence_key=key).order_by("-role")]


@transaction.atomic
def release(kept: Quarantined, *, by: Any, at: dt.datetime) -> None:
    """Take a complete file that was held into its visit, in its author's name, after a person decided so."""
    key = json.loads(kept.body)["upload"]
    row = Upload.objects.select_for_update(of=("self",)).filter(pk=uuid.UUID(key), tablet=kept.tablet).first()
    if row is None or row.state != FileState.HELD:
        raise Conflict(_("This file is no longer held."), code="not_held")
    _take_in(row, at, reason=kept.message)


def path_of(row: Upload) -> Path:
    """Return where the bytes lie until the file is whole, and while it is held."""
    return Path(settings.MEDIA_ROOT) / "field" / f"{row.pk.hex}.part"


def _enter(key: uuid.UUID, role: str, content: tuple[str, int], given: dict[str, Any]) -> Upload:
    sha256, size = content
    known = Upload.objects.filter(evidence_key=key, role=role).first()
    if known is None:
        return Upload.objects.create(evidence_key=key, role=role, sha256=sha256, size=size, **given)
    if (known.visit_id, known.sha256, known.size) != (given["visit"].pk, sha256, size):
        raise Conflict(_("This key was already used for another file; nothing was changed."), code="key_reused")
    if known.held_because == UNDECIDED and not given["held_because"]:
        return _decided(known, given)
    return known


def _decided(row: Upload, given: dict[str, Any]) -> Upload:
    """Let a file count whose declaration was kept until now, with its bytes as far as they have come."""
    row.declared, row.declared_at, row.held_because = given["declared"], given["declared_at"], ""
    row.state = FileState.OPEN
    row.save(update_fields=["declared", "declared_at", "held_because", "state"])
    return _whole(row, given["declared_at"]) if row.offset == row.size else row


def _stated(reader: Reader, shift: dt.timedelta) -> dict[str, Any]:
    """Return what the tablet says about the file, as JSON keeps it."""
    place, taken = reader.position(), reader.moment("taken_at")
    links = {name: reader.key(name, required=False) for name in _KEYS}
    return {
        "kind": reader.text("kind", most=12) or str(EvidenceKind.PHOTO.value),
        "file_name": reader.text("file_name", most=200),
        "caption": reader.text("caption", most=250),
        "device": reader.text("device", most=120),
        "taken_at": (taken + shift).isoformat() if taken else None,
        "lat": place[0] if place else None,
        "lon": place[1] if place else None,
        "accuracy_m": reader.number("accuracy_m"),
        "reason": reader.text("amendment_reason", most=2_000),
        **{name: str(key) if key else None for name, key in links.items()},
    }


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise Invalid(
            _("The file has %(size)s; at most %(limit)s are taken.")
            % {"size": filesizeformat(size), "limit": filesizeformat(most)},
            code="too_large",
        )


def _write(row: Upload, offset: int, data: bytes) -> None:
    """Put the chunk on the disk for good; what a broken attempt left behind the offset is overwritten."""
    path = path_of(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "r+b" if path.exists() else "w+b") as stream:
        stream.seek(offset)
        stream.write(data)
        stream.truncate()
        stream.flush()
        os.fsync(stream.fileno())


def _whole(row: Upload, at: dt.datetime) -> Upload:
    """Check the whole file and take it in; a wrong hash begins anew, a refusal of the rules holds the file."""
    if hashlib.sha256(path_of(row).read_bytes()).hexdigest() != row.sha256:
        row.offset = 0
        row.save(update_fields=["offset"])
        return row
    if row.held_because == UNDECIDED:
        row.state = FileState.HELD
        row.save(update_fields=["state"])
        return row
    try:
        with transaction.atomic():
            _take_in(row, at, reason=row.declared.get("reason") or "")
    except DomainError as error:
        _hold(row, error)
    return row


def _take_in(row: Upload, at: dt.datetime, *, reason: str) -> None:
    """Make evidence of a complete file, or add the original to its evidence."""
    if row.role == Role.ORIGINAL:
        working = Upload.objects.filter(evidence_key=row.evidence_key, role=Role.WORKING).first()
        if working is None or working.evidence is None:
            row.state, row.held_because = FileState.HELD, WORKING_FIRST
            row.save(update_fields=["state", "held_because"])
            return
        originals.receive(working.evidence, data=path_of(row).read_bytes(), by=row.author, at=at)
        _done(row, working.evidence, at)
        return
    made = evidence.add(
        row.visit, kind=_kind_of(row), data=path_of(row).read_bytes(), file_name=_name_of(row),
        by=row.author, at=row.declared_at, caption=row.declared["caption"], evidence_id=row.evidence_key,
        reason=reason, stated=_words(row.declared), **_links(row),
    )  # fmt: skip
    _declare_original(row, made)
    _done(row, made, at)
    for later in Upload.objects.filter(evidence_key=row.evidence_key, held_because=WORKING_FIRST):
        _take_in(later, at, reason=reason)


def _kind_of(row: Upload) -> str:
    return str(row.declared.get("kind") or EvidenceKind.PHOTO.value)  # work announced before kinds were told: photos


def _name_of(row: Upload) -> str:
    ending = {EvidenceKind.PHOTO: ".jpg", EvidenceKind.SIGNATURE: ".png"}.get(EvidenceKind(_kind_of(row)), "")
    return clean_name(row.declared["file_name"])[-200:] or f"{row.sha256[:12]}{ending}"


def _declare_original(row: Upload, made: Evidence) -> None:
    larger = Upload.objects.filter(evidence_key=row.evidence_key, role=Role.ORIGINAL).first()
    if larger is not None and not made.visit.is_fixed:
        originals.declare(made, sha256=larger.sha256, size=larger.size, by=row.author)


def _words(declared: dict[str, Any]) -> dict[str, Any]:
    taken = declared.get("taken_at")
    place = declared.get("lat") is not None
    return {
        "taken_at": dt.datetime.fromisoformat(taken) if taken else None,
        "lat": declared.get("lat"),
        "lon": declared.get("lon"),
        "accuracy_m": declared.get("accuracy_m") if place else None,
        "position_origin": "tablet" if place else "",
        "device": declared.get("device") or "",
    }


def _links(row: Upload) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, model in _LINKED:
        if key := row.declared.get(name):
            found[name] = model.objects.filter(pk=uuid.UUID(key), visit=row.visit).first()
    if key := row.declared.get("earlier"):
        rows = Finding.objects.filter(pk=uuid.UUID(key), visit__licensee=row.visit.licensee_id)
        found["earlier"] = rows.exclude(visit=row.visit).first()
    if key := row.declared.get("item"):
        found["item"] = ChecklistItem.objects.filter(
            pk=uuid.UUID(key), checklist__in=row.visit.checklists.all()
        ).first()
    return found


def _done(row: Upload, made: Evidence, at: dt.datetime) -> None:
    row.state, row.evidence, row.done_at, row.held_because = FileState.DONE, made, at, ""
    row.offset = row.size
    row.save(update_fields=["state", "evidence", "done_at", "held_because", "offset"])
    path = path_of(row)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _hold(row: Upload, error: DomainError) -> None:
    """Keep a complete file that the rules do not take, and ask a person."""
    row.state, row.held_because = FileState.HELD, error.code[:40]
    row.save(update_fields=["state", "held_because"])
    body = text_of({"upload": row.pk.hex, "sha256": row.sha256, "declared": row.declared})
    quarantine.keep(
        row.tablet, row.author, body=body, sha256=digest(body), code=error.code, error=error, visit=row.visit,
        kind=BYTES, author=row.author,
    )  # fmt: skip
