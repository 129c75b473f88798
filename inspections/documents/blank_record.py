"""A blank inspection record to be written by hand, with a number leased beforehand, for where no tablet works."""

import io
from collections.abc import Sequence
from typing import NotRequired, TypedDict

from pypdf import PdfWriter

from common.pdf.composer import BLANK, Composer, esc
from common.pdf.frame import build
from common.pdf.shapes import AgencyHead

LINE = "…" * 39
STRIP = ("Trưởng đoàn kiểm tra", "Đối tượng được kiểm tra", "Người chứng kiến/đại diện chính quyền")


class Questions(TypedDict):
    """A checklist to take along on paper."""

    title: str
    items: list[tuple[str, str]]  # code, question


class BlankForms(TypedDict):
    """The numbers to print, one form each, and the checklists whose codes are written on them."""

    agency: AgencyHead
    numbers: list[str]
    leased_to: str
    checklists: list[Questions]
    watermark: NotRequired[str]


def render(payload: BlankForms) -> bytes:
    """Return one blank form for each number and then the checklists, once, as one PDF.

    Each form counts its own pages and bears its number on each.
    """
    whole = PdfWriter()
    for number in payload["numbers"]:
        one = {**payload, "number": number}
        form = Composer(one)
        _write(form, number, payload["leased_to"])
        whole.append(io.BytesIO(build(one, form.story, title="Mẫu biên bản kiểm tra viết tay", strip=STRIP)))
    lists = Composer(payload)
    for checklist in payload["checklists"]:
        lists.heading(f"DANH MỤC: {esc(checklist['title'])}")
        lists.table(("Mã", "Nội dung"), [[code, esc(text)] for code, text in checklist["items"]], (2, 14.5))
    if lists.story:
        whole.append(io.BytesIO(build(payload, lists.story, title="Danh mục kiểm tra")))
    out = io.BytesIO()
    whole.write(out)
    return out.getvalue()


def _write(paper: Composer, number: str, leased_to: str) -> None:
    paper.letterhead(dated=False)
    paper.title("BIÊN BẢN KIỂM TRA", "INSPECTION RECORD", "(Mẫu viết tay, dùng khi không có thiết bị)")
    paper.text(f"Số {esc(number)} cấp trước cho {esc(leased_to)}; chỉ dùng một lần, khi nhập lại giữ nguyên số này.")
    paper.text(f"Hôm nay, hồi …… giờ …… phút, ngày …… tháng …… năm ………, tại {BLANK}.")
    paper.heading("I. THÀNH PHẦN")
    _lines(paper, "1. Đoàn kiểm tra (họ tên, chức vụ):", 3)
    _lines(paper, "2. Đối tượng được kiểm tra (tên, mã số, địa chỉ, người đại diện):", 3)
    paper.heading("II. NỘI DUNG KIỂM TRA")
    paper.text("Theo danh mục kiểm tra in kèm; ghi mã câu hỏi, kết quả (Đ đạt, K không đạt, KAD không áp dụng).")
    _table(paper, ("Mã", "Kết quả", "Ghi nhận"), (2, 2, 12.5), 7)
    paper.heading("III. KẾT QUẢ ĐO")
    _table(
        paper, ("Địa điểm; giấy phép", "Đại lượng", "Theo giấy phép", "Đo được", "Máy đo, số máy"), (4, 3, 3, 3, 3.5), 3
    )
    paper.heading("IV. HÀNH VI PHÁT HIỆN VÀ KẾT QUẢ")
    _table(paper, ("Mã", "Hành vi, thời gian, địa điểm", "Điều khoản"), (2, 10.5, 4), 4)
    _lines(paper, "Ý kiến của đối tượng được kiểm tra:", 2)
    paper.heading("V. KÝ BIÊN BẢN")
    paper.text(f"Biên bản lập xong hồi …… giờ …… phút; người không ký (họ tên, lý do): {BLANK}")
    paper.signatures(
        [
            {"heading": "ĐỐI TƯỢNG ĐƯỢC KIỂM TRA", "name": ""},
            {"heading": "TRƯỞNG ĐOÀN KIỂM TRA", "name": ""},
            {"heading": "NGƯỜI CHỨNG KIẾN", "name": ""},
        ]
    )


def _lines(paper: Composer, head: str, count: int) -> None:
    paper.text(head)
    for _each in range(count):
        paper.text(LINE, style="fill")


def _table(paper: Composer, head: Sequence[str], widths: Sequence[float], rows: int) -> None:
    paper.table(head, [["&nbsp;<br/>&nbsp;"] + [""] * (len(head) - 1)] * rows, widths)
