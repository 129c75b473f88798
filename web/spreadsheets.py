"""What a list shows, as CSV or as an Excel workbook: the page's own address with `?as=xlsx`."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _

from common.errors import Invalid
from common.workbook import TYPE, workbook
from web.exports import csv_response

# A workbook is built before its first byte goes out; above this the CSV file, which is streamed, is the right one.
MOST_ROWS = 10_000
# (title, header, rows)
Sheet = tuple[str, Sequence[Any], Iterable[Sequence[Any]]]


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
    """Return sheets of (title, header, rows) as `name`.xlsx; raises Invalid above MOST_ROWS rows in all."""
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
    return FileResponse(workbook(filled), as_attachment=True, filename=f"{name}.xlsx", content_type=TYPE)
