"""./run manage load_rulebook: bring the tables up to the data files of the administration."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rulebook import loader
from rulebook.reading import WrongFile


class Command(BaseCommand):
    """Load, or only check, the rulebook files."""

    help = "Loads rulebook/data/<administration>; refuses the whole when one row is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--administration", default=settings.ADMINISTRATION)
        parser.add_argument("--folder", type=Path, help="another data folder")
        parser.add_argument("--check", action="store_true", help="check the files, change nothing")
        parser.add_argument("--publish", action="store_true", help="append checksums of new rows to the data folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load and report; exit 1 with every fault when refused."""
        name, folder = options["administration"], options["folder"]
        try:
            if options["check"] or options["publish"]:
                builder = loader.prepare(name, folder)
                total = sum(len(rows) for rows in builder.rows.values())
                published = loader.publish(builder, folder or loader.DATA / name) if options["publish"] else 0
                self.stdout.write(f"{total} rows are in order, {published} checksums appended")
                return
            report = loader.load(name, folder=folder)
        except WrongFile as refused:
            lines = "\n  ".join(str(fault) for fault in refused.faults)
            raise CommandError(f"Refused; nothing was loaded.\n  {lines}") from refused
        counts = ", ".join(f"{model} {count}" for model, count in report.by_model.items() if count)
        changed = f"{report.added} added, {report.ended} ended, {report.unchanged} unchanged"
        self.stdout.write(f"{report.administration}: {changed} ({counts})")
