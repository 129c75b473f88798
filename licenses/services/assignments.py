"""Frequencies assigned to stations under a license: added, amended, ended."""

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from accounts.roles import Action
from common.errors import Conflict, Invalid
from common.text import day_text
from licenses.enums import LICENSE_ENDED, RADIO_LICENSE_KINDS, PowerReference
from licenses.models import AssignmentEmission, FrequencyAssignment, License
from licenses.services import checks, doubts, editing, emission_words
from radio.emission import DesignatorError, parse_designator
from radio.units import HIGHEST_HZ
from rulebook.channels import blocks

FACTS = (
    "station",
    "rx_station",
    "tx_hz",
    "tx_upper_hz",
    "rx_hz",
    "bandwidth_hz",
    "power_w",
    "power_reference",
    "tolerance_ppm",
    "path_length_km",
    "in_force_from",
    "in_force_until",
)
FREQUENCIES = ("tx_hz", "tx_upper_hz", "rx_hz", "bandwidth_hz")
HIGHEST_POWER_W = 10_000_000


@transaction.atomic
def add(
    license: License, *, by: Any, on: dt.date, emissions: Iterable[str] = (), source_key: str = "",
    confirmed: bool = False, **values: Any,
) -> FrequencyAssignment:  # fmt: skip
    """Assign a frequency (or a band) to a station under the license, with its emission designators.

    `confirmed` says that doubtful entries (kilohertz for megahertz) are right.
    Frequencies in hertz, power in watts with its reference. Without `bandwidth_hz` the widest designator gives it.
    """
    editing.require_keeper(by, Action.REGISTER_EDIT, license)
    if license.status in LICENSE_ENDED:
        raise Conflict(_("The license has ended; nothing is assigned under it any more."), code="ended")
    facts, designators = _clean(
        {"in_force_from": license.valid_from or on, **values}, emissions, license, on=on, confirmed=confirmed
    )
    assignment = FrequencyAssignment(license=license, source_key=source_key, **facts)
    assignment.save(force_insert=True)
    AssignmentEmission.objects.bulk_create(
        AssignmentEmission(assignment=assignment, designator=text, bandwidth_hz=width)
        for text, width in designators.items()
    )
    after = journal.snapshot(assignment) | {"emissions": list(designators)}
    journal.record(by, "assignment.added", assignment, after=after, agency=license.agency)
    return assignment


@transaction.atomic
def amend(
    assignment: FrequencyAssignment, *, by: Any, version: int, on: dt.date, reason: str = "", confirmed: bool = False,
    **values: Any,
) -> FrequencyAssignment:  # fmt: skip
    """Correct facts of an assignment; a new frequency is a new assignment, so that history stays readable."""
    license = assignment.license
    editing.require_keeper(by, Action.REGISTER_EDIT, assignment, license.agency)
    wanted = editing.known(values, FACTS)
    row = editing.lock(assignment, version=version, values=wanted)
    if row.in_force_until and row.in_force_until < on:
        raise Conflict(_("The assignment has ended and is no longer amended."), code="ended")
    facts = {name: getattr(row, name) for name in FACTS}
    cleaned, _designators = _clean({**facts, **wanted}, (), license, row=row, on=on, confirmed=confirmed)
    editing.change(row, cleaned, by=by, verb="assignment.amended", note=reason)
    assignment.refresh_from_db()
    return assignment


@transaction.atomic
def end(assignment: FrequencyAssignment, *, by: Any, version: int, on: dt.date, reason: str) -> FrequencyAssignment:
    """End an assignment; `on` is its last day in force."""
    editing.require_keeper(by, Action.REGISTER_EDIT, assignment, assignment.license.agency)
    reason = editing.require_reason(reason)
    row = editing.lock(assignment, version=version)
    if row.in_force_until and row.in_force_until <= on:
        raise Conflict(_("The assignment has already ended."), code="ended")
    if row.in_force_from and on < row.in_force_from:
        message = _("The last day is before the assignment began (%(day)s).") % {"day": day_text(row.in_force_from)}
        raise Invalid(message, fields={"on": [message]})
    editing.change(row, {"in_force_until": on}, by=by, verb="assignment.ended", note=reason)
    assignment.refresh_from_db()
    return assignment


