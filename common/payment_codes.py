"""The short code by which a transfer names what it pays: WW, eight digits, two check digits.

Banks print memos in capitals, without diacritics, often without spaces and with words of their own around them. The
code is found in any of that: no Vietnamese word has a W, the rest are digits of a fixed number, and the check digits
(ISO/IEC 7064, MOD 97-10, the scheme of bank accounts' IBAN) tell a mistyped code from another one.
"""

import re
import secrets
from dataclasses import dataclass
from itertools import pairwise

PREFIX = "WW"
DIGITS = 8
LENGTH = len(PREFIX) + DIGITS + 2
# The letters as ISO/IEC 7064 counts them: A = 10 … Z = 35.
_PREFIX_DIGITS = "".join(str(ord(letter) - 55) for letter in PREFIX)
# Banks part long runs of letters by spaces, points or hyphens; nothing else may stand inside a code.
_GAP = r"[\s.\-_/]*"
_CODE = re.compile(_GAP.join([*PREFIX, *([r"(\d)"] * (DIGITS + 2))]), re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """What a memo names: codes whose check digits agree, in order and each once, and those whose do not."""

    codes: tuple[str, ...] = ()
    mistyped: tuple[str, ...] = ()


def make(number: int) -> str:
    """Return the code of a number of at most eight digits; ValueError otherwise."""
    if not 0 <= number < 10**DIGITS:
        raise ValueError(f"a payment code is made of at most {DIGITS} digits: {number}")
    body = f"{number:0{DIGITS}d}"
    return f"{PREFIX}{body}{98 - int(_PREFIX_DIGITS + body + '00') % 97:02d}"


def new() -> str:
    """Return the code of a random number; whoever keeps it sees to it that no two are the same."""
    return make(secrets.randbelow(10**DIGITS))


def is_code(text: str) -> bool:
    """Say whether the text is a code whose check digits agree."""
    body = text[len(PREFIX) :]
    if len(text) != LENGTH or not text.startswith(PREFIX) or not (body.isascii() and body.isdigit()):
        return False
    return int(_PREFIX_DIGITS + body) % 97 == 1


def find(memo: str) -> Found:
    """Return the codes in a bank's memo, whatever stands around or between their characters."""
    written = [PREFIX + "".join(match.groups()) for match in _CODE.finditer(memo)]
    right = dict.fromkeys(code for code in written if is_code(code))
    wrong = dict.fromkeys(code for code in written if not is_code(code))
    return Found(tuple(right), tuple(wrong))


def grouped(code: str) -> str:
    """Return the code as printed for the eye: WW 1234 5678 90."""
    parts = pairwise((0, len(PREFIX), len(PREFIX) + 4, LENGTH - 2, LENGTH))
    return " ".join(code[start:end] for start, end in parts)
