"""Runs an import over a file: reads, checks and stores it chunk by chunk, each chunk in one transaction."""

import contextlib
import datetime as dt
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from django.db import DataError, IntegrityError, transaction

from accounts import batches, journal
from accounts.models import Agency
from licenses.importers import fcc_uls, formats, register_csv
from licenses.importers.items import Problem, Record, Row
from licenses.importers.source import open_source
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.services.imports.assignments import Assignments
from licenses.services.imports.derived import derived_at_once
from licenses.services.imports.keys import Keys
from licenses.services.imports.records import Records
from licenses.services.imports.report import Report
from licenses.services.imports.units import Units
from places.checks import check_position

# On SQLite other writers wait for a chunk, about a second; smaller ones write the same pages again and again.
CHUNK = 10_000
# Told how many rows are done of how many; answers whether to go on.
Progress = Callable[[int, int], bool]


@dataclass(frozen=True)
class Task:
    """One import: whose, by whom, of which day, and the moment by which its records are told from all others."""

    agency: Agency
    by: Any
    on: dt.date
    stamp: dt.datetime
    reason: str


@dataclass
class Result:
    """What came out: the report's numbers, notes on the file, whether it was stopped before its end."""

    format: formats.Format
    summary: dict[str, Any]
    notes: list[Problem]
    cancelled: bool


def check_file(file: IO[bytes], code: str = "") -> formats.Format:
    """Return the format of a file; CellError when it cannot be one."""
    return formats.recognise(open_source(file).header, code)


def run(
    file: IO[bytes], *, task: Task, code: str, refused: IO[bytes], warnings: IO[bytes], progress: Progress
) -> Result:
    """Import a file. Raises CellError when the file as a whole cannot be read; bad rows are in the report.

    What is stored stays stored when the run is cancelled or dies: running it again takes the rest and doubles nothing.
    """
    header = open_source(file).header
    known = formats.recognise(header, code)
    passes = list(_fcc_passes(file) if known is formats.FCC_ULS else _register_passes(file, task.on))
    total = sum(count for count, _rows in passes)
    importer = _Importer(task, known.merges, Report(header, refused, warnings), progress, total)
    try:
        finished = progress(0, total) and all(importer.take_all(rows) for _count, rows in passes)
        importer.finish()
    finally:  # also of a run that dies: what is stored stays, and the journal says which rows those are
        _journal_rows(task)
    made = {**importer.records.made, Record.ASSIGNMENT: importer.assignments.made}
    return Result(known, importer.report.summary(made, total), formats.notes(header, known), not finished)


def _journal_rows(task: Task) -> None:
    stored = batches.told((Licensee, Establishment, Station, License, FrequencyAssignment), task.stamp)
    if stored["rows"]:
        journal.record(task.by, batches.VERB, task.agency, after=stored, note=task.reason, agency=task.agency)


@contextlib.contextmanager
def _no_cycles() -> Iterator[None]:
    """Let Python not look for cycles meanwhile: a chunk of rows has none, and the search took a quarter of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


class _Importer:
    """Stores chunks of rows and keeps the report."""

    def __init__(self, task: Task, merges: bool, report: Report, progress: Progress, total: int) -> None:
        self.report, self.progress, self.total, self.done = report, progress, total, 0
        self.keys = Keys(task.agency, task.stamp)
        self.records = Records(self.keys, task.by, task.reason)
        self.assignments = Assignments(self.keys, merges)

    def take_all(self, rows: Iterator[Row]) -> bool:
        """Store all rows of one pass; False when somebody cancelled."""
        while done := self._next(rows):
            self.done += done
            if not self.progress(self.done, self.total):
                return False
        return True

    def _next(self, rows: Iterator[Row]) -> int:
        """Read and store one chunk; returns its rows."""
        with _no_cycles():
            chunk = list(islice(rows, CHUNK))
            count = len(chunk)
            if chunk:
                self._chunk(chunk)
                self.report.add(chunk)
            del chunk  # before Python looks for cycles again, or it walks through all of it
        return count

    def finish(self) -> None:
        """Link what only the end of the file could link."""
        with transaction.atomic():
            self.report.add_late(self.records.link_supersessions())

    def _chunk(self, rows: list[Row]) -> None:
        """Store a chunk; where the database refuses it, find the rows it refuses and store the others."""
        self.keys.note_refused(rows)
        marks = [(row, len(row.problems), row.outcome) for row in rows]
        made = dict(self.records.made), self.assignments.made
        try:
            self._store(rows)
        except (IntegrityError, DataError) as error:
            self.records.made, self.assignments.made = Counter(made[0]), made[1]
            for row, problems, outcome in marks:
                del row.problems[problems:]
                row.outcome = outcome
            self.keys.forget()
            if len(rows) == 1:
                rows[0].refuse("database_refused", reason=str(error).splitlines()[0])
            else:
                # Halving finds one bad row among n in 2 log n transactions.
                middle = len(rows) // 2
                self._chunk(rows[:middle])
                self._chunk(rows[middle:])
                return
        self.keys.commit(rows)

    def _store(self, rows: list[Row]) -> None:
        with transaction.atomic(), derived_at_once():
            for record in (Record.LICENSEE, Record.ESTABLISHMENT, Record.STATION, Record.LICENSE):
                self.records.take(rows, record)
            self.assignments.take(rows)


def _fcc_passes(file: IO[bytes]) -> Iterable[tuple[int, Iterator[Row]]]:
    """One pass; the day of the extract must be known before it, so the file is read twice."""
    source = open_source(file)
    counted = Counter[bool]()

    def counting() -> Iterator[list[str]]:
        for _line, texts in source.rows():
            counted[True] += 1
            yield texts

    reader = fcc_uls.Reader(source.header, fcc_uls.snapshot_day(source.header, counting()))
    yield counted[True], (reader.row(line, texts) for line, texts in open_source(file).rows())


def _register_passes(file: IO[bytes], on: dt.date) -> Iterable[tuple[int, Iterator[Row]]]:
    """Parents before children: one pass where the file has that order (exports do), else one per kind of record."""
    source = open_source(file)
    reader = register_csv.Reader(source.header, Units(on).find, _position_codes)
    counts = Counter[str]()
    order = {kind: number for number, kind in enumerate(("", *Record))}
    latest, ordered = 0, True
    for _line, texts in source.rows():
        kind = reader.kind(texts)
        counts[kind] += 1
        ordered = ordered and (not kind or order[kind] >= latest)
        latest = max(latest, order[kind])
    if ordered:
        return [(sum(counts.values()), _rows_of(file, reader))]
    return [(counts[kind], _rows_of(file, reader, kind)) for kind in order if counts[kind]]


def _rows_of(file: IO[bytes], reader: register_csv.Reader, kind: str | None = None) -> Iterator[Row]:
    """The rows of one kind, or all."""
    for line, texts in open_source(file).rows():
        if kind is None or reader.kind(texts) == kind:
            yield reader.row(line, texts)


def _position_codes(lat: float, lon: float) -> tuple[str, ...]:
    return tuple(note.code for note in check_position(lat, lon))
