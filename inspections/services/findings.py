"""Findings: an act, its dates, and the law in force for them; for radio one line per frequency per place."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import journal
from common.clock import today
from common.errors import Conflict, Invalid
from common.text import clean_name
from inspections.enums import Choice, Deviation, PowerBasis
from inspections.models import Finding, Visit
from inspections.queries.law import Applicable
from inspections.services import lengths
from inspections.services.held import Held
from inspections.services.onsite import Recording, check_version, recording
from licenses.models import FrequencyAssignment, Station
from rulebook.enums import Counting
from rulebook.models import ChecklistItem

PER_FREQUENCY = (Counting.FREQUENCY_PLACE, Counting.FREQUENCY_OR_POWER_PLACE)


@dataclass(frozen=True)
class Act:
    """What was found, as the inspector enters it. `violation` is a code the item's "no" may be.

    `act_time` is the time of the act in words or as "22:25"; `detected_at` the moment of detection, on `detected_on`.
    For a radio act: the frequency in use, the assignment it is compared with, in what it deviates, both powers, which
    of them decides the class of the penalty, and why.
    """

    violation: str
    facts: str
    act_started_on: dt.date
    detected_on: dt.date
    place: str
    act_ended_on: dt.date | None = None
    continuing: bool = False
    act_time: str = ""
    detected_at: dt.datetime | None = None
    lat: float | None = None
    lon: float | None = None
    station: Station | None = None
    assignment: FrequencyAssignment | None = None
    tx_hz: int | None = None
    deviation: str = ""
    licensed_power_w: float | None = None
    measured_power_w: float | None = None
    power_basis: str = ""
    power_basis_reason: str = ""

    @property
    def power_licensed_w(self) -> float | None:
        """The licensed power as entered, else that of the assignment."""
        if self.licensed_power_w is None and self.assignment is not None:
            return self.assignment.power_w
        return self.licensed_power_w

    @property
    def class_power_w(self) -> float | None:
        """The power that decides the class."""
        return self.measured_power_w if self.power_basis == PowerBasis.MEASURED else self.power_licensed_w


def record(
    visit: Visit,
    *,
    item: ChecklistItem | None,
    act: Act,
    by: Any,
    at: dt.datetime,
    finding_id: uuid.UUID | None = None,
    reason: str = "",
    within: Recording | None = None,
) -> Finding:
    """Record a finding under an item answered "fail", with the provision in force for the dates of the act.

    `within`: see onsite.recording.
    Raises Invalid naming the entries to mend (dates in the wrong order, no law for these dates, a missing power), or
    Conflict when this frequency at this place already has its line.
    """
    with recording(visit, by=by, reason=reason, within=within) as session:
        if sent := session.sent_or_conflict(Finding, finding_id, facts=act.facts.strip()):
            return sent
        law = _checked(session.held, item, act, on=timezone.localdate(at))
        made = Finding(visit=session.visit, item=item, recorded_by=by, recorded_at=at, **_columns(act, law))
        if finding_id:
            made.id = finding_id
        _one_line(session.held, made)
        session.add(made, "finding.recorded")
    return made


def change(
    finding: Finding, *, act: Act, by: Any, version: int, reason: str = "", on: dt.date | None = None
) -> Finding:
    """Change a finding that is part of no paper yet; Conflict shows both versions when somebody else was first.

    Nothing may have been detected after `on`, which is today unless told.
    """
    with recording(finding.visit, by=by, reason=reason) as session:
        locked = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        if locked.is_withdrawn:
            raise Conflict(_("This finding was withdrawn; record a new one."), code="withdrawn")
        if locked.tied_to:
            raise Conflict(_("This finding is part of %(paper)s and stays as it is.") % {"paper": locked.tied_to})
        columns = _columns(act, _checked(session.held, locked.item, act, on=on or today()))
        if all(getattr(locked, name) == value for name, value in columns.items()):
            return locked
        shown = ("facts", "act_started_on", "act_ended_on", "act_time", "detected_at", "place", "tx_hz")
        check_version(locked, version, {name: columns[name] for name in shown})
        before = journal.snapshot(locked)
        for name, value in columns.items():
            setattr(locked, name, value)
        _one_line(session.held, locked)
        session.change(locked, "finding.changed", before)
    return locked


def tie(finding: Finding, *, paper: str, by: Any) -> None:
    """Fix a finding that became part of a paper issued by the floor above; from then on it stays as it is."""
    written = {"tied_to": paper, "version": finding.version + 1}
    journal.change(finding, written, by=by, verb="finding.tied", note=paper)


def untie(finding: Finding, *, by: Any, reason: str) -> None:
    """Let go of a finding whose paper was annulled; it may be withdrawn or amended again."""
    written = {"tied_to": "", "version": finding.version + 1}
    journal.change(finding, written, by=by, verb="finding.untied", note=reason)


def _checked(held: Held, item: ChecklistItem | None, act: Act, *, on: dt.date) -> Applicable:
    """Return the law that applies to the act, or refuse with everything that is to be mended."""
    faults = _date_faults(act, on) | _text_faults(act)
    if item is not None:
        answer = held.answer(item.pk)
        if answer is None or answer.choice != Choice.FAIL:
            raise Conflict(_("Answer this item with “fail” before recording a finding."), code="not_failed")
        if act.violation not in item.violations:
            faults["violation"] = [_("A “no” to this item is none of this; choose from the list.")]
    if act.station and act.station.pk not in held.stations:
        faults["station"] = [_("This station is not part of the visit.")]
    if faults:
        raise Invalid(_("The finding cannot be recorded yet."), fields=faults)
    law = held.law(
        act.violation,
        act_started_on=act.act_started_on,
        act_ended_on=act.act_ended_on,
        detected_on=act.detected_on,
        power_w=act.class_power_w,
    )
    radio = _radio_faults(act, law)
    if radio:
        raise Invalid(_("The finding cannot be recorded yet."), fields=radio)
    return law


def _date_faults(act: Act, on: dt.date) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    if act.detected_on > on:
        faults["detected_on"] = [_("This day is still to come; enter the day on which the act was detected.")]
    elif act.detected_at and timezone.localdate(act.detected_at) != act.detected_on:
        faults["detected_at"] = [_("This time lies on another day than the day of detection.")]
    if act.act_started_on > act.detected_on:
        faults["act_started_on"] = [_("The act begins after it was detected.")]
    if act.continuing and act.act_ended_on:
        faults["act_ended_on"] = [_("Either the act is still going on or it has ended, not both.")]
    elif not act.continuing and act.act_ended_on is None:
        faults["act_ended_on"] = [_("Enter when the act ended, or that it is still going on.")]
    elif act.act_ended_on and act.act_ended_on < act.act_started_on:
        faults["act_ended_on"] = [_("The act ends before it begins.")]
    elif act.act_ended_on and act.act_ended_on > act.detected_on:
        faults["act_ended_on"] = [_("The act ends after it was detected; then it was still going on.")]
    return faults


def _text_faults(act: Act) -> dict[str, list[str]]:
    lengths.require(
        {"facts": act.facts, "act_time": act.act_time, "power_basis_reason": act.power_basis_reason},
        {"facts": lengths.STATEMENT, "act_time": 200, "power_basis_reason": lengths.NOTE},
    )
    faults: dict[str, list[str]] = {}
    if not act.facts.strip():
        faults["facts"] = [_("Describe what was found.")]
    if not clean_name(act.place):
        faults["place"] = [_("Enter the place of the act.")]
    return faults


def _radio_faults(act: Act, law: Applicable) -> dict[str, list[str]]:
    """Ask for what the decree counts by: the frequency, and the power with the reason why this one."""
    faults: dict[str, list[str]] = {}
    row = law.penalty
    if row.counting in PER_FREQUENCY:
        if not act.tx_hz or act.tx_hz <= 0:
            faults["tx_hz"] = [_("Enter the frequency in use: the decree counts each frequency at each place.")]
        if act.deviation and act.deviation not in Deviation.values:
            faults["deviation"] = [_("Choose in what the transmission deviates.")]
    if row.power_series:
        if act.power_basis not in PowerBasis.values:
            faults["power_basis"] = [_("State which power decides the class: the licensed or the measured one.")]
        elif act.class_power_w is None or act.class_power_w <= 0:
            name = "measured_power_w" if act.power_basis == PowerBasis.MEASURED else "licensed_power_w"
            faults[name] = [_("Enter this power in watts.")]
        if not act.power_basis_reason.strip():
            faults["power_basis_reason"] = [_("Say why this power is used.")]
    return faults


def _columns(act: Act, law: Applicable) -> dict[str, Any]:
    assignment = act.assignment
    return {
        "penalty": law.penalty,
        "penalty_hash": law.penalty.content_hash,
        "law_reason": law.reason,
        "facts": act.facts.strip(),
        "act_started_on": act.act_started_on,
        "act_ended_on": act.act_ended_on,
        "continuing": act.continuing,
        "detected_on": act.detected_on,
        "act_time": clean_name(act.act_time),
        "detected_at": act.detected_at,
        "place": clean_name(act.place),
        "lat": act.lat,
        "lon": act.lon,
        "station": act.station or (assignment.station if assignment else None),
        "assignment": assignment,
        "tx_hz": act.tx_hz,
        "licensed_hz": assignment.tx_hz if assignment else None,
        "deviation": act.deviation,
        "licensed_power_w": act.power_licensed_w,
        "measured_power_w": act.measured_power_w,
        "power_basis": act.power_basis,
        "power_basis_reason": act.power_basis_reason.strip(),
    }


def _one_line(held: Held, finding: Finding) -> None:
    """One frequency at one place is one line of a clause, whichever of its points (power classes) applies."""
    if finding.tx_hz is not None and held.lines_like(finding):
        raise Conflict(
            _("This frequency at this place already has its line under this clause; add to that line instead."),
            code="one_line_per_frequency_per_place",
        )
