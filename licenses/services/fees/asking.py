"""The fees of an application: its invoice is issued, and the file waits for the payment with its clock stopped."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import steps
from accounts.roles import Action
from common.errors import Conflict
from licenses.enums import ApplicationStatus, ClockReason, ClockVerb, DecisionOutcome, InvoiceStatus
from licenses.models import Application, Invoice
from licenses.services import editing
from licenses.services.applications import clock, decisions
from licenses.services.fees import invoices
from licenses.services.fees.invoices import Charged


@transaction.atomic
def ask(
    application: Application, *, charged: Iterable[Charged], by: Any, on: dt.date, due_on: dt.date | None = None,
    version: int | None = None,
) -> Invoice:  # fmt: skip
    """Issue the invoice of the fees and ask for them: invoice, paper and step of the application, or none of them.

    After an invoice was voided while the file waits, a new one takes its place. Raises Conflict when the fees of this
    file are paid already.
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


def _wait(application: Application, amount_vnd: int, *, by: Any, on: dt.date, version: int | None) -> None:
    """Stop the clock until the fees are paid; the invoice just issued has told the applicant (fees/telling.py)."""
    row = editing.lock(application, version=version)
    editing.require_keeper(by, Action.APPLICATION_ISSUE, row)
    decisions.require_unchanged(row, decisions.countersigned(row, DecisionOutcome.GRANT))
    held = clock.rules(row, on)
    days = clock.tick(row, ClockVerb.STOPPED, ClockReason.FEE_ASKED, by=by, on=on, held=held)
    changes = {**days, "answer_due_on": clock.last_day(held.payment, on), "fee_vnd": amount_vnd}
    steps.take(application, "ask_fee", by=by, version=row.version, changes=changes)
