"""Word search without diacritics, the same on both engines: one folded column, an index the database keeps itself.

`search_text` holds folded words, each after a space. SQLite: one FTS5 table per model, kept by triggers (migration
0002). PostgreSQL: a GIN index over to_tsvector('simple', search_text). Every word asked for matches as a prefix.
"""

import re
from typing import Any, Self, TypeVar

from django.db import connections, models
from django.db.models import BooleanField, F, Func, Q

from common.text import fold

M = TypeVar("M", bound=models.Model)

# Above this many hits the index no longer selects anything: walking the sorted list and testing each row is faster.
COMMON = 10_000
_WORD = re.compile(r"[^\W_]+")


def words(*texts: str) -> list[str]:
    """Return the folded words of some texts: letters and digits only, so both engines cut them alike."""
    return [word for text in texts for word in _WORD.findall(fold(text))]


def search_text(*texts: str) -> str:
    """Return the value of the `search_text` column: each distinct word after a space."""
    return "".join(f" {word}" for word in dict.fromkeys(words(*texts)))


class Matches(Func):
    """The condition that the row's words begin with every word asked for, answered by the engine's own index."""

    output_field = BooleanField()

    def __init__(self, asked: list[str], key: str = "pk", text: str = "search_text") -> None:
        super().__init__(F(key), F(text))
        self.asked = asked

    def as_sqlite(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, Any]:
        """Look the key up in the FTS5 table of the column's model."""
        key, params = compiler.compile(self.source_expressions[0])
        column: Any = self.source_expressions[0]
        table = column.target.model._meta.db_table
        return (
            f"{key} IN (SELECT ref FROM {table}_words WHERE no IN "
            f"(SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s))",
            [*params, fts_query(self.asked)],
        )

    def as_postgresql(self, compiler: Any, connection: Any, **kwargs: Any) -> tuple[str, list[Any]]:
        """Ask the GIN index; the expression is exactly the one that is indexed."""
        column, params = compiler.compile(self.source_expressions[1])
        query = " & ".join(f"{word}:*" for word in self.asked)
        return f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)", [*params, query]


def fts_query(asked: list[str]) -> str:
    """Return the FTS5 query: every word as a prefix."""
    return " ".join(f'"{word}"*' for word in asked)


class Searchable(models.QuerySet[M]):
    """Rows with a `search_text` column."""

    def search(self, text: str) -> Self:
        """Those whose words begin with every word of `text`, diacritics aside and đ as d; all for an empty text."""
        asked = words(text)
        return self.filter(self.words_q(asked)) if asked else self

    def words_q(self, asked: list[str]) -> Q:
        """Return the condition behind `search`, for models that also search a related record."""
        if self._is_common(asked):
            condition = Q()
            for word in asked:
                condition &= Q(search_text__contains=f" {word}")
            return condition
        return Q(Matches(asked))

    def _is_common(self, asked: list[str]) -> bool:
        """Ask SQLite's index, at the cost of a few milliseconds, whether it would select too much to be of use."""
        connection = connections[self.db]
        if connection.vendor != "sqlite":
            return False
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s LIMIT %s)",
                [fts_query(asked), COMMON + 1],
            )
            return bool(cursor.fetchone()[0] > COMMON)
