"""Privacy copies: people and papers in a picture made unreadable, apart from the original, which nobody touches."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotFound, Unavailable
from inspections.enums import CustodyVerb, EvidenceKind
from inspections.models import Evidence, PrivacyCopy
from inspections.services import evidence, images
from inspections.services.planning import require_own

MOST_AREAS = 50


@transaction.atomic
def blur(row: Evidence, *, areas: Sequence[images.Area], by: Any, at: dt.datetime) -> PrivacyCopy:
    """Make a copy in which the areas cannot be read (thousandths of width and height, left, top, width, height).

    The newest copy counts; the same areas twice are one copy. Raises Invalid for areas outside the picture or none,
    Conflict for what is no picture.
    """
    access.require(by, Action.PERSONAL_DATA_VIEW, row)
    require_own(row.visit, by, Action.VISIT_AMEND)
    if row.kind != EvidenceKind.PHOTO:
        raise Conflict(_("Only pictures have a privacy copy."), code="no_picture")
    _check(areas)
    data = images.blurred(evidence.original(row), areas)
    sha256 = hashlib.sha256(data).hexdigest()
    newest = current(row)
    if newest is not None and newest.sha256 == sha256:
        return newest
    name = f"evidence/privacy/{sha256[:2]}/{sha256}.jpg"
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(data))
    made = PrivacyCopy.objects.create(
        evidence=row, file=name, sha256=sha256, size=len(data), areas=[list(area) for area in areas], made_by=by,
        made_at=at,
    )  # fmt: skip
    journal.record(by, "evidence.blurred", made, after=journal.snapshot(made), agency=row.visit.agency)
    evidence.log(row, CustodyVerb.BLURRED, by=by, note=f"copy {sha256}")
    return made


def current(row: Evidence) -> PrivacyCopy | None:
    """Return the copy that counts, None where nobody made one."""
    return PrivacyCopy.objects.filter(evidence=row).order_by("-created_at", "-id").first()


def read(copy: PrivacyCopy) -> bytes:
    """Return the bytes of a copy; Unavailable when they are gone or another file's."""
    name = str(copy.file.name)
    data = bytes(default_storage.open(name).read()) if default_storage.exists(name) else b""
    if hashlib.sha256(data).hexdigest() != copy.sha256:
        raise Unavailable(_("The privacy copy is missing or no longer what was made."), code="hash_differs")
    return data


@transaction.atomic
def open_copy(row: Evidence, *, by: Any) -> bytes:
    """Return the newest copy, and write down who opened it; NotFound where there is none."""
    access.require(by, Action.VISIT_VIEW, row)
    copy = current(row)
    if copy is None:
        raise NotFound(_("There is no such record, or it is not yours to see."))
    data = read(copy)
    evidence.log(row, CustodyVerb.COPY_OPENED, by=by, note=f"copy {copy.sha256}")
    return data


def shown_small(row: Evidence) -> bytes:
    """Return what lists show of a picture: its privacy copy where there is one, its small copy otherwise."""
    copy = current(row) if row.kind == EvidenceKind.PHOTO else None
    return images.thumbnail(read(copy)) if copy else evidence.small_copy(row)


def _check(areas: Sequence[images.Area]) -> None:
    message = ""
    if not areas:
        message = _("Mark at least one area.")
    elif len(areas) > MOST_AREAS:
        message = _("At most %(most)d areas.") % {"most": MOST_AREAS}
    elif any(
        width < 1 or height < 1 or not (0 <= left < 1000 and 0 <= top < 1000) for left, top, width, height in areas
    ):
        message = _("Each area lies in the picture and is not empty.")
    if message:
        raise Invalid(message, fields={"areas": [message]})
