"""An enrolled tablet: a device of an agency, not a person; whoever works with it signs in besides."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned
from fieldwork.lifecycle import TABLET, TabletStatus
from fieldwork.querysets import TabletQuerySet


class Tablet(UUIDModel, Stamped, Versioned):
    """One tablet. Code and token are kept as hashes: what opens the door cannot be read from the database."""

    lifecycle = TABLET
    journal_secret = frozenset({"code_sha256", "token_sha256"})
    # What the tablet says at each contact changes nothing about it.
    journal_left_out = frozenset(
        {"last_contact_at", "last_person", "app_version", "protocol", "unsent", "unsent_bytes", "clock_skew_s"}
    )

    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="tablets", verbose_name=_("agency"))
    label = models.CharField(_("name of the tablet"), max_length=80)
    inventory_number = models.CharField(_("inventory number"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=TabletStatus, default=TabletStatus.INVITED)
    code_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    code_until = models.DateTimeField(_("code valid until"), null=True, blank=True)
    token_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    enrolled_at = models.DateTimeField(_("enrolled at"), null=True, blank=True)
    platform = models.CharField(_("device"), max_length=200, blank=True)
    last_contact_at = models.DateTimeField(_("last contact"), null=True, blank=True)
    last_person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    app_version = models.CharField(_("application version"), max_length=40, blank=True)
    protocol = models.PositiveSmallIntegerField(null=True, blank=True)
    unsent = models.PositiveIntegerField(_("not yet sent, as the tablet says"), null=True, blank=True)
    unsent_bytes = models.PositiveBigIntegerField(_("bytes not yet sent"), null=True, blank=True)
    clock_skew_s = models.FloatField(_("its clock is off by, s"), null=True, blank=True)

    objects = TabletQuerySet.as_manager()

    class Meta:
        verbose_name = _("tablet")
        verbose_name_plural = _("tablets")
        ordering = ("label", "id")
        constraints = [
            models.CheckConstraint(condition=Q(status__in=TabletStatus.values), name="tablet_status_known"),
            models.UniqueConstraint(fields=["token_sha256"], condition=~Q(token_sha256=""), name="tablet_token_once"),
            models.UniqueConstraint(fields=["code_sha256"], condition=~Q(code_sha256=""), name="tablet_code_once"),
        ]

    def __str__(self) -> str:
        return self.label
