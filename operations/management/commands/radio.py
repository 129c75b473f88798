"""Radio reckoning for tables: designators explained, offsets corrected, fields foretold, from the command line."""

import csv
import io
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from radio.batch import TASKS, Row, Task
from radio.batch_words import sentence
from radio.propagation import MODELS, Model, p1546

MOST_COUNTED = 100  # a shell's exit code is small; the exact number of bad rows stands on the error output
UNUSABLE = 120


class Command(BaseCommand):
    """`./run manage radio designators|correction|field < in.csv > out.csv`."""

    help = "Read a CSV table on the input and write it with answers; docs/radio.md section 8 names the columns."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which of the three, and the language of the meanings."""
        parser.add_argument("task", choices=sorted(TASKS))
        parser.add_argument(
            "--p1546", type=Path, help="table of P.1546 curves (docs/radio.md 2.4); adds p1546-land and p1546-sea"
        )
        parser.add_argument("--language", choices=("en", "vi"), default="en", help="of meanings and errors")

    def handle(self, *args: Any, **options: Any) -> None:
        """Stream rows through; the exit code is the number of bad rows (100 for more), 120 for an unusable table."""
        try:
            models = MODELS | curves(options["p1546"]) if options["p1546"] else MODELS
            bad = write_answers(TASKS[options["task"]], text_input(), self.stdout, options["language"], models)
        except BrokenPipeError:  # who reads the answers has seen enough, as `head` has
            sys.stderr.close()
            sys.exit(UNUSABLE)
        if bad:
            words = {
                "en": f"{bad} rows have no answer; column error says why",
                "vi": f"{bad} dòng không có kết quả; lý do ở cột error",
            }
            self.stderr.write(words[options["language"]])
            sys.exit(min(bad, MOST_COUNTED))


def text_input() -> TextIO:
    """The standard input as text; bytes that are no UTF-8 become the replacement mark and their row is refused."""
    return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace", newline="")


def curves(file: Path) -> dict[str, Model]:
    """The models of a table of P.1546 curves, for the kinds of path it holds; CommandError when it cannot be used."""
    found, reasons = {}, []
    for path in p1546.PATHS:
        try:
            model = p1546.model(p1546.load_table(file, path))
            found[model.name] = model
        except (OSError, p1546.TableError) as error:
            reasons.append(str(error))
    if not found:
        raise CommandError("; ".join(reasons), returncode=UNUSABLE)
    return found


def write_answers(
    task: Task, source: Iterable[str], target: Any, language: str, models: Mapping[str, Model] = MODELS
) -> int:
    """Write the table with its answers and return how many rows have none; CommandError when it is no such table."""
    lines = iter(source)
    first = next(lines, "")
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(chain([first], lines), delimiter=delimiter)
    header = [name.strip() for name in reader.fieldnames or ()]
    missing = [column for column in task.needed if column not in header]
    if missing:
        lacks = "bảng thiếu cột" if language == "vi" else "the table lacks the column"
        raise CommandError(f"{lacks} {', '.join(missing)}", returncode=UNUSABLE)
    reader.fieldnames = header
    kept = [column for column in header if column not in task.answers]
    writer = csv.DictWriter(target, [*kept, *task.answers], delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    bad = 0
    too_long: set[int] = set()
    for number, row in enumerate(task.run(_whole(reader, too_long), language, models)):
        if number in too_long:
            row = {**row, **dict.fromkeys(task.answers, ""), "error": f"row: {sentence('cells', language)}"}
        bad += bool(row["error"])
        writer.writerow({column: row[column] for column in writer.fieldnames})
    return bad


def _whole(reader: "csv.DictReader[str]", too_long: set[int]) -> Iterator[Row]:
    """Rows with every cell a text; a short row's missing cells are empty, the numbers of too long ones are kept."""
    names = list(reader.fieldnames or ())
    try:
        for number, row in enumerate(reader):
            if None in row:
                too_long.add(number)
            yield {name: row[name] or "" for name in names}
    except csv.Error as error:
        raise CommandError(f"line {reader.line_num}: {error}", returncode=UNUSABLE) from error
