"""Rows whose words differ from what was typed by a slip, best first: the same on both engines.

Each typed word is looked up in the vocabulary (licenses.models.Word). A word that begins nothing there is misspelt and
read as the words one slip away; when every word is known, any one of them may be the slip that made another word. The
words read so go through the ordinary word index; what comes back is put in order by how unlikely the slips are.
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

# Fewer rows than this are put in order; when more come back the words were too common for an order to mean much.
CANDIDATES = 500
SHORTEST = 3
# What is added to a slip's own cost: for a word only begun, for words left over after, between and before those typed.
_BEGUN, _AFTER, _BETWEEN, _BEFORE, _TURNED = 0.3, 0.05, 0.1, 0.01, 0.1
_NOT_FOUND = 9.0


@dataclass
class Similar:
    """Rows in order of likeness (their keys), and what was read instead, as texts to search for."""

    keys: list[Any] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def similar(rows: Any, text: str, limit: int) -> Similar:
    """Return the rows of the queryset (a Searchable) that one slip a word away from `text`, at most `limit`."""
    asked = words(text)
    readings = _readings(asked, rows.db) if asked else []
    if not readings:
        return Similar()
    found = rows.filter(rows.readings_q(readings)).order_by()
    candidates = list(found.values_list("pk", *rows.word_columns)[: CANDIDATES + 1])
    read = _reader()
    ranked = sorted((*_likeness(asked, row[1:], read), str(row[0]), row[0]) for row in candidates)
    best = [(ways, key) for distance, ways, _text, key in ranked if distance < _NOT_FOUND][:limit]
    texts = [way for way in dict.fromkeys(" ".join(ways) for ways, _key in best) if way != " ".join(asked)]
    return Similar([key for _ways, key in best], texts)


Read = Callable[[str, str, bool], tuple[float, str]]


def _likeness(asked: list[str], texts: Sequence[str | None], read: Read) -> tuple[float, list[str]]:
    """Return how far a row is from what was typed, and what each typed word was read as."""
    return min((_distance(asked, text.split(), read) for text in texts if text), default=(_NOT_FOUND, asked))


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
            return (0.0 if typed == held else _BEGUN / 2), typed
        slip = cost(typed, held)
        if slip <= OTHER:
            return slip, held
        if half:
            begun = [held[:length] for length in range(len(typed) - 1, len(typed) + 2) if length < len(held)]
            slip, way = min(((cost(typed, part), part) for part in begun), default=(_NOT_FOUND, ""))
            if slip <= OTHER:
                return slip + _BEGUN, way
        return _NOT_FOUND, typed

    return read


def _readings(asked: list[str], alias: str) -> list[Reading]:
    """Return the ways to read what was typed: each a list of terms, one for each word."""
    slips = {word: one_slip(word) for word in asked if len(word) >= SHORTEST and word.isalpha() and word.isascii()}
    begun = _begun(slips, alias)
    unknown = [word for word in slips if word not in begun]
    known = _known({slip for word in (unknown or slips) for slip in slips[word]}, alias)
    last = asked[-1]
    terms: dict[str, Term] = {
        word: tuple((meant, True) for meant in sorted(slips[word] & known)) for word in (unknown or slips)
    }
    if last in terms:
        terms[last] = (*terms[last], *_half_written(last, slips[last], known, alias))
    typed = [((word, False),) for word in asked]
    if unknown:
        return [[terms.get(word, way) for word, way in zip(asked, typed, strict=True)]] if all(terms.values()) else []
    return [[*typed[:place], terms[word], *typed[place + 1 :]] for place, word in enumerate(asked) if terms.get(word)]


def _half_written(word: str, slips: set[str], known: set[str], alias: str) -> Term:
    """Return the beginnings the last word may have been meant to be; short ones would begin half the vocabulary."""
    if len(word) <= SHORTEST:
        return ()
    likely = {slip for slip in slips - known if len(slip) >= SHORTEST and slip[0] == word[0]}
    return tuple((slip, False) for slip in sorted(_begun(likely, alias)))


def _known(asked: set[str], alias: str) -> set[str]:
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
