"""The annex of a license: every frequency assignment on numbered pages, drawn straight, however many there are.

Platypus measures each cell again and again and holds the story in memory; a table whose columns never change needs
neither: rows are wrapped once, laid on pages, and drawn when the number of pages is known (bench/bench_annex.py).
"""

import hashlib
import io
import json
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NotRequired, TypedDict

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfgen.canvas import Canvas

from common.pdf import fonts
from common.pdf.dates import day
from common.pdf.frame import BOTTOM, LEFT, RIGHT, TOP
from common.pdf.styles import styles
from licenses.documents.license_paper import LicensePaper

TEMPLATE_VERSION = "annex/2"
HEAD = ("TT", "Đài, nơi đặt, anten, thiết bị", "Tần số", "Phát xạ", "Công suất", "Hiệu lực")
HEAD_EN = ("No.", "Station, site, equipment", "Frequency", "Emission", "Power", "In force")
WIDTHS = tuple(width * cm for width in (1.15, 5.5, 3.35, 2.2, 1.95, 2.35))
SIZE, LEADING, PAD = 8.0, 9.6, 2.2
EVERY = 20  # pages between two signs of progress

Row = Sequence[str]
Tell = Callable[[int, int], None]


class AnnexHead(TypedDict):
    """What stands on the first page and at the foot of every page. `paper` is the look-up code of the license paper
    whose annex it is; without it the annex tells the register of the day.
    """

    license_number: str
    kind: str
    holder: str
    agency: str
    on: str
    watermark: str
    paper: NotRequired[str]


def digest(head: AnnexHead, rows: Sequence[Row]) -> str:
    """Return the SHA-256 of what the annex says: head and rows as canonical JSON.

    Of the annex of a paper it covers the rows alone: the paper names it, and has its number and code only afterwards.
    """
    return _sha256([list(row) for row in rows] if "paper" in head else [head, [list(row) for row in rows]])


def of_paper(payload: LicensePaper) -> list[Row]:
    """Return the rows of the annex of a license paper, from what the paper itself keeps."""
    until = f"\nđến {day(payload['valid_until'])}" if payload["valid_until"] else ""
    term = f"từ {day(payload['valid_from'])}{until}"
    return [
        (
            "\n".join(filter(None, (row["station"], row["site"], row.get("technical", "")))),
            row["frequency"],
            row["emission"] or "–",
            row["power"] or "–",
            term,
        )
        for row in payload["annex"]
    ]


def digest_of_paper(payload: LicensePaper) -> str:
    """Return the SHA-256 that the paper names and that stands at the foot of every page of its annex."""
    return _sha256([list(row) for row in of_paper(payload)])


def _sha256(said: object) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def render(head: AnnexHead, rows: Sequence[Row], *, tell: Tell = lambda _done, _total: None) -> tuple[bytes, int]:
    """Return the PDF and its number of pages; the same bytes for the same input. `tell` hears pages done, of all.

    A row has the texts of the columns after the number: station (site, equipment), frequency, emission, power, term.
    """
    styles()
    content = digest(head, rows)
    pages = _laid_out(head, rows)
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=1)
    canvas.setTitle(f"Phụ lục giấy phép {head['license_number']}")
    canvas.setAuthor(head["agency"])
    canvas.setSubject(content)
    canvas.setCreator("Wavewarden")
    canvas._doc.Catalog.Lang = PDFString("vi")
    for index, page in enumerate(pages, start=1):
        _draw(canvas, head, page, first=index == 1, count=len(rows))
        _foot(canvas, head, content, f"Trang {index}/{len(pages)}")
        canvas.showPage()
        if index % EVERY == 0:
            tell(index, len(pages))
    canvas.save()
    tell(len(pages), len(pages))
    return out.getvalue(), len(pages)


Cells = list[list[str]]


@lru_cache(maxsize=20_000)
def _wrapped(text: str, width: float) -> tuple[str, ...]:
    return tuple(simpleSplit(text, fonts.REGULAR, SIZE, width)) or ("",)


def _lines(index: int, row: Row) -> Cells:
    cells = (str(index), *row)
    return [
        [line for part in cell.split("\n") for line in _wrapped(part, width - 2 * PAD)]
        for cell, width in zip(cells, WIDTHS, strict=True)
    ]


def _height(cells: Cells) -> float:
    return max(map(len, cells)) * LEADING + 2 * PAD


