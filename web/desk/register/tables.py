"""The tables of the register: which columns a list has, and what stands in each cell."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Choices
from django.utils.translation import gettext_lazy as _

from common.clock import today
from common.text import day_text
from licenses.enums import EstablishmentKind, EstablishmentStatus, LicenseeKind, LicenseKind, LicenseStatus, PlannedStep
from licenses.kinds.identifiers import is_personal, shown
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.queries import planned
from licenses.queries.register import MASK
from web.links import record_url
from web.templatetags.ww import mhz, plain_number
from web.tones import tone_of


@dataclass(frozen=True)
class Cell:
    """One cell: its text, a smaller second line, where it leads, and the colour of a state."""

    text: Any
    sub: Any = ""
    url: str = ""
    tone: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Column:
    """One column; `sort` is the key in the address, empty when the list is not sorted by it."""

    label: Any
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A list's columns, its sorts (address key to column) with the default, and how a row becomes cells."""

    columns: tuple[Column, ...]
    sorts: dict[str, str]
    default: str
    cells: Callable[[Any, bool], list[Cell]]
    ready: Callable[[list[Any]], None] | None = None  # what all rows need read at once, before the first is written

    def rows(self, records: Iterable[Any], show_personal: bool) -> list[list[Cell]]:
        """Return the cells of all rows."""
        shown = list(records)
        if self.ready is not None:
            self.ready(shown)
        return [self.cells(record, show_personal) for record in shown]


def day(value: Any) -> str:
    """Write a date the short way of the language."""
    return day_text(value) if value else ""


def unit_name(unit: Any) -> str:
    """Write a unit's name, empty when none is known."""
    return unit.name if unit else ""


def label(choices: type[Choices], code: str) -> Any:
    """Return the word for a code. Django's get_…_display builds the whole list of choices anew for each cell."""
    return choices(code).label


def _state(obj: Any, choices: type[Choices]) -> Cell:
    return Cell(label(choices, obj.status), tone=tone_of(obj.status), kind="state")


def identifier(licensee: Licensee, show_personal: bool) -> str:
    """Write a holder's identifier; a personal one only for those with the right."""
    if licensee.identifier and is_personal(licensee.identifier_scheme) and not show_personal:
        return MASK
    return shown(licensee.identifier_scheme, licensee.identifier)


def _licensee(row: Licensee, show_personal: bool) -> list[Cell]:
    return [
        Cell(row.name, url=record_url(row)),
        Cell(label(LicenseeKind, row.kind)),
        Cell(identifier(row, show_personal), kind="mono"),
        Cell(unit_name(row.unit), sub=unit_name(row.unit.parent) if row.unit else ""),
    ]


def _establishment(row: Establishment, show_personal: bool) -> list[Cell]:
    return [
        Cell(row.name, sub=row.licensee.name, url=record_url(row)),
        Cell(label(EstablishmentKind, row.kind), sub=_("offers games") if row.offers_games else ""),
        Cell(row.address, sub=unit_name(row.unit)),
        Cell(day(row.isp_contract_until), sub=row.isp_name),
        _state(row, EstablishmentStatus),
    ]


def _station(row: Station, show_personal: bool) -> list[Cell]:
    return [
        Cell(row.call_sign or "–", url=record_url(row), kind="mono"),
        Cell(str(row), sub=row.licensee.name),
        Cell(row.site_name or row.address, sub=unit_name(row.unit)),
        Cell(day(row.valid_from)),
        Cell(day(row.valid_until)),
    ]


def _license(row: License, show_personal: bool) -> list[Cell]:
    return [
        Cell(row.number, url=record_url(row), sub=row.granting_authority),
        Cell(label(LicenseKind, row.kind)),
        Cell(row.holder.name, sub=unit_name(row.unit)),
        Cell(day(row.valid_from)),
        Cell(day(row.valid_until)),
        _standing(row),
    ]


