"""Checks rows against one another: dates that overlap, codes nobody knows, brackets upside down."""

import itertools
from collections.abc import Iterator
from typing import Any

from rulebook.building import Builder
from rulebook.channel_checks import overlaps, plan_faults
from rulebook.enums import AnswerType, Matter, Measure, PenaltyKind, Sector, SubjectKind
from rulebook.models import (
    CalendarDay,
    ChannelPlan,
    Checklist,
    ChecklistItem,
    Deadline,
    FeeRule,
    NoticeRule,
    Office,
    Penalty,
    Procedure,
    Provision,
    RuleRow,
    RuleValue,
    TermRule,
)
from rulebook.reading import Fault

SCOPE_KEYS = ({"all"}, {"chapter"}, {"chapter", "section"}, {"article"}, {"article", "clause"})
SHOWN_WHEN = frozenset({"offers_games", "paying", "unscheduled"})
PERIODS = ("check_deadline", "processing_deadline", "supplement_deadline", "fee_deadline")
DOCUMENT_KEYS = frozenset({"code", "title_vi", "title_en", "required"})
EVIDENCE = frozenset({"photo", "document_copy", "measurement", "statement"})


def check(builder: Builder) -> list[Fault]:
    """Return every fault of the rows taken together."""
    codes = {model: {row.code for row in rows} for model, rows in builder.rows.items()}
    found: list[Fault] = []
    for model, rows in builder.rows.items():
        found += _periods(builder, model, rows)
        for row in rows:
            entry = builder.entry_of[model, row.code, row.effective_from]
            found += [entry.fault(reason) for reason in itertools.chain(_common(row, codes), _own(row, codes))]
    for plan, reason in overlaps([row for row in builder.rows[ChannelPlan] if isinstance(row, ChannelPlan)]):
        found.append(builder.entry_of[ChannelPlan, plan.code, plan.effective_from].fault(reason))
    return found


def _periods(builder: Builder, model: type[RuleRow], rows: list[RuleRow]) -> Iterator[Fault]:
    """Rows of one code may follow one another, never overlap."""
    ordered = sorted(rows, key=lambda row: (row.code, row.effective_from))
    for first, second in itertools.pairwise(ordered):
        if first.code != second.code:
            continue
        if first.effective_until is None or first.effective_until >= second.effective_from:
            entry = builder.entry_of[model, second.code, second.effective_from]
            yield entry.fault(
                f"its dates overlap those of the row from {first.effective_from} "
                f"(until {first.effective_until or 'further notice'})"
            )


def _common(row: RuleRow, codes: dict[Any, set[str]]) -> Iterator[str]:
    if row.effective_until and row.effective_until < row.effective_from:
        yield f"effective_until {row.effective_until} lies before effective_from {row.effective_from}"
    for name in row.missing:
        if not hasattr(row, name):
            yield f"missing: there is no field {name!r}"
        elif getattr(row, name) not in (None, "", [], {}):
            yield f"missing: {name} is named as not seen, but has a value"
    named = getattr(row, "provisions", None)  # a reverse relation on some models, a list of codes on others
    for code in named if isinstance(named, list) else ():
        if code not in codes[Provision]:
            yield f"provisions: there is no provision {code!r}"


def _unsaid(row: Any, *names: str) -> Iterator[str]:
    """A value may be empty only if the row says that it was not seen."""
    for name in names:
        if getattr(row, name) is None and name not in row.missing:
            yield f"{name} is missing; if no source gives it, name it in `missing`"


def _own(row: RuleRow, codes: dict[Any, set[str]]) -> Iterator[str]:
    if isinstance(row, Penalty):
        yield from _penalty(row, codes)
    elif isinstance(row, Office):
        yield from _office(row)
    elif isinstance(row, ChecklistItem):
        yield from _item(row, codes)
    elif isinstance(row, Deadline):
        yield from _unsaid(row, "number")
    elif isinstance(row, FeeRule):
        yield from _unsaid(row, "amount_vnd")
    elif isinstance(row, TermRule):
        yield from _unsaid(row, "max_months")
    elif (isinstance(row, NoticeRule) and not row.exempt) or (isinstance(row, RuleValue) and row.time is None):
        yield from _unsaid(row, "number")
    elif isinstance(row, CalendarDay) and row.code != row.date.isoformat():
        yield f"code must be the date, {row.date.isoformat()}"
    elif isinstance(row, ChannelPlan):
        yield from plan_faults(row)
    elif isinstance(row, Procedure):
        yield from _procedure(row, codes)
    elif isinstance(row, Checklist) and not row.kinds:
        yield "kinds is empty: the checklist would apply to nothing"


