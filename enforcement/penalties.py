"""What follows from the brackets of a case: limitation, the right to explain. Pure functions over rulebook rows."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from rulebook.deadlines import add_months
from rulebook.enums import SubjectKind
from rulebook.models import Penalty


def limitation_date(row: Penalty, *, ended_on: dt.date | None, detected_on: dt.date) -> dt.date | None:
    """Return the last day on which the act may be punished; None when the row does not say how long that is.

    It runs from the end of the act, or from the day of detection while the act is going on (Law on Handling of
    Administrative Violations, article 6).
    """
    if row.limitation_months is None:
        return None
    return add_months(ended_on or detected_on, row.limitation_months)


def rates_of(party_kind: str) -> tuple[str, ...]:
    """Return whose rates may apply to a party. Which one a household business takes was seen in no source: both."""
    if party_kind in (SubjectKind.ORGANISATION, SubjectKind.INDIVIDUAL):
        return (party_kind,)
    return (SubjectKind.ORGANISATION, SubjectKind.INDIVIDUAL)


def bracket(row: Penalty, rate: str) -> tuple[int | None, int | None]:
    """Return the bracket at that rate; (None, None) for an organisation where only individuals have one."""
    if rate == SubjectKind.ORGANISATION and row.applies_to == SubjectKind.INDIVIDUAL:
        return (None, None)
    return row.bracket_for(rate)


def gives_explanation(row: Penalty, party_kind: str, thresholds: dict[str, Decimal | None]) -> bool:
    """Say whether the act gives the right to explain (the Law's article 61).

    It does when a license or activity may be suspended, or when the highest fine of the bracket reaches the limit for
    the party. Where the rate is not known the party gets the right if either rate gives it.
    """
    if row.suspends:
        return True
    for rate in rates_of(party_kind):
        highest, limit = bracket(row, rate)[1], thresholds.get(rate)
        if highest is not None and limit is not None and highest >= limit:
            return True
    return False


def earliest(days: Iterable[dt.date | None]) -> dt.date | None:
    """Return the first of the days that are known."""
    return min((day for day in days if day is not None), default=None)
