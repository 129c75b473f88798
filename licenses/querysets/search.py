"""Word search without diacritics, the same on both engines: one folded column, an index the database keeps itself.

`search_text` holds folded words, each after a space. SQLite: one FTS5 table per model, kept by triggers (migration
0002). PostgreSQL: a GIN index over to_tsvector('simple', search_text). Every word asked for matches as a prefix.
"""

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, Self, TypeVar

from django.db import connections, models
from django.db.models import BooleanField, F, Func, Q

from common.text import fold

M = TypeVar("M", bound=models.Model)
# What one word may be read as: (word, True) as a whole, (word, False) as a beginning; a reading has a term per word.
Term = tuple[tuple[str, bool], ...]
Reading = Sequence[Term]

# SQLite: above this many hits it is faster to walk the index of the list's order, which holds the words as well
# (migration 0005), and test each row, until a page is full ...
COMMON = 2_000
# ... above this many also in an order whose index does not hold the words ...
VERY_COMMON = 10_000
# ... and above this many even to count, which stops at the cap of a list.
EVERYWHERE = 50_000
_WORD = re.compile(r"[^\W_]+")


def words(*texts: str) -> list[str]:
    """Return the folded words of some texts: letters and digits only, so both engines cut them alike."""
    return [word for text in texts for word in _words(text)]


@lru_cache(16_384)
def _words(text: str) -> tuple[str, ...]:
    """The folded words of one text; registers repeat their towns, sites and holders."""
    return tuple(_WORD.findall(fold(text)))


def search_text(*texts: str) -> str:
    """Return the value of the `search_text` column: each distinct word after a space."""
    found = dict.fromkeys(words(*texts))
    return " " + " ".join(found) if found else ""


class Matches(Func):
    """The condition that the row's words match a reading of what was asked, answered by the engine's own index."""

    output_field = BooleanField()

    def __init__(self, readings: Sequence[Reading], walked: str = "", most: int = 0) -> None:
        """`walked`: the column by whose index SQLite may walk instead. `most`: SQLite looks no further than so many."""
        super().__init__(F("pk"), F("search_text"))
        self.readings, self.walked, self.most = readings, walked, most
        # limit: what was found, None for more than that; shared by the copies that the ORM makes of one condition
        self._asked: dict[int, list[int] | None] = {}

    def as_sqlite(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, Any]:
        """Look the key up in the FTS5 table of the column's model, or test the words of rows that are walked anyway."""
        text, text_params = compiler.compile(self.source_expressions[1])
        column: Any = self.source_expressions[0]
        table = column.target.model._meta.db_table
        if self._to_walk(compiler.query, table, connection):
            asked = [word for term in self.readings[0] for word, _whole in term]
            tests = " AND ".join([f"{text} LIKE %s"] * len(asked))
            return f"({tests})", [*text_params * len(asked), *(f"% {word}%" for word in asked)]
        key, params = compiler.compile(self.source_expressions[0])
        if self._numbers is not None:
            words = f"SELECT ref FROM {table}_words WHERE no IN (SELECT value FROM json_each(%s))"
            return f"{key} IN ({words})", [*params, json.dumps(self._numbers)]
        return (
            f"{key} IN (SELECT ref FROM {table}_words WHERE no IN "
            f"(SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s LIMIT %s))",
            [*params, fts_query(self.readings), self.most or -1],
        )

    @property
    def _numbers(self) -> list[int] | None:
        """What the index found when it was asked how common the words are: few enough not to ask it again."""
        return next((numbers for numbers in self._asked.values() if numbers is not None), None)

    def _to_walk(self, query: Any, table: str, connection: Any) -> bool:
        if not self.walked or not self.more_than(COMMON, table, connection):
            return False
        first = str(query.order_by[0]).lstrip("-") if query.order_by else ""
        if first == self.walked:
            return True
        return self.more_than(VERY_COMMON if first else EVERYWHERE, table, connection)

    def more_than(self, limit: int, table: str, connection: Any) -> bool:
        """Ask the index, at the cost of a few milliseconds, whether it finds more."""
        if limit not in self._asked:
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s LIMIT %s",
                    [fts_query(self.readings), limit + 1],
                )
                found = [row[0] for row in cursor.fetchall()]
            self._asked[limit] = found if len(found) <= limit else None
        return self._asked[limit] is None

    def as_postgresql(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        """Ask the GIN index, for each reading by itself: it is three times faster at several than at one with “or”.

        The expression is exactly the one that is indexed.
        """
        column, params = compiler.compile(self.source_expressions[1])
        test = f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)"
        asked = [_expression([reading], " | ", " & ", _ts_word) for reading in self.readings]
        sql = " OR ".join([test] * len(asked))
        return f"({sql})", [value for query in asked for value in (*params, query)]


