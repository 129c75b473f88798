"""A case: one party, the acts found, and the violation record made about them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import Subject
from common.models import Stamped, UUIDModel, Versioned
from enforcement.enums import ActPosition, NoExplanation
from enforcement.lifecycle import CASE, CaseStatus
from enforcement.querysets import CaseQuerySet, OfCaseQuerySet


class Case(UUIDModel, Stamped, Versioned):
    """One party's acts found in one visit."""

    lifecycle = CASE

    number = models.CharField(_("number"), max_length=60)
    status = models.CharField(_("status"), max_length=20, choices=CaseStatus, default=CaseStatus.OPEN)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="cases", verbose_name=_("agency"))
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    visit = models.OneToOneField("inspections.Visit", models.PROTECT, related_name="case")
    licensee = models.ForeignKey("licenses.Licensee", models.PROTECT, related_name="cases", verbose_name=_("party"))
    unit = models.ForeignKey("places.AdminUnit", models.PROTECT, null=True, blank=True, related_name="+")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_on = models.DateField(_("opened on"))
    limitation_date = models.DateField(_("limitation ends"), null=True, blank=True)
    # What the record says beside the findings (Decree 118/2021, article 12(4)).
    record_place = models.CharField(_("place of the record"), max_length=250, blank=True)
    elsewhere_reason = models.TextField(_("why it is not made at the place of the act"), blank=True)
    preventive_measures = models.TextField(_("preventive measures"), blank=True)
    party_statement = models.TextField(_("statement of the party"), blank=True)
    witness_statement = models.TextField(_("statement of the witness"), blank=True)
    injured_statement = models.TextField(_("statement of the injured party"), blank=True)
    appointment_at = models.DateTimeField(_("appointment"), null=True, blank=True)
    appointment_place = models.CharField(_("place of the appointment"), max_length=250, blank=True)
    copies = models.PositiveSmallIntegerField(_("copies"), default=2)
    receiver = models.CharField(_("who receives a copy"), max_length=200, blank=True)
    # The right to explain, fixed when the record is issued.
    may_explain = models.BooleanField(_("right to explain"), null=True)
    no_explanation = models.CharField(max_length=12, choices=NoExplanation, blank=True)
    explain_writing_until = models.DateField(_("explanation in writing until"), null=True, blank=True)
    explain_session_until = models.DateField(_("request for a session until"), null=True, blank=True)
    record = models.ForeignKey("issuing.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+")

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ("-opened_on", "-id")
        indexes = [models.Index(fields=["agency", "status", "-opened_on", "-id"], name="case_list")]
        constraints = [
            models.UniqueConstraint(fields=["agency", "number"], name="case_number_once"),
            models.CheckConstraint(condition=Q(status__in=CaseStatus.values), name="case_status_known"),
            models.CheckConstraint(
                condition=Q(status=CaseStatus.OPEN) | Q(record__isnull=False), name="case_record_is_there"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CaseAct(UUIDModel, Stamped):
    """One act of the case: a finding, and whose matter it is."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="acts")
    finding = models.OneToOneField("inspections.Finding", models.PROTECT, related_name="act")
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    position = models.CharField(_("whose matter"), max_length=10, choices=ActPosition)
    referral = models.ForeignKey("enforcement.Referral", models.PROTECT, null=True, blank=True, related_name="acts")

    objects = OfCaseQuerySet.as_manager()
    kept_by = "case.agency"

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return f"{self.case_id} · {self.finding_id}"
