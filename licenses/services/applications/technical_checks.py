"""The technical checks a kind names by a code: each says in lines what it found, and never decides.

A line is told anew in the language of each reader: what is kept of it has both.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError, Unavailable
from common.geo import distance_text
from common.quantities import mhz, plain
from common.text import pick
from licenses.enums import CoordinationVerdict, ExaminationOutcome
from licenses.kinds.base import PLACE, STATIONS
from licenses.models import Application
from licenses.services.coordination import check as coordination
from licenses.services.coordination.scene import Own
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
    """One thing a check found: a text, filled with `words` in the active language.

    `check` is the key of the coordination check that says how.
    """

    message: Any
    tone: str
    check: str = ""
    words: Callable[[], Mapping[str, str]] | None = None

    @property
    def text(self) -> str:
        """What was found, in the active language."""
        return str(self.message) % self.words() if self.words is not None else str(self.message)

    def plain(self) -> dict[str, str]:
        """Return it as JSON keeps it, in both languages."""
        texts = {}
        for language in ("vi", "en"):
            with translation.override(language):
                texts[f"text_{language}"] = self.text
        return {**texts, "tone": self.tone, "check": self.check}


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
    """Yield each frequency of the application as a wish, with the name of its station."""
    stations = application.payload.get(STATIONS) or []
    by_ref = {station["ref"]: station for station in stations if station.get("ref")}
    for station in stations:
        name = station.get("name") or station.get("site_name") or ""
        for frequency in station["frequencies"]:
            yield _wish(application.kind, station, frequency, by_ref.get(frequency.get("receiver")) or {}), name


def called(wish: Wish, name: str) -> str:
    """Return what a wish of a station is called, in the active language: 157,400 MHz · Đài Cầu Đá."""
    return f"{mhz(wish.tx_hz or 0)} · {name}"


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
    for wish, name in wishes(application):
        yield _examined(application, wish, name, by, on)


def not_examined(wish: Wish, name: str, error: DomainError) -> str:
    """Return, in the language in which the error was raised, that a wish could not be examined, and why."""
    why = " ".join(str(text) for texts in error.fields.values() for text in texts) or str(error)
    return _("%(what)s: could not be examined: %(why)s") % {"what": called(wish, name), "why": why}


def tone_of(verdict: str) -> str:
    """Return the colour of a verdict."""
    return {CoordinationVerdict.PASS: "good", CoordinationVerdict.REVIEW: "warn"}.get(
        CoordinationVerdict(verdict), "bad"
    )


def _examined(application: Application, wish: Wish, name: str, by: Any, on: dt.date) -> Line:
    own = Own(application.licensee, application.license)
    try:
        made = coordination.check(wish, by=by, on=on, agency=application.agency, holder=own.holder, license=own.license)
    except DomainError as error:
        first = error

        def refused() -> dict[str, str]:
            try:  # an error speaks the language in which it was raised: it is raised again in the reader's
                coordination.gather(wish, on=on, own=own)
            except DomainError as again:
                return {"why": not_examined(wish, name, again)}
            return {"why": not_examined(wish, name, first)}

        return Line("%(why)s", "info", words=refused)
    verdict = CoordinationVerdict(made.verdict)

    def words() -> dict[str, str]:
        return {"what": called(wish, name), "verdict": str(verdict.label)}

    return Line("%(what)s: %(verdict)s", tone_of(verdict), made.pk.hex, words)


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
        yield Line(_("Open %(stated)s: within the hours allowed (%(allowed)s)."), "good", words=lambda: words)
    else:
        yield Line(_("Open %(stated)s: outside the hours allowed (%(allowed)s)."), "bad", words=lambda: words)


def _distance(place: Mapping[str, Any], on: dt.date) -> Iterator[Line]:
    rule = lookup.value("game_point.school_distance_m", on)
    nearest = nearest_protected(place["lat"], place["lon"], on=on)
    if rule.number is None or not nearest:
        yield Line(_("Distance to a school gate: no school is known, or no rule gives the distance."), "info")
        return
    school, metres = nearest[0]
    road, least = place.get("road_distance_m"), float(rule.number)

    def words() -> dict[str, str]:
        return {
            "school": school.name,
            "distance": distance_text(metres),
            "least": distance_text(least),
            "road": "" if road is None else distance_text(road),
        }

    if road is not None:
        text = _("Road distance to %(school)s: %(road)s; at least %(least)s is asked for.")
        tone = "good" if road >= least else "bad"
    elif metres >= least:
        # a road is never shorter than the straight line
        text, tone = _("%(school)s lies %(distance)s away in a straight line; the road is longer."), "good"
    else:
        text = _("%(school)s lies %(distance)s away in a straight line, less than %(least)s: measure the road on site.")
        tone = "warn"
    yield Line(text, tone, words=words)


def _area(area_m2: float, on: dt.date) -> Iterator[Line]:
    """Which of the three areas applies depends on the class of the urban area, which the register does not keep."""
    rows = [lookup.value(code, on) for code in AREAS]
    limits = sorted(((float(row.number), row) for row in rows if row.number is not None), key=lambda pair: pair[0])
    if not limits:
        return
    met = [row for least, row in limits if area_m2 >= least]

    def words() -> dict[str, str]:
        return {"area": plain(area_m2), "least": plain(limits[0][0]), "which": pick(met[-1], "label") if met else ""}

    if not met:
        text, tone = _("Computer rooms of %(area)s m²: less than %(least)s m², the least anywhere."), "bad"
    elif len(met) < len(limits):
        text = _("Computer rooms of %(area)s m²: enough for “%(which)s”; compare the class of the place.")
        tone = "warn"
    else:
        text, tone = _("Computer rooms of %(area)s m²: enough anywhere."), "good"
    yield Line(text, tone, words=words)


CHECKS: dict[str, Check] = {"coordination": _coordination, "game_place": _game_place}
