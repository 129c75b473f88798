"""The right to explain (giải trình): whether the law gives it in a case, until when, and why not."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from enforcement.enums import NoExplanation
from enforcement.models import Case
from enforcement.penalties import bracket, gives_explanation, rates_of
from rulebook import deadlines, lookup
from rulebook.enums import SubjectKind
from rulebook.models import Deadline, Penalty, RuleRow

WRITTEN, SESSION = "explanation.written", "explanation.session_request"
_THRESHOLDS = {
    SubjectKind.INDIVIDUAL: "explanation.threshold_individual",
    SubjectKind.ORGANISATION: "explanation.threshold_organisation",
}


@dataclass(frozen=True)
class Right:
    """The right of one case, with the periods and the last days, and the rows it rests on."""

    allowed: bool
    why_not: str
    written: Deadline
    written_until: dt.date
    session: Deadline
    session_until: dt.date
    rests_on: tuple[RuleRow, ...]


def right_of(case: Case, *, on: dt.date) -> Right:
    """Return the right that begins with a record made on day `on`. Raises Unavailable without the rulebook's rows."""
    values = {rate: lookup.value(code, on) for rate, code in _THRESHOLDS.items()}
    limits: dict[str, Decimal | None] = {str(rate): row.number for rate, row in values.items()}
    rows = [
        act.finding.penalty
        for act in case.acts.filter(finding__withdrawn_at=None).select_related(
            "finding__penalty__provision__instrument"
        )
    ]
    allowed = any(gives_explanation(row, case.licensee.kind, limits) for row in rows)
    written, session = lookup.deadline(WRITTEN, on), lookup.deadline(SESSION, on)
    calendar = deadlines.WorkingCalendar.load()
    return Right(
        allowed=allowed,
        why_not="" if allowed else _why_not(rows, case.licensee.kind),
        written=written,
        written_until=deadlines.due(written, on, calendar),
        session=session,
        session_until=deadlines.due(session, on, calendar),
        rests_on=(written, session, *values.values()),
    )


def _why_not(rows: list[Penalty], party_kind: str) -> str:
    unknown = any(
        row.penalty_kind != "warning" and all(bracket(row, rate)[1] is None for rate in rates_of(party_kind))
        for row in rows
    )
    return NoExplanation.UNKNOWN if unknown else NoExplanation.BELOW_LIMIT
