"""Which steps of a visit a page offers: those the person may really take, not only those the role allows."""

from typing import Any

from accounts import access, steps
from common.lifecycle import Step
from inspections.enums import VisitReason
from inspections.lifecycle import VisitStatus
from inspections.models import Visit
from inspections.queries.hands import had_a_hand

# Taken by the team; the others by people who plan, receive or review, and review is for those who were not there.
BY_TEAM = frozenset({"start", "seal", "resubmit", "give_up"})
NOT_BY_TEAM = frozenset({"review", "send_back", "close"})
# Taken with a tablet in hand, on the page of the tablets.
WITH_A_TABLET = frozenset({"dispatch", "recall", "recall_announced"})
NEEDS_NOTICE = frozenset({"start"})


def open_steps(visit: Visit, user: Any) -> list[Step]:
    """Return the steps open to this person on this visit now."""
    if visit.agency not in access.agencies_of(user):
        return []
    member = any(row.user_id == user.pk for row in visit.member_rows.all())
    found = [step for step in steps.open_to(user, visit) if _fits(step, visit, member)]
    if any(step.name in NOT_BY_TEAM for step in found) and had_a_hand(visit, user):
        found = [step for step in found if step.name not in NOT_BY_TEAM]
    return found


def may_record(visit: Visit, user: Any) -> bool:
    """Say whether the person may record in the visit now, or amend it with a reason."""
    member = any(row.user_id == user.pk for row in visit.member_rows.all())
    return member and visit.status in (
        VisitStatus.IN_PROGRESS,
        VisitStatus.SEALED,
        VisitStatus.RECEIVED,
        VisitStatus.UNDER_REVIEW,
        VisitStatus.RETURNED,
    )


def _fits(step: Step, visit: Visit, member: bool) -> bool:
    if step.name in WITH_A_TABLET:
        return False
    told = visit.status != VisitStatus.PLANNED or bool(visit.no_notice) or visit.reason == VisitReason.ON_THE_SPOT
    if (step.name in BY_TEAM and not member) or (step.name in NOT_BY_TEAM and member):
        return False
    if step.name == "announce":
        return not told
    return told or step.name not in NEEDS_NOTICE
