"""What every row of the rulebook carries, and the hash that shows when one was changed."""

import datetime as dt
import decimal
import hashlib
import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from common.models import Stamped, UUIDModel
from common.text import fold
from rulebook.enums import Basis
from rulebook.querysets import RuleQuerySet

# Not part of what was published: surrogate key, entry time, the hash itself, and the one thing that may still change.
UNHASHED = frozenset({"id", "created_at", "content_hash", "search_text", "effective_until"})


class RuleRow(UUIDModel, Stamped):
    """A dated statement of the law. Once published it is never changed, only ended (also by database trigger)."""

    code = models.CharField(_("code"), max_length=80)
    administration = models.CharField(_("administration (data folder)"), max_length=20)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    source = models.CharField(_("source"), max_length=400)
    effective_from = models.DateField(_("in force from"))
    effective_until = models.DateField(_("last day in force"), null=True, blank=True)
    dates_seen = models.BooleanField(_("dates were seen in the source"), default=True)
    missing = models.JSONField(_("values not seen in any source"), default=list)
    caution_vi = models.CharField(_("caution (Vietnamese)"), max_length=600, blank=True)
    caution_en = models.CharField(_("caution (English)"), max_length=600, blank=True)
    note = models.CharField(_("note of the research"), max_length=600, blank=True)
    content_hash = models.CharField(max_length=64, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = RuleQuerySet.as_manager()
    kept_by = ""  # the law is nobody's

    class Meta:
        abstract = True
        ordering = ("code", "effective_from")
        constraints = [
            models.UniqueConstraint(
                fields=["administration", "code", "effective_from"], name="%(class)s_once_per_start"
            ),
            models.CheckConstraint(
                condition=models.Q(effective_until__isnull=True)
                | models.Q(effective_until__gte=models.F("effective_from")),
                name="%(class)s_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def content(self) -> dict[str, Any]:
        """Return what was published, as JSON values; related rows by their codes."""
        found: dict[str, Any] = {}
        for field in self._meta.concrete_fields:
            if field.name in UNHASHED:
                continue
            value = getattr(self, field.name)
            found[field.name] = value.code if isinstance(value, RuleRow) else _plain(value)
        return found

    def searchable(self) -> str:
        """Return the folded text that searches compare: code and every text of the row."""
        texts = [field.name for field in self._meta.concrete_fields if field.name.endswith(("_vi", "_en"))]
        return fold(" ".join([self.code, self.source, *(getattr(self, name) for name in texts)]))

    def computed_hash(self) -> str:
        """Return the sha256 of the canonical content; it differs from `content_hash` when someone changed the row."""
        text = json.dumps(self.content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, decimal.Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value