def as_typed(asked: Sequence[str]) -> Reading:
    """Return the reading in which every word was meant as it was typed, and may go on."""
    return [((word, False),) for word in asked]


def fts_query(readings: Sequence[Reading]) -> str:
    """Return the FTS5 query of some readings."""
    return _expression(readings, " OR ", " AND ", lambda word, whole: f'"{word}"' if whole else f'"{word}"*')


def _ts_word(word: str, whole: bool) -> str:
    return word if whole else f"{word}:*"


def _expression(readings: Sequence[Reading], either: str, both: str, write: Callable[[str, bool], str]) -> str:
    terms = [[either.join(write(*way) for way in term) for term in reading] for reading in readings]
    return either.join("(" + both.join(f"({term})" for term in reading) + ")" for reading in terms)


class Searchable(models.QuerySet[M]):
    """Rows with a `search_text` column."""

    # The keys to records whose words find the row as well, and with them the columns of all those words.
    found_through: tuple[str, ...] = ()
    # The column of the list's own order.
    walked_by = ""

    def search(self, text: str) -> Self:
        """Those whose words begin with every word of `text`, diacritics aside and đ as d; all for an empty text."""
        asked = words(text)
        return self.filter(self.words_q(asked)) if asked else self

    @property
    def word_columns(self) -> tuple[str, ...]:
        """The columns that hold the words a row is found by."""
        return ("search_text", *(f"{path}__search_text" for path in self.found_through))

    def words_q(self, asked: list[str]) -> Q:
        """Return the condition behind `search`."""
        condition = Q(Matches([as_typed(asked)], self.walked_by))
        for path in self.found_through:
            condition |= through_q(self.model, path, asked)
        return condition

    def readings_q(self, readings: Sequence[Reading], most: int = 0) -> Q:
        """Return the condition that one of the readings matches, for words set right."""
        condition = Q(Matches(readings, most=most))
        for path in self.found_through:
            condition |= related_q(self.model, path, lambda rows: rows.readings_q(readings, most))
        return condition

    def is_common(self, asked: list[str]) -> bool:
        """Say whether so many rows match that each is better tested where it is met (SQLite only)."""
        connection = connections[self.db]
        matches, table = Matches([as_typed(asked)]), self.model._meta.db_table
        return connection.vendor == "sqlite" and matches.more_than(VERY_COMMON, table, connection)


def through_q(model: type[models.Model], field: str, asked: list[str]) -> Q:
    """Return the condition that the record behind a key matches the words (and not what that one is found through)."""
    related: Any = model._meta.get_field(field).related_model
    rows = related._default_manager.all()
    if not rows.is_common(asked):
        return Q(**{f"{field}__in": rows.filter(Matches([as_typed(asked)])).values("pk")})
    return Q(*(Q(**{f"{field}__search_text__contains": f" {word}"}) for word in asked))


def related_q(model: type[models.Model], field: str, condition: Callable[[Any], Q]) -> Q:
    """Return the condition that the record behind a key meets one."""
    related: Any = model._meta.get_field(field).related_model
    rows = related._default_manager.all()
    return Q(**{f"{field}__in": rows.filter(condition(rows)).values("pk")})
