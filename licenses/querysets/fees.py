"""Fee lines, invoices and payments: what may be seen, what is owed, what still needs a person."""

import datetime as dt
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from accounts.by_two import JudgedRows
from licenses.enums import INVOICE_CLOSED, INVOICE_OWED, FeeLineStatus
from licenses.querysets.parties import own_q
from places.querysets import in_force
from places.scope import scope_q

M = TypeVar("M", bound=models.Model)


class OfAgency(models.QuerySet[M]):
    """Rows that only the agency that keeps them sees."""

    def visible_to(self, user: Any) -> Self:
        """Those of the person's own agencies; money is not open to a whole territory."""
        return self.filter(scope_q(user, unit=None))

    def used_on(self, on: dt.date) -> Self:
        """Those whose period covers the day."""
        return self.filter(in_force(on))


class AccountQuerySet(  # type: ignore[override]
    JudgedRows["BeneficiaryAccount"],  # type: ignore[name-defined]
    OfAgency["BeneficiaryAccount"],  # type: ignore[name-defined]
):
    """Accounts for fees; invoices may name the confirmed ones."""


class FeeLineQuerySet(OfAgency["FeeLine"]):  # type: ignore[name-defined]
    """Fee lines of agencies."""

    def in_force_on(self, on: dt.date) -> "FeeLineQuerySet":
        """Those confirmed by a second person, in force on the day, both ends included."""
        lasts = Q(effective_until__isnull=True) | Q(effective_until__gte=on)
        held = (FeeLineStatus.CONFIRMED, FeeLineStatus.ENDED)
        return self.filter(lasts, status__in=held, effective_from__lte=on)


class InvoiceQuerySet(OfAgency["Invoice"]):  # type: ignore[name-defined]
    """Invoices in the words of the domain."""

    def visible_to(self, user: Any) -> "InvoiceQuerySet":
        """Those of the person's own agencies, those shown to them, and those sent to the licensees they act for."""
        sent = own_q(user, "licensee") & ~Q(number="")
        return self.filter(scope_q(user, unit=None, model=self.model) | sent)

    def owed(self) -> "InvoiceQuerySet":
        """Those issued and not yet paid in full."""
        return self.filter(status__in=INVOICE_OWED)

    def standing(self) -> "InvoiceQuerySet":
        """Those not voided."""
        return self.exclude(status__in=INVOICE_CLOSED)

    def past_due(self, on: dt.date) -> "InvoiceQuerySet":
        """Those owed whose last day to pay lies before `on`."""
        return self.owed().filter(due_on__lt=on)

    def search(self, text: str) -> "InvoiceQuerySet":
        """Those with this in their number or payment code, or of a holder found by it."""
        text = " ".join(text.split())
        if not text:
            return self
        holders: Any = self.model._meta.get_field("licensee").related_model
        found = holders._default_manager.search(text).order_by().values("pk")
        code = "".join(text.split()).upper()
        return self.filter(Q(number__icontains=text) | Q(reference__icontains=code) | Q(licensee__in=found))


class InvoicedQuerySet(models.QuerySet[M]):
    """Rows of an invoice; they are seen with it."""

    def visible_to(self, user: Any) -> Self:
        """Those of invoices the person may see."""
        invoices: Any = self.model._meta.get_field("invoice").related_model
        return self.filter(invoice__in=invoices._default_manager.visible_to(user).order_by().values("pk"))


class PaymentQuerySet(OfAgency["Payment"]):  # type: ignore[name-defined]
    """Payments in the words of the domain."""

    def unmatched(self) -> "PaymentQuerySet":
        """Those nobody knows whose they are: a person must allocate them."""
        return self.filter(open_vnd__gt=0, set_aside_on__isnull=True, licensee__isnull=True)

    def credit(self) -> "PaymentQuerySet":
        """Those of a known holder with something left over."""
        return self.filter(open_vnd__gt=0, set_aside_on__isnull=True, licensee__isnull=False)

    def search(self, text: str) -> "PaymentQuerySet":
        """Those with this in memo, payer or receipt number, or of a holder found by it."""
        text = " ".join(text.split())
        if not text:
            return self
        holders: Any = self.model._meta.get_field("licensee").related_model
        found = holders._default_manager.search(text).order_by().values("pk")
        said = Q(memo__icontains=text) | Q(payer__icontains=text) | Q(receipt_number__icontains=text)
        return self.filter(said | Q(licensee__in=found))


class StatementLineQuerySet(models.QuerySet["StatementLine"]):  # type: ignore[name-defined]
    """Lines of statements; they are seen with their statement."""

    def visible_to(self, user: Any) -> "StatementLineQuerySet":
        """Those of statements the person may see."""
        return self.filter(scope_q(user, agency="statement__agency", unit=None))
