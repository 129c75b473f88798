"""What each kind of operation does: its payload is read and handed to the ordinary services, which judge."""

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import Invalid
from fieldwork.enums import PROTOCOL
from fieldwork.models import Tablet
from fieldwork.services import uploads
from fieldwork.services.incomplete import Incomplete
from fieldwork.services.named import Named, unknown
from fieldwork.services.reading import Reader
from inspections.models import Attendance, Evidence, Finding, Measurement, Visit
from inspections.services import (
    answers,
    attendance,
    evidence,
    findings,
    measurements,
    rechecks,
    reviews,
    visits,
    withdrawals,
)
from inspections.services.onsite import Recording
from rulebook.models import ChecklistItem

Result = dict[str, Any]


@dataclass(frozen=True)
class Context:
    """One operation about to be applied: on which visit, in whose name, at which moment.

    `shift` is what the server added to the tablet's clock; times inside a payload are moved by it too. `chosen` says
    that a person decided for this version, so that nothing newer holds it up. `within` is the recording of a run of
    operations, in which this one goes on.
    """

    visit: Visit
    author: User
    tablet: Tablet
    at: dt.datetime
    shift: dt.timedelta
    base_rev: int | None
    reader: Reader
    named: Named
    within: Recording | None = None
    chosen: bool = False
    protocol: int = PROTOCOL
    package_at: dt.datetime | None = None

    def moment(self, name: str) -> dt.datetime | None:
        """Return a moment of the payload, by the server's clock."""
        found = self.reader.moment(name)
        return found + self.shift if found else None


def start(ctx: Context) -> Result:
    """Begin the visit on site."""
    ctx.reader.done()
    made = visits.start(ctx.visit, by=ctx.author, at=ctx.at, on=timezone.localdate(ctx.at))
    return {"rev": made.version}


def resubmit(ctx: Context) -> Result:
    """Submit a visit again that the chief had given back."""
    reason = ctx.reader.text("reason", required=True, most=2_000)
    ctx.reader.done()
    return {"rev": reviews.resubmit(ctx.visit, by=ctx.author, reason=reason).version}


def give_up(ctx: Context) -> Result:
    """Report the visit as not possible."""
    reason = ctx.reader.text("reason", required=True, most=2_000)
    ctx.reader.done()
    return {"rev": visits.give_up(ctx.visit, by=ctx.author, reason=reason, at=ctx.at).version}


def conclude(ctx: Context) -> Result:
    """Record the outcome."""
    read = ctx.reader
    said = {
        "outcome": read.text("outcome", required=True, most=12), "report": read.text("report"),
        "party_statement": read.text("party_statement"), "reason": read.text("amendment_reason"),
    }  # fmt: skip
    read.done()
    version = None if ctx.chosen else ctx.base_rev
    return {"rev": visits.conclude(ctx.visit, by=ctx.author, version=version, **said).version}


def answer(ctx: Context) -> Result:
    """Answer an item of the checklist."""
    read = ctx.reader
    key, item = read.key("id"), read.key("item")
    said = {
        "choice": read.text("choice", required=True, most=16), "value": read.text("value"), "note": read.text("note"),
        "no_finding_reason": read.text("no_finding_reason"), "reason": read.text("amendment_reason"),
    }  # fmt: skip
    read.done()
    made = answers.answer(
        ctx.visit,
        item=_item(ctx, item),
        by=ctx.author,
        at=ctx.at,
        base_revision=None if ctx.chosen else ctx.base_rev,
        answer_id=key,
        within=ctx.within,
        **said,
    )
    return {"id": str(made.pk), "rev": made.revision}


def close_earlier(ctx: Context) -> Result:
    """Record what became of a violation found before."""
    read = ctx.reader
    key, earlier = read.key("id"), read.key("earlier")
    said = {
        "result": read.text("result", required=True, most=16), "facts": read.text("facts", required=True),
        "reason": read.text("amendment_reason", most=2_000),
    }  # fmt: skip
    read.done()
    made = rechecks.check(
        ctx.visit,
        earlier=_needed(earlier),
        by=ctx.author,
        at=ctx.at,
        base_revision=None if ctx.chosen else ctx.base_rev,
        recheck_id=key,
        **said,
    )
    return {"id": str(made.pk), "rev": made.revision}


