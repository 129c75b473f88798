"""What a list shows, as a CSV file that spreadsheets open correctly."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from common.csv_lines import csv_lines, runs


def csv_response(name: str, header: Sequence[Any], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """Stream rows as a download called `name`.csv; no cell of it runs as a formula."""
    lines = csv_lines(header, ([safe_cell(cell) for cell in row] for row in rows))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def safe_cell(cell: Any) -> Any:
    """Return the cell so that no spreadsheet runs it as a formula; numbers stay numbers."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and runs(cell) else cell
