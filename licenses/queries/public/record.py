"""One license of the public register: how it stood on a day, what became of it, and its papers."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from accounts import journal
from accounts.models import StepRecord
from issuing.models import IssuedDocument
from licenses.enums import LICENSE_ENDED, PLANNED_ENDS, LicenseStatus, PlannedStep
from licenses.kinds import KINDS
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, PlannedChange
from licenses.queries.planned import Days, days
from licenses.queries.public.rules import Publication, publication
from licenses.queries.register import AsOf, as_of

NOT_YET, IN_FORCE, SUSPENDED, ENDED, UNKNOWN = "not_yet", "in_force", "suspended", "ended", "unknown"
# Facts of a license whose changes the register tells; everything else of the journal stays inside.
TOLD = ("number", "granting_authority", "kind", "valid_from", "valid_until", "ended_on", "conditions", "unit")
# A change of holder is told, the names are not: an earlier holder may have been a natural person.
TOLD_AS_CHANGED = ("holder", "establishment")
PAPERS = frozenset(kind.paper for kind in KINDS.values())
MOST_EVENTS = 200
RECORDED = Days([])  # each step on the day it was recorded


@dataclass(frozen=True)
class Event:
    """Something that happened to a license: a step of its life, or facts that changed (field, old, new)."""

    on: dt.date
    step: str = ""
    changes: tuple[tuple[str, Any, Any], ...] = ()


@dataclass(frozen=True)
class PublicLicense:
    """A license as anyone may see it on a day; `record` carries the values of that day, `license` those of today."""

    license: License
    on: dt.date
    past: AsOf
    standing: str
    rule: Publication
    holder: Licensee
    predecessor: License | None
    successors: list[License]
    establishment: Establishment | None
    papers: list[IssuedDocument]
    events: list[Event]
    cut: bool
    announced: list[PlannedChange]
    ended_by: LicenseStatus | None

    @property
    def coming(self) -> list[PlannedChange]:
        """What was decided for days after the one shown."""
        return [change for change in self.announced if change.effective_on > self.on]

    @property
    def record(self) -> Any:
        """The license with the values of the day."""
        return self.past.record

    @property
    def holder_name(self) -> str | None:
        """The holder's name, None where it is held back."""
        return self.holder.name if self.rule.name else None


def key_of(text: str) -> UUID | None:
    """Return the key that an address names, written with hyphens or without; None for nonsense."""
    try:
        return UUID(text)
    except ValueError:
        return None


def published(pk: str) -> License | None:
    """Return a license of the public register with what its page reads along; None when there is none."""
    along = ("holder", "unit__parent", "establishment__licensee", "establishment__unit__parent", "supersedes")
    key = key_of(pk)
    return License.objects.published().select_related(*along).filter(pk=key).first() if key else None


def with_number(number: str) -> QuerySet[License]:
    """Return the published licenses that bear a number: each authority numbers for itself."""
    found: QuerySet[License] = License.objects.published().filter(number=number).order_by("granting_authority", "pk")
    return found


def record(license: License, on: dt.date, *, today: dt.date) -> PublicLicense:
    """Return the license as it stood at the end of the day `on`, which is not after `today`."""
    dated = days(license)
    past = as_of(license, on, day_of=dated.of_entry if dated.done else None)
    then = past.record
    holder = license.holder if then.holder_id == license.holder_id else then.holder
    steps = _steps(license)
    events, cut = _events(license, steps, dated)
    older = license.supersedes
    announced = list(PlannedChange.objects.announced().filter(license=license))
    stood, ended_by = _decided(standing(license, steps, on, dated), announced, on)
    return PublicLicense(
        license=license,
        on=on,
        past=past,
        standing=stood,
        rule=publication(holder.kind, today),
        holder=holder,
        predecessor=older if older is not None and _is_public(older) else None,
        successors=list(license.superseded_by.published().order_by("valid_from", "pk")[:20]),
        establishment=then.establishment,
        papers=papers(license),
        events=events,
        cut=cut,
        announced=announced,
        ended_by=ended_by,
    )


def _is_public(license: License) -> bool:
    return license.status not in (LicenseStatus.PENDING, LicenseStatus.CANCELLED)


