"""SQLite: lets the index of a list's order hold the words too, so that a search for common words reads nothing else."""

from typing import Any

from django.db.migrations.operations.base import Operation


class WordsInOrder(Operation):
    """Put `search_text` at the end of an index that the model declares; PostgreSQL neither needs it nor has the room."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, app_label: str, model: str, index: str) -> None:
        self.app_label, self.model, self.index = app_label, model, index

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The index keeps the name and the order it is declared with."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Build the index anew, with the words."""
        self._rebuild(schema_editor, to_state, "search_text")

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Build the index as it is declared."""
        self._rebuild(schema_editor, from_state)

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return f"Keep the words of {self.app_label}.{self.model} in {self.index}"

    def _rebuild(self, schema_editor: Any, state: Any, *more: str) -> None:
        if schema_editor.connection.vendor != "sqlite":
            return
        options = state.apps.get_model(self.app_label, self.model)._meta
        declared = next(index for index in options.indexes if index.name == self.index)
        columns = ", ".join([*(options.get_field(name).column for name in declared.fields), *more])
        schema_editor.execute(f"DROP INDEX {self.index}", params=None)
        schema_editor.execute(f"CREATE INDEX {self.index} ON {options.db_table} ({columns})", params=None)


def words_in_order(app_label: str, model: str, index: str) -> WordsInOrder:
    """Let the index hold the words; on SQLite repeat it when a later migration alters the table."""
    return WordsInOrder(app_label, model, index)
