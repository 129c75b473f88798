"""Abstract base of what is recorded on site: never deleted, withdrawn with a reason."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel, Versioned


class Recorded(UUIDModel, Stamped, Versioned):
    """A line recorded in a visit by a person; its key may come from a tablet, which may send it twice."""

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )
    withdrawn_reason = models.TextField(_("reason for withdrawing"), blank=True, editable=False)

    kept_by = "visit.agency"

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        """Whether it no longer counts."""
        return self.withdrawn_at is not None
