"""Migration operations that let the database itself refuse what no service may do, on SQLite and PostgreSQL.

SQLite loses a table's triggers when a later migration alters that table: such a migration repeats the operation here
(tests/architecture checks that every guarded table still has its triggers). All trigger names begin with `ww_`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.migrations.operations.base import Operation

from common.lifecycle import Lifecycle

Builder = Callable[[str, type[Any]], list[str]]


class Guard(Operation):
    """Create triggers on one model's table."""

    reversible = True
    reduces_to_sql = True
    renews = False

    def __init__(self, app_label: str, model: str, kind: str, builder: Builder) -> None:
        self.app_label, self.model, self.kind, self.builder = app_label, model, kind, builder

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers."""
        model = to_state.apps.get_model(self.app_label, self.model)
        if self.renews:
            self._drop(schema_editor, model._meta.db_table)
        for sql in self.builder(schema_editor.connection.vendor, model):
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        self._drop(schema_editor, from_state.apps.get_model(self.app_label, self.model)._meta.db_table)

    def _drop(self, schema_editor: Any, table: str) -> None:
        on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in ("insert", "update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS ww_{self.kind}_{event}_{table}{on_table}", params=None)

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return f"Guard {self.app_label}.{self.model}: {self.kind}"


def renewed(guard: Guard) -> Guard:
    """Return the guard as one that replaces its triggers, so that they cover a column added since."""
    guard.renews = True
    return guard


def _trigger(vendor: str, kind: str, event: str, table: str, condition: str, message: str) -> list[str]:
    """Return the statements of one trigger that refuses `event` when `condition` holds."""
    name = f"ww_{kind}_{event}_{table}"
    text = f"wavewarden: {message}"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW "
            f"BEGIN SELECT RAISE(ABORT, '{text}') WHERE {condition}; END"
        ]
    returned = "OLD" if event == "delete" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{text}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN {returned}; END $$",
        f"CREATE TRIGGER {name} BEFORE {event.upper()} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def status_guard(app_label: str, model: str, lifecycle: Lifecycle) -> Guard:
    """Refuse a status that no step record (object, version, from, to) explains, at birth and at every change."""
    initial = lifecycle.initial

    def build(vendor: str, model_class: type[Any]) -> list[str]:
        table = model_class._meta.db_table
        key = "NEW.id" if vendor == "sqlite" else "replace(NEW.id::text, '-', '')"
        step = (
            f"SELECT 1 FROM accounts_steprecord s WHERE s.object_type = '{model_class._meta.label_lower}' "
            f"AND s.object_id = {key} AND s.version = NEW.version AND s.target = NEW.status"
        )
        born = f"NEW.status <> '{initial}' AND NOT EXISTS ({step} AND s.source = '')"
        moved = (
            "NEW.status <> OLD.status AND NOT (NEW.version = OLD.version + 1 "
            f"AND EXISTS ({step} AND s.source = OLD.status))"
        )
        return _trigger(vendor, "status", "insert", table, born, f"{table} may not begin in this status") + _trigger(
            vendor, "status", "update", table, moved, f"status of {table} changes only by a recorded step"
        )

    return Guard(app_label, model, "status", build)


def append_only(app_label: str, model: str) -> Guard:
    """Refuse every change and every deletion of a row."""

    def build(vendor: str, model_class: type[Any]) -> list[str]:
        table = model_class._meta.db_table
        always = "1 = 1" if vendor == "sqlite" else "TRUE"
        return _trigger(vendor, "append", "update", table, always, f"{table} is append-only") + _trigger(
            vendor, "append", "delete", table, always, f"{table} is append-only"
        )

    return Guard(app_label, model, "append", build)


def emptied_once(app_label: str, model: str, *, by: str, emptied: Mapping[str, str]) -> Guard:
    """Refuse every deletion, and every change but one: the fields `emptied` take these texts, the field `by` is set."""

    def build(vendor: str, model_class: type[Any]) -> list[str]:
        table, meta = model_class._meta.db_table, model_class._meta
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        text = "" if vendor == "sqlite" else "::text"
        marker = meta.get_field(by).column
        kept = [field.column for field in meta.concrete_fields if field.name not in {by, *emptied}]
        wrong = [f'OLD."{marker}" IS NOT NULL', f'NEW."{marker}" IS NULL']
        wrong += [f'NEW."{column}" {differs} OLD."{column}"' for column in kept]
        wrong += [f"NEW.\"{meta.get_field(name).column}\"{text} <> '{value}'" for name, value in emptied.items()]
        always = "1 = 1" if vendor == "sqlite" else "TRUE"
        said = f"{table} is append-only; its values are erased by the journal alone"
        return _trigger(vendor, "erase", "update", table, " OR ".join(wrong), said) + _trigger(
            vendor, "erase", "delete", table, always, said
        )

    return Guard(app_label, model, "erase", build)


def never_deleted(app_label: str, model: str) -> Guard:
    """Refuse every deletion of a row."""

    def build(vendor: str, model_class: type[Any]) -> list[str]:
        table = model_class._meta.db_table
        always = "1 = 1" if vendor == "sqlite" else "TRUE"
        return _trigger(vendor, "keep", "delete", table, always, f"rows of {table} are never deleted")

    return Guard(app_label, model, "keep", build)


def frozen(app_label: str, model: str, except_fields: Iterable[str] = ()) -> Guard:
    """Refuse a deletion, and a change of any field but `except_fields`."""
    free = set(except_fields)

    def build(vendor: str, model_class: type[Any]) -> list[str]:
        table = model_class._meta.db_table
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        fields = [field for field in model_class._meta.concrete_fields if field.name not in free]
        changed = " OR ".join(f'NEW."{field.column}" {differs} OLD."{field.column}"' for field in fields)
        always = "1 = 1" if vendor == "sqlite" else "TRUE"
        return _trigger(vendor, "frozen", "update", table, changed, f"{table} is frozen once written") + _trigger(
            vendor, "frozen", "delete", table, always, f"{table} is frozen once written"
        )

    return Guard(app_label, model, "frozen", build)


def sealed(
    app_label: str,
    model: str,
    *,
    parent: tuple[str, str],
    states: Iterable[str],
    permits: str = "",
    counter: str = "version",
    free: Iterable[str] = (),
) -> Guard:
    """Refuse to add, change or delete rows of a record whose status is one of `states`.

    `parent` names that record's table and the column that points to it; ("", "") when the row is itself the record.
    A row of the table `permits` (target_type, target_id, version) that names this row and the value `counter` will
    have lets one change through. Columns of the fields `free` are not covered.
    """
    fixed = ", ".join(f"'{state}'" for state in states)
    untouched = set(free)

    def build(vendor: str, model_class: type[Any]) -> list[str]:
        table = model_class._meta.db_table
        differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
        key = "NEW.id" if vendor == "sqlite" else "replace(NEW.id::text, '-', '')"
        fields = [field for field in model_class._meta.concrete_fields if field.name not in untouched]
        changed = " OR ".join(f'NEW."{field.column}" {differs} OLD."{field.column}"' for field in fields)
        permitted = (
            f"EXISTS (SELECT 1 FROM {permits} t WHERE t.target_type = '{model_class._meta.label_lower}' "
            f'AND t.target_id = {key} AND t.version = NEW."{counter}")'
            if permits
            else "1 = 0"
        )

        def held(row: str) -> str:
            holder, column = parent
            if not holder:
                return f"{row}.status IN ({fixed})"
            return f'EXISTS (SELECT 1 FROM {holder} p WHERE p.id = {row}."{column}" AND p.status IN ({fixed}))'

        said = f"{table}: the record is sealed; it changes only by a reasoned amendment"
        # A record seals itself by the very change that sets its status, so its own row counts as it was.
        either = f"({held('OLD')} OR {held('NEW')})" if parent[0] else held("OLD")
        once = f'(NEW."{counter}" = OLD."{counter}" + 1 AND {permitted})' if permits else permitted
        update = f"{either} AND ({changed}) AND NOT {once}"
        made = _trigger(vendor, "sealed", "update", table, update, said)
        if parent[0]:
            made += _trigger(vendor, "sealed", "insert", table, f"{held('NEW')} AND NOT {permitted}", said)
            made += _trigger(vendor, "sealed", "delete", table, held("OLD"), said)
        return made

    return Guard(app_label, model, "sealed", build)


def only_while(app_label: str, model: str, *, parent: tuple[str, str], states: Iterable[str]) -> Guard:
    """Refuse to add a row unless the record it belongs to (table, column) is in one of `states`."""
    allowed = ", ".join(f"'{state}'" for state in states)

    def build(vendor: str, model_class: type[Any]) -> list[str]:
        table, (holder, column) = model_class._meta.db_table, parent
        outside = f'NOT EXISTS (SELECT 1 FROM {holder} p WHERE p.id = NEW."{column}" AND p.status IN ({allowed}))'
        return _trigger(vendor, "while", "insert", table, outside, f"{table}: not in this state of the record")

    return Guard(app_label, model, "while", build)
