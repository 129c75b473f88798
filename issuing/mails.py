"""Mails are decided here, each once, in the transaction of what they tell about; issuing/sending.py sends them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.models import Agency
from accounts.roles import Action
from common.clock import now
from common.errors import Conflict, Invalid
from common.text import pick
from issuing.enums import MAIL_NEEDS_A_PERSON, MailState
from issuing.models import Mail
from issuing.sending import send_one

LANGUAGES = ("vi", "en")
BATCH = 500


@dataclass(frozen=True)
class Recipient:
    """Whom a mail is for; without an address they must be told by letter, and the text is kept for it."""

    name: str
    address: str
    language: str = "vi"


@dataclass(frozen=True)
class Topic:
    """What a mail tells, and its template in each language; the first line of a template is the subject."""

    code: str
    label: Any
    vi: str
    en: str


@dataclass(frozen=True)
class Telling:
    """One mail to be decided. `key` names what it tells about what, so that it is decided once."""

    key: str
    topic: Topic
    to: Recipient
    agency: Agency
    about: models.Model
    context: Mapping[str, Any]


def tell(telling: Telling, *, on: dt.date) -> Mail:
    """Decide one mail and send it after the commit; telling the same again changes nothing."""
    decide([telling], on=on)
    mail = Mail.objects.get(key=telling.key)
    if mail.state == MailState.WAITING:
        transaction.on_commit(lambda: send_one.enqueue(str(mail.pk)))
    return mail


def decide(tellings: Iterable[Telling], *, on: dt.date) -> int:
    """Decide many mails, which wait for the next sending; return how many were new. The key makes each once."""
    rows = [_written(telling, on) for telling in tellings]
    known = set(Mail.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    Mail.objects.bulk_create(fresh, batch_size=BATCH, ignore_conflicts=True)
    return len(fresh)


def _written(telling: Telling, on: dt.date) -> Mail:
    language = telling.to.language if telling.to.language in LANGUAGES else LANGUAGES[0]
    address = _usable(telling.to.address)
    with translation.override(language):
        context = {
            "recipient": telling.to.name,
            "agency": pick(telling.agency, "name"),
            "phone": telling.agency.phone,
            "office": telling.agency.address,
            "site": settings.SITE_URL,
            **telling.context,
        }
        text = render_to_string(getattr(telling.topic, language), context)
    subject, _blank, body = text.lstrip().partition("\n")
    return Mail(
        key=telling.key,
        topic=telling.topic.code,
        agency=telling.agency,
        target_type=telling.about._meta.label_lower,
        target_id=journal.key_of(telling.about),
        target_label=str(telling.about)[:120],
        recipient=telling.to.name[:250],
        address=address,
        language=language,
        subject=" ".join(subject.split())[:250],
        body=body.strip() + "\n",
        decided_on=on,
        state=MailState.WAITING if address else MailState.BY_LETTER,
    )


def _usable(address: str) -> str:
    """Return the address, or nothing when no mail server would take it."""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


@transaction.atomic
def send_again(mail: Mail, *, by: Any, address: str = "") -> Mail:
    """Let a mail that failed, or may not have arrived, be sent once more; to another address when one is given."""
    row = _locked(mail, by)
    to = _usable(address.strip()) if address.strip() else row.address
    if not to:
        message = _("Enter an e-mail address.")
        raise Invalid(message, fields={"address": [message]})
    changes = {"state": MailState.WAITING, "address": to, "attempts": 0, "next_try_at": None, "handed_at": None}
    _settle(row, by, "mail.send_again", changes)
    transaction.on_commit(lambda: send_one.enqueue(str(row.pk)))
    return row


@transaction.atomic
def told_by_letter(mail: Mail, *, by: Any, on: dt.date, note: str) -> Mail:
    """Record that the person was told by letter, with the number of the letter or how it was handed over."""
    row = _locked(mail, by)
    if not note.strip():
        message = _("Name the letter: its number, or how it was handed over.")
        raise Invalid(message, fields={"note": [message]})
    state = {"state": MailState.TOLD_BY_LETTER, "settled_by": by, "settled_on": on, "settled_note": note.strip()[:250]}
    return _settle(row, by, "mail.told_by_letter", state, note)


@transaction.atomic
def drop(mail: Mail, *, by: Any, on: dt.date, note: str) -> Mail:
    """Settle that a mail is not to be sent (it arrived after all, or nobody has to be told), with the reason."""
    row = _locked(mail, by)
    if not note.strip():
        message = _("Give the reason.")
        raise Invalid(message, fields={"note": [message]})
    state = {"state": MailState.DROPPED, "settled_by": by, "settled_on": on, "settled_note": note.strip()[:250]}
    return _settle(row, by, "mail.dropped", state, note)


def _locked(mail: Mail, by: Any) -> Mail:
    access.require(by, Action.MAIL_SETTLE, mail)
    row = Mail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if row.state not in MAIL_NEEDS_A_PERSON:
        raise Conflict(
            _("Nothing has to be done about this mail: it is “%(state)s”.") % {"state": row.get_state_display()},
            code="settled",
        )
    return row


def _settle(row: Mail, by: Any, verb: str, changes: dict[str, Any], note: str = "") -> Mail:
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    kept = {name: value for name, value in changes.items() if name not in ("settled_by", "next_try_at", "handed_at")}
    journal.record(
        by, verb, row, before={name: before[name] for name in kept}, after=kept, note=note, agency=row.agency
    )
    return row


def waiting_now() -> models.QuerySet[Mail]:
    """Return the mails whose turn it is."""
    due = models.Q(next_try_at__isnull=True) | models.Q(next_try_at__lte=now())
    return Mail.objects.filter(due, state=MailState.WAITING)
