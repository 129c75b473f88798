"""What a business may know of coming visits: those announced to it, and nothing of the others."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.models import Agency
from inspections.lifecycle import VisitStatus
from inspections.models import Visit

# a visit sent to a tablet was announced, unless it says why not
TOLD = (VisitStatus.ANNOUNCED, VisitStatus.DISPATCHED)


@dataclass(frozen=True)
class Announced:
    """One visit as its announcement says it."""

    number: str
    agency: Agency
    place: str
    window_start: dt.date
    window_end: dt.date
    legal_basis: str


def announced_to(licensee_id: Any, on: dt.date) -> list[Announced]:
    """Return the visits announced to the business and not over yet, the next first."""
    rows = (
        Visit.objects.filter(licensee=licensee_id, status__in=TOLD, no_notice="", window_end__gte=on)
        .select_related("agency", "establishment")
        .order_by("window_start", "pk")
    )
    return [
        Announced(
            number=row.number,
            agency=row.agency,
            place=str(row.establishment or ""),
            window_start=row.window_start,
            window_end=row.window_end,
            legal_basis=row.legal_basis,
        )
        for row in rows
    ]
