"""The ledger as a run of operations asks for it: read once, kept current, written at once at the end."""

import uuid
from collections.abc import Sequence

from django.db.models import Q

from common import inserts
from fieldwork.models import Operation, Quarantined, Tablet
from fieldwork.services.reading import Envelope


class Ledger:
    """What is in the ledger of the operations of a run and of those before them; right under the tablet's lock."""

    def __init__(self, tablet: Tablet, run: Sequence[Envelope]) -> None:
        self.tablet = tablet
        self._waiting: list[Operation] = []
        places = {one.seq for one in run} | {one.prev_seq for one in run if one.prev_seq}
        asked = Q(op_id__in=[one.op_id for one in run]) | Q(tablet=tablet, seq__in=places)
        rows = Operation.objects.filter(asked).order_by().values_list("op_id", "tablet_id", "seq", "visit_key")
        here = list(rows) if run else []
        self._visits: dict[int, uuid.UUID] = {seq: visit for _key, of, seq, visit in here if of == tablet.pk}
        # Most operations are new: only those that are not are read whole.
        self._by_op = _rows({key for key, *_place in here} & {one.op_id for one in run})

    def known(self, envelope: Envelope) -> Operation | None:
        """Return the row of the operation of this key, whoever sent it."""
        return self._by_op.get(envelope.op_id)

    def is_taken(self, envelope: Envelope) -> bool:
        """Say whether another operation has this place in the order of the tablet."""
        return envelope.seq in self._visits

    def missing_before(self, envelope: Envelope) -> list[str]:
        """Name the operation of the same visit that must come first; empty when it is here."""
        if not envelope.prev_seq:
            return []
        here = self._visits.get(envelope.prev_seq) == envelope.visit
        # What could not even be read holds up nothing: it will never be any better.
        here = here or Quarantined.objects.filter(tablet=self.tablet, seq=envelope.prev_seq).exists()
        return [] if here else [f"seq:{envelope.prev_seq}"]

    def add(self, row: Operation) -> None:
        """Take in a new row."""
        self._waiting.append(row)
        self._by_op[row.op_id] = row
        self._visits[row.seq] = row.visit_key

    def write(self) -> None:
        """Write the new rows, in the transaction of their effects."""
        inserts.insert(self._waiting)
        self._waiting = []


def repeats(run: Sequence[Envelope]) -> dict[uuid.UUID, Operation]:
    """Return the rows of those operations that were answered before, word for word the same, by their key.

    Rows of the ledger never change: no lock is needed to read them.
    """
    digests = {one.op_id: one.sha256 for one in run}
    rows = Operation.objects.filter(op_id__in=list(digests)).order_by().values_list("op_id", "sha256")
    return _rows({key for key, sha256 in rows if digests[key] == sha256})


def _rows(keys: set[uuid.UUID]) -> dict[uuid.UUID, Operation]:
    if not keys:
        return {}
    return {row.op_id: row for row in Operation.objects.filter(op_id__in=keys).select_related("quarantined")}
