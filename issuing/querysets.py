"""The filters of the papers."""

from typing import Any

from django.db import models

from accounts.access import agencies_of, shared_ids
from accounts.journal import key_of
from issuing.enums import MAIL_NEEDS_A_PERSON


class IssuedDocumentQuerySet(models.QuerySet[Any]):
    """Issued papers in the words of the domain."""

    def visible_to(self, user: Any) -> "IssuedDocumentQuerySet":
        """Papers of the person's agencies, and those another agency shared with them."""
        agencies = agencies_of(user)
        return self.filter(models.Q(agency__in=agencies) | models.Q(pk__in=shared_ids(self.model, agencies)))

    def about(self, target: models.Model) -> "IssuedDocumentQuerySet":
        """Papers issued about one record, newest first."""
        return self.filter(target_type=target._meta.label_lower, target_id=key_of(target)).order_by("-issued_at")


class SignedScanQuerySet(models.QuerySet[Any]):
    """Signed scans in the words of the domain."""

    def visible_to(self, user: Any) -> "SignedScanQuerySet":
        """Scans of the papers the person may see."""
        agencies = agencies_of(user)
        papers = self.model._meta.get_field("document").related_model
        return self.filter(
            models.Q(document__agency__in=agencies) | models.Q(document__in=shared_ids(papers, agencies))
        )


class MailQuerySet(models.QuerySet[Any]):
    """Mails in the words of the domain."""

    def visible_to(self, user: Any) -> "MailQuerySet":
        """Mails of the person's agencies."""
        return self.filter(agency__in=agencies_of(user))

    def needing_a_person(self) -> "MailQuerySet":
        """Those that somebody must do something about."""
        return self.filter(state__in=MAIL_NEEDS_A_PERSON)

    def about(self, target: models.Model) -> "MailQuerySet":
        """Mails that tell about one record, newest first."""
        return self.filter(target_type=target._meta.label_lower, target_id=key_of(target)).order_by("-created_at")
