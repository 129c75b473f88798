"""Sending mails, each once: claim, connect, note that it is handed over, hand it over, note that it is sent.

A process killed before the third step leaves a mail that certainly has not left: its claim runs out and it is sent. One
killed after it leaves a mail that may have left: that is never sent again by itself, but shown to a person as unclear.
The Message-ID is made from the row, so that a mail a person sends again is known by mailboxes as the same.
"""

import datetime as dt
import smtplib
import uuid
from collections import Counter
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import models, transaction
from django_tasks import task

from common.clock import now
from issuing.enums import MailState
from issuing.models import Mail

# A claim is held for seconds; one older than this was left by a process that died.
CLAIM = dt.timedelta(minutes=15)
# After each refusal a longer wait; after the last one a person has to look at it.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (5, 30, 120, 480, 1_440))
TIMEOUT_S = 30
LONGEST_ERROR = 1_000
BATCH = 200


@task()
def send_one(mail_id: str) -> None:
    """Send one mail from the queue."""
    send(mail_id)


def send_waiting() -> Counter[str]:
    """Send every mail whose turn it is; return how many ended in each state."""
    told: Counter[str] = Counter()
    _take_back()
    seen: set[uuid.UUID] = set()
    while keys := _next(seen):
        for key in keys:
            seen.add(key)
            if state := send(key):
                told[state] += 1
    return told


def send(mail_id: uuid.UUID | str) -> str:
    """Send one mail whose turn it is; return its state afterwards, or nothing when it was not its turn."""
    mail = _claim(uuid.UUID(str(mail_id)))
    if mail is None:
        return ""
    connection = get_connection(timeout=TIMEOUT_S) if _is_smtp() else get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        return _failed(mail, error)
    try:
        if not _mine(mail).update(handed_at=now()):
            return ""
        connection.send_messages([_message(mail)])
    except (smtplib.SMTPServerDisconnected, TimeoutError, ConnectionError) as error:
        return _ended(mail, MailState.UNCLEAR, error=_text(error))
    except (smtplib.SMTPException, OSError) as error:
        return _failed(mail, error)
    finally:
        _close(connection)
    return _ended(mail, MailState.SENT, error="", sent_at=now())


def _next(seen: set[uuid.UUID]) -> list[uuid.UUID]:
    due = models.Q(next_try_at__isnull=True) | models.Q(next_try_at__lte=now())
    found = Mail.objects.filter(due, state=MailState.WAITING).order_by("pk").values_list("pk", flat=True)
    return [key for key in found[: BATCH + len(seen)] if key not in seen][:BATCH]


def _take_back() -> None:
    """Release what dead processes had claimed, and mark what they may have sent."""
    dead = Mail.objects.filter(state=MailState.SENDING, claimed_at__lt=now() - CLAIM)
    dead.filter(handed_at__isnull=True).update(state=MailState.WAITING, claimed_at=None)
    dead.filter(handed_at__isnull=False).update(
        state=MailState.UNCLEAR, error="the process ended while handing it over"
    )


@transaction.atomic
def _claim(key: uuid.UUID) -> Mail | None:
    mail = Mail.objects.select_for_update(of=("self",)).filter(pk=key).first()
    if mail is None or mail.state != MailState.WAITING or (mail.next_try_at and mail.next_try_at > now()):
        return None
    mail.state, mail.claimed_at, mail.handed_at, mail.attempts = MailState.SENDING, now(), None, mail.attempts + 1
    mail.save(update_fields=["state", "claimed_at", "handed_at", "attempts"])
    return mail


def _mine(mail: Mail) -> models.QuerySet[Mail]:
    """The row, as long as this claim to it is the latest."""
    return Mail.objects.filter(pk=mail.pk, state=MailState.SENDING, claimed_at=mail.claimed_at)


def _message(mail: Mail) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {
        "Message-ID": f"<{mail.pk}@{host}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    reply = [mail.agency.email] if mail.agency.email else None
    return EmailMessage(mail.subject, mail.body, to=[mail.address], headers=headers, reply_to=reply)


def _failed(mail: Mail, error: Exception) -> str:
    """Note that the server did not take it; it is tried again after a while, then a person has to look at it."""
    if mail.attempts > len(WAITS):
        return _ended(mail, MailState.FAILED, error=_text(error), next_try_at=None)
    later = now() + WAITS[mail.attempts - 1]
    return _ended(mail, MailState.WAITING, error=_text(error), next_try_at=later, handed_at=None)


def _ended(mail: Mail, state: MailState, **changes: object) -> str:
    _mine(mail).update(state=state, **changes)
    return state


def _text(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_ERROR]


def _is_smtp() -> bool:
    return str(settings.EMAIL_BACKEND).endswith("smtp.EmailBackend")


def _close(connection: object) -> None:
    """Say goodbye; the mail is taken by then, so a server that has hung up changes nothing."""
    try:
        connection.close()  # type: ignore[attr-defined]
    except (smtplib.SMTPException, OSError):
        return
