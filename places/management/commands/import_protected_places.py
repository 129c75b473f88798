"""Import protected places from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.access import system_user
from accounts.models import User
from common.errors import DomainError
from places.services import protected_places


class Command(BaseCommand):
    """`./run manage import_protected_places schools.csv --source "…"`."""

    help = "Import schools and other protected places from CSV or GeoJSON; running it again doubles nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, where it comes from, and who imports it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="where the list comes from, and its date")
        parser.add_argument("--user", help="user name of who imports; the system's own account by default")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, and print the counts and each refused row."""
        by = User.objects.filter(username=options["user"]).first() if options["user"] else system_user()
        if by is None:
            raise CommandError(f"there is no user {options['user']!r}")
        try:
            data = options["file"].read_bytes()
            report = protected_places.import_file(data, file_name=options["file"].name, source=options["source"], by=by)
        except (OSError, DomainError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{report.rows} rows: {report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
            f"{report.refused} refused, {len(report.warnings)} warnings"
        )
        for refusal in report.refusals:
            reasons = "; ".join(f"{item['field']}: {item['message']}" for item in refusal["reasons"])
            self.stderr.write(f"row {refusal['row']}: {reasons}")
