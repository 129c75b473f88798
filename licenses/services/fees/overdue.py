"""What happens when nobody pays: the invoice falls overdue, the license is held; and the usage fees of a new year."""

import datetime as dt
from collections.abc import Container
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import steps
from accounts.access import system_user
from common.errors import Conflict
from licenses.enums import RADIO_LICENSE_KINDS, InvoiceStatus, LicenseStatus
from licenses.models import Invoice, License
from licenses.services import holds
from licenses.services.fees import invoices
from licenses.services.fees.closing import hold_key
from licenses.services.fees.tariff import extent_of_license, suggested
from rulebook.deadlines import add_months
from rulebook.enums import FeeKind

# Usage invoices are drafted so many days before the period they are for begins, so that an officer can look at them.
AHEAD_DAYS = 30
OPEN = (InvoiceStatus.ISSUED, InvoiceStatus.PARTLY_PAID)


def fall_due(*, on: dt.date) -> dict[str, int]:
    """Declare overdue what was not paid by its last day, and hold the license it is for; twice changes nothing."""
    counts = {"overdue": 0, "holds": 0}
    late = Invoice.objects.filter(status__in=OPEN, due_on__lt=on).select_related("licensee", "license", "agency")
    for invoice in late.order_by("due_on", "pk"):
        counts["overdue"] += 1
        counts["holds"] += _fall(invoice, on)
    return counts


@transaction.atomic
def _fall(invoice: Invoice, on: dt.date) -> int:
    """The license fee of an application holds nothing: without it there is no license, and the file becomes void."""
    clock = system_user()
    steps.take(invoice, "fall_due", by=clock, reason=f"{invoice.due_on:%d/%m/%Y}")
    if invoice.license is None:
        return 0
    with translation.override("vi"):
        reason = _("Usage fee not paid: invoice %(number)s, due on %(day)s.") % {
            "number": invoice.number,
            "day": f"{invoice.due_on:%d/%m/%Y}",
        }
    holds.place(
        invoice.licensee, license=invoice.license, reason=reason, source_key=hold_key(invoice), by=clock, on=on,
        agency=invoice.agency,
    )  # fmt: skip
    return 1


def draft_usage(*, on: dt.date) -> dict[str, int]:
    """Draft the usage invoices of periods that begin within AHEAD_DAYS, where the fee follows plainly from the rules.

    An officer issues them. Where a person must choose or count, or nobody entered the figure, nothing is drafted: the
    license stays in the list of those to be invoiced (`due_licenses`).
    """
    counts = {"drafted": 0, "for_a_person": 0}
    for license, period_from in due_licenses(on):
        made = _draft(license, period_from, system_user())
        counts["drafted" if made else "for_a_person"] += 1
    return counts


def due_licenses(on: dt.date, *, agencies: list[Any] | None = None) -> list[tuple[License, dt.date]]:
    """Return the radio licenses in force with the first day of the period not yet invoiced, the earliest first.

    Only licenses granted here (those a former invoice or application of this system names) are asked for: what was
    paid for licenses taken over from another register is not known.
    """
    rows = License.objects.filter(
        status=LicenseStatus.ACTIVE, kind__in=RADIO_LICENSE_KINDS, valid_from__isnull=False, granted_by__isnull=False
    )
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    licenses = list(rows.select_related("agency", "holder").distinct().order_by("number", "pk"))
    invoiced = _invoiced(licenses)
    periods = ((license, next_period(license, on, invoiced.get(license.pk, set()))) for license in licenses)
    found = [(license, first) for license, first in periods if first is not None]
    return sorted(found, key=lambda each: (each[1], each[0].number))


def next_period(license: License, on: dt.date, invoiced: Container[dt.date | None]) -> dt.date | None:
    """Return the first day of the earliest period not invoiced that has begun or begins within AHEAD_DAYS; or None.

    Periods are twelve months from the license's first day on; `invoiced` are the first days of those invoiced.
    """
    if license.valid_from is None:
        return None
    last = min(on + dt.timedelta(days=AHEAD_DAYS), license.valid_until or dt.date.max)
    number = 0
    while (first := add_months(license.valid_from, invoices.YEAR_MONTHS * number)) <= last:
        if first not in invoiced:
            return first
        number += 1
    return None


def period_to_ask(license: License, on: dt.date) -> dt.date | None:
    """Return `next_period` of one license, with what is invoiced read from the database."""
    return next_period(license, on, _invoiced([license]).get(license.pk, set()))


def _invoiced(licenses: list[License]) -> dict[Any, set[dt.date | None]]:
    """Return the first days of the periods invoiced, by license, in one query."""
    found: dict[Any, set[dt.date | None]] = {}
    rows = Invoice.objects.standing().filter(license__in=licenses, fee_kind=FeeKind.USAGE)
    for key, first in rows.order_by().values_list("license", "period_from"):
        found.setdefault(key, set()).add(first)
    return found


def _draft(license: License, period_from: dt.date, by: Any) -> Invoice | None:
    subject = invoices.of_license(license, period_from)
    offered = subject.tariffs()
    plain = suggested(offered, extent_of_license(license, period_from))
    charged = [invoices.Charged(code, times) for code, times in plain.items() if times]
    amounts = {row.code: row.amount_vnd for row in offered}
    if not charged or any(not amounts[each.code] for each in charged):
        return None
    try:
        return invoices.draft(subject, charged=charged, by=by)
    except Conflict:
        return None  # somebody invoiced it at this very moment
