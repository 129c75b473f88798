"""Where a row is used: the rows of the rulebook that name it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from rulebook.models import RULE_MODELS, Penalty, Provision, RuleRow, RuleValue


@dataclass(frozen=True)
class Use:
    """One row that names another, and by which of its fields."""

    row: RuleRow
    field: str


def uses_of(row: RuleRow, on: dt.date) -> list[Use]:
    """Return the rows in force on the day that name this provision, penalty or instrument."""
    if isinstance(row, Provision):
        return [*_penalties(row), *_by_code(row.code, "provisions", on), *_values(row, on)]
    if isinstance(row, Penalty):
        families = [each for each in Penalty.objects.current().exclude(families=[]) if row.code in each.families]
        return [*_by_code(row.code, "violations", on), *(Use(each, "families") for each in families)]
    return []


def _by_code(code: str, field: str, on: dt.date) -> list[Use]:
    found = []
    for model in RULE_MODELS:
        if any(item.name == field for item in model._meta.concrete_fields):
            rows: Any = model.objects.in_force_on(on).order_by("code")
            found += [Use(each, field) for each in rows if code in getattr(each, field)]
    return found


def _penalties(row: Provision) -> list[Use]:
    return [Use(each, "provision") for each in row.penalties.select_related("provision__instrument").order_by("code")]


def _values(row: Provision, on: dt.date) -> list[Use]:
    return [Use(each, "provision") for each in RuleValue.objects.in_force_on(on).filter(provision=row)]
