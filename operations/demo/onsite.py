"""One visit conducted through the services the pages use: checklist, findings, photos, people, seal, review."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.ids import uuid7
from inspections.models import Visit
from inspections.queries.checklists import item_states
from inspections.queries.manifest import manifest_digest
from inspections.queries.shown import shown_digest
from inspections.services import (
    announcing,
    answers,
    attendance,
    evidence,
    findings,
    measurements,
    planning,
    records,
    reviews,
    sealing,
    visits,
)
from inspections.services.findings import Act
from inspections.services.measurements import Reading


@dataclass
class Wrong:
    """One item answered "fail": the acts found under it, its photo, and the inspector's note."""

    note: str
    acts: Iterable[Act]
    photo: bytes = b""
    caption: str = ""


@dataclass
class Seen:
    """What the team met with."""

    wrong: Mapping[str, Wrong] = field(default_factory=dict)
    readings: Mapping[str, Iterable[tuple[Any, Reading]]] = field(default_factory=dict)
    not_applicable: frozenset[str] = frozenset()
    outcome: str = "lawful"
    statement: str = "Tôi đã nghe đọc lại và không có ý kiến khác."
    party: str = ""
    party_post: str = "Chủ cơ sở"
    refuses: str = ""
    witness: str = ""


def plan(asked: planning.Plan, *, by: Any, on: dt.date) -> Visit:
    """Schedule."""
    return planning.schedule(asked, by=by, on=on)


def conduct(visit: Visit, seen: Seen, *, by: Any, at: dt.datetime) -> Visit:
    """Do the visit on site, up to the point where it can be sealed."""
    visit = visits.start(visit, by=by, at=at, on=at.date())
    for number, state in enumerate(item_states(visit)):
        _answer(visit, state.item, seen, by=by, at=at + dt.timedelta(minutes=2 + number))
    late = at + dt.timedelta(minutes=70)
    visit.refresh_from_db()
    visit = visits.conclude(visit, outcome=seen.outcome, report="", party_statement=seen.statement, by=by)
    shown = shown_digest(visit)
    attendance.record(
        visit,
        person=seen.party,
        capacity="party",
        post=seen.party_post,
        signing="refused" if seen.refuses else "signed",
        reason=seen.refuses,
        shown_sha256=shown,
        attendance_id=uuid7(),
        by=by,
        at=late,
    )
    if seen.witness:
        attendance.record(
            visit,
            person=seen.witness,
            capacity="witness",
            signing="signed",
            shown_sha256=shown,
            attendance_id=uuid7(),
            by=by,
            at=late,
        )
    visit.refresh_from_db()
    return visit


def _answer(visit: Visit, item: Any, seen: Seen, *, by: Any, at: dt.datetime) -> None:
    wrong = seen.wrong.get(item.code)
    choice = "fail" if wrong else "not_applicable" if item.code in seen.not_applicable else "pass"
    answers.answer(visit, item=item, choice=choice, by=by, at=at, note=wrong.note if wrong else "")
    for assignment, reading in seen.readings.get(item.code, ()):
        measurements.record(
            visit, reading=reading, by=by, at=at, item=item, assignment=assignment, station=assignment.station
        )
    if wrong is None:
        return
    made = [findings.record(visit, item=item, act=act, by=by, at=at) for act in wrong.acts]
    if wrong.photo:
        name = f"{item.code.lower()}.jpg"
        evidence.add_photo(
            visit, data=wrong.photo, file_name=name, by=by, at=at, finding=made[0] if made else None, item=item,
            caption=wrong.caption,
        )  # fmt: skip


def seal(visit: Visit, *, by: Any, at: dt.datetime) -> Visit:
    """Seal what was recorded, and have the server check every hash."""
    lacking = sealing.missing(visit)
    if lacking:
        raise RuntimeError(f"the visit cannot be sealed: {[f'{lack.where}: {lack.message}' for lack in lacking]}")
    sealing.seal_and_receive(visit, by=by, at=at, expected_sha256=manifest_digest(visit), version=visit.version)
    visit.refresh_from_db()
    return visit


def announce(visit: Visit, *, by: Any, on: dt.date) -> Any:
    """Issue the announcement."""
    announcing.announce(visit, by=by, on=on)
    visit.refresh_from_db()
    return announcing.paper_of(visit, by)


def review_and_close(visit: Visit, *, by: Any, note: str) -> Visit:
    """Take up the review and close."""
    reviews.take_up(visit, by=by)
    visit.refresh_from_db()
    reviews.close(visit, by=by, note=note)
    visit.refresh_from_db()
    return visit


def record_paper(visit: Visit, *, by: Any, on: dt.date) -> Any:
    """Issue the inspection record."""
    return records.issue_record(visit, by=by, on=on)
