"""Which records of a file the register knows, asked for whole sets of keys at a time."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Agency
from common.ids import uuid7_hexes
from licenses.importers.items import Item, Record, Row
from licenses.models import Establishment, License, Licensee, Station
from licenses.services.imports.bulk import among

MODELS: dict[Record, Any] = {
    Record.LICENSEE: Licensee,
    Record.ESTABLISHMENT: Establishment,
    Record.STATION: Station,
    Record.LICENSE: License,
}
MOST_KNOWN = 200_000  # keys remembered per kind of record; beyond that the database is asked again
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Known:
    """A record the import knows: its primary key in 32 hex digits, and whether this very import made it."""

    key: str
    fresh: bool


@dataclass
class Keys:
    """Keys of the file against keys of the register. `stamp` is the created_at of all records this import makes."""

    agency: Agency
    stamp: dt.datetime
    known: dict[Record, dict[str, Known]] = field(default_factory=lambda: defaultdict(dict))
    refused: set[tuple[Record, str]] = field(default_factory=set)
    rows_taken: set[int] = field(default_factory=set)
    rows_of_chunk: set[int] = field(default_factory=set)
    unused: list[str] = field(default_factory=list)

    def new(self) -> str:
        """Return a new primary key in stored form, above those before it."""
        if not self.unused:
            self.unused = uuid7_hexes(BATCH)[::-1]
        return self.unused.pop()

    def learn(self, record: Record, keys: Iterable[str]) -> dict[str, Known]:
        """Ask the database for the keys not known yet, and return all that are known.

        Records entered by hand have no key of a file; exports name them by their primary key, which is found too.
        """
        known = self.known[record]
        if len(known) > MOST_KNOWN:
            known.clear()
        merged = ("merged_into_id",) if record is Record.LICENSEE else ()
        rows = MODELS[record]._base_manager.filter(agency=self.agency)
        asked = {key for key in keys if key not in known}
        if asked:
            found = rows.filter(source_key__in=among(asked)).exclude(source_key="")
            for key, pk, created, *into in found.values_list("source_key", "pk", "created_at", *merged):
                known[key] = Known(((into and into[0]) or pk).hex, created == self.stamp)
        by_hand = {identifier: key for key in asked if key not in known and (identifier := as_uuid(key))}
        for part in parts(by_hand):
            for pk, *into in rows.filter(pk__in=part, source_key="").values_list("pk", *merged):
                known[by_hand[pk]] = Known(((into and into[0]) or pk).hex, False)
        return known

    def learn_parents(self, items: Iterable[Item]) -> None:
        """Ask the database for all parents of these items that are not known yet."""
        wanted: dict[Record, set[str]] = defaultdict(set)
        for item in items:
            for record, key in item.parents.values():
                wanted[record].add(key)
        for record, keys in wanted.items():
            self.learn(record, keys)

    def parents_of(self, item: Item, row: Row | None) -> dict[str, Any] | None:
        """Return the foreign keys of an item by attribute name; None, with the row refused, when one is missing.

        A license may name the one it replaces before that one comes: such a key is left out here and linked at the end.
        """
        found = {}
        for name, (record, key) in item.parents.items():
            known = self.known[record].get(key)
            if known is not None:
                found[f"{name}_id"] = known.key
            elif name != "supersedes":
                self.refuse_parent(item, row, name, record, key)
                return None
        return found

    def refuse_parent(self, item: Item, row: Row | None, name: str, record: Record, key: str) -> None:
        """Refuse a record whose parent is not there, and remember it for its own children."""
        self.refused.add((item.record, item.key))
        if row is not None:
            code = "parent_refused" if (record, key) in self.refused else "parent_missing"
            row.refuse(code, f"{name}_key", record=record.value, key=key)

    def repeats(self, row: Row) -> bool:
        """Whether exactly this row came before in this import; the row counts as having come from now on."""
        mark = hash(tuple(row.cells))
        seen = mark in self.rows_taken or mark in self.rows_of_chunk
        self.rows_of_chunk.add(mark)
        return seen

    def commit(self, rows: Iterable[Row]) -> None:
        """Note that a chunk is stored, and which of its records were refused."""
        self.rows_taken |= self.rows_of_chunk
        self.rows_of_chunk.clear()
        self.note_refused(rows)

    def note_refused(self, rows: Iterable[Row]) -> None:
        """Remember which records were refused, so that their children say so."""
        self.refused.update((row.item.record, row.item.key) for row in rows if row.refused and row.item)

    def forget(self) -> None:
        """Drop what was learnt, after a chunk was rolled back; the database knows it all."""
        self.known.clear()
        self.rows_of_chunk.clear()


def parts(keys: Iterable[Any]) -> Iterator[list[Any]]:
    """Cut a set of keys into lists that fit into one question."""
    listed = list(keys)
    return (listed[start : start + BATCH] for start in range(0, len(listed), BATCH))


def as_uuid(key: str) -> uuid.UUID | None:
    """Return the UUID a key spells; None for any other key."""
    try:
        return uuid.UUID(key) if len(key) == 36 else None
    except ValueError:
        return None
