"""The package: everything a tablet takes along for its visits, in parts with versions, so that only changes travel."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from common.canonical import canonical, digest
from fieldwork.enums import PROTOCOL
from fieldwork.models import Dispatch, NumberBlock, Tablet
from fieldwork.queries import package_around, package_law, package_places, package_visits
from inspections.models import Visit

MOST_VISITS = 60
SHORT = 16  # hexadecimal digits of a version: enough among the parts of one tablet


def of(tablet: Tablet, person: Any, *, at: dt.datetime, on: dt.date, have: Iterable[str]) -> dict[str, Any]:
    """Return the package of this tablet for this person: the visits it has in whose team the person is.

    A part whose version is in `have` comes without its content. Parts that no longer appear are dropped by the tablet,
    never what it recorded.
    """
    rows = list(dispatches_of(tablet, person)[: MOST_VISITS + 1])
    visits = [row.visit for row in rows[:MOST_VISITS]]
    known = frozenset(have)
    around = package_places.read(visits, tablet.agency, person, on)
    law = package_law.read(visits, tablet.agency.subjects, on, around.targets)
    parts = [_part(name, body, known) for name, body in _bodies(tablet, visits, law, around, on)]
    return {
        "protocol": PROTOCOL,
        "server_time": at.isoformat(),
        "tablet": {
            "id": str(tablet.pk),
            "label": tablet.label,
            "agency": tablet.agency.code,
            "agency_vi": tablet.agency.name_vi,
            "agency_en": tablet.agency.name_en,
        },
        "me": {"id": person.pk, "name": str(person), "post": person.post},
        "more_visits": len(rows) > MOST_VISITS,
        "version": digest("".join(part["version"] for part in parts))[:SHORT],
        "parts": parts,
    }


def keys_of(tablet: Tablet, person: Any) -> list[Any]:
    """Return the keys of the visits that this person would find in the tablet's package now."""
    return list(_out(tablet, person).values_list("visit_id", flat=True))


def dispatches_of(tablet: Tablet, person: Any) -> Any:
    """Return how the tablet has the visits of this person's teams, those of today first."""
    return (
        _out(tablet, person)
        .select_related("visit__agency", "visit__licensee", "visit__establishment")
        .prefetch_related(
            "visit__stations",
            "visit__checklists",
            "visit__member_rows__user",
            "visit__answers",
            "visit__findings__penalty",
            "visit__rechecks",
        )
    )


def _out(tablet: Tablet, person: Any) -> Any:
    rows = Dispatch.objects.out().filter(tablet=tablet, visit__member_rows__user=person)
    return rows.order_by("visit__window_start", "visit__number", "pk")


def _bodies(
    tablet: Tablet, visits: Sequence[Visit], law: package_law.Law, around: package_places.Around, on: dt.date
) -> Iterator[tuple[str, dict[str, Any]]]:
    for visit, body in package_visits.bodies(visits):
        yield f"visit:{visit.pk}", body
    yield from package_law.checklists(law)
    yield "law", package_law.violations(law, on)
    yield "words", package_law.words()
    yield "protected", package_around.protected(visits, on)
    yield "stations", package_around.stations(visits, on, around.stations, around.station_violations)
    yield "places", {"rows": around.places, "cut": around.cut}
    yield "numbers", _numbers(tablet)
    yield "openings", {"rows": law.may_open}


def _numbers(tablet: Tablet) -> dict[str, Any]:
    """Return the numbers leased to this tablet for forms written by hand."""
    rows = NumberBlock.objects.filter(tablet=tablet, ended_at__isnull=True).order_by("form_code", "year")
    return {"blocks": [{"form": row.form_code, "year": row.year, "numbers": row.texts} for row in rows]}


def _part(name: str, body: dict[str, Any], known: frozenset[str]) -> dict[str, Any]:
    version = digest(canonical(body))[:SHORT]
    part: dict[str, Any] = {"name": name, "version": version}
    return part if version in known else part | {"content": body}
