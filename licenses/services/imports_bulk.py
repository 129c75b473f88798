"""Writes many rows at once, past the model layer: executemany on SQLite, COPY on PostgreSQL.

`bulk_create` builds an object and resolves every field of every row; that is most of its time. What is written here was
checked as a set before, constraints and triggers of the database hold all the same.
"""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL
from psycopg.types.json import Jsonb

from common.ids import uuid7

Adapter = Callable[[Any], Any]


def hex_keys() -> bool:
    """Whether this engine keeps UUIDs as 32 hex digits; asked once per import, because asking is not free."""
    return connection.vendor == "sqlite"


def stored_key(key: uuid.UUID, as_hex: bool) -> Any:
    """Return a UUID in the form in which the engine keeps it."""
    return key.hex if as_hex else key


def new_key(as_hex: bool) -> Any:
    """Return a new primary key in the form in which the engine keeps it."""
    return uuid7().hex if as_hex else uuid7()


def insert(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows given as values by column attribute name; columns a row does not name take their default.

    Raises IntegrityError like any insert. Must run inside a transaction.
    """
    fields: list[Any] = [field for field in model._meta.concrete_fields if not isinstance(field, models.BigAutoField)]
    empty = {field.attname: field.get_default() for field in fields}
    pick = itemgetter(*empty)
    adapters = [(place, adapter) for place, field in enumerate(fields) if (adapter := _adapter(field))]
    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)})"
    values = _adapted((pick({**empty, **row}) for row in rows), adapters)
    if connection.vendor == "postgresql":
        _copy(into, values)
        return
    with _words_indexed_at_once(model):
        _executemany(into, len(fields), values)


@contextmanager
def _words_indexed_at_once(model: type[models.Model]) -> Iterator[None]:
    """Let SQLite index the words of the rows inserted inside in one go; its trigger does so row by row, thrice as slow.

    The trigger is taken off and put back within the caller's transaction, so nobody else ever sees the table without.
    """
    table = model._meta.db_table
    trigger = f"ww_words_insert_{table}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [trigger])
        found = cursor.fetchone()
        if found is None:
            yield
            return
        cursor.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}")
        last = cursor.fetchone()[0]
        cursor.execute(f"DROP TRIGGER {trigger}")
        yield
        cursor.execute(f"INSERT INTO {table}_words(ref) SELECT id FROM {table} WHERE rowid > %s ORDER BY rowid", [last])
        cursor.execute(
            f"INSERT INTO {table}_fts(rowid, search_text) SELECT w.no, t.search_text FROM {table} t "
            f"JOIN {table}_words w ON w.ref = t.id WHERE t.rowid > %s ORDER BY w.no",
            [last],
        )
        cursor.execute(found[0])


def among(keys: Iterable[Any]) -> RawSQL:
    """Return the right side of `column__in=`: one parameter however many keys, so that no limit is met."""
    listed = [str(key) for key in keys]
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::text[])", [listed])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(listed)])


def update(model: type[models.Model], name: str, pairs: Iterable[tuple[Any, Any]]) -> None:
    """Set one column of many rows; pairs are (value, primary key in stored form)."""
    quote = connection.ops.quote_name
    meta: Any = model._meta
    column, key = quote(meta.get_field(name).column), quote(meta.pk.column)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {column} = %s WHERE {key} = %s", list(pairs))


def _adapted(rows: Iterable[tuple[Any, ...]], adapters: list[tuple[int, Adapter]]) -> Iterator[list[Any]]:
    for row in rows:
        values = list(row)
        for place, adapter in adapters:
            if values[place] is not None:
                values[place] = adapter(values[place])
        yield values


def _executemany(into: str, width: int, rows: Iterator[list[Any]]) -> None:
    marks = ", ".join("?" * width)
    # The driver's own cursor: Django's would convert the placeholders and log each batch.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.connection.executemany(f"INSERT INTO {into} VALUES ({marks})", rows)


def _copy(into: str, rows: Iterator[list[Any]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _adapter(field: models.Field[Any, Any]) -> Adapter | None:
    """How a value of this column is handed to the driver; None when as it is."""
    if connection.vendor == "postgresql":
        return Jsonb if isinstance(field, models.JSONField) else None
    if isinstance(field, models.DateTimeField):
        return lru_cache(8)(connection.ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return lru_cache(4_096)(dt.date.isoformat)
    if isinstance(field, models.TimeField):
        return str
    if isinstance(field, models.JSONField):
        return json.dumps
    return None
