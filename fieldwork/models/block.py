"""Numbers leased to a tablet, for forms written by hand where nothing else works."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from fieldwork.querysets import OwnQuerySet


class NumberBlock(UUIDModel, Stamped):
    """A run of numbers of one form that only this tablet uses; the series explains each of them."""

    tablet = models.ForeignKey("fieldwork.Tablet", models.PROTECT, related_name="number_blocks")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    form_code = models.CharField(_("form"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    first = models.PositiveIntegerField(_("first number"))
    last = models.PositiveIntegerField(_("last number"))
    texts = models.JSONField(default=list)  # the numbers as they are written
    ended_at = models.DateTimeField(_("lease ended"), null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("leased numbers")
        verbose_name_plural = _("leased numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["tablet", "form_code", "year"],
                condition=models.Q(ended_at__isnull=True),
                name="one_block_per_tablet_and_form",
            )
        ]

    def __str__(self) -> str:
        return f"{self.form_code} {self.first}–{self.last}"
