"""The law of a package: the checklists of its visits as they were frozen, and the violations a "no" may be."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from inspections.enums import Capacity, Choice, Deviation, Outcome, PowerBasis, Quantity, Signing
from inspections.models import Visit
from inspections.queries.law import Candidate, candidates_of
from inspections.services.measurements import UNITS
from rulebook.models import ChecklistItem, Penalty

_ITEM = (
    "code", "position", "section_vi", "section_en", "text_vi", "text_en", "guidance_vi", "guidance_en", "answer_type",
    "evidence_required", "provisions", "violations", "quantity", "unit",
)  # fmt: skip
_CLOSED = (Capacity, Choice, Deviation, Outcome, PowerBasis, Quantity, Signing)


def checklists(visits: Sequence[Visit]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each checklist version of the visits with its items."""
    rows = {row.pk: row for visit in visits for row in visit.checklists.all()}
    items: dict[Any, list[ChecklistItem]] = {key: [] for key in rows}
    for item in ChecklistItem.objects.filter(checklist__in=rows).order_by("position", "code"):
        items[item.checklist_id].append(item)
    for key, row in sorted(rows.items(), key=lambda pair: pair[1].version_label):
        yield (
            f"checklist:{row.version_label}",
            {
                "id": str(key), "code": row.code, "version": row.version_label, "hash": row.content_hash,
                "title_vi": row.title_vi, "title_en": row.title_en, "subject": row.subject,
                "items": [
                    {"id": str(item.pk), **{name: getattr(item, name) for name in _ITEM}} for item in items[key]
                ],
            },
        )  # fmt: skip


def violations(visits: Sequence[Visit], on: dt.date) -> dict[str, Any]:
    """Return the violations a failed item may be under the law of the day, power classes together."""
    lists = {row.pk for visit in visits for row in visit.checklists.all()}
    items = list(ChecklistItem.objects.filter(checklist__in=lists).order_by("pk"))
    found: dict[str, Candidate] = {}
    for group in candidates_of(items, on).values():
        for candidate in group:
            found.setdefault(candidate.code, candidate)
    return {
        "on": on.isoformat(),
        "violations": [
            _penalty(one.row) | {"code": one.code, "classes": [_penalty(row) for row in one.classes]}
            for _code, one in sorted(found.items())
        ],
    }


def words() -> dict[str, Any]:
    """Return the closed lists with the units of the measured quantities; their labels are the tablet's own."""
    return {
        "lists": {closed.__name__: list(closed.values) for closed in _CLOSED},
        "units": {str(quantity): unit for quantity, unit in UNITS.items()},
    }


def _penalty(row: Penalty) -> dict[str, Any]:
    return {
        "code": row.code, "citation_vi": row.provision.citation_vi, "citation_en": row.provision.citation_en,
        "title_vi": row.title_vi, "title_en": row.title_en, "wording_vi": row.wording_vi, "counting": row.counting,
        "text_vi": row.provision.text_vi, "text_en": row.provision.text_en, "caution_vi": row.caution_vi,
        "caution_en": row.caution_en, "power_series": row.power_series, "power_above_w": row.power_above_w,
        "power_up_to_w": row.power_up_to_w, "fine_min_vnd": row.fine_min_vnd, "fine_max_vnd": row.fine_max_vnd,
        "applies_to": row.applies_to, "hash": row.content_hash,
    }  # fmt: skip
