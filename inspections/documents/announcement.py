"""The announcement of an inspection (thông báo kiểm tra): a ready payload in, PDF bytes out."""

from typing import NotRequired, TypedDict

from common.pdf.shapes import Paper, Person


class Target(TypedDict):
    """What is inspected: an establishment or one station of the subject."""

    name: str
    address: str
    details: NotRequired[str]


class Notice(TypedDict):
    """The rule on advance notice: how many days it asks, from when to when, and that it is kept (or why not)."""

    rule: str
    days: int | None
    unit: str
    announced_on: str
    first_day: str
    satisfied: bool
    exemption_reason: NotRequired[str]


class Announcement(Paper):
    """The payload of the announcement; `window_from` and `window_to` are days."""

    decision: NotRequired[bool]
    subject_name: str
    subject_kind: str
    subject_identifier: str
    subject_address: str
    representative: str
    targets: list[Target]
    legal_basis: list[str]
    reason: str
    scope: list[str]
    period_checked: NotRequired[str]
    window_from: str
    window_to: str
    duration: NotRequired[str]
    team: list[Person]
    notice: Notice
    prepare: list[str]
    rights: list[str]
    contact: NotRequired[str]
    signer_post: str
    signer_name: str
    copies_to: list[str]
    unverified: list[str]
