"""The triggers that keep licenses_spectrumuse and licenses_spectrumextent, on SQLite and PostgreSQL."""

from typing import Any

from django.db.migrations.operations.base import Operation

USE, EXTENT = "licenses_spectrumuse", "licenses_spectrumextent"
A, S, L, E = "licenses_frequencyassignment", "licenses_station", "licenses_license", "licenses_assignmentemission"
ENDED = "('expired', 'revoked', 'cancelled', 'surrendered', 'superseded')"
COLUMNS = (
    "assignment_id, assignment_version, station_version, role, width_class, centre_hz, lat, lon, bandwidth_hz, "
    "power_w, power_reference, gain_dbi, loss_db, height_m, radius_km, marks, since, until"
)
EXTENT_COLUMNS = "width_class, megahertz, bandwidth_hz, power_w, gain_dbi, height_m, radius_km"
MAXIMA = ("bandwidth_hz", "power_w", "gain_dbi", "height_m", "radius_km")

WIDTH = (
    "coalesce(a.tx_upper_hz - a.tx_hz, a.bandwidth_hz, "
    f"(SELECT max(e.bandwidth_hz) FROM {E} e WHERE e.assignment_id = a.id))"
)
CLASS = (
    f"CASE WHEN {WIDTH} IS NULL OR {WIDTH} <= 25000 THEN 1 WHEN {WIDTH} <= 200000 THEN 2 "
    f"WHEN {WIDTH} <= 5000000 THEN 3 ELSE 4 END"
)
LINK = "(a.rx_station_id IS NOT NULL OR l.kind = 'fixed_link')"
POWER = "CASE a.power_reference WHEN 'transmitter' THEN 1 WHEN 'erp' THEN 2 WHEN 'eirp' THEN 3 ELSE 0 END"
MARKS = (
    f"(CASE WHEN EXISTS (SELECT 1 FROM {E} e WHERE e.assignment_id = a.id AND e.designator LIKE '25K0G7W%') "
    "THEN 1 ELSE 0 END)"
    " + (CASE l.status WHEN 'pending' THEN 2 WHEN 'suspended' THEN 4 ELSE 0 END)"
    f" + (CASE WHEN {LINK} AND a.rx_station_id IS NULL THEN 8 ELSE 0 END)"
)
EARLIEST = "CASE WHEN {0} IS NULL THEN {1} WHEN {1} IS NULL OR {0} < {1} THEN {0} ELSE {1} END"
LATEST = "CASE WHEN {0} IS NULL THEN {1} WHEN {1} IS NULL OR {0} > {1} THEN {0} ELSE {1} END"
UNTIL = EARLIEST.format("a.in_force_until", "l.valid_until")
SINCE = LATEST.format("a.in_force_from", "l.valid_from")
ALONG = f"FROM {A} a JOIN {L} l ON l.id = a.license_id JOIN {S} %s WHERE l.status NOT IN {ENDED} AND {{0}}"


def _select(role: str, centre: str, place: str, station: str, more: str = "") -> str:
    fields = (
        f"a.id, a.version, {station}.version, {role}, {CLASS}, {centre}, {station}.lat, {station}.lon, {WIDTH}, "
        f"a.power_w, {POWER}, {station}.antenna_gain_dbi, {station}.feeder_loss_db, {station}.antenna_height_m, "
        f"{station}.service_radius_km, {MARKS}, {SINCE}, {UNTIL}"
    )
    return f"SELECT {fields} {ALONG % place}{more}"


# What one assignment amounts to: its sender; its base receiver on the duplex mate; the far end of a link.
SELECTS = (
    _select(
        f"CASE WHEN {LINK} THEN 2 ELSE 0 END",
        "coalesce((a.tx_hz + a.tx_upper_hz) / 2, a.tx_hz)",
        "s ON s.id = a.station_id",
        "s",
    ),
    _select(
        "1",
        "a.rx_hz",
        "s ON s.id = a.station_id",
        "s",
        f" AND a.rx_hz <> a.tx_hz AND NOT {LINK} AND a.rx_hz IS NOT NULL",
    ),
    _select("3", "coalesce((a.tx_hz + a.tx_upper_hz) / 2, a.tx_hz)", "r ON r.id = a.rx_station_id", "r"),
)


def rows(condition: str) -> str:
    """Return the query of the uses of assignments `a` (with license `l`) that fulfil a condition."""
    return " UNION ALL ".join(select.format(condition) for select in SELECTS)


def refresh(vendor: str, condition: str, keys: str) -> list[str]:
    """Return the statements that write the uses of some assignments anew: `keys` names them, `condition` finds them."""
    return [
        f"DELETE FROM {USE} WHERE assignment_id IN ({keys})",
        f"INSERT INTO {USE} ({COLUMNS}) {rows(condition)}",
        extents(vendor, f"WHERE assignment_id IN ({keys})"),
    ]


