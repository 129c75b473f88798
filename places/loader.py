"""Administrative units from their files into the tables: in bulk, and twice changes nothing."""

import csv
import datetime as dt
import functools
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts import journal
from accounts.enums import JobStatus
from accounts.models import BackgroundJob
from common.clock import now
from common.errors import Invalid
from common.text import fold as fold_text
from places.enums import UnitKind
from places.land import country
from places.models import AdminUnit, UnitSuccession
from places.names import TYPES, name_and_code, official_name, split_name

BATCH = 2_000
fold = functools.lru_cache(16_384)(fold_text)  # a province is named ten thousand times
_UNOFFICIAL = ("centre_lat", "centre_lon", "area_km2")  # approximate, so a better file may correct them

Key = tuple[str, str, str, dt.date | None, str]


@dataclass
class Loaded:
    """What a run of the loader did."""

    units_added: int = 0
    units_corrected: int = 0
    successions_added: int = 0
    units: int = 0
    successions: int = 0


@dataclass
class _Units:
    """The units wanted, by key; parents come before children because rows are added in that order."""

    new_from: dt.date
    old_until: dt.date
    known: dict[Key, AdminUnit]
    added: list[AdminUnit] = field(default_factory=list)
    corrected: list[AdminUnit] = field(default_factory=list)

    def today(self, row: dict[str, str], kind: UnitKind, parent: AdminUnit | None = None) -> AdminUnit:
        """Return the unit of today of a file's row, made when missing, its unofficial columns corrected."""
        wanted = {column: float(row[column]) for column in _UNOFFICIAL if row.get(column)}
        unit = self._unit(row["code"], official_name(row["name"]), kind, parent, self.new_from)
        unit.division_type = unit.division_type or row["division_type"]
        if any(getattr(unit, column) != value for column, value in wanted.items()):
            for column, value in wanted.items():
                setattr(unit, column, value)
            if not unit._state.adding:
                self.corrected.append(unit)
        return unit

    def old(self, code: str, name: str, kind: UnitKind, parent: AdminUnit | None = None) -> AdminUnit:
        """Return the unit of before the reform, made when missing."""
        return self._unit(code, name, kind, parent, None)

    def _unit(self, code: str, name: str, kind: UnitKind, parent: AdminUnit | None, start: dt.date | None) -> AdminUnit:
        # of today's units the code alone is the key, so that a changed name in a file is noticed, not doubled
        key = (
            kind.value,
            code,
            fold(name) if start is None else "",
            start,
            parent.code if parent and not start else "",
        )
        unit = self.known.get(key)
        if unit is None:
            parts = split_name(name)
            unit = AdminUnit(
                code=code,
                name=name,
                name_folded=fold(name),
                bare_name_folded=parts.bare,
                kind=kind,
                division_type=TYPES.get(parts.type, "").lower() if start is None else "",
                parent=parent,
                valid_from=start,
                valid_until=None if start else self.old_until,
            )
            self.known[key] = unit
            self.added.append(unit)
        elif start and unit.name != name:
            raise Invalid(
                f"unit {code} is published as {unit.name!r} and may not become {name!r}: end it, add a new row"
            )
        return unit


def _key(kind: str, code: str, name: str, parent: AdminUnit | None, start: dt.date | None) -> Key:
    """Return by what a row of a file is recognised among the rows already loaded."""
    if start:
        return kind, code, "", start, ""
    return kind, code, fold(name), None, parent.code if parent else ""


