"""Reads and writes emission designators: the necessary bandwidth and the class of a radio emission.

Grammar: Radio Regulations Appendix 1, as in 47 CFR 2.201 (symbols) and 2.202(b) (bandwidth).
"""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from radio import emission_symbols

UNITS = {"H": Decimal(1), "K": Decimal(10) ** 3, "M": Decimal(10) ** 6, "G": Decimal(10) ** 9}
SMALLEST_HZ, LARGEST_HZ = Decimal("0.001"), Decimal(999) * UNITS["G"]

BANDWIDTH = re.compile(r"(?:[1-9]\d\d[HKMG]|[1-9]\d[HKMG]\d|[1-9][HKMG]\d\d|H\d{3}(?<!H000))\Z", re.ASCII)

LOOSE = re.compile(r"(\d+(?:[.,]\d+)?)([HKMG])(\d*)([A-Z]\d[A-Z](?:[A-Z]{2})?)\Z", re.ASCII)
SEPARATORS = re.compile(r"[,;/|\n\r\t]+")


class DesignatorError(ValueError):
    """A text that is no emission designator; code says which part is wrong.

    Codes: empty, length, bandwidth, bandwidth_missing, carrier, signal, information, details, multiplexing.
    """

    def __init__(self, code: str, text: str, part: str = "") -> None:
        super().__init__(
            f"emission designator {text!r}: wrong {code.replace('_', ' ')}" + (f" {part!r}" if part else "")
        )
        self.code, self.text, self.part = code, text, part


@dataclass(frozen=True, slots=True)
class Emission:
    """One emission: necessary bandwidth in hertz (None for class-only designators) and its three or five symbols."""

    bandwidth_hz: Decimal | None
    carrier: str
    signal: str
    information: str
    details: str = ""
    multiplexing: str = ""

    @property
    def symbols(self) -> str:
        """The class of emission, three or five symbols, as in F3E."""
        return self.carrier + self.signal + self.information + self.details + self.multiplexing

    @property
    def designator(self) -> str:
        """The canonical text, as in 16K0F3E."""
        return ("" if self.bandwidth_hz is None else encode_bandwidth(self.bandwidth_hz)) + self.symbols

    def __str__(self) -> str:
        return self.designator

    def meanings(self, language: str = "en") -> list[tuple[str, str]]:
        """Pairs of symbol and meaning, in "vi" or "en", in the order written."""
        names = emission_symbols.in_language(language)
        return [(symbol, table[symbol]) for symbol, table in zip(self.symbols, names, strict=False)]


def normalise(text: str) -> str:
    """The text as it would be written properly: upper case, no spaces, no "--" for missing symbols, 0 for the letter O.

    O is read as zero only where a digit must stand (in the bandwidth and as the second symbol), so nothing is guessed.
    """
    compact = re.sub(r"\s+", "", text).upper().rstrip("-")
    class_length = 3 if len(compact) in (3, 7) else 5
    bandwidth, symbols = compact[:-class_length], compact[-class_length:]
    if len(compact) not in (3, 5, 7, 9):
        return compact
    if symbols[1] == "O":
        symbols = symbols[0] + "0" + symbols[2:]
    return bandwidth.replace("O", "0") + symbols


@lru_cache(maxsize=4096)
def parse_designator(text: str, *, strict: bool = False, bandwidth_required: bool = False) -> Emission:
    """Emission of a designator such as "16K0F3E", "500KF9W", "11K2F3EJN" or, without bandwidth, "N0N".

    Takes spaces, lower case, O for zero and trailing dashes unless strict. Raises DesignatorError (a ValueError).
    """
    compact = text if strict else normalise(text)
    if not compact:
        raise DesignatorError("empty", text)
    if len(compact) not in (3, 5, 7, 9):
        raise DesignatorError("length", text)
    class_length = 3 if len(compact) in (3, 7) else 5
    bandwidth, symbols = compact[:-class_length], compact[-class_length:]
    if bandwidth and not BANDWIDTH.match(bandwidth):
        raise DesignatorError("bandwidth", text, bandwidth)
    if bandwidth_required and not bandwidth:
        raise DesignatorError("bandwidth_missing", text)
    for part, symbol, table in zip(emission_symbols.PARTS, symbols, emission_symbols.TABLES, strict=False):
        if symbol not in table:
            raise DesignatorError(part, text, symbol)
    return Emission(decode_bandwidth(bandwidth) if bandwidth else None, *symbols)


