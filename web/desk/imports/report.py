"""The report of an import in the reader's language."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import BackgroundJob
from licenses.importers import problems
from licenses.importers.items import CellError, Problem
from licenses.services.imports.report import example

OUTCOMES = {
    "taken": (_("Taken"), _("became a new record")),
    "merged": (_("Merged"), _("another emission or operating mode of an assignment that an earlier row made")),
    "duplicate": (_("Repeated"), _("repeats an earlier row of the file")),
    "already": (_("Already there"), _("was in the register before; nothing was changed")),
    "refused": (_("Refused"), _("could not be taken; mend the rows and send them again")),
}
RECORDS = {
    "licensee": _("Licensees"),
    "establishment": _("Establishments"),
    "station": _("Stations"),
    "license": _("Licenses"),
    "assignment": _("Assignments"),
}


@dataclass(frozen=True)
class Finding:
    """One kind of problem: how often, its first example in words, how to mend it, and on which lines."""

    code: str
    rows: int
    column: str
    text: str
    mend: str
    lines: list[int]


@dataclass(frozen=True)
class Report:
    """What the page shows."""

    rows: int
    outcomes: list[dict[str, Any]]
    records: list[tuple[Any, int]]
    warned: int
    not_reached: int
    notes: list[str]
    refusals: list[Finding]
    warnings: list[Finding]
    files: dict[str, str]
    sha256: str
    file_sha256: str
    adds_up: bool


def failure_of(job: BackgroundJob) -> str:
    """Why the file as a whole could not be read; empty when it could."""
    found = job.result.get("error")
    return problems.about_file(CellError(**found)) if found else ""


def report_of(job: BackgroundJob) -> Report | None:
    """Return the report of an import, None while there is none."""
    found = job.result
    if "outcomes" not in found:
        return None
    outcomes = [
        {"code": code, "label": label, "meaning": meaning, "count": found["outcomes"][code]}
        for code, (label, meaning) in OUTCOMES.items()
    ]
    findings = {kind: [_finding(row) for row in found["codes"] if row["refusal"] is kind] for kind in (True, False)}
    return Report(
        rows=found["rows"],
        outcomes=outcomes,
        records=[(label, found["records"][code]) for code, label in RECORDS.items() if found["records"][code]],
        warned=found["warned"],
        not_reached=found["not_reached"],
        notes=[problems.about_file(Problem(note["code"], "", note["params"])) for note in found["notes"]],
        refusals=findings[True],
        warnings=findings[False],
        files=found["files"],
        sha256=found["report_sha256"],
        file_sha256=found["file_sha256"],
        adds_up=sum(found["outcomes"].values()) + found["not_reached"] == found["rows"],
    )


def _finding(row: dict[str, Any]) -> Finding:
    problem = example(row["code"], row["examples"][0])
    return Finding(
        code=row["code"],
        rows=row["rows"],
        column=problem.column,
        text=problems.sentence(problem),
        mend=problems.mend(problem),
        lines=[shown["line"] for shown in row["examples"]],
    )