def end_all(license: License, *, by: Any, on: dt.date, reason: str) -> None:
    """End what is assigned under a license that ends; `on` is the last day, or the first where that is later."""
    for row in license.assignments.active_on(on).select_related("license__agency"):
        last = max(on, row.in_force_from) if row.in_force_from else on
        if row.in_force_until is None or row.in_force_until > last:
            end(row, by=by, version=row.version, on=last, reason=reason)


def _clean(
    values: dict[str, Any], emissions: Iterable[str], license: License, row: FrequencyAssignment | None = None, *,
    on: dt.date, confirmed: bool,
) -> tuple[dict[str, Any], dict[str, int | None]]:  # fmt: skip
    """Return the facts as they are kept and the designators with their bandwidths; Invalid when something is wrong."""
    facts = dict.fromkeys(FACTS) | {"power_reference": ""} | editing.known(values, FACTS)
    problems = checks.Problems()
    checks.required(facts, ("tx_hz",), problems)
    for name in FREQUENCIES:
        checks.in_range(facts, name, 1, HIGHEST_HZ, "Hz", problems)
    if facts["tx_hz"] and facts["tx_upper_hz"] and facts["tx_upper_hz"] <= facts["tx_hz"]:
        problems.add("tx_upper_hz", _("The upper edge of the band must lie above the lower one."))
    checks.in_range(facts, "power_w", 1e-9, HIGHEST_POWER_W, "W", problems)
    checks.choice(facts, "power_reference", PowerReference.values, problems)
    if facts["power_w"] is not None and not facts["power_reference"]:
        problems.add("power_reference", _("Say what the power refers to: transmitter output, ERP or EIRP."))
    checks.in_range(facts, "tolerance_ppm", 0, 1_000_000, "ppm", problems)
    checks.in_range(facts, "path_length_km", 0, 20_100, "km", problems)
    checks.in_order(facts, "in_force_from", "in_force_until", problems)
    _check_station(facts, license, problems)
    designators = parse_emissions(emissions, problems)
    if facts["bandwidth_hz"] is None and row is None:
        facts["bandwidth_hz"] = max((width for width in designators.values() if width), default=None)
    if row is None and not problems.errors:
        _check_only_once(facts, license, problems)
    changed = {name: value for name, value in facts.items() if row is None or getattr(row, name) != value}
    doubts.assignment(changed | {"tx_hz": facts["tx_hz"]}, license.kind, blocks(license.kind, on), problems)
    problems.raise_if_any(confirmed=confirmed)
    return facts, designators


def parse_emissions(emissions: Iterable[str], problems: checks.Problems) -> dict[str, int | None]:
    """Return each canonical designator with its necessary bandwidth in whole hertz; note errors for wrong ones."""
    found: dict[str, int | None] = {}
    for text in emissions:
        try:
            emission = parse_designator(text)
        except DesignatorError as error:
            problems.add("emissions", emission_words.told(error))
            continue
        width = emission.bandwidth_hz
        found[emission.designator] = None if width is None else int(width.quantize(Decimal(1), ROUND_CEILING))
    return found


def _check_station(facts: dict[str, Any], license: License, problems: checks.Problems) -> None:
    if license.kind not in RADIO_LICENSE_KINDS:
        problems.add("station", _("Frequencies are assigned under radio licenses only."))
    station = facts["station"]
    if station is None:
        problems.add("station", _("Choose the station."))
    elif station.licensee_id != license.holder_id:
        problems.add(
            "station", _("This station belongs to “%(name)s”, not to the holder.") % {"name": station.licensee}
        )
    elif station.valid_until and facts["in_force_from"] and station.valid_until < facts["in_force_from"]:
        problems.add("station", _("This station ended before the assignment begins."))


def _check_only_once(facts: dict[str, Any], license: License, problems: checks.Problems) -> None:
    same = FrequencyAssignment.objects.filter(
        license=license,
        station=facts["station"],
        tx_hz=facts["tx_hz"],
        tx_upper_hz=facts["tx_upper_hz"],
        rx_station=facts["rx_station"],
    ).active_on(facts["in_force_from"])
    if same.exists():
        problems.add("tx_hz", _("This frequency is already assigned to this station under this license."))
