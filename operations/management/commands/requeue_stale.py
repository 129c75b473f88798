"""Put background work whose worker was killed in the queue again; run it every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand

from licenses.services import annexes


class Command(BaseCommand):
    """./run manage requeue_stale."""

    help = "Take up background work that a killed worker left behind."

    def handle(self, *args: Any, **options: Any) -> None:
        """Take it up and say how much."""
        self.stdout.write(f"annexes taken up again: {annexes.requeue_stale()}")
