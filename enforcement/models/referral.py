"""A referral: acts handed to the agency whose matter they are."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Subject
from common.models import Stamped, UUIDModel, Versioned
from enforcement.querysets import OfCaseQuerySet


class Referral(UUIDModel, Stamped, Versioned):
    """Acts of a case that are another agency's matter: it is told by letter, and the file is shown to it."""

    case = models.ForeignKey("enforcement.Case", models.PROTECT, related_name="referrals")
    subject = models.CharField(_("subject"), max_length=12, choices=Subject)
    to_agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="referrals_received")
    reason = models.TextField(_("reason"), blank=True)
    # Law on Handling of Administrative Violations, article 58: 24 hours where the recorder is not competent.
    due_at = models.DateTimeField(_("to be handed over until"), null=True, blank=True)
    sent_on = models.DateField(_("handed over on"), null=True, blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    letter = models.ForeignKey("issuing.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=["case", "to_agency"], name="referral_once_per_agency")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_agency_id}"
