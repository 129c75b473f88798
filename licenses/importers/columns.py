"""The columns of our own CSV format, read by the import and by the export; docs/import-format.md describes them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from licenses.enums import (
    EstablishmentKind,
    EstablishmentStatus,
    LicenseeKind,
    LicenseKind,
    LicenseStatus,
    Polarisation,
    PositionOrigin,
    PowerReference,
)
from licenses.importers import cells
from licenses.importers.items import CellError, Record
from licenses.kinds.identifiers import SCHEMES
from radio.units import hz_to_mhz

GAMES_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one kind of record: the model field it fills, how its cell is read and how a value is written.

    `empty` is the value of an empty cell. `parent` marks a key of another record. Texts are cleaned and measured.
    `form` and `allowed` say for people what a cell may hold (licenses/importers/manual.py puts them in words).
    """

    name: str
    field: str
    read: Callable[[str], Any] | None = None
    write: Callable[[Any], str] = str
    required: bool = False
    most: int = 0
    empty: Any = None
    parent: Record | None = None
    form: str = "text"
    allowed: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the cell is free text, which spreadsheets might run as a formula."""
        return self.read is None and self.parent is None


def text(name: str, most: int, *, field: str = "", required: bool = False) -> Column:
    return Column(name, field or name, most=most, required=required, empty="")


def paragraph(name: str, most: int) -> Column:
    """Text in which line ends matter."""
    return Column(name, name, most=most, empty="")


def number(name: str, least: float, most: float) -> Column:
    between = f"{_plain(least)} – {_plain(most)}"
    return Column(
        name, name, read=lambda cell: cells.number(cell, least, most), write=_plain, form="number", allowed=between
    )


def whole(name: str, least: int, most: int) -> Column:
    between = f"{least} – {most}"
    return Column(name, name, read=lambda cell: cells.whole(cell, least, most), form="whole", allowed=between)


def date(name: str, *, field: str = "", required: bool = False) -> Column:
    return Column(name, field or name, read=cells.day, write=dt.date.isoformat, required=required, form="date")


def choice(name: str, known: Any, *, required: bool = False, empty: Any = "") -> Column:
    values = frozenset(known.values)

    def read(cell: str) -> str:
        if cell.lower() in values:
            return cell.lower()
        if cell.upper() in values:
            return cell.upper()
        raise CellError("not_choice", value=cell, choices=", ".join(known.values))

    return Column(name, name, read=read, required=required, empty=empty, form="choice", allowed=", ".join(known.values))


def key_of(name: str, record: Record, *, field: str, required: bool = False) -> Column:
    return Column(name, field, parent=record, required=required, most=120, form="key", allowed=record.value)


def _plain(value: float) -> str:
    """Digits without exponent or a needless “.0”, exactly the number that was read."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else _unscientific(repr(value))


def _unscientific(shown: str) -> str:
    return format(Decimal(shown), "f") if "e" in shown else shown


def _mhz(hertz: int) -> str:
    return format(hz_to_mhz(hertz), "f")


def _khz(hertz: int) -> str:
    return format(hz_to_mhz(hertz * 1_000), "f")


def _games(cell: str) -> list[str]:
    return [game for game in (cells.name(part) for part in cell.split(GAMES_SEPARATOR)) if game]


UNIT = Column("unit", "unit_id", most=120, form="unit")
EMISSIONS = Column("emissions", "emissions", form="emissions")
POSITION = (number("lat", -180, 180), number("lon", -180, 180))
VALID = (date("valid_from"), date("valid_until"))

