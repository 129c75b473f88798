"""Evidence: the bytes are kept as they came, under their hash; what happens to them is written down."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed, NotFound, Unavailable
from common.text import clean_name
from inspections.enums import CustodyVerb, EvidenceKind, Signing
from inspections.models import Attendance, CustodyEvent, Evidence, Finding, Measurement, ReceivedOriginal, Visit
from inspections.services import contents, images
from inspections.services.onsite import Recording, recording
from rulebook.models import ChecklistItem


def add_photo(visit: Visit, *, data: bytes, file_name: str, by: Any, at: dt.datetime, **more: Any) -> Evidence:
    """Keep a photo; the other arguments are those of `add`."""
    return add(visit, kind=EvidenceKind.PHOTO, data=data, file_name=file_name, by=by, at=at, **more)


def add(
    visit: Visit,
    *,
    kind: str,
    data: bytes,
    file_name: str,
    by: Any,
    at: dt.datetime,
    finding: Finding | None = None,
    measurement: Measurement | None = None,
    item: ChecklistItem | None = None,
    attendance: Attendance | None = None,
    earlier: Finding | None = None,
    caption: str = "",
    evidence_id: uuid.UUID | None = None,
    reason: str = "",
    stated: Mapping[str, Any] | None = None,
) -> Evidence:
    """Keep a file of evidence; the same bytes sent again to the same visit are recognised and kept once.

    Raises Invalid for what is not of its kind, is damaged, larger than settings.MAX_UPLOAD_BYTES, or would unpack to
    an absurd size. Nothing is stored then. `stated` is what a tablet says about time, place and device; it counts where
    the picture itself is silent.
    """
    check_size(len(data))
    sha256 = hashlib.sha256(data).hexdigest()
    links = {
        "finding": finding, "measurement": measurement, "item": item, "attendance": attendance, "earlier": earlier,
    }  # fmt: skip
    with recording(visit, by=by, reason=reason) as session:
        _check_links(session.visit, finding, measurement)
        _check_signer(session.visit, kind, attendance)
        known = Evidence.objects.filter(visit=session.visit, sha256=sha256).first()
        if known:
            return _received_again(session, known, links)
        if evidence_id and Evidence.objects.filter(pk=evidence_id).exists():
            raise Conflict(_("This key was already used for another file; nothing was changed."), code="key_reused")
        content = contents.read(kind, data, at=at)
        made = Evidence(
            visit=session.visit, **links, kind=kind, file_name=clean_name(file_name)[-200:] or sha256[:12],
            mime=content.mime, size=len(data), sha256=sha256, caption=clean_name(caption)[:250],
            recorded_by=by, recorded_at=at, **_seen(content.picture),
        )  # fmt: skip
        for name, value in (stated or {}).items():
            if getattr(made, name) in (None, ""):
                setattr(made, name, value)
        if evidence_id:
            made.id = evidence_id
        made.original = _store(f"evidence/{sha256[:2]}/{sha256}", data)
        if content.small:
            made.thumbnail = _store(f"evidence/small/{sha256[:2]}/{sha256}.jpg", content.small)
        session.add(made, "evidence.received")
        elsewhere = Evidence.objects.filter(sha256=sha256).exclude(visit=session.visit).first()
        log(made, CustodyVerb.RECEIVED, by=by, note=_also_in(elsewhere))
        if content.small:
            log(made, CustodyVerb.DERIVED, by=by)
    return made


def link(row: Evidence, *, finding: Finding, by: Any, reason: str = "") -> Evidence:
    """Tie a photo to the finding it shows."""
    with recording(row.visit, by=by, reason=reason) as session:
        _check_links(session.visit, finding, None)
        locked = Evidence.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.finding_id == finding.pk:
            return locked
        before = journal.snapshot(locked)
        locked.finding = finding
        session.change(locked, "evidence.linked", before)
    return locked


def check_size(size: int) -> None:
    """Refuse a file that is empty or larger than the limit, before it is read further."""
    if not size:
        raise Invalid(_("The file is empty."), code="empty", fields={"file": [_("Choose a file with content.")]})
    if size > settings.MAX_UPLOAD_BYTES:
        message = _("The file has %(size)s; at most %(limit)s are taken. Send a smaller copy.") % {
            "size": filesizeformat(size),
            "limit": filesizeformat(settings.MAX_UPLOAD_BYTES),
        }
        raise Invalid(message, code="too_large", fields={"file": [message]})


def log(row: Evidence, verb: str, *, by: Any, note: str = "") -> CustodyEvent:
    """Write down what happened to a piece of evidence."""
    return CustodyEvent.objects.create(evidence=row, verb=verb, by=by, sha256=row.sha256, note=note)


@transaction.atomic
def open_original(row: Evidence, *, by: Any) -> bytes:
    """Return the original bytes, their hash checked, and write down who opened them."""
    access.require(by, Action.VISIT_VIEW, row)
    if not access.can(by, Action.PERSONAL_DATA_VIEW, row):
        raise NotAllowed(
            _("The original photo may show people and documents, and your role does not include personal data."),
            details={"action": str(Action.PERSONAL_DATA_VIEW)},
        )
    data = larger_original(row) or original(row)
    log(row, CustodyVerb.OPENED, by=by)
    return data


def original(row: Evidence) -> bytes:
    """Return the original bytes; Unavailable when they are gone or no longer what was received."""
    try:
        with default_storage.open(str(row.original.name)) as stream:
            data: bytes = stream.read()
    except FileNotFoundError as error:
        raise Unavailable(_("The file “%(name)s” is missing from the store.") % {"name": row.file_name}) from error
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise Unavailable(
            _("The stored file “%(name)s” is no longer what was received.") % {"name": row.file_name},
            code="hash_differs",
        )
    return data


def larger_original(row: Evidence) -> bytes | None:
    """Return the original of which this is the working copy, once it has arrived; Unavailable as for `original`."""
    received = ReceivedOriginal.objects.filter(declared__evidence=row).select_related("declared").first()
    if received is None:
        return None
    name = str(received.file.name)
    data = bytes(default_storage.open(name).read()) if default_storage.exists(name) else b""
    if hashlib.sha256(data).hexdigest() != received.declared.sha256:
        raise Unavailable(
            _("The stored original of “%(name)s” is missing or no longer what was received.") % {"name": row.file_name},
            code="hash_differs",
        )
    return data


def printable_signature(row: Evidence) -> bytes:
    """Return a drawn signature as papers print it: black on white, however it was drawn."""
    return images.on_white(original(row))


def small_copy(row: Evidence) -> bytes:
    """Return the derived copy for pages and papers; it is made again when it is gone. Only photos have one."""
    if row.kind != EvidenceKind.PHOTO:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    if row.thumbnail and default_storage.exists(str(row.thumbnail.name)):
        with default_storage.open(str(row.thumbnail.name)) as stream:
            return bytes(stream.read())
    return images.thumbnail(original(row))


def _received_again(session: Recording, known: Evidence, links: Mapping[str, Any]) -> Evidence:
    """The bytes are here already: tie them to what they were sent for now, if they are tied to nothing yet.

    One drawing is one person's signature: sent for another person, it is refused.
    """
    signer = links["attendance"]
    if signer is not None and known.attendance_id != signer.pk:
        raise Conflict(_("This drawing is the signature of another person already."), code="signature_reused")
    log(known, CustodyVerb.RECEIVED_AGAIN, by=session.by)
    new = {name: value for name, value in links.items() if value and getattr(known, f"{name}_id") is None}
    if new:
        before = journal.snapshot(known)
        for name, value in new.items():
            setattr(known, name, value)
        session.change(known, "evidence.linked", before)
    return known


def _seen(picture: images.Picture | None) -> dict[str, Any]:
    """Return what a picture says about itself, as columns."""
    if picture is None:
        return {}
    names = ("width", "height", "taken_at", "lat", "lon", "accuracy_m", "device")
    seen = {name: getattr(picture, name) for name in names}
    return seen | {"position_origin": "exif" if picture.lat is not None else ""}


def _check_signer(visit: Visit, kind: str, signer: Attendance | None) -> None:
    """A drawn signature belongs to a person of this visit who signed; nothing else belongs to a person."""
    if (kind == EvidenceKind.SIGNATURE) != (signer is not None):
        raise Invalid(_("A drawn signature names the person who drew it."), code="no_signer")
    if signer is None:
        return
    if signer.visit_id != visit.pk or signer.is_withdrawn or signer.signing != Signing.SIGNED:
        raise Invalid(_("This person did not sign in this visit."), code="no_signer")


def _store(name: str, data: bytes) -> str:
    """Write bytes under their hash, once: the same file in two visits lies in the store a single time."""
    return name if default_storage.exists(name) else default_storage.save(name, ContentFile(data))


def _check_links(visit: Visit, finding: Finding | None, measurement: Measurement | None) -> None:
    if any(row is not None and row.visit_id != visit.pk for row in (finding, measurement)):
        raise Invalid(_("The photo and what it shows belong to different visits."), code="other_visit")


def _also_in(elsewhere: Evidence | None) -> str:
    return f"same bytes as {elsewhere.pk.hex} in visit {elsewhere.visit_id}" if elsewhere else ""
