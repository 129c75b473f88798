"""Applications and what lies in them: what may be seen, and the queues of the desk."""

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q

from accounts import access
from licenses.enums import (
    APPLICATION_PENDING,
    APPLICATION_WITH_APPLICANT,
    APPLICATION_WITH_OFFICE,
    ApplicationStatus,
)
from places.scope import scope_q

CHECKING = (ApplicationStatus.SUBMITTED, ApplicationStatus.COMPLETENESS_CHECK)


def in_time_q(on: dt.date, last: dt.date) -> Q:
    """Return the condition that something of the office falls due from `on` to `last`."""
    return Q(due_on__range=(on, last)) | Q(status__in=CHECKING, check_due_on__range=(on, last))


class ApplicationQuerySet(models.QuerySet["Application"]):  # type: ignore[name-defined]
    """Applications in the words of the domain."""

    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """Those the person's agencies work on, took in or were shown. A file is not open to a whole territory."""
        seen = scope_q(user, unit=None, model=self.model)
        return self.filter(seen | Q(received_by__in=[held.pk for held in access.agencies_of(user)]))

    def pending(self) -> "ApplicationQuerySet":
        """Those submitted and not yet ended."""
        return self.filter(status__in=APPLICATION_PENDING)

    def with_office(self) -> "ApplicationQuerySet":
        """Those on the office's desk: the clock runs."""
        return self.filter(status__in=APPLICATION_WITH_OFFICE)

    def waiting_for_applicant(self) -> "ApplicationQuerySet":
        """Those whose next move is the applicant's."""
        return self.filter(status__in=APPLICATION_WITH_APPLICANT)

    def due_between(self, on: dt.date, last: dt.date) -> "ApplicationQuerySet":
        """Those of the office of which something falls due from `on` to `last`, both included."""
        return self.with_office().filter(in_time_q(on, last))

    def overdue(self, on: dt.date) -> "ApplicationQuerySet":
        """Those of the office whose decision, or whose completeness check, should have come before `on`."""
        return self.with_office().filter(Q(due_on__lt=on) | Q(status__in=CHECKING, check_due_on__lt=on))

    def unanswered(self, on: dt.date) -> "ApplicationQuerySet":
        """Those whose applicant should have answered before `on`: they become void."""
        return self.waiting_for_applicant().filter(answer_due_on__lt=on)

    def of_officer(self, user: Any) -> "ApplicationQuerySet":
        """Those in the charge of this officer."""
        return self.filter(officer=user)

    def rivals_of(self, application: Any) -> "ApplicationQuerySet":
        """Other pending applications for the same thing: same license, same place, or same holder, kind and content."""
        same: Q = Q(pk__in=())
        if application.license_id:
            same |= Q(license=application.license_id)
        elif application.establishment_id:
            same |= Q(establishment=application.establishment_id, kind=application.kind)
        else:
            same |= Q(
                licensee=application.licensee_id,
                kind=application.kind,
                purpose=application.purpose,
                payload=application.payload,
            )
        return self.pending().filter(same).exclude(pk=application.pk)

    def search(self, text: str) -> "ApplicationQuerySet":
        """Those with this in their number, or of a holder found by it."""
        text = " ".join(text.split())
        if not text:
            return self
        holders: Any = self.model._meta.get_field("licensee").related_model
        found = holders._default_manager.search(text).order_by().values("pk")
        return self.filter(Q(number__icontains=text) | Q(licensee__in=found))


class FiledQuerySet(models.QuerySet[Any]):
    """Rows of a file; they are seen with their application."""

    def visible_to(self, user: Any) -> "FiledQuerySet":
        """Those of applications the person may see."""
        applications: Any = self.model._meta.get_field("application").related_model
        seen = applications._default_manager.visible_to(user).order_by().values("pk")
        return self.filter(application__in=seen)

    def in_file(self) -> "FiledQuerySet":
        """Those not taken out."""
        return self.filter(removed_at__isnull=True)


class HoldQuerySet(models.QuerySet["Hold"]):  # type: ignore[name-defined]
    """Holds in the words of the domain."""

    def visible_to(self, user: Any) -> "HoldQuerySet":
        """Those of holders the person may see."""
        licensees: Any = self.model._meta.get_field("licensee").related_model
        return self.filter(licensee__in=licensees._default_manager.visible_to(user).order_by().values("pk"))

    def standing(self) -> "HoldQuerySet":
        """Those not lifted."""
        return self.filter(lifted_on__isnull=True)

    def against(self, licensee_id: Any, license_id: Any = None) -> "HoldQuerySet":
        """Standing holds of everything the holder has, and of this license."""
        return self.standing().filter(licensee=licensee_id).filter(Q(license__isnull=True) | Q(license=license_id))