COLUMNS: dict[Record, tuple[Column, ...]] = {
    Record.LICENSEE: (
        text("name", 250, required=True),
        choice("kind", LicenseeKind, required=True),
        Column("identifier_scheme", "identifier_scheme", most=30, empty="", form="choice", allowed=", ".join(SCHEMES)),
        text("identifier", 40),
        text("representative", 150),
        text("representative_title", 100),
        text("phone", 40),
        text("email", 254),
        text("address", 300),
        UNIT,
    ),
    Record.ESTABLISHMENT: (
        key_of("licensee_key", Record.LICENSEE, field="licensee", required=True),
        text("name", 250, required=True),
        choice("kind", EstablishmentKind, required=True),
        choice("status", EstablishmentStatus, empty=EstablishmentStatus.DECLARED.value),
        Column(
            "offers_games", "offers_games", read=cells.boolean, write=lambda yes: str(int(yes)), empty=False, form="yes"
        ),
        text("address", 300),
        UNIT,
        *POSITION,
        whole("precision_m", 0, 100_000),
        choice("position_origin", PositionOrigin),
        Column("opening_time", "opening_time", read=cells.clock, write=lambda at: at.strftime("%H:%M"), form="time"),
        Column("closing_time", "closing_time", read=cells.clock, write=lambda at: at.strftime("%H:%M"), form="time"),
        whole("computers", 0, 100_000),
        number("room_area_m2", 0, 1_000_000),
        text("isp_name", 200),
        text("isp_contract_number", 80),
        date("isp_contract_until"),
        text("isp_line", 120),
        text("business_registration", 80),
        Column("games", "games", read=_games, write=f" {GAMES_SEPARATOR} ".join, empty=(), form="list"),
        whole("road_distance_m", 0, 1_000_000),
        date("valid_from", required=True),
        date("valid_until"),
    ),
    Record.STATION: (
        key_of("licensee_key", Record.LICENSEE, field="licensee", required=True),
        text("name", 250),
        text("call_sign", 40),
        text("station_class", 10),
        text("site_name", 250),
        text("address", 300),
        UNIT,
        *POSITION,
        number("ground_elevation_m", -500, 9_000),
        text("antenna_model", 120),
        number("antenna_gain_dbi", -50, 100),
        number("antenna_azimuth_deg", 0, 360),
        number("antenna_tilt_deg", -90, 90),
        number("antenna_height_m", 0, 10_000),
        choice("polarisation", Polarisation),
        number("feeder_loss_db", 0, 100),
        text("equipment_make", 120),
        text("equipment_model", 120),
        text("equipment_serial", 120),
        text("conformity_mark", 80),
        whole("mobiles_count", 0, 1_000_000),
        number("service_radius_km", 0, 20_000),
        date("valid_from", required=True),
        date("valid_until"),
    ),
    Record.LICENSE: (
        text("number", 80, required=True),
        choice("kind", LicenseKind, required=True),
        key_of("licensee_key", Record.LICENSEE, field="holder", required=True),
        key_of("establishment_key", Record.ESTABLISHMENT, field="establishment"),
        text("granting_authority", 200),
        UNIT,
        *VALID,
        date("ended_on"),
        choice("status", LicenseStatus, empty=LicenseStatus.PENDING.value),
        paragraph("conditions", 10_000),
        key_of("supersedes_key", Record.LICENSE, field="supersedes"),
        text("source", 120),
    ),
    Record.ASSIGNMENT: (
        key_of("license_key", Record.LICENSE, field="license", required=True),
        key_of("station_key", Record.STATION, field="station", required=True),
        Column("tx_mhz", "tx_hz", read=cells.hertz, write=_mhz, required=True, form="mhz"),
        Column("tx_upper_mhz", "tx_upper_hz", read=cells.hertz, write=_mhz, form="mhz"),
        Column("rx_mhz", "rx_hz", read=cells.hertz, write=_mhz, form="mhz"),
        Column("bandwidth_khz", "bandwidth_hz", read=cells.kilohertz, write=_khz, form="khz"),
        EMISSIONS,
        number("power_w", 0, 1e9),
        choice("power_reference", PowerReference),
        number("tolerance_ppm", 0, 1e6),
        key_of("rx_station_key", Record.STATION, field="rx_station"),
        number("path_length_km", 0, 20_000),
        date("valid_from", field="in_force_from"),
        date("valid_until", field="in_force_until"),
    ),
}


def _header() -> tuple[str, ...]:
    names = [column.name for record in Record for column in COLUMNS[record]]
    return ("record", "key", *dict.fromkeys(names))


HEADER = _header()
"""Every column, in the order in which exports write them."""
