"""SQLite alters a table by building it anew, which loses its triggers and what was done to its indexes: they are kept."""

from typing import Any

from django.db.migrations.operations.base import Operation


class Kept:
    """What a table had besides its columns: noted by `before()`, put back by `after()`; both go into one migration."""

    def __init__(self, app_label: str, model: str) -> None:
        self.app_label, self.model = app_label, model
        self.statements: dict[str, tuple[str, str]] = {}

    def before(self) -> "Step":
        """Return the operation before those that alter the table."""
        return Step(self, notes=True)

    def after(self) -> "Step":
        """Return the operation after them."""
        return Step(self, notes=False)

    def note(self, schema_editor: Any, table: str) -> None:
        """Read the triggers and indexes of the table."""
        self.statements = _present(schema_editor, table)

    def put_back(self, schema_editor: Any, table: str) -> None:
        """Create what is missing or differs."""
        present = _present(schema_editor, table)
        for name, (kind, sql) in self.statements.items():
            if present.get(name) == (kind, sql):
                continue
            if name in present:
                schema_editor.execute(f"DROP {kind} {name}", params=None)
            schema_editor.execute(sql, params=None)


class Step(Operation):
    """One half of it; PostgreSQL alters in place and needs neither."""

    reversible = True
    reduces_to_sql = False

    def __init__(self, kept: Kept, *, notes: bool) -> None:
        self.kept, self.notes = kept, notes

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing of it is part of the model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Note or put back."""
        self._do(schema_editor, to_state, notes=self.notes)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The other way round."""
        self._do(schema_editor, to_state, notes=not self.notes)

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return f"{'Note' if self.notes else 'Put back'} the triggers of {self.kept.app_label}.{self.kept.model}"

    def _do(self, schema_editor: Any, state: Any, *, notes: bool) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return
        table = state.apps.get_model(self.kept.app_label, self.kept.model)._meta.db_table
        (self.kept.note if notes else self.kept.put_back)(schema_editor, table)


def _present(schema_editor: Any, table: str) -> dict[str, tuple[str, str]]:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, type, sql FROM sqlite_master WHERE tbl_name = %s AND type IN ('trigger', 'index') "
            "AND sql IS NOT NULL",
            [table],
        )
        return {name: (kind, sql) for name, kind, sql in cursor.fetchall()}
