"""What happened to the rulebook: loads, and verifications by the legal officer. Both are only ever appended."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from rulebook.enums import Outcome


class RulebookLoad(UUIDModel, Stamped):
    """One load that changed something: how many rows came in and were ended, and the hash of the files."""

    administration = models.CharField(_("administration (data folder)"), max_length=20)
    files_sha256 = models.CharField(_("hash of the files"), max_length=64)
    added = models.PositiveIntegerField(_("rows added"))
    ended = models.PositiveIntegerField(_("rows ended"))
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("rulebook load")
        verbose_name_plural = _("rulebook loads")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.administration} {self.created_at:%Y-%m-%d %H:%M}"


class VerificationQuerySet(models.QuerySet["Verification"]):
    """Verifications."""

    def visible_to(self, user: object) -> "VerificationQuerySet":
        """The law is open to everyone; the doors ask for the right to see the pages."""
        return self.all()


class Verification(UUIDModel, Stamped):
    """Who compared which row with which official text, when, and what came of it. The row itself is not touched."""

    row_model = models.CharField(max_length=30)
    row_code = models.CharField(max_length=80)
    row_id = models.UUIDField()
    row_hash = models.CharField(max_length=64)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    official_text = models.CharField(_("official text compared with"), max_length=300)
    official_url = models.URLField(_("address of the official text"), max_length=400, blank=True)
    compared_on = models.DateField(_("compared on"))
    remark = models.CharField(_("remark"), max_length=1000, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="verifications")

    objects = VerificationQuerySet.as_manager()
    kept_by = ""

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ("-created_at",)
        indexes = [models.Index(fields=["row_model", "row_id", "-created_at"], name="verification_by_row")]

    def __str__(self) -> str:
        return f"{self.row_code} · {self.outcome}"
