"""What the page of a license says of its annex."""

import datetime as dt
from typing import Any

from django.urls import reverse

from accounts.enums import JobStatus
from licenses.enums import LICENSE_ENDED, RADIO_LICENSE_KINDS
from licenses.models import License
from licenses.services import annexes


def part(license: License) -> list[dict[str, Any]]:
    """Return the annex of a radio license for its page, in one query; nothing for other kinds."""
    if license.kind not in RADIO_LICENSE_KINDS:
        return []
    job = annexes.latest(license)
    lost = job is not None and annexes.stalled(job)
    under_way = job is not None and job.state in (JobStatus.WAITING, JobStatus.RUNNING) and not lost
    return [
        {
            "template": "desk/annexes/_part.html",
            "license": license,
            "job": job,
            "on": dt.date.fromisoformat(job.parameters["on"]) if job else None,
            "under_way": under_way,
            "failed": lost or (job is not None and job.state == JobStatus.FAILED),
            "done": job is not None and job.state == JobStatus.DONE,
            "may_ask": license.status not in LICENSE_ENDED and not under_way,
            "progress_url": reverse("desk:annex_progress", args=[license.pk]),
        }
    ]