def extents(vendor: str, where: str) -> str:
    """Return the statement that widens the extents to what these uses are."""
    greater = "max" if vendor == "sqlite" else "greatest"
    widest = ", ".join(f"max(coalesce({name}, 0))" for name in MAXIMA)
    sets = ", ".join(f"{name} = {greater}({EXTENT}.{name}, excluded.{name})" for name in MAXIMA)
    grows = " OR ".join(f"excluded.{name} > {EXTENT}.{name}" for name in MAXIMA)
    return (
        f"INSERT INTO {EXTENT} ({EXTENT_COLUMNS}) SELECT width_class, centre_hz / 1000000, {widest} FROM {USE} {where} "
        f"GROUP BY width_class, centre_hz / 1000000 ON CONFLICT (width_class, megahertz) DO UPDATE SET {sets} WHERE {grows}"
    )


def rebuild(vendor: str) -> list[str]:
    """Return the statements that write everything anew."""
    return [
        f"DELETE FROM {USE}",
        f"DELETE FROM {EXTENT}",
        f"INSERT INTO {USE} ({COLUMNS}) {rows('1 = 1')}",
        extents(vendor, "WHERE 1 = 1"),
    ]


# (table, event, columns that matter, which assignments are concerned by the changed row(s) `n`)
EVENTS = (
    (A, "insert", (), "a.id = n.id"),
    (A, "update", (), "a.id = n.id"),
    (E, "insert", (), "a.id = n.assignment_id"),
    (
        S,
        "update",
        ("version", "lat", "lon", "antenna_gain_dbi", "feeder_loss_db", "antenna_height_m", "service_radius_km"),
        "(a.station_id = n.id OR a.rx_station_id = n.id)",
    ),
    (L, "update", ("status", "kind", "valid_from", "valid_until"), "a.license_id = n.id"),
)


class Spectrum(Operation):
    """Create the triggers and write the uses of the assignments already there."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Create the triggers, then fill both tables."""
        vendor = schema_editor.connection.vendor
        for sql in (*triggers(vendor), *rebuild(vendor)):
            schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the triggers."""
        for table, event, _columns, _found in EVENTS:
            on_table = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS ww_spectrum_{event}_{table}{on_table}", params=None)

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return "Keep the uses of spectrum beside the assignments"


class RenewOnPostgresql(Operation):
    """Write the triggers anew on PostgreSQL, after what they do was changed here."""

    reversible = True
    reduces_to_sql = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Replace the triggers; SQLite's are as they should be."""
        if schema_editor.connection.vendor == "postgresql":
            for sql in triggers("postgresql"):
                schema_editor.execute(sql, params=None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Nothing: the triggers keep the same table either way."""

    def describe(self) -> str:
        """Say what it does, for `migrate`."""
        return "Renew the triggers that keep the uses of spectrum on PostgreSQL"


def triggers(vendor: str) -> list[str]:
    """Return the statements that create all triggers."""
    build = _sqlite if vendor == "sqlite" else _postgresql
    return [sql for event in EVENTS for sql in build(*event)]


def _sqlite(table: str, event: str, columns: tuple[str, ...], found: str) -> list[str]:
    """One row at a time. A new emission matters only for TETRA, or where it alone gives the bandwidth."""
    condition = found.replace("n.", "NEW.")
    keys = f"SELECT a.id FROM {A} a WHERE {condition}"
    of = f" OF {', '.join(columns)}" if columns else ""
    when = ""
    if table == E:
        known = f"SELECT bandwidth_hz FROM {A} WHERE id = NEW.assignment_id"
        when = f" WHEN NEW.designator LIKE '25K0G7W%' OR ({known}) IS NULL"
    body = "; ".join(refresh("sqlite", condition, keys))
    return [
        f"CREATE TRIGGER ww_spectrum_{event}_{table} AFTER {event.upper()}{of} ON {table} FOR EACH ROW{when} BEGIN {body}; END"
    ]


def _postgresql(table: str, event: str, columns: tuple[str, ...], found: str) -> list[str]:
    """All rows of a statement at once, so that COPY of many stays quick."""
    name = f"ww_spectrum_{event}_{table}"
    fresh = "SELECT n.* FROM fresh n"
    if columns:
        new, old = (", ".join(f"{letter}.{column}" for column in columns) for letter in "no")
        fresh += f" JOIN stale o ON o.id = n.id WHERE ({new}) IS DISTINCT FROM ({old})"
    if table == E:
        # A new emission matters only for TETRA, or where the emissions alone give the bandwidth.
        unknown = "b.bandwidth_hz IS NULL AND b.tx_upper_hz IS NULL"
        fresh += f" JOIN {A} b ON b.id = n.assignment_id WHERE n.designator LIKE '25K0G7W%' OR ({unknown})"
    condition = f"EXISTS (SELECT 1 FROM ({fresh}) n WHERE {found})"
    keys = f"SELECT a.id FROM {A} a JOIN ({fresh}) n ON {found}"
    if "OR" not in found:
        column = found.split(" = ")[0]
        condition = f"{column} IN (SELECT {found.split(' = ')[1]} FROM ({fresh}) n)"
    tables = "NEW TABLE AS fresh" + (" OLD TABLE AS stale" if event == "update" else "")
    # What is new has nothing yet that would have to be deleted first.
    body = "; ".join(refresh("postgresql", condition, keys)[1 if (table, event) == (A, "insert") else 0 :])
    if table == E:
        body = f"IF EXISTS (SELECT 1 FROM ({fresh}) n) THEN {body}; END IF"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body}; RETURN NULL; END $$",
        f"CREATE OR REPLACE TRIGGER {name} AFTER {event.upper()} ON {table} REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    ]
