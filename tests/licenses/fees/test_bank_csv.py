"""Statements of banks as they come: separators, encodings, numbers, dates, titles above and totals below."""

import datetime as dt

import pytest

from licenses.importers import bank_csv, bank_problems
from licenses.importers.items import CellError

TODAY = dt.date(2026, 11, 23)
HEAD = "Ngày giao dịch;Số tham chiếu;Nội dung;Số tiền ghi có;Số tiền ghi nợ\n"


def one(text: str, encoding: str = "utf-8") -> bank_csv.Credit:
    found = bank_csv.read(text.encode(encoding), TODAY)
    assert found.left_out == []
    (credit,) = found.credits
    return credit


def test_a_semicolon_file_with_bom_and_vietnamese_numbers_is_read():
    credit = one(HEAD + "20/11/2026;FT1;NOP PHI WW1;1.500.000;\n", "utf-8-sig")
    assert (credit.row, credit.booked_on, credit.amount_vnd) == (2, dt.date(2026, 11, 20), 1_500_000)
    assert (credit.memo, credit.bank_reference, credit.payer) == ("NOP PHI WW1", "FT1", "")


def test_a_comma_file_with_english_names_and_signed_amounts_is_read():
    text = 'Date,Description,Amount,Payer\n2026-11-20 09:15:00,"FEE, WW1","+1,500,000.00 VND",NGUYEN VAN A\n'
    credit = one(text)
    assert (credit.amount_vnd, credit.memo, credit.payer) == (1_500_000, "FEE, WW1", "NGUYEN VAN A")


def test_titles_above_and_totals_below_the_table_are_no_payments():
    text = (
        "SAO KÊ TÀI KHOẢN;;;;\nTừ ngày 01/11/2026;;;;\n\n" + HEAD + "20/11/2026;1;A;500.000;0\nTổng cộng;;;500.000;0\n"
    )
    found = bank_csv.read(text.encode(), TODAY)
    assert [(credit.row, credit.amount_vnd) for credit in found.credits] == [(5, 500_000)]
    assert [(row.row, row.code) for row in found.left_out] == [(6, "total")]


def test_a_file_in_utf_16_with_its_mark_is_read():
    assert one(HEAD + "20/11/2026;1;Phí;500000;\n", "utf-16").memo == "Phí"


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("1500000", 1_500_000),
        ("1.500.000", 1_500_000),
        ("1,500,000", 1_500_000),
        ("1 500 000", 1_500_000),
        ("1.500.000,00", 1_500_000),
        ("1500000.00", 1_500_000),
        ("1.500.000 đ", 1_500_000),
        ("+300.000VND", 300_000),
        ("-300.000", -300_000),
        ("(300.000)", -300_000),
        ("300", 300),
    ],
)
def test_amounts_are_read_as_banks_write_them(cell, amount):
    assert bank_csv.dong(cell) == amount


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.50.000", "not_amount"),
        ("1.500,000", "not_amount"),
        ("abc", "not_amount"),
        ("1.500.000,50", "not_whole_dong"),
        ("1.500.000.50", "not_amount"),
        ("9" * 15, "not_amount"),
        ("١٢٣", "not_amount"),
    ],
)
def test_an_amount_that_could_mean_anything_is_refused(cell, code):
    with pytest.raises(CellError) as refused:
        bank_csv.dong(cell)
    assert refused.value.code == code


@pytest.mark.parametrize("day", ["20/11/2026", "20-11-2026", "20.11.2026", "2026-11-20", "20/11/2026 14:05:09"])
def test_days_are_read_as_banks_write_them(day):
    assert one(f"{HEAD}{day};1;A;1.000;\n").booked_on == dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("31/02/2026;1;A;500.000;", "not_date"),
        ("11/23/2026;1;A;500.000;", "not_date"),
        ("24/11/2026;1;A;500.000;", "future"),
        (";1;A;500.000;", "date_missing"),
        ("20/11/2026;1;A;năm trăm;", "not_amount"),
        ("20/11/2026;1;A;;", "amount_missing"),
        ("20/11/2026;1;A;0;", "zero"),
        ("20/11/2026;1;A;;500.000", "outgoing"),
        ("20/11/2026;1;A;500.000;400.000", "both_sides"),
        ("20/11/2026;1;A;-500.000;", "reversal"),
        ("20/11/2026;1;A;;-500.000", "outgoing"),
    ],
)
def test_a_bad_row_is_named_with_its_mend_and_the_others_go_in(row, code):
    found = bank_csv.read(f"{HEAD}{row}\n20/11/2026;2;B;700.000;\n".encode(), TODAY)
    assert [credit.amount_vnd for credit in found.credits] == [700_000]
    (left,) = found.left_out
    assert (left.row, left.code) == (2, code)
    text, mend = bank_problems.in_words(left.code, left.params)
    assert text
    assert "%(" not in text + mend
    assert mend or bank_problems.is_expected(code)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7 ...", "wrong_type"),
        ("Ngày;Nội dung\n20/11/2026;A\n".encode(), "header_missing"),
        ("Ngày;Nội dung;Số tiền\n20/11/2026;Phí;500\n".encode("cp1258", errors="replace"), "encoding"),
        (b"a;b\x00;c\n", "nul"),
    ],
)
def test_what_is_no_statement_is_refused_with_words(data, code):
    with pytest.raises(CellError) as refused:
        bank_csv.read(data, TODAY)
    assert refused.value.code == code
    assert "%(" not in bank_problems.about_statement(refused.value)


def test_a_file_longer_than_a_page_can_report_is_refused(monkeypatch):
    monkeypatch.setattr(bank_csv, "MOST_ROWS", 1)
    with pytest.raises(CellError) as refused:
        bank_csv.read((HEAD + "20/11/2026;1;A;1;\n" * 2).encode(), TODAY)
    assert refused.value.code == "too_many_rows"
