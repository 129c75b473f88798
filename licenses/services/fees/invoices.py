"""Invoices: drafted from fee lines, issued as a numbered paper, a draft discarded with the reason; never edited."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import journal, steps
from accounts.models import Agency
from accounts.roles import Action
from common import payment_codes
from common.errors import Conflict, Invalid
from issuing.models import IssuedDocument
from licenses.enums import InvoiceStatus
from licenses.kinds import kind_of
from licenses.models import Application, Invoice, InvoiceLine, License, Licensee
from licenses.services import editing
from licenses.services.fees import accounts, papers, telling
from licenses.services.fees.tariff import Tariff, tariffs
from rulebook import deadlines
from rulebook.deadlines import add_months
from rulebook.enums import FeeKind
from rulebook.models import Deadline

MOST_TIMES = 10_000
# The code of the rulebook's period to pay after the notice, and of the one after which a license may be revoked.
PAY, REVOKE = "license.radio.fee", "license.radio.fee_revocation"
ONE_DAY = dt.timedelta(days=1)
YEAR_MONTHS = 12
CODES_TRIED = 20


@dataclass(frozen=True)
class Charged:
    """One fee to be charged, so many times."""

    code: str
    quantity: int


@dataclass(frozen=True)
class Subject:
    """What an invoice is for: an application's issue fee, or a license's usage fee of a period."""

    fee_kind: str
    kind: str
    agency: Agency
    licensee: Licensee
    on: dt.date
    application: Application | None = None
    license: License | None = None
    period: tuple[dt.date, dt.date] | None = None

    def tariffs(self) -> list[Tariff]:
        """Return the fees that may be charged."""
        return tariffs(self.kind, self.fee_kind, self.agency, self.on)


def of_application(application: Application, on: dt.date) -> Subject:
    """Return the issue fee of an application, by the rules of the day it was received."""
    day = application.received_on or on
    return Subject(FeeKind.ISSUE, application.kind, application.agency, application.licensee, day, application)


def of_license(license: License, period_from: dt.date) -> Subject:
    """Return the usage fee of a license for twelve months, by the rules of their first day.

    No source seen says how a part of a year is charged, so the period is whole (facts/law.md B5).
    """
    until = add_months(period_from, YEAR_MONTHS) - ONE_DAY
    return Subject(
        FeeKind.USAGE, license.kind, license.agency, license.holder, period_from, license=license,
        period=(period_from, until),
    )  # fmt: skip


@transaction.atomic
def draft(
    subject: Subject, *, charged: Iterable[Charged], by: Any, note: str = "", replaces: Invoice | None = None
) -> Invoice:
    """Draft an invoice of these fees; the amounts are the rules', never typed.

    Raises Invalid for a fee that is not offered, has no figure yet or an impossible quantity; Conflict when the same
    thing is invoiced already.
    """
    if not getattr(by, "is_system", False):
        editing.keeper_agency(by, subject.agency, Action.FEE_INVOICE)
    lines = _lines(subject, charged)
    total = sum(line.amount_vnd for line in lines)
    if total <= 0:
        raise Invalid(_("Nothing is to be paid for that; no invoice is needed."), code="nothing_to_pay")
    invoice = Invoice(
        reference=_new_code(), fee_kind=subject.fee_kind, agency=subject.agency, licensee=subject.licensee,
        application=subject.application, license=subject.license, total_vnd=total, note=note.strip()[:400],
        replaces=replaces, drafted_by=by, period_from=subject.period[0] if subject.period else None,
        period_until=subject.period[1] if subject.period else None,
    )  # fmt: skip
    try:
        editing.create(invoice, by=by, verb="invoice.drafted")
    except Conflict as error:
        raise Conflict(_("There is an invoice for this already."), code="invoiced_already") from error
    for position, line in enumerate(lines, 1):
        line.invoice, line.position = invoice, position
        line.save(force_insert=True)
        journal.record(by, "invoice.line_added", line, after=journal.snapshot(line), agency=subject.agency)
    return invoice


@transaction.atomic
def issue(
    invoice: Invoice, *, by: Any, on: dt.date, due_on: dt.date | None = None, version: int | None = None
) -> IssuedDocument:
    """Issue a draft as a numbered paper with the payment code and, where an account is entered, its QR code.

    The last day to pay follows from the rulebook; where no source gives the period `due_on` must say it.
    """
    row = editing.lock(invoice, version=version)
    editing.require_keeper(by, Action.FEE_INVOICE, row)
    if row.status != InvoiceStatus.DRAFTED:
        raise Conflict(_("The invoice is no draft any more."), code="issued_already")
    period = payment_period(row, on)
    due = (deadlines.due(period, on) if period is not None else None) or due_on
    if due is None or due <= on:
        message = _("Set the last day to pay: no source gives it.") if due is None else _("That day is over.")
        raise Invalid(message, fields={"due_on": [message]})
    account = accounts.account_on(row.agency, on)
    paper = papers.issue_notice(row, account=account, due_on=due, rests_on=_rests_on(row, period, on), by=by, on=on)
    changes = {"number": paper.number, "issued_on": on, "due_on": due, "account": account}
    steps.take(invoice, "issue", by=by, version=row.version, changes=changes)
    telling.ask(invoice, on=on)
    return paper


@transaction.atomic
def discard(invoice: Invoice, *, reason: str, by: Any, on: dt.date, version: int | None = None) -> Invoice:
    """Discard a draft; it never had a number."""
    row = editing.lock(invoice, version=version)
    editing.require_keeper(by, Action.FEE_INVOICE, row)
    reason = editing.require_reason(reason)[:400]
    changes = {"closed_on": on, "closed_reason": reason}
    return steps.take(invoice, "discard", by=by, reason=reason, version=row.version, changes=changes)


def payment_period(invoice: Invoice, on: dt.date) -> Deadline | None:
    """Return the rulebook's period to pay for a radio license; None where no source gives one."""
    kind = invoice.application.kind if invoice.application else invoice.license.kind if invoice.license else ""
    return _period(PAY, kind, on)


