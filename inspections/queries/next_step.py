"""What happens next to a visit: what, by whom, until when, and on which ground."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.text import pick
from inspections.enums import TeamRole, VisitReason
from inspections.lifecycle import VisitStatus as S
from inspections.models import Visit
from rulebook import deadlines, lookup
from rulebook.enums import NoticeReason


@dataclass(frozen=True)
class NextStep:
    """One line each for the box on the visit's page; `page` names the part of the visit where it is done."""

    what: str
    who: str = ""
    until: dt.date | None = None
    basis: str = ""
    page: str = ""
    until_words: str = ""


def next_step(visit: Visit) -> NextStep:
    """Return what happens next."""
    if visit.status == S.PLANNED and not visit.no_notice and visit.reason != VisitReason.ON_THE_SPOT:
        return _to_announce(visit)
    team, chief = _team(visit), _("Chief of inspection, not of the team")
    told = {
        S.PLANNED: NextStep(_("Start the visit on site."), team, visit.window_end),
        S.ANNOUNCED: NextStep(_("Start the visit on site."), team, visit.window_end),
        S.DISPATCHED: NextStep(_("Start the visit on site."), team, visit.window_end),
        S.IN_PROGRESS: NextStep(
            _("Answer the checklist, record who was there, review and seal."), team, None, page="seal"
        ),
        S.SEALED: NextStep(_("Check every hash and receive the visit."), _("Chief of inspection")),
        S.RECEIVED: NextStep(_("Take the visit up for review."), chief),
        S.UNDER_REVIEW: NextStep(_("Read what was sealed, then close the visit or return it."), chief),
        S.RETURNED: NextStep(_("Amend with a reason what the reviewer asked for, then submit again."), team),
        S.CLOSED: NextStep(_("Nothing: the visit is closed. What it found stands.")),
        S.CANCELLED: NextStep(_("Nothing: the visit was cancelled.")),
        S.NOT_POSSIBLE: NextStep(_("Nothing here: the visit was not possible. Plan a new one if it is still needed.")),
    }
    return told[S(visit.status)]


def _to_announce(visit: Visit) -> NextStep:
    ground = NoticeReason.PLANNED if visit.reason == VisitReason.PLANNED else NoticeReason.UNSCHEDULED
    rule = lookup.notice_rule(visit.subject, ground, visit.window_start)
    until = None
    if rule is not None and rule.number is not None:
        until = deadlines.add_working_days(visit.window_start, -rule.number)
    basis = pick(rule, "text") if rule is not None else ""
    if until is None:
        return NextStep(
            _("Issue the announcement."), _("Chief of inspection or decision maker"),
            until_words=_("the notice period is not known"), basis=basis,
        )  # fmt: skip
    return NextStep(_("Issue the announcement."), _("Chief of inspection or decision maker"), until, basis)


def _team(visit: Visit) -> str:
    lead = next((row.user for row in visit.member_rows.all() if row.role == TeamRole.LEAD), None)
    return _("The team, headed by %(name)s") % {"name": lead} if lead else _("The team")
