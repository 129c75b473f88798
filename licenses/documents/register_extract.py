"""The extract of the register for an Internet agent (trích lục sổ đăng ký): a ready payload in, PDF bytes out."""

from typing import NotRequired

from common.pdf.composer import Composer, esc
from common.pdf.dates import day
from common.pdf.frame import build
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


FORM_CODE = "register_extract"
TEMPLATE_VERSION = "register_extract/1"


def render(payload: RegisterExtract) -> bytes:
    """Return the extract as PDF."""
    paper = Composer(payload)
    paper.letterhead(dated=True)
    paper.title("TRÍCH LỤC SỔ ĐĂNG KÝ ĐẠI LÝ INTERNET", "EXTRACT FROM THE REGISTER OF INTERNET AGENTS")
    paper.text(
        f"{esc(payload['agency']['name'])} trích lục thông tin trong sổ đăng ký, theo trạng thái ngày "
        f"<b>{day(payload['as_of'])}</b>, về cơ sở <b>{esc(payload['establishment_name'])}</b> của "
        f"<b>{esc(payload['holder_name'])}</b>:",
        "Entry of the register as it stood on the day named.",
    )
    rows = [
        [str(index), esc(label), esc(value) or "không rõ"] for index, (label, value) in enumerate(payload["facts"], 1)
    ]
    paper.table(("TT", "Thông tin", "Nội dung"), rows, (0.9, 5.2, 10.4), (0,))
    if payload["history"]:
        paper.heading("Quá trình thay đổi", "History")
        paper.table(
            ("Ngày", "Nội dung"), [[day(on), esc(event)] for on, event in payload["history"]], (2.6, 13.9), (0,)
        )
    if payload.get("purpose"):
        paper.field("Mục đích trích lục", "Purpose", payload["purpose"])
    paper.text(
        "Trích lục này ghi nhận việc đăng ký thông tin; không phải là giấy phép.",
        "This extract records a registration; it is not a license.",
        "note",
    )
    paper.unverified(payload["unverified"])
    paper.closing([payload["holder_name"], "Lưu: hồ sơ"], payload["signer_post"], payload["signer_name"])
    return build(payload, paper.story, title="Trích lục sổ đăng ký đại lý Internet")
