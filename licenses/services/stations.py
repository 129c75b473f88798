"""Radio stations: entered, amended, ended."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid
from common.text import day_text
from licenses.enums import Polarisation
from licenses.kinds import search_words
from licenses.models import Station
from licenses.services import checks, doubts, editing, licensees

TEXTS = (
    "name",
    "call_sign",
    "station_class",
    "site_name",
    "address",
    "antenna_model",
    "equipment_make",
    "equipment_model",
    "equipment_serial",
    "conformity_mark",
)
# name, lowest and highest possible value, unit
RANGES = (
    ("ground_elevation_m", -500, 9_000, "m"),
    ("antenna_gain_dbi", -60, 90, "dBi"),
    ("antenna_azimuth_deg", 0, 360, "°"),
    ("antenna_tilt_deg", -90, 90, "°"),
    ("antenna_height_m", 0, 1_000, "m"),
    ("feeder_loss_db", 0, 60, "dB"),
    ("mobiles_count", 0, 1_000_000, ""),
    ("service_radius_km", 0, 1_000, "km"),
)
FACTS = (*TEXTS, *(name for name, *_rest in RANGES), "licensee", "unit", "lat", "lon", "polarisation", "valid_from")


@transaction.atomic
def create(
    *,
    by: Any,
    on: dt.date,
    agency: Agency | None = None,
    source_key: str = "",
    confirmed: bool = False,
    **values: Any,
) -> Station:
    """Enter a station. `confirmed` says that doubtful entries (a position at sea) are right."""
    keeper = editing.keeper_agency(by, agency)
    cleaned = _clean({"valid_from": on, **values}, by=by, on=on, confirmed=confirmed)
    return editing.create(Station(agency=keeper, source_key=source_key, **cleaned), by=by, verb="station.created")


@transaction.atomic
def amend(
    station: Station, *, by: Any, version: int, on: dt.date, reason: str = "", confirmed: bool = False, **values: Any
) -> Station:
    """Change facts about a station; Conflict when somebody else changed it since `version`."""
    editing.require_keeper(by, Action.REGISTER_EDIT, station)
    wanted = editing.known(values, FACTS)
    checks.clean_texts(wanted, TEXTS)
    row = editing.lock(station, version=version, values=wanted)
    if row.valid_until is not None:
        raise Conflict(_("The station has ended and is no longer amended."), code="ended")
    facts = {name: getattr(row, name) for name in FACTS}
    cleaned = _clean({**facts, **wanted}, by=by, on=on, confirmed=confirmed, row=row)
    editing.change(row, cleaned, by=by, verb="station.amended", note=reason)
    station.refresh_from_db()
    return station


@transaction.atomic
def end(station: Station, *, by: Any, version: int, on: dt.date, reason: str) -> Station:
    """Record the station's last day; refused while a frequency is still assigned to it after that day."""
    editing.require_keeper(by, Action.REGISTER_EDIT, station)
    reason = editing.require_reason(reason)
    row = editing.lock(station, version=version)
    if row.valid_until is not None:
        raise Conflict(_("The station has already ended."), code="ended")
    if on < row.valid_from:
        message = _("The last day is before the entry began (%(day)s).") % {"day": day_text(row.valid_from)}
        raise Invalid(message, fields={"on": [message]})
    if row.assignments.active_on(on + dt.timedelta(days=1)).exists():
        raise Conflict(
            _("Frequencies are still assigned to this station after that day; end the assignments first."),
            code="still_assigned",
        )
    editing.change(row, {"valid_until": on}, by=by, verb="station.ended", note=reason)
    station.refresh_from_db()
    return station


def _clean(
    values: dict[str, Any], *, by: Any, on: dt.date, confirmed: bool, row: Station | None = None
) -> dict[str, Any]:
    """Return the facts as they are kept, with the search column; Invalid when something is wrong."""
    empty: dict[str, Any] = dict.fromkeys(FACTS) | dict.fromkeys((*TEXTS, "polarisation"), "")
    facts = empty | editing.known(values, FACTS)
    problems = checks.Problems()
    checks.clean_texts(facts, TEXTS)
    facts["call_sign"] = facts["call_sign"].upper()
    checks.fits(Station, facts, problems)
    checks.required(facts, ("valid_from",), problems)
    if not (facts["name"] or facts["call_sign"] or facts["site_name"]):
        problems.add("name", _("Give the station a name, a call sign or a site, so that it can be found."))
    checks.choice(facts, "polarisation", Polarisation.values, problems)
    if row is None or row.licensee_id != getattr(facts["licensee"], "pk", None):
        licensees.check_usable(facts["licensee"], by, "licensee", problems)
    if row is None or row.unit_id != getattr(facts["unit"], "pk", None):
        checks.unit_holds(facts["unit"], on, problems)
    if row is None or (row.lat, row.lon) != (facts["lat"], facts["lon"]):
        checks.position(facts, problems)
    for name, low, high, unit in RANGES:
        checks.in_range(facts, name, low, high, unit, problems)
    doubts.station(facts, problems, known=row)
    problems.raise_if_any(confirmed=confirmed)
    found_by = search_words.station(**{name: facts[name] for name in ("name", "call_sign", "site_name", "address")})
    return {**facts, "search_text": found_by}
