"""The law of a package: the checklists of its visits as they were frozen, and the violations a "no" may be."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.enums import Subject
from enforcement.penalties import bracket, rates_of
from fieldwork.enums import SHOPS, Found
from inspections.enums import (
    Capacity,
    Choice,
    Deviation,
    EvidenceKind,
    Outcome,
    PowerBasis,
    Quantity,
    Signing,
    VisitReason,
)
from inspections.models import Visit
from inspections.queries.checklists import applies
from inspections.queries.law import Candidate, candidates_of
from inspections.services.measurements import UNITS
from licenses.enums import EstablishmentKind, LicenseeKind
from licenses.models import Establishment
from rulebook.enums import SubjectKind
from rulebook.models import Checklist, ChecklistItem, Penalty

_ITEM = (
    "code", "position", "section_vi", "section_en", "text_vi", "text_en", "guidance_vi", "guidance_en", "answer_type",
    "evidence_required", "provisions", "violations", "quantity", "unit",
)  # fmt: skip
# What may be opened on the way: what, kind of the target, whether it offers games, subject.
OPENINGS: tuple[tuple[str, str, bool, str], ...] = (
    *(
        (Found.UNREGISTERED_SHOP, kind, games, Subject.TELECOM)
        for kind in SHOPS
        if kind != EstablishmentKind.GAME_POINT
        for games in (False, True)
    ),
    (Found.UNREGISTERED_SHOP, EstablishmentKind.GAME_POINT, True, Subject.GAMES),
    (Found.UNLICENSED_EMISSION, "station", False, Subject.RADIO),
)
_CLOSED = (Capacity, Choice, Deviation, EvidenceKind, Found, LicenseeKind, Outcome, PowerBasis, Quantity, Signing)


@dataclass(frozen=True)
class Target:
    """What decides which checklists fit a place or a station of the register."""

    kinds: tuple[str, ...]
    games: bool
    subject: str
    is_station: bool = False

    @property
    def key(self) -> str:
        """Name it among the openings."""
        return "+".join((*self.kinds, *(["games"] if self.games else ())))


@dataclass(frozen=True)
class Law:
    """The checklists of a package and their items, read once: those of its visits, and those of what may be opened."""

    rows: dict[Any, Checklist]
    items: list[ChecklistItem]
    may_open: list[dict[str, Any]]


def read(visits: Sequence[Visit], subjects: Sequence[str], on: dt.date, around: Iterable[Target] = ()) -> Law:
    """Return what the package needs of the law; on the way visits may be opened in matters of `subjects`.

    `around` are the kinds of place and station of the register that may be visited too.
    """
    rows = {row.pk: row for visit in visits for row in visit.checklists.all()}
    in_force = list(Checklist.objects.in_force_on(on))
    wanted = [one for one in OPENINGS if one[3] in subjects]
    fitting = [[row for row in in_force if _fits(row, kind, games)] for _what, kind, games, _subject in wanted]
    known = sorted(around, key=lambda one: (one.subject, one.key))
    fit_known = [[row for row in in_force if any(_fits(row, kind, one.games) for kind in one.kinds)] for one in known]
    rows |= {row.pk: row for group in (*fitting, *fit_known) for row in group}
    items = list(ChecklistItem.objects.filter(checklist__in=rows).order_by("position", "code", "pk"))
    may_open = [_may_open(one, group, items) for one, group in zip(wanted, fitting, strict=True) if group]
    may_open += [_may_visit(one, group, items) for one, group in zip(known, fit_known, strict=True) if group]
    return Law(rows, items, may_open)


def checklists(law: Law) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each checklist version with its items."""
    rows = law.rows
    items: dict[Any, list[ChecklistItem]] = {key: [] for key in rows}
    for item in law.items:
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


def violations(law: Law, on: dt.date) -> dict[str, Any]:
    """Return the violations a failed item may be under the law of the day, power classes together."""
    items = sorted(law.items, key=lambda item: item.pk)
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
    """Return the closed lists, the units of the measured quantities, whose rates a kind of party takes.

    Labels are the tablet's own.
    """
    return {
        "lists": {closed.__name__: list(closed.values) for closed in _CLOSED},
        "units": {str(quantity): unit for quantity, unit in UNITS.items()},
        "rates": {str(kind): list(rates_of(kind)) for kind in LicenseeKind},
    }


def _fits(row: Checklist, kind: str, games: bool) -> bool:
    return kind in row.kinds or (games and row.for_games)


def _may_open(one: tuple[str, str, bool, str], rows: list[Checklist], items: list[ChecklistItem]) -> dict[str, Any]:
    """Return one thing that may be opened with the items asked there, as the server will ask them."""
    what, kind, games, subject = one
    target = Target((kind,), games, subject, is_station=what != Found.UNREGISTERED_SHOP)
    kinds = {"shop_kind": "" if target.is_station else str(kind), "offers_games": games}
    return {"what": str(what), **kinds, "subject": str(subject), **_asked(target, rows, items)}


def _may_visit(one: Target, rows: list[Checklist], items: list[ChecklistItem]) -> dict[str, Any]:
    """Return what is asked at a place or station of the register."""
    return {"what": str(Found.REGISTERED), "key": one.key, "subject": one.subject, **_asked(one, rows, items)}


def _asked(one: Target, rows: list[Checklist], items: list[ChecklistItem]) -> dict[str, Any]:
    place = None if one.is_station else Establishment(kind=one.kinds[0], offers_games=one.games)
    visit = Visit(reason=VisitReason.ON_THE_SPOT, establishment=place, subject=one.subject)
    ordered = sorted(rows, key=lambda row: (row.subject != one.subject, row.code))
    return {
        "checklists": [row.version_label for row in ordered],
        "items": [
            str(item.pk) for row in ordered for item in items
            if item.checklist_id == row.pk and applies(item, visit, set(one.kinds))
        ],
    }  # fmt: skip


def _penalty(row: Penalty) -> dict[str, Any]:
    return {
        "code": row.code, "citation_vi": row.provision.citation_vi, "citation_en": row.provision.citation_en,
        "title_vi": row.title_vi, "title_en": row.title_en, "wording_vi": row.wording_vi, "counting": row.counting,
        "text_vi": row.provision.text_vi, "text_en": row.provision.text_en, "caution_vi": row.caution_vi,
        "caution_en": row.caution_en, "power_series": row.power_series, "power_above_w": row.power_above_w,
        "power_up_to_w": row.power_up_to_w, "fine_min_vnd": row.fine_min_vnd, "fine_max_vnd": row.fine_max_vnd,
        "applies_to": row.applies_to, "hash": row.content_hash, "penalty_kind": row.penalty_kind, "rates": _rates(row),
    }  # fmt: skip


def _rates(row: Penalty) -> list[dict[str, Any]]:
    """Return what an organisation and an individual pay, where it is known, as the page of a case shows it."""
    told = {rate: bracket(row, rate) for rate in SubjectKind.values}
    return [
        {"rate": rate, "fine_min_vnd": low, "fine_max_vnd": high}
        for rate, (low, high) in told.items()
        if high is not None
    ]
