"""Reads a bank's statement saved as CSV: finds its columns by their names, gives credits and what is none, with why.

The columns are documented in docs/bank-statement-format.md. Nothing is guessed: a cell that can be read in two ways, or
not at all, leaves its row out with the reason.
"""

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass, field
from typing import Any

from common.text import clean_name, fold
from licenses.importers import cells
from licenses.importers.items import CellError
from licenses.importers.source import LONGEST_CELL, MAGIC, UTF16, encoding_error

# Banks put the account and the period above the table.
HEAD_WITHIN = 30
MOST_ROWS = 20_000
SEPARATORS = ";,\t|"
COLUMNS: dict[str, tuple[str, ...]] = {
    "date": (
        *("ngay giao dich", "ngay hach toan", "ngay hieu luc", "ngay gd", "ngay", "transaction date"),
        *("booking date", "posting date", "value date", "date"),
    ),
    "credit": ("so tien ghi co", "phat sinh co", "ghi co", "tien vao", "co", "credit amount", "credit"),
    "debit": ("so tien ghi no", "phat sinh no", "ghi no", "tien ra", "no", "debit amount", "debit"),
    "amount": ("so tien giao dich", "so tien", "transaction amount", "amount"),
    "memo": (
        *("noi dung giao dich", "noi dung chuyen khoan", "noi dung", "dien giai", "mo ta", "transaction details"),
        *("description", "details", "remark", "memo"),
    ),
    "reference": (
        *("so tham chieu", "ma tham chieu", "ma giao dich", "so giao dich", "so but toan", "so chung tu", "ma gd"),
        *("reference number", "reference", "transaction id", "transaction number", "ref no"),
    ),
    "payer": (
        *("ten nguoi chuyen", "nguoi chuyen", "ten tai khoan doi ung", "ten doi ung", "doi tac"),
        *("counterparty name", "counterparty", "payer name", "payer"),
    ),
}
TOTALS = ("tong", "cong", "so du", "total", "opening balance", "closing balance", "balance")
_UNITS = re.compile(r"\s*(?:đ|₫|vnđ|vnd)\.?\Z", re.IGNORECASE)
_GROUPED = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:(?P<mark>[.,\s])\d{3})(?:(?P=mark)\d{3})*)(?P<rest>[.,]\d{1,2})?\Z", re.ASCII
)
_PLAIN = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d+)(?P<rest>[.,]\d{1,2})?\Z", re.ASCII)
_TIME = re.compile(r"[T\s]+\d{1,2}:\d\d(?::\d\d)?(?:\.\d+)?\s*(?:[AP]M)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Credit:
    """Money that came in, as one row of the file says it; `row` counts the file's rows from 1."""

    row: int
    booked_on: dt.date
    amount_vnd: int
    memo: str
    payer: str
    bank_reference: str


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is no credit or cannot be read: a code of licenses/importers/bank_problems.py and its parameters."""

    row: int
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Read:
    """What a file holds. `rows` counts the rows below the header."""

    rows: int = 0
    credits: list[Credit] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def read(data: bytes, on: dt.date) -> Read:
    """Return the credits of a statement, and the rows left out with the reason; `on` is the last day possible.

    Raises CellError for what is no such file: empty_file, wrong_type, binary, encoding, not_csv, header_missing,
    too_many_rows.
    """
    rows, top, columns = _table(_text(data))
    found = Read()
    for number, row in enumerate(rows[top + 1 :], start=top + 2):
        texts = [cells.unescape(cell.strip()) for cell in row]
        if not any(texts):
            continue
        found.rows += 1
        values = {name: texts[place] if place < len(texts) else "" for name, place in columns.items()}
        try:
            found.credits.append(_credit(number, values, texts, on))
        except CellError as error:
            found.left_out.append(LeftOut(number, error.code, error.params))
    return found


def _text(data: bytes) -> str:
    if not data.strip():
        raise CellError("empty_file")
    for magic, name in MAGIC.items():
        if data.startswith(magic):
            raise CellError("wrong_type", type=name)
    try:
        text = data.decode("utf-16" if data.startswith(UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise encoding_error(data[error.start : error.start + 200], line) from error
    if "\x00" in text:
        raise CellError("nul", line=text[: text.index("\x00")].count("\n") + 1)
    return text


def _table(text: str) -> tuple[list[list[str]], int, dict[str, int]]:
    """Return all rows, the place of the header and the columns; the separator is the one that gives a header."""
    csv.field_size_limit(LONGEST_CELL)
    problem: CellError | None = None
    for separator in SEPARATORS:
        try:
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except csv.Error as error:
            problem = problem or CellError("not_csv", line=1, error=str(error))
            continue
        for place, row in enumerate(rows[:HEAD_WITHIN]):
            columns = _columns(row)
            if {"date", "memo"} <= columns.keys() and {"credit", "amount"} & columns.keys():
                if len(rows) - place - 1 > MOST_ROWS:
                    raise CellError("too_many_rows", rows=len(rows) - place - 1, most=MOST_ROWS)
                return rows, place, columns
    raise problem or CellError("header_missing")


def _columns(row: list[str]) -> dict[str, int]:
    """Return which column is what; the name that stands first in COLUMNS wins, and each column is one thing."""
    names = [" ".join(re.sub(r"[^a-z0-9 ]", " ", _bare(fold(cell))).split()) for cell in row]
    found: dict[str, int] = {}
    for column, known in COLUMNS.items():
        for name in known:
            if name in names:
                found[column] = names.index(name)
                break
    return found


def _bare(name: str) -> str:
    """Return a column name without what banks add to it: "So tien ghi co (VND)", "Credit / Ghi co"."""
    return re.sub(r"\(.*?\)", " ", name).split("/")[0]


def _credit(number: int, values: dict[str, str], texts: list[str], on: dt.date) -> Credit:
    first = fold(next(text for text in texts if text))
    if not values["date"] or first.startswith(TOTALS):
        if first.startswith(TOTALS):
            raise CellError("total")
        raise CellError("date_missing")
    amount = _signed(values)
    if amount < 0:
        raise CellError("outgoing", amount=-amount)
    if amount == 0:
        raise CellError("zero")
    day = _day(values["date"])
    if day > on:
        raise CellError("future", value=values["date"])
    return Credit(
        row=number,
        booked_on=day,
        amount_vnd=amount,
        memo=clean_name(values.get("memo", ""))[:500],
        payer=clean_name(values.get("payer", ""))[:200],
        bank_reference=clean_name(values.get("reference", ""))[:80],
    )


def _signed(values: dict[str, str]) -> int:
    """Return what came in, negative for what went out."""
    came, went = values.get("credit", ""), values.get("debit", "")
    if "credit" not in values:
        if not values["amount"]:
            raise CellError("amount_missing")
        return dong(values["amount"])
    if _dash(came) and _dash(went):
        raise CellError("amount_missing")
    credit, debit = (0 if _dash(text) else dong(text) for text in (came, went))
    if credit and debit:
        raise CellError("both_sides", value=came, other=went)
    if credit < 0:
        raise CellError("reversal", amount=-credit)
    return credit or -abs(debit)


def _dash(text: str) -> bool:
    return text.strip() in ("", "-", "–")


def dong(cell: str) -> int:
    """Return whole đồng of a cell: 1500000, 1.500.000, 1,500,000, 1 500 000, with sign, with đ or VND, with ,00."""
    text = _UNITS.sub("", cell.strip())
    negative = text.startswith("(") and text.endswith(")")
    text = text.strip("()").replace("\u00a0", " ").strip()
    match = _GROUPED.match(text) or _PLAIN.match(text)
    if match is None:
        raise CellError("not_amount", value=cell)
    rest = match["rest"] or ""
    mark = match.groupdict().get("mark") or ""
    if rest and rest[0] == mark:
        raise CellError("not_amount", value=cell)
    if rest.strip(".,0"):
        raise CellError("not_whole_dong", value=cell)
    value = int(re.sub(r"\D", "", match["whole"]))
    if value > 10**13:
        raise CellError("not_amount", value=cell)
    return -value if negative or match["sign"] == "-" else value


def _day(cell: str) -> dt.date:
    """Return the day of a cell, whatever time of day follows it; also with hyphens between day, month and year."""
    text = _TIME.sub("", cell.strip()).strip()
    if re.fullmatch(r"\d{1,2}-\d{1,2}-\d{4}", text, re.ASCII):
        text = text.replace("-", "/")
    return cells.day(text)
