"""Parts of an application's page that its office and its applicant both see."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.errors import NotFound
from common.text import day_text
from licenses.enums import DecisionOutcome, Purpose
from licenses.kinds import Kind, kind_of
from licenses.kinds.base import STATIONS
from licenses.models import Application, ApplicationDocument
from licenses.services.applications import content as application_content


@dataclass(frozen=True)
class NamedDay:
    """One of the days of a file, with its name: a file has several, and a bare date may be any of them."""

    name: str
    day: dt.date

    @property
    def shown(self) -> str:
        """The day as the page writes it."""
        return day_text(self.day)


def check_due(row: Application) -> NamedDay | None:
    """Return until when the office checks whether the file is complete."""
    return NamedDay(_("Completeness check due"), row.check_due_on) if row.check_due_on else None


def decision_due(row: Application) -> NamedDay | None:
    """Return until when the file is decided; none while the clock stands still."""
    return NamedDay(_("Decision due"), row.due_on) if row.due_on else None


def answer_due(row: Application) -> NamedDay | None:
    """Return until when the applicant answers or pays."""
    return NamedDay(_("Answer due"), row.answer_due_on) if row.answer_due_on else None


def step(what: str, who: str, when: NamedDay | None = None) -> dict[str, str]:
    """Return what happens next, as the part that shows it takes it."""
    return {"what": what, "who": who, "when": when.shown if when else "", "day_name": when.name if when else ""}


def kind_that_asks(row: Application) -> Kind:
    """Return the kind of a file that has something to fill in beside stations; NotFound where nothing is asked."""
    kind = kind_of(row.kind)
    if not (kind.asks(row.purpose) or kind.asks_place(row.purpose)):
        raise NotFound(_("There is no such page."))
    return kind


def compared(row: Application) -> bool:
    """Say whether what is asked for stands beside what the register holds: once it ended, the register may say so."""
    return row.purpose == Purpose.AMEND and row.ended_on is None


def outcome_word(row: Application, outcome: str) -> Any:
    """Return what a decision does in a word: nothing is granted where something is given back."""
    given_back = row.purpose == Purpose.SURRENDER and outcome == DecisionOutcome.GRANT
    return _("Accept that it is given back") if given_back else DecisionOutcome(outcome).label


def lines(row: Application, on: dt.date) -> list[Any]:
    """Return what is asked for beside what the register holds."""
    kind = kind_of(row.kind)
    old = {} if row.ended_on is not None else application_content.before(row, on)
    return application_content.lines(kind, old, row.payload)


def stations(row: Application) -> list[dict[str, Any]]:
    """Return the stations asked for, by number."""
    return [
        {
            "number": number,
            "name": station.get("name") or station.get("site_name") or str(number + 1),
            "frequencies": len(station["frequencies"]),
        }
        for number, station in enumerate(row.payload.get(STATIONS) or [])
    ]


def documents(row: Application, needed: list[Any]) -> list[dict[str, Any]]:
    """Return the needed documents with their files, then files of no needed document."""
    files: dict[str, list[ApplicationDocument]] = {}
    for each in row.documents.filter(removed_at__isnull=True).select_related("added_by"):
        files.setdefault(each.code, []).append(each)
    found = [{"title": each.title, "required": each.required, "files": files.pop(each.code, [])} for each in needed]
    others = [file for rest in files.values() for file in rest]
    return [*found, *([{"title": _("Other documents"), "required": False, "files": others}] if others else [])]


def receivers(row: Application, known: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the other stations of the file that may receive this one's link, by their `ref`."""
    if not kind_of(row.kind).links:
        return []
    others = [each for each in row.payload.get(STATIONS) or [] if each.get("ref") and each["ref"] != known.get("ref")]
    return [(each["ref"], each.get("name") or each.get("site_name") or each["ref"][:6]) for each in others]


def typed_station(form: Any, rows: Any, known: dict[str, Any]) -> dict[str, Any]:
    """Return a station as typed, with the keys it had."""
    kept = {name: known[name] for name in ("ref", "station") if known.get(name)}
    filled = [each.content() for each in rows if each.cleaned_data.get("tx_hz")]
    return {**form.content(), **kept, "frequencies": filled}
