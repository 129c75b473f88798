"""The faces of the papers: Tinos (metrics of Times, every Vietnamese letter), registered once per process."""

import io
import unicodedata
import zlib
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, makeToUnicodeCMap

from common.pdf.unhinted import unhinted

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Tinos", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"
_FILES = {
    REGULAR: "Tinos-Regular.ttf",
    BOLD: "Tinos-Bold.ttf",
    ITALIC: "Tinos-Italic.ttf",
    BOLD_ITALIC: "Tinos-BoldItalic.ttf",
}
_VOWELS = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_NBSP = 0xA0


def _codes() -> list[int]:
    """Return the characters of the standing subset by their one-byte code: ASCII in place, Vietnamese around it."""
    letters = {unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES}
    beyond = sorted({letter for letter in letters if ord(letter) > 126} | set("đĐ–—“”‘’…±≤≥°′″×·Δµ"))
    free = [*range(127, 256), *(code for code in range(1, 32) if code not in (10, 13))]
    table = [code if 32 <= code < 127 else 0 for code in range(256)]
    for code, letter in zip(free, beyond, strict=False):
        table[code] = ord(letter)
    return table


class _Ready(pdfdoc.PDFObject):
    """A value of a PDF file that was written out before."""

    def __init__(self, text: bytes) -> None:
        self.text = text

    def format(self, _document: Any) -> bytes:
        return self.text


class PaperFont(TTFont):
    """A face with one standing subset that holds all a Vietnamese paper usually needs.

    It is made, compressed and described once per process; a paper only refers to it. Making a subset for each paper,
    switching between subsets inside words and asking for the width of every syllable took half of a paper's time. A
    rare letter beyond it (a foreign name) goes into a further subset of that one paper.
    """

    table = _codes()

    def __init__(self, name: str, file: Path) -> None:
        super().__init__(name, io.BytesIO(unhinted(file.read_bytes())))
        face = self.face
        # Whole thousandths: layout and file agree exactly, and the file is shorter.
        face.charWidths = {code: round(width) for code, width in face.charWidths.items()}
        face.defaultWidth = round(face.defaultWidth)
        self._code_of = {chr(char): code for code, char in enumerate(self.table) if char}
        self._code_of[chr(_NBSP)] = 32
        widths = face.charWidths.get
        self._units = lru_cache(maxsize=20_000)(
            lambda text: sum(widths(ord(letter), face.defaultWidth) for letter in text)
        )

    def stringWidth(self, text: str | bytes, size: float, encoding: str = "utf8") -> float:
        """Return the width in points."""
        return 0.001 * size * self._units(text if isinstance(text, str) else text.decode(encoding))

    def splitString(self, text: str | bytes, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """Return the text as (subset, codes) pairs; nearly always one pair, in the standing subset."""
        self._state_in(doc)
        if isinstance(text, bytes):
            text = text.decode(encoding)
        try:
            return [(0, bytes(map(self._code_of.__getitem__, text)))]
        except KeyError:
            return list(super().splitString(text, doc, encoding))

    def addObjects(self, doc: Any) -> None:
        """Write the font into the file: the standing subset ready made, others (rarely any) by the library."""
        state = self._state_in(doc)
        if len(state.subsets) > 1:
            super().addObjects(doc)
            return
        state.frozen = 1
        internal = self.getSubsetInternalName(0, doc)[1:]
        doc.idToObject["BasicFonts"].dict[internal] = self._font_object(doc, internal)
        del self.state[doc]

    def _state_in(self, doc: Any) -> Any:
        state = self.state.get(doc)
        if state is None:
            state = self.state[doc] = TTFont.State(1, self)
            state.assignments = {char: code for code, char in enumerate(self.table) if char} | {0: 0}
            state.subsets = [list(self.table)]
            state.nextCode = len(self.table)
        return state

    def _font_object(self, doc: Any, internal: str) -> Any:
        made, name = self._made, self._made["name"]
        font = pdfdoc.PDFTrueTypeFont()
        font.Name, font.BaseFont, font.FirstChar, font.LastChar = internal, name, 0, len(self.table) - 1
        font.Widths = _Ready(made["widths"])
        font.ToUnicode = doc.Reference(_stream(made["unicode"]), f"toUnicodeCMap:{name}")
        face = self.face
        face_file = doc.Reference(_stream(made["file"], Length1=made["length"]), f"fontFile:{name}")
        font.FontDescriptor = doc.Reference(
            pdfdoc.PDFDictionary(
                {
                    "Type": "/FontDescriptor",
                    "Ascent": face.ascent,
                    "CapHeight": face.capHeight,
                    "Descent": face.descent,
                    "Flags": face.flags & ~32 | 4,  # symbolic: the codes are ours
                    "FontBBox": pdfdoc.PDFArray(face.bbox),
                    "FontName": pdfdoc.PDFName(name),
                    "ItalicAngle": face.italicAngle,
                    "StemV": face.stemV,
                    "FontFile2": face_file,
                    "MissingWidth": face.defaultWidth,
                }
            ),
            f"fontDescriptor:{name}",
        )
        doc.Reference(font, internal)
        return font

    @cached_property
    def _made(self) -> dict[str, Any]:
        """The standing subset as it stands in a PDF file, compressed."""
        name = f"AAAAAA+{self.face.name.decode('ascii')}"
        outlines = bytes(self.face.makeSubset(self.table))
        widths = " ".join(str(self.face.getCharWidth(char)) for char in self.table)
        return {
            "name": name,
            "file": zlib.compress(outlines, 9),
            "length": len(outlines),
            "unicode": zlib.compress(makeToUnicodeCMap(name, self.table).encode("ascii"), 9),
            "widths": f"[ {widths} ]".encode("ascii"),
        }


def _stream(packed: bytes, **entries: Any) -> Any:
    """Return compressed content as a stream of one document (the library marks every object with its document)."""
    return pdfdoc.PDFStream(
        pdfdoc.PDFDictionary({**entries, "Filter": pdfdoc.PDFName("FlateDecode")}), packed, filters=[]
    )


@cache
def register() -> None:
    """Register the four faces; reading the files costs more than a whole paper, so it happens once."""
    # ASCII85 doubles the time and adds a quarter to the size of every stream, for no reader of today.
    rl_config.useA85 = 0
    for name, file_name in _FILES.items():
        pdfmetrics.registerFont(PaperFont(name, FOLDER / file_name))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=ITALIC, boldItalic=BOLD_ITALIC)