def _penalty(row: Penalty, codes: dict[Any, set[str]]) -> Iterator[str]:
    low, high = row.fine_min_vnd, row.fine_max_vnd
    if low is not None and high is not None and low > high:
        yield f"fine_min_vnd {low} is greater than fine_max_vnd {high}"
    if row.penalty_kind == PenaltyKind.WARNING:
        if low is not None or high is not None:
            yield "a warning has no fine"
    else:
        yield from _unsaid(row, "fine_min_vnd", "fine_max_vnd", "limitation_months")
    if row.applies_to == SubjectKind.ORGANISATION and low is not None and row.individual_factor is None:
        yield "individual_factor is missing for a fine of organisations"
    for kind in row.supplementary_kinds:
        if kind not in Measure.values:
            yield f"supplementary_kinds: {kind!r} is none of {', '.join(Measure.values)}"
    if bool(row.supplementary) != bool(row.supplementary_kinds):
        yield "supplementary and supplementary_kinds must be given together"
    for code in row.families:
        if code not in codes[Penalty]:
            yield f"families: there is no penalty {code!r}"
    if row.power_series and row.power_above_w is None:
        yield "power_above_w is missing for a power class"


def _office(row: Office) -> Iterator[str]:
    for sector, amount in row.ceilings.items():
        if sector not in Sector.values:
            yield f"ceilings: {sector!r} is none of {', '.join(Sector.values)}"
        if not isinstance(amount, int) or isinstance(amount, bool) or amount < 0:
            yield f"ceilings: {sector} needs an amount in VND, found {amount!r}"
    if not row.scope:
        yield "scope is empty: the office could decide nothing"
    for part in row.scope:
        if not isinstance(part, dict) or set(part) not in SCOPE_KEYS:
            yield f"scope: {part!r} names neither all, a chapter, section, article nor clause"
    for matter in row.matters:
        if matter not in Matter.values:
            yield f"matters: {matter!r} is none of {', '.join(Matter.values)}"


def _procedure(row: Procedure, codes: dict[Any, set[str]]) -> Iterator[str]:
    if not row.kinds or not row.purposes:
        yield "kinds and purposes: a procedure is for at least one of each"
    for name in PERIODS:
        code = getattr(row, name)
        if code and code not in codes[Deadline]:
            yield f"{name}: there is no deadline {code!r}"
    for document in row.documents:
        if not isinstance(document, dict) or not DOCUMENT_KEYS <= set(document) <= DOCUMENT_KEYS | {"holders"}:
            yield f"documents: each needs {', '.join(sorted(DOCUMENT_KEYS))}, and may have holders"
    if len({document["code"] for document in row.documents}) < len(row.documents):
        yield "documents: a code is used twice"


def _item(row: ChecklistItem, codes: dict[Any, set[str]]) -> Iterator[str]:
    if not row.provisions:
        yield "provisions is empty: an item rests on at least one"
    if not row.violations and "violations" not in row.missing:
        yield "violations is empty; if no source gives one, name it in `missing`"
    for code in row.violations:
        if code not in codes[Penalty]:
            yield f"violations: there is no penalty {code!r}"
    for kind in sorted(set(row.kinds) - set(row.checklist.kinds)):
        yield f"kinds: the checklist does not apply to {kind!r}"
    if (row.answer_type == AnswerType.MEASURED) != bool(row.quantity):
        yield "quantity belongs to a measured item, and only to one"
    for key in sorted(set(row.shown_when) - SHOWN_WHEN):
        yield f"shown_when: {key!r} is none of {', '.join(sorted(SHOWN_WHEN))}"
    for kind in row.evidence_required:
        if kind not in EVIDENCE:
            yield f"evidence_required: {kind!r} is none of {', '.join(sorted(EVIDENCE))}"
