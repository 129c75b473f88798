"""What stands against submitting an application: everything at once, each named, so that nobody files twice."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.text import day_text, fold
from licenses.enums import LICENSE_ENDED, ApplicationStatus, LicenseKind, LicenseStatus, Purpose
from licenses.kinds import content, kind_of, terms
from licenses.kinds.base import PLACE, STATIONS, Kind
from licenses.kinds.rules import Rules
from licenses.models import Application, Establishment, FrequencyAssignment, License, Station
from licenses.services import checks, doubts, emission_words, hindrances
from radio import plausibility
from radio.emission import DesignatorError, parse_designator
from rulebook.channels import blocks

ABOUT_A_LICENSE = (Purpose.RENEW, Purpose.AMEND, Purpose.TRANSFER, Purpose.DUPLICATE, Purpose.SURRENDER)


def found(application: Application, *, held: Rules, on: dt.date) -> list[str]:
    """Return every reason why the application cannot be submitted on that day; the same answer before filing."""
    kind = kind_of(application.kind)
    return [
        *_procedure(application, kind, held),
        *(
            _("Missing: %(what)s.") % {"what": what}
            for what in content.missing(kind, application.purpose, application.payload)
        ),
        *_documents(application, held),
        *hindrances.against(application, on),
        *_license(application, kind),
        *_renewal(application, held, on),
        *_place(application, kind),
        *_technical(application, on),
        *(wrong.text for wrong in wrong_days(application, held, on)),
        *_rivals(application),
    ]


def missing_documents(application: Application, held: Rules) -> list[str]:
    """Return the titles of required documents that are not in the file."""
    there = set(application.documents.filter(removed_at__isnull=True).values_list("code", flat=True))
    wanted = held.documents(application.licensee.kind)
    return [document.title for document in wanted if document.required and document.code not in there]


@dataclass(frozen=True)
class Wrong:
    """One value that cannot be meant so: in words with the likely mend, and where it stands in the content."""

    text: str
    station: int
    frequency: int
    field: str


def wrong_emissions(payload: Mapping[str, Any]) -> list[Wrong]:
    """Return the emission designators that do not exist: no license can be issued with one."""
    found = []
    for number, station in enumerate(payload.get(STATIONS) or []):
        name = station.get("name") or station.get("site_name") or str(number + 1)
        for position, frequency in enumerate(station.get("frequencies") or []):
            for text in frequency.get("emissions") or []:
                try:
                    parse_designator(text)
                except DesignatorError as error:
                    words = {"name": name, "what": emission_words.told(error)}
                    told = _("Station “%(name)s”, emission designator %(what)s") % words
                    found.append(Wrong(told, number, position, "emissions"))
    return found


@dataclass(frozen=True)
class WrongDay:
    """One day of the content that cannot be granted: in words, and its field."""

    text: str
    field: str


def wrong_days(application: Application, held: Rules, on: dt.date) -> list[WrongDay]:
    """Return what is wrong with the days asked for: the term, the day from which something is given back."""
    found = {"wanted_until": _term(application, held, on), "given_back_on": _giving_back(application, on)}
    return [WrongDay(text, field) for field, texts in found.items() for text in texts]


def doubtful(application: Application, *, held: Rules, on: dt.date) -> list[str]:
    """Return what is worth saying as soon as it is saved: values that will stop the submission, not what is missing."""
    emissions, days = wrong_emissions(application.payload), wrong_days(application, held, on)
    return [*(wrong.text for wrong in emissions), *(wrong.text for wrong in days)]


def _procedure(application: Application, kind: Kind, held: Rules) -> Iterator[str]:
    if application.purpose not in kind.purposes:
        yield _("“%(kind)s” knows no application for “%(purpose)s”.") % {
            "kind": kind.label,
            "purpose": application.get_purpose_display(),
        }
    elif held.procedure is None:
        yield _("The rulebook has no procedure for this kind and purpose on this day.")
    if held.authority is None:
        yield _("The rulebook does not say who grants this kind of license on this day.")
    if application.licensee.merged_into_id:
        yield _("The applicant's record was merged into another one; use that one.")


def _documents(application: Application, held: Rules) -> Iterator[str]:
    for title in missing_documents(application, held):
        yield _("Document missing: %(title)s.") % {"title": title}


def _license(application: Application, kind: Kind) -> Iterator[str]:
    license = application.license
    if kind.register_only:
        if application.purpose != Purpose.NEW and application.establishment is None:
            yield _("Choose the register entry the application is about.")
        return
    if application.purpose not in ABOUT_A_LICENSE:
        return
    if license is None:
        yield _("Choose the license the application is about.")
        return
    if license.kind != application.kind:
        yield _("License %(number)s is of another kind.") % {"number": license.number}
    if application.purpose == Purpose.TRANSFER and license.holder_id == application.licensee_id:
        yield _("The new holder is the one who holds the license already.")
    if application.purpose != Purpose.TRANSFER and license.holder_id != application.licensee_id:
        yield _("License %(number)s is held by somebody else.") % {"number": license.number}
    if license.status in LICENSE_ENDED:
        yield _("License %(number)s has ended (%(state)s); apply for a new one.") % {
            "number": license.number,
            "state": license.get_status_display(),
        }


def _renewal(application: Application, held: Rules, on: dt.date) -> Iterator[str]:
    if application.purpose == Purpose.RENEW and application.license is not None:
        against = terms.against_renewal(held, application.license, on)
        if against:
            yield against


def _place(application: Application, kind: Kind) -> Iterator[str]:
    """A place has one certificate at a time."""
    if kind.part != PLACE or application.purpose != Purpose.NEW or kind.register_only:
        return
    live = License.objects.filter(
        kind=LicenseKind.GAME_POINT, status__in=(LicenseStatus.PENDING, LicenseStatus.ACTIVE, LicenseStatus.SUSPENDED)
    )
    place = application.payload.get(PLACE) or {}
    yield from _sizes(place)
    if application.establishment_id:
        live = live.filter(establishment=application.establishment_id)
    elif place.get("unit"):
        here = live.filter(establishment__unit=place["unit"]).select_related("establishment")
        same = [row for row in here if row.establishment and _same(row.establishment.address, place.get("address"))]
        live = live.filter(pk__in=[row.pk for row in same])
    else:
        return
    for row in live:
        yield _("This place already has license %(number)s.") % {"number": row.number}


def _sizes(place: Mapping[str, Any]) -> Iterator[str]:
    """A game point without a computer, or in no room, is a slip of the fingers."""
    for name in ("computers", "room_area_m2"):
        value = place.get(name)
        if value is not None and value <= 0:
            label = Establishment._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            yield _("%(field)s: it must be more than 0.") % {"field": str(label).capitalize()}


def _technical(application: Application, on: dt.date) -> Iterator[str]:
    """Name what cannot be meant so: a power of 0 W, a height of -3 m, kilohertz for megahertz, a station twice."""
    stations = application.payload.get(STATIONS) or []
    planned = blocks(application.kind, on) if stations else []
    for number, station in enumerate(stations, start=1):
        found = checks.Problems()
        doubts.note(_height(station), "antenna_height_m", found)
        for frequency in station.get("frequencies") or []:
            doubts.assignment(frequency, application.kind, planned, found)
        name = station.get("name") or station.get("call_sign") or str(number)
        meant = {key: texts for key, texts in found.doubts.items() if key in ("tx_hz", "rx_hz")}
        for field, texts in {**found.errors, **meant}.items():
            model = Station if field == "antenna_height_m" else FrequencyAssignment
            label = content.label(model, field)
            for text in texts:
                yield _("Station “%(name)s”, %(field)s: %(what)s") % {"name": name, "field": label, "what": text}
    yield from (wrong.text for wrong in wrong_emissions(application.payload))
    yield from _twice(stations)


def _height(station: dict[str, Any]) -> Iterator[plausibility.Doubt]:
    height = station.get("antenna_height_m")
    if height is not None:
        yield from plausibility.height(height)


def _twice(stations: list[dict[str, Any]]) -> Iterator[str]:
    """Name stations that stand twice in the file: the same name at the same place."""
    seen: set[tuple[Any, ...]] = set()
    for station in stations:
        key = (fold(station.get("name") or ""), station.get("lat"), station.get("lon"))
        if station.get("lat") is not None and key in seen:
            yield _("Station “%(name)s” is in the application twice, at the same place.") % {
                "name": station.get("name")
            }
        seen.add(key)


def _same(one: str, other: str | None) -> bool:
    return bool(other) and fold(one) == fold(other or "")


def _term(application: Application, held: Rules, on: dt.date) -> Iterator[str]:
    wanted = content.day(application.payload, "wanted_until")
    if wanted is None or application.purpose not in (Purpose.NEW, Purpose.RENEW):
        return
    latest = terms.latest_end(held, application.license, on)
    if wanted <= on:
        yield _("The term asked for ends on %(day)s, which is over.") % {"day": day_text(wanted)}
    elif latest is not None and wanted > latest:
        yield _("The term asked for ends on %(day)s; at most until %(latest)s can be granted.") % {
            "day": day_text(wanted),
            "latest": day_text(latest),
        }


def _giving_back(application: Application, on: dt.date) -> Iterator[str]:
    """A license is given back from a day on which it would still hold."""
    wanted, license = content.day(application.payload, "given_back_on"), application.license
    if wanted is None or application.purpose != Purpose.SURRENDER:
        return
    if wanted < on:
        yield _("The day from which it is given back, %(day)s, lies in the past.") % {"day": day_text(wanted)}
    if license is not None and license.valid_until is not None and wanted > license.valid_until:
        yield _("License %(number)s ends on %(end)s by itself; choose a day until then.") % {
            "number": license.number,
            "end": day_text(license.valid_until),
        }
    if license is not None and license.valid_from is not None and wanted < license.valid_from:
        yield _("License %(number)s begins on %(day)s; it cannot be given back from an earlier day.") % {
            "number": license.number,
            "day": day_text(license.valid_from),
        }


def _rivals(application: Application) -> Iterator[str]:
    for row in Application.objects.rivals_of(application).exclude(status=ApplicationStatus.DRAFT):
        yield _("Application %(number)s asks for the same and is still pending.") % {"number": row.number}