def _stand(rows: list[Any]) -> None:
    planned.stand(rows, today())


def _standing(row: Any) -> Cell:
    """The state of today, and below it what is planned for coming days."""
    coming = [
        _("from %(day)s: %(what)s") % {"day": day(change.effective_on), "what": label(PlannedStep, change.step)}
        for change in row.stands.coming
    ]
    status = row.stands.status
    return Cell(label(LicenseStatus, status), sub="; ".join(coming), tone=tone_of(status), kind="state")


def frequency(row: FrequencyAssignment) -> str:
    """Write the frequency, or the band from edge to edge."""
    return f"{mhz(row.tx_hz)} – {mhz(row.tx_upper_hz)}" if row.tx_upper_hz else mhz(row.tx_hz)


def power(row: FrequencyAssignment) -> str:
    """Write the power with what it refers to."""
    return f"{plain_number(row.power_w)} W" if row.power_w is not None else ""


POWER_AT = {"transmitter": _("at the transmitter"), "erp": "ERP", "eirp": "EIRP"}


def _assignment(row: FrequencyAssignment, show_personal: bool) -> list[Cell]:
    return [
        Cell(frequency(row), url=record_url(row), kind="nowrap"),
        Cell(", ".join(emission.designator for emission in row.emissions.all()), kind="mono"),
        Cell(power(row), sub=POWER_AT.get(row.power_reference, ""), kind="num"),
        Cell(row.license.number, sub=row.license.holder.name, url=record_url(row.license)),
        Cell(str(row.station), sub=unit_name(row.station.unit), url=record_url(row.station)),
        Cell(day(row.in_force_from)),
        Cell(day(row.in_force_until)),
    ]


def _of_license(row: FrequencyAssignment, show_personal: bool) -> list[Cell]:
    """On the page of one license, its number is said already."""
    cells = _assignment(row, show_personal)
    return cells[:3] + cells[4:]


TABLES = {
    "licensees": Table(
        (Column(_("Name"), "name"), Column(_("Kind")), Column(_("Identifier")), Column(_("Commune"))),
        {"name": "name_folded", "entered": "id"},
        "name",
        _licensee,
    ),
    "establishments": Table(
        (
            Column(_("Name"), "name"),
            Column(_("Kind")),
            Column(_("Address")),
            Column(_("Provider's contract until"), "contract"),
            Column(_("State")),
        ),
        {"name": "name_folded", "contract": "isp_contract_until", "entered": "id"},
        "name",
        _establishment,
    ),
    "stations": Table(
        (
            Column(_("Call sign"), "call_sign"),
            Column(_("Name"), "name"),
            Column(_("Site")),
            Column(_("From")),
            Column(_("Until")),
        ),
        {"name": "name", "call_sign": "call_sign", "entered": "id"},
        "call_sign",
        _station,
    ),
    "licenses": Table(
        (
            Column(_("Number"), "number"),
            Column(_("Kind")),
            Column(_("Holder")),
            Column(_("Valid from")),
            Column(_("Valid until"), "until"),
            Column(_("State")),
        ),
        {"number": "number", "until": "valid_until", "entered": "id"},
        "number",
        _license,
        _stand,
    ),
    "assignments": Table(
        (
            Column(_("Frequency"), "frequency"),
            Column(_("Emissions")),
            Column(_("Power"), numeric=True),
            Column(_("License")),
            Column(_("Station")),
            Column(_("From")),
            Column(_("Until")),
        ),
        {"frequency": "tx_hz", "entered": "id"},
        "frequency",
        _assignment,
    ),
    "license_assignments": Table(
        (
            Column(_("Frequency"), "frequency"),
            Column(_("Emissions")),
            Column(_("Power"), numeric=True),
            Column(_("Station")),
            Column(_("From")),
            Column(_("Until")),
        ),
        {"frequency": "tx_hz", "entered": "id"},
        "frequency",
        _of_license,
    ),
}
