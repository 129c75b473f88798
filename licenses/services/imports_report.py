"""What an import says at its end: counts that add up, each kind of problem with examples, two CSV files, one hash."""

import csv
import hashlib
import io
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO, Any

from licenses.importers import problems
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
        self._texts = [_text(file) for file in (self.refused_file, self.warnings_file)]
        self._refused, self._warnings = (csv.writer(text) for text in self._texts)
        self._refused.writerow([*self.header, "line", "reasons"])
        self._warnings.writerow(WARNING_HEADER)

    def add(self, rows: Iterable[Row]) -> None:
        """Count rows whose outcome is known."""
        for row in rows:
            outcome = row.outcome or Outcome.REFUSED
            self.outcomes[outcome] += 1
            if outcome is Outcome.REFUSED:
                self._refuse(row)
            for problem in row.problems:
                self._count(row.line, problem)
            if row.problems and outcome is not Outcome.REFUSED:
                self.warned += 1
                key = row.item.key if row.item else ""
                for problem in row.problems:
                    self._warn(row.line, key, problem)

    def add_late(self, found: Iterable[tuple[int, Problem]]) -> None:
        """Count warnings that only the end of the file could tell; their rows were taken."""
        for line, problem in found:
            self.warned += 1
            self._count(line, problem)
            self._warn(line, "", problem)

    def summary(self, made: dict[Record, int], rows: int) -> dict[str, Any]:
        """End the report and return it as JSON values; `rows` are all rows of the file, those not reached included."""
        for text in self._texts:
            text.detach()  # else the files would be closed with the text layer above them
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
        row = self.codes.setdefault(
            problem.code,
            {"code": problem.code, "refusal": not problems.is_warning(problem), "rows": 0, "examples": []},
        )
        row["rows"] += 1
        if len(row["examples"]) < EXAMPLES:
            row["examples"].append({"line": line, "column": problem.column, "params": problem.params})

    def _warn(self, line: int, key: str, problem: Problem) -> None:
        self._warnings.writerow((line, key, problem.code, problem.column, problems.sentence(problem)))

    def _refuse(self, row: Row) -> None:
        """Write the row as it was, to be mended and sent again; cells beyond the header join the reasons."""
        width = len(self.header)
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        reasons = [_reason(problem) for problem in row.problems if not problems.is_warning(problem)]
        beyond = [" | ".join(row.cells[width:])] if len(row.cells) > width else []
        self._refused.writerow([*cells, row.line, " ".join(reasons + beyond)])


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


def _text(file: IO[bytes]) -> io.TextIOWrapper:
    """Text for spreadsheets: UTF-8 with its mark, so that Vietnamese letters are read rightly."""
    file.write(b"\xef\xbb\xbf")
    return io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)


def _sha256(file: Any) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest
