"""Where the licenses of a search are, for the map: exact positions where they are public, else the commune's middle."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, F, OuterRef, Q, QuerySet, Subquery, Value, When

from licenses.models import Establishment, FrequencyAssignment, License, Station
from licenses.queries.public.rules import exact, public_coordinate, public_text
from licenses.queries.public.search import Found
from licenses.querysets.keys import KeyIn

# The map draws the stations of so many licenses, in the order of their numbers.
MOST_LICENSES = 5_000


def shown_licenses(found: Found) -> tuple[list[UUID], bool]:
    """Return the keys of the licenses whose places the map shows, and whether there are more."""
    keys = list(found.rows.order_by("number", "pk").values_list("pk", flat=True)[: MOST_LICENSES + 1])
    return keys[:MOST_LICENSES], len(keys) > MOST_LICENSES


def stations_of(keys: Sequence[UUID], on: dt.date) -> QuerySet[Station]:
    """Return the stations with frequencies assigned under these licenses on a day, with what the map says of each."""
    assignments: Any = FrequencyAssignment.objects.filter(Q(KeyIn("license", keys)))
    assigned = assignments.active_on(on).order_by()
    first = assigned.filter(station=OuterRef("pk"))
    return Station.objects.filter(pk__in=assigned.values("station_id")).annotate(
        public_lat=public_coordinate("lat"),
        public_lon=public_coordinate("lon"),
        public_name=public_text("address", "licensee", "name"),
        unit_name=F("unit__name"),
        coarse=Case(When(exact("licensee"), then=Value(False)), default=Value(True), output_field=BooleanField()),
        license_id=Subquery(first.values("license_id")[:1]),
        license_number=Subquery(first.values("license__number")[:1]),
    )


def establishments_of(keys: Sequence[UUID]) -> QuerySet[Establishment]:
    """Return the establishments of these licenses; they are open to the public, and so is where they are."""
    licenses = License.objects.filter(Q(KeyIn("pk", keys)), establishment__isnull=False).order_by()
    first = licenses.filter(establishment=OuterRef("pk"))
    return Establishment.objects.filter(pk__in=licenses.values("establishment_id")).annotate(
        license_id=Subquery(first.values("pk")[:1]), license_number=Subquery(first.values("number")[:1])
    )
