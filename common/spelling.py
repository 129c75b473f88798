"""Slips of the finger: what one wrong keystroke makes of a word, and how likely that slip is."""

from collections.abc import Iterator
from string import ascii_lowercase

# Neighbours on a keyboard, both ways; folded Vietnamese is typed with these letters alone.
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = frozenset("aeiouy")
SWAPPED, DOUBLED, NEAR, VOWEL, OTHER = 0.8, 0.8, 0.85, 0.9, 1.0


def one_slip(word: str) -> set[str]:
    """Return what the word becomes by one letter left out, put in, replaced, or swapped with the next.

    `word` is folded (see common.text.fold). For n letters about 53 n words come out, the word itself never.
    """
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {left + right[1:] for left, right in splits if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    found |= {left + letter + right[1:] for left, right in splits if right for letter in ascii_lowercase}
    found |= {left + letter + right for left, right in splits for letter in ascii_lowercase}
    return found - {word, ""}


def cost(typed: str, meant: str) -> float:
    """Return how unlikely it is that `typed` was meant as `meant`: 0 for the same, 0.8 to 1 for one slip, else 2.

    Swapped and doubled letters are the commonest slips, then a key beside the right one, then one vowel for another.
    """
    if typed == meant:
        return 0.0
    if abs(len(typed) - len(meant)) > 1:
        return 2.0
    start = _common(typed, meant)
    end = _common(typed[start:][::-1], meant[start:][::-1])
    extra, missing = typed[start : len(typed) - end], meant[start : len(meant) - end]
    if len(extra) + len(missing) == 1:
        letter = extra or missing
        around = meant[start - 1 : start] + meant[start : start + 1]
        return DOUBLED if (letter in around and extra) or (_repeats(meant, start) and missing) else OTHER
    if len(extra) == len(missing) == 1:
        if extra in _beside(missing):
            return NEAR
        return VOWEL if {extra, missing} <= _VOWELS else OTHER
    return SWAPPED if len(extra) == 2 and extra == missing[::-1] else 2.0


def _common(one: str, other: str) -> int:
    """Return how many letters two words begin with alike."""
    length = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        length += 1
    return length


def _repeats(word: str, place: int) -> bool:
    return word[place : place + 1] in (word[place - 1 : place] or "-", word[place + 1 : place + 2] or "-")


def _beside(letter: str) -> Iterator[str]:
    """Return the keys that touch a key."""
    for number, row in enumerate(_ROWS):
        column = row.find(letter)
        if column < 0:
            continue
        yield from row[max(0, column - 1) : column] + row[column + 1 : column + 2]
        if number:
            yield from _ROWS[number - 1][column : column + 2]
        if number < 2:
            yield from _ROWS[number + 1][max(0, column - 1) : column + 1]
