"""Writes many rows at once, past the model layer: rows of values on SQLite, COPY on PostgreSQL.

`bulk_create` builds an object and resolves every field of every row; that is most of its time. What is written here was
checked as a set before, constraints and triggers of the database hold all the same. Keys are 32 hex digits: so SQLite
keeps UUIDs, and PostgreSQL reads them.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL

Adapter = Callable[[Any], Any]
# With one INSERT for many rows SQLite keeps its place in each index from row to row; beyond this it gains nothing.
ROWS_AT_ONCE = 250


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
    _insert_rows(into, len(fields), values)


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
    field, listed = meta.get_field(name), list(pairs)
    if not listed:
        return  # PostgreSQL's triggers of the statement would look for what changed among all rows
    table, column, key = quote(meta.db_table), quote(field.column), quote(meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # one statement, so that triggers run once
            kinds = field.db_type(connection), meta.pk.db_type(connection)
            arrays = [[value for value, _key in listed], [pk for _value, pk in listed]]
            cursor.execute(
                f"UPDATE {table} SET {column} = v.value FROM unnest(%s::{kinds[0]}[], %s::{kinds[1]}[]) v (value, key) "
                f"WHERE {key} = v.key",
                arrays,
            )
        else:
            cursor.executemany(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", listed)


def _adapted(rows: Iterable[tuple[Any, ...]], adapters: list[tuple[int, Adapter]]) -> Iterator[list[Any]]:
    for row in rows:
        values = list(row)
        for place, adapter in adapters:
            if values[place] is not None:
                values[place] = adapter(values[place])
        yield values


def _insert_rows(into: str, width: int, rows: Iterator[list[Any]]) -> None:
    # The driver's own cursor: Django's would convert the placeholders and log each batch.
    with connection.cursor() as cursor, connection.wrap_database_errors:
        driver = cursor.connection
        at_once = min(ROWS_AT_ONCE, driver.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // width)
        marks = f"({', '.join('?' * width)})"
        while part := list(islice(rows, at_once)):
            statement = f"INSERT INTO {into} VALUES {', '.join([marks] * len(part))}"
            driver.execute(statement, list(chain.from_iterable(part)))


def _copy(into: str, rows: Iterator[list[Any]]) -> None:
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _adapter(field: models.Field[Any, Any]) -> Adapter | None:
    """How a value of this column is handed to the driver; None when as it is."""
    if isinstance(field, models.DateTimeField):
        return lru_cache(8)(str if connection.vendor == "postgresql" else connection.ops.adapt_datetimefield_value)
    if isinstance(field, models.DateField):
        return lru_cache(4_096)(dt.date.isoformat)
    if isinstance(field, models.TimeField):
        return str
    if isinstance(field, models.JSONField):
        return json.dumps
    return None
