"""The signed paper comes back: scans are told by their bytes, hashed, tied to the issued paper, never changed."""

import io
import warnings
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from accounts import access, journal
from accounts.roles import Action
from common.canonical import digest
from common.errors import Conflict, Invalid
from common.text import clean_name
from issuing.enums import PaperStatus, ScanFormat
from issuing.models import IssuedDocument, SignedScan, SignedScanFile

_MAGIC = (
    (b"%PDF-", ScanFormat.PDF),
    (b"\xff\xd8\xff", ScanFormat.JPEG),
    (b"\x89PNG\r\n\x1a\n", ScanFormat.PNG),
)
MAX_PIXELS = 50_000_000
MAX_PIXELS_JPEG = 120_000_000  # it is unpacked at a fraction of its size
READ_AT = (1600, 1600)


@transaction.atomic
def attach_scan(document: IssuedDocument, *, file_name: str, data: bytes, by: Any, note: str = "") -> SignedScan:
    """Tie a scan of the signed paper (PDF, JPEG or PNG; one file may hold several pages) to the issued paper.

    The same file twice is one scan. Raises Invalid for what is too large, empty or no readable scan, Conflict for an
    annulled paper, NotAllowed and NotFound without the right.
    """
    access.require(by, Action.PAPER_SCAN_ATTACH, document)
    document = IssuedDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if document.status == PaperStatus.ANNULLED:
        raise Conflict(_("The paper is annulled; nothing can be attached to it any more."), code="annulled")
    kind, pages = inspect(data)
    sha256 = digest(data)
    if (known := document.scans.filter(sha256=sha256).first()) is not None:
        return known
    scan = SignedScan.objects.create(
        document=document,
        file_name=clean_name(file_name)[:200] or f"scan.{kind.name.lower()}",
        format=kind,
        size=len(data),
        pages=pages,
        sha256=sha256,
        note=clean_name(note)[:250],
        uploaded_by=by,
    )
    SignedScanFile.objects.create(scan=scan, data=data)
    journal.record(by, "paper.scan_attached", scan, after=journal.snapshot(scan), agency=document.agency)
    return scan


def inspect(data: bytes) -> tuple[ScanFormat, int]:
    """Return format and number of pages of a scan; Invalid says what is wrong with the file."""
    if not data:
        raise _refused(_("The file is empty."))
    if len(data) > settings.MAX_UPLOAD_BYTES:
        limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise _refused(_("The file is larger than %(limit)s MB; scan at a lower resolution.") % {"limit": limit})
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind is None:
        raise _refused(_("This is no PDF, JPEG or PNG file, whatever its name says."))
    return kind, _pdf_pages(data) if kind is ScanFormat.PDF else _picture(data)


def _pdf_pages(data: bytes) -> int:
    try:
        pages = len(PdfReader(io.BytesIO(data)).pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _refused(_("The PDF cannot be read; scan the paper again.")) from error
    if not 0 < pages < 1000:
        raise _refused(_("The PDF has no pages, or too many."))
    return pages


def _picture(data: bytes) -> int:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is tighter
            with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as picture:
                most = MAX_PIXELS_JPEG if picture.format == "JPEG" else MAX_PIXELS
                if picture.width * picture.height > most:
                    raise _refused(_("The picture has too many pixels."))
                picture.draft(None, READ_AT)
                picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _refused(_("The picture cannot be read; photograph the paper again.")) from error
    except Image.DecompressionBombError as error:
        raise _refused(_("The picture has too many pixels.")) from error
    return 1


def _refused(message: str) -> Invalid:
    return Invalid(message, code="bad_scan", fields={"file": [message]})
