"""What a party is told of its inspection: that what was sealed was changed, by whom it may ask, each once."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from common.canonical import digest
from inspections.models import Visit
from issuing.mails import Telling, Topic, tell
from issuing.models import Mail
from licenses.notifications import recipient

AMENDED = Topic(
    "visit_amended", _("Inspection amended after sealing"), "emails/vi/visit_amended.txt", "emails/en/visit_amended.txt"
)
TOPICS = {AMENDED.code: AMENDED}


def visit_amended(visit: Visit, *, reason: str, on: dt.date) -> Mail:
    """Tell the party that a sealed inspection was amended, and why; lines changed for one reason are one mail."""
    telling = Telling(
        key=f"visit_amended:{visit.pk}:{digest(reason)[:16]}",
        topic=AMENDED,
        to=recipient(visit.licensee, on),
        agency=visit.agency,
        about=visit,
        context={"number": visit.number, "sealed_at": visit.ended_at, "reason": reason, "on": on},
    )
    return tell(telling, on=on)
