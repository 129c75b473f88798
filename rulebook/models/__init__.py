"""Tables of the rulebook."""

from rulebook.models.bands import ChannelPlan
from rulebook.models.checklists import Checklist, ChecklistItem
from rulebook.models.clauses import Instrument, Penalty, Provision
from rulebook.models.history import RulebookLoad, Verification
from rulebook.models.licensing import Procedure, RefusalGround
from rulebook.models.procedure import (
    CalendarDay,
    Deadline,
    DocumentForm,
    FeeRule,
    GrantingAuthority,
    NoticeRule,
    Office,
    RuleValue,
    TermRule,
)
from rulebook.models.rule_row import RuleRow

# In the order in which they are loaded: a row may point only to rows of models before its own.
RULE_MODELS: tuple[type[RuleRow], ...] = (
    Instrument,
    Provision,
    Penalty,
    Office,
    GrantingAuthority,
    Deadline,
    DocumentForm,
    NoticeRule,
    RuleValue,
    TermRule,
    FeeRule,
    CalendarDay,
    Checklist,
    ChecklistItem,
    ChannelPlan,
    Procedure,
    RefusalGround,
)

__all__ = [
    "RULE_MODELS",
    "CalendarDay",
    "ChannelPlan",
    "Checklist",
    "ChecklistItem",
    "Deadline",
    "DocumentForm",
    "FeeRule",
    "GrantingAuthority",
    "Instrument",
    "NoticeRule",
    "Office",
    "Penalty",
    "Procedure",
    "Provision",
    "RefusalGround",
    "RuleRow",
    "RuleValue",
    "RulebookLoad",
    "TermRule",
    "Verification",
]
