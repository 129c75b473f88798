"""What operations name of their visit: items of its checklists, its stations and their assignments."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.errors import Conflict, NotFound
from inspections.models import Visit
from licenses.models import FrequencyAssignment, Station
from rulebook.models import ChecklistItem


class Named:
    """Reads what is named, each kind with one query for all the operations of a run."""

    def __init__(self, visit: Visit, payloads: Iterable[Mapping[str, Any]] = ()) -> None:
        self.visit = visit
        self.keys = keys_in(payloads)
        self._known: dict[str, dict[uuid.UUID, Any]] = defaultdict(dict)

    def item(self, key: uuid.UUID) -> ChecklistItem:
        """Return an item of the visit's checklists."""
        found: ChecklistItem | None = self._read("item", key, self._items)
        if found is None:
            raise Conflict(_("The checklists of this visit have no such item."), code="other_checklist")
        return found

    def station(self, key: uuid.UUID | None) -> Station | None:
        """Return a station of the visit."""
        found: Station | None = self._there("station", key, self._stations)
        return found

    def assignment(self, key: uuid.UUID | None) -> FrequencyAssignment | None:
        """Return an assignment of a station of the visit."""
        found: FrequencyAssignment | None = self._there("assignment", key, self._assignments)
        return found

    def _items(self) -> Any:
        # What recording a line asks of its item; the texts of the question are not among it.
        rows = ChecklistItem.objects.only("code", "checklist_id", "kinds", "shown_when", "violations")
        return rows.filter(checklist__in=self.visit.checklists.all())

    def _stations(self) -> Any:
        return Station.objects.filter(visit_rows__visit=self.visit)

    def _assignments(self) -> Any:
        rows = FrequencyAssignment.objects.filter(station__visit_rows__visit=self.visit)
        return rows.select_related("station", "license")

    def _there(self, name: str, key: uuid.UUID | None, rows: Callable[[], Any]) -> Any:
        if key is None:
            return None
        if (found := self._read(name, key, rows)) is None:
            raise unknown()
        return found

    def _read(self, name: str, key: uuid.UUID, rows: Callable[[], Any]) -> Any:
        known = self._known[name]
        if key not in known:
            asked = (self.keys[name] | {key}) - known.keys()
            known |= dict.fromkeys(asked) | {row.pk: row for row in rows().filter(pk__in=asked)}
        return known[key]


def keys_in(payloads: Iterable[Mapping[str, Any]]) -> dict[str, set[uuid.UUID]]:
    """Return the keys that payloads hold, by the name of the value; what is no key is left to its reader."""
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    for payload in payloads:
        for name in ("id", "item", "station", "assignment"):
            if isinstance(value := payload.get(name), str) and len(value) == 36:
                try:
                    found[name].add(uuid.UUID(value))
                except ValueError:
                    continue
    return found


def unknown() -> NotFound:
    """Return the refusal of what is not of the visit."""
    return NotFound(_("What this refers to is not in the visit."), code="unknown_line")
