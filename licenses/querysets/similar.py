"""Rows closest to what was typed, slips of the finger forgiven, best first: the same on both engines.

A word that begins nothing in the vocabulary (licenses.models.Word) is misspelt; when every word is known, any one may
be the slip that made another word of it. Rows that hold all the other words are few as a rule, so they are read and
compared with what was typed; only when they are many is the word index asked for the words one slip away as well.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Any

from django.db import connections

from common.spelling import OTHER, cost, one_slip
from licenses.querysets.search import Reading, Term, words

# More rows than this are not read and compared: what was typed (or is left of it) is too common for that. The index of
# SQLite is asked for somewhat more, as not all it finds is visible.
CANDIDATES, LOOKED_AT = 1_000, 2_500
SHORTEST = 2
# A beginning that more words have is asked for as a beginning.
ENDINGS = 300
# What is added to a slip's own cost: for the last word only begun and for another one, for words left over after,
# between and before those typed, for words in another order.
_BEGUN, _CUT, _AFTER, _BETWEEN, _BEFORE, _TURNED = 0.05, 0.5, 0.1, 0.2, 0.01, 0.2
_NOT_FOUND = 9.0


@dataclass
class Closest:
    """The keys of rows, closest first, and what was read instead of what was typed, as texts to search for."""

    keys: list[Any] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def closest(rows: Any, text: str, limit: int, *, as_typed_too: bool = True) -> Closest:
    """Return the rows of the queryset closest to `text`, at most `limit`; only misspelt ones if not `as_typed_too`."""
    asked = list(dict.fromkeys(words(text)))
    if not asked:
        return Closest()
    found = {row[0]: row for row in _candidates(rows, asked)}
    read = _reader()
    ranked = sorted((*_likeness(asked, row[1:], read), str(key), key) for key, row in found.items())
    best = [(ways, key) for distance, ways, _text, key in ranked if distance < _NOT_FOUND]
    if not as_typed_too:
        best = [(ways, key) for ways, key in best if ways != asked]
    texts = [way for way in dict.fromkeys(" ".join(ways) for ways, _key in best[:limit]) if way != " ".join(asked)]
    return Closest([key for _ways, key in best[:limit]], texts)


def _candidates(rows: Any, asked: list[str]) -> list[tuple[Any, ...]]:
    """Return rows that may be meant, as (key, texts of words): those that match as typed are among them."""
    whole = _known(asked, rows.db)
    sound = [_sound(word, word in whole and place < len(asked) - 1, rows.db) for place, word in enumerate(asked)]
    may_slip = [
        place for place, word in enumerate(asked) if len(word) >= SHORTEST and word.isascii() and word.isalpha()
    ]
    unknown = [place for place in may_slip if not sound[place]]
    typed: list[Term] = [term or ((word, False),) for term, word in zip(sound, asked, strict=True)]
    slipped = [unknown] if unknown else [[place] for place in may_slip]
    others = [[term for place, term in enumerate(typed) if place not in places] for places in slipped]
    found = _first(rows, others) if others and all(others) else []
    if found and len(found) <= CANDIDATES:
        return found
    readings = [] if unknown else [typed]
    for places in slipped:
        meant = [_meant(asked, place, rows.db) if place in places else typed[place] for place in range(len(asked))]
        readings += [meant] if all(meant) else []
    return [*found, *(_first(rows, readings) if readings else [])]


def _first(rows: Any, readings: Sequence[Reading]) -> list[tuple[Any, ...]]:
    found = rows.filter(rows.readings_q(readings, LOOKED_AT)).order_by().values_list("pk", *rows.word_columns)
    return list(found[: CANDIDATES + 1])


def _sound(word: str, whole: bool, alias: str) -> Term:
    """Return the words that a typed word may be the beginning of; none when the register has none.

    The words themselves are asked for, as PostgreSQL looks up a hundred words faster than one beginning.
    """
    if whole:
        return ((word, True),)
    found = _beginning(word, alias)
    return ((word, False),) if len(found) > ENDINGS else tuple((known, True) for known in found)


def _meant(asked: list[str], place: int, alias: str) -> Term:
    """Return the words of the vocabulary one slip away, and for the last word the beginnings it may have been."""
    slips = one_slip(asked[place])
    known = _known(slips, alias)
    term = [(word, True) for word in sorted(known)]
    if place == len(asked) - 1:
        begun = _begun([slip for slip in slips if len(slip) > SHORTEST], alias)
        term += [(word, False) for word in sorted(begun - known)]
    return tuple(term)


def _likeness(asked: list[str], texts: Sequence[str | None], read: "Read") -> tuple[float, list[str]]:
    """Return how far a row is from what was typed, and what each typed word was read as."""
    return min((_distance(asked, text.split(), read) for text in texts if text), default=(_NOT_FOUND, asked))


Read = Callable[[str, str, bool], tuple[float, str]]


def _distance(asked: list[str], held: list[str], read: Read) -> tuple[float, list[str]]:
    distance, places, ways = 0.0, [], []
    for number, word in enumerate(asked, start=1):
        last = number == len(asked)
        (slip, way), place = min((read(word, other, last), place) for place, other in enumerate(held))
        distance += slip
        places.append(place)
        ways.append(way)
    if distance >= _NOT_FOUND:
        return _NOT_FOUND, asked
    span = max(places) - min(places) + 1
    turned = sum(later < earlier for earlier, later in pairwise(places))
    distance += _AFTER * (len(held) - 1 - max(places)) + _BEFORE * min(places)
    return distance + _BETWEEN * (span - len(set(places))) + _TURNED * turned, ways


def _reader() -> Read:
    """Return a function that compares two words once, however many rows hold them."""

    @cache
    def read(typed: str, held: str, half: bool) -> tuple[float, str]:
        if typed == held or held.startswith(typed):
            return (0.0 if typed == held else _BEGUN if half else _CUT), typed
        slip = cost(typed, held)
        if slip <= OTHER:
            return slip, held
        if half:
            begun = [held[:length] for length in range(len(typed) - 1, len(typed) + 2) if length < len(held)]
            slip, way = min(((cost(typed, part), part) for part in begun), default=(_NOT_FOUND, ""))
            if slip <= OTHER:
                return slip + 2 * _BEGUN, way
        return _NOT_FOUND, typed

    return read


def _known(asked: Iterable[str], alias: str) -> set[str]:
    """Return those that are words of the register."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = "SELECT word FROM licenses_word WHERE word IN (SELECT value FROM json_each(%s))"
            cursor.execute(sql, [json.dumps(sorted(asked))])
        else:
            cursor.execute("SELECT word FROM licenses_word WHERE word = ANY(%s)", [sorted(asked)])
        return {row[0] for row in cursor.fetchall()}


def _begun(asked: Iterable[str], alias: str) -> set[str]:
    """Return those with which some word of the register begins; “{” is the sign after “z”."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = (
                "SELECT value FROM json_each(%s) WHERE EXISTS (SELECT 1 FROM licenses_word "
                "WHERE word >= value AND word < value || '{')"
            )
            cursor.execute(sql, [json.dumps(sorted(asked))])
        else:
            sql = (
                "SELECT p FROM unnest(%s::text[]) p WHERE EXISTS (SELECT 1 FROM licenses_word "
                "WHERE word ~>=~ p AND word ~<~ (p || '{'))"
            )
            cursor.execute(sql, [sorted(asked)])
        return {row[0] for row in cursor.fetchall()}


def _beginning(word: str, alias: str) -> list[str]:
    """Return the words of the register that begin so, at most one more than ENDINGS."""
    vendor = connections[alias].vendor
    test = "word >= %s AND word < %s || '{'" if vendor == "sqlite" else "word ~>=~ %s AND word ~<~ (%s || '{')"
    with connections[alias].cursor() as cursor:
        cursor.execute(f"SELECT word FROM licenses_word WHERE {test} LIMIT %s", [word, word, ENDINGS + 1])
        return [row[0] for row in cursor.fetchall()]
