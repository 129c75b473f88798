"""Our own CSV format: one record per row, its kind in the column `record`, parents named by their keys."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from common.text import nfc
from licenses.enums import LicenseeKind
from licenses.importers import cells
from licenses.importers.columns import COLUMNS, EMISSIONS, HEADER, UNIT, Column
from licenses.importers.items import CellError, Item, Record, Row
from licenses.kinds.identifiers import SCHEMES

REQUIRED = ("record", "key")
POSITION_REFUSALS = frozenset({"swapped", "zero", "out_of_range"})
IGNORED = frozenset({"line", "reasons"})  # what the CSV of refused rows adds
DATES = {
    Record.ESTABLISHMENT: ("valid_from", "valid_until"),
    Record.STATION: ("valid_from", "valid_until"),
    Record.LICENSE: ("valid_from", "valid_until"),
    Record.ASSIGNMENT: ("in_force_from", "in_force_until"),
}

KINDS = {record.value: record for record in Record}

# Given a unit's code or name: (primary key of the unit, what it is called today or "" when nothing was converted).
UnitFinder = Callable[[str], tuple[Any, str]]
# Given lat and lon: codes of what is wrong or doubtful (swapped, zero, out_of_range; at_sea, outside_country, …).
PositionCheck = Callable[[float, float], tuple[str, ...]]


class Reader:
    """Turns rows into items; finding units and judging positions are asked of the floor above."""

    def __init__(self, header: list[str], find_unit: UnitFinder, check_position: PositionCheck) -> None:
        self.find_unit, self.check_position = find_unit, check_position
        self.width = len(header)
        place = {name: position for position, name in enumerate(header)}
        self.record_at, self.key_at = place["record"], place["key"]
        self.plan = {
            record: [(column, place[column.name]) for column in columns if column.name in place]
            for record, columns in COLUMNS.items()
        }
        self.needed = {
            record: [(column.name, place.get(column.name)) for column in columns if column.required]
            for record, columns in COLUMNS.items()
        }
        self.empty = {
            record: {column.field: column.empty for column in columns if column.parent is None}
            for record, columns in COLUMNS.items()
        }

    def kind(self, texts: list[str]) -> str:
        """The kind of record a row claims to be; empty when there is no such kind."""
        kind = texts[self.record_at].strip().lower() if len(texts) > self.record_at else ""
        return kind if kind in KINDS else ""

    def row(self, line: int, texts: list[str]) -> Row:
        """Read one row; whatever is wrong is in its problems."""
        row = Row(line, texts)
        if len(texts) != self.width:
            row.refuse("wrong_width", "", expected=self.width, found=len(texts))
            return row
        record = KINDS.get(self.kind(texts))
        if record is None:
            row.refuse("record_unknown", "record", value=texts[self.record_at], choices=", ".join(KINDS))
            return row
        key = cells.name(cells.unescape(texts[self.key_at]))
        if not key or len(key) > 120:
            code = "too_long" if key else "value_missing"
            row.refuse(code, "key", **({"length": len(key), "most": 120} if key else {}))
        row.item = item = Item(record, key, self.empty[record].copy())
        for name, position in self.needed[record]:
            if position is None or not texts[position].strip():
                row.refuse("value_missing", name)
        for column, position in self.plan[record]:
            if texts[position]:
                self._cell(row, item, column, texts[position])
        CHECKS[record](self, row, item)
        return row

    def _cell(self, row: Row, item: Item, column: Column, cell: str) -> None:
        """Put the value of a cell that is not empty in the item, or a problem on the row."""
        stripped = cell.strip()
        try:
            if not stripped:
                return
            if column.parent is not None:
                item.parents[column.field] = (column.parent, cells.name(cells.unescape(cell)))
            elif column.read is not None:
                item.values[column.field] = column.read(stripped)
            elif column is UNIT:
                self._unit(row, item, stripped)
            elif column is EMISSIONS:
                self._emissions(row, item, stripped)
            else:
                item.values[column.field] = self._text(row, column, cells.unescape(cell))
        except CellError as error:
            row.refuse(error.code, column.name, **error.params)

    def _text(self, row: Row, column: Column, cell: str) -> str:
        value = nfc(cell) if column.name == "conditions" else cells.name(cell)
        if value != cell:
            row.warn("name_cleaned", column.name, value=cell, kept=value)
        if len(value) > column.most:
            raise CellError("too_long", length=len(value), most=column.most)
        return value

    def _unit(self, row: Row, item: Item, cell: str) -> None:
        item.values["unit_id"], converted = self.find_unit(cells.name(cell))
        if converted:
            row.warn("unit_converted", "unit", value=cell, kept=converted)

    def _emissions(self, row: Row, item: Item, cell: str) -> None:
        item.emissions, rewritten = cells.emissions(cell)
        if rewritten:
            row.warn("emission_normalised", "emissions", value=" ".join(rewritten))

    def licensee(self, row: Row, item: Item) -> None:
        """Identifier by its scheme, e-mail address."""
        values = item.values
        code, value = values.get("identifier_scheme", ""), values.get("identifier", "")
        if value and values.get("kind"):
            scheme = SCHEMES.get(code)
            if scheme is None:
                row.refuse("not_choice", "identifier_scheme", value=code, choices=", ".join(SCHEMES))
            else:
                values["identifier"] = clean = scheme.clean(value)
                reason = _identifier_reason(scheme, clean, values["kind"])
                if reason:
                    row.refuse("identifier_" + reason, "identifier", value=value, scheme=code)
        if values.get("email"):
            try:
                validate_email(values["email"])
            except ValidationError:
                row.refuse("email_wrong", "email", value=values["email"])

    def establishment(self, row: Row, item: Item) -> None:
        """Position and dates."""
        item.values["games"] = list(item.values.get("games") or ())
        self._position(row, item)
        self._dates(row, item)

    def station(self, row: Row, item: Item) -> None:
        """Position and dates."""
        self._position(row, item)
        self._dates(row, item)

    def license(self, row: Row, item: Item) -> None:
        """Dates."""
        self._dates(row, item)

    def assignment(self, row: Row, item: Item) -> None:
        """Band, power and dates."""
        values = item.values
        del values["emissions"]
        lower, upper = values.get("tx_hz"), values.get("tx_upper_hz")
        if lower and upper and upper <= lower:
            row.refuse("band_reversed", "tx_upper_mhz", first=f"{lower / 1e6:g}", second=f"{upper / 1e6:g}")
        if values.get("power_w") is not None and not values.get("power_reference"):
            row.warn("power_reference_missing", "power_reference")
        if not item.emissions and not row.refused:
            row.warn("emission_missing", "emissions")
        self._dates(row, item)

    def _position(self, row: Row, item: Item) -> None:
        lat, lon = item.values.get("lat"), item.values.get("lon")
        if lat is None or lon is None:
            unread = any(problem.column in ("lat", "lon") for problem in row.problems)
            if (lat is None) != (lon is None) and not unread:
                row.refuse("position_incomplete", "lat" if lat is None else "lon")
            return
        item.values["lat"], item.values["lon"] = lat, lon = round(lat, 6), round(lon, 6)
        for code in self.check_position(lat, lon):
            if code in POSITION_REFUSALS:
                said = {"value": f"{lat:g}, {lon:g}", "suggestion": f"{lon:g}, {lat:g}"} if code == "swapped" else {}
                row.refuse(f"position_{code}", "lat", **said)
            else:
                row.warn(f"position_{code}", "lat")

    def _dates(self, row: Row, item: Item) -> None:
        first, last = (item.values.get(name) for name in DATES[item.record])
        if first and last and last < first:
            row.refuse("dates_reversed", "valid_until", first=first.isoformat(), second=last.isoformat())


CHECKS: dict[Record, Callable[[Reader, Row, Item], None]] = {
    Record.LICENSEE: Reader.licensee,
    Record.ESTABLISHMENT: Reader.establishment,
    Record.STATION: Reader.station,
    Record.LICENSE: Reader.license,
    Record.ASSIGNMENT: Reader.assignment,
}


def _identifier_reason(scheme: Any, value: str, kind: LicenseeKind) -> str:
    """Why an identifier is not valid: form, check digit or kind of holder; empty when it is."""
    if not scheme.has_form(value):
        return "form"
    if not scheme.checks(value):
        return "check_digit"
    return "" if kind in scheme.kinds else "kind"


def unknown_columns(header: list[str]) -> list[str]:
    """Columns the format does not know."""
    return [name for name in header if name not in HEADER and name not in IGNORED]
