"""Writes what an application grants into the register, through the services of the register."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Conflict
from licenses.enums import EstablishmentKind, EstablishmentStatus
from licenses.kinds import content
from licenses.models import Application, Establishment, License, Station
from licenses.services import assignments as assigned
from licenses.services import establishments
from licenses.services import stations as sites
from places.models import AdminUnit

TIMES = ("opening_time", "closing_time")


def establishment(application: Application, facts: Mapping[str, Any], *, by: Any, on: dt.date) -> Establishment:
    """Return the place of an application as the content says it is: declared when new, amended where it differs.

    A place another agency keeps is not amended here; its keeper does so.
    """
    values = _values(facts)
    place = application.establishment
    if place is None:
        return establishments.declare(
            by=by,
            on=on,
            agency=application.agency,
            confirmed=True,
            licensee=application.licensee,
            kind=EstablishmentKind(application.kind),
            **values,
        )
    changed = {name: value for name, value in values.items() if getattr(place, name) != value}
    if changed and place.agency_id == application.agency_id:
        establishments.amend(
            place, by=by, version=place.version, on=on, reason=application.number, confirmed=True, **changed
        )
    return place


def verify(place: Establishment, application: Application, *, by: Any, on: dt.date) -> None:
    """Verify a declared entry on the papers of the application."""
    if place.status == EstablishmentStatus.FOUND:
        establishments.record_declaration(place, by=by, on=on, note=application.number)
    establishments.verify(place, by=by, on=on, note=application.number)


def close(place: Establishment, application: Application, *, by: Any, on: dt.date) -> None:
    """Close an entry at the applicant's word."""
    # what stands against giving it back was asked of the application already
    establishments.close(place, by=by, on=on, reason=application.number, despite_hold=True)


def stations(application: Application, rows: Iterable[Mapping[str, Any]], *, by: Any, on: dt.date) -> list[Station]:
    """Return the stations of the content in its order: those of the register amended, the others created.

    A transferred license gets stations of the new holder; the old holder's stay what they were.
    """
    found = []
    for row in rows:
        values = _values({name: row[name] for name in content.STATION_FACTS if name in row})
        known = _known(row.get("station"), application)
        if known is None:
            known = sites.create(
                by=by, on=on, agency=application.agency, confirmed=True, licensee=application.licensee, **values
            )
        else:
            changed = {name: value for name, value in values.items() if getattr(known, name) != value}
            if changed:
                sites.amend(
                    known, by=by, version=known.version, on=on, reason=application.number, confirmed=True, **changed
                )
        found.append(known)
    return found


def assignments(
    license: License, rows: Iterable[Mapping[str, Any]], found: list[Station], *, by: Any, on: dt.date
) -> None:
    """Assign the frequencies of the content under the license, each to its station."""
    rows = list(rows)
    by_ref = {row["ref"]: station for row, station in zip(rows, found, strict=True) if row.get("ref")}
    for row, station in zip(rows, found, strict=True):
        for each in row["frequencies"]:
            receiver = each.get("receiver")
            if receiver and receiver not in by_ref:
                raise Conflict(_("A frequency names a receiving station that is not in the file."), code="no_receiver")
            assigned.add(
                license,
                by=by,
                on=on,
                station=station,
                rx_station=by_ref[receiver] if receiver else None,
                emissions=each.get("emissions") or [],
                in_force_from=on,
                **{name: each[name] for name in content.FREQUENCY_FACTS if name in each},
            )


def _known(key: str | None, application: Application) -> Station | None:
    """A station of the register is taken only if it is the applicant's own."""
    if not key:
        return None
    station = Station.objects.filter(pk=key).first()
    if station is None or station.licensee_id != application.licensee_id or station.valid_until is not None:
        return None
    return station


def _values(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return facts of the content as the register takes them."""
    found = dict(facts)
    if found.get("unit"):
        found["unit"] = AdminUnit.objects.get(pk=found["unit"])
    for name in TIMES:
        if found.get(name):
            found[name] = dt.time.fromisoformat(found[name])
    if found.get("isp_contract_until"):
        found["isp_contract_until"] = dt.date.fromisoformat(found["isp_contract_until"])
    return found
