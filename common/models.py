"""Abstract bases: what every record of the register carries."""

from django.db import models

from common.clock import now
from common.ids import uuid7


class UUIDModel(models.Model):
    """A record whose key can be made anywhere, a tablet included."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class Stamped(models.Model):
    """A record that knows when it was entered."""

    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A record that counts its changes, so that the second of two editors is told instead of overwriting."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
