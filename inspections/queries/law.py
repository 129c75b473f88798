"""The law of an act: which provision holds for its dates, why, and which violations a failed item may be."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from inspections.enums import LawReason
from rulebook import lookup
from rulebook.models import ChecklistItem, Penalty


@dataclass(frozen=True)
class Applicable:
    """The row that applies, and why this law and not an earlier or later one."""

    penalty: Penalty
    reason: str


@dataclass
class Candidate:
    """A violation that a "no" may be: one row, or all power classes of one clause."""

    code: str
    row: Penalty
    classes: list[Penalty] = field(default_factory=list)


def applicable(
    violation: str,
    *,
    act_started_on: dt.date,
    act_ended_on: dt.date | None,
    detected_on: dt.date,
    power_w: float | None = None,
) -> Applicable:
    """Return the law for an act of these dates (`act_ended_on` None: still going on).

    Where the clause grades by power and a power is given, the row is that of its class. Raises Unavailable when the
    row of the decree that applies was not seen, and Invalid for dates in the wrong order.
    """
    law = lookup.governing_law(act_started_on, act_ended_on, detected_on)
    row = lookup.penalty_for(violation, act_started_on, act_ended_on, detected_on)
    if row.power_series and power_w:
        article, clause = row.power_series.split(".")
        row = lookup.penalty_by_power(article, clause, power_w, law.day)
    return Applicable(row, _reason(row, act_ended_on, detected_on))


def candidates(item: ChecklistItem, on: dt.date) -> list[Candidate]:
    """Return the violations a "no" to the item may be under the law in force on a day, power classes together."""
    return candidates_of([item], on)[item.code]


def candidates_of(items: Iterable[ChecklistItem], on: dt.date) -> dict[str, list[Candidate]]:
    """Return the candidates of several items by item code, with two queries however many items there are."""
    items = list(items)
    codes = {code for item in items for code in item.violations}
    rows = Penalty.objects.in_force_on(on).select_related("provision__instrument")
    series = rows.filter(code__in=codes).exclude(power_series="").values("power_series")
    wanted = rows.filter(Q(code__in=codes) | Q(power_series__in=series)).order_by("code")
    by_code = {row.code: row for row in wanted}
    return {item.code: _grouped(item.violations, by_code) for item in items}


def _grouped(codes: Iterable[str], by_code: dict[str, Penalty]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    for code in codes:
        row = by_code.get(code)
        if row is None:
            continue
        key = row.power_series or code
        if key not in found:
            classes = [other for other in by_code.values() if row.power_series and other.power_series == key]
            found[key] = Candidate(code, row, sorted(classes, key=lambda other: other.power_above_w or 0))
    return list(found.values())


def _reason(row: Penalty, act_ended_on: dt.date | None, detected_on: dt.date) -> str:
    # An act that ended on the day of its detection was not going on: only what has no end may be said to go on.
    if act_ended_on is None:
        return LawReason.DETECTED
    ended = row.effective_until
    return LawReason.ENDED_BEFORE if ended is not None and ended < detected_on else LawReason.WHOLE_ACT
