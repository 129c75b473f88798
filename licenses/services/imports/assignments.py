"""Takes frequency assignments of a chunk of rows: new ones, further emissions of known ones, repetitions."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from licenses.importers.items import Item, Outcome, Record, Row
from licenses.models import AssignmentEmission, FrequencyAssignment
from licenses.services.imports import bulk
from licenses.services.imports.keys import Keys, as_uuid, parts

Emissions = dict[str, int | None]


@dataclass(slots=True)
class Held:
    """An assignment after the rows seen so far. `fresh`: this import made it; `edited`: a person changed it."""

    key: Any
    fresh: bool
    edited: bool
    power_w: float | None
    bandwidth_hz: int | None
    emissions: Emissions


@dataclass
class Assignments:
    """Takes assignments. `merges`: the format spreads one assignment over rows, one per emission or operating mode."""

    keys: Keys
    merges: bool
    made: int = 0

    def take(self, rows: Iterable[Row]) -> None:
        """Store the rows' assignments and set each row's outcome."""
        mine = [row for row in rows if not row.refused and row.item and row.item.record is Record.ASSIGNMENT]
        self.keys.learn_parents(row.item for row in mine if row.item)
        placed = self._placed(mine)
        held = self._held(placed)
        new: list[dict[str, Any]] = []
        by_key: dict[Any, dict[str, Any]] = {}
        emissions: list[tuple[Any, str, int | None]] = []
        changes: dict[str, dict[Any, Any]] = {"power_w": {}, "bandwidth_hz": {}}
        for row, item, parents in placed:
            identity = (item.key, parents["license_id"])
            known, repeated = held.get(identity), self.keys.repeats(row)
            if known is None:
                pk = self.keys.new()
                values = {**item.values, **parents, "id": pk, "source_key": item.key, "created_at": self.keys.stamp}
                new.append(values)
                by_key[pk] = values
                held[identity] = Held(
                    pk, True, False, item.values["power_w"], item.values["bandwidth_hz"], dict(item.emissions)
                )
                emissions.extend((pk, *emission) for emission in item.emissions)
                row.outcome = Outcome.TAKEN
            else:
                emissions.extend((known.key, *emission) for emission in self._meet(row, item, known, repeated, changes))
        for column, changed in changes.items():
            for key in changed.keys() & by_key.keys():
                by_key[key][column] = changed.pop(key)
        bulk.insert(FrequencyAssignment, new)
        bulk.insert(
            AssignmentEmission,
            ({"assignment_id": key, "designator": text, "bandwidth_hz": hertz} for key, text, hertz in emissions),
        )
        for column, changed in changes.items():
            bulk.update(FrequencyAssignment, column, [(value, key) for key, value in changed.items()])
        self.made += len(new)

    def _placed(self, rows: Iterable[Row]) -> list[tuple[Row, Item, dict[str, Any]]]:
        """The rows whose license and stations are known, with their foreign keys; the others are refused."""
        found = []
        for row in rows:
            parents = self.keys.parents_of(row.item, row) if row.item else None
            if row.item is not None and parents is not None:
                found.append((row, row.item, parents))
        return found

    def _held(self, placed: list[tuple[Row, Item, dict[str, Any]]]) -> dict[tuple[str, Any], Held]:
        """The assignments that the register already holds under these keys, with their emissions."""
        found: dict[tuple[str, Any], Held] = {}
        by_pk: dict[Any, Held] = {}
        keys = {item.key for _row, item, _parents in placed}
        mine = FrequencyAssignment.objects.order_by()  # the license, compared below, belongs to the agency
        columns = ("license_id", "pk", "created_at", "version", "power_w", "bandwidth_hz", "source_key")
        by_hand = {identifier: key for key in keys if (identifier := as_uuid(key))}
        known = mine.filter(source_key__in=bulk.among(keys)).exclude(source_key="")
        typed = [mine.filter(pk__in=part, source_key="").values_list(*columns) for part in parts(by_hand)]
        for license_id, pk, created, version, power, bandwidth, key in chain(known.values_list(*columns), *typed):
            held = Held(pk.hex, created == self.keys.stamp, version > 1, power, bandwidth, {})
            found[key or by_hand[pk], license_id.hex] = by_pk[pk] = held
        for pks in parts(by_pk):
            emissions = AssignmentEmission.objects.filter(assignment_id__in=pks)
            for pk, text, hertz in emissions.values_list("assignment_id", "designator", "bandwidth_hz"):
                by_pk[pk].emissions[text] = hertz
        return found

    def _meet(
        self, row: Row, item: Item, held: Held, repeated: bool, changes: dict[str, dict[Any, Any]]
    ) -> list[tuple[str, int | None]]:
        """Deal with a row whose assignment is known already; return the emissions to add to it.

        An assignment that nobody edited since an import made it is completed by later rows, also those of a later
        import: so an import that was cut off and is run again ends with what it would have given in one go.
        """
        added = [emission for emission in item.emissions if emission[0] not in held.emissions]
        more = bool(added) or (item.values["power_w"] or 0) > (held.power_w or 0)
        if held.fresh and repeated:
            row.outcome = Outcome.DUPLICATE
            row.warn("row_repeated")
            return []
        if held.fresh and not self.merges:
            row.refuse("key_twice", "key")
            return []
        if not held.fresh and not (self.merges and more and not held.edited):
            row.outcome = Outcome.ALREADY
            if self.merges and more:
                row.warn("differs_from_register", "emission_designators", columns="emission_designators, eirp_dbm")
            return []
        row.outcome = Outcome.MERGED
        if added:
            row.warn("emission_merged", "emission_designators", value=" ".join(text for text, _hertz in added))
            held.emissions.update(added)
            widest = item.values["bandwidth_hz"]
            if widest and widest > (held.bandwidth_hz or 0):
                held.bandwidth_hz = changes["bandwidth_hz"][held.key] = widest
        elif held.fresh:
            row.warn("row_merged")
        self._keep_largest_power(row, item.values["power_w"], held, changes["power_w"])
        return added

    def _keep_largest_power(self, row: Row, power_w: float | None, held: Held, powers: dict[Any, Any]) -> None:
        """Where rows of one assignment state different powers, the largest is what the license allows."""
        if power_w is None or power_w == held.power_w:
            return
        before = held.power_w
        if before is None or power_w > before:
            held.power_w = powers[held.key] = power_w
        if before is not None:
            row.warn("power_differs", "eirp_dbm", value=f"{power_w:g}", other=f"{before:g}")
