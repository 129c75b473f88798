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
from django.db.models import CharField
from django.db.models.functions import Cast

from common.spelling import OTHER, cost, one_slip
from licenses.querysets.search import Reading, Term, fts_query, words

# More rows than this are not read and compared: what was typed (or is left of it) is too common for that. The index of
# SQLite is asked for somewhat more, as not all it finds is visible.
CANDIDATES, LOOKED_AT = 1_000, 2_500
# Rows that hold all the other words are compared when they are so few; of more, a second question leaves fewer.
FEW = 250
# A word that so many of so many rows have is common.
COMMON_AMONG, OLDEST = 400, 20_000
SHORTEST = 2
# A beginning that more words have is asked for as a beginning: PostgreSQL tests each row for each word.
ENDINGS = 30
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
    read = _reader(asked)
    found = {key: texts for key, *texts in _candidates(rows, asked)}
    ranked = sorted((*_likeness(asked, texts, read), key) for key, texts in found.items())
    best = [(ways, key) for distance, ways, key in ranked if distance < _NOT_FOUND]
    if not as_typed_too:
        best = [(ways, key) for ways, key in best if ways != asked]
    texts = [way for way in dict.fromkeys(" ".join(ways) for ways, _key in best[:limit]) if way != " ".join(asked)]
    return Closest([rows.model._meta.pk.to_python(key) for _ways, key in best[:limit]], texts)


def _candidates(rows: Any, asked: list[str]) -> list[tuple[Any, ...]]:
    """Return rows that may be meant, as (key as text, texts of words): those that match as typed are among them."""
    begun = _beginnings(asked, rows.db)
    sound = [_sound(word, begun[word], place == len(asked) - 1) for place, word in enumerate(asked)]
    may_slip = [
        place for place, word in enumerate(asked) if len(word) >= SHORTEST and word.isascii() and word.isalpha()
    ]
    unknown = [place for place in may_slip if not sound[place]]
    typed: list[Term] = [term or ((word, False),) for term, word in zip(sound, asked, strict=True)]
    slipped = [unknown] if unknown else [[place] for place in may_slip]
    # One or two other words leave many rows as a rule: the words one slip away are asked for at once
    if unknown and len(typed) - len(unknown) <= 2:
        return _by_slips(rows, asked, typed, slipped) or _by_others(rows, typed, slipped)
    found = _by_others(rows, typed, slipped)
    return found or _by_slips(rows, asked, typed, slipped, as_typed_too=not unknown)


def _by_others(rows: Any, typed: Reading, slipped: list[list[int]]) -> list[tuple[Any, ...]]:
    """Return the rows with all words but those of one group of places, any of the groups; none when they are many."""
    common = _common(rows, typed) if len(typed) > 3 else []
    readings = []
    for places in slipped:
        kept = [place for place in range(len(typed)) if place not in places]
        telling = [place for place in kept if place not in common]
        readings.append([typed[place] for place in (telling if len(telling) > 1 else kept)])
    found = _first(rows, readings, FEW) if readings and all(readings) else []
    return found if len(found) <= FEW else []


def _by_slips(
    rows: Any, asked: list[str], typed: Reading, slipped: list[list[int]], *, as_typed_too: bool = False
) -> list[tuple[Any, ...]]:
    """Return the rows with a word one slip away at each place of a group, and the other words; any of the groups."""
    readings = [typed] if as_typed_too else []
    for places in slipped:
        meant = [_meant(asked, place, rows.db) if place in places else typed[place] for place in range(len(asked))]
        readings += [meant] if all(meant) else []
    return _first(rows, readings, CANDIDATES) if readings else []


def _common(rows: Any, terms: Reading) -> list[int]:
    """Return the places of words that very many rows have, by the oldest rows; left out where two others are left.

    Rows are compared with all words anyway, and SQLite reads every entry of a word (PostgreSQL skips them).
    """
    table, found = rows.model._meta.db_table, []
    if connections[rows.db].vendor != "sqlite":
        return []
    hits = f"SELECT 1 FROM {table}_fts WHERE {table}_fts MATCH %s AND rowid <= {OLDEST} LIMIT {COMMON_AMONG}"
    with connections[rows.db].cursor() as cursor:
        for place, term in enumerate(terms):
            cursor.execute(f"SELECT count(*) FROM ({hits})", [fts_query([[term]])])
            found += [place] if cursor.fetchone()[0] == COMMON_AMONG else []
    return found


