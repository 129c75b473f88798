"""A referral: acts handed to the agency whose matter they are."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Subject
from common.models import Stamped, UUIDModel, Versioned
from enforcement.enums import ReferralAnswer
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
    answer = models.CharField(_("answer of the receiver"), max_length=10, choices=ReferralAnswer, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answer_note = models.TextField(_("reason of the answer"), blank=True)
    letter = models.ForeignKey("issuing.IssuedDocument", models.PROTECT, null=True, blank=True, related_name="+")

    objects = OfCaseQuerySet.as_manager()
    # What a referral asks for is done by the agency that received it; sending it is a matter of its case.
    kept_by = "to_agency"

    class Meta:
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=["case", "to_agency"], name="referral_once_per_agency")]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.to_agency_id}"

    @property
    def to_send(self) -> bool:
        """Whether the file is still, or again, to be handed over: never sent, or returned."""
        return self.sent_on is None or self.answer == ReferralAnswer.RETURNED

    @property
    def to_answer(self) -> bool:
        """Whether the receiving agency has still to take it over or to return it."""
        return self.sent_on is not None and not self.answer
