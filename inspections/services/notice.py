"""How long before a visit its subject must be told, and whether that can still be kept."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Invalid
from common.text import day_text, pick
from inspections.enums import NoNotice, VisitReason
from rulebook import deadlines, lookup
from rulebook.enums import NoticeReason
from rulebook.models import NoticeRule

# What the law knows is a periodic or an unscheduled check; our reasons are finer.
_REASONS = {VisitReason.PLANNED: NoticeReason.PLANNED, VisitReason.ON_THE_SPOT: NoticeReason.ON_THE_SPOT}


@dataclass(frozen=True)
class Notice:
    """The rule that holds, the first day on which a visit announced today may begin, and whether that is kept."""

    rule: NoticeRule | None
    first_day: dt.date
    kept: bool

    @property
    def known(self) -> bool:
        """Whether the rulebook states a number of days."""
        return self.rule is not None and (self.rule.exempt or self.rule.number is not None)


def check(*, subject: str, reason: str, window_start: dt.date, on: dt.date) -> Notice:
    """Say whether a visit announced on day `on` may begin on `window_start`.

    The day of announcing is not counted: announced on a Monday with three working days' notice, the visit may begin
    on Thursday.
    """
    rule = lookup.notice_rule(subject, _REASONS.get(VisitReason(reason), NoticeReason.UNSCHEDULED), on)
    if rule is None or rule.exempt or rule.number is None:
        return Notice(rule, on, kept=window_start >= on)
    first_day = deadlines.add_working_days(on, rule.number)
    return Notice(rule, first_day, kept=window_start >= first_day)


def require(*, subject: str, reason: str, window_start: dt.date, on: dt.date) -> Notice:
    """Return the notice, or refuse with the first possible day."""
    found = check(subject=subject, reason=reason, window_start=window_start, on=on)
    if not found.kept and found.rule is not None:
        day = day_text(found.first_day)
        raise Invalid(
            _(
                "The notice is too short (%(rule)s). Let the visit begin on %(day)s or later, or record why it is "
                "not announced."
            )
            % {"rule": pick(found.rule, "text"), "day": day},
            code="notice_too_short",
            fields={"window_start": [_("%(day)s is the first possible day.") % {"day": day}]},
            details={"first_day": found.first_day.isoformat()},
        )
    return found


def require_exemption(*, subject: str, no_notice: str, why: str, on: dt.date) -> NoticeRule | None:
    """Refuse a visit without announcement unless a rule allows it for this ground and the reason is recorded."""
    if not why.strip():
        raise Invalid(_("Record why the visit is not announced."), fields={"no_notice_reason": [_("Give the reason.")]})
    if no_notice == NoNotice.NO_RULE:
        if any(_has_days(subject, ground, on) for ground in (NoticeReason.PLANNED, NoticeReason.UNSCHEDULED)):
            raise Invalid(
                _("The rulebook states a notice for this subject; announce the visit or choose another ground."),
                fields={"no_notice": [_("A notice rule exists.")]},
            )
        return None
    rule: Any = lookup.notice_rule(subject, NoticeReason(no_notice), on)
    if rule is None or not rule.exempt:
        raise Invalid(
            _("No rule known for this subject lets a visit go unannounced on this ground."),
            fields={"no_notice": [_("Choose another ground, or announce the visit.")]},
        )
    return rule


def _has_days(subject: str, ground: str, on: dt.date) -> bool:
    rule = lookup.notice_rule(subject, ground, on)
    return rule is not None and not rule.exempt and rule.number is not None
