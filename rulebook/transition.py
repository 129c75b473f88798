"""Which decree applies to an act that touches two of them (Decree 174/2026, Article 115)."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.errors import Invalid, Unavailable
from common.text import day_text
from rulebook.models import Instrument, Penalty, RuleRow


@dataclass(frozen=True)
class GoverningLaw:
    """The day that decides and why, in a sentence for the record; `rests_on` are codes of provisions."""

    day: dt.date
    reason: str
    rests_on: tuple[str, ...]


def governing_law(act_started_on: dt.date, act_ended_on: dt.date | None, detected_on: dt.date) -> GoverningLaw:
    """Return the day whose decree applies.

    An act that began and ended before it was detected falls under the decree in force when it ended (clause 1); one
    still going on when detected, under the decree in force on the day of detection (clause 2). Raises Invalid when
    the dates are in the wrong order.
    """
    if act_ended_on is not None and act_ended_on < act_started_on:
        raise Invalid(
            _("The act cannot end before it began."), fields={"act_ended_on": [_("This day lies before the first.")]}
        )
    if detected_on < act_started_on:
        raise Invalid(
            _("The act cannot be detected before it began."),
            fields={"detected_on": [_("This day lies before the first day of the act.")]},
        )
    if act_ended_on is None or act_ended_on >= detected_on:
        day, template = detected_on, _("The act was still going on when it was detected on %(day)s.")
        return GoverningLaw(day, template % {"day": _shown(day)}, ("ND174-2026-D115-K2",))
    day, template = act_ended_on, _("The act ended on %(day)s, before it was detected.")
    return GoverningLaw(day, template % {"day": _shown(day)}, ("ND174-2026-D115-K1",))


def penalty_for(family: str, act_started_on: dt.date, act_ended_on: dt.date | None, detected_on: dt.date) -> Penalty:
    """Return the penalty row that applies to the act.

    `family` is the code of the act in one decree; rows of other decrees name it in `families` where the research
    compared them. Raises Unavailable when the row of the decree that applies was not seen: nothing is guessed.
    """
    law = governing_law(act_started_on, act_ended_on, detected_on)
    rows = Penalty.objects.in_force_on(law.day).select_related("provision__instrument")
    named = rows.filter(code=family).first()
    if named is not None:
        return named
    for row in rows:
        if family in row.families:
            return row
    # Asked by an older decree's code: the act continues under a newer one.
    older = Penalty.objects.current().filter(code=family).first()
    if older is not None and len(older.families) == 1 and (found := rows.filter(code__in=older.families).first()):
        return found
    raise Unavailable(
        _(
            "%(reason)s %(decree)s applies, but its clause for this act (%(code)s) was not seen in any source; "
            "look it up in the official text."
        )
        % {"reason": law.reason, "decree": _decree_on(law.day), "code": family},
        code="older_row_not_seen",
        details={"family": family, "day": law.day.isoformat()},
    )


def _decree_on(day: dt.date) -> str:
    rows: list[RuleRow] = list(Instrument.objects.in_force_on(day).filter(carries_penalties=True)[:1])
    return str(rows[0]) if rows else _("The decree of that day")


def _shown(day: dt.date) -> str:
    return day_text(day)
