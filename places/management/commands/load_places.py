"""Load the administrative units."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.access import system_user
from places.loader import load


class Command(BaseCommand):
    """`./run manage load_places`: units of today, units of before, and what became of them."""

    help = "Load provinces, communes and the conversion from old units; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the files of the configured administration."""
        done = load(settings.ADMINISTRATION, by=system_user())
        self.stdout.write(
            f"administrative units: {done.units} ({done.units_added} added, {done.units_corrected} corrected); "
            f"successions: {done.successions} ({done.successions_added} added)"
        )
