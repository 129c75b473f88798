"""Places that a visit of a tablet entered as found, and those of them that an earlier release entered as declared."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.utils import timezone

from accounts import journal
from accounts.models import JournalEntry
from licenses.enums import EstablishmentStatus
from licenses.models import Establishment

MARK = "field:"
SET_RIGHT = "set_right"
_BIRTH, _MENDED = "establishment.declared", f"establishment.{SET_RIGHT}"


def source_key(visit: uuid.UUID) -> str:
    """Return the mark of a record that was entered for a visit found on the way."""
    return f"{MARK}{visit.hex}"


def wrongly_declared(places: Iterable[Establishment]) -> dict[uuid.UUID, dt.date]:
    """Return which of these places stand as declared though a tablet's visit entered them, and on what day (local).

    Only what the journal proves: its first entry is the system's own and names the visit. One that was set right and
    declared since is none of them.
    """
    declared = EstablishmentStatus.DECLARED
    marked = {journal.key_of(row): row for row in places if row.status == declared and row.source_key.startswith(MARK)}
    if not marked:
        return {}
    entries = JournalEntry.objects.filter(target_type="licenses.establishment", target_id__in=list(marked))
    mended = set(entries.filter(verb=_MENDED).values_list("target_id", flat=True))
    found = {}
    for entry in entries.filter(verb=_BIRTH, actor__is_system=True).select_related("values"):
        place = marked[entry.target_id]
        named = entry.kept and entry.kept.changes.get("source_key")
        if entry.target_id not in mended and named == [None, place.source_key]:
            found[place.pk] = timezone.localdate(entry.at)
    return found
