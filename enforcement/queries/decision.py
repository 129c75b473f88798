"""Until when a decision has to be made about a case (the Law's article 66), by rows of the rulebook."""

import datetime as dt
from dataclasses import dataclass

from common.errors import Unavailable
from enforcement.models import Case
from rulebook import deadlines, lookup
from rulebook.models import Deadline

ORDINARY, TRANSFERRED, EXPLAINED = "decision.ordinary", "decision.transferred", "decision.with_explanation"


@dataclass(frozen=True)
class DecideBy:
    """The row of the period and its last day."""

    row: Deadline
    day: dt.date


def decide_by(case: Case, *, transferred: bool = False) -> DecideBy | None:
    """Return until when the case, or the part of it that was handed over, is decided; None when nobody can say.

    Counted from the record: the period of a file that was transferred, of one in which the party may explain, or the
    ordinary one. None before the record, and where the rulebook has no such row.
    """
    if case.record is None:
        return None
    code = TRANSFERRED if transferred else EXPLAINED if case.may_explain else ORDINARY
    try:
        row = lookup.deadline(code, case.record.issued_on)
        return DecideBy(row, deadlines.due(row, case.record.issued_on))
    except Unavailable:
        return None
