"""What a party is told of its inspection: that what was sealed was changed, by whom it may ask, each once."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from common.canonical import digest
from inspections.models import Visit
from issuing.mails import Topic
from issuing.models import Mail
from licenses.notifications import tell_holder

AMENDED = Topic(
    "visit_amended", _("Inspection amended after sealing"), "emails/vi/visit_amended.txt", "emails/en/visit_amended.txt"
)
TOPICS = {AMENDED.code: AMENDED}


def visit_amended(visit: Visit, *, reason: str, on: dt.date) -> Mail:
    """Tell the party that a sealed inspection was amended, and why; lines changed for one reason are one mail."""
    context = {"number": visit.number, "sealed_at": visit.ended_at, "reason": reason, "on": on}
    return tell_holder(visit, AMENDED, context, on=on, which=digest(reason)[:16])
