"""The extract of the register for an Internet agent (trích lục sổ đăng ký): a ready payload in, PDF bytes out."""

from typing import NotRequired

from common.pdf.shapes import Paper


class RegisterExtract(Paper):
    """The payload: `facts` are (label, value) pairs in reading order, `history` are (day, event) pairs."""

    establishment_name: str
    holder_name: str
    as_of: str
    facts: list[tuple[str, str]]
    history: list[tuple[str, str]]
    purpose: NotRequired[str]
    signer_post: str
    signer_name: str
    unverified: list[str]
