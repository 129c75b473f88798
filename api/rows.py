"""Rows that the database itself writes as JSON, by a statement compiled once for each shape of question.

Of a list answer's time most went to making objects of rows and text of objects. Here the database writes one JSON text
a row; Python joins them. The statement is built by the ORM from sample values and kept; asking it again only fills in
other values.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Func, QuerySet, TextField, Value


class JsonText(Func):
    """One row as the text of a JSON object: `JsonText(number="number", holder="holder__name")`."""

    output_field = TextField()

    def __init__(self, **fields: Any) -> None:
        parts: list[Any] = []
        for name, expression in fields.items():
            parts += [Value(name), expression]
        super().__init__(*parts)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """json_object keeps the order of the fields and writes dates as they are stored (ISO 8601)."""
        return self.as_sql(compiler, connection, function="json_object", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """json_build_object does the same; jsonb would put the fields in another order."""
        return self.as_sql(
            compiler,
            connection,
            function="json_build_object",
            template="%(function)s(%(expressions)s)::text",
            **context,
        )


class KeyText(Func):
    """A record's UUID as 32 hexadecimal digits on both engines."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """SQLite keeps it so."""
        return self.as_sql(compiler, connection, template="%(expressions)s", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Any]:
        """PostgreSQL writes it with dashes."""
        return self.as_sql(compiler, connection, template="replace((%(expressions)s)::text, '-', '')", **context)


class Prepared:
    """A queryset compiled once; `rows(values)` asks it with other values than its samples."""

    def __init__(self, build: Callable[[Mapping[str, Any]], QuerySet[Any]], samples: Mapping[str, Any]) -> None:
        """`samples` must differ from one another and from every constant of the question; keys are given as hex."""
        self.sql, parameters = build(samples).query.get_compiler(connection=connection).as_sql()
        names = {sample: name for name, sample in samples.items()}
        # a UUID reaches the driver as hexadecimal digits (SQLite) or as an object (PostgreSQL)
        self.parameters = [(names.get(getattr(value, "hex", value)), value) for value in parameters]
        if {name for name, _value in self.parameters if name} != set(samples):
            raise ValueError(f"a sample is missing among the parameters: {samples}")

    def rows(self, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Return the rows as the driver gives them."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [values[name] if name else value for name, value in self.parameters])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
