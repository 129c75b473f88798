"""From an address of before July 2025 to the unit of today."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.conf import settings

from places.enums import UnitKind
from places.land import country
from places.models import AdminUnit, UnitSuccession
from places.names import COMMUNE_TYPES, DISTRICT_TYPES, PROVINCE_TYPES, UnitName, address_parts, split_name

_NOBODY_LEFT = "toàn bộ dân số"  # the source's words for a part that took over all the people


@dataclass(frozen=True)
class Candidate:
    """A unit of today in which the old address may lie.

    `whole` says that the old unit went there undivided, `current` that the address already named a unit of today;
    `exact` is false where district or spelling had to be guessed. `note` is the source's wording.
    """

    unit: AdminUnit
    whole: bool
    exact: bool
    current: bool = False
    old: AdminUnit | None = None
    note: str = ""


@dataclass(frozen=True)
class Conversion:
    """An address taken apart, and where it lies today; more than one candidate is for a person to choose from."""

    rest: str
    commune: str
    district: str
    province: str
    candidates: list[Candidate] = field(default_factory=list)

    @property
    def certain(self) -> Candidate | None:
        """The one answer, when there is exactly one and nothing was guessed."""
        only = self.candidates[0] if len(self.candidates) == 1 else None
        return only if only and only.exact and only.whole else None

    def written(self, candidate: Candidate) -> str:
        """Return the address as it is written today."""
        return ", ".join(part for part in (self.rest, candidate.unit.full_name) if part)


def find_today_unit(*, commune: str, district: str = "", province: str = "") -> list[Candidate]:
    """Return where a commune of an old address lies today, surest first; empty when no such unit is known.

    Names may come with or without type (`Phường`, `P.`, `TX`), with or without diacritics. Without a district the
    address may also be one of today's, so units of today are offered too. A misspelt commune is looked for by
    likeness, but only within its province.
    """
    name, above, top = split_name(commune), split_name(district), split_name(province)
    if not name.bare:
        return []
    old_units, exact = _old_units(name, above, top)
    found = _successors(old_units, exact)
    if not district:
        found = _today(name, top) + found
    return _surest_first(found)


def convert_address(text: str) -> Conversion:
    """Take a free-text address apart and find its unit of today."""
    parts = address_parts(text)
    province = _take_province(parts)
    district = _take_district(parts, province)
    commune, rest = _take_commune(parts)
    if not commune and district:
        commune, district = district, ""
    candidates = find_today_unit(commune=commune, district=district, province=province)
    return Conversion(rest, commune, district, province, candidates)


def _old_units(name: UnitName, district: UnitName, province: UnitName) -> tuple[list[AdminUnit], bool]:
    """Return the old communes meant, and whether every given part of the address fits them."""
    old = AdminUnit.objects.filter(kind=UnitKind.COMMUNE, valid_until__isnull=False)
    known = list(old.filter(bare_name_folded=name.bare).select_related("parent__parent"))
    in_province = [unit for unit in known if _fits(_second_parent(unit), province, alias=True)]
    in_district = [unit for unit in in_province if _fits(unit.parent, district)]
    if typed := [unit for unit in in_district if _same_type(unit, name)]:
        return typed, True
    if in_district:
        return in_district, False
    if in_province and (province.bare or district.bare):
        return in_province, False
    if known and not province.bare:
        return [], False
    return _alike(name, district, province), False


def _alike(name: UnitName, district: UnitName, province: UnitName) -> list[AdminUnit]:
    """Return old communes of the province (and district) spelt nearly so; nothing without a province."""
    if not province.bare or len(name.bare) < 4:
        return []
    near = AdminUnit.objects.filter(
        kind=UnitKind.COMMUNE, valid_until__isnull=False, parent__parent__bare_name_folded=_province_name(province)
    )
    units = [unit for unit in near.select_related("parent__parent") if _fits(unit.parent, district)]
    names = difflib.get_close_matches(name.bare, {unit.bare_name_folded for unit in units}, n=3, cutoff=0.8)
    return [unit for unit in units if unit.bare_name_folded in names]


def _today(name: UnitName, province: UnitName) -> list[Candidate]:
    units = AdminUnit.objects.filter(
        kind=UnitKind.COMMUNE, valid_until__isnull=True, bare_name_folded=name.bare
    ).select_related("parent")
    return [
        Candidate(unit, whole=True, exact=True, current=True)
        for unit in units
        if _same_type(unit, name) and _fits(unit.parent, province, alias=True)
    ]


def _successors(old_units: list[AdminUnit], exact: bool) -> list[Candidate]:
    by_key = {unit.pk: unit for unit in old_units}
    rows = UnitSuccession.objects.filter(old__in=list(by_key)).select_related("unit__parent")
    return [
        Candidate(unit=row.unit, whole=row.whole, exact=exact, old=by_key[row.old_id], note=row.note) for row in rows
    ]


def _surest_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return each unit once; fitting before guessed, whole before parts, the part with all the people first."""
    ordered = sorted(
        candidates,
        key=lambda item: (
            not item.exact,
            not item.whole,
            _NOBODY_LEFT not in item.note,
            item.current,
            item.unit.code,
        ),
    )
    surest: dict[object, Candidate] = {}
    for item in ordered:
        surest.setdefault(item.unit.pk, item)
    return list(surest.values())


