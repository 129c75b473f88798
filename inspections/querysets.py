"""The filters of inspections in the words of the domain."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from accounts import access
from accounts.enums import Subject
from inspections.enums import EvidenceKind, NoNotice, TeamRole, VisitReason
from inspections.lifecycle import COMPLAINT_OPEN, DID_NOT_HAPPEN, OverrideStatus, VisitStatus
from places.scope import scope_q

BY_SUBJECT = {subject.value: Q(subject=subject.value) for subject in Subject}


class VisitQuerySet(models.QuerySet[Any]):
    """Visits."""

    def visible_to(self, user: Any) -> "VisitQuerySet":
        """The own agency's, those in an agency's territory and subject, and those shown to it."""
        if getattr(user, "is_system", False):
            return self
        return self.filter(scope_q(user, subjects=BY_SUBJECT, model=self.model))

    def counted_in(self, year: int, licensees: Iterable[Any]) -> "VisitQuerySet":
        """Visits of any agency to these licensee records in the year that use up its one visit (Resolution 198/2025).

        What follows a violation already seen does not: found on the spot, harmful interference, a re-inspection.
        """
        found = self.filter(licensee__in=list(licensees), window_start__year=year)
        return (
            found.exclude(status__in=DID_NOT_HAPPEN)
            .exclude(reason__in=(VisitReason.ON_THE_SPOT, VisitReason.REINSPECTION))
            .exclude(no_notice=NoNotice.INTERFERENCE)
        )

    def in_window(self, start: dt.date | None, end: dt.date | None) -> "VisitQuerySet":
        """Visits whose window touches the days from `start` to `end`."""
        found = self
        if start:
            found = found.filter(window_end__gte=start)
        if end:
            found = found.filter(window_start__lte=end)
        return found

    def of_team_member(self, user: Any) -> "VisitQuerySet":
        """Visits in whose team the person is."""
        return self.filter(member_rows__user=user)

    def led_by(self, user: Any) -> "VisitQuerySet":
        """Visits whose team the person heads."""
        return self.filter(member_rows__user=user, member_rows__role=TeamRole.LEAD)

    def waiting_for_review(self) -> "VisitQuerySet":
        """Visits the chief has to look at."""
        return self.filter(status__in=(VisitStatus.RECEIVED, VisitStatus.UNDER_REVIEW))


class OverrideQuerySet(models.QuerySet[Any]):
    """Requests for a second visit in a year."""

    def visible_to(self, user: Any) -> "OverrideQuerySet":
        """Those of the person's own agencies: why an office wants to come is its own matter."""
        return self.filter(agency__in=[agency.pk for agency in access.agencies_of(user)])

    def waiting(self) -> "OverrideQuerySet":
        """Not yet decided."""
        return self.filter(status=OverrideStatus.REQUESTED)


class ComplaintQuerySet(models.QuerySet[Any]):
    """Complaints."""

    def visible_to(self, user: Any) -> "ComplaintQuerySet":
        """The own agency's, those in an agency's territory and subject, and those shown to it."""
        if getattr(user, "is_system", False):
            return self
        return self.filter(scope_q(user, subjects=BY_SUBJECT, model=self.model))

    def open(self) -> "ComplaintQuerySet":
        """Not yet closed or dismissed."""
        return self.filter(status__in=COMPLAINT_OPEN)


class MonitoringQuerySet(models.QuerySet[Any]):
    """Files of monitoring receivers."""

    def visible_to(self, user: Any) -> "MonitoringQuerySet":
        """Those of the person's own agencies: a report names what the importer may see."""
        return self.filter(agency__in=[agency.pk for agency in access.agencies_of(user)])


class HeardQuerySet(models.QuerySet[Any]):
    """Rows of those files."""

    def visible_to(self, user: Any) -> "HeardQuerySet":
        """Those of files the person may see."""
        return self.filter(monitoring__agency__in=[agency.pk for agency in access.agencies_of(user)])


class RecordedQuerySet(models.QuerySet[Any]):
    """Lines recorded in a visit."""

    def visible_to(self, user: Any) -> "RecordedQuerySet":
        """Those of visits the person may see, and lines shown to an agency one by one (a referral)."""
        visits = apps.get_model("inspections.Visit")._default_manager.visible_to(user)
        shared = access.shared_ids(self.model, access.agencies_of(user))
        return self.filter(Q(visit__in=visits.order_by().values("pk")) | Q(pk__in=shared))

    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class EvidenceQuerySet(RecordedQuerySet):
    """Evidence."""

    def photos(self) -> "EvidenceQuerySet":
        """Pictures only."""
        return self.filter(kind=EvidenceKind.PHOTO)

    def signatures(self) -> "EvidenceQuerySet":
        """Drawn signatures only."""
        return self.filter(kind=EvidenceKind.SIGNATURE)

    def other_files(self) -> "EvidenceQuerySet":
        """What was brought beside pictures and signatures: recordings and files."""
        return self.filter(kind__in=(EvidenceKind.AUDIO, EvidenceKind.FILE))

    def shown_to_the_party(self) -> "EvidenceQuerySet":
        """What the text names that is signed: everything but the signatures under it."""
        return self.exclude(kind=EvidenceKind.SIGNATURE)


class EvidencePartQuerySet(models.QuerySet[Any]):
    """What was made of a piece of evidence."""

    def visible_to(self, user: Any) -> "EvidencePartQuerySet":
        """That of evidence the person may see."""
        rows = apps.get_model("inspections.Evidence")._default_manager.visible_to(user)
        return self.filter(evidence__in=rows.order_by().values("pk"))
