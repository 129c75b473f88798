"""Import a register from the command line."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from accounts.access import system_user
from accounts.models import Agency, BackgroundJob, User
from common.clock import today
from common.errors import DomainError
from licenses.importers import formats, problems
from licenses.importers.items import CellError, Problem
from licenses.services.imports import files as imports
from licenses.services.imports import jobs
from licenses.services.imports.report import example


class Command(BaseCommand):
    """`./run manage import_register FILE --agency TTTS-7`."""

    help = "Import licensees, establishments, stations, licenses and assignments; running it again doubles nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, its format, whose register it goes into, and who imports it."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--format", choices=sorted(formats.FORMATS), default="", help="told by the header if left out"
        )
        parser.add_argument("--agency", required=True, help="code of the agency that will keep the records")
        parser.add_argument("--user", help="user name of who imports; the system's own account by default")
        parser.add_argument("--refused", type=Path, help="where to write the CSV of refused rows with their reasons")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and print the report."""
        agency = Agency.objects.filter(code=options["agency"]).first()
        by = User.objects.filter(username=options["user"]).first() if options["user"] else system_user()
        if agency is None or by is None:
            raise CommandError(f"there is no {'user' if agency else 'agency'} of that name")
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                job = imports.start(
                    file, name=path.name, by=by, agency=agency, on=today(), code=options["format"], queue=False
                )
        except (OSError, DomainError) as error:
            raise CommandError(str(error)) from error
        done = jobs.execute(job.pk, self._watch if options["verbosity"] > 1 else lambda _done, _total: None)
        if done is None or not done.result.get("outcomes"):
            broken = CellError(**(done.result["error"] if done else {"code": "damaged", "line": 0}))
            raise CommandError(problems.about_file(broken))
        self._report(done, options["refused"])

    def _watch(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} of {total} rows")

    def _report(self, job: BackgroundJob, refused: Path | None) -> None:
        result = job.result
        counts = ", ".join(f"{count} {outcome}" for outcome, count in result["outcomes"].items())
        self.stdout.write(f"{result['rows']} rows: {counts}; {result['warned']} rows with warnings")
        self.stdout.write("new records: " + ", ".join(f"{count} {name}" for name, count in result["records"].items()))
        for note in result["notes"]:
            self.stdout.write(problems.about_file(Problem(note["code"], "", note["params"])))
        for row in result["codes"]:
            first = row["examples"][0]
            text = problems.sentence(example(row["code"], first))
            kind = "refused" if row["refusal"] else "warning"
            self.stdout.write(f"{kind} {row['code']}: {row['rows']} x, first on line {first['line']}: {text}")
        stored = result["files"].get("refused")
        if stored and refused:
            with default_storage.open(stored, "rb") as file:
                refused.write_bytes(file.read())
        if stored:
            self.stdout.write(f"refused rows with reasons: {refused or default_storage.path(stored)}")
        self.stdout.write(f"report {result['report_sha256']}")
