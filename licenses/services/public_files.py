"""The whole public register as dated CSV files with a manifest, one folder a day; old days stay as they are."""

import datetime as dt
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation

from common.clock import now, today
from common.csv_lines import csv_lines, runs
from common.errors import Invalid
from licenses.enums import LICENSE_PUBLISHED
from licenses.models import FrequencyAssignment, License
from licenses.queries.public import agents, rows
from licenses.queries.public.files import MANIFEST, folder, manifest_of
from licenses.queries.public.rules import rules
from places.models import AdminUnit

SCHEMA = 1


@dataclass(frozen=True)
class Published:
    """What a run did: rows per file, and whether anything differs from what the day had already."""

    on: dt.date
    rows: dict[str, int]
    changed: bool


def publish(*, on: dt.date) -> Published:
    """Write the register as it stands into the folder of the day `on`, which is today.

    Streams, so that memory does not grow with the register. Files carry a part of their sha256 in their name and the
    manifest is put in place last, so a reader sees the edition before or this one, never half of each. When nothing
    changed since the day's last run, nothing is written. Raises Invalid for another day: the past is what was
    published then.
    """
    if on != today():
        raise Invalid("the register is published as it stands today; another day cannot be written any more")
    target = folder() / on.isoformat()
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".writing-", dir=target.parent))
    try:
        with translation.override("en"):  # the manifest is the same whoever asks for the run
            entries = [_write(work, *table) for table in _tables(on)]
        before = manifest_of(on)
        changed = before is None or before["files"] != entries
        if changed:
            _put_in_place(work, target, entries, on)
    finally:
        shutil.rmtree(work)
    return Published(on, {entry["name"]: entry["rows"] for entry in entries}, changed)


def _tables(on: dt.date) -> Iterator[tuple[str, dict[str, Any], Iterable[Any]]]:
    """Yield name, columns and rows of each file.

    Assignments come before licenses: what is entered while the files are written then never names a license that the
    files do not hold.
    """
    assigned = FrequencyAssignment.objects.filter(license__status__in=LICENSE_PUBLISHED)
    yield "assignments", rows.ASSIGNMENT_COLUMNS, rows.exported_assignments(assigned)
    places = rows.establishments(agents.published())
    yield "establishments", rows.ESTABLISHMENT_COLUMNS, places.iterator(chunk_size=rows.CHUNK)
    licenses = rows.exported(License.objects.published(), on=on, by_key=True)
    yield "licenses", rows.LICENSE_COLUMNS, licenses.iterator(chunk_size=rows.CHUNK)
    units = AdminUnit.objects.order_by("code", "valid_until", "name", "pk")
    columns = ("code", "name", "kind", "parent__code", "valid_from", "valid_until")
    yield "units", rows.UNIT_COLUMNS, units.values_list(*columns).iterator(chunk_size=rows.CHUNK)


def _write(work: Path, name: str, columns: dict[str, Any], found: Iterable[Any]) -> dict[str, Any]:
    """Write one file and return its entry in the manifest."""
    digest, size, count = hashlib.sha256(), 0, -1
    path = work / name
    with open(path, "wb") as file:
        for line in csv_lines(list(columns), (_cells(row) for row in found)):
            written = line.encode()
            digest.update(written)
            size, count = size + file.write(written), count + 1
        file.flush()
        os.fsync(file.fileno())
    sha256 = digest.hexdigest()
    return {
        "name": name,
        "file": f"{name}-{sha256[:16]}.csv",
        "sha256": sha256,
        "bytes": size,
        "rows": count,
        "columns": {column: str(meaning) for column, meaning in columns.items()},
    }


def _cells(row: Iterable[Any]) -> list[Any]:
    """Return cells that no spreadsheet runs."""
    return [_cell(cell) for cell in row]


def _cell(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return int(cell)
    return f"'{cell}" if isinstance(cell, str) and runs(cell) else cell


def _put_in_place(work: Path, target: Path, entries: list[dict[str, Any]], on: dt.date) -> None:
    target.mkdir(exist_ok=True)
    kept = _newest_before(on)
    for entry in entries:
        path = work / entry["name"]
        twin = kept / entry["file"] if kept else None
        if twin is not None and twin.is_file():
            path.unlink()
            os.link(twin, path)  # unchanged since the day before: the same bytes take no second room
        os.replace(path, target / entry["file"])
    manifest = {
        "register": settings.ADMINISTRATION,
        "schema": SCHEMA,
        "day": on.isoformat(),
        "generated_at": now().isoformat(timespec="seconds"),
        "encoding": "UTF-8 with byte order mark, comma, quoted as RFC 4180, lines end with CR LF",
        "formulas": "a text that a spreadsheet would run begins with an apostrophe",
        "held_back": [
            {"holder": rule.holder, "name": rule.name, "address": rule.address, "exact_position": rule.position}
            for rule in rules()
            if rule.since <= on and (rule.until is None or rule.until >= on)
        ],
        "files": entries,
    }
    draft = work / MANIFEST
    draft.write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(draft, target / MANIFEST)


def _newest_before(on: dt.date) -> Path | None:
    names = [path.name for path in folder().glob("????-??-??") if path.name < on.isoformat()]
    return folder() / max(names) if names else None
