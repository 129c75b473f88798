"""Who had a hand in a visit: two pairs of eyes means that none of them reviews it."""

from typing import Any

from inspections.models import Visit


def had_a_hand(visit: Visit, user: Any) -> bool:
    """Say whether the person is or ever was of the team, or wrote, withdrew, amended or sealed anything in it."""
    if user.pk is None:
        return False
    if any(row.user_id == user.pk for row in visit.member_rows.all()):
        return True
    lines = (visit.findings, visit.measurements, visit.attendance, visit.evidence)
    return (
        visit.former_members.filter(user=user).exists()
        or visit.answers.filter(answered_by=user).exists()
        or any(rows.filter(recorded_by=user).exists() or rows.filter(withdrawn_by=user).exists() for rows in lines)
        or visit.amendments.filter(amended_by=user).exists()
        or type(visit).objects.filter(pk=visit.pk, seal__sealed_by=user).exists()
    )
