"""What the case page shows of an act: the facts, the law that applies and why, the brackets, the radio lines."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.money import amount_text
from common.text import pick
from enforcement.documents.shapes import Act
from enforcement.enums import ActPosition
from enforcement.models import Case, CaseAct, Referral
from enforcement.penalties import bracket
from enforcement.services import acts as words
from inspections.enums import LawReason
from inspections.models import Finding
from rulebook import lookup
from rulebook.enums import PenaltyKind, SubjectKind
from rulebook.models import Penalty


@dataclass(frozen=True)
class Row:
    """A penalty row that applies to the act."""

    penalty: Penalty
    citation: str
    kind: str
    organisation: str
    individual: str
    text: str
    caution: str
    verified: bool


@dataclass(frozen=True)
class ShownAct:
    """One act of the record: a finding, or the radio lines of one clause and place."""

    title: str
    finding: Finding
    referral: Referral | None
    reasons: list[str]
    facts: list[str]
    rows: list[Row]
    printed: Act


def shown(case: Case, user: Any) -> tuple[list[ShownAct], int]:
    """Return the acts whose findings the person may see, and how many more the case has."""
    every = CaseAct.objects.filter(case=case, finding__withdrawn_at=None)
    acts = every.filter(finding__in=Finding.objects.visible_to(user).order_by().values("pk")).select_related(
        "finding__penalty__provision__instrument",
        "finding__station__unit",
        "finding__assignment__license",
        "referral__to_agency",
    )
    found = list(acts)
    confirmed = set(lookup.confirmed_ids(act.finding.penalty_id for act in found))
    readings = words.readings_of(found)
    return [_shown(group, confirmed, readings) for group in words.grouped(found)], every.count() - len(found)


def _shown(group: list[CaseAct], confirmed: set[Any], readings: words.Readings) -> ShownAct:
    printed = words.payload(group, confirmed=confirmed, readings=readings)[0]
    first = group[0].finding
    vietnamese = (get_language() or "vi").startswith("vi")
    rows = {act.finding.penalty_id: act.finding.penalty for act in group}
    return ShownAct(
        title=printed["title"] if vietnamese else printed.get("title_en") or printed["title"],
        finding=first,
        referral=group[0].referral if group[0].position == ActPosition.REFERRED else None,
        reasons=list(dict.fromkeys(_reason(act.finding) for act in group)),
        facts=list(dict.fromkeys(act.finding.facts for act in group)),
        rows=[_row(penalty, verified=penalty.pk in confirmed) for penalty in rows.values()],
        printed=printed,
    )


def _reason(finding: Finding) -> str:
    if not finding.law_reason:
        return ""
    reason = LawReason(finding.law_reason)
    # Written so before an act that ended on the day of its detection was told from one that went on.
    if reason == LawReason.DETECTED and not finding.continuing:
        reason = LawReason.WHOLE_ACT
    return str(reason.label)


def _row(penalty: Penalty, *, verified: bool) -> Row:
    return Row(
        penalty=penalty,
        citation=pick(penalty.provision, "citation"),
        kind=str(PenaltyKind(penalty.penalty_kind).label),
        organisation=_bracket(penalty, SubjectKind.ORGANISATION),
        individual=_bracket(penalty, SubjectKind.INDIVIDUAL),
        text=words.legal_text([penalty]),
        caution="" if verified else pick(penalty, "caution"),
        verified=verified,
    )


def _bracket(penalty: Penalty, rate: str) -> str:
    if penalty.penalty_kind == PenaltyKind.WARNING:
        return _("Warning")
    if rate == SubjectKind.ORGANISATION and penalty.applies_to == SubjectKind.INDIVIDUAL:
        return _("this is the rate of individuals only")
    low, high = bracket(penalty, rate)
    if low is None and high is None:
        return ""
    return f"{'?' if low is None else amount_text(low)} – {'?' if high is None else amount_text(high)}"
