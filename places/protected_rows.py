"""Rows of a file of protected places: read from CSV or GeoJSON, and made into drafts or refused with reasons."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Invalid
from common.geo import DECIMALS, parse_position
from common.text import clean_name, fold
from places.checks import check_position, errors, warnings
from places.enums import PlaceKind
from places.models import AdminUnit
from places.unit_names import UnitFinder

MAX_ROWS = 50_000
FIELDS = ("key", "name", "kind", "lat", "lon", "address", "unit", "source", "checked_on", "valid_from", "valid_until")
# what people call the columns, folded; the English names above are always understood
_COLUMNS = {
    "ma": "key", "id": "key", "ten": "name", "ten truong": "name", "loai": "kind", "cap": "kind", "cap hoc": "kind",
    "vi do": "lat", "latitude": "lat", "y": "lat", "kinh do": "lon", "longitude": "lon", "lng": "lon", "x": "lon",
    "toa do": "position", "vi tri": "position", "dia chi": "address", "xa phuong": "unit", "xa": "unit",
    "phuong": "unit", "don vi hanh chinh": "unit", "nguon": "source", "ngay kiem tra": "checked_on",
    "ngay xac minh": "checked_on", "tu ngay": "valid_from", "den ngay": "valid_until",
}  # fmt: skip
_KINDS = {
    "tieu hoc": PlaceKind.PRIMARY, "truong tieu hoc": PlaceKind.PRIMARY, "primary": PlaceKind.PRIMARY,
    "thcs": PlaceKind.LOWER_SECONDARY, "trung hoc co so": PlaceKind.LOWER_SECONDARY,
    "truong thcs": PlaceKind.LOWER_SECONDARY, "truong trung hoc co so": PlaceKind.LOWER_SECONDARY,
    "lower secondary": PlaceKind.LOWER_SECONDARY, "thpt": PlaceKind.UPPER_SECONDARY,
    "trung hoc pho thong": PlaceKind.UPPER_SECONDARY, "truong thpt": PlaceKind.UPPER_SECONDARY,
    "truong trung hoc pho thong": PlaceKind.UPPER_SECONDARY, "upper secondary": PlaceKind.UPPER_SECONDARY,
    "lien cap": PlaceKind.MULTI_LEVEL, "pho thong nhieu cap hoc": PlaceKind.MULTI_LEVEL,
    "truong pho thong co nhieu cap hoc": PlaceKind.MULTI_LEVEL, "truong lien cap": PlaceKind.MULTI_LEVEL,
    "trung tam giao duc thuong xuyen": PlaceKind.CONTINUING_EDUCATION, "gdtx": PlaceKind.CONTINUING_EDUCATION,
    "pho thong dan toc noi tru": PlaceKind.ETHNIC_BOARDING, "dtnt": PlaceKind.ETHNIC_BOARDING,
    "pho thong dan toc ban tru": PlaceKind.ETHNIC_BOARDING, "khac": PlaceKind.OTHER,
}  # fmt: skip
_DATES = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


@dataclass(frozen=True)
class RawRow:
    """One row as it stood in the file; `number` is its line in a CSV, its place in a GeoJSON (from 1)."""

    number: int
    values: Mapping[str, str]


@dataclass
class Draft:
    """A row made into columns of ProtectedPlace."""

    number: int
    columns: dict[str, Any]
    warnings: list[str] = field(default_factory=list)


class Refused(Exception):
    """A row that cannot go in: `reasons` are (field, message)."""

    def __init__(self, reasons: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(message for _field, message in reasons))
        self.reasons = reasons


def read(data: bytes) -> list[RawRow]:
    """Return the rows of a CSV (comma, semicolon or tab) or GeoJSON file, told apart by content.

    Raises Invalid for a file that is neither; what is wrong with single rows is said by `draft`.
    """
    if data[:2] == b"PK":
        raise Invalid(_("This is a spreadsheet or an archive. Please save the table as CSV (UTF-8) first."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid(_("The file is not in UTF-8. Please save it again as CSV UTF-8.")) from None
    if "\0" in text or not text.strip():
        raise Invalid(_("The file is empty or is not a text file."))
    rows = list(_geojson(text) if text.lstrip()[0] in "{[" else _csv(text))
    if not rows:
        raise Invalid(_("The file has no rows."))
    if len(rows) > MAX_ROWS:
        raise Invalid(_("The file has more than %(most)s rows. Please split it.") % {"most": MAX_ROWS})
    return rows


def _csv(text: str) -> Iterator[RawRow]:
    head = text.splitlines()[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    columns = [_column(title) for title in next(reader)]
    missing = [name for name in ("name", "kind") if name not in columns]
    if "position" not in columns:
        missing += [name for name in ("lat", "lon") if name not in columns]
    if missing:
        raise Invalid(_("The first row must name the columns. Missing: %(columns)s") % {"columns": ", ".join(missing)})
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield RawRow(reader.line_num, dict(zip(columns, map(str.strip, cells), strict=False)))
    except csv.Error as error:
        raise Invalid(_("Row %(row)s cannot be read: %(why)s") % {"row": reader.line_num, "why": error}) from error


def _geojson(text: str) -> Iterator[RawRow]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise Invalid(_("The file begins like GeoJSON but is not valid JSON.")) from None
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise Invalid(_("The GeoJSON must be a FeatureCollection of points."))
    features = document.get("features")
    for number, feature in enumerate(features if isinstance(features, list) else [], start=1):
        feature = feature if isinstance(feature, dict) else {}
        properties = feature.get("properties")
        values = {
            _column(str(name)): "" if value is None else str(value).strip()
            for name, value in (properties if isinstance(properties, dict) else {}).items()
        }
        geometry = feature.get("geometry")
        pair = geometry.get("coordinates") if isinstance(geometry, dict) and geometry.get("type") == "Point" else None
        if isinstance(pair, list) and len(pair) >= 2:
            values |= {"lon": str(pair[0]), "lat": str(pair[1])}
        else:
            values |= {"lon": "", "lat": ""}
        if feature.get("id") is not None:
            values.setdefault("key", str(feature["id"]))
        yield RawRow(number, values)


def _column(title: str) -> str:
    folded = re.sub(r"[_/\s-]+", " ", fold(title)).strip()
    return _COLUMNS.get(folded, folded.replace(" ", "_"))


def draft(row: RawRow, *, source: str, units: UnitFinder) -> Draft:
    """Return the row as columns of ProtectedPlace; raise Refused with every reason at once."""
    reasons: list[tuple[str, str]] = []
    notes: list[str] = []
    name = clean_name(row.values.get("name", ""))
    if not name or len(name) > 200:
        reasons.append(("name", _("A name of 1 to 200 characters is needed.")))
    kind = _kind(row, reasons)
    unit = _unit(row, units, reasons, notes)
    lat, lon = _position(row, unit, reasons, notes)
    columns: dict[str, Any] = {
        "name": name,
        "kind": kind,
        "lat": lat,
        "lon": lon,
        "unit": unit,
        "address": clean_name(row.values.get("address", ""))[:250],
        "source": clean_name(row.values.get("source", "") or source)[:200],
        **{day: _day(row, day, reasons) for day in ("checked_on", "valid_from", "valid_until")},
    }
    if columns["valid_from"] and columns["valid_until"] and columns["valid_from"] > columns["valid_until"]:
        reasons.append(("valid_until", _("The last day lies before the first.")))
    if reasons:
        raise Refused(reasons)
    key = clean_name(row.values.get("key", ""))
    own = f"{fold(columns['source'])}#{key}" if key else f"{fold(name)}|{kind}|{lat:.{DECIMALS}f}|{lon:.{DECIMALS}f}"
    columns["source_key"] = own[:400]
    columns["search_text"] = fold(f"{name} {columns['address']}")[:460]
    return Draft(row.number, columns, notes)


def _kind(row: RawRow, reasons: list[tuple[str, str]]) -> str:
    given = row.values.get("kind", "")
    if given in PlaceKind.values:
        return given
    known = _KINDS.get(fold(given))
    if known is None:
        reasons.append(("kind", _("“%(given)s” is not a known kind. Known: %(known)s") % _kinds_known(given)))
        return ""
    return known.value


def _kinds_known(given: str) -> dict[str, str]:
    return {"given": given, "known": ", ".join(PlaceKind.values)}


def _position(
    row: RawRow, unit: AdminUnit | None, reasons: list[tuple[str, str]], notes: list[str]
) -> tuple[float, float]:
    try:
        if row.values.get("position") and not row.values.get("lat"):
            lat, lon = parse_position(row.values["position"])
        else:
            lat, lon = (round(float(row.values.get(axis, "").replace(",", ".")), DECIMALS) for axis in ("lat", "lon"))
        if not (-1000 < lat < 1000 and -1000 < lon < 1000):
            raise ValueError
    except (ValueError, Invalid):
        reasons.append(
            ("lat", _("Latitude and longitude in decimal degrees are needed, for example 12.2451 and 109.1943."))
        )
        return 0.0, 0.0
    found = check_position(lat, lon, unit=unit)
    reasons += [("lat", message) for message in errors(found)]
    notes += warnings(found)
    return lat, lon


def _unit(row: RawRow, units: UnitFinder, reasons: list[tuple[str, str]], notes: list[str]) -> AdminUnit | None:
    given = clean_name(row.values.get("unit", ""))
    if not given:
        return None
    try:
        answer = units.find(given, province=row.values.get("province", "") or row.values.get("tinh", ""))
    except Invalid as error:
        reasons.append(("unit", str(error.message)))
        return None
    if answer.note:
        notes.append(answer.note)
    return answer.unit


def _day(row: RawRow, name: str, reasons: list[tuple[str, str]]) -> dt.date | None:
    given = row.values.get(name, "")
    if not given:
        return None
    for form in _DATES:
        try:
            return dt.datetime.strptime(given, form).date()
        except ValueError:
            continue
    reasons.append((name, _("“%(given)s” is not a date. Write 2026-03-31 or 31/03/2026.") % {"given": given}))
    return None
