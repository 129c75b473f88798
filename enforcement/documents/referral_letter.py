"""The letter that hands a case file to the body competent for it (công văn chuyển hồ sơ): payload in, PDF bytes out."""

from typing import NotRequired, TypedDict

from common.pdf.composer import Composer, esc
from common.pdf.dates import day
from common.pdf.frame import build
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


FORM_CODE = "referral_letter"
TEMPLATE_VERSION = "referral_letter/1"


def render(payload: ReferralLetter) -> bytes:
    """Return the letter as PDF."""
    paper = Composer({**payload, "letter_subject": f"V/v {payload['subject']}"})
    paper.letterhead(dated=True)
    address = f"<br/>{esc(payload['to_address'])}" if payload.get("to_address") else ""
    paper.space(8)
    paper.text(f"Kính gửi: <b>{esc(payload['to_name'])}</b>{address}", "To", "center")
    paper.space(6)
    for basis in payload["legal_basis"]:
        paper.text(f"Căn cứ {esc(basis)};", style="basis")
    sender = esc(payload["agency"]["name"])
    paper.text(
        f"Ngày {day(payload['record_date'])}, {sender} đã lập Biên bản vi phạm hành chính số "
        f"<b>{esc(payload['record_number'])}</b> đối với <b>{esc(payload['violator_name'])}</b>, địa chỉ: "
        f"{esc(payload['violator_address'])}. Trong các hành vi ghi tại biên bản, các hành vi sau đây không thuộc thẩm "
        f"quyền xử phạt của {sender}:",
        "The acts below, found in the record named above, lie outside the sender’s competence.",
    )
    paper.items([f"{esc(act['title']).rstrip('.;')} ({esc(act['provision'])});" for act in payload["acts"]])
    paper.text(f"Lý do chuyển: {esc(payload['reason'])}", "Reason")
    paper.text(
        f"{sender} chuyển hồ sơ vụ việc đến {esc(payload['to_name'])} để xem xét, xử lý theo thẩm quyền"
        + (f" và đề nghị thông báo kết quả trước ngày {day(payload['answer_by'])}" if payload.get("answer_by") else "")
        + ".",
        "The file is handed over to be dealt with by the competent body.",
    )
    _write_enclosures(paper, payload)
    paper.unverified(payload["unverified"])
    paper.closing(payload["copies_to"], payload["signer_post"], payload["signer_name"])
    return build(payload, paper.story, title="Công văn chuyển hồ sơ")


def _write_enclosures(paper: Composer, payload: ReferralLetter) -> None:
    if not payload["enclosures"]:
        return
    paper.heading("Hồ sơ gửi kèm:", "Enclosures")
    rows = []
    for index, one in enumerate(payload["enclosures"], start=1):
        digest = one.get("sha256", "")
        mark = f'<font size="7.5">{digest[:32]}<br/>{digest[32:]}</font>' if digest else ""
        rows.append(
            [str(index), esc(one["title"]), esc(one["number"]), day(one["date"]), f"{one.get('copies', 1):02d}", mark]
        )
    head = ("TT", "Tên tài liệu", "Số", "Ngày", "Số bản", "Mã băm tệp (SHA-256)")
    paper.table(head, rows, (0.8, 5.2, 2.7, 2.1, 1.1, 4.6), (0, 4))
