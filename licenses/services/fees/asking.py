"""The fees of an application: its invoice is issued, and the file waits for the payment with its clock stopped."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.roles import Action
from common.errors import Conflict
from common.money import amount_text
from licenses.enums import ApplicationStatus, ClockReason, ClockVerb, DecisionOutcome, InvoiceStatus, Purpose
from licenses.kinds.rules import CHARGED
from licenses.models import Application, Invoice
from licenses.services import editing
from licenses.services.applications import clock, decisions
from licenses.services.fees import closing, invoices
from licenses.services.fees.invoices import Charged
from licenses.services.fees.tariff import Tariff, extent_of_application, suggested
from rulebook.enums import FeeKind


def unasked(application: Application, on: dt.date) -> list[Tariff]:
    """Return the fees with a known figure that must be asked for, or waived, before the paper is issued.

    Of a scale by power only the class that plainly applies; of alternatives all, because a person must choose. Empty
    where the purpose costs nothing, where nobody has entered the figure, and once it is paid or waived.
    """
    if FeeKind.ISSUE not in CHARGED.get(Purpose(application.purpose), ()) or application.fee_settled_on is not None:
        return []
    if Invoice.objects.filter(application=application, status=InvoiceStatus.PAID).exists():
        return []
    offered = invoices.of_application(application, on).tariffs()
    plain = suggested(offered, extent_of_application(application))
    return [row for row in offered if row.amount_vnd and (not plain or row.code in plain)]


def require_asked(application: Application, on: dt.date) -> None:
    """Raise Conflict when the paper would be issued without a fee that the rules give having been asked for."""
    owed = unasked(application, on)
    if owed:
        raise Conflict(
            _("Ask for the fee first (%(fee)s: %(amount)s), or who may void invoices writes why none is charged.")
            % {"fee": owed[0].label, "amount": amount_text(owed[0].amount_vnd or 0)}, code="fee_unasked",
        )  # fmt: skip


@transaction.atomic
def waive(
    application: Application, *, reason: str, by: Any, on: dt.date, version: int | None = None
) -> Application:  # fmt: skip
    """Record that no fee is charged, with the reason; the paper may then be issued.

    Whoever may void an invoice may, not the officer who issues. Raises NotAllowed, Invalid without a reason, Conflict.
    """
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.FEE_VOID, row)
    reason = editing.require_reason(reason)
    if row.status == ApplicationStatus.FEE_DUE and not row.invoices.standing().exists():
        row = _wait_no_more(row, reason=reason, by=by, on=on)
    if row.status != ApplicationStatus.COUNTERSIGNED or row.invoices.standing().exists() or not unasked(row, on):
        raise Conflict(_("No fee waits to be asked for on this application."), code="no_fee_due")
    changes = {"fee_vnd": 0, "fee_settled_on": on, "fee_reference": reason[:120]}
    editing.change(row, changes, by=by, verb="application.fee_waived", note=reason)
    application.refresh_from_db()
    return application


@transaction.atomic
def ask(
    application: Application, *, charged: Iterable[Charged], by: Any, on: dt.date, due_on: dt.date | None = None,
    version: int | None = None,
) -> Invoice:  # fmt: skip
    """Issue the invoice of the fees and ask for them: invoice, paper and step of the application, or none of them.

    One that was voided before is replaced by it. Raises Conflict when the fees of this file are paid already.
    """
    known = Invoice.objects.standing().filter(application=application).first()
    if known is not None:
        paid = known.status == InvoiceStatus.PAID
        raise Conflict(
            (_("The fees of this file are paid already (%(number)s); issue the paper.") if paid else
             _("Invoice %(number)s of this file stands; void it before another one is issued."))
            % {"number": known}, code="invoiced_already",
        )  # fmt: skip
    voided = Invoice.objects.filter(application=application, replaced_by__isnull=True).exclude(number="")
    subject = invoices.of_application(application, on)
    invoice = invoices.draft(subject, charged=charged, by=by, replaces=voided.order_by("-created_at").first())
    invoices.issue(invoice, by=by, on=on, due_on=due_on)
    application.refresh_from_db()
    if application.status != ApplicationStatus.FEE_DUE:
        _wait(application, invoice.total_vnd, by=by, on=on, version=version)
    return invoice


@transaction.atomic
def void(invoice: Invoice, *, reason: str, by: Any, on: dt.date, version: int | None = None) -> Invoice:
    """Void an invoice; a file that waited for its payment is the office's again, to ask anew or to waive the fee.

    Raises NotAllowed, Conflict, Invalid without a reason, as closing an invoice does.
    """
    waiting = _waiting_for(invoice)
    made = closing.void(invoice, reason=reason, by=by, on=on, version=version)
    if waiting is not None:
        _wait_no_more(waiting, reason=reason, by=by, on=on)
    return made


def _waiting_for(invoice: Invoice) -> Application | None:
    """Return the application that waits for this invoice, locked: it comes before payments and invoice."""
    if invoice.application_id is None:
        return None
    rows = Application.objects.select_for_update(of=("self",))
    return rows.filter(
        pk=invoice.application_id, status=ApplicationStatus.FEE_DUE, fee_settled_on__isnull=True
    ).first()  # fmt: skip


def _wait_no_more(row: Application, *, reason: str, by: Any, on: dt.date) -> Application:
    """Let the clock of the office go on: nothing is asked of the applicant any more."""
    held = clock.rules(row, on)
    days = clock.tick(row, ClockVerb.RESTARTED, ClockReason.FEE_VOIDED, by=by, on=on, held=held)
    changes = {**days, "check_due_on": None, "fee_vnd": None}
    return steps.take(row, "unask_fee", by=by, reason=reason, changes=changes)


def _wait(application: Application, amount_vnd: int, *, by: Any, on: dt.date, version: int | None) -> None:
    """Stop the clock until the fees are paid; the invoice just issued has told the applicant (fees/telling.py)."""
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_ISSUE, row)
    decisions.require_unchanged(row, decisions.countersigned(row, DecisionOutcome.GRANT))
    held = clock.rules(row, on)
    days = clock.tick(row, ClockVerb.STOPPED, ClockReason.FEE_ASKED, by=by, on=on, held=held)
    changes = {**days, "answer_due_on": clock.last_day(held.payment, on), "fee_vnd": amount_vnd}
    steps.take(application, "ask_fee", by=by, version=row.version, changes=changes)
