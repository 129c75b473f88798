"""Lets SQLite derive from many new rows at once what its triggers derive row by row, several times as slow.

PostgreSQL needs none of this: its triggers run once per statement.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from licenses.migrations._spectrum import refresh
from licenses.migrations._vocabulary import learn_since
from licenses.models import AssignmentEmission, Establishment, FrequencyAssignment, License, Licensee, Station

SEARCHED = tuple(model._meta.db_table for model in (Licensee, Establishment, Station, License))
ASSIGNMENTS, EMISSIONS = FrequencyAssignment._meta.db_table, AssignmentEmission._meta.db_table
TABLES = (*SEARCHED, ASSIGNMENTS, EMISSIONS)


@contextmanager
def derived_at_once() -> Iterator[None]:
    """Index words, learn them and note the use of spectrum at the end, for all rows that were inserted inside.

    The triggers that do it are taken off and put back within the caller's transaction, so nobody else ever sees the
    tables without, and a transaction that fails brings them back.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        triggers = _triggers(cursor)
        last = {table: _last(cursor, table) for table in TABLES}
        for name in triggers:
            cursor.execute(f"DROP TRIGGER {name}")
        yield
        for table, before in last.items():
            if _last(cursor, table) > before:
                for statement in _statements(table, last):
                    cursor.execute(statement)
        for creation in triggers.values():
            cursor.execute(creation)


def _triggers(cursor: Any) -> dict[str, str]:
    names = [f"ww_{what}_insert_{table}" for what in ("words", "learn", "spectrum") for table in TABLES]
    marks = ", ".join(["%s"] * len(names))
    cursor.execute(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN ({marks})", names)
    return dict(cursor.fetchall())


def _last(cursor: Any, table: str) -> int:
    cursor.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}")
    return int(cursor.fetchone()[0])


def _statements(table: str, last: dict[str, int]) -> list[str]:
    """The statements that derive from the rows of a table above the last one what its triggers would have."""
    since = last[table]
    if table in SEARCHED:
        return [
            f"INSERT INTO {table}_words(ref) SELECT id FROM {table} WHERE rowid > {since} ORDER BY rowid",
            f"INSERT INTO {table}_fts(rowid, search_text) SELECT w.no, t.search_text FROM {table} t "
            f"JOIN {table}_words w ON w.ref = t.id WHERE t.rowid > {since} ORDER BY w.no",
            learn_since(table, since),
        ]
    if table == ASSIGNMENTS:
        # What is new has nothing yet that would have to be deleted first.
        return refresh("sqlite", f"a.rowid > {since}", f"SELECT id FROM {ASSIGNMENTS} WHERE rowid > {since}")[1:]
    # Emissions of new assignments are already counted; what is left are those that came to older assignments.
    older = (
        f"SELECT e.assignment_id FROM {EMISSIONS} e JOIN {ASSIGNMENTS} o ON o.id = e.assignment_id "
        f"WHERE e.rowid > {since} AND o.rowid <= {last[ASSIGNMENTS]}"
    )
    return refresh("sqlite", f"a.id IN ({older})", older)