def add_finding(ctx: Context) -> Result:
    """Record an act contrary to the law."""
    key, item, reason = ctx.reader.key("id"), ctx.reader.key("item", required=False), _why(ctx)
    act = _act(ctx)
    made = findings.record(
        ctx.visit,
        item=_item(ctx, item) if item else None,
        act=act,
        by=ctx.author,
        at=ctx.at,
        finding_id=key,
        reason=reason,
        within=ctx.within,
    )
    return {"rev": made.version, "penalty": made.penalty.code}


def change_finding(ctx: Context) -> Result:
    """Change a finding; two changes of the same version are a conflict."""
    row, reason = _line(ctx, Finding), _why(ctx)
    act = _act(ctx)
    version = row.version if ctx.chosen or ctx.base_rev is None else ctx.base_rev
    made = findings.change(row, act=act, by=ctx.author, version=version, reason=reason, on=timezone.localdate(ctx.at))
    return {"rev": made.version, "penalty": made.penalty.code}


def measure(ctx: Context) -> Result:
    """Record a reading; the verdict is the server's."""
    read = ctx.reader
    key, item, reason = read.key("id"), read.key("item", required=False), _why(ctx)
    station, assignment = read.key("station", required=False), read.key("assignment", required=False)
    place = read.position()
    reading = measurements.Reading(
        quantity=read.text("quantity", required=True, most=20),
        value=read.number("value"),
        value_text=read.text("value_text", most=200),
        instrument=read.text("instrument", most=200),
        instrument_serial=read.text("instrument_serial", most=80),
        measured_at=ctx.moment("measured_at") or ctx.at,
        uncertainty=read.number("uncertainty"),
        calibrated_on=read.day("calibrated_on"),
        calibrated_until=read.day("calibrated_until"),
        place=read.text("place", most=250),
        distance_m=read.number("distance_m"),
        position=place,
        emission_hz=read.number("emission_hz"),
        confirmed=read.flag("confirmed"),
        note=read.text("note", most=2_000),
    )
    read.done()
    made = measurements.record(
        ctx.visit,
        reading=reading,
        by=ctx.author,
        at=ctx.at,
        item=_item(ctx, item) if item else None,
        station=ctx.named.station(station),
        assignment=ctx.named.assignment(assignment),
        measurement_id=key,
        reason=reason,
        within=ctx.within,
    )
    return {"rev": made.version, "verdict": made.verdict, "explanation": made.explanation}


def show(ctx: Context) -> Result:
    """Keep the text that was shown before signing."""
    text, reason = ctx.reader.text("text", required=True), _why(ctx)
    given = ctx.reader.sha256("sha256")
    ctx.reader.done()
    kept = attendance.keep_shown(
        ctx.visit, text=text, by=ctx.author, at=ctx.at, coming=uploads.coming(ctx.visit), amendment_reason=reason
    )
    if kept.sha256 != given:
        raise Invalid(_("The text shown and its hash do not fit together."), code="hash_differs")
    return {"shown_sha256": kept.sha256}


def attend(ctx: Context) -> Result:
    """Record a person present."""
    read = ctx.reader
    key = read.key("id")
    said = {
        "person": read.text("person", most=120), "capacity": read.text("capacity", most=16),
        "signing": read.text("signing", most=10), "reason": read.text("reason"),
        "no_witness_reason": read.text("no_witness_reason"), "post": read.text("post", most=200),
        "identity_number": read.text("identity_number", most=30), "statement": read.text("statement"),
        "shown_sha256": read.sha256("shown_sha256", required=False), "amendment_reason": read.text("amendment_reason"),
    }  # fmt: skip
    read.done()
    made = attendance.record(
        ctx.visit, by=ctx.author, at=ctx.at, attendance_id=_needed(key), coming=uploads.coming(ctx.visit), **said
    )
    return {"rev": made.version}


