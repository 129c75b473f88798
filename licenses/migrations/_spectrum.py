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
    f"CASE WHEN {WIDTH} IS NULL OR {WIDTH} <= 50000 THEN 1 WHEN {WIDTH} <= 500000 THEN 2 "
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
        "1", "a.rx_hz", "s ON s.id = a.station_id", "s", f" AND a.rx_hz <> a.tx_hz AND NOT {LINK} AND a.rx_hz IS NOT NULL"
    ),
    _select("3", "coalesce((a.tx_hz + a.tx_upper_hz) / 2, a.tx_hz)", "r ON r.id = a.rx_station_id", "r"),
)


def rows(condition: str) -> str:
    """Return the query of the uses of assignments `a` (with license `l`) that fulfil a condition."""
    return " UNION ALL ".join(select.format(condition) for select in SELECTS)


def refresh(vendor: str, condition: str, keys: str) -> list[str]:
    """Return the statements that write the uses of some assignments anew: `keys` names them, `condition` finds them."""
    greater = "max" if vendor == "sqlite" else "greatest"
    values = ", ".join(f"coalesce({name}, 0)" for name in MAXIMA)
    sets = ", ".join(f"{name} = {greater}({EXTENT}.{name}, excluded.{name})" for name in MAXIMA)
    grows = " OR ".join(f"excluded.{name} > {EXTENT}.{name}" for name in MAXIMA)
    biggest = ", ".join(f"max({value})" for value in values.split(", coalesce")[:0] or [])
    del biggest
    grouped = ", ".join(f"max(coalesce({name}, 0))" for name in MAXIMA)
    return [
        f"DELETE FROM {USE} WHERE assignment_id IN ({keys})",
        f"INSERT INTO {USE} ({COLUMNS}) {rows(condition)}",
        f"INSERT INTO {EXTENT} ({EXTENT_COLUMNS}) SELECT width_class, centre_hz / 1000000, {grouped} FROM {USE} "
        f"WHERE assignment_id IN ({keys}) GROUP BY width_class, centre_hz / 1000000 "
        f"ON CONFLICT (width_class, megahertz) DO UPDATE SET {sets} WHERE {grows}",
    ]
