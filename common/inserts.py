"""New rows by statements put together once for each model: the ORM writes its own anew every time."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

MOST = 200  # rows of one statement
# Values that go to the database as they are, whichever it is; all others are asked of their field.
DIRECT: dict[type[models.Field[Any, Any]], tuple[type, ...]] = {
    models.CharField: (str,),
    models.TextField: (str,),
    models.IntegerField: (int,),
    models.PositiveIntegerField: (int,),
    models.BigIntegerField: (int,),
    models.PositiveBigIntegerField: (int,),
    models.AutoField: (int,),
    models.BigAutoField: (int,),
    models.FloatField: (float,),
    models.BooleanField: (bool,),
}


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model in their order; keys that the database gives are set. Nothing else of `save` happens.

    What a list inserted at once costs is counted in bench/bench_ingest.py and bench/bench_journal.py.
    """
    if not rows:
        return
    model = type(rows[0])
    for start in range(0, len(rows), MOST):
        _insert(model, rows[start : start + MOST])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    fields = _writers(model, connection.vendor)
    given = len(fields) < len(model._meta.concrete_fields)  # the key is the database's
    values = [[write(field.pre_save(row, True)) for field, write in fields] for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _at_once(cursor, model, values)
            keys: Iterator[Any] = (row[0] for row in cursor.fetchall()) if given else iter(())
        elif given:
            keys = iter([_key_of(cursor, _statement(model, connection.vendor), one) for one in values])
        else:
            cursor.executemany(_statement(model, connection.vendor), values)
            keys = iter(())
    for row, key in zip(rows, keys, strict=False):
        row.pk = key


@cache
def _writers(model: type[models.Model], vendor: str) -> list[tuple[Any, Callable[[Any], Any]]]:
    """Return each column with what turns its value into the database's."""
    return [(field, _writer(field, vendor)) for field in _columns(model)]


def _writer(field: Any, vendor: str) -> Callable[[Any], Any]:
    kind = field.target_field if isinstance(field, models.ForeignKey) else field
    direct = next((types for of, types in DIRECT.items() if type(kind) is of), ())

    def write(value: Any) -> Any:
        if value is None or type(value) in direct:
            return value
        if type(value) is uuid.UUID and type(kind) is models.UUIDField:
            return value.hex if vendor == "sqlite" else value
        return field.get_db_prep_save(value, connection)

    return write


def _key_of(cursor: Any, statement: str, values: Sequence[Any]) -> Any:
    cursor.execute(statement, values)
    return cursor.lastrowid


def _at_once(cursor: Any, model: type[models.Model], values: Sequence[Sequence[Any]]) -> None:
    head, row, tail = _parts(model, connection.vendor)
    cursor.execute(f"{head}{', '.join([row] * len(values))}{tail}", [value for one in values for value in one])


def _statement(model: type[models.Model], vendor: str) -> str:
    return "".join(_parts(model, vendor))


@cache
def _columns(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField))


@cache
def _parts(model: type[models.Model], vendor: str) -> tuple[str, str, str]:
    """Return the statement before, of and after the values of one row."""
    quote = connection.ops.quote_name
    meta: Any = model._meta
    columns = [quote(field.column) for field in _columns(model)]
    row = f"({', '.join(['%s'] * len(columns))})"
    given = vendor == "postgresql" and len(columns) < len(meta.concrete_fields)
    tail = f" RETURNING {quote(meta.pk.column)}" if given else ""
    return f"INSERT INTO {quote(meta.db_table)} ({', '.join(columns)}) VALUES ", row, tail
