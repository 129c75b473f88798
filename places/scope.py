"""What a person may see by place and subject: the one condition behind every `visible_to`."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models import Q
from django.db.models.expressions import RawSQL

from accounts import access
from accounts.models import Agency
from common.clock import today
from places.models import AdminUnit, Territory, UnitSuccession

NOTHING = Q(pk__in=())


def units_of(agencies: Iterable[Agency], on: dt.date) -> models.QuerySet[AdminUnit]:
    """Return the units in the agencies' territory on a day, as a subquery: the database expands it, not Python.

    A province stands for its communes. Old communes count where a unit of today took them over, so a record that
    still names a unit of before July 2025 stays visible to those who now look after the place.
    """
    own = Territory.objects.in_force(on).filter(agency__in=list(agencies)).values("unit")
    today_units = AdminUnit.objects.filter(Q(pk__in=own) | Q(parent__in=own)).order_by().values("pk")
    taken_over = UnitSuccession.objects.filter(unit__in=today_units).order_by().values("old")
    return AdminUnit.objects.filter(Q(pk__in=own) | Q(parent__in=own) | Q(pk__in=taken_over)).order_by()


def scope_q(
    user: Any,
    *,
    agency: str = "agency",
    unit: str | None = "unit",
    subjects: Mapping[str, Q] | None = None,
    model: type[models.Model] | None = None,
    on: dt.date | None = None,
) -> Q:
    """Return: own agency's, OR in an agency's territory and subject, OR shared with an agency.

    `agency` and `unit` are lookups from the model that is filtered (`"license__agency"`); `unit=None` leaves the
    territory out. `subjects` maps a subject (telecom, radio, games) to the condition that a row belongs to it; without
    it every subject of the agency sees the row. `model`, where given, adds the rows of that model shared with the
    person's agencies. Filter with it directly: it joins nothing that could double rows.
    """
    agencies = access.agencies_of(user)
    if not agencies:
        return NOTHING
    day = on or today()
    condition = Q(**{f"{agency}__in": [held.pk for held in agencies]})
    if unit is not None:
        for group, allowed in _by_subjects(agencies, subjects):
            condition |= Q(**{f"{unit}__in": _units_sql(tuple(sorted(held.pk for held in group)), day)}) & allowed
    if model is not None:
        condition |= Q(pk__in=access.shown_to(user, model, agencies, day))
    return condition


def _units_sql(agencies: tuple[Any, ...], on: dt.date) -> RawSQL:
    """Return the subquery of `units_of`, compiled once a day for the same agencies.

    One list asks it up to four times, six levels deep: putting it together anew took the ORM longer than the database
    took to answer.
    """
    sql, parameters = _compiled_units(agencies, on, connection.vendor)
    return RawSQL(sql, parameters)


@lru_cache(maxsize=256)
def _compiled_units(agencies: tuple[Any, ...], on: dt.date, _vendor: str) -> tuple[str, tuple[Any, ...]]:
    units: Any = units_of([Agency(pk=pk) for pk in agencies], on).values("pk")
    sql, parameters = units.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(parameters)


def _by_subjects(agencies: list[Agency], subjects: Mapping[str, Q] | None) -> list[tuple[list[Agency], Q]]:
    """Group agencies that deal with the same subjects, so that each group costs one subquery."""
    if subjects is None:
        return [(agencies, Q())]
    groups: dict[tuple[str, ...], list[Agency]] = {}
    for held in agencies:
        groups.setdefault(tuple(sorted(set(held.subjects) & set(subjects))), []).append(held)
    found = []
    for names, group in groups.items():
        if names:
            allowed = subjects[names[0]]
            for name in names[1:]:
                allowed |= subjects[name]
            found.append((group, allowed))
    return found
