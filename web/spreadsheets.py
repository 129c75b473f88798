"""What a list shows, as CSV or as an Excel workbook: the page's own address with `?as=xlsx`."""

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from common.errors import Invalid
from web.exports import csv_response

# A workbook is built before its first byte goes out; above this the CSV file, which is streamed, is the right one.
MOST_ROWS = 10_000
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# (title, header, rows)
Sheet = tuple[str, Sequence[Any], Iterable[Sequence[Any]]]
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def wants_workbook(request: HttpRequest) -> bool:
    """Tell whether the address asks for Excel."""
    return request.GET.get("as") == "xlsx"


def table_response(
    request: HttpRequest, name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]
) -> StreamingHttpResponse:
    """Return rows as a download called `name`, in the form the address asks for."""
    if wants_workbook(request):
        return workbook_response(name, [("", header, rows)])
    return csv_response(name, header, rows)


def workbook_response(name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """Return sheets of (title, header, rows) as `name`.xlsx: no formula runs, numbers and dates keep their type.

    Raises Invalid above MOST_ROWS rows in all.
    """
    filled, left = [], MOST_ROWS
    for title, header, rows in sheets:
        found = list(islice(rows, max(left, 0) + 1))
        left -= len(found)
        filled.append((title, [str(cell) for cell in header], found))
    if left < 0:
        raise Invalid(
            _("An Excel file holds at most %(most)s rows here. Narrow the filters, or download the CSV file.")
            % {"most": f"{MOST_ROWS:,}".replace(",", ".")},
            code="too_many_rows",
        )
    book = Workbook(write_only=True)  # begun only now: a sheet that is never saved leaves its writer hanging
    for title, names, found in filled:
        _write(book.create_sheet(title or None), names, found)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=TYPE)


def _write(sheet: Any, header: list[str], rows: list[Sequence[Any]]) -> None:
    sheet.freeze_panes = "A2"
    for number, text in enumerate(header, 1):
        longest = max([len(text), *(len(str(row[number - 1])) for row in rows[:200] if len(row) >= number)])
        sheet.column_dimensions[get_column_letter(number)].width = min(60, longest + 2)
    heads = [_cell(sheet, text) for text in header]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, bool | int | float | Decimal | dt.date | dt.time):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", str(value)))
    cell.data_type = "s"  # openpyxl would take "=…" for a formula
    return cell
