"""Finds administrative units by code or name for an import, with one query for all of them."""

import datetime as dt
from collections import defaultdict
from functools import lru_cache
from typing import Any

from common.text import fold
from licenses.importers.items import CellError
from places.models import AdminUnit, UnitSuccession
from places.querysets import in_force

MOST_CANDIDATES = 8


class Units:
    """The units of one day, and where those of before went."""

    def __init__(self, on: dt.date) -> None:
        current = AdminUnit.objects.filter(in_force(on)).select_related("parent")
        self.names: dict[Any, str] = {}
        self.by_code: dict[str, Any] = {}
        self.by_name: dict[str, list[Any]] = defaultdict(list)
        for unit in current:
            self.names[unit.pk] = f"{unit.code} {unit.full_name}"
            self.by_code[unit.code] = unit.pk
            self.by_name[fold(unit.full_name)].append(unit.pk)
            self.by_name[fold(unit.name)].append(unit.pk)
        self.find = lru_cache(20_000)(self._find)

    def _find(self, cell: str) -> tuple[Any, str]:
        """Return (stored key, today's name when it was converted, else ""); CellError when it is not one unit.

        A unit that went whole into one of today's is converted, as the law did; a divided one is for the person.
        """
        code = cell.split(" ")[0] if cell[:1].isdigit() else ""
        if code in self.by_code:
            return self.by_code[code].hex, ""
        named = self.by_name.get(fold(cell), [])
        if len(set(named)) == 1:
            return named[0].hex, ""
        if named:
            raise CellError("unit_divided", value=cell, candidates=self._listed(named))
        return self._successor(cell, code)

    def _successor(self, cell: str, code: str) -> tuple[Any, str]:
        rows = UnitSuccession.objects.all()
        if code:
            found = list(rows.filter(old_code=code))
        else:
            first, *above = [fold(part) for part in cell.split(",")]
            found = [
                row
                for row in rows.filter(old__name_folded=first)
                if all(part in (fold(row.old_district), fold(row.old_province)) for part in above)
            ]
        heirs = {row.unit_id for row in found if row.unit_id in self.names}
        if not heirs:
            raise CellError("unit_unknown", value=cell)
        if len(heirs) > 1 or not all(row.whole for row in found):
            raise CellError("unit_divided", value=cell, candidates=self._listed(heirs))
        heir = heirs.pop()
        return heir.hex, self.names[heir]

    def _listed(self, keys: Any) -> str:
        names = sorted(self.names[key] for key in set(keys))
        return "; ".join(names[:MOST_CANDIDATES]) + ("; …" if len(names) > MOST_CANDIDATES else "")
