"""The index over `search_text`, built and kept by the database itself, so that bulk writes cannot forget it."""

from typing import Any

from django.db.migrations.operations.base import Operation


class WordIndex(Operation):
    """Create the word index of one model (see licenses/querysets/search.py, which asks it)."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, app_label: str, model: str) -> None:
        self.app_label, self.model = app_label, model

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Indexes of this kind are no part of the model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create tables and triggers (SQLite) or the index (PostgreSQL), and index the rows already there."""
        table = to_state.apps.get_model(self.app_label, self.model)._meta.db_table
        build = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgresql
        for sql in build(table):
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop them."""
        table = from_state.apps.get_model(self.app_label, self.model)._meta.db_table
        if schema_editor.connection.vendor != "sqlite":
            schema_editor.execute(f"DROP INDEX IF EXISTS {table}_words", params=None)
            return
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS ww_words_{event}_{table}", params=None)
        for name in (f"{table}_vocabulary", f"{table}_fts", f"{table}_words"):
            schema_editor.execute(f"DROP TABLE IF EXISTS {name}", params=None)

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return f"Index the words of {self.app_label}.{self.model}"


def word_index(app_label: str, model: str) -> WordIndex:
    """Index the words of `search_text`; on SQLite repeat it when a later migration alters the table."""
    return WordIndex(app_label, model)


def _sqlite(table: str) -> list[str]:
    """FTS5 wants whole-number keys that never change, so `…_words` gives each UUID one; no text is kept twice."""
    words, fts = f"{table}_words", f"{table}_fts"
    number = f"(SELECT no FROM {words} WHERE ref = %s.id)"
    remove = f"INSERT INTO {fts}({fts}, rowid, search_text) VALUES ('delete', {number % 'OLD'}, OLD.search_text)"
    return [
        f"CREATE TABLE {words} (no INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE)",
        f"CREATE VIRTUAL TABLE {fts} USING fts5(search_text, content='', prefix='2 3 4', "
        "tokenize='unicode61 remove_diacritics 0', detail='none')",
        f"CREATE VIRTUAL TABLE {table}_vocabulary USING fts5vocab('{fts}', 'row')",
        f"INSERT INTO {words}(ref) SELECT id FROM {table}",
        f"INSERT INTO {fts}(rowid, search_text) SELECT w.no, t.search_text FROM {table} t JOIN {words} w ON w.ref = t.id",
        f"CREATE TRIGGER ww_words_insert_{table} AFTER INSERT ON {table} BEGIN "
        f"INSERT INTO {words}(ref) VALUES (NEW.id); "
        f"INSERT INTO {fts}(rowid, search_text) VALUES (last_insert_rowid(), NEW.search_text); END",
        f"CREATE TRIGGER ww_words_update_{table} AFTER UPDATE OF search_text ON {table} "
        f"WHEN NEW.search_text IS NOT OLD.search_text BEGIN {remove}; "
        f"INSERT INTO {fts}(rowid, search_text) VALUES ({number % 'NEW'}, NEW.search_text); END",
        f"CREATE TRIGGER ww_words_delete_{table} AFTER DELETE ON {table} BEGIN {remove}; "
        f"DELETE FROM {words} WHERE ref = OLD.id; END",
    ]


def _postgresql(table: str) -> list[str]:
    return [f"CREATE INDEX {table}_words ON {table} USING gin (to_tsvector('simple', search_text))"]
