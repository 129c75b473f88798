"""The works of our own floors, each brought to the shape of a daily job."""

import datetime as dt
from collections.abc import Callable, Mapping

from common.clock import today
from issuing.sending import send_waiting
from licenses.services import licenses, planned, public_files, renewals
from licenses.services.applications import desk
from licenses.services.coordination import tiles
from licenses.services.fees import overdue, telling
from licenses.services.quality import run as quality


def planned_changes(*, on: dt.date) -> Mapping[str, int]:
    """Put into effect what was decided for days up to today."""
    return planned.apply_due(on=on)


def license_dates(*, on: dt.date) -> Mapping[str, int]:
    """Begin what begins, expire what is over."""
    return licenses.apply_dates(on=on)


def unanswered(*, on: dt.date) -> Mapping[str, int]:
    """Declare void the applications whose applicant did not answer or pay in time."""
    return {"lapsed": len(desk.lapse_unanswered(on=on))}


def renewals_and_reminders(*, on: dt.date) -> Mapping[str, int]:
    """Decide the mails about terms: renewal opens, last day to file, expiry."""
    return renewals.remind(on=on)


def fees(*, on: dt.date) -> Mapping[str, int]:
    """Declare overdue what was not paid, hold its license, draft the usage fees of a new year, remind the holders."""
    return {**overdue.fall_due(on=on), **overdue.draft_usage(on=on), **telling.remind(on=on)}


def public_register(*, on: dt.date) -> Mapping[str, int]:
    """Write the files of the public register; of a day that is over there is nothing true left to write."""
    if on != today():
        return {}
    return {"rows": sum(public_files.publish(on=on).rows.values())}


def register_quality(*, on: dt.date, tell: Callable[[int, int], None]) -> Mapping[str, int]:
    """Let the register look at itself."""
    return quality.run(on=on, tell=tell)


def mails(*, on: dt.date) -> Mapping[str, int]:
    """Send what waits; what the mail server does not take is tried again later, and shown."""
    return send_waiting()


def spectrum(*, on: dt.date) -> Mapping[str, int]:
    """Pack what changed of the spectrum's tiles, so that examinations stay quick; no answer depends on it."""
    return {"packed": tiles.pack()}
