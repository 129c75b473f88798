"""What a holder is asked to pay: the agency's own fee lines, the invoice with its lines."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import FeeLineStatus, InvoiceStatus, LicenseKind
from licenses.lifecycle import FEE_LINE, INVOICE
from licenses.models.application import Application
from licenses.models.license import License
from licenses.models.licensee import Licensee
from licenses.querysets.fees import AccountQuerySet, FeeLineQuerySet, InvoicedQuerySet, InvoiceQuerySet
from rulebook.enums import FeeKind

PERSON = settings.AUTH_USER_MODEL


class FeeLine(UUIDModel, Versioned, Stamped):
    """A fee whose figure no source of the rulebook gives, entered by the agency and confirmed by a second person.

    `code` is that of the rulebook's row it fills in, or the agency's own.
    """

    lifecycle = FEE_LINE

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    code = models.CharField(_("code"), max_length=80)
    kind = models.CharField(_("kind of license"), max_length=30, choices=LicenseKind)
    fee_kind = models.CharField(_("kind of fee"), max_length=10, choices=FeeKind)
    label_vi = models.CharField(_("label (Vietnamese)"), max_length=300)
    label_en = models.CharField(_("label (English)"), max_length=300, blank=True)
    amount_vnd = models.PositiveBigIntegerField(_("amount, VND"))
    per = models.CharField(_("charged per"), max_length=60)
    power_above_w = models.FloatField(_("power above, W"), null=True, blank=True)
    power_up_to_w = models.FloatField(_("power up to, W"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=400)
    effective_from = models.DateField(_("in force from"))
    effective_until = models.DateField(_("last day in force"), null=True, blank=True)
    entered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    judged_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("confirmed or refused by")
    )
    judged_on = models.DateField(_("confirmed or refused on"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=FeeLineStatus, default=FeeLineStatus.ENTERED)

    objects = FeeLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("fee line of the agency")
        verbose_name_plural = _("fee lines of the agency")
        ordering = ("code", "effective_from", "id")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=FeeLineStatus.values), name="fee_line_status_known"),
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True) | Q(effective_until__gte=F("effective_from")),
                name="fee_line_dates_in_order",
            ),
            models.UniqueConstraint(
                fields=["agency", "code", "effective_from"],
                condition=Q(status__in=(FeeLineStatus.CONFIRMED, FeeLineStatus.ENDED)),
                name="fee_line_once_per_start",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class BeneficiaryAccount(UUIDModel, Stamped):
    """The bank account into which an agency's fees are paid, from a day on. A change is a new row."""

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    bank_bin = models.CharField(_("bank's identification number (BIN)"), max_length=6)
    bank_name = models.CharField(_("bank"), max_length=150)
    account_number = models.CharField(_("account number"), max_length=19)
    holder_name = models.CharField(_("account holder"), max_length=150)
    valid_from = models.DateField(_("used from"))
    valid_until = models.DateField(_("used until"), null=True, blank=True)
    note = models.CharField(_("source or note"), max_length=250)
    entered_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    # accounts entered before a second person was asked for stay in use
    by_two = models.BooleanField(_("needs a second person"), default=False, editable=False)
    judged_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("judged by")
    )
    judged_on = models.DateField(_("judged on"), null=True, blank=True)
    refused = models.CharField(_("why it is not used"), max_length=400, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("account for fees")
        verbose_name_plural = _("accounts for fees")
        ordering = ("-valid_from", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "bank_bin", "account_number", "valid_from"], name="fee_account_once_per_start"
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="fee_account_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(judged_by__isnull=True) | ~Q(judged_by=F("entered_by")),
                name="fee_account_by_one_judged_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_number} – {self.bank_name}"

    @property
    def waits(self) -> bool:
        """Whether the second person has not judged it yet."""
        return self.by_two and self.judged_by_id is None


class Invoice(UUIDModel, Versioned, Stamped):
    """A notice to pay. From its issue on it is never edited: a mistake is voided with the reason and written anew.

    `paid_vnd` is the sum of what is allocated to it, kept with every allocation.
    """

    lifecycle = INVOICE

    number = models.CharField(_("number"), max_length=60, blank=True)
    reference = models.CharField(_("payment code"), max_length=16, unique=True)
    fee_kind = models.CharField(_("kind of fee"), max_length=10, choices=FeeKind)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency"))
    licensee = models.ForeignKey(Licensee, models.PROTECT, related_name="invoices", verbose_name=_("payer"))
    application = models.ForeignKey(
        Application, models.PROTECT, null=True, blank=True, related_name="invoices", verbose_name=_("application")
    )
    license = models.ForeignKey(
        License, models.PROTECT, null=True, blank=True, related_name="invoices", verbose_name=_("license")
    )
    period_from = models.DateField(_("period from"), null=True, blank=True)
    period_until = models.DateField(_("period until"), null=True, blank=True)
    total_vnd = models.PositiveBigIntegerField(_("amount (VND)"))
    paid_vnd = models.PositiveBigIntegerField(_("paid (VND)"), default=0)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    due_on = models.DateField(_("pay by"), null=True, blank=True)
    settled_on = models.DateField(_("paid in full on"), null=True, blank=True)
    closed_on = models.DateField(_("voided on"), null=True, blank=True)
    closed_reason = models.CharField(_("why it was voided"), max_length=400, blank=True)
    account = models.ForeignKey(
        BeneficiaryAccount, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("paid into")
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("takes the place of")
    )
    note = models.CharField(_("note"), max_length=400, blank=True)
    drafted_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("drafted by"))
    status = models.CharField(_("status"), max_length=12, choices=InvoiceStatus, default=InvoiceStatus.DRAFTED)

    objects = InvoiceQuerySet.as_manager()
    every_row_journaled = True
    held_by = "licensee_id"

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        indexes = [
            models.Index(fields=["agency", "status", "due_on", "id"], name="invoice_by_due"),
            models.Index(fields=["licensee", "status", "due_on"], name="invoice_by_payer"),
            models.Index(fields=["number", "id"], name="invoice_by_number"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=InvoiceStatus.values), name="invoice_status_known"),
            models.CheckConstraint(condition=Q(total_vnd__gt=0), name="invoice_amount_positive"),
            models.CheckConstraint(condition=Q(paid_vnd__lte=F("total_vnd")), name="invoice_never_overpaid"),
            models.CheckConstraint(
                condition=Q(status__in=(InvoiceStatus.DRAFTED, InvoiceStatus.VOIDED))
                | (~Q(number="") & Q(issued_on__isnull=False) & Q(due_on__isnull=False)),
                name="invoice_numbered_once_issued",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(application__isnull=False) & ~Q(status=InvoiceStatus.VOIDED),
                name="invoice_once_per_application",
            ),
            models.UniqueConstraint(
                fields=["license", "period_from"],
                condition=Q(fee_kind=FeeKind.USAGE) & ~Q(status=InvoiceStatus.VOIDED),
                name="invoice_once_per_period",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.reference

    @property
    def tone_key(self) -> str:
        """What its state looks like: issued is good for a paper, for money it means that it is waited for."""
        return "pending" if self.status == InvoiceStatus.ISSUED else self.status

    @property
    def open_vnd(self) -> int:
        """What is still to be paid, in đồng."""
        return self.total_vnd - self.paid_vnd


class InvoiceLine(UUIDModel):
    """One fee of an invoice, with the words and the source of the rule as they stood; only appended, to a draft."""

    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("fee line"), max_length=80)
    from_agency = models.BooleanField(_("figure entered by the agency"), default=False)
    label_vi = models.CharField(_("label (Vietnamese)"), max_length=300)
    label_en = models.CharField(_("label (English)"), max_length=300, blank=True)
    per = models.CharField(_("charged per"), max_length=60, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit_vnd = models.PositiveBigIntegerField(_("amount each (VND)"))
    amount_vnd = models.PositiveBigIntegerField(_("amount (VND)"))
    source = models.CharField(_("source"), max_length=400)
    verified = models.BooleanField(_("compared with the official text"), default=False)

    objects = InvoicedQuerySet.as_manager()
    kept_by = "invoice.agency"

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_once"),
            models.CheckConstraint(
                condition=Q(amount_vnd=F("quantity") * F("unit_vnd")), name="invoice_line_multiplied"
            ),
        ]

    def __str__(self) -> str:
        return self.code
