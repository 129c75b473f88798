"""Where a license stands on a day: what the register has recorded, and what was decided for days up to it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from accounts import journal
from accounts.models import JournalEntry, StepRecord
from licenses.enums import LICENSE_IN_FORCE, PLANNED_ENDS, LicenseStatus, PlannedStatus, PlannedStep
from licenses.models import License, PlannedChange

HELD = (*LICENSE_IN_FORCE, LicenseStatus.SUSPENDED)


@dataclass(frozen=True)
class Standing:
    """The state of a license on a day. `coming` are the countersigned changes of later days, the first first."""

    status: LicenseStatus
    valid_until: dt.date | None
    conditions: str
    ended_on: dt.date | None = None
    coming: list[PlannedChange] = field(default_factory=list)

    def get_status_display(self) -> str:
        """Return the word for the state, as a record has it."""
        return str(self.status.label)


def standing(license: License, on: dt.date, announced: Sequence[PlannedChange] | None = None) -> Standing:
    """Return where the license stands at the end of the day `on`, today or later; right also before the daily work ran.

    `announced` are the license's countersigned changes in order of their day, read when not given (one query).
    """
    changes = list(PlannedChange.objects.announced().filter(license=license)) if announced is None else list(announced)
    status, until, conditions, ended = _begun(license, on), license.valid_until, license.conditions, license.ended_on
    for change in changes:
        if change.effective_on > on or status not in HELD or (until is not None and until < change.effective_on):
            continue
        if change.step in PLANNED_ENDS:
            status, ended = PLANNED_ENDS[PlannedStep(change.step)], change.effective_on
        elif change.step == PlannedStep.SUSPEND:
            over = change.until is not None and change.until < on
            status = LicenseStatus.ACTIVE if over else LicenseStatus.SUSPENDED
        elif change.step == PlannedStep.REINSTATE:
            status = LicenseStatus.ACTIVE
        else:
            until, conditions = amended(change, until, conditions)
    if status in HELD and until is not None and until < on:
        status = LicenseStatus.EXPIRED
    coming = [change for change in changes if change.effective_on > on and status in HELD]
    return Standing(status, until, conditions, ended, coming)


@dataclass(frozen=True)
class Days:
    """When what the register recorded about a license took effect: a planned step on its own day, however late the
    daily work ran; everything else when it was recorded. `done` are (recorded at, step, effective on), oldest first.
    """

    done: list[tuple[dt.datetime, str, dt.date]]

    def of_step(self, step: StepRecord) -> dt.date:
        """Return the day of a step of the license."""
        return self._day(step.at, step.name, step.actor)

    def of_entry(self, entry: JournalEntry) -> dt.date:
        """Return the day of an entry of the journal about the license."""
        name = entry.verb.removeprefix("license.")
        return self._day(entry.at, PlannedStep.AMEND if name == "amended" else name, entry.actor)

    def _day(self, at: dt.datetime, name: str, actor: Any) -> dt.date:
        if actor is not None and actor.is_system:
            for moment, step, day in reversed(self.done):
                # the plan's own step is written just before the license's, in one transaction
                if moment <= at and step == name:
                    return day
        return timezone.localtime(at).date()


def days(license: License) -> Days:
    """Return the days of a license's events (one query, two when planned steps were taken)."""
    applied = {
        journal.key_of(change): change
        for change in PlannedChange.objects.filter(license=license, status=PlannedStatus.APPLIED)
    }
    if not applied:
        return Days([])
    steps = StepRecord.objects.filter(
        object_type=PlannedChange._meta.label_lower, object_id__in=applied, name="apply"
    ).order_by("at", "pk")
    changes = [(step.at, applied[step.object_id]) for step in steps]
    return Days([(at, str(change.step), change.effective_on) for at, change in changes])


def amended(change: PlannedChange, until: dt.date | None, conditions: str) -> tuple[dt.date | None, str]:
    """Return term and conditions as a planned amendment leaves them."""
    if "valid_until" in change.changes:
        until = dt.date.fromisoformat(change.changes["valid_until"])
    return until, change.changes.get("conditions", conditions)


def announced(licenses: Iterable[License]) -> dict[Any, list[PlannedChange]]:
    """Return the countersigned changes of these licenses, by license; one query for a whole list."""
    keys = [license.pk for license in licenses]
    return _by_license(PlannedChange.objects.announced().filter(license__in=keys)) if keys else {}


def stand(licenses: Iterable[License], on: dt.date) -> None:
    """Give each license of a list `stands`, its Standing on the day; one query for all."""
    shown: list[Any] = list(licenses)
    changes = announced(shown)
    for license in shown:
        license.stands = standing(license, on, changes.get(license.pk, ()))


def late(on: dt.date) -> dict[Any, LicenseStatus]:
    """Return the licenses whose state on the day is not the recorded one, by key: what was planned for days up to it is
    not put in effect yet. Usually none, and never more than one day's plans, until the daily work has run.
    """
    if not _anything_due(on):
        return {}
    due = PlannedChange.objects.due(on).select_related("license").order_by("effective_on", "id")
    found = {}
    for key, changes in _by_license(due).items():
        license = changes[0].license
        status = standing(license, on, changes).status
        if status != license.status:
            found[key] = status
    return found


def _anything_due(on: dt.date) -> bool:
    """Ask in plain SQL: every page of the public list does, and composing the question cost more than answering it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM licenses_plannedchange WHERE status = %s AND effective_on <= %s LIMIT 1",
            [str(PlannedStatus.APPROVED), on.isoformat()],
        )
        return cursor.fetchone() is not None


def state_q(status: str, late: Mapping[Any, LicenseStatus], field: str = "status") -> Q:
    """Return the condition that a license is in the state, given the licenses that are `late`."""
    found = Q(**{field: status})
    joins = [key for key, now in late.items() if now == status]
    leaves = [key for key, now in late.items() if now != status]
    if leaves:
        found &= ~Q(pk__in=leaves)
    return found | Q(pk__in=joins) if joins else found


def state_of(late: Mapping[Any, LicenseStatus]) -> Any:
    """Return the column that tells the state of the day, given the licenses that are `late`."""
    cases = [When(pk=key, then=Value(str(status))) for key, status in late.items()]
    return Case(*cases, default=F("status")) if cases else F("status")


def _by_license(changes: Iterable[PlannedChange]) -> dict[Any, list[PlannedChange]]:
    found: dict[Any, list[PlannedChange]] = {}
    for change in changes:
        found.setdefault(change.license_id, []).append(change)
    return found


def _begun(license: License, on: dt.date) -> LicenseStatus:
    if license.status == LicenseStatus.PENDING and license.valid_from is not None and license.valid_from <= on:
        return LicenseStatus.ACTIVE
    return LicenseStatus(license.status)
