"""What a holder owes and what they paid too much: the figures behind every page that speaks of money."""

import datetime as dt
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Count, F, Q, Sum

from licenses.enums import INVOICE_OWED, InvoiceStatus
from licenses.models import Invoice, Licensee, Payment


@dataclass(frozen=True)
class Owed:
    """What one holder owes in all agencies, whole đồng.

    `invoices` are those unpaid, the first due first; `credit_vnd` is what was paid too much and not yet used.
    """

    invoices: list[Invoice] = field(default_factory=list)
    total_vnd: int = 0
    overdue_vnd: int = 0
    credit_vnd: int = 0


def owed_by(licensee: Licensee, on: dt.date) -> Owed:
    """Return what the holder owes on that day, and their credit."""
    rows = list(
        Invoice.objects.owed().filter(licensee=licensee).select_related("agency", "application", "license")
        .order_by("due_on", "id")
    )  # fmt: skip
    credit = Payment.objects.credit().filter(licensee=licensee).aggregate(left=Sum("open_vnd"))["left"] or 0
    return Owed(
        invoices=rows,
        total_vnd=sum(row.open_vnd for row in rows),
        overdue_vnd=sum(row.open_vnd for row in rows if row.due_on is not None and row.due_on < on),
        credit_vnd=credit,
    )


@dataclass(frozen=True)
class Totals:
    """Sums over a list of invoices, whole đồng; drafts and voided ones are counted, not summed."""

    count: int
    asked_vnd: int
    paid_vnd: int
    overdue_vnd: int

    @property
    def open_vnd(self) -> int:
        """What is still to be paid."""
        return self.asked_vnd - self.paid_vnd


def totals(rows: models.QuerySet[Invoice], on: dt.date) -> Totals:
    """Return the sums over the invoices of a list, in one query."""
    live = Q(status__in=(*INVOICE_OWED, InvoiceStatus.PAID))
    late = Q(status__in=INVOICE_OWED, due_on__lt=on)
    found = rows.order_by().aggregate(
        count=Count("pk"),
        asked=Sum("total_vnd", filter=live),
        paid=Sum("paid_vnd", filter=live),
        overdue=Sum(F("total_vnd") - F("paid_vnd"), filter=late),
    )
    return Totals(found["count"], found["asked"] or 0, found["paid"] or 0, found["overdue"] or 0)
