"""`manage.py publish_register`: writes today's files of the public register (run_daily does so by itself)."""

from typing import Any

from django.core.management.base import BaseCommand

from common.clock import today
from licenses.services import public_files


class Command(BaseCommand):
    """Write the files of the day."""

    help = "Write the public register as today's CSV files with their manifest."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them, or say that nothing changed since the last run of today."""
        done = public_files.publish(on=today())
        for name, rows in done.rows.items():
            self.stdout.write(f"{name}: {rows}")
        self.stdout.write("written" if done.changed else "unchanged since the last run of today")
