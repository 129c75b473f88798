"""The filters of enforcement in the words of the domain."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts.enums import Subject
from enforcement.lifecycle import CaseStatus
from issuing.enums import PaperStatus
from places.scope import scope_q

BY_SUBJECT = {subject.value: Q(subject=subject.value) for subject in Subject}


class CaseQuerySet(models.QuerySet[Any]):
    """Cases."""

    def visible_to(self, user: Any) -> "CaseQuerySet":
        """The own agency's, those in an agency's territory and subject, and those shown to it by a referral."""
        if getattr(user, "is_system", False):
            return self
        return self.filter(scope_q(user, subjects=BY_SUBJECT, model=self.model))

    def open(self) -> "CaseQuerySet":
        """Without a record so far."""
        return self.filter(status=CaseStatus.OPEN)

    def without_record(self) -> "CaseQuerySet":
        """Whose violation record has still, or again, to be issued: none so far, or annulled."""
        return self.filter(Q(status=CaseStatus.OPEN) | Q(record__status=PaperStatus.ANNULLED))

    def explanation_over(self, on: dt.date) -> "CaseQuerySet":
        """With a standing record whose time to explain in writing is over on that day."""
        return self.filter(
            status=CaseStatus.RECORD_ISSUED, record__status=PaperStatus.ISSUED, explain_writing_until__lt=on
        )

    def lapsing_before(self, on: dt.date) -> "CaseQuerySet":
        """Whose limitation runs out before that day."""
        return self.filter(limitation_date__lt=on)


class OfCaseQuerySet(models.QuerySet[Any]):
    """Rows that belong to a case."""

    def visible_to(self, user: Any) -> "OfCaseQuerySet":
        """Those of cases the person may see."""
        cases = apps.get_model("enforcement.Case")._default_manager.visible_to(user)
        return self.filter(case__in=cases.order_by().values("pk"))
