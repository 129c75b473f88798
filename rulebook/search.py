"""Finds rows by words: diacritics aside, and forgiving a typo when no row has the word as typed."""

import difflib
import re
from typing import Any

from common.text import fold
from rulebook.querysets import RuleQuerySet

WORD = re.compile(r"[^\s.,;:()/“”\"']+")
CLOSE = 0.75


def search(rows: RuleQuerySet[Any], text: str) -> RuleQuerySet[Any]:
    """Return the rows that hold every word; words no row knows are replaced by the closest one the rows do know.

    Small tables only (one list of the rulebook): mending a typo reads the words of all rows.
    """
    words = fold(text).split()
    found = _holding(rows, words)
    if not words or found.exists():
        return found
    known = {word for line in rows.values_list("search_text", flat=True) for word in WORD.findall(line)}
    mended = [_closest(word, known) for word in words]
    return _holding(rows, mended)


def _holding(rows: RuleQuerySet[Any], words: list[str]) -> RuleQuerySet[Any]:
    for word in words:
        rows = rows.filter(search_text__contains=word)
    return rows


def _closest(word: str, known: set[str]) -> str:
    if any(word in other for other in known):
        return word
    close = difflib.get_close_matches(word, known, n=1, cutoff=CLOSE)
    return close[0] if close else word
