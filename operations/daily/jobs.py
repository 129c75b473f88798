"""The daily jobs, in the order in which they run. To add one, add a line to JOBS.

A job takes the day (`on`) and returns how many of each thing it did. It must bring everything up to the day, not only
do that day's part: after three days without a run the next run makes good all of it, and a second run on the same
day changes nothing. `watched` jobs also take `tell(done, total)`, which they call at least every few minutes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from operations.daily import works


@dataclass(frozen=True)
class DailyJob:
    """One job: its code, its name and the words of what it counts."""

    code: str
    label: Any
    run: Callable[..., Mapping[str, int]]
    words: Mapping[str, Any] = field(default_factory=dict)
    watched: bool = False


JOBS: tuple[DailyJob, ...] = (
    # before the terms: what was decided for a day holds from that day, even if the term ended meanwhile
    DailyJob(
        "licenses.planned",
        _("Put planned changes of licenses into effect"),
        works.planned_changes,
        {"applied": _("put into effect"), "overtaken": _("overtaken")},
    ),
    DailyJob(
        "licenses.dates",
        _("Begin and expire licenses"),
        works.license_dates,
        {"activated": _("put in force"), "expired": _("expired")},
    ),
    DailyJob(
        "applications.unanswered",
        _("Declare void what was not answered in time"),
        works.unanswered,
        {"lapsed": _("applications declared void")},
    ),
    DailyJob(
        "licenses.reminders",
        _("Tell holders that renewal opens, of the last day to file and of the expiry"),
        works.renewals_and_reminders,
        {
            "renewal_opens": _("told that renewal opens"),
            "renewal_due": _("reminded of the last day to file"),
            "license_expires": _("told of the expiry"),
        },
    ),
    DailyJob(
        "fees.unpaid",
        _("Unpaid fees and the usage fees of a new year"),
        works.fees,
        {
            "overdue": _("invoices overdue"),
            "holds": _("licenses held"),
            "drafted": _("usage invoices drafted"),
            "for_a_person": _("usage fees an officer must settle"),
            "reminded": _("reminded before the last day to pay"),
            "warned": _("reminded after the last day to pay"),
        },
    ),
    DailyJob(
        "register.quality",
        _("Look for contradictions in the register"),
        works.register_quality,
        {
            "new": _("new findings"),
            "back": _("found again"),
            "mended": _("no longer found"),
            "rows": _("records read"),
        },
        watched=True,
    ),
    # what the jobs above decided goes out last
    DailyJob(
        "mails.send",
        _("Send the mails"),
        works.mails,
        {
            "sent": _("sent (mail)"),
            "waiting": _("to be tried again"),
            "failed": _("refused by the mail server"),
            "unclear": _("unclear whether sent"),
        },
    ),
    DailyJob(
        "register.files",
        _("Write the files of the public register"),
        works.public_register,
        {"rows": _("rows in the files of the public register")},
    ),
    DailyJob("licenses.spectrum", _("Pack the spectrum's tiles"), works.spectrum, {"packed": _("tiles packed")}),
)


def job_called(code: str) -> DailyJob | None:
    """Return the job of that code; None for one of an earlier release."""
    return next((job for job in JOBS if job.code == code), None)
