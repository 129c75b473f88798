"""Takes holders, establishments, stations and licenses of a chunk of rows into the register."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from accounts import steps
from common.text import fold
from licenses.importers.items import Item, Outcome, Problem, Record, Row
from licenses.kinds import search_words
from licenses.models import License, Licensee
from licenses.services.imports import bulk
from licenses.services.imports.keys import MODELS, Keys, Known

New = dict[str, tuple[Item, Row | None]]


def _licensee_words(values: dict[str, Any]) -> dict[str, str]:
    words = search_words.licensee(
        name=values["name"], identifier_scheme=values["identifier_scheme"], identifier=values["identifier"]
    )
    return {"name_folded": fold(values["name"]), "search_text": words}


def _establishment_words(values: dict[str, Any]) -> dict[str, str]:
    words = search_words.establishment(
        name=values["name"], address=values["address"], business_registration=values["business_registration"]
    )
    return {"name_folded": fold(values["name"]), "search_text": words}


def _station_words(values: dict[str, Any]) -> dict[str, str]:
    words = search_words.station(
        name=values["name"], call_sign=values["call_sign"], site_name=values["site_name"], address=values["address"]
    )
    return {"search_text": words}


def _license_words(values: dict[str, Any]) -> dict[str, str]:
    return {"search_text": search_words.license(number=values["number"])}


WORDS: dict[Record, Callable[[dict[str, Any]], dict[str, str]]] = {
    Record.LICENSEE: _licensee_words,
    Record.ESTABLISHMENT: _establishment_words,
    Record.STATION: _station_words,
    Record.LICENSE: _license_words,
}


@dataclass
class Records:
    """Takes records of every kind but assignments; `by` and `reason` go into the steps of those not born initial."""

    keys: Keys
    by: Any
    reason: str
    made: dict[Record, int] = field(default_factory=lambda: defaultdict(int))
    supersessions: list[tuple[int, Any, str]] = field(default_factory=list)

    def take(self, rows: Iterable[Row], record: Record) -> None:
        """Store the records of this kind that the rows are or imply, and set the outcome of the rows that are of it."""
        going = [row for row in rows if not row.refused]
        mine = [row for row in going if row.item is not None and row.item.record is record]
        implied: dict[str, Item] = {}
        for row in going:
            for item in row.parents:
                if item.record is record:
                    implied.setdefault(item.key, item)
        known = self.keys.learn(record, [*implied, *(row.item.key for row in mine if row.item)])
        new: New = {key: (item, None) for key, item in implied.items() if key not in known}
        for row in mine:
            if row.item is not None:
                self._judge(row, row.item, known.get(row.item.key), new)
        twins = self._known_by_identifier(new) if record is Record.LICENSEE else []
        if record is Record.LICENSE:
            self._refuse_numbers(new)
        self._insert(record, new)
        known.update({key: known[first] for key, first in twins if first in known})

    def _judge(self, row: Row, item: Item, known: Known | None, new: New) -> None:
        """Say of a row whether it is new, was in the register before, or repeats an earlier row of the file."""
        repeated = self.keys.repeats(row)
        if known is not None and not known.fresh:
            row.outcome = Outcome.ALREADY
        elif known is None and item.key not in new:
            new[item.key] = (item, row)
            row.outcome = Outcome.TAKEN
        elif repeated or (item.key in new and new[item.key][0] == item):
            row.outcome = Outcome.DUPLICATE
            row.warn("row_repeated", "key")
        else:
            row.refuse("key_twice", "key")

    def _known_by_identifier(self, new: New) -> list[tuple[str, str]]:
        """Take holders whose identifier the register holds out of `new`: each is that holder, whatever its key.

        Returns pairs (key, key of the new holder with the same identifier) for those that the file names twice.
        """
        held = self._held({item.values["identifier"] for item, _row in new.values() if item.values["identifier"]})
        first: dict[tuple[str, str], str] = {}
        twins = []
        for key, (item, row) in list(new.items()):
            identity = item.values["identifier_scheme"], item.values["identifier"]
            if not identity[1]:
                continue
            if identity in held:
                pk, name = held[identity]
                self.keys.known[Record.LICENSEE][key] = Known(pk, False)
                outcome = Outcome.ALREADY
            elif first.setdefault(identity, key) != key:
                name = new[first[identity]][0].values["name"]
                twins.append((key, first[identity]))
                outcome = Outcome.DUPLICATE
            else:
                continue
            del new[key]
            if row is not None:
                row.outcome = outcome
                row.warn("known_by_identifier", "identifier", other=name)
        return twins

    def _held(self, identifiers: set[str]) -> dict[tuple[str, str], tuple[Any, str]]:
        found: dict[tuple[str, str], tuple[Any, str]] = {}
        rows = Licensee.objects.current().filter(agency=self.keys.agency)
        if identifiers:
            same = rows.filter(identifier__in=bulk.among(identifiers)).values_list(
                "identifier_scheme", "identifier", "pk", "name"
            )
            found = {(scheme, identifier): (pk.hex, name) for scheme, identifier, pk, name in same}
        return found

    def _refuse_numbers(self, new: New) -> None:
        """Refuse licenses whose number another license of the same authority already bears."""
        taken: dict[tuple[str, str], str] = {}
        rows = License.objects.filter(agency=self.keys.agency)
        numbers = {item.values["number"] for item, _row in new.values()}
        if numbers:
            same = rows.filter(number__in=bulk.among(numbers))
            found = same.values_list("granting_authority", "number", "source_key", "pk")
            taken.update({(authority, number): key or str(pk) for authority, number, key, pk in found})
        for key, (item, row) in list(new.items()):
            number = item.values["granting_authority"], item.values["number"]
            if taken.setdefault(number, key) != key:
                self.keys.refused.add((Record.LICENSE, key))
                del new[key]
                if row is not None:
                    row.refuse("number_taken", "number", value=number[1], other=taken[number])

    def _insert(self, record: Record, new: New) -> None:
        """Insert records; those that begin in another state than the initial one get their step first."""
        self.keys.learn_parents(item for item, _row in new.values())
        made: list[tuple[Any, Item, dict[str, Any]]] = []
        for key, (item, row) in new.items():
            parents = self.keys.parents_of(item, row)
            if parents is None:
                continue
            pk = self.keys.new()
            self.keys.known[record][key] = Known(pk, True)
            made.append((pk, item, parents))
            if "supersedes" in item.parents and "supersedes_id" not in parents and row is not None:
                self.supersessions.append((row.line, pk, item.parents["supersedes"][1]))
        if not made:
            return
        model, words = MODELS[record], WORDS[record]
        if hasattr(model, "lifecycle"):
            born = (model(id=uuid.UUID(str(pk)), status=item.values["status"]) for pk, item, _parents in made)
            steps.enter(born, by=self.by, reason=self.reason)
        fixed = {"agency_id": self.keys.agency.pk, "created_at": self.keys.stamp}
        bulk.insert(
            model,
            (
                {**fixed, **item.values, **parents, **words(item.values), "id": pk, "source_key": item.key}
                for pk, item, parents in made
            ),
        )
        self.made[record] += len(made)

    def link_supersessions(self) -> list[tuple[int, Problem]]:
        """Point licenses to those they replace that came later in the file; return (line, problem) of those missing."""
        known = self.keys.learn(Record.LICENSE, [key for _line, _pk, key in self.supersessions])
        missing = [
            (line, Problem("supersedes_missing", "supersedes_key", {"key": key}))
            for line, _pk, key in self.supersessions
            if key not in known
        ]
        found = [(known[key].key, pk) for _line, pk, key in self.supersessions if key in known]
        bulk.update(License, "supersedes", found)
        self.supersessions.clear()
        return missing
