"""From a reading to a finding in one press: the act prefilled with the numbers, the item answered with a fail."""

import datetime as dt
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.errors import Conflict, NotFound
from inspections.enums import Choice, Deviation, PowerBasis, Quantity, Verdict
from inspections.models import Finding, Measurement, Visit
from inspections.queries.breaches import Breach, breaches, measured_power
from inspections.queries.checklists import item_states
from inspections.queries.comparisons import told
from inspections.services import answers, findings, wording

_DEVIATIONS = {
    Quantity.FREQUENCY: Deviation.FREQUENCY, Quantity.POWER: Deviation.POWER, Quantity.FIELD_STRENGTH: Deviation.POWER,
}  # fmt: skip


def breach_of(visit: Visit, reading_id: Any) -> tuple[Measurement, Breach]:
    """Return a standing reading of the visit with what it may breach; NotFound where it breaches nothing."""
    rows = visit.measurements.standing().select_related("station", "assignment__license", "assignment__station")
    row = rows.filter(pk=reading_id).first()
    found = breaches([row], item_states(visit)).get(row.pk) if row else None
    if row is None or found is None:
        raise NotFound(_("This reading gives no ground for a finding."))
    return row, found


def prefilled(row: Measurement, breach: Breach) -> dict[str, Any]:
    """Return the entries of a finding as far as the reading knows them; what a person must state stays empty."""
    at = timezone.localtime(row.measured_at)
    station = row.station
    entries: dict[str, Any] = {
        "violation": breach.violation, "facts": facts(row), "continuing": True,
        "act_started_on": at.date(), "detected_on": at.date(),
        "detected_time": at.time().replace(second=0, microsecond=0),
        "place": row.place or (wording.station_place(station) if station else ""),
    }  # fmt: skip
    if row.assignment is None:
        return entries
    used = row.value if row.quantity == Quantity.FREQUENCY and row.value else row.assignment.tx_hz
    entries |= {"assignment": row.assignment_id, "tx_hz": round(used)}
    if deviation := _DEVIATIONS.get(Quantity(row.quantity)):
        entries["deviation"] = deviation
    if watts := measured_power(row):
        entries["measured_power_w"] = f"{watts:.4g}"
        if row.quantity == Quantity.POWER:
            entries["power_basis"] = PowerBasis.MEASURED
    return entries


def facts(row: Measurement) -> str:
    """Return the act in the words of the Vietnamese record, with licensed and measured value and how they compare."""
    with translation.override("vi"):
        licensed = wording.quantity(row.quantity, row.licensed_value, row.unit)
        measured = wording.quantity(row.quantity, row.value, row.unit) or row.value_text
        parts = [
            _("Measured %(what)s: %(measured)s") % {"what": _lowered(row.get_quantity_display()), "measured": measured}
        ]
        if row.assignment and row.quantity != Quantity.FREQUENCY:
            frequency = wording.quantity(Quantity.FREQUENCY, row.assignment.tx_hz)
            parts[0] += " " + _("on %(frequency)s") % {"frequency": frequency}
        if licensed and row.quantity not in (Quantity.ANTENNA_POSITION, Quantity.PLACE, Quantity.FIELD_STRENGTH):
            parts[0] += "; " + _("licensed: %(licensed)s") % {"licensed": licensed}
        if row.assignment:
            parts[0] += " " + _("(license %(number)s)") % {"number": row.assignment.license.number}
        if compared := told(row).text:
            parts[0] += f"; {compared}"
        if row.instrument:
            serial = f", {_('serial number')} {row.instrument_serial}" if row.instrument_serial else ""
            parts.append(_("Instrument: %(name)s") % {"name": row.instrument + serial})
        if row.verdict == Verdict.REVIEW:
            parts.append(_("To be judged by a person"))
        return ". ".join(part.rstrip(".") for part in parts if part) + "."


@transaction.atomic
def record(
    visit: Visit, row: Measurement, *, act: findings.Act, by: Any, at: dt.datetime,
    finding_id: uuid.UUID | None = None, reason: str = "",
) -> Finding:  # fmt: skip
    """Record the finding a reading gives ground for, and answer its item with a fail where that was not done yet.

    Raises what `findings.record` raises; Conflict when the item was answered otherwise: a pass is not overwritten.
    """
    _reading, breach = breach_of(visit, row.pk)
    last = visit.answers.filter(item=breach.item).order_by("-revision").first()
    if last is not None and last.choice not in ("", Choice.FAIL):
        raise Conflict(
            _("Item %(code)s is answered “%(choice)s”. Change the answer on the checklist first.")
            % {"code": breach.item.code, "choice": last.get_choice_display()},
            code="answered_otherwise",
        )
    if last is None or last.choice != Choice.FAIL:
        answers.answer(visit, item=breach.item, choice=Choice.FAIL, by=by, at=at, reason=reason)
    return findings.record(visit, item=breach.item, act=act, by=by, at=at, finding_id=finding_id, reason=reason)


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
