"""Chain the journal entries not yet sealed; run it every few minutes (settings.JOURNAL_SEAL_INTERVAL_S)."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts import journal


class Command(BaseCommand):
    """./run manage seal_journal."""

    help = "Seal waiting journal entries into the hash chain."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal and say how many."""
        self.stdout.write(f"sealed {journal.seal()}, head {journal.head()}")