def standing(license: License, steps: Iterable[StepRecord], on: dt.date, dated: Days = RECORDED) -> str:
    """Return how the license stood in law on a day, by its periods as they are known today."""
    if license.valid_from is None and license.valid_until is None and license.ended_on is None:
        return ENDED if license.status in LICENSE_ENDED else UNKNOWN
    if license.valid_from is not None and on < license.valid_from:
        return NOT_YET
    if license.ended_on is not None and on >= license.ended_on:
        return ENDED
    if license.valid_until is not None and on > license.valid_until:
        return ENDED
    suspended = False
    for step in steps:
        if dated.of_step(step) <= on and step.name in ("suspend", "reinstate"):
            suspended = step.name == "suspend"
    return SUSPENDED if suspended else IN_FORCE


def _decided(stood: str, announced: Iterable[PlannedChange], on: dt.date) -> tuple[str, LicenseStatus | None]:
    """Return the standing with what was decided for days up to `on`, which the daily work may not have recorded yet."""
    for change in announced:
        if change.effective_on > on or stood not in (IN_FORCE, SUSPENDED):
            continue
        if change.step in PLANNED_ENDS:
            return ENDED, PLANNED_ENDS[PlannedStep(change.step)]
        if change.step == PlannedStep.SUSPEND:
            stood = IN_FORCE if change.until is not None and change.until < on else SUSPENDED
        elif change.step == PlannedStep.REINSTATE:
            stood = IN_FORCE
    return stood, None


def _steps(license: License) -> list[StepRecord]:
    mine = StepRecord.objects.filter(object_type=license._meta.label_lower, object_id=journal.key_of(license))
    return list(mine.select_related("actor").order_by("version")[:MOST_EVENTS])


def _events(license: License, steps: list[StepRecord], dated: Days) -> tuple[list[Event], bool]:
    """Return what happened, newest first, and whether there was more than is told."""
    found = [Event(dated.of_step(step), step=step.name) for step in steps]
    entries = list(journal.changes(license)[: MOST_EVENTS + 1])
    for entry in entries[:MOST_EVENTS]:
        values = entry.kept
        changes = values.changes if values is not None and "id" not in values.changes else {}
        told = [(name, *changes[name]) for name in TOLD if name in changes]
        told += [(name, None, None) for name in TOLD_AS_CHANGED if name in changes]
        if told:
            found.append(Event(dated.of_entry(entry), changes=tuple(told)))
    cut = len(entries) > MOST_EVENTS or len(steps) == MOST_EVENTS
    return sorted(found, key=lambda event: event.on, reverse=True), cut


def papers(license: License) -> list[IssuedDocument]:
    """Return the license papers issued, newest first; letters and decisions about applications are the holder's own."""
    found = IssuedDocument.objects.about(license).filter(form_code__in=PAPERS).select_related("agency")
    return list(found.defer("payload")[:50])


def assigned(license: License, on: dt.date) -> Any:
    """Return the frequencies assigned under a license on a day."""
    found: Any = FrequencyAssignment.objects.filter(license=license.pk)
    return found.active_on(on)


def assignments(license: License, on: dt.date) -> Any:
    """Return the same with what the rows of a page read along."""
    along = ("station__licensee", "station__unit__parent")
    return assigned(license, on).select_related(*along).prefetch_related("emissions")


@dataclass(frozen=True)
class PublicStation:
    """What is public of the place of an assignment; `coarse` says that the position is only that of the commune."""

    call_sign: str
    name: str | None
    place: str | None
    unit: Any
    lat: float | None
    lon: float | None
    coarse: bool


def station(assignment: FrequencyAssignment, *, today: dt.date) -> PublicStation:
    """Return the public side of an assignment's station."""
    found = assignment.station
    rule = publication(found.licensee.kind, today)
    at: Any = found if rule.position else None
    middle = (found.unit.centre_lat, found.unit.centre_lon) if found.unit else (None, None)
    return PublicStation(
        call_sign=found.call_sign,
        # names of stations are free text and often repeat the holder's
        name=(found.name or found.site_name) if rule.address else None,
        place=found.address if rule.address else None,
        unit=found.unit,
        lat=at.lat if at else middle[0],
        lon=at.lon if at else middle[1],
        coarse=at is None,
    )
