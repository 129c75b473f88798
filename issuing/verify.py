"""Is this paper genuine? Answers by code, by number or by the file itself, without personal data."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from common.canonical import digest
from common.text import clean_name
from issuing.codes import normal
from issuing.enums import PaperStatus
from issuing.models import IssuedDocument, IssuedFile, NumberSeries, SignedScan, SignedScanFile
from issuing.numbering import unexplained_gaps
from issuing.querysets import IssuedDocumentQuerySet

VALID, SUPERSEDED, ANNULLED, UNKNOWN = "valid", "superseded", "annulled", "unknown"
_STATES = {
    PaperStatus.ISSUED.value: VALID,
    PaperStatus.SUPERSEDED.value: SUPERSEDED,
    PaperStatus.ANNULLED.value: ANNULLED,
}
MANY = 20
FILES = 20  # read at once when all are checked


@dataclass(frozen=True)
class Named:
    """A hash by which the paper is held against what it was drawn from, in both languages."""

    what_vi: str
    what_en: str
    sha256: str


@dataclass(frozen=True)
class Answer:
    """What the public may know of a paper: which form, number, day and agency, and whether it still counts."""

    state: str
    title_vi: str = ""
    title_en: str = ""
    number: str = ""
    issued_on: dt.date | None = None
    agency_vi: str = ""
    agency_en: str = ""
    pages: int = 0
    demo: bool = False
    replaced_by: str = ""
    replaces: str = ""
    signed_scan: bool = False
    attached_at: dt.datetime | None = None
    by_number: bool = False
    hashes: tuple["Named", ...] = ()
    target: tuple[str, str] = ("", "")  # type and key of the record it is about, for who knows such records


def check(code: str) -> Answer:
    """Return the answer for a verification code, however it was typed; unknown and malformed look alike."""
    wanted = normal(code)
    return _answer(_papers().filter(verify_code=wanted).first() if wanted else None)


def check_number(number: str) -> list[Answer]:
    """Return the papers that bear this number (agencies number for themselves, so there may be several).

    A number can be guessed and copied from a real paper: such an answer says that it was asked for by number.
    """
    wanted = clean_name(number)
    if not wanted:
        return []
    rows = _listed().filter(number__iexact=wanted)[:MANY]
    return [replace(_answer(paper, by_itself=False), by_number=True) for paper in rows]


def check_file(data: bytes) -> Answer:
    """Return the answer for a file: valid only if every byte is as issued, or as scanned after signing."""
    sha256 = digest(data)
    if (paper := _papers().filter(sha256=sha256).first()) is not None:
        return _answer(paper)
    scan = SignedScan.objects.filter(sha256=sha256).select_related("document__agency").first()
    return _answer(scan.document if scan else None, scan=scan)


@dataclass(frozen=True)
class Kept:
    """How many papers, signed scans and number series `faults` goes through."""

    documents: int
    scans: int
    series: int


def count() -> Kept:
    """Return how much is kept."""
    return Kept(IssuedDocument.objects.count(), SignedScan.objects.count(), NumberSeries.objects.count())


def faults() -> Iterator[str]:
    """Yield what is wrong with the kept papers: a changed byte, a changed content, a lost scan, an unexplained gap.

    Each names the number of its paper; files are read a few at a time.
    """
    for document in IssuedDocument.objects.select_related("file").order_by("pk").iterator(chunk_size=FILES):
        file: IssuedFile | None = getattr(document, "file", None)
        if file is None or digest(bytes(file.pdf)) != document.sha256:
            yield f"{document.number} ({document.pk}): the file differs from what was issued"
        if digest(document.payload) != document.content_sha256:
            yield f"{document.number} ({document.pk}): the content differs from what was issued"
    for scan in (
        SignedScan.objects.select_related("document", "file")
        .defer("document__payload")
        .order_by("pk")
        .iterator(chunk_size=FILES)
    ):
        data: SignedScanFile | None = getattr(scan, "file", None)
        if data is None or digest(bytes(data.data)) != scan.sha256:
            yield f"{scan.document.number} ({scan.document_id}): the scan {scan.file_name} is not what was attached"
    for series in NumberSeries.objects.order_by("pk"):
        for value in unexplained_gaps(series):
            yield f"{series}: number {value} is missing"


def _papers() -> IssuedDocumentQuerySet:
    return IssuedDocument.objects.select_related("agency", "superseded_by", "supersedes")


def _listed() -> IssuedDocumentQuerySet:
    return _papers().defer("payload")


def _answer(paper: IssuedDocument | None, *, scan: SignedScan | None = None, by_itself: bool = True) -> Answer:
    if paper is None:
        return Answer(UNKNOWN)
    successor = getattr(paper, "superseded_by", None)
    return Answer(
        state=_STATES[paper.status],
        title_vi=paper.title_vi,
        title_en=paper.title_en,
        number=paper.number,
        issued_on=paper.issued_on,
        agency_vi=paper.agency.name,
        agency_en=paper.agency.name_en,
        pages=paper.pages,
        demo=paper.demo,
        replaced_by=successor.number if successor else "",
        replaces=paper.supersedes.number if paper.supersedes else "",
        signed_scan=scan is not None,
        attached_at=scan.uploaded_at if scan else None,
        hashes=_hashes(paper) if by_itself else (),
        target=(paper.target_type, paper.target_id),
    )


def _hashes(paper: IssuedDocument) -> tuple[Named, ...]:
    """Return the hashes the paper bears; a payload of thousands of rows that bears none is not even parsed."""
    if '"hashes"' not in paper.payload:
        return ()
    return tuple(Named(one["vi"], one["en"], one["sha256"]) for one in json.loads(paper.payload).get("hashes", ()))
