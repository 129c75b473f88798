"""Money that came in: statements of the bank with their lines, payments, and what each payment is set against."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import LineOutcome, PaymentMethod
from licenses.models.fees import BeneficiaryAccount, Invoice
from licenses.models.licensee import Licensee
from licenses.querysets.fees import InvoicedQuerySet, OfAgency, PaymentQuerySet, StatementLineQuerySet

PERSON = settings.AUTH_USER_MODEL


class BankStatement(UUIDModel, Stamped):
    """A file of the bank that was read in. `problems` names the rows that did not become lines, and why."""

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    account = models.ForeignKey(
        BeneficiaryAccount, models.PROTECT, related_name="statements", verbose_name=_("account")
    )
    file_name = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("digest (SHA-256)"), max_length=64)
    rows = models.PositiveIntegerField(_("rows"))
    first_on = models.DateField(_("first day"), null=True, blank=True)
    last_on = models.DateField(_("last day"), null=True, blank=True)
    problems = models.JSONField(_("rows left out"), default=list)
    imported_on = models.DateField(_("read in on"))
    imported_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("read in by"))

    objects = OfAgency.as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ("-created_at", "-id")
        constraints = [models.UniqueConstraint(fields=["account", "sha256"], name="statement_file_once")]

    def __str__(self) -> str:
        return self.file_name


class StatementLine(UUIDModel):
    """One credit of a statement; `key` tells it from every other credit of the account, whatever file brought it."""

    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    account = models.ForeignKey(BeneficiaryAccount, models.PROTECT, related_name="+")
    row = models.PositiveIntegerField(_("row"))
    booked_on = models.DateField(_("booked on"))
    amount_vnd = models.PositiveBigIntegerField(_("amount (VND)"))
    memo = models.CharField(_("memo"), max_length=500, blank=True)
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    bank_reference = models.CharField(_("bank's transaction number"), max_length=80, blank=True)
    key = models.CharField(max_length=120, editable=False)
    content = models.CharField(max_length=64, editable=False)
    outcome = models.CharField(_("found when read in"), max_length=20, choices=LineOutcome)

    objects = StatementLineQuerySet.as_manager()
    kept_by = "statement.agency"

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        ordering = ("statement", "row")
        indexes = [models.Index(fields=["account", "content"], name="statement_line_by_content")]
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="statement_line_once")]

    def __str__(self) -> str:
        return self.memo


class Payment(UUIDModel, Versioned, Stamped):
    """Money received. `open_vnd` is what is not yet set against an invoice: credit of the holder, or unmatched."""

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    method = models.CharField(_("paid by"), max_length=10, choices=PaymentMethod)
    line = models.OneToOneField(
        StatementLine, models.PROTECT, null=True, blank=True, related_name="payment", verbose_name=_("statement line")
    )
    amount_vnd = models.PositiveBigIntegerField(_("amount (VND)"))
    open_vnd = models.PositiveBigIntegerField(_("not yet set against an invoice (VND)"))
    paid_on = models.DateField(_("paid on"))
    payer = models.CharField(_("payer"), max_length=200, blank=True)
    memo = models.CharField(_("memo"), max_length=500, blank=True)
    receipt_number = models.CharField(_("number of the receipt"), max_length=80, blank=True)
    licensee = models.ForeignKey(
        Licensee, models.PROTECT, null=True, blank=True, related_name="payments", verbose_name=_("holder")
    )
    recorded_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("recorded by"))
    set_aside_on = models.DateField(_("set aside on"), null=True, blank=True)
    set_aside_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    set_aside_reason = models.CharField(_("why it was set aside"), max_length=400, blank=True)

    objects = PaymentQuerySet.as_manager()
    every_row_journaled = True

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ("-paid_on", "-id")
        indexes = [
            models.Index(fields=["agency", "paid_on", "id"], name="payment_by_day"),
            models.Index(fields=["licensee", "paid_on"], name="payment_by_holder"),
            models.Index(
                fields=["agency", "id"], name="payment_open", condition=Q(open_vnd__gt=0, set_aside_on__isnull=True)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="payment_amount_positive"),
            models.CheckConstraint(condition=Q(open_vnd__lte=F("amount_vnd")), name="payment_open_within_amount"),
            models.UniqueConstraint(
                fields=["agency", "method", "receipt_number"],
                condition=~Q(receipt_number=""),
                name="payment_receipt_once",
            ),
        ]

    def __str__(self) -> str:
        return self.receipt_number or self.memo or str(self.paid_on)


class Allocation(UUIDModel, Stamped):
    """A part of a payment set against an invoice; taken back, it stays and says why."""

    payment = models.ForeignKey(Payment, models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="allocations")
    amount_vnd = models.PositiveBigIntegerField(_("amount (VND)"))
    on = models.DateField(_("day"))
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    taken_back_on = models.DateField(_("taken back on"), null=True, blank=True)
    taken_back_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_reason = models.CharField(_("why it was taken back"), max_length=400, blank=True)

    objects = InvoicedQuerySet.as_manager()
    every_row_journaled = True
    kept_by = "invoice.agency"

    class Meta:
        verbose_name = _("allocation of a payment")
        verbose_name_plural = _("allocations of payments")
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(condition=Q(amount_vnd__gt=0), name="allocation_amount_positive"),
            models.UniqueConstraint(
                fields=["payment", "invoice"], condition=Q(taken_back_on__isnull=True), name="allocation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount_vnd} đ"
