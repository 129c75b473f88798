"""The paper of a license or certificate: a ready payload in, PDF bytes out; its frequencies on an annex of pages."""

from typing import NotRequired, TypedDict

from common.pdf.composer import Composer, esc
from common.pdf.dates import day
from common.pdf.frame import build
from common.pdf.shapes import Paper


class AnnexRow(TypedDict):
    """One frequency of the annex, as ready text; papers before template 3 say nothing of antenna and equipment."""

    station: str
    site: str
    technical: NotRequired[str]
    frequency: str
    emission: str
    power: str


class LicensePaper(Paper):
    """The payload. `facts` are (label, value) pairs in reading order; `replaces` names the license it takes over.

    With `annex_sha256` the annex is a file of its own that carries this digest; `site` is where holders sign in.
    """

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
    annex_sha256: NotRequired[str]
    site: NotRequired[str]
    signer_post: str
    signer_name: str
    unverified: list[str]


TEMPLATE_VERSION = "license_paper/4"


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
    _apart(paper, payload)
    paper.unverified(payload["unverified"])
    receivers = [payload["holder"][0][1], "Lưu: hồ sơ"]
    paper.closing(receivers, payload["signer_post"], payload["signer_name"])
    _online(paper, payload)
    _annex(paper, payload)
    return build(payload, paper.story, title=payload["title"])


def _apart(paper: Composer, payload: LicensePaper) -> None:
    """Name the annex that is a file of its own by its number of rows and its digest."""
    if "annex_sha256" not in payload:
        return
    count = f"{len(payload['annex']):,}".replace(",", ".")
    paper.heading("4. Phụ lục", "4. Annex")
    paper.text(
        f"<b>{count}</b> ấn định tần số nằm trong phụ lục lập thành tệp riêng, là bộ phận không tách rời của giấy phép "
        f"này. Mã băm nội dung của phụ lục (SHA-256), in ở chân mỗi trang phụ lục: {payload['annex_sha256']}",
        "The frequency assignments are in an annex of its own, part of this license; its digest is named.",
    )


def _online(paper: Composer, payload: LicensePaper) -> None:
    """Say where the holder finds the license, and that the code at the foot is not the one to sign up with."""
    if not payload.get("site"):
        return
    paper.text(
        f"Xem giấy phép, nộp hồ sơ gia hạn, sửa đổi, nộp phí qua mạng: {esc(payload['site'])}/my/, đăng ký rồi chọn "
        "“Thay mặt tổ chức, cá nhân được cấp phép” và nhập mã nhận hồ sơ, được cơ quan cấp phép in ở mặt sau bản giao "
        "cho chủ giấy phép hoặc gửi trong thư riêng; mã tra cứu ở chân trang chỉ để kiểm tra giấy.",
        "Online: sign up at the address named and enter the claim code, printed on the back of the copy handed over or "
        "sent in a letter; the code at the foot only checks this paper.",
        "note",
    )


def _annex(paper: Composer, payload: LicensePaper) -> None:
    """List the frequencies after the signature; the head repeats on every page."""
    if not payload["annex"] or "annex_sha256" in payload:
        return
    paper.page_break()
    paper.title("PHỤ LỤC: CÁC ẤN ĐỊNH TẦN SỐ", "ANNEX: FREQUENCY ASSIGNMENTS", f"({len(payload['annex'])} ấn định)")
    rows = [
        [
            str(index),
            f"<b>{esc(row['station'])}</b>" + (f"<br/>{esc(row['site'])}" if row["site"] else ""),
            "<br/>".join(map(esc, row.get("technical", "").split("\n"))) or "–",
            esc(row["frequency"]),
            esc(row["emission"]) or "–",
            esc(row["power"]) or "–",
        ]
        for index, row in enumerate(payload["annex"], 1)
    ]
    head = ("TT", "Đài, nơi đặt", "Anten, thiết bị", "Tần số", "Phát xạ", "Công suất")
    paper.table(head, rows, (0.9, 4.6, 4.4, 2.6, 2.1, 1.9), (0, 3, 4, 5))
