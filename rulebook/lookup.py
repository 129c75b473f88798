"""Answers "what held on this date"; knows neither who asks nor what day it is."""

import datetime as dt
import uuid
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Unavailable
from common.text import day_text
from rulebook.competence import weigh
from rulebook.enums import Outcome
from rulebook.models import (
    Checklist,
    ChecklistItem,
    Deadline,
    DocumentForm,
    FeeRule,
    GrantingAuthority,
    NoticeRule,
    Office,
    Penalty,
    Procedure,
    Provision,
    RefusalGround,
    RuleRow,
    RuleValue,
    TermRule,
    Verification,
)
from rulebook.querysets import RuleQuerySet
from rulebook.transition import governing_law as governing_law
from rulebook.transition import penalty_for as penalty_for


def penalties_on(on: dt.date, domain: str = "") -> RuleQuerySet[Penalty]:
    """Return the penalties in force on that day, of one matter if named, with provision and instrument."""
    found = Penalty.objects.in_force_on(on).select_related("provision__instrument")
    return found.filter(domain=domain) if domain else found


def provision_on(code: str, on: dt.date) -> Provision:
    """Return the provision of that code in force on the day; Unavailable when there is none."""
    return _one(Provision.objects.select_related("instrument"), code, on)


def penalty_by_power(article: str, clause: str, watts: float, on: dt.date) -> Penalty:
    """Return the penalty of the power class in which `watts` falls (lower bound open, upper bound included).

    Classes may go on in another clause (Article 66: clause 5 up to 20 kW, clause 10 above). Raises Unavailable for a
    clause without classes, or a class no source gives.
    """
    if watts <= 0:
        raise Unavailable(_("The power must be greater than zero watts."), code="power_unknown")
    series = f"{article}.{clause}"
    for row in penalties_on(on).filter(power_series=series).order_by("power_above_w"):
        if (row.power_above_w or 0) < watts and (row.power_up_to_w is None or watts <= row.power_up_to_w):
            return row
    raise Unavailable(
        _("The rulebook has no power class for %(watts)s W under clause %(clause)s, Article %(article)s on that day.")
        % {"watts": watts, "clause": clause, "article": article},
        code="power_class_not_seen",
    )


def deadline(code: str, on: dt.date) -> Deadline:
    """Return the period of that code; Unavailable when there is none on the day."""
    return _one(Deadline.objects, code, on)


def value(code: str, on: dt.date) -> RuleValue:
    """Return the single value of that code (its number may be None: not seen); Unavailable without a row."""
    return _one(RuleValue.objects.select_related("provision__instrument"), code, on)


def form(code: str, on: dt.date) -> DocumentForm | None:
    """Return the form of that code, or None."""
    return DocumentForm.objects.in_force_on(on).filter(code=code).first()


def term_rule(kind: str, on: dt.date) -> TermRule | None:
    """Return the term rule of a kind of license, or None."""
    return TermRule.objects.in_force_on(on).filter(kind=kind).first()


def notice_rule(subject: str, reason: str, on: dt.date) -> NoticeRule | None:
    """Return the notice rule of the subject for that reason, or None; its number may be None: not seen."""
    return NoticeRule.objects.in_force_on(on).filter(subject=subject, reason=reason).first()


def granting_authority(kind: str, on: dt.date) -> GrantingAuthority | None:
    """Return who grants licenses of the kind (or keeps its register), or None."""
    return GrantingAuthority.objects.in_force_on(on).filter(kind=kind).first()


def procedure(kind: str, purpose: str, on: dt.date) -> Procedure | None:
    """Return what an application of that kind and purpose must bring, or None when the kind does not offer it."""
    rows = Procedure.objects.in_force_on(on).order_by("code")
    return next((row for row in rows if kind in row.kinds and purpose in row.purposes), None)


def refusal_grounds(kind: str, on: dt.date) -> list[RefusalGround]:
    """Return the grounds on which an application of that kind may be refused; those for all kinds come last."""
    rows = RefusalGround.objects.in_force_on(on).order_by("code")
    return [*(row for row in rows if kind in row.kinds), *(row for row in rows if not row.kinds)]


def fee_rules(kind: str, on: dt.date) -> list[FeeRule]:
    """Return the fee rules of a kind of license; an amount may be None: not seen."""
    return list(FeeRule.objects.in_force_on(on).filter(kind=kind).order_by("fee_kind", "code"))


def checklist_for(kind: str, on: dt.date, *, offers_games: bool = False) -> list[Checklist]:
    """Return the checklists for that kind; a place that offers games gets the game list as well."""
    rows = Checklist.objects.in_force_on(on).order_by("code")
    return [row for row in rows if kind in row.kinds or (offers_games and row.for_games)]


def items_for(kind: str, on: dt.date, *, offers_games: bool = False) -> list[ChecklistItem]:
    """Return the items asked of that kind, list by list in their order."""
    lists = checklist_for(kind, on, offers_games=offers_games)
    rows = ChecklistItem.objects.in_force_on(on).filter(checklist__in=lists).select_related("checklist")
    facts = {"offers_games": offers_games}
    return [
        row
        for row in rows.order_by("checklist__code", "position")
        if (not row.kinds or kind in row.kinds)
        and all(wanted == facts[name] for name, wanted in row.shown_when.items() if name in facts)
    ]


def provisions_of(row: Any, on: dt.date) -> list[Provision]:
    """Return the provisions that a row names by code, in force on the day, in the order in which it names them."""
    return _by_codes(Provision.objects.in_force_on(on).select_related("instrument"), row.provisions)


def violations_of(item: ChecklistItem, on: dt.date) -> list[Penalty]:
    """Return the penalties a "no" to the item may be, in force on the day."""
    return _by_codes(penalties_on(on), item.violations)


def competent_offices(penalty: Penalty, subject_kind: str, on: dt.date, agency: str = "") -> list[Office]:
    """Return the posts that may decide the act, lowest ceiling first; only those of an agency (its code) if named."""
    factor = value("individual.factor", on).number or Decimal(1)
    found = [weigh(office, penalty, subject_kind, factor) for office in Office.objects.in_force_on(on)]
    fitting = [each for each in found if each.competent and (not agency or agency in each.office.agencies)]
    return [each.office for each in sorted(fitting, key=lambda each: (each.ceiling_vnd or 0, each.office.code))]


def unverified(rows: Iterable[RuleRow]) -> list[RuleRow]:
    """Return those rows that no legal officer has confirmed against the official text, each once."""
    asked = {row.pk: row for row in rows}
    confirmed = confirmed_ids(asked)
    return [row for key, row in asked.items() if key not in confirmed]


def confirmed_ids(ids: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Return which of these rows stand confirmed: their newest verification says that they agree."""
    newest: dict[uuid.UUID, str] = {}
    entries = Verification.objects.filter(row_id__in=list(ids)).order_by("created_at", "id")
    for row_id, outcome in entries.values_list("row_id", "outcome"):
        newest[row_id] = outcome
    return {row_id for row_id, outcome in newest.items() if outcome == Outcome.CONFIRMED}


def _one(rows: Any, code: str, on: dt.date) -> Any:
    found = rows.in_force_on(on).filter(code=code).first()
    if found is None:
        raise Unavailable(
            _("The rulebook has no “%(code)s” in force on %(day)s.") % {"code": code, "day": day_text(on)},
            code="rule_not_found",
        )
    return found


def _by_codes(rows: Any, codes: list[str]) -> list[Any]:
    found = {row.code: row for row in rows.filter(code__in=codes)}
    return [found[code] for code in codes if code in found]
