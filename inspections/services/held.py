"""What a visit holds already: read once while the visit is locked, and kept current with what is added to it."""

import uuid
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any, TypeVar

from django.db import models

from inspections.models import Answer, Finding, Visit
from inspections.queries.checklists import kinds_of_target
from inspections.queries.law import applicable

M = TypeVar("M", bound=models.Model)

# The frequency and its place, and the clause: article and clause of an instrument.
Line = tuple[str, int | None, Any, str, str]


class Held:
    """The lines of one visit, and the law, as a recording asks for them: each question costs one query at most.

    It is right only under the visit's lock, for whoever adds a line takes that lock first.
    """

    def __init__(self, visit: Visit, expected: Iterable[uuid.UUID] = ()) -> None:
        """`expected` are keys of lines that may be asked for: they are read together."""
        self.visit = visit
        self.expected = set(expected)
        self.law = cache(applicable)
        self._sent: dict[Any, dict[uuid.UUID, Any]] = {}
        self._new: list[models.Model] = []

    def sent(self, model: type[M], key: uuid.UUID) -> M | None:
        """Return the line of that key, of whichever visit, None when there is none yet."""
        known = self._sent.setdefault(model, {})
        if key not in known:
            asked = (self.expected | {key}) - known.keys()
            rows = model._default_manager.filter(pk__in=asked).order_by()
            # Most keys are new: only those that are not are read whole.
            here = list(rows.values_list("pk", flat=True))
            known |= dict.fromkeys(asked) | (rows.in_bulk(here) if here else {})
        found: M | None = known[key]
        return found

    def answer(self, item_id: Any) -> Answer | None:
        """Return the present answer to an item."""
        return self._answers.get(item_id)

    def has_finding_under(self, item_id: Any) -> bool:
        """Say whether a finding stands under the item."""
        return item_id in self._items_with_findings

    def lines_like(self, finding: Finding) -> set[Any]:
        """Return the other standing findings of this frequency at this place under the same clause."""
        return self._radio_lines.get(_line(finding), set()) - {finding.pk}

    @cached_property
    def stations(self) -> set[Any]:
        """The stations visited."""
        return set(self.visit.station_rows.values_list("station_id", flat=True))

    @cached_property
    def checklists(self) -> set[Any]:
        """The checklists frozen with the visit."""
        return set(self.visit.checklist_rows.values_list("checklist_id", flat=True))

    @cached_property
    def kinds(self) -> set[str]:
        """The kinds of the place or the stations, as checklists name them."""
        return kinds_of_target(self.visit.establishment, self.visit.stations.all())

    def added(self, obj: models.Model) -> None:
        """Note a new line, which need not be in the database yet."""
        self._new.append(obj)
        self._sent.setdefault(type(obj), {})[obj.pk] = obj
        if isinstance(obj, Answer) and "_answers" in self.__dict__:
            self._answers[obj.item_id] = obj
        if isinstance(obj, Finding):
            self._note(obj)

    def _note(self, row: Finding) -> None:
        if "_items_with_findings" in self.__dict__:
            self._items_with_findings.add(row.item_id)
        if "_radio_lines" in self.__dict__ and row.tx_hz is not None:
            self._radio_lines.setdefault(_line(row), set()).add(row.pk)

    @cached_property
    def _answers(self) -> dict[Any, Answer]:
        rows = [*self.visit.answers.order_by("revision"), *(row for row in self._new if isinstance(row, Answer))]
        return {row.item_id: row for row in rows}

    @cached_property
    def _items_with_findings(self) -> set[Any]:
        here = set(self.visit.findings.standing().order_by().values_list("item_id", flat=True).distinct())
        return here | {row.item_id for row in self._new if isinstance(row, Finding)}

    @cached_property
    def _radio_lines(self) -> dict[Line, set[Any]]:
        found: dict[Line, set[Any]] = {}
        rows = self.visit.findings.standing().filter(tx_hz__isnull=False).order_by()
        clause = (f"penalty__provision__{name}" for name in ("instrument", "article", "clause"))
        for key, *line in rows.values_list("pk", "place", "tx_hz", *clause):
            found.setdefault(tuple(line), set()).add(key)
        for row in self._new:
            if isinstance(row, Finding) and row.tx_hz is not None:
                found.setdefault(_line(row), set()).add(row.pk)
        return found


def _line(finding: Finding) -> Line:
    clause = finding.penalty.provision
    return (finding.place, finding.tx_hz, clause.instrument_id, clause.article, clause.clause)
