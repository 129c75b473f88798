"""A real mail server on this machine: takes mails over a socket, may refuse, hang up or be killed in mid-sentence."""

import contextlib
import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings


@dataclass
class Sink:
    """What came in; `answers` are given instead of taking a mail, one after the other."""

    mails: list[Any] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Refuse a mailbox that begins with “nobody”."""
        if address.startswith("nobody"):
            return "550 no such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Keep the mail, unless the test has another answer ready."""
        if self.answers:
            answer = self.answers.pop(0)
            if answer == "hang up":
                server.transport.close()
                return "421 gone"
            return answer
        self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


@contextlib.contextmanager
def running() -> Iterator[Sink]:
    """Run the server, and let Django's SMTP backend send to it."""
    sink = Sink()
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        SITE_URL="https://dangky.example.vn",
    ):
        try:
            yield sink
        finally:
            controller.stop()