def _first(rows: Any, readings: Sequence[Reading], most: int) -> list[tuple[Any, ...]]:
    """Return the rows of some readings, one more than `most` when there are more."""
    found = rows.filter(rows.readings_q(readings, LOOKED_AT * most // CANDIDATES)).order_by()
    # A thousand keys made from text cost as much as finding them, and twenty are shown
    key = Cast("pk", CharField())
    return list(found.values_list(key, *rows.word_columns)[: most + 1])


def _sound(word: str, begun: list[str], last: bool) -> Term:
    """Return the words that a typed word may be the beginning of; none when the register has none.

    The words themselves are asked for, as PostgreSQL looks up a few words faster than one beginning.
    """
    if word in begun and not last:
        return ((word, True),)
    return ((word, False),) if len(begun) > ENDINGS else tuple((known, True) for known in begun)


def _meant(asked: list[str], place: int, alias: str) -> Term:
    """Return the words of the vocabulary one slip away, and for the last word the beginnings it may have been."""
    slips = one_slip(asked[place])
    known = _known(slips, alias)
    term = [(word, True) for word in sorted(known)]
    if place == len(asked) - 1:
        begun = _begun([slip for slip in slips if len(slip) > SHORTEST], alias)
        term += [(word, False) for word in sorted(begun - known)]
    return tuple(term)


# For a word of a row: the number of each typed word that it may be, how unlikely, and what that one was read as.
Ways = tuple[tuple[int, float, str], ...]


def _likeness(asked: list[str], texts: Sequence[str | None], read: Callable[[str], Ways]) -> tuple[float, list[str]]:
    """Return how far a row is from what was typed, and what each typed word was read as."""
    return min((_distance(asked, text.split(), read) for text in texts if text), default=(_NOT_FOUND, asked))


def _distance(asked: list[str], held: list[str], read: Callable[[str], Ways]) -> tuple[float, list[str]]:
    best: list[tuple[float, int, str]] = [(_NOT_FOUND, 0, "")] * len(asked)
    for place, word in enumerate(held):
        for number, slip, way in read(word):
            if slip < best[number][0]:
                best[number] = (slip, place, way)
    distance = sum(slip for slip, _place, _way in best)
    if distance >= _NOT_FOUND:
        return _NOT_FOUND, asked
    places = [place for _slip, place, _way in best]
    span = max(places) - min(places) + 1
    turned = sum(later < earlier for earlier, later in pairwise(places))
    distance += _AFTER * (len(held) - 1 - max(places)) + _BEFORE * min(places)
    distance += _BETWEEN * (span - len(set(places))) + _TURNED * turned
    return distance, [way for _slip, _place, way in best]


def _reader(asked: list[str]) -> Callable[[str], Ways]:
    """Return a function that compares a word with those typed once, however many rows hold it."""

    @cache
    def read(held: str) -> Ways:
        compared = ((number, *_read(typed, held, number == len(asked) - 1)) for number, typed in enumerate(asked))
        return tuple(way for way in compared if way[1] < _NOT_FOUND)

    return read


def _read(typed: str, held: str, half: bool) -> tuple[float, str]:
    """Return how unlikely it is that the word typed, maybe only half, was meant as the one held, and as what."""
    if held.startswith(typed):
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


def _beginnings(asked: list[str], alias: str) -> dict[str, list[str]]:
    """Return for each the words of the register that begin so, the word itself first, at most one more than ENDINGS."""
    sqlite = connections[alias].vendor == "sqlite"
    begins, order = (
        ("word >= %s AND word < %s || '{'", "word")
        if sqlite
        else ("word ~>=~ %s AND word ~<~ (%s || '{')", "word USING ~<~")
    )
    part = (
        f"SELECT * FROM (SELECT %s, word FROM licenses_word WHERE {begins} ORDER BY {order} LIMIT {ENDINGS + 1}) part"
    )
    found: dict[str, list[str]] = {word: [] for word in asked}
    with connections[alias].cursor() as cursor:
        values = [value for place, word in enumerate(asked) for value in (place, word, word)]
        cursor.execute(" UNION ALL ".join([part] * len(asked)), values)
        for place, word in cursor.fetchall():
            found[asked[place]].append(word)
    return found
