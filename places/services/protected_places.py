"""Protected places: taken from files, each row checked, the good ones written, the others reported."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.roles import Action
from common.clock import now
from common.errors import Invalid
from common.geo import distance_m
from common.text import clean_name, fold
from places.models import ProtectedPlace, ProtectedPlaceImport
from places.protected_rows import Draft, RawRow, Refused, draft, read
from places.unit_names import UnitFinder

BATCH = 2_000
_SAME_NAME_M = 500
_COMPARED = ("name", "kind", "lat", "lon", "unit_id", "address", "source", "checked_on", "valid_from", "valid_until")
_CHANGED = ("name", "kind", "lat", "lon", "unit", "address", "source", "checked_on", "valid_from", "valid_until")


@dataclass
class _Outcome:
    """What became of the rows of one file."""

    added: list[ProtectedPlace] = field(default_factory=list)
    updated: list[ProtectedPlace] = field(default_factory=list)
    unchanged: int = 0
    warnings: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[dict[str, Any]] = field(default_factory=list)

    def refuse(self, row: RawRow, reasons: Iterable[tuple[str, str]]) -> None:
        """Keep a refused row as it stood, with its reasons."""
        named = [{"field": name, "message": message} for name, message in reasons]
        self.refusals.append({"row": row.number, "values": dict(row.values), "reasons": named})

    def warn(self, number: int, messages: Iterable[str]) -> None:
        """Keep what should be looked at again."""
        self.warnings += [{"row": number, "message": message} for message in messages]


@transaction.atomic
def import_file(data: bytes, *, file_name: str, source: str, by: Any) -> ProtectedPlaceImport:
    """Take the rows of a CSV or GeoJSON file; return the report.

    A row is recognised by its `key` within its source, else by name, kind and position: the same file again doubles
    nothing, a changed row changes its place. Raises Invalid for a file that cannot be read at all.
    """
    access.require(by, Action.PLACES_IMPORT)
    source = clean_name(source)
    if not source:
        raise Invalid(_("Say where the list comes from."), fields={"source": [_("Say where the list comes from.")]})
    if len(data) > settings.MAX_UPLOAD_BYTES:
        raise Invalid(_("The file is too large."), fields={"file": [_("The file is too large.")]})
    rows = read(data)
    outcome = _sorted_out(rows, source)
    ProtectedPlace.objects.bulk_create(outcome.added, batch_size=BATCH)
    ProtectedPlace.objects.bulk_update(outcome.updated, [*_CHANGED, "search_text"], batch_size=BATCH)
    report = ProtectedPlaceImport.objects.create(
        file_name=clean_name(file_name)[:250] or "-",
        sha256=hashlib.sha256(data).hexdigest(),
        source=source[:200],
        at=now(),
        by=by,
        rows=len(rows),
        added=len(outcome.added),
        updated=len(outcome.updated),
        unchanged=outcome.unchanged,
        refused=len(outcome.refusals),
        warnings=outcome.warnings,
        refusals=outcome.refusals,
    )
    journal.record(by, "protected_places.imported", report, after=journal.snapshot(report))
    return report


def _sorted_out(rows: list[RawRow], source: str) -> _Outcome:
    """Check every row against the rules, the rows before it, and the places already known (two queries)."""
    outcome, units = _Outcome(), UnitFinder()
    known = {place.source_key: place for place in ProtectedPlace.objects.all()}
    by_name: dict[str, list[ProtectedPlace]] = defaultdict(list)
    for place in known.values():
        by_name[fold(place.name)].append(place)
    seen: dict[str, int] = {}
    for row in rows:
        try:
            item = draft(row, source=source, units=units)
        except Refused as refused:
            outcome.refuse(row, refused.reasons)
            continue
        key = item.columns["source_key"]
        if key in seen:
            outcome.refuse(row, [("key", _("The same place as in row %(row)s.") % {"row": seen[key]})])
            continue
        seen[key] = row.number
        outcome.warn(row.number, item.warnings)
        _place(item, known.get(key), outcome, by_name)
    return outcome


def _place(
    item: Draft, known: ProtectedPlace | None, outcome: _Outcome, by_name: dict[str, list[ProtectedPlace]]
) -> None:
    """Add, change or leave one place."""
    wanted = ProtectedPlace(**item.columns)
    if known is None:
        near = [
            place
            for place in by_name[fold(wanted.name)]
            if distance_m(wanted.lat, wanted.lon, place.lat, place.lon) < _SAME_NAME_M
        ]
        if near:
            outcome.warn(
                item.number,
                [_("Another place of this name lies less than 500 m away. If it is the same one, give both a key.")],
            )
        by_name[fold(wanted.name)].append(wanted)
        outcome.added.append(wanted)
    elif any(getattr(known, name) != getattr(wanted, name) for name in _COMPARED):
        for name in (*_COMPARED, "search_text"):
            setattr(known, name, getattr(wanted, name))
        outcome.updated.append(known)
    else:
        outcome.unchanged += 1
