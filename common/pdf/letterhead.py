"""The head of an official paper: the issuing body on the left, the State's name and motto on the right."""

from collections.abc import Mapping
from typing import Any

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from common.pdf import fonts
from common.pdf.dates import day_words, day_words_en

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
STATE_EN = "SOCIALIST REPUBLIC OF VIET NAM"
MOTTO_EN = "Independence - Freedom - Happiness"
SIZE, LEADING = 12, 15


class Letterhead(Flowable):
    """Two columns; below them the number and, for letters, place and date."""

    def __init__(self, payload: Mapping[str, Any], *, dated: bool) -> None:
        super().__init__()
        self.agency: Mapping[str, Any] = payload["agency"]
        self.number: str = payload.get("number", "")
        self.bilingual = bool(payload.get("bilingual"))
        self.issued_on: str = payload.get("issued_on", "") if dated else ""
        self.dated = dated
        self.subject: str = payload.get("letter_subject", "")

    def wrap(self, available_width: float, _available_height: float) -> tuple[float, float]:
        """Return the space taken: the longer of the two columns."""
        self.width = available_width
        self.left_width = available_width * 0.43
        self.superior = simpleSplit(self.agency["superior"].upper(), fonts.REGULAR, SIZE, self.left_width - 6)
        self.name = simpleSplit(self.agency["name"].upper(), fonts.BOLD, SIZE, self.left_width - 6)
        self.about = simpleSplit(self.subject, fonts.REGULAR, 12, self.left_width - 10) if self.subject else []
        left = (len(self.superior) + len(self.name)) * LEADING + 10 + LEADING + len(self.about) * 14
        right = (3 + (2 if self.dated else 0)) * LEADING + (2 * 12 if self.bilingual else 0)
        self.height = max(left, right) + 6
        return available_width, self.height

    def draw(self) -> None:
        """Draw both columns from the top down."""
        below = self._left(self.left_width / 2)
        self._right(self.left_width + (self.width - self.left_width) / 2, below)

    def _left(self, middle: float) -> float:
        canvas: Any = self.canv
        y: float = self.height - SIZE
        for face, lines in ((fonts.REGULAR, self.superior), (fonts.BOLD, self.name)):
            canvas.setFont(face, SIZE)
            for line in lines:
                canvas.drawCentredString(middle, y, line)
                y -= LEADING
        self._rule(middle, y + LEADING - 4, self.left_width * 0.4)
        y -= 9
        canvas.setFont(fonts.REGULAR, 13)
        canvas.drawCentredString(middle, y, f"Số: {self.number or '……/…………'}")
        canvas.setFont(fonts.REGULAR, 12)
        for index, line in enumerate(self.about):
            canvas.drawCentredString(middle, y - 15 - 14 * index, line)
        return y

    def _right(self, middle: float, number_line: float) -> None:
        canvas: Any = self.canv
        y: float = self.height - SIZE
        canvas.setFont(fonts.BOLD, SIZE)
        canvas.drawCentredString(middle, y, STATE)
        canvas.setFont(fonts.BOLD, 13)
        canvas.drawCentredString(middle, y - LEADING, MOTTO)
        y -= LEADING + 4
        self._rule(middle, y, stringWidth(MOTTO, fonts.BOLD, 13))
        if self.bilingual:
            canvas.setFont(fonts.ITALIC, 9.5)
            canvas.drawCentredString(middle, y - 11, STATE_EN)
            canvas.drawCentredString(middle, y - 22, MOTTO_EN)
            y -= 22
        if self.dated:
            y = min(number_line, y - LEADING - 2)
            canvas.setFont(fonts.ITALIC, 13)
            canvas.drawCentredString(middle, y, f"{self.agency['place']}, {day_words(self.issued_on)}")
            if self.bilingual:
                canvas.setFont(fonts.ITALIC, 9.5)
                canvas.drawCentredString(middle, y - 12, day_words_en(self.issued_on))

    def _rule(self, middle: float, y: float, length: float) -> None:
        self.canv.setLineWidth(0.7)
        self.canv.line(middle - length / 2, y, middle + length / 2, y)
