"""Check the journal's chain, every journaled record and every kept paper; exit 1 when something was changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import journal
from issuing import verify


class Command(BaseCommand):
    """./run manage verify_journal [--seal]."""

    help = (
        "Verify the journal (chain, kept values, records against their last entry, statuses against their steps) "
        "and the papers (files, contents and signed scans byte by byte, numbers without gaps)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--seal", action="store_true", help="seal the waiting entries first")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was found."""
        if options["seal"]:
            self.stdout.write(f"sealed now: {journal.seal()}")
        found = journal.verify()
        self.stdout.write(
            f"entries {found.entries}, sealed {found.sealed}, unsealed {found.unsealed}, "
            f"values erased by retention {found.erased_values}, records compared {found.records}"
        )
        self.stdout.write(f"head {found.head}")
        papers, faults = verify.count(), [*found.faults, *verify.faults()]
        self.stdout.write(f"papers {papers.documents}, signed scans {papers.scans}, number series {papers.series}")
        for fault in faults:
            self.stderr.write(f"FAULT {fault}")
        if faults:
            raise CommandError(f"{len(faults)} fault(s) found")
        self.stdout.write(self.style.SUCCESS("journal is clean, papers are as issued"))
