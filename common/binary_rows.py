"""Reads rows with large binary columns; from PostgreSQL in binary, which Django's own cursor there does not speak."""

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection


def fetched(sql: str) -> list[Sequence[Any]]:
    """Return all rows of a query without parameters, byte columns as bytes.

    As text, PostgreSQL sends two hexadecimal digits a byte: of megabytes that is most of a query's time.
    """
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as raw:
        raw.execute(sql, binary=True, prepare=False)
        return list(raw.fetchall())
