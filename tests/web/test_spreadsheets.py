"""Excel workbooks: text stays text, numbers and dates keep their type, nothing is cut off silently."""

import datetime as dt
import io
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from common.errors import Invalid
from licenses.services import licensees
from web.spreadsheets import MOST_ROWS, workbook_response


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of a file as rows of values."""
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def written(*rows: Any) -> list[tuple[Any, ...]]:
    response = workbook_response("list", [("Sổ", ["Tên", "Số", "Ngày"], rows)])
    return sheets(b"".join(response.streaming_content))["Sổ"]  # type: ignore[arg-type]


def test_letters_numbers_and_dates_keep_what_they_are() -> None:
    assert written(["Đại lý", 3, dt.date(2026, 11, 22)]) == [
        ("Tên", "Số", "Ngày"),
        ("Đại lý", 3, dt.datetime(2026, 11, 22)),
    ]


def test_a_formula_is_only_text_and_a_control_letter_is_left_out() -> None:
    response = workbook_response("list", [("", ["x"], [['=HYPERLINK("http://x")'], ["a\x00b"]])])
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))  # type: ignore[arg-type]
    cells = [row[0] for row in book.worksheets[0].iter_rows()][1:]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", '=HYPERLINK("http://x")'), ("s", "ab")]


def test_too_many_rows_are_refused_with_the_way_out() -> None:
    with pytest.raises(Invalid, match="CSV"):
        workbook_response("list", [("a", ["x"], [[1]] * MOST_ROWS), ("b", ["x"], [[1]])])


@pytest.mark.django_db
def test_a_list_is_downloaded_as_it_is_filtered(officer: User, as_user: Any) -> None:
    for name in ("Quán Một", "Quán Hai"):
        licensees.create(by=officer, on=dt.date(2026, 11, 22), name=name, kind="household")
    answer = as_user(officer).get(reverse("desk:licensees_csv"), {"q": "quan mot", "as": "xlsx"})
    assert answer["Content-Disposition"].endswith('.xlsx"')
    ((_title, rows),) = sheets(b"".join(answer.streaming_content)).items()
    assert "Quán Một" in str(rows)
    assert "Quán Hai" not in str(rows)
