"""Keeps the table of words in step with `search_text`, by trigger, so that bulk writes cannot forget it."""

from typing import Any

from django.db.migrations.operations.base import Operation

WORDS = "licenses_word"
# A number with one other digit is another number, not a slip: only words of letters are set right.
SHORTEST, LONGEST = 2, 60


class Vocabulary(Operation):
    """Let one model's `search_text` teach its words to the vocabulary."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, app_label: str, model: str) -> None:
        self.app_label, self.model = app_label, model

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers and learn the words already there."""
        table = to_state.apps.get_model(self.app_label, self.model)._meta.db_table
        vendor = schema_editor.connection.vendor
        for sql in [learn_all(vendor, table), *(_sqlite(table) if vendor == "sqlite" else _postgresql(table))]:
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers; the words go with their table."""
        table = from_state.apps.get_model(self.app_label, self.model)._meta.db_table
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS ww_learn_{event}_{table}{on_table}", params=None)

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return f"Learn the words of {self.app_label}.{self.model}"


def vocabulary(app_label: str, model: str) -> Vocabulary:
    """Learn the words of `search_text`; on SQLite repeat it when a later migration alters the table."""
    return Vocabulary(app_label, model)


def learn_all(vendor: str, table: str) -> str:
    """Return the statement that learns every word of a table, for tables filled past their triggers."""
    return _sqlite_learn(f"{table} t", "t.search_text") if vendor == "sqlite" else _postgresql_learn(table)


def learn_since(table: str, rowid: int) -> str:
    """Return SQLite's statement that learns the words of the rows above a row, for inserts of many rows at once."""
    return _sqlite_learn(f"(SELECT search_text FROM {table} WHERE rowid > {rowid}) t", "t.search_text")


def _sqlite_learn(rows: str, text: str) -> str:
    """`search_text` holds letters, digits and spaces only, so it turns into a JSON list by replacing the spaces."""
    source = f"{rows}, " if rows else ""
    return (
        f"INSERT INTO {WORDS} (word) SELECT DISTINCT j.value FROM {source}"
        f"""json_each('["' || replace(trim({text}), ' ', '","') || '"]') j """
        f"WHERE length(j.value) BETWEEN {SHORTEST} AND {LONGEST} AND j.value NOT GLOB '*[0-9]*' "
        "ON CONFLICT (word) DO NOTHING"
    )


def _sqlite(table: str) -> list[str]:
    learn = _sqlite_learn("", "NEW.search_text")
    return [
        f"CREATE TRIGGER ww_learn_insert_{table} AFTER INSERT ON {table} BEGIN {learn}; END",
        f"CREATE TRIGGER ww_learn_update_{table} AFTER UPDATE OF search_text ON {table} "
        f"WHEN NEW.search_text IS NOT OLD.search_text BEGIN {learn}; END",
    ]


def _postgresql_learn(rows: str) -> str:
    """Sorted, so that two writers with the same new words take them in the same order."""
    return (
        f"INSERT INTO {WORDS} (word) SELECT DISTINCT w FROM {rows} r, unnest(string_to_array(r.search_text, ' ')) w "
        f"WHERE length(w) BETWEEN {SHORTEST} AND {LONGEST} AND w !~ '[0-9]' ORDER BY w ON CONFLICT (word) DO NOTHING"
    )


def _postgresql(table: str) -> list[str]:
    """One statement, one lookup of new words, however many rows it wrote."""
    row = _postgresql_learn("(SELECT NEW.search_text AS search_text)")
    return [
        f"CREATE OR REPLACE FUNCTION ww_learn_rows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{_postgresql_learn('written')}; RETURN NULL; END $$",
        f"CREATE OR REPLACE FUNCTION ww_learn_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"{row}; RETURN NULL; END $$",
        f"CREATE TRIGGER ww_learn_insert_{table} AFTER INSERT ON {table} "
        "REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION ww_learn_rows()",
        f"CREATE TRIGGER ww_learn_update_{table} AFTER UPDATE OF search_text ON {table} FOR EACH ROW "
        "WHEN (NEW.search_text IS DISTINCT FROM OLD.search_text) EXECUTE FUNCTION ww_learn_row()",
    ]
