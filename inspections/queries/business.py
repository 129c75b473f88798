"""One business across registers: merged duplicates, and records of other agencies with the same identifier."""

from typing import Any

from django.db.models import Q

from inspections.models import Visit
from licenses.models import Licensee


def same_business(licensee: Licensee) -> list[Licensee]:
    """Return every licensee record of any agency that is this business, in a fixed order (so that locks never cross).

    Two records are one business when one was merged into the other, or both carry the same identifier of one scheme.
    """
    found = {licensee.pk: licensee}
    asked: set[Any] = set()
    while new := [row for key, row in found.items() if key not in asked]:
        asked |= {row.pk for row in new}
        condition = Q(merged_into__in=asked) | Q(pk__in=[row.merged_into_id for row in new if row.merged_into_id])
        for row in new:
            if row.identifier:
                condition |= Q(identifier_scheme=row.identifier_scheme, identifier=row.identifier)
        found |= {row.pk: row for row in Licensee.objects.filter(condition)}
    return sorted(found.values(), key=lambda row: row.pk)


def visit_of_year(licensee: Licensee, year: int, *, but: Visit | None = None) -> Visit | None:
    """Return the visit that this business already has in the year, of whatever reason and whichever agency."""
    visits = Visit.objects.counted_in(year, same_business(licensee)).select_related("agency").order_by("window_start")
    return (visits.exclude(pk=but.pk) if but else visits).first()
