"""What the pages of the law show of a row: its name, its facts as words, its state of verification."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from common.money import amount_text
from common.text import day_text, pick
from licenses.enums import EstablishmentKind, LicenseKind
from rulebook.enums import Matter, Measure, Outcome, Sector
from rulebook.models import (
    CalendarDay,
    ChannelPlan,
    Checklist,
    ChecklistItem,
    Deadline,
    DocumentForm,
    FeeRule,
    GrantingAuthority,
    Instrument,
    NoticeRule,
    Office,
    Penalty,
    Procedure,
    Provision,
    RefusalGround,
    RuleRow,
    RuleValue,
    TermRule,
)
from web.fields import name_of as name_of_field


@dataclass(frozen=True)
class Kind:
    """One list of the law: its address, its name, the table behind it."""

    slug: str
    label: Any
    model: type[RuleRow]


KINDS = (
    Kind("penalties", _("Penalties"), Penalty),
    Kind("provisions", _("Provisions"), Provision),
    Kind("checklist-items", _("Checklist items"), ChecklistItem),
    Kind("checklists", _("Checklists"), Checklist),
    Kind("offices", _("Posts and ceilings"), Office),
    Kind("authorities", _("Granting authorities"), GrantingAuthority),
    Kind("deadlines", _("Deadlines"), Deadline),
    Kind("notices", _("Notice rules"), NoticeRule),
    Kind("forms", _("Forms"), DocumentForm),
    Kind("values", _("Limits and values"), RuleValue),
    Kind("terms", _("Terms"), TermRule),
    Kind("fees", _("Fees"), FeeRule),
    Kind("procedures", _("Licensing procedures"), Procedure),
    Kind("refusal-grounds", _("Grounds for refusal"), RefusalGround),
    Kind("channel-plans", _("Channel plans"), ChannelPlan),
    Kind("calendar", _("Calendar"), CalendarDay),
    Kind("instruments", _("Instruments"), Instrument),
)
BY_SLUG = {kind.slug: kind for kind in KINDS}
SLUG_OF = {kind.model: kind.slug for kind in KINDS}
# Shown in their own panels, or not for people
HIDDEN = frozenset(
    {
        "id", "created_at", "administration", "code", "basis", "source", "effective_from", "effective_until",
        "dates_seen", "missing", "caution_vi", "caution_en", "note", "content_hash", "search_text", "text_vi",
        "text_en", "quoted", "legal_text_vi", "clause_intro_vi", "heading_vi", "provisions", "violations", "families",
        "fine_min_vnd", "fine_max_vnd", "individual_factor", "title_vi", "title_en",
    }
)  # fmt: skip
OUTCOMES: dict[str, tuple[Any, str]] = {
    "": (_("not yet compared"), "warn"),
    Outcome.CONFIRMED: (_("agrees with the official text"), "good"),
    Outcome.DIFFERS: (_("differs from the official text"), "bad"),
}
LANGUAGE_MARK = re.compile(r"\s*\([^)]*\)$")
WORDS: dict[str, Any] = {
    **dict(LicenseKind.choices),
    **dict(EstablishmentKind.choices),
    **dict(Sector.choices),
    **dict(Matter.choices),
    **dict(Measure.choices),
    "station": _("any radio station"),
    "photo": _("photograph"),
    "document_copy": _("copy of the document"),
    "measurement": _("measurement"),
    "statement": _("statement"),
    "offers_games": _("offers games"),
    "all": _("all"),
}


def state(outcome: str | None) -> dict[str, Any]:
    """Return the word and the colour of a row's state of verification."""
    label, tone = OUTCOMES[outcome or ""]
    return {"label": label, "tone": tone}


def name_of(row: RuleRow) -> str:
    """Return the row's name in the reader's language: title, text, label or name, whichever it has."""
    if isinstance(row, Provision):
        return pick(row, "citation")
    for field in ("title", "short", "name", "text", "label"):
        if text := pick(row, field):
            return text
    return row.code


def facts_of(row: RuleRow) -> list[tuple[str, Any]]:
    """Return (label, value) of the row's own fields; values not seen in any source are empty."""
    return [*_bracket(row), *_fields(row)]


def missing_of(row: RuleRow) -> list[str]:
    """Return the names of the values that no source gives."""
    return [_label(row, name) for name in row.missing]


def _bracket(row: RuleRow) -> Iterator[tuple[str, Any]]:
    if not isinstance(row, Penalty) or row.penalty_kind == "warning":
        return
    yield gettext("Bracket as stated"), _range(row.fine_min_vnd, row.fine_max_vnd)
    if row.applies_to == "organisation":
        yield gettext("Individual"), _range(*row.bracket_for("individual"))
    elif row.applies_to == "individual":
        yield gettext("Organisation"), gettext("this is the rate of individuals only")


def _range(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return ""
    return f"{'?' if low is None else amount_text(low)} – {'?' if high is None else amount_text(high)}"


def _fields(row: RuleRow) -> Iterator[tuple[str, Any]]:
    other = "_en" if (get_language() or "vi").startswith("vi") else "_vi"
    for item in row._meta.concrete_fields:
        if item.name in HIDDEN or (item.name.endswith(other) and hasattr(row, item.name[:-3] + "_vi")):
            continue
        value = _shown(row, item, getattr(row, item.name))
        if value not in ("", None) or item.name in row.missing:
            yield _label(row, item.name), value


def _label(row: RuleRow, name: str) -> str:
    label = name_of_field(row._meta.get_field(name))
    return capfirst(LANGUAGE_MARK.sub("", label) if name.endswith(("_vi", "_en")) else label)


def _shown(row: RuleRow, item: Any, value: Any) -> Any:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, RuleRow):
        return name_of(value)
    if item.choices:
        return str(dict(item.flatchoices).get(value, value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict):
        return "; ".join(f"{_word(key)}: {_amount(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(_part(part) for part in value)
    if isinstance(value, dt.date):
        return day_text(value)
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    return amount_text(value) if item.name.endswith("_vnd") else _number(value)


def _number(value: Any) -> str:
    if isinstance(value, str):
        return value
    return formats.number_format(f"{float(value):.6f}".rstrip("0").rstrip("."), force_grouping=True)


def _amount(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return amount_text(value) if isinstance(value, int) else str(value)


def _word(key: str) -> str:
    return capfirst(str(WORDS.get(key, key)))


def _part(part: Any) -> str:
    """A part of a scope (chapter IV, section 2), or a code with its word."""
    if not isinstance(part, dict):
        return str(WORDS.get(part, part))
    if "title_vi" in part:
        return str(part["title_vi" if (get_language() or "vi").startswith("vi") else "title_en"])
    words = {"all": gettext("everything"), "chapter": gettext("Chapter"), "section": gettext("section")}
    words |= {"article": gettext("Article"), "clause": gettext("clause")}
    return ", ".join(words[key] if value is True else f"{words[key]} {value}" for key, value in part.items())
