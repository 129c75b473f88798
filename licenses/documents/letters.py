"""Letters of the licensing office: the request to supplement a file, the notice of refusal. Payload in, PDF out."""

from common.pdf.composer import Composer, esc
from common.pdf.frame import build
from common.pdf.shapes import Paper


class Letter(Paper):
    """The payload: paragraphs, then a list, then more paragraphs, all plain text."""

    title: str
    title_en: str
    to: str
    address: str
    application: str
    paragraphs: list[str]
    items: list[str]
    closing: list[str]
    signer_post: str
    signer_name: str
    unverified: list[str]


TEMPLATE_VERSION = "licensing_letter/1"


def render(payload: Letter) -> bytes:
    """Return the letter as PDF."""
    paper = Composer(payload)
    paper.letterhead(dated=True)
    paper.title(payload["title"].upper(), payload["title_en"], f"Hồ sơ số {esc(payload['application'])}")
    paper.fields(("Kính gửi", payload["to"]), ("Địa chỉ", payload["address"]), en="To.")
    for text in payload["paragraphs"]:
        paper.text(esc(text))
    paper.items([esc(text) for text in payload["items"]])
    for text in payload["closing"]:
        paper.text(esc(text))
    paper.unverified(payload["unverified"])
    paper.closing([payload["to"], "Lưu: hồ sơ"], payload["signer_post"], payload["signer_name"])
    return build(payload, paper.story, title=payload["title"])
