"""What was done: step records that explain each status, and the journal with its chain."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.clock import now


class StepRecord(models.Model):
    """One status change of one record; the database refuses a status that no such row explains."""

    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        constraints = [
            models.UniqueConstraint(fields=["object_type", "object_id", "version"], name="one_step_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.object_type} {self.object_id}: {self.source} → {self.target}"


class JournalEntry(models.Model):
    """Who did what to which record and when. Values appear as salted digests only; see JournalValue."""

    at = models.DateTimeField(default=now, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, null=True, related_name="+")
    verb = models.CharField(max_length=60, db_index=True)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=40)
    digests = models.JSONField(default=dict)
    state_digest = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        indexes = [models.Index(fields=["target_type", "target_id", "id"], name="journal_by_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    @property
    def kept(self) -> "JournalValue | None":
        """The values behind the digests; None where retention erased them."""
        values: JournalValue | None = getattr(self, "values", None)
        return values if values is not None and values.erased_by_id is None else None


class JournalValue(models.Model):
    """The values behind an entry's digests, with their salt.

    Retention rules may empty a row, by an entry of their own; the salt stays, so the record is still compared.
    """

    entry = models.OneToOneField(JournalEntry, models.PROTECT, primary_key=True, related_name="values")
    salt = models.CharField(max_length=32)
    label = models.CharField(max_length=250, blank=True)
    changes = models.JSONField(default=dict)
    erased_by = models.OneToOneField(JournalEntry, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("journal value")
        verbose_name_plural = _("journal values")

    def __str__(self) -> str:
        return self.label


class JournalLink(models.Model):
    """One entry's place in the hash chain: sha256(previous hash, canonical entry)."""

    entry = models.OneToOneField(JournalEntry, models.PROTECT, primary_key=True, related_name="link")
    position = models.PositiveBigIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("journal link")
        verbose_name_plural = _("journal links")

    def __str__(self) -> str:
        return f"{self.position}: {self.digest[:12]}"
