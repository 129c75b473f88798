"""The register as a CSV file that the import reads, or as a workbook: whole, or what a list shows."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse

from accounts.roles import Action
from common.clock import today
from licenses.importers import cells
from licenses.importers.columns import HEADER
from licenses.importers.items import Record
from licenses.services import exports
from web.access import allow
from web.desk.register.filters import filtered
from web.spreadsheets import MOST_ROWS, Sheet, wants_workbook, workbook_response

RECORDS = {
    "licensees": Record.LICENSEE,
    "establishments": Record.ESTABLISHMENT,
    "stations": Record.STATION,
    "licenses": Record.LICENSE,
    "assignments": Record.ASSIGNMENT,
}


@allow(Action.REGISTER_EXPORT)
def register(request: HttpRequest) -> StreamingHttpResponse:
    """Download everything in the register that the person may see."""
    return _file("register", exports.register(request.user), request)


@allow(Action.REGISTER_EXPORT)
def listed(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """Download what the list at the same address shows, with the records those name."""
    _form, found = filtered(kind, request)
    return _file(kind, exports.with_parents(RECORDS[kind], found), request)


def _file(name: str, sets: dict[Record, Any], request: HttpRequest) -> StreamingHttpResponse:
    if wants_workbook(request):
        rows = exports.rows(sets, by=request.user)
        return workbook_response(f"{name}-{today():%Y%m%d}", _sheets(rows))
    lines = exports.lines(sets, by=request.user)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{today():%Y%m%d}.csv"'
    return response


def _sheets(rows: Iterator[list[str]]) -> list[Sheet]:
    """Return one sheet per kind of record, with the columns this kind uses and something stands in."""
    kinds: dict[str, list[list[str]]] = {}
    for row in islice(rows, MOST_ROWS + 1):  # one more than it may hold, so that the workbook refuses
        kinds.setdefault(row[0], []).append(row)
    sheets: list[Sheet] = []
    for kind, found in kinds.items():
        used = [place for place in range(1, len(HEADER)) if any(row[place] for row in found)]
        sheets.append(
            (kind, [HEADER[place] for place in used], [[cells.unescape(row[place]) for place in used] for row in found])
        )
    return sheets or [("", HEADER, [])]
