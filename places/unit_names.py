"""Which unit of today a typed name means, for forms and imports: thousands of names without thousands of queries."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.clock import today
from common.errors import Invalid
from common.text import fold
from places.conversion import Conversion, convert_address
from places.enums import UnitKind
from places.models import AdminUnit
from places.names import split_name


@dataclass(frozen=True)
class FoundUnit:
    """A unit of today; `note` says that the name given was an old one."""

    unit: AdminUnit
    note: str = ""


class UnitFinder:
    """Communes of today by code, name, and by their names of before July 2025; one query for all of today's."""

    def __init__(self) -> None:
        units = AdminUnit.objects.in_force(today()).filter(kind=UnitKind.COMMUNE).select_related("parent")
        self._by_code: dict[str, AdminUnit] = {}
        self._by_name: dict[str, list[AdminUnit]] = defaultdict(list)
        for unit in units:
            self._by_code[unit.code] = unit
            self._by_name[unit.bare_name_folded].append(unit)
        self._converted: dict[str, Conversion] = {}

    def find(self, given: str, *, province: str = "") -> FoundUnit:
        """Return the unit that a code, a name or an address of a unit means today.

        Raises Invalid saying what to do: unknown, several of that name, or an old unit that was divided.
        """
        if given in self._by_code:
            return FoundUnit(self._by_code[given])
        parts = [part.strip() for part in given.split(",") if part.strip()]
        name, top = split_name(parts[0]), split_name(parts[-1] if len(parts) == 2 else province).bare
        fitting = [
            unit
            for unit in (self._by_name.get(name.bare, []) if len(parts) <= 2 else [])
            if (not name.type or fold(unit.name).startswith(f"{name.type} "))
            and (not top or (unit.parent is not None and unit.parent.bare_name_folded == top))
        ]
        if len(fitting) == 1:
            return FoundUnit(fitting[0])
        if fitting:
            raise Invalid(
                _("Several units are called “%(given)s”: %(units)s. Give the code or add the province.")
                % {"given": given, "units": ", ".join(f"{unit.full_name} ({unit.code})" for unit in fitting[:5])}
            )
        return self._old(f"{given}, {province}" if province and len(parts) < 2 else given)

    def _old(self, given: str) -> FoundUnit:
        if given not in self._converted:
            self._converted[given] = convert_address(given)
        conversion = self._converted[given]
        if certain := conversion.certain:
            note = _("“%(given)s” no longer exists; today it is %(unit)s (%(code)s).") % {
                "given": given,
                "unit": certain.unit.name,
                "code": certain.unit.code,
            }
            return FoundUnit(certain.unit, note)
        if not conversion.candidates:
            raise Invalid(_("No unit is called “%(given)s”, neither today nor before July 2025.") % {"given": given})
        names = ", ".join(f"{item.unit.full_name} ({item.unit.code})" for item in conversion.candidates[:5])
        raise Invalid(
            _("“%(given)s” no longer exists or was divided. Give the code of one of: %(units)s")
            % {"given": given, "units": names}
        )
