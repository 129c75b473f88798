"""The notice to pay fees (thông báo nộp phí, lệ phí): a ready payload in, PDF bytes out, with the QR code to pay by."""

from typing import Any, TypedDict

from reportlab.lib.units import cm
from reportlab.platypus import Flowable, KeepTogether, Table, TableStyle

from common.pdf import qr
from common.pdf.composer import Composer, Text, esc
from common.pdf.dates import day
from common.pdf.frame import WIDTH, build
from common.pdf.shapes import Paper


class Line(TypedDict):
    """One fee, as ready text."""

    label: str
    label_en: str
    per: str
    quantity: int
    unit: str
    amount: str
    source: str
    from_agency: bool


class Account(TypedDict):
    """Where to pay."""

    bank: str
    number: str
    holder: str


class FeeNotice(Paper):
    """The payload. `about` are (label, value) pairs; `qr` is the text of the code, empty without an account."""

    to: str
    identifier: str
    address: str
    about: list[tuple[str, str]]
    lines: list[Line]
    total: str
    total_words: str
    total_words_en: str
    due_on: str
    reference: str
    reference_shown: str
    account: Account | None
    qr: str
    signer_post: str
    signer_name: str
    unverified: list[str]


FORM_CODE = "fee_notice"
TEMPLATE_VERSION = "fee_notice/2"
QR_SIDE = 3.7 * cm


class QrCode(Flowable):
    """The code with the quiet zone a scanner needs: four modules of white."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def wrap(self, _available_width: float, _available_height: float) -> tuple[float, float]:
        """Return the space taken."""
        self.width = self.height = QR_SIDE
        return QR_SIDE, QR_SIDE

    def draw(self) -> None:
        """Draw the modules inside the quiet zone."""
        modules, _runs = qr.runs(self.text)
        quiet = QR_SIDE * 4 / (modules + 8)
        self.canv.translate(quiet, quiet)
        qr.draw(self.canv, self.text, QR_SIDE - 2 * quiet)


def render(payload: FeeNotice) -> bytes:
    """Return the notice as PDF."""
    paper = Composer(payload)
    paper.letterhead(dated=True)
    paper.title("THÔNG BÁO NỘP PHÍ, LỆ PHÍ", "NOTICE TO PAY FEES")
    paper.field("Kính gửi", "", payload["to"])
    for label, value in (("Mã số", payload["identifier"]), ("Địa chỉ", payload["address"])):
        if value:
            paper.field(label, "", value)
    about = "; ".join(f"{label}: {value}" for label, value in payload["about"])
    paper.text(f"{esc(payload['agency']['name'])} thông báo số phí, lệ phí phải nộp. {esc(about)}.", "Fees asked for.")
    _fees(paper, payload)
    paper.text(
        f"Số tiền bằng chữ: <b>{esc(payload['total_words'])}</b>. Hạn nộp: hết ngày <b>{day(payload['due_on'])}</b>.",
        f"In words: {esc(payload['total_words_en'])}. Pay by the end of the day named.",
    )
    _how_to_pay(paper, payload)
    paper.unverified(payload["unverified"])
    paper.closing([payload["to"], "Lưu: hồ sơ"], payload["signer_post"], payload["signer_name"])
    return build(payload, paper.story, title="Thông báo nộp phí, lệ phí")


def _fees(paper: Composer, payload: FeeNotice) -> None:
    own = any(line["from_agency"] for line in payload["lines"])
    rows = [
        [
            str(number),
            esc(line["label"]) + _small(line["label_en"]) + (" (*)" if line["from_agency"] else ""),
            esc(line["per"]),
            str(line["quantity"]),
            esc(line["unit"]),
            esc(line["amount"]),
        ]
        for number, line in enumerate(payload["lines"], 1)
    ]
    rows.append(["", "<b>Tổng cộng</b>", "", "", "", f"<b>{esc(payload['total'])}</b>"])
    head = ("TT", "Khoản thu", "Tính theo", "Số lượng", "Mức thu", "Thành tiền")
    paper.table(head, rows, (0.9, 6.3, 2.6, 1.6, 2.5, 2.6), (0, 3))
    sources = "; ".join(dict.fromkeys(line["source"] for line in payload["lines"]))
    note = " (*) Mức thu do cơ quan nhập và người thứ hai xác nhận theo nguồn này." if own else ""
    note_en = " (*) Figure entered by the agency and confirmed by a second person." if own else ""
    paper.text(f"Căn cứ mức thu: {esc(sources)}.{note}", f"Source of the figures.{note_en}", "note")


def _small(english: str) -> str:
    return f'<br/><font name="Tinos-Italic" size="9">{esc(english)}</font>' if english else ""


def _how_to_pay(paper: Composer, payload: FeeNotice) -> None:
    """Tell account, amount and memo; beside them the code that fills all three in."""
    account = payload["account"]
    words = paper.beside()
    words.heading("Cách nộp – How to pay" if payload.get("bilingual") else "Cách nộp")
    if account is None:
        words.text(
            "Cơ quan chưa công bố tài khoản nhận phí trên hệ thống, nên thông báo này không có mã QR. "
            "Đề nghị nộp tại cơ quan và ghi mã nộp tiền dưới đây.",
            "No account has been entered, so there is no QR code; pay at the agency and give the payment code.",
        )
    else:
        words.text(
            f"Số tài khoản: <b>{esc(account['number'])}</b>, {esc(account['bank'])}. "
            f"Chủ tài khoản: {esc(account['holder'])}. Số tiền: <b>{esc(payload['total'])}</b>.",
            "Account, bank, account holder, amount.",
            "item",
        )
    words.text(
        f"Nội dung chuyển khoản (mã nộp tiền): <b>{esc(payload['reference'])}</b>",
        f"Transfer memo (payment code); to read aloud: {esc(payload['reference_shown'])}.",
        "item",
    )
    if not payload["qr"]:
        paper.story.append(KeepTogether(words.story))
        return
    side: list[Any] = [QrCode(payload["qr"])]
    caption = Text("Quét bằng ứng dụng ngân hàng (VietQR)", paper.styles["caption"])
    cells = [[words.story, [*side, caption]]]
    widths = [WIDTH - QR_SIDE - 0.8 * cm, QR_SIDE + 0.8 * cm]
    plain = TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0)])
    paper.story.append(KeepTogether([Table(cells, widths, style=plain)]))
