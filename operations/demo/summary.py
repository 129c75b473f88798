"""What the demo leaves behind: the papers as files and a summary.json with counts, numbers and hashes."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from accounts import journal
from accounts.models import JournalEntry, User
from enforcement.models import Case
from inspections.models import Visit
from issuing.models import IssuedDocument, IssuedFile
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from places.models import AdminUnit, ProtectedPlace, UnitSuccession
from rulebook.models import Checklist, Penalty, Provision

MARKER = "main job done"


def is_loaded() -> bool:
    """Say whether the story was told to its end in this database."""
    return JournalEntry.objects.filter(verb="demo.loaded", note=MARKER).exists()


def mark_loaded() -> None:
    """Note that the story was told."""
    person = User.objects.get(username="system")
    journal.record(person, "demo.loaded", person, note=MARKER)


def write(out: Path, on: dt.date) -> list[str]:
    """Write each issued paper and summary.json into `out`; return the file names."""
    out.mkdir(parents=True, exist_ok=True)
    papers, written = [], []
    for document in IssuedDocument.objects.select_related("agency").order_by("issued_at", "pk"):
        name = f"{document.form_code}-{document.number.replace('/', '_')}-{document.agency.code}.pdf"
        (out / name).write_bytes(bytes(IssuedFile.objects.get(document=document).pdf))
        written.append(name)
        papers.append(
            {
                "file": name,
                "number": document.number,
                "form": document.form_code,
                "agency": document.agency.code,
                "sha256": document.sha256,
                "verify_code": document.verify_code,
                "status": document.status,
            }
        )
    content = {"date": on.isoformat(), "counts": counts(), "papers": papers, "journal_head": journal.head()}
    (out / "summary.json").write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    return [*written, "summary.json"]


def counts() -> dict[str, Any]:
    """Return how many of each thing there are."""
    models: dict[str, Any] = {
        "provinces_and_communes_in_force": AdminUnit.objects.filter(valid_until=None),
        "old_to_new_units": UnitSuccession.objects,
        "schools": ProtectedPlace.objects,
        "provisions": Provision.objects,
        "violation_rows": Penalty.objects,
        "checklists": Checklist.objects,
        "licensees": Licensee.objects,
        "establishments": Establishment.objects,
        "stations": Station.objects,
        "licenses": License.objects,
        "assignments": FrequencyAssignment.objects,
        "visits": Visit.objects,
        "cases": Case.objects,
        "issued_papers": IssuedDocument.objects,
        "journal_entries": JournalEntry.objects,
    }
    found: dict[str, Any] = {name: rows.count() for name, rows in models.items()}
    found["visits_by_state"] = dict(
        sorted(
            (status, Visit.objects.filter(status=status).count())
            for status in Visit.objects.order_by().values_list("status", flat=True).distinct()
        )
    )
    return found
