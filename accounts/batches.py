"""Rows that came in by the thousand: one journal entry says which they were; verification names all others."""

import datetime as dt
import hashlib
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import ExpressionWrapper, F

from accounts.models import JournalEntry
from common.ids import key_text

VERB = "register.rows_stored"
BATCH = 5_000


def told(models_of_rows: Iterable[type[models.Model]], stamp: dt.datetime) -> dict[str, Any]:
    """Return what the journal is to keep of the rows an import stored: those whose `created_at` is its stamp.

    One hash of their keys per kind: of their values nothing is said until a person changes one.
    """
    rows = {}
    for model in models_of_rows:
        stored: Any = model._base_manager.filter(created_at=stamp).order_by("pk")
        # As the driver gives them: SQLite keeps the 32 digits, of which Django would make an object for each row.
        keys = stored.values_list(ExpressionWrapper(F("pk"), models.TextField()), flat=True)
        rows[model._meta.label_lower] = _hashed(map(key_text, keys.iterator(chunk_size=BATCH)))
    return {"stamp": stamp.isoformat(), "rows": {kind: told for kind, told in rows.items() if told[0]}}


def faults(explained: Collection[tuple[str, str]]) -> Iterator[str]:
    """Yield the rows of journaled models that no entry and no import explains, and imports whose rows are not theirs.

    `explained` are the (kind, key) of all rows with an entry of their own. A model is journaled that says so by
    `every_row_journaled`.
    """
    known = _batches()
    for model in apps.get_models():
        if getattr(model, "every_row_journaled", False):
            yield from _faults_of(model, explained, known)


def _faults_of(
    model: type[models.Model],
    explained: Collection[tuple[str, str]],
    known: dict[tuple[str, dt.datetime], tuple[int, str]],
) -> Iterator[str]:
    kind = model._meta.label_lower
    found: dict[Any, list[Any]] = {stamp: [0, hashlib.sha256()] for of_kind, stamp in known if of_kind == kind}
    columns = ("pk", "created_at") if any(field.name == "created_at" for field in model._meta.fields) else ("pk", "pk")
    for pk, stamp in model._base_manager.order_by("pk").values_list(*columns).iterator(chunk_size=BATCH):
        key = key_text(pk)
        if stamp in found:
            found[stamp][0] += 1
            found[stamp][1].update(key.encode())
        elif (kind, key) not in explained:
            yield f"{kind} {key}: no entry of the journal explains how it came here"
    for stamp, (count, digest) in found.items():
        if (count, digest.hexdigest()) != known[kind, stamp]:
            stored = known[kind, stamp][0]
            when = stamp.isoformat()
            yield f"{kind}: rows of the import of {when} were added or removed ({stored} then, {count} now)"


def _batches() -> dict[tuple[str, dt.datetime], tuple[int, str]]:
    found: dict[tuple[str, dt.datetime], tuple[int, str]] = {}
    for entry in JournalEntry.objects.filter(verb=VERB).select_related("values"):
        changes = entry.kept.changes if entry.kept else {}
        stamp, rows = changes.get("stamp", [None, ""])[1], changes.get("rows", [None, {}])[1]
        for kind, (count, digest) in rows.items():
            found[kind, dt.datetime.fromisoformat(stamp)] = count, digest
    return found


def _hashed(keys: Iterable[str]) -> tuple[int, str]:
    count, digest = 0, hashlib.sha256()
    for key in keys:
        count += 1
        digest.update(key.encode())
    return count, digest.hexdigest()
