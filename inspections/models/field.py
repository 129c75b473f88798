"""What only a tablet brings: the text it showed, and originals that arrive after their working copies."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel


class ShownText(UUIDModel, Stamped):
    """The text a tablet showed to the persons present, word for word.

    `stands_for` is the hash of the server's own text of the record at that moment: as long as that is unchanged, who
    read this text has seen the record as it is.
    """

    visit = models.ForeignKey("inspections.Visit", models.PROTECT, related_name="shown_texts")
    text = models.TextField(_("text shown"))
    sha256 = models.CharField(max_length=64)
    stands_for = models.CharField(max_length=64)
    shown_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    shown_at = models.DateTimeField(_("shown at"))

    class Meta:
        verbose_name = _("text shown on a tablet")
        verbose_name_plural = _("texts shown on tablets")
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=["visit", "sha256", "stands_for"], name="shown_text_once")]

    def __str__(self) -> str:
        return self.sha256[:12]


class DeclaredOriginal(UUIDModel, Stamped):
    """The larger file of which a piece of evidence is the working copy; its hash is sealed, its bytes may be late."""

    evidence = models.OneToOneField("inspections.Evidence", models.PROTECT, related_name="declared_original")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))

    class Meta:
        verbose_name = _("declared original")
        verbose_name_plural = _("declared originals")

    def __str__(self) -> str:
        return self.sha256[:12]


class ReceivedOriginal(UUIDModel, Stamped):
    """The bytes of a declared original, as they came."""

    declared = models.OneToOneField(DeclaredOriginal, models.PROTECT, related_name="received")
    file = models.FileField(max_length=200, editable=False)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        verbose_name = _("received original")
        verbose_name_plural = _("received originals")

    def __str__(self) -> str:
        return str(self.file)
