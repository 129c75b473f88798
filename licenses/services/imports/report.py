"""What an import says at its end: counts that add up, each kind of problem with examples, two CSV files, one hash."""

import codecs
import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from licenses.importers import problems
from licenses.importers.cells import defused, escape
from licenses.importers.items import Outcome, Problem, Record, Row

EXAMPLES = 5
WARNING_HEADER = ("line", "key", "code", "column", "text")


@dataclass
class Report:
    """Collects rows as they are dealt with. Files are written as it goes, so memory does not grow with the file."""

    header: list[str]
    refused_file: IO[bytes]
    warnings_file: IO[bytes]
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    warned: int = 0
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for file, header in (
            (self.refused_file, (*map(escape, self.header), "line", "reasons")),
            (self.warnings_file, WARNING_HEADER),
        ):
            file.write(codecs.BOM_UTF8)  # by which spreadsheets know UTF-8, so that Vietnamese letters are read rightly
            _write(file, [header])

    def add(self, rows: Iterable[Row]) -> None:
        """Count rows whose outcome is known, and write down what is wrong with them."""
        refused: list[list[Any]] = []
        warnings: list[tuple[Any, ...]] = []
        for row in rows:
            outcome = row.outcome or Outcome.REFUSED
            self.outcomes[outcome] += 1
            if outcome is Outcome.REFUSED:
                refused.append(self._refused(row))
            for problem in row.problems:
                self._count(row.line, problem)
            if row.problems and outcome is not Outcome.REFUSED:
                self.warned += 1
                key = row.item.key if row.item else ""
                warnings.extend(_warning(row.line, key, problem) for problem in row.problems)
        _write(self.refused_file, refused)
        _write(self.warnings_file, warnings)

    def add_late(self, found: Iterable[tuple[int, Problem]]) -> None:
        """Count warnings that only the end of the file could tell; their rows were taken."""
        for line, problem in found:
            self.warned += 1
            self._count(line, problem)
            _write(self.warnings_file, [_warning(line, "", problem)])

    def summary(self, made: dict[Record, int], rows: int) -> dict[str, Any]:
        """End the report and return it as JSON values; `rows` are all rows of the file, those not reached included."""
        dealt = sum(self.outcomes.values())
        return {
            "rows": rows,
            "outcomes": {outcome.value: self.outcomes[outcome] for outcome in Outcome},
            "not_reached": rows - dealt,
            "warned": self.warned,
            "records": {record.value: made.get(record, 0) for record in Record},
            "codes": sorted(self.codes.values(), key=lambda row: (not row["refusal"], -row["rows"], row["code"])),
            "refused_sha256": _sha256(self.refused_file),
            "warnings_sha256": _sha256(self.warnings_file),
        }

    def _count(self, line: int, problem: Problem) -> None:
        row = self.codes.get(problem.code)
        if row is None:
            refusal = not problems.is_warning(problem)
            row = self.codes[problem.code] = {"code": problem.code, "refusal": refusal, "rows": 0, "examples": []}
        row["rows"] += 1
        if len(row["examples"]) < EXAMPLES:
            row["examples"].append({"line": line, "column": problem.column, "params": problem.params})

    def _refused(self, row: Row) -> list[Any]:
        """The row as it was, to be mended and sent again; cells beyond the header join the reasons."""
        width = len(self.header)
        cells = [*map(defused, row.cells[:width]), *[""] * (width - len(row.cells))]
        reasons = [_reason(problem) for problem in row.problems if not problems.is_warning(problem)]
        beyond = [" | ".join(row.cells[width:])] if len(row.cells) > width else []
        return [*cells, row.line, escape(" ".join(reasons + beyond))]


def fingerprint(summary: dict[str, Any]) -> str:
    """Return the sha256 of a report: what the journal keeps of it."""
    text = json.dumps(summary, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def example(code: str, shown: dict[str, Any]) -> Problem:
    """Return the problem of an example kept in a summary."""
    return Problem(code, shown["column"], shown["params"])


def _reason(problem: Problem) -> str:
    where = f"[{problem.column}] " if problem.column else ""
    return f"{where}{problems.sentence(problem)} {problems.mend(problem)}".strip()


def _warning(line: int, key: str, problem: Problem) -> tuple[Any, ...]:
    return line, escape(key), problem.code, escape(problem.column), escape(problems.sentence(problem))


def _write(file: IO[bytes], rows: Iterable[Iterable[Any]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    file.write(text.getvalue().encode())


def _sha256(file: Any) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
