"""What the register finds wrong with itself: one row per rule and record."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.clock import now
from common.models import UUIDModel
from licenses.enums import QualityState
from licenses.querysets.planned import QualityFindingQuerySet

PERSON = settings.AUTH_USER_MODEL


class QualityFinding(UUIDModel):
    """A rule found something about a record. `facts` are the numbers found; when they change, a dismissal is over."""

    rule = models.CharField(_("rule"), max_length=40)
    target_type = models.CharField(max_length=60)
    target_id = models.UUIDField()
    label = models.CharField(_("record"), max_length=120)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    facts = models.JSONField(_("what was found"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=QualityState, default=QualityState.OPEN)
    first_seen_on = models.DateField(_("first found on"))
    seen_on = models.DateField(_("last found on"))
    assigned_to = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+", verbose_name=_("assigned to"))
    dismissed_by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    dismissed_on = models.DateField(_("dismissed on"), null=True)
    dismissed_reason = models.CharField(_("why it was dismissed"), max_length=400, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = QualityFindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding about the register")
        verbose_name_plural = _("findings about the register")
        indexes = [
            models.Index(fields=["agency", "rule", "state", "id"], name="quality_by_rule"),
            models.Index(fields=["target_type", "target_id"], name="quality_by_target"),
            models.Index(fields=["assigned_to", "state"], name="quality_by_person"),
        ]
        constraints = [models.UniqueConstraint(fields=["rule", "target_id"], name="quality_finding_once")]

    def __str__(self) -> str:
        return f"{self.rule} · {self.label}"