@transaction.atomic
def load(administration: str, folder: Path | None = None, *, by: Any = None) -> Loaded:
    """Load provinces.csv, communes.csv and old_to_new_*.csv of an administration; a wrong file is refused whole.

    A load that changes something is one journal entry with the hash of the files. Raises Invalid naming file and row.
    """
    folder = folder or Path(__file__).parent / "data" / administration
    reform = country(administration)["reform"]
    known = {
        _key(unit.kind, unit.code, unit.name, unit.parent, unit.valid_from): unit
        for unit in AdminUnit.objects.select_related("parent")
    }
    units = _Units(reform["new_from"], reform["old_until"], known)
    today = _load_today(folder, units)
    wanted = _load_old(folder, units, today)
    AdminUnit.objects.bulk_create(units.added, batch_size=BATCH)
    AdminUnit.objects.bulk_update(units.corrected, _UNOFFICIAL, batch_size=BATCH)
    present = set(UnitSuccession.objects.values_list("old_id", "unit_id"))
    missing = [row for row in wanted if (row.old_id, row.unit_id) not in present]
    UnitSuccession.objects.bulk_create(missing, batch_size=BATCH)
    done = Loaded(len(units.added), len(units.corrected), len(missing), len(units.known), len(wanted))
    if done.units_added or done.units_corrected or done.successions_added:
        _journal(done, administration, folder, by)
    return done


def _journal(done: Loaded, administration: str, folder: Path, by: Any) -> None:
    """Leave a finished job, which is what the entry speaks of, as an import of the register does."""
    result = {**asdict(done), "files_sha256": files_hash(folder)}
    at = now()
    made = BackgroundJob.objects.create(
        kind="places_load",
        state=JobStatus.DONE,
        requested_by=by if getattr(by, "pk", None) else None,
        input_name=administration,
        result=result,
        started_at=at,
        finished_at=at,
    )
    journal.record(by, "places.loaded", made, after=result)


def files_hash(folder: Path) -> str:
    """Return one sha256 over the names and contents of the files of units."""
    whole = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


def _load_today(folder: Path, units: _Units) -> dict[str, AdminUnit]:
    provinces = {row["code"]: units.today(row, UnitKind.PROVINCE) for _line, row in _rows(folder / "provinces.csv")}
    communes: dict[str, AdminUnit] = {}
    for line, row in _rows(folder / "communes.csv"):
        parent = provinces.get(row["province_code"])
        if parent is None or row["code"] in communes:
            raise Invalid(f"communes.csv, row {line}: unknown province or code given twice ({row['code']})")
        communes[row["code"]] = units.today(row, UnitKind.COMMUNE, parent)
    return communes


def _load_old(folder: Path, units: _Units, today: dict[str, AdminUnit]) -> list[UnitSuccession]:
    """Add the old provinces, districts and communes; return one succession per old and new commune."""
    found: dict[tuple[object, object], UnitSuccession] = {}
    targets: dict[object, int] = defaultdict(int)
    for path in sorted(folder.glob("old_to_new_*.csv")):
        for line, row in _rows(path):
            unit = today.get(row["new_commune_code"])
            if unit is None:
                raise Invalid(f"{path.name}, row {line}: unknown unit {row['new_commune_code']}")
            succession = _succession(units, unit, row)
            if found.setdefault((succession.old_id, unit.pk), succession) is succession:
                targets[succession.old_id] += 1
    for succession in found.values():
        succession.whole = succession.whole and targets[succession.old_id] == 1
    return list(found.values())


def _succession(units: _Units, unit: AdminUnit, row: dict[str, str]) -> UnitSuccession:
    province_name, province_code = name_and_code(row["old_province"])
    district_name, district_code = name_and_code(row["old_district"])
    province = units.old(province_code, province_name, UnitKind.PROVINCE)
    district = units.old(district_code, district_name, UnitKind.DISTRICT, province)
    name = official_name(row["old_commune"])
    note = " ".join(row["note"].split())
    return UnitSuccession(
        old=units.old(row["old_commune_code"], name, UnitKind.COMMUNE, district),
        unit=unit,
        old_code=row["old_commune_code"],
        old_name=name,
        old_district=district_name,
        old_province=province_name,
        whole="mot phan" not in fold(note) and "con lai" not in fold(note),
        note=note,
    )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a CSV file in UTF-8."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from enumerate(csv.DictReader(file, strict=True), start=2)
