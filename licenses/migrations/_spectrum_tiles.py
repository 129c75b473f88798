"""The triggers that empty a packed tile of spectrum as soon as one of its uses changes, on SQLite and PostgreSQL."""

from typing import Any

from django.db.migrations.operations.base import Operation

USE, TILE = "licenses_spectrumuse", "licenses_spectrumtile"
# Hertz of one tile in each class of widths: about as wide as the search of one channel of the class reaches.
BINS_HZ = {1: 250_000, 2: 2_000_000, 3: 20_000_000, 4: 1_000_000_000}
CELLS_PER_DEGREE, CELLS_AROUND = 2, 720
NOWHERE = -1  # the cell of uses without a position
LOCK = 2_026_112_302  # PostgreSQL: writers share it, who packs holds it alone


def keys(vendor: str, row: str) -> tuple[str, str, str]:
    """Return the SQL of class, bin and cell of a row of uses."""
    whole = "CAST({0} AS INTEGER)" if vendor == "sqlite" else "CAST(floor({0}) AS INTEGER)"
    bins = " ".join(f"WHEN {name} THEN {row}.centre_hz / {width}" for name, width in BINS_HZ.items())
    lat = whole.format(f"({row}.lat + 90) * {CELLS_PER_DEGREE}")
    lon = whole.format(f"({row}.lon + 180) * {CELLS_PER_DEGREE}")
    cell = f"CASE WHEN {row}.lat IS NULL OR {row}.lon IS NULL THEN {NOWHERE} ELSE {lat} * {CELLS_AROUND} + {lon} END"
    return f"{row}.width_class", f"CASE {row}.width_class {bins} END", cell


def register(vendor: str) -> str:
    """Return the statement that knows a tile, yet unpacked, for all uses there are."""
    listed = ", ".join(keys(vendor, "u"))
    return (
        f"INSERT INTO {TILE} (width_class, bin, cell) SELECT DISTINCT {listed} FROM {USE} u WHERE 1 = 1 "
        "ON CONFLICT (width_class, bin, cell) DO UPDATE SET packed = NULL"
    )


def triggers(vendor: str) -> list[str]:
    """Return the statements that create all triggers."""
    build = _sqlite if vendor == "sqlite" else _postgresql
    return [sql for event in ("insert", "update", "delete") for sql in build(event)]


def trigger_names() -> list[str]:
    """Return the triggers' names; all stand on the table of uses."""
    return [f"ww_spectrum_tile_{event}" for event in ("insert", "update", "delete")]


def _sqlite(event: str) -> list[str]:
    rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
    body = "; ".join(
        f"INSERT INTO {TILE} (width_class, bin, cell) VALUES ({', '.join(keys('sqlite', row))}) "
        "ON CONFLICT (width_class, bin, cell) DO UPDATE SET packed = NULL WHERE packed IS NOT NULL"
        for row in rows
    )
    return [f"CREATE TRIGGER ww_spectrum_tile_{event} AFTER {event.upper()} ON {USE} FOR EACH ROW BEGIN {body}; END"]


def _postgresql(event: str) -> list[str]:
    name = f"ww_spectrum_tile_{event}"
    tables = {"insert": ["fresh"], "update": ["stale", "fresh"], "delete": ["stale"]}[event]
    changed = " UNION ".join(f"SELECT {', '.join(keys('postgresql', 'u'))} FROM {table} u" for table in tables)
    body = (
        f"PERFORM pg_advisory_xact_lock_shared({LOCK}); "
        f"INSERT INTO {TILE} (width_class, bin, cell) SELECT k.a, k.b, k.c FROM ({changed}) k (a, b, c) "
        "ORDER BY 1, 2, 3 ON CONFLICT (width_class, bin, cell) DO NOTHING; "
        f"UPDATE {TILE} t SET packed = NULL FROM ({changed}) k (a, b, c) "
        "WHERE t.width_class = k.a AND t.bin = k.b AND t.cell = k.c AND t.packed IS NOT NULL"
    )
    named = {"fresh": "NEW TABLE AS fresh", "stale": "OLD TABLE AS stale"}
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$",
        f"CREATE OR REPLACE TRIGGER {name} AFTER {event.upper()} ON {USE} "
        f"REFERENCING {' '.join(named[table] for table in tables)} FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]


class Tiles(Operation):
    """Create the triggers and know a tile for every use already there."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers; on PostgreSQL keep the packed bytes as they are instead of compressing them."""
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {TILE} ALTER COLUMN packed SET STORAGE EXTERNAL", params=None)
        for sql in (*triggers(vendor), register(vendor)):
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        on_table = f" ON {USE}" if schema_editor.connection.vendor == "postgresql" else ""
        for name in trigger_names():
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}", params=None)

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return "Empty packed tiles of spectrum when their uses change"
