"""Secret codes: made, kept by a keyed digest only, tried a few times at most, and used once."""

import datetime as dt
import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import journal
from common.errors import Conflict, Invalid
from issuing.codes import new_code, normal
from licenses.enums import CodeUse
from licenses.models import CodeAttempt, License, Licensee, SecretCode

# A claim letter goes by post and may lie; a transfer is agreed between two who speak with each other.
VALID_DAYS = {CodeUse.CLAIM: 90, CodeUse.TRANSFER: 30}
# Guessing finds nothing in 30^12 codes; the brake is there so that nobody tries, and that a try is seen.
TRIES, WINDOW = 5, dt.timedelta(hours=1)


def digest(code: str) -> str:
    """Return what is kept of a code: nobody who reads the table can use it."""
    return hmac.new(settings.SECRET_KEY.encode(), f"secret-code:{code}".encode(), hashlib.sha256).hexdigest()


def make(
    use: CodeUse, licensee: Licensee, *, by: Any, on: dt.date, at: dt.datetime, license: License | None = None
) -> tuple[SecretCode, str]:
    """Make a code and return it with its row; the codes made before for the same are worth nothing from now on."""
    for older in SecretCode.objects.select_for_update().filter(
        use=use, licensee=licensee, license=license, used_at__isnull=True, withdrawn_at__isnull=True
    ):
        withdraw(older, by=by, at=at)
    code = new_code()
    row = SecretCode(
        use=use, licensee=licensee, license=license, digest=digest(code), made_by=by,
        valid_until=on + dt.timedelta(days=VALID_DAYS[use]),
    )  # fmt: skip
    row.save(force_insert=True)
    journal.record(by, "secret_code.made", row, after=journal.snapshot(row), agency=licensee.agency)
    return row, code


def withdraw(row: SecretCode, *, by: Any, at: dt.datetime) -> None:
    """Take a code back; it is journaled like the making."""
    before = journal.snapshot(row)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    journal.record(by, "secret_code.withdrawn", row, before=before, after=journal.snapshot(row))


def count_try(by: Any, at: dt.datetime) -> CodeAttempt:
    """Count a try, in a transaction of its own so that a refusal does not undo it; Conflict after too many."""
    wrong = CodeAttempt.objects.filter(user=by, at__gt=at - WINDOW, right=False).count()
    if wrong >= TRIES:
        raise Conflict(
            _("Too many codes that are not valid. Wait an hour, or ask the office to confirm you instead."),
            code="too_many_tries",
        )
    return CodeAttempt.objects.create(user=by, at=at)


@transaction.atomic
def use(text: str, what: CodeUse, *, by: Any, on: dt.date, at: dt.datetime, attempt: CodeAttempt) -> SecretCode:
    """Use a code up and return its row; one answer for wrong, used, old and taken back, so that nothing is told."""
    code = normal(text)
    found = SecretCode.objects.select_for_update(of=("self",)).filter(use=what, digest=digest(code)).first()
    if not code or found is None or found.used_at or found.withdrawn_at or found.valid_until < on:
        message = _(
            "This code is not valid: mistyped, used already, or too old. Check it against the paper, "
            "or with whoever gave it to you."
        )
        raise Invalid(message, code="no_such_code", fields={"code": [message]})
    before = journal.snapshot(found)
    found.used_at, found.used_by = at, by
    found.save(update_fields=["used_at", "used_by"])
    journal.record(by, "secret_code.used", found, before=before, after=journal.snapshot(found))
    attempt.right = True
    attempt.save(update_fields=["right"])
    return found