def _second_parent(unit: AdminUnit) -> AdminUnit | None:
    return unit.parent.parent if unit.parent else None


def _same_type(unit: AdminUnit, name: UnitName) -> bool:
    return not name.type or unit.name_folded.startswith(f"{name.type} ")


def _fits(unit: AdminUnit | None, name: UnitName, *, alias: bool = False) -> bool:
    """Whether a unit above is the one named; a part that was not given fits every unit."""
    if not name.bare:
        return True
    return unit is not None and unit.bare_name_folded == (_province_name(name) if alias else name.bare)


def _province_name(name: UnitName) -> str:
    """Return a province's bare folded name, whatever people call it."""
    plain = name.bare.replace(".", "").strip()
    aliases: dict[str, str] = country(settings.ADMINISTRATION)["province_aliases"]
    return split_name(aliases.get(plain, plain)).bare


def _take_province(parts: list[str]) -> str:
    """Remove and return the province, of today or of before, with which the address ends."""
    if not parts:
        return ""
    name = split_name(parts[-1])
    if name.type and name.type not in PROVINCE_TYPES | DISTRICT_TYPES | COMMUNE_TYPES:
        return ""
    known = set(AdminUnit.objects.filter(kind=UnitKind.PROVINCE).values_list("bare_name_folded", flat=True))
    if len(parts) > 1 and name.type in {"", *PROVINCE_TYPES} and _province_name(name) in known:
        return parts.pop()
    words = parts[-1].split()
    for count in range(min(5, len(words) - 1), 1, -1):  # nobody put a comma before it: TP Nha Trang Khánh Hòa
        tail = " ".join(words[-count:])
        if split_name(tail).bare in known and len(words) - count > 1:
            parts[-1] = " ".join(words[:-count])
            return tail
    return ""


def _take_district(parts: list[str], province: str) -> str:
    """Remove and return the last part when it names a district, by its type or by its name in that province."""
    if not parts:
        return ""
    name = split_name(parts[-1])
    if name.type and name.type not in DISTRICT_TYPES:
        return ""
    districts = AdminUnit.objects.filter(kind=UnitKind.DISTRICT, bare_name_folded=name.bare)
    if province:
        districts = districts.filter(parent__bare_name_folded=_province_name(split_name(province)))
    if name.type or (len(parts) > 1 and districts.exists()):
        return parts.pop()
    return ""


def _take_commune(parts: list[str]) -> tuple[str, str]:
    """Return the commune and what stands before it: a part with a commune's type, else the last part."""
    for place in range(len(parts) - 1, -1, -1):
        if split_name(parts[place]).type in COMMUNE_TYPES:
            return parts[place], ", ".join(parts[:place])
    return (parts[-1], ", ".join(parts[:-1])) if parts else ("", "")
