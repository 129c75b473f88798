"""Violations found before at the same place: which still stand, and what each visit found of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from inspections.enums import Remedy
from inspections.lifecycle import FIXED
from inspections.models import Finding, Recheck, Visit


@dataclass(frozen=True)
class Earlier:
    """A violation of an earlier visit, and what this visit found of it: the newest revision, None before the first."""

    finding: Finding
    check: Recheck | None = None
    # Whether it still stood before this visit; one that did not may have been looked at all the same.
    is_open: bool = True


@dataclass(frozen=True)
class Standing:
    """What stands against the party of a visit: at this very place, and how many violations elsewhere."""

    here: list[Finding]
    elsewhere: int


def standing(visits: Sequence[Visit]) -> dict[Any, Standing]:
    """Return for each visit (by key) what was found before, sealed, not withdrawn and not found remedied since.

    Newest first. Establishment, licensee and stations of the visits are read from them; three questions in all.
    """
    rows = Finding.objects.standing().filter(
        visit__licensee__in={visit.licensee_id for visit in visits}, visit__status__in=FIXED
    )
    rows = rows.select_related("visit", "penalty__provision__instrument").prefetch_related("visit__stations")
    found: dict[Any, list[Finding]] = defaultdict(list)
    for row in rows.order_by("-detected_on", "pk"):
        found[row.visit.licensee_id].append(row)
    checks = _newest([row.pk for group in found.values() for row in group])
    return {visit.pk: _of(visit, found[visit.licensee_id], checks) for visit in visits}


def standing_at(
    places: Sequence[Any], stations: Sequence[Any]
) -> tuple[dict[Any, list[Finding]], dict[Any, list[Finding]]]:
    """Return what stands at each establishment and at each station (by key), whoever held it then, newest first."""
    rows = (
        Finding.objects.standing()
        .filter(visit__status__in=FIXED)
        .filter(Q(visit__establishment__in=places) | Q(visit__stations__in=stations))
    )
    rows = rows.select_related("visit", "penalty__provision__instrument").prefetch_related("visit__stations").distinct()
    found = list(rows.order_by("-detected_on", "pk"))
    checks = _newest([row.pk for row in found])
    there: dict[Any, list[Finding]] = defaultdict(list)
    at: dict[Any, list[Finding]] = defaultdict(list)
    for row in found:
        if checks[row.pk] and checks[row.pk][-1].result == Remedy.REMEDIED:
            continue
        if row.visit.establishment_id:
            there[row.visit.establishment_id].append(row)
        for key in [row.station_id] if row.station_id else [station.pk for station in row.visit.stations.all()]:
            at[key].append(row)
    return there, at


def of_visit(visit: Visit) -> list[Earlier]:
    """Return the earlier violations a visit has to look at, and those it looked at, each with what it found."""
    own = {row.earlier_id: row for row in checked(visit)}
    here = standing([visit])[visit.pk].here
    known = {row.pk for row in here}
    others = [Earlier(row.earlier, row, is_open=False) for key, row in own.items() if key not in known]
    return [*(Earlier(row, own.get(row.pk)) for row in here), *others]


def checked(visit: Visit) -> list[Recheck]:
    """Return what the visit found of each earlier violation that it looked at: the newest revision of each."""
    rows = visit.rechecks.select_related("checked_by", "earlier__visit", "earlier__penalty__provision__instrument")
    newest = {row.earlier_id: row for row in rows.order_by("revision")}
    return [newest[key] for key in sorted(newest)]


def unanswered(visit: Visit, *, known_by: dt.datetime | None = None) -> list[Finding]:
    """Return what stood at this place and the visit has not yet looked at.

    Of a tablet only what was sealed by `known_by`, the moment of its package, is asked: it could not know the rest.
    """
    asked = standing([visit])[visit.pk].here
    if known_by:
        late = Finding.objects.filter(pk__in=[row.pk for row in asked], visit__seal__created_at__gt=known_by)
        after = set(late.values_list("pk", flat=True))
        asked = [row for row in asked if row.pk not in after]
    done = set(visit.rechecks.values_list("earlier_id", flat=True))
    return [row for row in asked if row.pk not in done]


def later_checks(findings: Iterable[Finding]) -> dict[Any, list[Recheck]]:
    """Return for each finding (by key) what later visits found of it, oldest first, the newest revision of each."""
    return _by_finding(Recheck.objects.filter(earlier__in=list(findings)).select_related("visit", "checked_by"))


def _newest(keys: Sequence[Any]) -> dict[Any, list[Recheck]]:
    """Return what sealed visits found of these findings, oldest first."""
    return _by_finding(Recheck.objects.filter(earlier__in=keys, visit__status__in=FIXED))


def _by_finding(rows: QuerySet[Recheck]) -> dict[Any, list[Recheck]]:
    newest = {(row.earlier_id, row.visit_id): row for row in rows.order_by("revision")}
    found: dict[Any, list[Recheck]] = defaultdict(list)
    for row in sorted(newest.values(), key=lambda row: (row.checked_at, row.pk)):
        found[row.earlier_id].append(row)
    return found


def _of(visit: Visit, rows: Iterable[Finding], checks: dict[Any, list[Recheck]]) -> Standing:
    stations = {station.pk for station in visit.stations.all()}
    here, elsewhere = [], 0
    for row in rows:
        last = next((check for check in reversed(checks[row.pk]) if check.visit_id != visit.pk), None)
        if row.visit_id == visit.pk or (last and last.result == Remedy.REMEDIED):
            continue
        if _is_here(row, visit, stations):
            here.append(row)
        else:
            elsewhere += 1
    return Standing(here, elsewhere)


def _is_here(row: Finding, visit: Visit, stations: set[Any]) -> bool:
    if visit.establishment_id:
        return bool(row.visit.establishment_id == visit.establishment_id)
    if row.station_id:
        return row.station_id in stations
    return bool(stations & {station.pk for station in row.visit.stations.all()})
