"""Papers that count: number series, issued documents with their bytes, signed scans. Nothing here is ever edited."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency
from common.clock import now
from common.models import UUIDModel, Versioned
from issuing.codes import grouped
from issuing.enums import MailState, NumberUse, PaperStatus, ScanFormat
from issuing.lifecycle import PAPER
from issuing.querysets import IssuedDocumentQuerySet, MailQuerySet, SignedScanQuerySet


class NumberSeries(models.Model):
    """The running number of one form in one agency and year; `last_value` moves only under the row's lock."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="number_series")
    form_code = models.CharField(_("form"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    last_value = models.PositiveIntegerField(_("last number"), default=0)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints = [models.UniqueConstraint(fields=["agency", "form_code", "year"], name="one_series_per_form_year")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.form_code} {self.year}"


class IssuedNumber(models.Model):
    """A number that was taken, for a paper or void; a series has a row for every number up to its last."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers")
    value = models.PositiveIntegerField(_("number"))
    text = models.CharField(_("number as written"), max_length=60)
    use = models.CharField(_("use"), max_length=10, choices=NumberUse)
    reason = models.TextField(_("reason"), blank=True)
    taken_at = models.DateTimeField(_("number taken at"), default=now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("number taken")
        verbose_name_plural = _("numbers taken")
        constraints = [
            models.UniqueConstraint(fields=["series", "value"], name="a_number_is_taken_once"),
            models.CheckConstraint(
                condition=~models.Q(use=NumberUse.VOID) | ~models.Q(reason=""), name="a_void_number_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class IssuedDocument(UUIDModel, Versioned):
    """A paper as it left the office. `payload` is the canonical JSON it was drawn from, `sha256` that of the PDF."""

    form_code = models.CharField(_("form"), max_length=40)
    title_vi = models.CharField(_("title"), max_length=250)
    title_en = models.CharField(_("English title"), max_length=250, blank=True)
    number = models.CharField(_("number"), max_length=60, db_index=True)
    taken_number = models.OneToOneField(IssuedNumber, models.PROTECT, related_name="document")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="issued_documents")
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    payload = models.TextField(_("content"))
    content_sha256 = models.CharField(_("content hash"), max_length=64)
    template_version = models.CharField(_("template version"), max_length=40)
    sha256 = models.CharField(_("file hash"), max_length=64, db_index=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    verify_code = models.CharField(_("verification code"), max_length=20, unique=True)
    status = models.CharField(_("status"), max_length=12, choices=PaperStatus, default=PaperStatus.ISSUED)
    issued_on = models.DateField(_("date"))
    issued_at = models.DateTimeField(_("issued at"), default=now)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    demo = models.BooleanField(_("demonstration, without legal effect"), default=False)
    unverified = models.JSONField(_("rests on rules not yet verified"), default=list)
    supersedes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="superseded_by")

    objects = IssuedDocumentQuerySet.as_manager()
    every_row_journaled = True

    lifecycle = PAPER

    class Meta:
        verbose_name = _("issued paper")
        verbose_name_plural = _("issued papers")
        ordering = ("-issued_at",)
        indexes = [models.Index(fields=["target_type", "target_id"], name="papers_by_target")]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=PaperStatus.values), name="paper_status_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.title_vi} {self.number}"

    @property
    def title(self) -> str:
        """The title under the bare name, for `common.text.pick`."""
        return self.title_vi

    @property
    def shown_code(self) -> str:
        """The verification code in groups of four, as printed."""
        return grouped(self.verify_code)


class IssuedFile(models.Model):
    """The bytes of an issued paper, apart from its row so that lists never load them."""

    document = models.OneToOneField(IssuedDocument, models.PROTECT, primary_key=True, related_name="file")
    pdf = models.BinaryField()

    class Meta:
        verbose_name = _("file of a paper")
        verbose_name_plural = _("files of papers")

    def __str__(self) -> str:
        return str(self.document_id)


class SignedScan(UUIDModel):
    """A page or more of the printed paper, signed by hand, scanned and tied to the issued paper by its hash."""

    document = models.ForeignKey(IssuedDocument, models.PROTECT, related_name="scans")
    file_name = models.CharField(_("file name"), max_length=200)
    format = models.CharField(_("format"), max_length=20, choices=ScanFormat)
    size = models.PositiveIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    sha256 = models.CharField(_("file hash"), max_length=64, db_index=True)
    note = models.CharField(_("note"), max_length=250, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=now)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = SignedScanQuerySet.as_manager()
    kept_by = "document.agency"

    class Meta:
        verbose_name = _("signed scan")
        verbose_name_plural = _("signed scans")
        ordering = ("uploaded_at", "id")
        constraints = [models.UniqueConstraint(fields=["document", "sha256"], name="a_scan_is_attached_once")]

    def __str__(self) -> str:
        return self.file_name


class SignedScanFile(models.Model):
    """The bytes of a signed scan."""

    scan = models.OneToOneField(SignedScan, models.PROTECT, primary_key=True, related_name="file")
    data = models.BinaryField()

    class Meta:
        verbose_name = _("file of a signed scan")
        verbose_name_plural = _("files of signed scans")

    def __str__(self) -> str:
        return str(self.scan_id)


class Mail(UUIDModel):
    """One mail as it was decided, with its text; `key` says what it tells about what, so it is decided once.

    Deciding and sending are apart: a row is written in the transaction of what it tells about, and sent after it.
    `handed_at` is set just before the text goes to the mail server: from then on it may have left.
    """

    key = models.CharField(_("key"), max_length=160, unique=True)
    topic = models.CharField(_("topic"), max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="mails")
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    target_label = models.CharField(_("about"), max_length=120)
    recipient = models.CharField(_("to (mail)"), max_length=250)
    address = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject (mail)"), max_length=250)
    body = models.TextField(_("text"))
    decided_on = models.DateField(_("decided on (mail)"))
    state = models.CharField(_("state"), max_length=16, choices=MailState, default=MailState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, editable=False)
    handed_at = models.DateTimeField(null=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_on = models.DateField(_("settled on"), null=True, blank=True)
    settled_note = models.CharField(_("note"), max_length=250, blank=True)
    created_at = models.DateTimeField(_("written at"), default=now, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(fields=["agency", "state", "id"], name="mail_by_state"),
            models.Index(fields=["state", "next_try_at"], name="mail_by_turn"),
            models.Index(fields=["target_type", "target_id"], name="mail_by_target"),
        ]

    def __str__(self) -> str:
        return self.subject
