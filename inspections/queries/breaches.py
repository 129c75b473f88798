"""Which provision a reading may breach: the item of the visit's checklist that asks for it, and its violations."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from inspections.enums import Quantity, Verdict
from inspections.models import Measurement
from inspections.queries.checklists import ItemState
from inspections.queries.law import Candidate, candidates_of
from rulebook import lookup
from rulebook.models import ChecklistItem, Penalty

# A field strength is a proof about the power.
ASKED_AS = {Quantity.FIELD_STRENGTH: Quantity.POWER}
DOUBTFUL = (Verdict.OUT, Verdict.REVIEW)


@dataclass(frozen=True)
class Breach:
    """What a reading may breach: the item, the violation by which the form offers it, and the rows of the rulebook."""

    item: ChecklistItem
    violation: str
    rows: list[Penalty]
    unverified: bool
    day: dt.date


def breaches(rows: Sequence[Measurement], states: Sequence[ItemState]) -> dict[Any, Breach]:
    """Return for each doubtful reading (by key) what it may breach on the day it was taken; a few queries in all."""
    asked = {row.pk: (row, item) for row in rows if row.verdict in DOUBTFUL if (item := item_for(row, states))}
    by_day: dict[dt.date, list[ChecklistItem]] = {}
    for row, item in asked.values():
        by_day.setdefault(timezone.localdate(row.measured_at), []).append(item)
    offered = {day: candidates_of(items, day) for day, items in by_day.items()}
    found: dict[Any, tuple[ChecklistItem, str, list[Penalty], dt.date]] = {}
    for key, (row, item) in asked.items():
        day = timezone.localdate(row.measured_at)
        choice = offered[day][item.code]
        if choice:
            found[key] = (item, choice[0].code, _rows(row, choice), day)
    confirmed = lookup.confirmed_ids({each.pk for _item, _code, rows_, _day in found.values() for each in rows_})
    return {
        key: Breach(item, code, penalties, any(each.pk not in confirmed for each in penalties), day)
        for key, (item, code, penalties, day) in found.items()
    }


def item_for(row: Measurement, states: Iterable[ItemState]) -> ChecklistItem | None:
    """Return the item under which the reading belongs: its own, else the first that asks for the quantity."""
    wanted = ASKED_AS.get(Quantity(row.quantity), row.quantity)
    kind = row.assignment.license.kind if row.assignment else ""
    items = [state.item for state in states if state.item.quantity == wanted and state.item.violations]
    own = next((item for item in items if item.pk == row.item_id), None)
    fitting = [item for item in items if not kind or not item.kinds or kind in item.kinds]
    return own or next(iter(fitting or items), None)


def _rows(row: Measurement, choice: list[Candidate]) -> list[Penalty]:
    """The rows a reading may fall under: of graded clauses the classes of the licensed and of the measured power."""
    found: list[Penalty] = []
    for each in choice:
        found += [_class(each, watts) for watts in _powers(row)] if each.classes else [each.row]
    return list(dict.fromkeys(found))


def _class(each: Candidate, watts: float) -> Penalty:
    fits = (
        row
        for row in each.classes
        if (row.power_above_w or 0) < watts and (row.power_up_to_w is None or watts <= row.power_up_to_w)
    )
    return next(fits, each.row)


def _powers(row: Measurement) -> list[float]:
    licensed = row.assignment.power_w if row.assignment else None
    measured = measured_power(row)
    return [watts for watts in (licensed, measured) if watts] or [1.0]


def measured_power(row: Measurement) -> float | None:
    """Return the power in watts that a reading states: measured, or the least that a field proves; None for others."""
    if row.quantity == Quantity.POWER:
        return row.value
    if row.quantity == Quantity.FIELD_STRENGTH and row.verdict == Verdict.OUT:
        least: float | None = row.explanation.get("least_erp_w")
        return least
    return None
