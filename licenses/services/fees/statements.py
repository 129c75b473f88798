"""Reads in a bank's statement: every credit once, each matched by the payment code in its memo, nothing guessed."""

import datetime as dt
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.roles import Action
from common import payment_codes
from common.errors import Invalid
from licenses.enums import INVOICE_CLOSED, LineOutcome
from licenses.enums import InvoiceStatus as S
from licenses.importers import bank_csv, bank_problems
from licenses.importers.bank_csv import Credit, LeftOut, Read
from licenses.importers.items import CellError
from licenses.models import Application, BankStatement, BeneficiaryAccount, Invoice, StatementLine
from licenses.services import editing
from licenses.services.fees import payments

MOST_BYTES = 5 * 1024 * 1024


@dataclass
class Report:
    """What reading a file in did. `again` says that this very file was read in before: nothing was done then."""

    statement: BankStatement
    again: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)


def read_in(account: BeneficiaryAccount, *, file_name: str, data: bytes, by: Any, on: dt.date) -> Report:
    """Read a statement of an account in; the same file, or one that overlaps another, never doubles a payment.

    Everything that can be read goes in; rows that cannot are named in the statement's `problems`. Raises Invalid for a
    file that is no statement, NotAllowed.
    """
    editing.keeper_agency(by, account.agency, Action.FEE_RECEIVE)
    if len(data) > MOST_BYTES:
        raise _refused(_("The file is larger than 5 MB; split it by month."))
    try:
        found = bank_csv.read(data, on)
    except CellError as error:
        raise _refused(bank_problems.about_statement(error)) from error
    return _keep(account, file_name, hashlib.sha256(data).hexdigest(), found, by, on)


@transaction.atomic
def _keep(account: BeneficiaryAccount, file_name: str, sha256: str, found: Read, by: Any, on: dt.date) -> Report:
    """Two who read files of one agency in at once wait for each other here."""
    accounts = BeneficiaryAccount.objects.select_for_update(of=("self",)).filter(agency=account.agency_id)
    locked = next(row for row in accounts.select_related("agency").order_by("pk") if row.pk == account.pk)
    before = BankStatement.objects.filter(account=locked, sha256=sha256).first()
    if before is not None:
        return Report(before, again=True)
    fresh, known = _told_apart(locked, found.credits)
    days = [credit.booked_on for credit in found.credits]
    left_out = sorted([*found.left_out, *known], key=lambda row: row.row)
    statement = BankStatement.objects.create(
        agency=locked.agency, account=locked, file_name=file_name[-200:], sha256=sha256, rows=found.rows,
        first_on=min(days, default=None), last_on=max(days, default=None), imported_on=on, imported_by=by,
        problems=[{"row": row.row, "code": row.code, "params": row.params} for row in left_out],
    )  # fmt: skip
    journal.record(by, "statement.read_in", statement, after=journal.snapshot(statement), agency=locked.agency)
    report = Report(statement)
    for credit, key, content in fresh:
        report.outcomes[_take(statement, credit, key, content, by, on)] += 1
    return report


Told = tuple[Credit, str, str]


def _told_apart(account: BeneficiaryAccount, credits: list[Credit]) -> tuple[list[Told], list[LeftOut]]:
    """Return the credits not yet read in, each with its key, and those known.

    A credit is known by the bank's transaction number with its day and amount, for some banks number anew every day
    and book several credits under one number. One without a number is known by its day, amount and memo, and by how
    many like it the account has: of three alike in the file and two alike in the books, one is new.
    """
    content = {credit.row: _content(credit) for credit in credits}
    numbers = _numbered(credits, content)
    books = StatementLine.objects.filter(account=account)
    keys = set(books.filter(key__in=set(numbers.values())).values_list("key", flat=True))
    held: Counter[str] = Counter()
    unnumbered: Counter[str] = Counter()
    alike = books.filter(content__in=set(content.values()))
    for text, reference in alike.values_list("content", "bank_reference"):
        held[text] += 1
        unnumbered[text] += not reference
    fresh: list[Told] = []
    known: list[LeftOut] = []
    seen: Counter[str] = Counter()
    for credit in credits:
        text = content[credit.row]
        seen[text] += 1
        key = numbers.get(credit.row) if credit.bank_reference else f"c:{text}:{seen[text]}"
        if key is None:
            known.append(LeftOut(credit.row, "twice"))
        elif key in keys or (not credit.bank_reference and seen[text] <= held[text]):
            known.append(LeftOut(credit.row, "known"))
        elif credit.bank_reference and unnumbered[text]:
            unnumbered[text] -= 1
            known.append(LeftOut(credit.row, "known_alike"))
        else:
            fresh.append((credit, key, text))
    return fresh, known


