"""What operations and reasons are called."""

import re
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from common.text import pick
from fieldwork.enums import Code, Found
from fieldwork.services.wording import Words
from inspections.enums import Capacity, Choice, EvidenceKind, Outcome, Quantity, Signing
from inspections.models import Finding
from rulebook.models import ChecklistItem

KINDS: dict[str, Any] = {
    "visit.open": _("Visit opened on the way"),
    "visit.start": _("Start of the visit"),
    "visit.give_up": _("Report that the visit was not possible"),
    "visit.conclude": _("Outcome"),
    "visit.seal": _("Seal"),
    "answer.set": _("Answer to an item"),
    "finding.add": _("Finding"),
    "finding.change": _("Change of a finding"),
    "measurement.add": _("Measurement"),
    "shown.add": _("Text shown"),
    "attendance.add": _("Person present"),
    "line.withdraw": _("Withdrawal of a line"),
    "evidence.declare": _("Announcement of a file"),
    "evidence.link": _("File tied to a finding"),
    "evidence.bytes": _("File of evidence"),
}
# What the values of a payload are called; ids say nothing to people and are left to the text word for word.
VALUES: dict[str, Any] = {
    "choice": _("Answer to an item"), "value": _("Value"), "note": _("Note"), "item": _("Item"),
    "no_finding_reason": _("Why there is no finding"), "facts": _("Facts"), "violation": _("Violation"),
    "act_started_on": _("Began on"), "act_ended_on": _("Ended on"), "continuing": _("Still going on"),
    "detected_on": _("Detected on"), "detected_at": _("Detected at (time)"), "place": _("Place"),
    "quantity": _("Quantity"), "instrument": _("Instrument"), "measured_at": _("Measured at"),
    "uncertainty": _("Uncertainty"), "outcome": _("Outcome"), "report": _("Written report"),
    "party_statement": _("Statement of the party"), "person": _("Full name"), "capacity": _("Capacity"),
    "signing": _("Signature"), "reason": _("Reason"), "statement": _("Statement"), "file_name": _("File name"),
    "caption": _("Caption"), "kind": _("Kind"), "size": _("Size in bytes"), "taken_at": _("Taken at"),
    "explanation": _("Explanation"), "address": _("Address"), "what": _("What was found"), "name": _("Name"),
    "lat": _("Latitude"), "lon": _("Longitude"), "accuracy_m": _("Accuracy, m"), "finding": _("Finding"),
    "earlier": _("Earlier violation"), "result": _("Result"), "table": _("What is withdrawn"), "post": _("Post"),
    "act_time": _("Time of the act"), "deviation": _("Deviation"), "licensed_power_w": _("Licensed power, W"),
    "measured_power_w": _("Measured power, W"), "power_basis_reason": _("Why that power"),
    "no_witness_reason": _("Why there is no witness"), "identity_number": _("Identity number"),
    "instrument_serial": _("Serial number"), "calibrated_on": _("Calibrated on"),
    "calibrated_until": _("Calibration valid until"), "distance_m": _("Distance, m"),
    "value_text": _("Value"), "emission_hz": _("Frequency, Hz"),
    "text": _("Text shown"), "amendment_reason": _("Reason for the amendment"), "tx_hz": _("Frequency, Hz"),
}  # fmt: skip
UNTOLD = frozenset(
    {
        "id", "shown_sha256", "manifest", "sha256", "original", "device", "measurement", "attendance", "station",
        "assignment", "establishment", "checklists", "confirmed", "power_basis",
    }
)  # fmt: skip
MOMENTS = frozenset({"taken_at", "detected_at", "measured_at"})
LISTS: dict[str, Any] = {
    "choice": Choice, "outcome": Outcome, "capacity": Capacity, "signing": Signing, "quantity": Quantity,
    "kind": EvidenceKind, "what": Found,
}  # fmt: skip
# Browsers also name the ones they are built on, which stand last here; Safari gives its version beside its name.
_BROWSERS = {
    "Edg": "Edge", "OPR": "Opera", "SamsungBrowser": "Samsung Internet", "Firefox": "Firefox", "Chrome": "Chrome",
    "Version": "Safari",
}  # fmt: skip
_SYSTEMS = ("Android", "iPad", "iPhone", "CrOS", "Windows", "Mac OS X", "Linux")
CODES = dict(Code.choices)


def device_of(platform: str) -> str:
    """Return browser and system out of what a browser says of itself, as "Chrome 156 · Android"; else its own words."""
    named = ((said, re.search(rf"{name}/(\d+)", platform)) for name, said in _BROWSERS.items())
    browser = next((f"{said} {version[1]}" for said, version in named if version), "")
    system = next((name for name in _SYSTEMS if name in platform), "")
    return " · ".join(part for part in (browser, system) if part) or platform[:80]


def kind_of(kind: str) -> Any:
    """Return what an operation is called; its own word where we know none."""
    return KINDS.get(kind, kind or _("unreadable"))


def lines_of(words: Words) -> list[tuple[str, str]]:
    """Return what a kept operation says in people's words; what cannot be read is shown as it is written."""
    if words.envelope is None:
        return words.lines
    return [
        (str(VALUES.get(name, name)), _said(name, value)) for name, value in words.lines if name not in UNTOLD and value
    ]


def _said(name: str, value: str) -> str:
    if name == "item":
        item = ChecklistItem.objects.filter(pk=value).first() if _is_key(value) else None
        return f"{item.code} {pick(item, 'text')}" if item else value
    if name in ("finding", "earlier"):
        found = Finding.objects.filter(pk=value).first() if _is_key(value) else None
        return found.facts if found else value
    if name in MOMENTS and (at := parse_datetime(value)):
        return date_format(timezone.localtime(at), "DATETIME_FORMAT") if timezone.is_aware(at) else value
    known = LISTS.get(name)
    return str(known(value).label) if known and value in known.values else value


def _is_key(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


def why_of(code: str) -> Any:
    """Return why an operation was kept."""
    return CODES.get(code, _("A rule refused it"))