def period_known(kind: str, on: dt.date) -> bool:
    """Say whether the rulebook gives the period to pay for a kind of license."""
    return _period(PAY, kind, on) is not None


def revocable_from(invoice: Invoice, on: dt.date) -> tuple[dt.date, Deadline] | None:
    """Return the day from which a license may be revoked for the unpaid fee, with the rule; None without one."""
    if invoice.license is None or invoice.issued_on is None:
        return None
    period = _period(REVOKE, invoice.license.kind, on)
    return None if period is None else (deadlines.due(period, invoice.issued_on) + ONE_DAY, period)


def _period(code: str, kind: str, on: dt.date) -> Deadline | None:
    if not kind or kind_of(kind).subject != "radio":
        return None
    row = Deadline.objects.in_force_on(on).filter(code=code).first()
    return row if row is not None and row.number is not None else None


def _lines(subject: Subject, charged: Iterable[Charged]) -> list[InvoiceLine]:
    known = {row.code: row for row in subject.tariffs()}
    lines = []
    for each in charged:
        row = known.get(each.code)
        if row is None:
            raise _wrong(_("“%(code)s” is no fee for this."), each)
        if row.amount_vnd is None:
            raise _wrong(_("Nobody has entered the figure of “%(code)s” yet; enter the fee line first."), each)
        if not 1 <= each.quantity <= MOST_TIMES:
            raise _wrong(_("Say how many times “%(code)s” is charged: 1 to 10,000."), each)
        lines.append(
            InvoiceLine(
                code=row.code,
                from_agency=row.from_agency,
                label_vi=row.label_vi,
                label_en=row.label_en,
                per=row.per,
                quantity=each.quantity,
                unit_vnd=row.amount_vnd,
                amount_vnd=each.quantity * row.amount_vnd,
                source=row.source,
                verified=row.verified,
            )
        )
    if not lines:
        raise Invalid(_("Choose at least one fee."), fields={"fees": [_("Choose at least one fee.")]})
    return lines


def _wrong(words: str, each: Charged) -> Invalid:
    message = words % {"code": each.code}
    return Invalid(message, fields={f"quantity-{each.code}": [message]})


def _rests_on(row: Invoice, period: Deadline | None, on: dt.date) -> list[Any]:
    """Return the rows of the rulebook behind the invoice, so that the paper names those nobody has verified."""
    kind = row.application.kind if row.application else row.license.kind if row.license else ""
    day = row.application.received_on if row.application else row.period_from
    offered = {each.code: each for each in tariffs(kind, row.fee_kind, row.agency, day or on)}
    rules = [offered[line.code].rule for line in row.lines.all() if line.code in offered and not line.from_agency]
    return [each for each in (*rules, period) if each is not None]


def _new_code() -> str:
    for _attempt in range(CODES_TRIED):
        code = payment_codes.new()
        if not Invoice.objects.filter(reference=code).exists():
            return code
    raise IntegrityError("no free payment code was found")
