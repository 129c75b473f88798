"""The rows of the public register: what a list shows, and the columns of its files."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, Value, When
from django.utils.translation import gettext_lazy as _

from licenses.models import AssignmentEmission
from licenses.queries import planned
from licenses.queries.public.rules import exact, public_coordinate, public_name, public_text

# Column of a file, and what it holds: documented in the manifest of the daily files.
LICENSE_COLUMNS = {
    "number": _("license number"),
    "kind": _("kind of license (code)"),
    "status": _("active, suspended, expired, revoked, surrendered or superseded"),
    "holder": _("holder's name; empty where it is held back"),
    "holder_kind": _("organisation, household or individual"),
    "granting_authority": _("who signed it"),
    "valid_from": _("first day (YYYY-MM-DD)"),
    "valid_until": _("last day (YYYY-MM-DD)"),
    "ended_on": _("day it ended early (YYYY-MM-DD)"),
    "unit_code": _("code of the commune"),
    "unit": _("commune"),
    "province": _("province"),
    "conditions": _("conditions"),
    "id": _("key of the license in this register, never reused"),
}
ASSIGNMENT_COLUMNS = {
    "license_id": _("key of the license"),
    "license_number": _("license number"),
    "tx_hz": _("transmit frequency, or lower edge of the band (Hz)"),
    "tx_upper_hz": _("upper edge of the band (Hz)"),
    "rx_hz": _("receive frequency (Hz)"),
    "emissions": _("emission designators, parted by spaces"),
    "power_w": _("power (W)"),
    "power_reference": _("transmitter, erp or eirp"),
    "call_sign": _("call sign of the station"),
    "station": _("name or site of the station; empty where it is held back"),
    "unit_code": _("code of the commune"),
    "lat": _("latitude (degrees, WGS84); of the commune's middle where position is 'unit'"),
    "lon": _("longitude (degrees, WGS84)"),
    "position": _("exact, or unit where the exact position is held back"),
    "in_force_from": _("first day (YYYY-MM-DD)"),
    "in_force_until": _("last day (YYYY-MM-DD)"),
    "id": _("key of the assignment"),
}
ESTABLISHMENT_COLUMNS = {
    "name": _("name of the place"),
    "kind": _("kind (code)"),
    "status": _("verified or closed"),
    "offers_games": _("whether electronic games are offered (1 or 0)"),
    "keeper": _("name of who keeps it; empty where it is held back"),
    "keeper_kind": _("organisation, household or individual"),
    "address": _("street address"),
    "unit_code": _("code of the commune"),
    "unit": _("commune"),
    "province": _("province"),
    "lat": _("latitude (degrees, WGS84)"),
    "lon": _("longitude (degrees, WGS84)"),
    "valid_from": _("in the register from (YYYY-MM-DD)"),
    "valid_until": _("in the register until (YYYY-MM-DD)"),
    "id": _("key of the entry"),
}
UNIT_COLUMNS = {
    "code": _("code; used again after a reform, so see the days"),
    "name": _("name"),
    "kind": _("province, district or commune"),
    "parent": _("code of the unit above"),
    "valid_from": _("in force from; empty where the source does not say"),
    "valid_until": _("last day in force"),
}
CHUNK = 2_000
HEADER = list(LICENSE_COLUMNS)
ASSIGNMENT_HEADER = list(ASSIGNMENT_COLUMNS)
_ASSIGNMENT_PATHS = {
    "license_number": F("license__number"),
    "emissions": Value(""),
    "call_sign": F("station__call_sign"),
    "station": public_text("address", "station__licensee", "station__name"),
    "unit_code": F("station__unit__code"),
    "lat": public_coordinate("lat", "station__"),
    "lon": public_coordinate("lon", "station__"),
    "position": Case(When(exact("station__licensee"), then=Value("exact")), default=Value("unit")),
    "id": "pk",
}
_PATHS = {"unit_code": "unit__code", "unit": "unit__name", "province": "unit__parent__name", "id": "pk"}


def listed(rows: Any) -> Any:
    """Return licenses with what a list shows, `public_holder` being empty where the name is held back."""
    return rows.select_related("unit__parent").annotate(
        public_holder=public_name("holder"), holder_kind=F("holder__kind")
    )


def exported(rows: Any, *, on: dt.date, by_key: bool = False) -> Any:
    """Return the rows of a file with the states of the day, in the order of the numbers, or of the keys, which never
    change.
    """
    state = planned.state_of(planned.late(on))
    named = {"holder": F("public_holder"), "holder_kind": F("holder__kind"), "status": state}
    columns = [named.get(name, _PATHS.get(name, name)) for name in HEADER]
    return (
        rows.annotate(public_holder=public_name("holder"))
        .order_by(*(() if by_key else ("number",)), "pk")
        .values_list(*columns)
    )


def exported_assignments(assignments: Any) -> Iterator[list[Any]]:
    """Yield the rows of a file of assignments, in the order of their keys, whatever their number in constant memory.

    The emissions come as a second stream in the same order: a list of them for each row would have to be asked for
    piece by piece.
    """
    columns = [_ASSIGNMENT_PATHS.get(name, name) for name in ASSIGNMENT_HEADER]
    place = ASSIGNMENT_HEADER.index("emissions")
    found = assignments.order_by("pk").prefetch_related(None).values_list(*columns)
    emissions = _designators(assignments)
    waiting = next(emissions, None)
    for row in found.iterator(chunk_size=CHUNK):
        cells, key, said = list(row), row[-1], []
        while waiting is not None and waiting[0] <= key:
            if waiting[0] == key:
                said.append(waiting[1])
            waiting = next(emissions, None)
        cells[place] = " ".join(said)
        yield cells


def _designators(assignments: Any) -> Iterator[Any]:
    mine = AssignmentEmission.objects.filter(assignment__in=assignments.order_by().values("pk"))
    return iter(
        mine.order_by("assignment", "designator").values_list("assignment_id", "designator").iterator(chunk_size=CHUNK)
    )


def establishments(rows: Any) -> Any:
    """Return the rows of the file of establishments."""
    named = {"keeper": public_name("licensee"), "keeper_kind": F("licensee__kind")}
    columns = [named.get(name, _PATHS.get(name, name)) for name in ESTABLISHMENT_COLUMNS]
    return rows.order_by("pk").values_list(*columns)
