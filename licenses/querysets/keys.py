"""Conditions that a planner cannot misjudge: a list of keys as one value, and a column no index is to be used for."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, CharField, F, Func

Key = UUID | str  # as the database keeps it: 32 hexadecimal digits on SQLite


class KeyIn(Func):
    """The condition that a key is one of some UUIDs, passed as one value, so that the statement stays the same."""

    output_field = BooleanField()

    def __init__(self, path: str, keys: Iterable[Key], *, tested: bool = False) -> None:
        """`tested`: for rows that are met anyway, so that SQLite uses no index of the column."""
        super().__init__(F(path))
        self.keys, self.tested = list(keys), tested

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """Read them from a JSON list."""
        column, params = compiler.compile(self.source_expressions[0])
        keys = json.dumps([key if isinstance(key, str) else key.hex for key in self.keys])
        return f"{'+' if self.tested else ''}{column} IN (SELECT value FROM json_each(%s))", [*params, keys]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, list[Any]]:
        """Read them from an array."""
        column, params = compiler.compile(self.source_expressions[0])
        return f"{column} = ANY(%s)", [*params, self.keys]


class Kept(Func):
    """A key as the database keeps it: thousands that only go back into a question need not become UUIDs in between."""

    arity = 1
    template = "%(expressions)s"
    output_field = CharField()


class Tested(Func):
    """A column that SQLite tests where it meets the row, instead of walking an index of it in the wrong order."""

    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """A sign in front keeps the value and rules out the index."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """PostgreSQL reckons by its own figures."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)

    @property
    def output_field(self) -> Any:
        """The column's own type."""
        return self.source_expressions[0].output_field
