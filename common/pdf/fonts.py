"""The faces of the papers: Tinos (metrics of Times, every Vietnamese letter), registered once per process."""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
_FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}


class PaperFont(TTFont):
    """A face that remembers how wide each word is: Vietnamese has few thousand syllables and every line asks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widths, default = self.face.charWidths.get, self.face.defaultWidth
        self._units = lru_cache(maxsize=20_000)(lambda text: sum(widths(ord(letter), default) for letter in text))

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:
        """Return the width in points."""
        return 0.001 * size * self._units(text if isinstance(text, str) else text.decode(encoding))


@cache
def register() -> None:
    """Register the four faces; parsing the files costs more than a whole page, so it happens once."""
    # ASCII85 doubles the time and adds a quarter to the size of every stream, for no reader of today.
    rl_config.useA85 = 0
    for name, file_name in _FILES.items():
        pdfmetrics.registerFont(PaperFont(name, str(FOLDER / file_name)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
