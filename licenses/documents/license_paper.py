"""The paper of a license or certificate: a ready payload in, PDF bytes out; its frequencies on an annex of pages."""

from typing import NotRequired, TypedDict

from common.pdf.composer import Composer, esc
from common.pdf.dates import day
from common.pdf.frame import build
from common.pdf.shapes import Paper


class AnnexRow(TypedDict):
    """One frequency of the annex, as ready text."""

    station: str
    site: str
    frequency: str
    emission: str
    power: str


class LicensePaper(Paper):
    """The payload. `facts` are (label, value) pairs in reading order; `replaces` names the license it takes over."""

    title: str
    title_en: str
    license_number: NotRequired[str]
    copy_of: NotRequired[str]
    holder: list[tuple[str, str]]
    facts: list[tuple[str, str]]
    valid_from: str
    valid_until: str
    basis: list[str]
    application: str
    replaces: NotRequired[str]
    conditions: list[str]
    annex: list[AnnexRow]
    signer_post: str
    signer_name: str
    unverified: list[str]


TEMPLATE_VERSION = "license_paper/1"


def render(payload: LicensePaper) -> bytes:
    """Return the paper as PDF."""
    paper = Composer(payload)
    paper.letterhead(dated=True)
    paper.title(payload["title"].upper(), payload["title_en"])
    if payload.get("copy_of"):
        paper.text(f"Cấp lại giấy phép số <b>{esc(payload['copy_of'])}</b>; nội dung không thay đổi.", "Duplicate.")
    if payload.get("replaces"):
        paper.text(f"Thay thế giấy phép số <b>{esc(payload['replaces'])}</b>.", "Replaces the license named.")
    if payload["basis"]:
        paper.items([f"Căn cứ {esc(line)};" for line in payload["basis"]])
    paper.text(
        f"Xét hồ sơ đề nghị số {esc(payload['application'])}, {esc(payload['agency']['name'])} cấp cho:",
        "On the application named, the agency grants to:",
    )
    paper.fields(*payload["holder"], en="Holder.")
    paper.heading("1. Nội dung", "1. Content")
    for label, value in payload["facts"]:
        paper.field(esc(label), "", value)
    paper.heading("2. Thời hạn", "2. Term")
    until = day(payload["valid_until"]) if payload["valid_until"] else "không ghi"
    paper.text(
        f"Có hiệu lực từ ngày <b>{day(payload['valid_from'])}</b> đến hết ngày <b>{until}</b>.",
        "Valid from the first to the last day named.",
    )
    paper.heading("3. Điều kiện", "3. Conditions")
    if payload["conditions"]:
        paper.items([esc(line) for line in payload["conditions"]])
    else:
        paper.text("Theo quy định của pháp luật; không có điều kiện riêng.", "No conditions of its own.")
    paper.unverified(payload["unverified"])
    receivers = [payload["holder"][0][1], "Lưu: hồ sơ"]
    paper.closing(receivers, payload["signer_post"], payload["signer_name"])
    _annex(paper, payload)
    return build(payload, paper.story, title=payload["title"])


def _annex(paper: Composer, payload: LicensePaper) -> None:
    """List the frequencies after the signature; the head repeats on every page."""
    if not payload["annex"]:
        return
    paper.page_break()
    paper.title("PHỤ LỤC: CÁC ẤN ĐỊNH TẦN SỐ", "ANNEX: FREQUENCY ASSIGNMENTS", f"({len(payload['annex'])} ấn định)")
    rows = [
        [
            str(index),
            esc(row["station"]) + (f"<br/>{esc(row['site'])}" if row["site"] else ""),
            esc(row["frequency"]),
            esc(row["emission"]) or "–",
            esc(row["power"]) or "–",
        ]
        for index, row in enumerate(payload["annex"], 1)
    ]
    head = ("TT", "Đài, nơi đặt", "Tần số", "Phát xạ", "Công suất")
    paper.table(head, rows, (0.9, 7.4, 3.4, 2.4, 2.4), (0, 2, 3, 4))
