"""Excel workbooks: text stays text (no formula runs), numbers and dates keep their type."""

import datetime as dt
import io
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# (title, header, rows)
Sheet = tuple[str, Sequence[str], Sequence[Sequence[Any]]]
WIDEST, MEASURED_ROWS = 60, 200
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def workbook(sheets: Sequence[Sheet]) -> io.BytesIO:
    """Return an .xlsx file with one sheet per (title, header, rows); an empty title takes the program's own."""
    book, file = Workbook(write_only=True), io.BytesIO()
    for title, header, rows in sheets:
        _write(book.create_sheet(title or None), header, rows)
    book.save(file)
    file.seek(0)
    return file


def _write(sheet: Any, header: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    sheet.freeze_panes = "A2"
    for number, text in enumerate(header, 1):
        longest = max([len(text), *(len(str(row[number - 1])) for row in rows[:MEASURED_ROWS] if len(row) >= number)])
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, longest + 2)
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
