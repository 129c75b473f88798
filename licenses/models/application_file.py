"""What lies in the file of an application: documents, clock, messages, checks, and the decision."""

from types import SimpleNamespace

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from common.text import pick
from licenses.enums import ClockReason, ClockVerb, DecisionOutcome, ExaminationOutcome, ScanState
from licenses.models.application import Application
from licenses.querysets.applications import FiledQuerySet

PERSON = settings.AUTH_USER_MODEL


class ApplicationDocument(UUIDModel, Stamped):
    """A file the applicant brought, told by its bytes; taken out it stays in the store, marked."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="documents")
    code = models.CharField(_("document"), max_length=40)
    title = models.CharField(_("title"), max_length=250)
    file_name = models.CharField(_("file name"), max_length=200)
    mime = models.CharField(_("format"), max_length=40)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    pages = models.PositiveSmallIntegerField(_("pages"))
    sha256 = models.CharField(_("digest (SHA-256)"), max_length=64)
    file = models.FileField(max_length=200, editable=False)
    scan_state = models.CharField(_("virus check"), max_length=12, choices=ScanState)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("added by"))
    removed_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    removed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    removed_reason = models.CharField(_("why it was taken out"), max_length=250, blank=True)

    objects = FiledQuerySet.as_manager()
    kept_by = "application.agency"
    held_by = "application.licensee_id"

    class Meta:
        verbose_name = _("document of an application")
        verbose_name_plural = _("documents of applications")
        ordering = ("created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "code", "sha256"],
                condition=Q(removed_at__isnull=True),
                name="application_document_once",
            )
        ]

    def __str__(self) -> str:
        return self.title


class ClockEvent(UUIDModel, Stamped):
    """The clock started, stopped, went on or ended; only appended."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="clock")
    verb = models.CharField(_("event"), max_length=10, choices=ClockVerb)
    on = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=20, choices=ClockReason)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("event of the clock")
        verbose_name_plural = _("events of the clock")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.verb} {self.on}"


class Message(UUIDModel, Stamped):
    """A message on the file, from the office or the applicant; only appended."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="messages")
    from_office = models.BooleanField(_("from the office"))
    text = models.TextField(_("text"))
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.text[:60]


class SupplementRequest(UUIDModel, Stamped):
    """What the office asks the applicant to complete, item by item, and when the answer came."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="supplements")
    items = models.JSONField(_("what is missing"), default=list)
    text = models.TextField(_("text"))
    asked_on = models.DateField(_("asked on"))
    answer_due_on = models.DateField(_("answer due"), null=True, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("request to supplement")
        verbose_name_plural = _("requests to supplement")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.application} {self.asked_on}"

    @property
    def titles(self) -> list[str]:
        """What is asked for, line by line, in the active language."""
        return [pick(SimpleNamespace(**item), "title") for item in self.items]


class Examination(UUIDModel, Stamped):
    """One run of the technical check, or the note that none was run; only appended."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="examinations")
    check_code = models.CharField(_("technical check"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=10, choices=ExaminationOutcome)
    lines = models.JSONField(_("findings"), default=list)
    content_sha256 = models.CharField(_("digest of what was examined"), max_length=64)
    opinion = models.TextField(_("opinion of the officer"), blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("technical examination")
        verbose_name_plural = _("technical examinations")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.check_code} {self.outcome}"


class Decision(UUIDModel, Stamped):
    """What one person proposed, frozen with its hash, and what another made of it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=8, choices=DecisionOutcome)
    content = models.TextField(_("content"))
    content_sha256 = models.CharField(_("content hash"), max_length=64)
    grounds = models.JSONField(_("grounds"), default=list)
    text = models.TextField(_("reasons in words"), blank=True)
    proposed_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_on = models.DateField(_("proposed on"))
    countersigned_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("countersigned by")
    )
    countersigned_on = models.DateField(_("countersigned on"), null=True, blank=True)
    dropped_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dropped by")
    )
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True)
    dropped_reason = models.CharField(_("why it was dropped"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("decision on an application")
        verbose_name_plural = _("decisions on applications")
        ordering = ("created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(countersigned_by__isnull=True) | ~Q(countersigned_by=models.F("proposed_by")),
                name="nobody_decides_what_they_proposed",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(dropped_on__isnull=True), name="one_open_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.outcome}"
