"""Writes the register in the CSV format that the import reads, row by row, so that its size does not matter.

Records stand under their key in the source, those entered by hand under their primary key, in the order of the keys: so
a register exported, imported into an empty one and exported again gives the same bytes.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Case, F, Func, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Collate, Concat, Substr

from accounts.access import can
from accounts.roles import Action
from common.csv_lines import csv_lines
from licenses.importers.cells import escape
from licenses.importers.columns import COLUMNS, HEADER, Column
from licenses.importers.items import Record
from licenses.kinds.identifiers import is_personal
from licenses.models import AssignmentEmission, Establishment, FrequencyAssignment, License, Licensee, Station

CHUNK = 2_000
MODELS: dict[Record, Any] = {
    Record.LICENSEE: Licensee,
    Record.ESTABLISHMENT: Establishment,
    Record.STATION: Station,
    Record.LICENSE: License,
    Record.ASSIGNMENT: FrequencyAssignment,
}
PERSONAL = ("representative", "representative_title", "phone", "email")
Sets = Mapping[Record, QuerySet[Any]]


def register(by: Any) -> dict[Record, QuerySet[Any]]:
    """Return everything in the register that the person may see."""
    sets = {record: model.objects.visible_to(by) for record, model in MODELS.items()}
    return {**sets, Record.LICENSEE: sets[Record.LICENSEE].current()}


def with_parents(record: Record, chosen: QuerySet[Any]) -> dict[Record, QuerySet[Any]]:
    """Return the chosen records with all that they name, so that the file can be imported into an empty register."""
    if record is Record.LICENSEE:
        return {record: chosen}
    if record in (Record.ESTABLISHMENT, Record.STATION):
        return {Record.LICENSEE: _named(Licensee, (chosen, "licensee")), record: chosen}
    if record is Record.LICENSE:
        licenses: Any = chosen
        assignments: Any = FrequencyAssignment.objects.filter(license__in=_keys(chosen, "pk"))
    else:
        licenses, assignments = _named(License, (chosen, "license")), chosen
    establishments = _named(Establishment, (licenses, "establishment"))
    stations = _named(Station, (assignments, "station"), (assignments, "rx_station"))
    holders = _named(Licensee, (licenses, "holder"), (stations, "licensee"), (establishments, "licensee"))
    return {
        Record.LICENSEE: holders,
        Record.ESTABLISHMENT: establishments,
        Record.STATION: stations,
        Record.LICENSE: licenses,
        Record.ASSIGNMENT: assignments,
    }


def lines(sets: Sets, *, by: Any) -> Iterator[str]:
    """Yield the file line by line."""
    return csv_lines(HEADER, rows(sets, by=by))


def rows(sets: Sets, *, by: Any) -> Iterator[list[str]]:
    """Yield the cells of each record under HEADER; what is personal stays empty for those who may not see it."""
    hidden = frozenset() if can(by, Action.PERSONAL_DATA_VIEW) else frozenset(PERSONAL)
    for record in Record:
        if record in sets:
            yield from _rows(record, sets[record], hidden)


def _rows(record: Record, chosen: QuerySet[Any], hidden: frozenset[str]) -> Iterator[list[str]]:
    columns = COLUMNS[record]
    place = {name: position for position, name in enumerate(HEADER)}
    keys = {column.name: key_of(f"{column.field}__") for column in columns if column.parent}
    fields = [column.field for column in columns if column.parent is None and column.name not in ("emissions", "unit")]
    units = {"unit_code": F("unit__code")} if any(column.name == "unit" for column in columns) else {}
    found = chosen.order_by().annotate(row_key=key_of(""), **keys, **units).order_by("row_key")
    values = found.values("pk", "row_key", *fields, *keys, *units).iterator(chunk_size=CHUNK)
    for chunk in _chunks(values):
        emissions = _emissions(chunk) if record is Record.ASSIGNMENT else {}
        for row in chunk:
            cells = [""] * len(HEADER)
            cells[0], cells[1] = record.value, escape(str(row["row_key"]))
            secret = hidden | _secret_identifier(row, hidden)
            for column in columns:
                if column.name not in secret:
                    cells[place[column.name]] = _cell(column, row, emissions)
            yield cells


def _cell(column: Column, row: Mapping[str, Any], emissions: Mapping[Any, str]) -> str:
    if column.name == "emissions":
        return emissions.get(row["pk"], "")
    if column.name == "unit":
        return row["unit_code"] or ""
    value = row[column.name if column.parent else column.field]
    if value is None or value == "":
        return ""
    if column.is_text or column.parent:
        return escape(str(value))
    return column.write(value)


def _secret_identifier(row: Mapping[str, Any], hidden: frozenset[str]) -> frozenset[str]:
    """A citizen's number is personal, a tax code is not."""
    personal = hidden and is_personal(row.get("identifier_scheme", ""))
    return frozenset({"identifier", "identifier_scheme"}) if personal else frozenset()


def _emissions(rows: Iterable[Mapping[str, Any]]) -> dict[Any, str]:
    found: dict[Any, str] = {}
    kept = AssignmentEmission.objects.filter(assignment_id__in=[row["pk"] for row in rows]).order_by("id")
    for pk, designator in kept.values_list("assignment_id", "designator"):
        found[pk] = f"{found[pk]} {designator}" if pk in found else designator
    return found


def key_of(prefix: str) -> Any:
    """Return the key of a record (or of the one behind a relation, prefix "holder__") as files write it."""
    return Case(
        When(**{f"{prefix}pk__isnull": True}, then=Value("")),
        When(**{f"{prefix}source_key": ""}, then=_dashed(f"{prefix}pk")),
        default=_bytewise(F(f"{prefix}source_key")),
        output_field=TextField(),
    )


def _dashed(field: str) -> Any:
    """A UUID as text with its hyphens; SQLite keeps it without."""
    if connection.vendor == "postgresql":
        return _bytewise(Cast(field, TextField()))
    digits = [Substr(field, start, length) for start, length in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))]
    parts: list[Any] = [digits[0]]
    for group in digits[1:]:
        parts += [Value("-"), group]
    return Concat(*parts, output_field=TextField())


def _bytewise(expression: Any) -> Func | Any:
    """Compare as bytes on PostgreSQL too, so that the order of a file does not depend on the server's language."""
    return Collate(expression, "C") if connection.vendor == "postgresql" else expression


def _named(model: Any, *relations: tuple[QuerySet[Any], str]) -> QuerySet[Any]:
    """The records that others name in a field."""
    chosen = model.objects.none()
    for number, (rows, field) in enumerate(relations):
        found = model.objects.filter(pk__in=_keys(rows, field))
        chosen = found if number == 0 else chosen | found
    return chosen


def _keys(rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    return rows.order_by().values(field)


def _chunks(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk
