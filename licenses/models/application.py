"""An application for a license or a register entry, from its draft to its end."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from licenses.enums import APPLICATION_KINDS, ApplicationStatus, Channel, Purpose
from licenses.lifecycle import APPLICATION
from licenses.models.establishment import Establishment
from licenses.models.license import License
from licenses.models.licensee import Licensee
from licenses.querysets.applications import ApplicationQuerySet


class Application(UUIDModel, Versioned, Stamped):
    """A file. `agency` works on it now, `received_by` took it in; `authority_name` is who grants by the rulebook.

    `payload` is what is asked for, in the shape `payload_schema` names. The days of the clock are kept ready for the
    queues; what they follow from are the clock's events.
    """

    lifecycle = APPLICATION

    number = models.CharField(_("number"), max_length=60, blank=True)
    taken_number = models.OneToOneField(
        "issuing.IssuedNumber", models.PROTECT, null=True, blank=True, related_name="application"
    )
    kind = models.CharField(_("kind"), max_length=30, choices=APPLICATION_KINDS)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    licensee = models.ForeignKey(Licensee, models.PROTECT, related_name="applications", verbose_name=_("applicant"))
    establishment = models.ForeignKey(
        Establishment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("establishment"),
    )
    license = models.ForeignKey(
        License,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("license it is about"),
    )
    granted_license = models.ForeignKey(
        License, models.PROTECT, null=True, blank=True, related_name="granted_by", verbose_name=_("license granted")
    )
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("agency in charge"))
    received_by = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="+", verbose_name=_("receiving agency")
    )
    authority_name = models.CharField(_("granting authority"), max_length=200, blank=True)
    outside = models.BooleanField(_("granted by an authority outside this system"), default=False)
    channel = models.CharField(_("came in"), max_length=8, choices=Channel, default=Channel.PAPER)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("prepared by")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer in charge"),
    )
    received_on = models.DateField(_("received on"), null=True, blank=True)
    payload = models.JSONField(_("what is asked for"), default=dict)
    payload_schema = models.CharField(_("shape of the content"), max_length=40)
    check_due_on = models.DateField(_("completeness check due"), null=True, blank=True)
    due_on = models.DateField(_("decision due"), null=True, blank=True)
    waiting_since = models.DateField(_("waiting for the applicant since"), null=True, blank=True)
    answer_due_on = models.DateField(_("applicant's answer due"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    fee_vnd = models.PositiveBigIntegerField(_("fees due (VND)"), null=True, blank=True)
    fee_settled_on = models.DateField(_("fees settled on"), null=True, blank=True)
    fee_reference = models.CharField(_("proof of payment"), max_length=120, blank=True)
    letter = models.CharField(_("letter to or from the granting authority"), max_length=160, blank=True)
    status = models.CharField(_("status"), max_length=24, choices=ApplicationStatus, default=ApplicationStatus.DRAFT)

    objects = ApplicationQuerySet.as_manager()
    held_by = "licensee_id"

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [
            models.Index(fields=["agency", "status", "due_on", "id"], name="application_by_clock"),
            models.Index(fields=["licensee", "kind", "status"], name="application_by_holder"),
            models.Index(fields=["number", "id"], name="application_by_number"),
            models.Index(fields=["status", "answer_due_on"], name="application_by_answer"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ApplicationStatus.values), name="application_status_known"),
            models.CheckConstraint(condition=Q(purpose__in=Purpose.values), name="application_purpose_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _label in APPLICATION_KINDS]), name="application_kind_known"
            ),
            models.CheckConstraint(
                # a draft, and a draft given up, may be without a number; nothing else
                condition=Q(status__in=(ApplicationStatus.DRAFT, ApplicationStatus.WITHDRAWN)) | ~Q(number=""),
                name="application_numbered_once_submitted",
            ),
        ]

    def __str__(self) -> str:
        return self.number or str(self.get_status_display())