def _numbered(credits: list[Credit], content: dict[int, str]) -> dict[int, str]:
    """Return the key of each credit with a transaction number; none for a row that repeats another of the file."""
    found: dict[int, str] = {}
    alike: dict[str, list[str]] = {}
    for credit in credits:
        if not credit.bank_reference:
            continue
        base = f"n:{credit.bank_reference}:{credit.booked_on.isoformat()}:{credit.amount_vnd}"
        before = alike.setdefault(base, [])
        if content[credit.row] not in before:
            before.append(content[credit.row])
            found[credit.row] = f"{base}:{len(before)}"
    return found


def _content(credit: Credit) -> str:
    """Return what tells a credit apart where the bank gives no number: day, amount, memo without spaces.

    Not the payer: some of a bank's files name them and others of the same account do not.
    """
    memo = "".join(credit.memo.upper().split())
    text = f"{credit.booked_on.isoformat()}|{credit.amount_vnd}|{memo}"
    return hashlib.sha256(text.encode()).hexdigest()


def _take(statement: BankStatement, credit: Credit, key: str, content: str, by: Any, on: dt.date) -> LineOutcome:
    """Keep one credit as a line and a payment, and set it against the invoice its memo names."""
    outcome, invoice = judge(statement, credit)
    line = StatementLine.objects.create(
        statement=statement, account=statement.account, row=credit.row, booked_on=credit.booked_on,
        amount_vnd=credit.amount_vnd, memo=credit.memo, payer=credit.payer, bank_reference=credit.bank_reference,
        key=key, content=content, outcome=outcome,
    )  # fmt: skip
    payment = payments.from_line(line, by=by)
    if invoice is None:
        return outcome
    if outcome in (LineOutcome.PAID, LineOutcome.PARTLY, LineOutcome.OVERPAID):
        payments.allocate(payment, invoice, by=by, on=on, note=credit.memo)
    elif outcome in (LineOutcome.ALREADY_PAID, LineOutcome.CLOSED):
        # the code says whose money it is, though nothing is owed: it is that holder's credit
        payments.assign(payment, invoice.licensee, reason=invoice.reference, by=by)
    return outcome


def judge(statement: BankStatement, credit: Credit) -> tuple[LineOutcome, Invoice | None]:
    """Return what a credit is, and the one invoice its memo names; the invoice's row is locked."""
    found = payment_codes.find(credit.memo)
    if not found.codes:
        return (LineOutcome.WRONG_CODE if found.mistyped else LineOutcome.NO_CODE), None
    if len(found.codes) > 1:
        return LineOutcome.SEVERAL, None
    invoice = _locked(found.codes[0], statement)
    if invoice is None:
        return LineOutcome.UNKNOWN, None
    if invoice.status == S.DRAFTED:
        return LineOutcome.NOT_ISSUED, None
    if invoice.status in INVOICE_CLOSED:
        return LineOutcome.CLOSED, invoice
    if invoice.status == S.PAID:
        return LineOutcome.ALREADY_PAID, invoice
    if credit.amount_vnd == invoice.open_vnd:
        return LineOutcome.PAID, invoice
    return (LineOutcome.PARTLY if credit.amount_vnd < invoice.open_vnd else LineOutcome.OVERPAID), invoice


def _locked(code: str, statement: BankStatement) -> Invoice | None:
    """Return the invoice of that code with its row locked, its application's before it (see payments)."""
    known = Invoice.objects.filter(reference=code, agency=statement.agency).first()
    if known is None:
        return None
    if known.application_id is not None:
        Application.objects.select_for_update(of=("self",)).get(pk=known.application_id)
    rows = Invoice.objects.select_for_update(of=("self",)).select_related("licensee", "application", "agency")
    return rows.get(pk=known.pk)


def _refused(message: str) -> Invalid:
    return Invalid(message, fields={"file": [message]})
