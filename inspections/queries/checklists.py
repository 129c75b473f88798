"""Which checklists and items apply to a target, and what was answered so far."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from common.text import pick
from inspections.enums import Choice, EvidenceKind, Proof, VisitReason
from inspections.models import Answer, Evidence, Finding, Measurement, Visit
from licenses.enums import EstablishmentKind
from licenses.models import Establishment, License, Station
from rulebook.models import Checklist, ChecklistItem


def kinds_of_target(establishment: Establishment | None, stations: Iterable[Station]) -> set[str]:
    """Return the kinds a checklist may name: the establishment's kind, or the kinds of the stations' licenses."""
    if establishment:
        return {establishment.kind}
    licenses = License.objects.filter(assignments__station__in=[station.pk for station in stations])
    # A station without a license is checked by the items for any station.
    return set(licenses.order_by().values_list("kind", flat=True).distinct()) or {"station"}


def suitable(kinds: set[str], establishment: Establishment | None, *, subject: str, on: dt.date) -> list[Checklist]:
    """Return the checklists in force that fit the target, those of the visit's own subject first."""
    games = bool(establishment and establishment.offers_games)
    rows = [row for row in Checklist.objects.in_force_on(on) if kinds & set(row.kinds) or (games and row.for_games)]
    return sorted(rows, key=lambda row: (row.subject != subject, row.code))


@dataclass(frozen=True)
class Demand:
    """One kind of evidence a checklist asks for, and whether it is there."""

    kind: str
    label: str
    met: bool


@dataclass
class ItemState:
    """One item of the visit's checklists with everything recorded about it."""

    item: ChecklistItem
    answer: Answer | None = None
    revisions: int = 0
    findings: list[Finding] = field(default_factory=list)
    measurements: list[Measurement] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    stated: bool = False

    @property
    def choice(self) -> str:
        """The present answer, empty when there is none."""
        return self.answer.choice if self.answer else ""

    @property
    def text(self) -> str:
        """The question in the reader's language."""
        return pick(self.item, "text")

    @property
    def excused(self) -> bool:
        """Whether a reason says why a fail has no finding, or not all the evidence asked for."""
        return bool(self.answer and self.answer.no_finding_reason)

    @property
    def demands(self) -> list[Demand]:
        """What the checklist asks for once there is a finding, each met or not; a photo counts for one demand only."""
        if self.choice != Choice.FAIL or not self.findings:
            return []
        ids = {row.pk for row in self.findings}
        kinds = [row.kind for row in self.evidence if row.finding_id in ids or row.item_id == self.item.pk]
        photos, papers = kinds.count(EvidenceKind.PHOTO), kinds.count(EvidenceKind.FILE)
        found = []
        for kind in (kind for kind in Proof if kind in self.item.evidence_required):
            if kind == Proof.MEASUREMENT:
                met = bool(self.measurements)
            elif kind == Proof.STATEMENT:
                met = self.stated
            elif kind == Proof.PHOTO:
                met, photos = photos > 0, photos - 1
            else:  # a document may be photographed or brought as a file
                met = photos > 0 or papers > 0
            found.append(Demand(kind, str(kind.label), met))
        return found

    @property
    def missing(self) -> list[str]:
        """Everything still missing before the seal: "answer", "finding", or kinds of proof; empty when nothing."""
        if not self.choice:
            return ["answer"]
        if self.choice != Choice.FAIL or self.excused:
            return []
        if not self.findings:
            return ["finding"]
        return [demand.kind for demand in self.demands if not demand.met]

    @property
    def measured(self) -> bool:
        """Whether a reading may be recorded for this item."""
        return bool(self.item.quantity) or Proof.MEASUREMENT in self.item.evidence_required


@dataclass
class Section:
    """The items under one heading."""

    checklist: Checklist
    heading: str
    items: list[ItemState]


def applies(item: ChecklistItem, visit: Visit, kinds: set[str]) -> bool:
    """Say whether the item is asked in this visit: its kinds, and the conditions under which it is shown."""
    if item.kinds and not kinds & set(item.kinds):
        return False
    place = visit.establishment
    facts = {
        "offers_games": bool(place and place.offers_games),
        "paying": bool(place and place.kind != EstablishmentKind.VENUE_FREE),
        "unscheduled": visit.reason != VisitReason.PLANNED,
    }
    return all(facts.get(name) == wanted for name, wanted in item.shown_when.items())


def item_states(visit: Visit) -> list[ItemState]:
    """Return the applicable items in order, each with its answer and what was recorded about it."""
    kinds = kinds_of_target(visit.establishment, visit.stations.all())
    items = ChecklistItem.objects.filter(checklist__in=visit.checklists.all()).select_related("checklist")
    rows = items.order_by("checklist__code", "position", "code")
    stated = bool(visit.party_statement) or visit.attendance.standing().exclude(statement="").exists()
    states: dict[Any, ItemState] = {
        item.pk: ItemState(item, stated=stated) for item in rows if applies(item, visit, kinds)
    }
    for answer in visit.answers.select_related("answered_by").order_by("revision"):
        if state := states.get(answer.item_id):
            state.answer, state.revisions = answer, answer.revision
    _attach(states, visit.findings.standing().select_related("penalty__provision__instrument", "station"), "findings")
    _attach(states, visit.measurements.standing().select_related("station", "assignment"), "measurements")
    evidence = list(visit.evidence.standing())
    by_finding = {row.pk: row.item_id for state in states.values() for row in state.findings}
    for row in evidence:
        state = states.get(row.item_id) or states.get(by_finding.get(row.finding_id))
        if state:
            state.evidence.append(row)
    return list(states.values())


def sections(states: Sequence[ItemState]) -> list[Section]:
    """Group the items under their checklists' headings."""
    found: list[Section] = []
    for state in states:
        heading = pick(state.item, "section")
        if not found or found[-1].checklist.pk != state.item.checklist_id or found[-1].heading != heading:
            found.append(Section(state.item.checklist, heading, []))
        found[-1].items.append(state)
    return found


def _attach(states: dict[Any, ItemState], rows: Iterable[Any], name: str) -> None:
    for row in rows:
        if state := states.get(row.item_id):
            getattr(state, name).append(row)
