"""Applications and what lies in them: what may be seen, and the queues of the desk."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from accounts import access
from common.clock import today
from licenses.enums import (
    APPLICATION_DECIDED,
    APPLICATION_PENDING,
    APPLICATION_WITH_APPLICANT,
    APPLICATION_WITH_OFFICE,
    ApplicationStatus,
    Channel,
)
from licenses.querysets.parties import own_q
from places.scope import scope_q

CHECKING = (ApplicationStatus.SUBMITTED, ApplicationStatus.COMPLETENESS_CHECK)


def in_time_q(on: dt.date, last: dt.date) -> Q:
    """Return the condition that something of the office falls due from `on` to `last`."""
    return Q(due_on__range=(on, last)) | Q(status__in=CHECKING, check_due_on__range=(on, last))


class ApplicationQuerySet(models.QuerySet["Application"]):  # type: ignore[name-defined]
    """Applications in the words of the domain."""

    def visible_to(self, user: Any) -> "ApplicationQuerySet":
        """Those the person's agencies work on, took in or were shown, and those of the licensees they act for.

        A file is not open to a whole territory, and what an applicant drafts in the portal is not the office's yet.
        """
        seen = scope_q(user, unit=None, model=self.model)
        seen |= Q(received_by__in=[held.pk for held in access.agencies_of(user)])
        own_draft = Q(channel=Channel.PORTAL, number="")
        return self.filter((seen & ~own_draft) | own_q(user, "licensee"))

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

    def telling_changed(self) -> "ApplicationQuerySet":
        """Each with `changed`: whether its documents are no longer those a decision was proposed on."""
        decisions: Any = self.model._meta.get_field("decisions").related_model
        documents: Any = self.model._meta.get_field("documents").related_model
        proposed = decisions._default_manager.filter(application=OuterRef("pk"), dropped_on__isnull=True)
        other = documents._default_manager.filter(application=OuterRef("pk")).changed_since(OuterRef("proposed_at"))
        return self.alias(proposed_at=Subquery(proposed.values("created_at")[:1])).annotate(
            changed=Q(status__in=APPLICATION_DECIDED) & Exists(other)
        )

    def changed_since_proposed(self) -> "ApplicationQuerySet":
        """Those that cannot be signed or issued as proposed: their officer must propose again."""
        return self.telling_changed().filter(changed=True)

    def as_proposed(self) -> "ApplicationQuerySet":
        """All but those changed since they were proposed."""
        return self.telling_changed().filter(changed=False)

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

    def changed_since(self, moment: Any) -> "FiledQuerySet":
        """Documents that came into the file after a moment, or were in it then and are not now."""
        came = Q(removed_at__isnull=True, created_at__gt=moment)
        return self.filter(came | Q(created_at__lte=moment, removed_at__gt=moment))

    def in_file(self) -> "FiledQuerySet":
        """Those not taken out."""
        return self.filter(removed_at__isnull=True)


class HoldQuerySet(models.QuerySet["Hold"]):  # type: ignore[name-defined]
    """Holds in the words of the domain."""

    def visible_to(self, user: Any) -> "HoldQuerySet":
        """Those of holders the person may see."""
        licensees: Any = self.model._meta.get_field("licensee").related_model
        return self.filter(licensee__in=licensees._default_manager.visible_to(user).order_by().values("pk"))

    def unlifted(self) -> "HoldQuerySet":
        """Those not lifted, whether their days have come or gone."""
        return self.filter(lifted_on__isnull=True)

    def standing(self, on: dt.date | None = None) -> "HoldQuerySet":
        """Those not lifted whose days cover `on` (today by default)."""
        day = on or today()
        begun = Q(stands_from__isnull=True) | Q(stands_from__lte=day)
        return self.unlifted().filter(begun, Q(stands_until__isnull=True) | Q(stands_until__gte=day))

    def against(
        self, parties: Iterable[Any], license_id: Any = None, establishment_id: Any = None, on: dt.date | None = None
    ) -> "HoldQuerySet":
        """Standing holds of everything these holders have, of this license and of this place, whoever has those now.

        What was held of a record merged into a holder's is held of the holder.
        """
        found = _of(parties) & Q(license__isnull=True, establishment__isnull=True)
        if license_id is not None:
            found |= Q(license=license_id)
        if establishment_id is not None:
            found |= Q(establishment=establishment_id)
        return self.standing(on).filter(found)

    def of_parties(self, parties: Iterable[Any]) -> "HoldQuerySet":
        """Those of these holders and of records merged into theirs."""
        return self.filter(_of(parties))

    def of_one_thing(self) -> "HoldQuerySet":
        """Those of one license or one place, not of everything a holder has."""
        return self.exclude(license__isnull=True, establishment__isnull=True)


def _of(parties: Iterable[Any]) -> Q:
    return Q(licensee__in=parties) | Q(licensee__merged_into__in=parties)
