"""Send the mails whose turn it is; run it every few minutes: those refused by the mail server are tried again later."""

from typing import Any

from django.core.management.base import BaseCommand

from issuing.sending import send_waiting


class Command(BaseCommand):
    """./run manage send_mails."""

    help = "Send the mails whose turn it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Send them and say how many."""
        told = send_waiting()
        self.stdout.write(", ".join(f"{state} {count}" for state, count in sorted(told.items())) or "nothing to send")