def _laid_out(head: AnnexHead, rows: Sequence[Row]) -> list[list[Cells]]:
    """Return the rows of each page; one too high for a page begins a page and is cut into as many as it needs."""
    whole = A4[1] - TOP - BOTTOM - 2 * LEADING - 4 * PAD
    left = whole - _top_height(head)
    pages: list[list[Cells]] = [[]]
    for index, row in enumerate(rows, start=1):
        for cells in _pieces(_lines(index, row), int((whole - 2 * PAD) / LEADING)):
            high = _height(cells)
            if high > left and pages[-1]:
                pages.append([])
                left = whole
            pages[-1].append(cells)
            left -= high
    return pages


def _pieces(cells: Cells, most: int) -> list[Cells]:
    longest = max(map(len, cells))
    return [[column[start : start + most] for column in cells] for start in range(0, longest, most)]


def _top_height(head: AnnexHead) -> float:
    return 3.4 * cm + LEADING * len(_subtitle(head))


def _subtitle(head: AnnexHead) -> list[str]:
    text = f"Giấy phép số {head['license_number']} · {head['kind']} · {head['holder']}"
    return list(simpleSplit(text, fonts.REGULAR, 10, sum(WIDTHS)))


def _draw(canvas: Canvas, head: AnnexHead, page: list[Cells], *, first: bool, count: int) -> None:
    y = A4[1] - TOP
    _behind(canvas, head["watermark"])
    if first:
        canvas.setFont(fonts.BOLD, 10)
        canvas.drawString(LEFT, y - 10, head["agency"].upper())
        canvas.setFont(fonts.BOLD, 13)
        canvas.drawCentredString(A4[0] / 2, y - 1.4 * cm, "PHỤ LỤC: CÁC ẤN ĐỊNH TẦN SỐ")
        canvas.setFont(fonts.ITALIC, 9)
        canvas.drawCentredString(A4[0] / 2, y - 1.9 * cm, "Annex: frequency assignments")
        canvas.setFont(fonts.REGULAR, 10)
        for number, line in enumerate(_subtitle(head)):
            canvas.drawCentredString(A4[0] / 2, y - 2.5 * cm - number * 12, line)
        grouped = f"{count:,}".replace(",", ".")
        said = f"{grouped} ấn định trong sổ đăng ký ngày {day(head['on'])}"
        if "paper" in head:
            said = f"{grouped} ấn định, kèm theo giấy phép cấp ngày {day(head['on'])}, mã tra cứu {head['paper']}"
        canvas.drawCentredString(A4[0] / 2, y - 2.5 * cm - len(_subtitle(head)) * 12, said)
        y -= _top_height(head)
    y = _row(canvas, y, [[vi, en] for vi, en in zip(HEAD, HEAD_EN, strict=True)], fonts.BOLD)
    for cells in page:
        y = _row(canvas, y, cells, fonts.REGULAR)


def _row(canvas: Canvas, top: float, cells: Cells, font: str) -> float:
    high = _height(cells)
    canvas.setLineWidth(0.3)
    canvas.setStrokeGray(0.6)
    x = LEFT
    for column, width in zip(cells, WIDTHS, strict=True):
        canvas.rect(x, top - high, width, high, stroke=1, fill=0)
        text = canvas.beginText(x + PAD, top - PAD - SIZE)
        text.setFont(font, SIZE, LEADING)
        text.setFillGray(0)
        for line in column:
            text.textLine(line)
        canvas.drawText(text)
        x += width
    return top - high


def _behind(canvas: Canvas, watermark: str) -> None:
    if not watermark:
        return
    canvas.saveState()
    canvas.setFillGray(0.9)
    canvas.setFont(fonts.BOLD, 34)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, 0, watermark)
    canvas.restoreState()


def _foot(canvas: Canvas, head: AnnexHead, content: str, page: str) -> None:
    canvas.setFillGray(0.25)
    canvas.setFont(fonts.REGULAR, 8.5)
    canvas.drawString(LEFT, 1.42 * cm, f"Phụ lục giấy phép {head['license_number']} · {day(head['on'])}")
    canvas.setFont(fonts.BOLD, 9.5)
    canvas.drawRightString(A4[0] - RIGHT, 1.42 * cm, page)
    canvas.setFont(fonts.REGULAR, 7)
    canvas.drawString(LEFT, 1.05 * cm, f"Mã băm nội dung (SHA-256): {content}")
    canvas.setFillGray(0)
