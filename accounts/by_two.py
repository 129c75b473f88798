"""What one person entered and another judges: which rows hold, and which still wait."""

from typing import Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class JudgedRows(models.QuerySet[M]):
    """Rows with `by_two`, `judged_by` and `refused`."""

    def confirmed(self) -> Self:
        """Those a second person confirmed, or that were entered before one was asked for."""
        return self.filter(models.Q(by_two=False) | models.Q(judged_by__isnull=False), refused="")

    def waiting(self) -> Self:
        """Those a second person has to judge."""
        return self.filter(by_two=True, judged_by__isnull=True)
