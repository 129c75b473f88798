"""What the public register shows of each kind of holder: dated data, read in one place and asked by everybody."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import Case, F, FloatField, Q, TextField, Value, When

from common.clock import today
from licenses.enums import LicenseeKind

DATA = Path(__file__).resolve().parents[2] / "data" / "vn" / "publication.toml"


@dataclass(frozen=True)
class Publication:
    """What of a record of one kind of holder is public in a period; `basis_*` is empty where no law was compared."""

    holder: str
    since: dt.date
    until: dt.date | None
    name: bool
    address: bool
    position: bool
    basis_vi: str
    basis_en: str


def _read(row: dict[str, Any]) -> Publication:
    choices = {"name": ("shown", "held"), "address": ("shown", "unit"), "position": ("exact", "unit")}
    for field, (whole, part) in choices.items():
        if row[field] not in (whole, part):
            raise ValueError(f"publication.toml: {field} = {row[field]!r} is neither {whole} nor {part}")
    shown = {field: row[field] == whole for field, (whole, _part) in choices.items()}
    return Publication(
        row["holder"], row["from"], row.get("until"), basis_vi=row["basis_vi"], basis_en=row["basis_en"], **shown
    )


@cache
def rules() -> tuple[Publication, ...]:
    """Return all rows of the data file."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["rule"]
    return tuple(_read(row) for row in rows)


def publication(holder_kind: str, on: dt.date | None = None) -> Publication:
    """Return what the register publishes on a day (default today) of holders of a kind.

    Publishing is an act of today, so a page about the past asks with today's date. A kind without a row in force
    publishes nothing personal.
    """
    day = on or today()
    for rule in rules():
        if rule.holder == holder_kind and rule.since <= day and (rule.until is None or rule.until >= day):
            return rule
    return Publication(holder_kind, day, None, False, False, False, "", "")


def kinds_with(field: str) -> list[str]:
    """Return the kinds of holders of which `field` (name, address, position) is public today."""
    return [kind for kind in LicenseeKind.values if getattr(publication(kind), field)]


def public_name(holder: str) -> Case:
    """Return the expression of a holder's name, NULL where it is held back; `holder` is the path to the holder."""
    return Case(
        When(**{f"{holder}__kind__in": kinds_with("name")}, then=F(f"{holder}__name")),
        default=Value(None),
        output_field=TextField(),
    )


def public_text(field: str, holder: str, path: str) -> Case:
    """Return the expression of a text of a station or establishment, NULL where `field` is held back."""
    return Case(
        When(**{f"{holder}__kind__in": kinds_with(field)}, then=F(path)), default=Value(None), output_field=TextField()
    )


def public_coordinate(axis: str, station: str = "") -> Case:
    """Return the expression of a station's public latitude or longitude (`lat`, `lon`).

    Where the position is held back it is the middle of the commune, and NULL where that is not known.
    """
    return Case(
        When(**{f"{station}licensee__kind__in": kinds_with("position")}, then=F(f"{station}{axis}")),
        default=F(f"{station}unit__centre_{axis}"),
        output_field=FloatField(),
    )


def exact(holder: str) -> Q:
    """Return the condition that the exact position of a station is public; `holder` is the path to its licensee."""
    return Q(**{f"{holder}__kind__in": kinds_with("position")})
