"""Columns that came with a later release: an entry written before them says nothing about them."""

import datetime as dt
from functools import cached_property
from typing import Any

from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddField


class Growth:
    """When each table of this database got which column after it was made, as the applied migrations tell."""

    @cached_property
    def _added(self) -> dict[str, list[tuple[dt.datetime, str]]]:
        loader = MigrationLoader(connection)
        found: dict[str, list[tuple[dt.datetime, str]]] = {}
        applied: dict[Any, Any] = dict(loader.applied_migrations)
        for key, record in applied.items():
            migration = loader.disk_migrations.get(key)
            for step in migration.operations if migration else ():
                if isinstance(step, AddField):
                    found.setdefault(f"{key[0]}.{step.model_name_lower}", []).append((record.applied, step.name))
        return found

    def unknown_at(self, row: models.Model, at: dt.datetime) -> set[str]:
        """Return the columns that came after a moment and still hold in this row what they were made with.

        A column that somebody filled without an entry holds something else, so the row still differs from its entry.
        """
        names = {name for applied, name in self._added.get(row._meta.label_lower, ()) if applied > at}
        columns = {column.name: column for column in row._meta.concrete_fields}
        return {
            name
            for name in names & columns.keys()
            if columns[name].value_from_object(row) in (columns[name].get_default(), None, "")
        }
