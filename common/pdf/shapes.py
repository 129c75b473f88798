"""The shapes shared by the payloads of all papers: plain JSON values only (text, whole numbers, lists, dicts).

Moments are ISO text in the office's own time ("2026-11-18T09:30"), days "2026-11-18", money whole đồng, quantities
ready text ("157,400 MHz"): a payload never holds a binary float, so its canonical JSON is the same everywhere.
"""

from typing import NotRequired, TypedDict


class AgencyHead(TypedDict):
    """The left column of the letterhead, and the place named before the date."""

    superior: str
    name: str
    place: str
    name_en: NotRequired[str]


class NamedHash(TypedDict):
    """A SHA-256 by which a paper can be held against what it was drawn from; the public check tells it too."""

    vi: str
    en: str
    sha256: str


class Enclosed(TypedDict):
    """A file of evidence that cannot be printed, named by its hash."""

    kind: str
    name: str
    about: str
    size: str
    sha256: str


class Numbered(TypedDict):
    """What `issuing.services.issue` adds to a payload before it is rendered."""

    number: NotRequired[str]
    form_code: NotRequired[str]
    verify_code: NotRequired[str]
    verify_url: NotRequired[str]
    content_sha256: NotRequired[str]
    watermark: NotRequired[str]


class Paper(Numbered):
    """What every paper says about itself."""

    agency: AgencyHead
    issued_on: str
    bilingual: NotRequired[bool]
    hashes: NotRequired[list[NamedHash]]


class Person(TypedDict):
    """An official who takes part: a member of the team, the recorder."""

    name: str
    post: str
    unit: str
    role: NotRequired[str]


class Photo(TypedDict):
    """A photograph shown in a paper; its bytes are handed to the renderer beside the payload, keyed by sha256."""

    sha256: str
    caption: str
    taken_at: NotRequired[str]
    position: NotRequired[str]


class Signature(TypedDict):
    """One block to sign by hand: the heading, the person, and why it stays empty if it does."""

    heading: str
    name: str
    note: NotRequired[str]
