"""Names of Vietnamese administrative units and addresses as people write them: pure text, no database."""

import functools
import re
from dataclasses import dataclass

from common.text import clean_name, fold

# folded way of writing -> official type; the order of the longest first matters to the pattern below
TYPES = {
    "thanh pho": "Thành phố",
    "thi tran": "Thị trấn",
    "thi xa": "Thị xã",
    "dac khu": "Đặc khu",
    "phuong": "Phường",
    "huyen": "Huyện",
    "tinh": "Tỉnh",
    "quan": "Quận",
    "xa": "Xã",
}
SHORT = {
    "tp": "thanh pho",
    "tt": "thi tran",
    "tx": "thi xa",
    "p": "phuong",
    "x": "xa",
    "h": "huyen",
    "q": "quan",
    "t": "tinh",
}
COMMUNE_TYPES = frozenset({"phuong", "xa", "thi tran", "dac khu"})
DISTRICT_TYPES = frozenset({"quan", "huyen", "thi xa", "thanh pho"})
PROVINCE_TYPES = frozenset({"tinh", "thanh pho"})

_LONG = re.compile(rf"({'|'.join(TYPES)})\s+(.+)")
_ABBREVIATED = re.compile(rf"({'|'.join(SHORT)})(?:\.\s*|\s+)(.+)")
_GLUED_NUMBER = re.compile(r"([pq])\s*(\d+)")
# A part of an address may begin without a comma before it. Neither the xã of a thị xã nor the initials of a street's
# name (T., H., X.) begin one.
_MARKER = re.compile(
    r"(?<!thị)(?<!thi)\s+(?=(?:phường|xã|thị trấn|đặc khu|quận|huyện|thị xã|thành phố|tỉnh|phuong|thi tran|dac khu|"
    r"quan|huyen|thi xa|thanh pho|tinh)\s|(?:tp|tx|tt)\.?\s|(?:tp|tx|tt|p|q)\.\s*)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\d{5,6}")
_CODE = re.compile(r"\s*\((\d+)\)\s*$")


@dataclass(frozen=True)
class UnitName:
    """A unit's name taken apart: `type` is a folded type or empty, `bare` the folded name without it."""

    type: str
    bare: str

    @property
    def folded(self) -> str:
        """The whole name, folded."""
        return f"{self.type} {self.bare}".strip()


def split_name(text: str) -> UnitName:
    """Return type and bare name of `Phường Lộc Thọ`, `P. Loc Tho`, `P.6`, `TX Ninh Hòa`, `Lộc Thọ`."""
    folded = fold(text).strip(" .,;")
    if match := _LONG.fullmatch(folded):
        return UnitName(match[1], _bare(match[2]))
    if match := _GLUED_NUMBER.fullmatch(folded):
        return UnitName(SHORT[match[1]], _bare(match[2]))
    if match := _ABBREVIATED.fullmatch(folded):
        return UnitName(SHORT[match[1]], _bare(match[2]))
    return UnitName("", _bare(folded))


def _bare(name: str) -> str:
    """Numbers lose leading zeros (Phường 06), dashes their spaces (Phan Rang-Tháp Chàm, Phan Rang - Tháp Chàm)."""
    name = re.sub(r"\s*[-–]\s*", "-", name.strip(" ."))
    return name.lstrip("0") or name if name.isdigit() else name


@functools.lru_cache(4_096)
def official_name(text: str) -> str:
    """Return a source's name in one spelling: NFC, single spaces, the type written as the law does (`Thị xã`)."""
    name = clean_name(text)
    words = name.split(" ")
    for count in (2, 1):
        written = TYPES.get(fold(" ".join(words[:count])))
        if written and len(words) > count:
            return " ".join([written, *words[count:]])
    return name


@functools.lru_cache(4_096)
def name_and_code(text: str) -> tuple[str, str]:
    """Return `("Thành phố Nha Trang", "568")` of `Thành phố Nha Trang (568)`."""
    match = _CODE.search(text)
    return official_name(_CODE.sub("", text)), match[1] if match else ""


def address_parts(text: str) -> list[str]:
    """Cut an address into its parts, from the house to the province, without the country and postal codes.

    People write commas, semicolons, spaced dashes, or nothing but the words phường, xã, quận, huyện, TP.
    """
    parts = re.split(r"\s*[,;|]\s*", clean_name(text.replace("\n", ", ")))
    if len(parts) == 1:  # with commas present a dash belongs to a name: Phan Rang - Tháp Chàm
        parts = re.split(r"\s+[-–]\s+", parts[0])
    cut = [piece for part in parts for piece in _MARKER.split(part)]
    kept = [piece.strip(" .") for piece in cut if piece.strip(" .")]
    return [
        piece
        for piece in kept
        if fold(piece) not in {"viet nam", "vietnam", "vn"} and not re.fullmatch(r"\d{5,6}", piece)
    ]
