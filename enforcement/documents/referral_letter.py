"""The letter that hands a case file to the body competent for it (công văn chuyển hồ sơ): payload in, PDF bytes out."""

from typing import NotRequired, TypedDict

from common.pdf.shapes import Paper


class ReferredAct(TypedDict):
    """An act that lies outside the sender's competence."""

    title: str
    provision: str


class EnclosedPaper(TypedDict):
    """A paper of the file that goes with the letter."""

    title: str
    number: str
    date: str
    copies: NotRequired[int]
    sha256: NotRequired[str]


class ReferralLetter(Paper):
    """The payload of the letter."""

    to_name: str
    to_address: NotRequired[str]
    subject: str
    violator_name: str
    violator_address: str
    record_number: str
    record_date: str
    acts: list[ReferredAct]
    reason: str
    legal_basis: list[str]
    enclosures: list[EnclosedPaper]
    answer_by: NotRequired[str]
    signer_post: str
    signer_name: str
    copies_to: list[str]
    unverified: list[str]
