"""The manifest of a visit: the ids and hashes of everything it holds, in canonical JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from accounts import journal
from common.canonical import canonical, digest
from inspections.models import Evidence, Visit

FORMAT = 1
# Derived, or written by the floor above after the seal.
_LEFT_OUT = {"thumbnail", "created_at", "tied_to", "version"}
# Columns younger than the first seals: while empty they are not hashed, so that an old seal still agrees.
_LATER = {"detected_at", "attendance", "earlier"}


def line_digest(obj: models.Model) -> str:
    """Return the hash of one recorded line: all its columns but derived ones."""
    columns = journal.snapshot(obj)
    left_out = _LEFT_OUT | {key for key in _LATER if columns.get(key) is None}
    return digest(canonical({key: value for key, value in columns.items() if key not in left_out}))


def manifest(visit: Visit) -> dict[str, Any]:
    """Return what a seal covers: the visit's own words and every line, each with its hash."""
    own = ("number", "subject", "reason", "outcome", "report", "party_statement", "licensee_id", "establishment_id")
    found = {
        "format": FORMAT,
        "visit": visit.pk.hex,
        "record": digest(canonical(journal.plain({name: getattr(visit, name) for name in own}))),
        "started_at": journal.plain(visit.started_at),
        "checklists": [row.content_hash for row in visit.checklists.order_by("code")],
        "answers": _lines(visit.answers.order_by("item_id", "revision")),
        "findings": _lines(visit.findings.order_by("pk")),
        "measurements": _lines(visit.measurements.order_by("pk")),
        "attendance": _lines(visit.attendance.order_by("pk")),
        "evidence": [
            {"id": row.pk.hex, "sha256": row.sha256, "size": row.size, "line": line_digest(row)} | _original(row)
            for row in visit.evidence.select_related("declared_original").order_by("pk")
        ],
    }
    # Younger than the first seals: where nothing was found before, the manifest says nothing about it.
    checked = _lines(visit.rechecks.order_by("earlier_id", "revision"))
    return found | ({"rechecks": checked} if checked else {})


def manifest_digest(visit: Visit) -> str:
    """Return the hash of the manifest as it would be sealed now."""
    return digest(canonical(manifest(visit)))


def differences(sealed: Mapping[str, Any], present: Mapping[str, Any]) -> list[str]:
    """Name what differs between two manifests: "findings 0199…: changed", "evidence 0199…: missing"."""
    found = [
        f"{part}: changed"
        for part in ("visit", "record", "started_at", "checklists")
        if sealed.get(part) != present.get(part)
    ]
    for part in ("answers", "findings", "measurements", "attendance", "evidence", "rechecks"):
        before = {line["id"]: line for line in sealed.get(part, ())}
        after = {line["id"]: line for line in present.get(part, ())}
        found += [f"{part} {key}: missing" for key in before.keys() - after.keys()]
        found += [f"{part} {key}: added" for key in after.keys() - before.keys()]
        found += [f"{part} {key}: changed" for key in before.keys() & after.keys() if before[key] != after[key]]
    return sorted(found)


def _original(row: Evidence) -> dict[str, str]:
    """Return the hash of the larger original that a tablet declared; it may arrive after the seal."""
    declared = getattr(row, "declared_original", None)
    return {"original": declared.sha256} if declared else {}


def _lines(rows: Iterable[Any]) -> list[dict[str, str]]:
    return [{"id": row.pk.hex, "line": line_digest(row)} for row in rows]
