"""Parts words that the source of the allocation table's footnotes ran together at line ends: "arecontained".

Only spaces are put in, and only by what the footnotes themselves show: a word seen hardly anywhere whose two parts
are both words of other footnotes. English words that happen to look so stay whole.
"""

import re
from collections import Counter
from collections.abc import Mapping

RARE, COMMON = 3, 5  # a joined word stands at most so often, each of its parts at least so often
OFTENER = 3  # or it stands oftener, and each of its parts so many times as often as the whole
# Short words beside which one sighting of the other part is enough.
JOINTS = frozenset(
    {"are", "is", "the", "of", "in", "to", "and", "for", "by", "with", "on", "from", "be", "shall", "may", "this", "at",
     "or", "that", "as", "not", "its"}
)  # fmt: skip
# Words of their own, and those that lost a hyphen instead of a space ("Earth-tospace"): a space would be no mend.
WHOLE = frozenset(
    {"because", "areas", "inland", "overall", "anywhere", "without", "within", "onboard", "cooperate", "radiobeacons",
     "radiocommunications", "radioastronomy", "nongeostationary", "tospace", "toearth", "spaceto", "earthto",
     "powerflux"}
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z]{5,}")
_CASE = re.compile(
    r"(kHz|MHz|GHz|dBW)([a-z]{2,})|([A-Z]{3,})([a-z]{4,})|([a-z]{2,})([A-Z][a-z]{2,}|[A-Z]{2,})", re.ASCII
)  # fmt: skip


def parted(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts with spaces between words run together; the vocabulary is that of all texts."""
    seen = Counter(word.lower() for text in texts.values() for word in re.findall(r"[A-Za-z]+", text))
    return {name: _WORD.sub(lambda found: _split(found[0], seen), text) for name, text in texts.items()}


def _split(word: str, seen: Counter[str]) -> str:
    if word.lower() in WHOLE:
        return word
    case = _CASE.fullmatch(word)
    if case and seen[word.lower()] <= RARE:
        return " ".join(part for part in case.groups() if part)
    place = _place(word.lower(), seen)
    return f"{word[:place]} {word[place:]}" if place else word


def _place(word: str, seen: Counter[str]) -> int:
    """Where the word parts; 0 when it is one."""
    places = range(2, len(word) - 1)
    best = max(places, key=lambda place: min(seen[word[:place]], seen[word[place:]]))
    parts = min(seen[word[:best]], seen[word[best:]])
    if parts >= COMMON and (seen[word] <= RARE or parts >= OFTENER * seen[word]):
        return best
    if seen[word] > RARE:
        return 0
    for place in places:
        first, second = word[:place], word[place:]
        if (first in JOINTS and len(second) >= 4 and seen[second]) or (
            second in JOINTS and len(first) >= 4 and seen[first]
        ):
            return place
    return 0
