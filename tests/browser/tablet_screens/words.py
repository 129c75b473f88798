"""Reads the word files of the tablet: plain objects, one word a line."""

import json
import re
from pathlib import Path

TABLET = Path(__file__).resolve().parents[3] / "static" / "tablet"
WORDS = TABLET / "js" / "words"
LINE = re.compile(r'^  ("(?:[^"\\]|\\.)+"): ("(?:[^"\\]|\\.)*"),?$', re.MULTILINE)


def subjects(language: str) -> dict[str, dict[str, str]]:
    """Return the words of a language by key, those of each file under its name."""
    return {
        path.stem: {json.loads(key): json.loads(word) for key, word in LINE.findall(path.read_text(encoding="utf-8"))}
        for path in sorted((WORDS / language).glob("*.js"))
        if path.stem != "index"
    }


def spoken(language: str) -> dict[str, str]:
    """Return all words of a language, the labels of the closed lists among them."""
    return {key: word for words in subjects(language).values() for key, word in words.items()}
