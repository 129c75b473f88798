"""The page: A4 with the margins of Decree 30/2020, and at the foot of every page initials, code, hash and number."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import cm
from reportlab.pdfbase.pdfdoc import PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from common.pdf import fonts, qr
from common.pdf.styles import styles

TOP, BOTTOM, LEFT, RIGHT = 2.0 * cm, 2.0 * cm, 3.0 * cm, 1.5 * cm
WIDTH = A4[0] - LEFT - RIGHT
STRIP_HEIGHT = 1.7 * cm
QR_SIDE = 1.75 * cm
# Two figures wide in Tinos, written nowhere else: replaced by the number of pages once it is known.
TOTAL = "#$"
_QR = "qr"
# Page, number, code and hash at the foot; a paper drawn in English says so in its payload.
_WORDS = {
    "vi": ("Trang", "Số", "Mã tra cứu", "Mã băm nội dung (SHA-256)"),
    "en": ("Page", "No.", "Verification code", "Hash of the content (SHA-256)"),
}


class PaperCanvas(Canvas):
    """Holds the pages back until their number is known, then draws the foot of each."""

    def __init__(self, *args: Any, payload: Mapping[str, Any], strip: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._payload, self._strip = payload, strip
        self._held: list[dict[str, Any]] = []
        self._code: list[str]  # the page being drawn; Canvas makes it
        self._doc.Catalog.Lang = PDFString(language(payload))

    def showPage(self) -> None:
        """Keep the page instead of writing it."""
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write every page with its foot, then the file."""
        held = self._held
        total = f"{len(held):02d}"
        if self._payload.get("verify_url"):
            self.beginForm(_QR)
            qr.draw(self, self._payload["verify_url"], QR_SIDE)
            self.endForm()
        for index, state in enumerate(held, start=1):
            self.__dict__.update(state)
            self._code = [part.replace(TOTAL, total) if TOTAL in part else part for part in self._code]
            _foot(self, self._payload, self._strip, f"{index}/{len(held)}")
            super().showPage()
        super().save()


def build(payload: Mapping[str, Any], story: list[Flowable], *, title: str, strip: Sequence[str] = ()) -> bytes:
    """Return the paper as PDF, the same bytes for the same input; `strip` names who signs at the foot of each page."""
    styles()
    foot = STRIP_HEIGHT if strip else 0
    out = io.BytesIO()
    document = BaseDocTemplate(
        out,
        pagesize=A4,
        invariant=1,
        title=f"{title} {payload.get('number', '')}".strip(),
        author=payload["agency"]["name"],
        subject=payload.get("verify_code", ""),
        creator="Wavewarden",
    )
    frame = Frame(LEFT, BOTTOM + foot, WIDTH, A4[1] - TOP - BOTTOM - foot, 0, 0, 0, 0, id="body")
    watermark = payload.get("watermark", "")
    document.addPageTemplates(PageTemplate("paper", [frame], onPage=lambda canvas, _doc: _behind(canvas, watermark)))

    def maker(*args: Any, **kwargs: Any) -> PaperCanvas:
        return PaperCanvas(*args, payload=payload, strip=strip, **kwargs)

    document.build(story, canvasmaker=maker)
    return out.getvalue()


def _behind(canvas: Canvas, watermark: str) -> None:
    """Draw the watermark under the text, across the page."""
    if not watermark:
        return
    canvas.saveState()
    canvas.setFillGray(0.9)
    canvas.setFont(fonts.BOLD, 34)
    canvas.translate(A4[0] / 2, A4[1] / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, 0, watermark)
    canvas.restoreState()


def language(payload: Mapping[str, Any]) -> str:
    """Return the language of the paper's own words: papers are Vietnamese unless their payload says "en"."""
    return "en" if payload.get("language") == "en" else "vi"


def _foot(canvas: Canvas, payload: Mapping[str, Any], strip: Sequence[str], page: str) -> None:
    canvas.saveState()
    page_word, number_word, code_word, hash_word = _WORDS[language(payload)]
    code, url = payload.get("verify_code", ""), payload.get("verify_url", "")
    right = A4[0] - RIGHT
    if url:
        canvas.saveState()
        canvas.translate(right - QR_SIDE, 0.75 * cm)
        canvas.doForm(_QR)
        canvas.restoreState()
        right -= QR_SIDE + 0.25 * cm
    if strip:
        _initials(canvas, strip, right if url else A4[0] - RIGHT)
    canvas.setFillGray(0.25)
    canvas.setFont(fonts.REGULAR, 8.5)
    number = f"{number_word}: {payload['number']}" if payload.get("number") else ""
    shown = " · ".join(part for part in (number, f"{code_word}: {code}" if code else "", _site(url)) if part)
    canvas.drawString(LEFT, 1.42 * cm, shown)
    canvas.setFont(fonts.BOLD, 9.5)
    canvas.drawRightString(right, 1.42 * cm, f"{page_word} {page}")
    if content := payload.get("content_sha256", ""):
        canvas.setFont(fonts.REGULAR, 7)
        canvas.drawString(LEFT, 1.05 * cm, f"{hash_word}: {content}")
    canvas.restoreState()


def _site(url: str) -> str:
    """Return where the code is typed: the address without the code and the scheme."""
    return url.rpartition("/")[0].removeprefix("https://").removeprefix("http://")


def _initials(canvas: Canvas, strip: Sequence[str], right: float) -> None:
    """Draw one field for each person who initials every page."""
    top = BOTTOM + STRIP_HEIGHT - 0.25 * cm
    canvas.setLineWidth(0.4)
    canvas.setStrokeGray(0.45)
    canvas.line(LEFT, top, A4[0] - RIGHT, top)
    canvas.setFillGray(0.25)
    width = (A4[0] - RIGHT - LEFT) / len(strip)
    for index, who in enumerate(strip):
        left = LEFT + index * width
        if index:
            canvas.line(left, top, left, BOTTOM + 0.05 * cm)
        canvas.setFont(fonts.ITALIC, 8.5)
        canvas.drawCentredString(left + width / 2, top - 0.36 * cm, f"{who} (ký)")
