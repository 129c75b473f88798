"""The technical checks a kind names by a code: each says in lines what it found, and never decides."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.errors import DomainError, Unavailable
from common.geo import distance_text
from common.quantities import mhz
from common.text import pick
from licenses.enums import CoordinationVerdict, ExaminationOutcome
from licenses.kinds.base import PLACE, STATIONS
from licenses.models import Application
from licenses.services.coordination import check as coordination
from licenses.services.coordination.wish import Wish
from places.queries import nearest_protected
from rulebook import lookup

SITE = {
    "lat": "lat", "lon": "lon", "height_m": "antenna_height_m", "radius_km": "service_radius_km",
    "gain_dbi": "antenna_gain_dbi", "loss_db": "feeder_loss_db", "azimuth_deg": "antenna_azimuth_deg",
}  # fmt: skip
FAR = {"far_lat": "lat", "far_lon": "lon", "far_height_m": "antenna_height_m", "far_gain_dbi": "antenna_gain_dbi"}
AREAS = ("game_point.area_urban_m2", "game_point.area_town_m2", "game_point.area_other_m2")


@dataclass(frozen=True)
class Line:
    """One thing a check found; `check` is the key of the coordination check that says how."""

    text: str
    tone: str
    check: str = ""

    def plain(self) -> dict[str, str]:
        """Return it as JSON keeps it."""
        return {"text": self.text, "tone": self.tone, "check": self.check}


Check = Callable[[Application, Any, dt.date], Iterator[Line]]


def run(code: str, application: Application, *, by: Any, on: dt.date) -> tuple[str, list[Line]]:
    """Run the check of that code; `not_run` with the reason when the kind has none or nothing could be judged."""
    check = CHECKS.get(code)
    if check is None:
        return ExaminationOutcome.NOT_RUN, [
            Line(_("There is no technical check for this kind; it was not run."), "info")
        ]
    lines = list(check(application, by, on))
    if not lines:
        return ExaminationOutcome.NOT_RUN, [Line(_("There was nothing to check; it was not run."), "info")]
    if any(line.tone == "bad" for line in lines):
        return ExaminationOutcome.PROBLEMS, lines
    if all(line.tone == "info" for line in lines):
        return ExaminationOutcome.NOT_RUN, lines
    return ExaminationOutcome.PASSED, lines


def wishes(application: Application) -> Iterator[tuple[Wish, str]]:
    """Yield each frequency of the application as a wish, with what it is called."""
    stations = application.payload.get(STATIONS) or []
    by_ref = {station["ref"]: station for station in stations if station.get("ref")}
    for station in stations:
        name = station.get("name") or station.get("site_name") or ""
        for frequency in station["frequencies"]:
            wish = _wish(application.kind, station, frequency, by_ref.get(frequency.get("receiver")) or {})
            yield wish, f"{mhz(wish.tx_hz or 0)} · {name}"


def _wish(kind: str, station: Mapping[str, Any], frequency: Mapping[str, Any], far: Mapping[str, Any]) -> Wish:
    place: dict[str, Any] = {name: station.get(fact) for name, fact in SITE.items()}
    place |= {name: far.get(fact) for name, fact in FAR.items()}
    return Wish(
        kind=kind,
        tx_hz=frequency.get("tx_hz"),
        emission=next(iter(frequency.get("emissions") or []), ""),
        power_w=frequency.get("power_w"),
        power_reference=frequency.get("power_reference", ""),
        rx_hz=frequency.get("rx_hz"),
        station_class=station.get("station_class", ""),
        **place,
    )


def _coordination(application: Application, by: Any, on: dt.date) -> Iterator[Line]:
    for wish, what in wishes(application):
        yield _examined(application, wish, what, by, on)


def why_not(error: DomainError) -> str:
    """Return why a wish could not be examined."""
    return "; ".join(str(text) for texts in error.fields.values() for text in texts) or str(error)


def tone_of(verdict: str) -> str:
    """Return the colour of a verdict."""
    return {CoordinationVerdict.PASS: "good", CoordinationVerdict.REVIEW: "warn"}.get(
        CoordinationVerdict(verdict), "bad"
    )


def _examined(application: Application, wish: Wish, what: str, by: Any, on: dt.date) -> Line:
    try:
        made = coordination.check(
            wish, by=by, on=on, agency=application.agency, holder=application.licensee, license=application.license
        )
    except DomainError as error:
        return Line(_("%(what)s: could not be examined: %(why)s") % {"what": what, "why": why_not(error)}, "info")
    return Line(f"{what}: {made.get_verdict_display()}", tone_of(made.verdict), made.pk.hex)


def _game_place(application: Application, _by: Any, on: dt.date) -> Iterator[Line]:
    place = application.payload.get(PLACE) or {}
    if place.get("lat") is not None and place.get("lon") is not None:
        yield from _distance(place, on)
    area = place.get("room_area_m2")
    if area is not None:
        yield from _area(float(area), on)
    yield from _hours(place, on)


def _hours(place: Mapping[str, Any], on: dt.date) -> Iterator[Line]:
    """The hours stated, against those in which a public game point may be open."""
    if not (place.get("opening_time") and place.get("closing_time")):
        return
    opens, closes = (dt.time.fromisoformat(place[name]) for name in ("opening_time", "closing_time"))
    try:
        first, last = (lookup.value(f"game_point.{name}", on).time for name in ("opens", "closes"))
    except Unavailable:
        first = last = None
    if first is None or last is None:
        yield Line(_("Opening hours: no rule of that day gives them."), "info")
        return
    words = {"stated": f"{opens:%H:%M}–{closes:%H:%M}", "allowed": f"{first:%H:%M}–{last:%H:%M}"}
    if first <= opens < closes <= last:
        yield Line(_("Open %(stated)s: within the hours allowed (%(allowed)s).") % words, "good")
    else:
        yield Line(_("Open %(stated)s: outside the hours allowed (%(allowed)s).") % words, "bad")


def _distance(place: Mapping[str, Any], on: dt.date) -> Iterator[Line]:
    rule = lookup.value("game_point.school_distance_m", on)
    nearest = nearest_protected(place["lat"], place["lon"], on=on)
    if rule.number is None or not nearest:
        yield Line(_("Distance to a school gate: no school is known, or no rule gives the distance."), "info")
        return
    school, metres = nearest[0]
    words = {"school": school.name, "distance": distance_text(metres), "least": distance_text(float(rule.number))}
    road = place.get("road_distance_m")
    if road is not None:
        tone = "good" if road >= float(rule.number) else "bad"
        text = _("Road distance to %(school)s: %(road)s; at least %(least)s is asked for.")
        yield Line(text % {**words, "road": distance_text(road)}, tone)
    elif metres >= float(rule.number):
        # a road is never shorter than the straight line
        yield Line(_("%(school)s lies %(distance)s away in a straight line; the road is longer.") % words, "good")
    else:
        text = _("%(school)s lies %(distance)s away in a straight line, less than %(least)s: measure the road on site.")
        yield Line(text % words, "warn")


def _area(area_m2: float, on: dt.date) -> Iterator[Line]:
    """Which of the three areas applies depends on the class of the urban area, which the register does not keep."""
    rows = [lookup.value(code, on) for code in AREAS]
    limits = sorted((float(row.number), pick(row, "label")) for row in rows if row.number is not None)
    if not limits:
        return
    met = [words for least, words in limits if area_m2 >= least]
    words = {"area": f"{area_m2:g}", "least": f"{limits[0][0]:g}", "which": met[-1] if met else ""}
    if not met:
        yield Line(_("Computer rooms of %(area)s m²: less than %(least)s m², the least anywhere.") % words, "bad")
    elif len(met) < len(limits):
        yield Line(
            _("Computer rooms of %(area)s m²: enough for “%(which)s”; compare the class of the place.") % words, "warn"
        )
    else:
        yield Line(_("Computer rooms of %(area)s m²: enough anywhere.") % words, "good")


CHECKS: dict[str, Check] = {"coordination": _coordination, "game_place": _game_place}
