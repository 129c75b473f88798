"""CSV files open correctly and run nothing."""

from web.exports import csv_response


def text_of(rows: list[list[object]]) -> str:
    return b"".join(csv_response("list", ["Tên"], rows).streaming_content).decode()  # type: ignore[arg-type]


def test_vietnamese_letters_are_marked_as_utf8() -> None:
    assert text_of([["Đại lý"]]) == "\ufeffTên\r\nĐại lý\r\n"


def test_a_formula_is_only_text() -> None:
    assert "'=HYPERLINK" in text_of([['=HYPERLINK("x")']])
    assert "'\n=1" in text_of([["\n=1"]])
    assert "' =1" in text_of([[" =1"]])


def test_numbers_and_gaps_stay_what_they_are() -> None:
    assert text_of([[-5, None, 1.5]]).endswith("-5,,1.5\r\n")