def withdraw(ctx: Context) -> Result:
    """Withdraw a line with a reason."""
    table = ctx.reader.text("table", required=True, most=20)
    reason = ctx.reader.text("reason", required=True, most=2_000)
    if table not in LINES:
        ctx.reader.fault("table", _("One of: %(tables)s.") % {"tables": ", ".join(LINES)})
    ctx.reader.done()
    made = withdrawals.withdraw(
        _line(ctx, LINES[table]), by=ctx.author, reason=reason, version=None if ctx.chosen else ctx.base_rev
    )
    return {"rev": made.version}


def declare(ctx: Context) -> Result:
    """Say what a file is; its bytes come afterwards."""
    return uploads.declare(
        ctx.visit, tablet=ctx.tablet, author=ctx.author, at=ctx.at, shift=ctx.shift, reader=ctx.reader
    )


def link(ctx: Context) -> Result:
    """Tie a photo to the finding it shows."""
    row, finding, reason = _line(ctx, Evidence), ctx.reader.key("finding"), _why(ctx)
    ctx.reader.done()
    shown = Finding.objects.filter(visit=ctx.visit, pk=_needed(finding)).first()
    if shown is None:
        raise unknown()
    return {"rev": evidence.link(row, finding=shown, by=ctx.author, reason=reason).version}


LINES: Mapping[str, Any] = {
    "finding": Finding, "measurement": Measurement, "attendance": Attendance, "evidence": Evidence,
}  # fmt: skip
# These only read, then add one line: several of them are judged one after the other and written at once.
TOGETHER = frozenset({"answer.set", "finding.add", "measurement.add"})
HANDLERS: Mapping[str, Callable[[Context], Result]] = {
    "visit.start": start,
    "visit.give_up": give_up,
    "visit.resubmit": resubmit,
    "visit.conclude": conclude,
    "answer.set": answer,
    "finding.add": add_finding,
    "finding.change": change_finding,
    "measurement.add": measure,
    "earlier.close": close_earlier,
    "shown.add": show,
    "attendance.add": attend,
    "line.withdraw": withdraw,
    "evidence.declare": declare,
    "evidence.link": link,
}


def _act(ctx: Context) -> findings.Act:
    """Read an act; what is needed of it the service says, except the dates, without which there is no act."""
    read = ctx.reader
    started, detected = read.day("act_started_on", required=True), read.day("detected_on", required=True)
    station, assignment = read.key("station", required=False), read.key("assignment", required=False)
    place = read.position()
    said: dict[str, Any] = {
        name: read.text(name, most=most)
        for name, most in (
            ("violation", 80), ("facts", 5_000), ("place", 250), ("act_time", 200), ("deviation", 12),
            ("power_basis", 10), ("power_basis_reason", 2_000),
        )
    }  # fmt: skip
    said |= {
        "act_ended_on": read.day("act_ended_on"), "continuing": read.flag("continuing"),
        "detected_at": ctx.moment("detected_at"), "lat": place[0] if place else None,
        "lon": place[1] if place else None, "tx_hz": read.whole("tx_hz"),
        "licensed_power_w": read.number("licensed_power_w"), "measured_power_w": read.number("measured_power_w"),
    }  # fmt: skip
    read.done()
    return findings.Act(
        act_started_on=_needed(started),
        detected_on=_needed(detected),
        station=ctx.named.station(station),
        assignment=ctx.named.assignment(assignment),
        **said,
    )


def _why(ctx: Context) -> str:
    return ctx.reader.text("amendment_reason", most=2_000)


def _needed(value: Any) -> Any:
    """Return a value whose absence `Reader.done` has already told."""
    if value is None:
        raise Invalid(_("The operation cannot be read."), code="garbage")
    return value


def _item(ctx: Context, key: uuid.UUID | None) -> ChecklistItem:
    return ctx.named.item(_needed(key))


def _line(ctx: Context, model: Any) -> Any:
    key = ctx.reader.key("id")
    row = model.objects.filter(visit=ctx.visit, pk=key).select_related("visit").first()
    if row is None:
        ctx.reader.done()
        if model is Evidence and uploads.is_coming(ctx.visit, _needed(key)):
            raise Incomplete([f"evidence:{key}"])
        raise unknown()
    return row
