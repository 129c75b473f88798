"""Identifier schemes of right-holders: tax code, household number, citizen number, foreign register number.

The schemes are data (licenses/data/<administration>/identifiers.toml); only the check-digit rules they name are code.
"""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from common.text import nfc

DATA = Path(__file__).resolve().parent.parent / "data" / "vn" / "identifiers.toml"
TAX_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SEPARATORS = re.compile(r"[\s.\-‐-―]+")


def vn_tax(digits: str) -> bool:
    """Say whether the tenth digit of a Vietnamese tax code is right: 10 minus the weighted sum modulo 11."""
    total = sum(weight * int(digit) for weight, digit in zip(TAX_WEIGHTS, digits, strict=False))
    return int(digits[9]) == 10 - total % 11


CHECKS: dict[str, Callable[[str], bool]] = {"": lambda _value: True, "vn_tax": vn_tax}


@dataclass(frozen=True)
class IdentifierScheme:
    """One scheme; `pattern` applies to the value without separators."""

    code: str
    kinds: tuple[str, ...]
    name_vi: str
    name_en: str
    pattern: str
    check: str
    personal: bool
    hint_vi: str
    hint_en: str

    def clean(self, value: str) -> str:
        """Return the value as it is kept: upper case, without spaces, dots and hyphens."""
        return _SEPARATORS.sub("", nfc(value)).upper()

    def has_form(self, value: str) -> bool:
        """Say whether a cleaned value has the right characters and length."""
        return re.fullmatch(self.pattern, value, re.ASCII) is not None

    def checks(self, value: str) -> bool:
        """Say whether the check digit of a well-formed value is right."""
        return CHECKS[self.check](value)


def _load() -> dict[str, IdentifierScheme]:
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["scheme"]
    return {row["code"]: IdentifierScheme(**{**row, "kinds": tuple(row["kinds"])}) for row in rows}


SCHEMES = _load()


def is_personal(code: str) -> bool:
    """Say whether identifiers of this scheme are personal data."""
    return code in SCHEMES and SCHEMES[code].personal


def shown(code: str, value: str) -> str:
    """Return the value as people write it (a 13-digit tax code with its hyphen)."""
    return f"{value[:10]}-{value[10:]}" if code == "tax_code" and len(value) == 13 else value
