"""Reads the word files of the tablet: plain objects, one word a line."""

import json
import re
from pathlib import Path

TABLET = Path(__file__).resolve().parents[3] / "static" / "tablet"
WORDS = TABLET / "js" / "words"
LINE = re.compile(r'^  ("(?:[^"\\]|\\.)+"): ("(?:[^"\\]|\\.)*"),?$', re.MULTILINE)


def read(name: str) -> dict[str, str]:
    """Return the words of one file by key."""
    text = (WORDS / f"{name}.js").read_text(encoding="utf-8")
    return {json.loads(key): json.loads(word) for key, word in LINE.findall(text)}


def spoken(language: str) -> dict[str, str]:
    """Return all words of a language, the labels of the closed lists among them."""
    return read(f"{language}_labels") | read(language)
