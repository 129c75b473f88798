"""What is charged for a kind of license on a day: the rulebook's rows, and the agency's own where those have no figure.

Nothing is computed that no source says: neither a share of a year nor a class by another power than the one stated.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Agency
from common.text import pick
from licenses.kinds import kind_of
from licenses.kinds.base import STATIONS
from licenses.models import Application, FeeLine, FrequencyAssignment, Invoice, License
from rulebook import lookup
from rulebook.models import FeeRule, Instrument


@dataclass(frozen=True)
class Tariff:
    """One fee that may be charged; `amount_vnd` is None where nobody has entered a figure yet.

    `rule` is the rulebook's row it rests on; it is None for a figure of the agency.
    """

    code: str
    fee_kind: str
    label_vi: str
    label_en: str
    amount_vnd: int | None
    per: str
    source: str
    verified: bool
    power_above_w: float | None = None
    power_up_to_w: float | None = None
    rule: FeeRule | None = None
    instrument: Instrument | None = None

    @property
    def basis(self) -> str:
        """By what text the figure is charged, in the language of the page."""
        return self.source if self.from_agency else _named(self.instrument)

    @property
    def label(self) -> str:
        """What it is, in the language of the page."""
        return pick(self, "label")

    @property
    def from_agency(self) -> bool:
        """Whether the agency entered the figure."""
        return self.rule is None

    def covers(self, watts: float) -> bool:
        """Say whether the power lies in its class (lower bound open, upper bound included)."""
        above = self.power_above_w is None or watts > self.power_above_w
        return above and (self.power_up_to_w is None or watts <= self.power_up_to_w)

    @property
    def by_power(self) -> bool:
        """Whether it is one class of a scale by power."""
        return self.power_above_w is not None or self.power_up_to_w is not None


def tariffs(kind: str, fee_kind: str, agency: Agency, on: dt.date) -> list[Tariff]:
    """Return the fees of a kind on a day, those of the rulebook first; those the agency entered fill its gaps."""
    rules = [row for row in lookup.fee_rules(kind, on) if row.fee_kind == fee_kind]
    own = {row.code: row for row in FeeLine.objects.in_force_on(on).filter(agency=agency, kind=kind, fee_kind=fee_kind)}
    confirmed = lookup.confirmed_ids(row.pk for row in rules)
    text = instrument_of(kind, on) if rules else None
    found = [_own(own.pop(row.code)) if row.code in own else _law(row, row.pk in confirmed, text) for row in rules]
    return [*found, *(_own(row) for row in own.values())]


def instrument_of(kind: str, on: dt.date) -> Instrument | None:
    """Return the circular whose table gives the fees of a kind on a day; None where no source names one."""
    table = lookup.form(f"fee_table.{kind_of(kind).subject}", on)
    provisions = lookup.provisions_of(table, on) if table is not None else []
    return provisions[0].instrument if provisions else None


def bases(invoice: Invoice) -> dict[Any, str]:
    """Return for each line of an invoice (by its key) the text its figure rests on, in the active language.

    A page of the Internet where the figure was found is no such text: it stays in the rulebook.
    """
    about = invoice.application or invoice.license
    day = invoice.application.received_on if invoice.application is not None else invoice.period_from
    text = basis_of(about.kind, day) if about is not None and day is not None else _named(None)
    return {line.pk: line.source if line.from_agency else text for line in invoice.lines.all()}


def basis_of(kind: str, on: dt.date) -> str:
    """Return the text that the rulebook's fees of a kind rest on, in the active language."""
    return _named(instrument_of(kind, on))


def _named(instrument: Instrument | None) -> str:
    return _("the official text was not seen") if instrument is None else pick(instrument, "short")


def _law(row: FeeRule, verified: bool, instrument: Instrument | None) -> Tariff:
    return Tariff(
        row.code, row.fee_kind, row.label_vi, row.label_en, row.amount_vnd, row.per, row.source, verified,
        row.power_above_w, row.power_up_to_w, row, instrument,
    )  # fmt: skip


def _own(row: FeeLine) -> Tariff:
    return Tariff(
        row.code, row.fee_kind, row.label_vi, row.label_en, row.amount_vnd, row.per, row.source, True,
        row.power_above_w, row.power_up_to_w,
    )  # fmt: skip


@dataclass(frozen=True)
class Extent:
    """How much is used: what the quantity of a fee is counted by."""

    stations: int = 0
    frequencies: int = 0
    most_watts: float | None = None


def extent_of_application(application: Application) -> Extent:
    """Return the extent of what is asked for, or of the license it is about when it describes nothing itself."""
    stations: Sequence[Mapping[str, Any]] = application.payload.get(STATIONS) or []
    if not stations:
        return extent_of_license(application.license, application.received_on) if application.license else Extent()
    uses = [each for station in stations for each in station["frequencies"]]
    powers = [each["power_w"] for each in uses if each.get("power_w") is not None]
    return Extent(len(stations), len({each.get("tx_hz") for each in uses}), max(powers, default=None))


def extent_of_license(license: License, on: dt.date | None) -> Extent:
    """Return the extent of the assignments of a license in force on a day."""
    rows = FrequencyAssignment.objects.filter(license=license)
    if on is not None:
        rows = rows.active_on(on)
    rows = rows.order_by()
    return Extent(
        rows.values("station").distinct().count(),
        rows.values("tx_hz").distinct().count(),
        rows.aggregate(most=Max("power_w"))["most"],
    )


def suggested(offered: Iterable[Tariff], extent: Extent) -> dict[str, int | None]:
    """Return the codes that plainly apply, with their quantities (None: a person must count).

    Of a scale by power the class of the greatest power; a fee that stands alone; of alternatives none, because a
    person must choose.
    """
    rows = list(offered)
    classes = [row for row in rows if row.by_power]
    if classes and extent.most_watts is not None:
        fitting = [row for row in classes if row.covers(extent.most_watts)]
        return {row.code: quantity(row, extent) for row in fitting} if len(fitting) == 1 else {}
    if len(rows) == 1 and not classes:
        return {rows[0].code: quantity(rows[0], extent)}
    return {}


def quantity(row: Tariff, extent: Extent) -> int | None:
    """Return how many times a fee is charged by what it is charged per; None where a person must count."""
    if row.per in ("license", "certificate"):
        return 1
    if row.per.startswith("frequency"):
        return extent.frequencies or None
    return extent.stations or None if row.per.startswith("station") else None