def meant(text: str) -> str:
    """The designator probably meant by a text that is none: 16KF3E -> 16K0F3E, 12.5KF3E -> 12K5F3E; "" for no idea.

    Only the way the bandwidth is written is mended, and only where four characters hold it exactly.
    """
    found = LOOSE.match(re.sub(r"\s+", "", text).upper().rstrip("-"))
    if found is None:
        return ""
    whole, letter, fraction, symbols = found.groups()
    if fraction and not whole.isdigit():
        return ""
    hertz = Decimal(f"{whole}.{fraction or 0}" if whole.isdigit() else whole.replace(",", ".")) * UNITS[letter]
    try:
        written = encode_bandwidth(hertz)
        read = parse_designator(written + symbols)
    except ValueError:
        return ""
    return read.designator if read.bandwidth_hz == hertz else ""


def is_designator(text: str) -> bool:
    """Whether the text is a designator exactly as the Radio Regulations write it."""
    try:
        parse_designator(text, strict=True)
    except DesignatorError:
        return False
    return True


def decode_bandwidth(code: str) -> Decimal:
    """Hertz of a four-character bandwidth such as 12K5 or H100; DesignatorError if it is not one."""
    if not BANDWIDTH.match(code):
        raise DesignatorError("bandwidth", code, code)
    letter = next(character for character in code if character in UNITS)
    return Decimal(code.replace(letter, ".")) * UNITS[letter]


def encode_bandwidth(bandwidth_hz: Decimal | float | str) -> str:
    """Four characters for a bandwidth in hertz, rounded half up to three figures: 180500 -> 181K, 999600 -> 1M00.

    Raises ValueError outside 0.001 Hz to 999 GHz. (47 CFR 2.202(b); Python's round() would give 180K.)
    """
    hertz = Decimal(str(bandwidth_hz))
    if not hertz.is_finite() or not SMALLEST_HZ <= hertz <= LARGEST_HZ:
        raise ValueError(f"a necessary bandwidth lies between 0.001 Hz and 999 GHz, not {bandwidth_hz}")
    # Below 1 Hz three decimals are written, above it three significant figures.
    step = Decimal("0.001") if hertz < 1 else Decimal(1).scaleb(hertz.adjusted() - 2)
    hertz = (
        hertz.quantize(step, rounding=ROUND_HALF_UP)
        if step < 1
        else ((hertz / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step)
    )
    if hertz < 1:
        return "H" + str(int(hertz * 1000)).zfill(3)
    letter = max((unit for unit in UNITS if hertz >= UNITS[unit]), key=lambda unit: UNITS[unit])
    value = hertz / UNITS[letter]
    decimals = 2 - value.adjusted()
    whole, _, fraction = f"{value:.{decimals}f}".partition(".")
    return whole + letter + fraction


def carson_bandwidth_hz(highest_modulation_hz: float, deviation_hz: float, factor: float = 1.0) -> float:
    """Necessary bandwidth of frequency modulation, Bn = 2M + 2DK (47 CFR 2.202(g)): M 3 kHz, D 5 kHz -> 16 kHz."""
    return 2.0 * highest_modulation_hz + 2.0 * deviation_hz * factor


def parse_several(text: str) -> list[Emission]:
    """All emissions in a text such as "16K0F3E, 11K2F3E; 7K60FXE", each once; DesignatorError names a bad one.

    Commas, semicolons, slashes, bars and line ends part them, and so do spaces when the parts are designators.
    """
    found: list[Emission] = []
    for part in filter(None, (piece.strip() for piece in SEPARATORS.split(text))):
        try:
            found.append(parse_designator(part))
        except DesignatorError:
            words = part.split()
            if len(words) < 2:
                raise
            found.extend(parse_designator(word) for word in words)
    if not found:
        raise DesignatorError("empty", text)
    return list(dict.fromkeys(found))


def widest(designators: list[str]) -> Emission:
    """The emission with the largest bandwidth among several of one assignment; ValueError when the list is empty."""
    return max((parse_designator(text) for text in designators), key=lambda emission: emission.bandwidth_hz or 0)
