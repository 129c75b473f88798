"""Names as people type them: normal form, clean spacing, and the folded form that searches use."""

import datetime as dt
import re
import unicodedata
from typing import Any

from django.utils import formats, translation

_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")


def nfc(text: str) -> str:
    """Return the text in Unicode normal form C, so that one letter is one code point however it was typed."""
    return unicodedata.normalize("NFC", text)


def clean_name(text: str) -> str:
    """Return a name or address in NFC, without invisible characters, with single spaces and none at the ends."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", nfc(text))).strip()


def fold(text: str) -> str:
    """Return the form compared in searches: lower case, no diacritics, đ as d, single spaces.

    The database cannot do this: SQLite's unicode61 never folds đ and PostgreSQL's unaccent is not immutable. So one
    function writes one column for both engines.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    spread = unicodedata.normalize("NFD", clean_name(text).lower().replace("đ", "d"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter))


def pick(obj: Any, field: str) -> str:
    """Return `field_en` when English is active and present, else `field_vi` (or the bare field)."""
    if (translation.get_language() or "vi").startswith("en"):
        english = getattr(obj, f"{field}_en", "")
        if english:
            return str(english)
    return str(getattr(obj, f"{field}_vi", None) or getattr(obj, field, "") or "")


def day_text(day: dt.date) -> str:
    """Return a day as pages of the active language write it: 23/11/2026, 23 Nov 2026."""
    return formats.date_format(day, "SHORT_DATE_FORMAT")
