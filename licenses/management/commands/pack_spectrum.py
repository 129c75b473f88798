"""Packs the tiles of spectrum that changed: ./run manage pack_spectrum (idempotent; run_daily does it too)."""

from typing import Any

from django.core.management.base import BaseCommand

from licenses.services.coordination import tiles


class Command(BaseCommand):
    """Run it after restoring a database or a large change by hand; examinations are slower until then, never wrong."""

    help = "Pack all spectrum tiles that are not."

    def handle(self, *args: Any, **options: Any) -> None:
        """Pack and say how many."""
        self.stdout.write(f"{tiles.pack()} tiles packed")
