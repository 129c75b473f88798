"""What an import costs: the real register, read, checked and stored, against bulk_create of the same records.

The baseline reads no file and checks nothing: it gets the finished values and makes objects of them. Each round has
other license numbers and another agency, so that both sides always insert new rows into the same, growing tables, and
nothing the product remembers of an earlier round helps it.
"""

import csv
import gzip
import io
import tempfile
import uuid
from pathlib import Path
from typing import IO, Any

from django.db import models, transaction

from accounts import access, steps
from accounts.models import Agency
from bench.timing import Row, milliseconds, row
from common.clock import now, today
from common.ids import uuid7
from licenses.models import AssignmentEmission, FrequencyAssignment, License, Licensee, Station
from licenses.services.imports import run as imports_run

ENGINES = ("sqlite", "postgresql")
ROUNDS = 5
FILE = Path(imports_run.__file__).parents[2] / "data" / "fcc_uls" / "assignments.csv.gz"
ORDER: tuple[type[models.Model], ...] = (Licensee, Station, License, FrequencyAssignment, AssignmentEmission)
OWNER = {Licensee: "agency", Station: "agency", License: "agency", FrequencyAssignment: "license__agency"}
Values = dict[type[models.Model], list[dict[str, Any]]]


def run() -> list[Row]:
    """Import the register several times, each time followed by the baseline."""
    first = _agency("P0")
    _import(first, _renumbered(0))
    records = _records(first)
    mine, theirs = [], []
    for number in range(1, ROUNDS + 1):
        owner, other = _agency(f"P{number}"), _agency(f"B{number}")
        file = _renumbered(number)
        mine.append(milliseconds(lambda owner=owner, file=file: _import(owner, file)))
        prepared = _owned_by(records, other)
        theirs.append(milliseconds(lambda prepared=prepared: _bulk_create(prepared)))
    count = sum(len(rows) for rows in records.values())
    name = f"import: 19,351 rows ({count:,} records), checked and stored, against bulk_create"
    return [row(name, mine, theirs, at_least=2)]


def _agency(code: str) -> Agency:
    return Agency.objects.create(code=code, name=code, kind="regional_centre", subjects=["radio"])


def _renumbered(number: int) -> IO[bytes]:
    """The file with every license's own number changed, so that it is another register of the same size."""
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    column = header.index("usi")
    text = io.StringIO(newline="")
    renumbered = ([*row[:column], f"{number}-{row[column]}", *row[column + 1 :]] for row in rows)
    csv.writer(text).writerows([header, *renumbered])
    return io.BytesIO(text.getvalue().encode())


def _import(agency: Agency, file: IO[bytes]) -> None:
    task = imports_run.Task(agency, access.system_user(), today(), now(), "bench")
    with file, tempfile.TemporaryFile() as refused, tempfile.TemporaryFile() as warnings:
        found = imports_run.run(
            file, task=task, code="fcc-uls", refused=refused, warnings=warnings, progress=lambda _done, _of: True
        )
    if found.summary["outcomes"]["taken"] != 14_259:
        raise RuntimeError(f"the import did something else: {found.summary['outcomes']}")


def _records(agency: Agency) -> Values:
    """The values of all records of one import, by attribute name."""
    found: Values = {model: list(model.objects.filter(**{OWNER[model]: agency}).values()) for model in ORDER[:-1]}
    found[AssignmentEmission] = list(
        AssignmentEmission.objects.filter(assignment__license__agency=agency).values(
            "assignment_id", "designator", "bandwidth_hz"
        )
    )
    return found


def _owned_by(records: Values, agency: Agency) -> Values:
    """The same values with new keys, for another agency."""
    keys = {values["id"]: uuid7() for model in ORDER[:-1] for values in records[model]}

    def moved(values: dict[str, Any]) -> dict[str, Any]:
        fresh = {
            name: keys.get(value, value) if isinstance(value, uuid.UUID) else value for name, value in values.items()
        }
        return fresh | ({"agency_id": agency.pk} if "agency_id" in fresh else {})

    return {model: [moved(values) for values in rows] for model, rows in records.items()}


def _bulk_create(records: Values) -> None:
    by = access.system_user()
    with transaction.atomic():
        for model in ORDER:
            objects = [model(**values) for values in records[model]]
            if model is License:
                steps.enter(objects, by=by, reason="bench")
            model.objects.bulk_create(objects, batch_size=2_000)
