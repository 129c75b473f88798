"""Builds unsaved rows from entries, checking each value against its field; nothing here touches the database."""

import datetime as dt
import decimal
from collections.abc import Iterable
from typing import Any

from django.db import models

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
from rulebook.models.rule_row import UNHASHED
from rulebook.reading import Entry, Fault

MODEL_OF: dict[str, type[RuleRow]] = {
    "instrument_text": Instrument,
    "provision": Provision,
    "penalty": Penalty,
    "office": Office,
    "authority": GrantingAuthority,
    "deadline": Deadline,
    "form": DocumentForm,
    "notice": NoticeRule,
    "value": RuleValue,
    "term": TermRule,
    "fee": FeeRule,
    "calendar_day": CalendarDay,
    "checklist_head": Checklist,
    "item": ChecklistItem,
    "channel_plan": ChannelPlan,
    "procedure": Procedure,
    "refusal_ground": RefusalGround,
}
ARTICLE_FIELDS = frozenset({"chapter", "section", "heading_vi"})
PENALTY_PLACE = frozenset({"instrument", "article", "clause", "point"})
TYPE_OF: dict[type[Any], tuple[type[Any], ...]] = {
    models.BooleanField: (bool,),
    models.CharField: (str,),
    models.TextField: (str,),
    models.DateField: (dt.date,),
    models.TimeField: (dt.time,),
    models.DecimalField: (int, float),
    models.FloatField: (int, float),
    models.PositiveSmallIntegerField: (int,),
    models.PositiveBigIntegerField: (int,),
}
NUMBERS = (models.DecimalField, models.FloatField, models.PositiveSmallIntegerField, models.PositiveBigIntegerField)


class Builder:
    """Turns entries into rows by model; `faults` collects what is wrong."""

    def __init__(self, administration: str) -> None:
        self.administration = administration
        self.rows: dict[type[RuleRow], list[RuleRow]] = {model: [] for model in MODEL_OF.values()}
        self.entry_of: dict[Any, Entry] = {}
        self.faults: list[Fault] = []
        self._articles: dict[tuple[str, str], dict[str, str]] = {}

    def build(self, entries: Iterable[Entry]) -> None:
        """Build all rows, those pointed to before those that point."""
        waiting = list(entries)
        for entry in waiting:
            if entry.table == "article":
                self._article(entry)
        for table in MODEL_OF:
            for entry in waiting:
                if entry.table == table:
                    self._penalty(entry) if table == "penalty" else self._row(entry, MODEL_OF[table], entry.values)

    def find(self, model: type[RuleRow], code: str, on: dt.date) -> RuleRow | None:
        """Return the row of that code in force on the day, else the last one of that code."""
        same = [row for row in self.rows[model] if row.code == code]
        holding = [row for row in same if row.effective_from <= on and (row.effective_until or dt.date.max) >= on]
        found = holding or same
        return found[-1] if found else None

    def _article(self, entry: Entry) -> None:
        wrong = sorted(set(entry.values) - ARTICLE_FIELDS - {"number", "instrument"})
        if wrong or not {"number", "instrument", "heading_vi"} <= set(entry.values):
            self.faults.append(entry.fault("needs number and heading_vi, may have chapter and section, nothing else"))
            return
        key = (entry.values["instrument"], entry.values["number"])
        self._articles[key] = {name: entry.values.get(name, "") for name in ARTICLE_FIELDS}

    def _penalty(self, entry: Entry) -> None:
        """A penalty brings its provision with it: the same place, wording and dates."""
        values = {key: value for key, value in entry.values.items() if key not in PENALTY_PLACE}
        text = values.get("legal_text_vi", "")
        shared: dict[str, Any] = {
            name: values[name]
            for name in ("code", "basis", "source", "effective_from", "effective_until", "dates_seen")
            if name in values
        }
        place = {name: entry.values[name] for name in PENALTY_PLACE if name in entry.values}
        provision = self._row(
            entry,
            Provision,
            {
                **shared,
                **place,
                "clause_intro_vi": values.get("clause_intro_vi", ""),
                "text_vi": text or values.get("title_vi", ""),
                "text_en": values.get("title_en", ""),
                "quoted": bool(text),
                "missing": [] if place.get("article") else ["article"],
            },
        )
        if provision is not None:
            self._row(entry, Penalty, {**values, "provision": provision.code})

    def _row(self, entry: Entry, model: type[RuleRow], values: dict[str, Any]) -> RuleRow | None:
        """Build one row; None (and faults) when a value is wrong."""
        fields = {
            item.name: item for item in model._meta.concrete_fields if item.name not in UNHASHED - {"effective_until"}
        }
        values = {"administration": self.administration, **values}
        before = len(self.faults)
        for name in sorted(set(values) - set(fields)):
            self.faults.append(entry.fault(f"{name}: there is no such field"))
        made: dict[str, Any] = {}
        for name, item in fields.items():
            if name in values:
                made[name] = self._value(entry, item, values[name], values.get("effective_from"))
            elif not (item.blank or item.null or item.has_default()):
                self.faults.append(entry.fault(f"{name} is missing"))
        if len(self.faults) > before:
            return None
        if model is Provision:
            made |= self._articles.get((made["instrument"].code, made.get("article", "")), {})
        row = model(**made)
        row.content_hash, row.search_text = row.computed_hash(), row.searchable()
        self.rows[model].append(row)
        self.entry_of[model, row.code, row.effective_from] = entry
        return row

    def _value(self, entry: Entry, item: Any, value: Any, on: Any) -> Any:
        if isinstance(item, models.ForeignKey):
            related: Any = item.related_model
            found = self.find(related, value, on if isinstance(on, dt.date) else dt.date.max)
            if found is None:
                self.faults.append(entry.fault(f"{item.name}: there is no {related.__name__} {value!r}"))
            return found
        wanted = (type(item.get_default()),) if isinstance(item, models.JSONField) else TYPE_OF[type(item)]
        if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted):
            kinds = " or ".join(kind.__name__ for kind in wanted)
            self.faults.append(entry.fault(f"{item.name}: expected {kinds}, found {value!r}"))
            return None
        reason = _refusal(item, value)
        if reason:
            self.faults.append(entry.fault(f"{item.name}: {reason}"))
        if isinstance(item, models.FloatField):
            return float(value)  # as the database gives it back, so that the hash stays the same
        return decimal.Decimal(str(value)) if isinstance(item, models.DecimalField) else value


def _refusal(item: Any, value: Any) -> str:
    """Return why a value of the right type is still wrong, or nothing."""
    if item.choices and value not in dict(item.choices):
        return f"{value!r} is none of {', '.join(str(key) for key in dict(item.choices))}"
    if isinstance(item, models.CharField) and item.max_length and len(value) > item.max_length:
        return f"longer than {item.max_length} letters"
    if isinstance(value, str) and not value.strip() and not item.blank:
        return "is empty"
    if isinstance(item, NUMBERS) and value < 0:
        return f"{value!r} is negative"
    return ""
