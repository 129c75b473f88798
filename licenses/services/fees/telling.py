"""What a holder is told of an invoice by mail, each once: to pay it, before and after its last day, or not at all."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from issuing.models import Mail
from licenses import notifications
from licenses.models import Invoice
from rulebook.enums import FeeKind

# So many days before the last day to pay the holder is reminded.
BEFORE_DAYS = 7
ASKED, BEFORE_DUE, OVERDUE = STAGES = 0, 1, 2


def ask(invoice: Invoice, *, on: dt.date) -> None:
    """Tell the holder of a new invoice."""
    _tell(invoice, ASKED, on)


def withdraw(invoice: Invoice, *, paid_vnd: int, on: dt.date) -> None:
    """Tell the holder that a voided invoice is not to be paid; `paid_vnd` of it was."""
    notifications.fee_withdrawn(invoice, what=what(invoice), paid_vnd=paid_vnd, on=on)


def remind(*, on: dt.date) -> dict[str, int]:
    """Remind the holders of invoices due within BEFORE_DAYS, and of those overdue; twice changes nothing."""
    counts = {"reminded": 0, "warned": 0}
    soon = on + dt.timedelta(days=BEFORE_DAYS)
    rows = (
        Invoice.objects.owed()
        .filter(due_on__lte=soon)
        .select_related("licensee", "agency", "license", "application", "account")
    )
    known = _told(rows)
    for invoice in rows.order_by("due_on", "pk"):
        late = invoice.due_on is not None and invoice.due_on < on
        # an invoice issued with so short a time was asked for just now
        if not late and invoice.issued_on is not None and invoice.issued_on + dt.timedelta(days=BEFORE_DAYS) > on:
            continue
        stage = OVERDUE if late else BEFORE_DUE
        if (invoice.pk.hex, stage) not in known:
            _tell(invoice, stage, on)
            counts["warned" if late else "reminded"] += 1
    return counts


def _told(rows: QuerySet[Invoice]) -> set[tuple[str, int]]:
    """Return which stages of which invoices were told, in one query."""
    keys = {
        f"fee_asked:{key}:{stage}": (key.hex, stage) for key in rows.values_list("pk", flat=True) for stage in STAGES
    }
    return {keys[key] for key in Mail.objects.filter(key__in=list(keys)).values_list("key", flat=True)}


def _tell(invoice: Invoice, reminder: int, on: dt.date) -> None:
    notifications.fee_asked(invoice, what=what(invoice), on=on, reminder=reminder)


def what(invoice: Invoice) -> Any:
    """Return what an invoice is for, to be said in whatever language is active then."""
    if invoice.fee_kind == FeeKind.ISSUE and invoice.application is not None:
        return format_lazy(
            _("License issue fee of application {application} (invoice {number})"),
            application=invoice.application.number, number=invoice.number,
        )  # fmt: skip
    if invoice.license is not None and invoice.period_from and invoice.period_until:
        return format_lazy(
            _("Usage fee of license {license} from {first} to {last} (invoice {number})"),
            license=invoice.license.number, first=f"{invoice.period_from:%d/%m/%Y}",
            last=f"{invoice.period_until:%d/%m/%Y}", number=invoice.number,
        )  # fmt: skip
    return invoice.number
