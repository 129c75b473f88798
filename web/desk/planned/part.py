"""What the page of a license says of its planned changes, and of its state when the daily work is late."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.access import can
from accounts.roles import Action
from licenses.enums import LICENSE_ENDED, PlannedStatus
from licenses.models import License, PlannedChange
from licenses.queries.planned import standing


@dataclass(frozen=True)
class Line:
    """One planned change with what this person may do about it."""

    change: PlannedChange
    approves: bool
    takes_back: bool


def part(user: Any, license: License, on: dt.date) -> dict[str, Any]:
    """Return the planned changes of a license for its page: one query, and one more for the people named."""
    pending = PlannedChange.objects.pending().filter(license=license)
    waiting = pending if getattr(license, "plans", True) else pending.none()
    changes = list(waiting.select_related("proposed_by", "approved_by", "agency"))
    announced = [change for change in changes if change.status == PlannedStatus.APPROVED]
    now = standing(license, on, announced)
    return {
        "template": "desk/planned/_part.html",
        "license": license,
        "lines": [line(user, change, on) for change in changes],
        "may_plan": license.status not in LICENSE_ENDED and can(user, Action.LICENSE_PLAN, license),
        "standing": now,
        "behind": now.status != license.status,
    }


def line(user: Any, change: PlannedChange, on: dt.date) -> Line:
    """Return a planned change with the acts open to this person; the service asks again."""
    open_still = change.effective_on > on
    decides = open_still and can(user, Action.LICENSE_DECIDE, change.license)
    approves = decides and change.status == PlannedStatus.PROPOSED and change.proposed_by_id != user.pk
    undoes = decides if change.approved_by_id else open_still and can(user, Action.LICENSE_PLAN, change.license)
    pending = change.status in (PlannedStatus.PROPOSED, PlannedStatus.APPROVED)
    return Line(change, approves, undoes and pending)
