"""Where a license stands on a day: what the register has recorded, and what was decided for days up to it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from licenses.enums import LICENSE_IN_FORCE, PLANNED_ENDS, LicenseStatus, PlannedStep
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


def amended(change: PlannedChange, until: dt.date | None, conditions: str) -> tuple[dt.date | None, str]:
    """Return term and conditions as a planned amendment leaves them."""
    if "valid_until" in change.changes:
        until = dt.date.fromisoformat(change.changes["valid_until"])
    return until, change.changes.get("conditions", conditions)


def announced(licenses: Iterable[License]) -> dict[Any, list[PlannedChange]]:
    """Return the countersigned changes of these licenses, by license; one query for a whole list."""
    found: dict[Any, list[PlannedChange]] = {}
    for change in PlannedChange.objects.announced().filter(license__in=[license.pk for license in licenses]):
        found.setdefault(change.license_id, []).append(change)
    return found


def _begun(license: License, on: dt.date) -> LicenseStatus:
    if license.status == LicenseStatus.PENDING and license.valid_from is not None and license.valid_from <= on:
        return LicenseStatus.ACTIVE
    return LicenseStatus(license.status)
