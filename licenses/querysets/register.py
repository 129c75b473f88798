"""Licensees, establishments, stations, licenses and assignments: what may be seen, what holds on a date."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts import access
from licenses.enums import (
    ACCESS_POINT_KINDS,
    GAME_LICENSE_KINDS,
    LICENSE_PUBLISHED,
    RADIO_LICENSE_KINDS,
    EstablishmentKind,
    LicenseStatus,
)
from licenses.querysets.parties import own_q
from licenses.querysets.search import Reading, Searchable, related_q, words
from places.querysets import in_force
from places.scope import scope_q

# Which subject matter a row belongs to; an agency sees its territory only within its own subjects (law.md A, B2).
ESTABLISHMENT_SUBJECTS = {
    "telecom": Q(kind__in=ACCESS_POINT_KINDS) | Q(kind=EstablishmentKind.GAME_POINT) & ~Q(isp_name=""),
    "games": Q(kind=EstablishmentKind.GAME_POINT) | Q(offers_games=True),
}
LICENSE_SUBJECTS = {
    "radio": Q(kind__in=RADIO_LICENSE_KINDS),
    "games": Q(kind__in=GAME_LICENSE_KINDS),
}


class LicenseeQuerySet(Searchable["Licensee"]):  # type: ignore[name-defined]
    """Right-holders."""

    walked_by = "name_folded"

    def visible_to(self, user: Any) -> "LicenseeQuerySet":
        """Those the person's agency entered, was shown, or meets through something else it may see."""
        seen = scope_q(user, unit=None, model=self.model) | own_q(user, "pk")
        for relation in ("establishments", "licenses", "stations"):
            related = self.model._meta.get_field(relation)
            rows = related.related_model._default_manager.visible_to(user)
            seen |= Q(Exists(rows.filter(**{related.field.name: OuterRef("pk")}).order_by()))
        return self.filter(seen)

    def current(self) -> "LicenseeQuerySet":
        """Those that are not duplicates merged into another record."""
        return self.filter(merged_into__isnull=True)


class EstablishmentQuerySet(Searchable["Establishment"]):  # type: ignore[name-defined]
    """Internet access points and game points."""

    found_through = ("licensee",)
    walked_by = "name_folded"

    def visible_to(self, user: Any) -> "EstablishmentQuerySet":
        """Those within the person's agencies, territory and subject, or shared with them."""
        return self.filter(scope_q(user, subjects=ESTABLISHMENT_SUBJECTS, model=self.model) | own_q(user, "licensee"))

    def active_on(self, on: dt.date) -> "EstablishmentQuerySet":
        """Those in the register on that day."""
        return self.filter(in_force(on))


class StationQuerySet(Searchable["Station"]):  # type: ignore[name-defined]
    """Radio stations."""

    found_through = ("licensee",)
    walked_by = "call_sign"

    def visible_to(self, user: Any) -> "StationQuerySet":
        """Those within the person's agencies or, for radio agencies, their territory, or shared with them."""
        return self.filter(scope_q(user, subjects={"radio": Q()}, model=self.model) | own_q(user, "licensee"))

    def active_on(self, on: dt.date) -> "StationQuerySet":
        """Those in the register on that day."""
        return self.filter(in_force(on))


class LicenseQuerySet(Searchable["License"]):  # type: ignore[name-defined]
    """Licenses and certificates."""

    found_through = ("holder",)
    walked_by = "number"

    def visible_to(self, user: Any) -> "LicenseQuerySet":
        """Those within the person's agencies, territory and subject, or shared with them."""
        return self.filter(scope_q(user, subjects=LICENSE_SUBJECTS, model=self.model) | own_q(user, "holder"))

    def active_on(self, on: dt.date) -> "LicenseQuerySet":
        """Those whose term covers the day and that had not ended early by then; a suspended license is still held."""
        early = Q(ended_on__isnull=False, ended_on__lte=on)
        planned: Any = self.model._meta.get_field("planned").related_model
        # an end that was decided holds from its day on, even if the daily work has not recorded it yet
        decided = Q(pk__in=planned.objects.due(on).ending().values("license"))
        return (
            self.filter(in_force(on), valid_from__isnull=False)
            .exclude(early)
            .exclude(decided)
            .exclude(status__in=(LicenseStatus.PENDING, LicenseStatus.CANCELLED))
        )

    def published(self) -> "LicenseQuerySet":
        """Those the public register shows: in force, suspended or ended; not those not begun or entered in error."""
        return self.filter(status__in=LICENSE_PUBLISHED)

    def ending_between(self, first: dt.date, last: dt.date) -> "LicenseQuerySet":
        """Those in force whose term ends in the period, both days included."""
        return self.filter(status=LicenseStatus.ACTIVE, valid_until__range=(first, last))


class AssignmentQuerySet(models.QuerySet["FrequencyAssignment"]):  # type: ignore[name-defined]
    """Frequency assignments; they are seen with their license."""

    def visible_to(self, user: Any) -> "AssignmentQuerySet":
        """Those whose license the person may see."""
        seen = scope_q(user, agency="license__agency", unit="license__unit", subjects={"radio": Q()})
        licenses = self.model._meta.get_field("license").related_model
        shared = access.shared_ids(licenses, access.agencies_of(user))
        return self.filter(seen | Q(license__in=shared) | own_q(user, "license__holder"))

    def active_on(self, on: dt.date) -> "AssignmentQuerySet":
        """Those in force on that day."""
        begun = Q(in_force_from__isnull=True) | Q(in_force_from__lte=on)
        return self.filter(begun, Q(in_force_until__isnull=True) | Q(in_force_until__gte=on))

    def search(self, text: str) -> "AssignmentQuerySet":
        """Those of licenses or stations that match the text."""
        asked = words(text)
        if not asked:
            return self
        return self.filter(self._through(lambda rows: rows.words_q(asked)))

    @property
    def word_columns(self) -> tuple[str, ...]:
        """The columns that hold the words an assignment is found by: its license's and its station's."""
        return tuple(f"{path}__search_text" for path in ("license", "license__holder", "station", "station__licensee"))

    def readings_q(self, readings: Sequence[Reading], most: int = 0) -> Q:
        """Return the condition that the license or the station matches one of the readings."""
        return self._through(lambda rows: rows.readings_q(readings, most))

    def _through(self, condition: Callable[[Any], Q]) -> Q:
        return related_q(self.model, "license", condition) | related_q(self.model, "station", condition)

    def within_hz(self, lower_hz: int, upper_hz: int) -> "AssignmentQuerySet":
        """Those whose frequency lies in the range, or whose band overlaps it."""
        single = Q(tx_upper_hz__isnull=True, tx_hz__gte=lower_hz, tx_hz__lte=upper_hz)
        band = Q(tx_upper_hz__isnull=False, tx_hz__lte=upper_hz, tx_upper_hz__gte=lower_hz)
        return self.filter(single | band)


class CoordinationQuerySet(models.QuerySet["CoordinationCheck"]):  # type: ignore[name-defined]
    """Examinations of frequencies."""

    def visible_to(self, user: Any) -> "CoordinationQuerySet":
        """Those of the person's own agencies."""
        return self.filter(agency__in=access.agencies_of(user))
