"""What happens next with a complaint, and who must act."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.text import pick
from inspections.lifecycle import ComplaintStatus
from inspections.models import Complaint


@dataclass(frozen=True)
class Next:
    """What is to be done, and by whom."""

    what: str
    who: str


def next_of(complaint: Complaint) -> Next:
    """Return what happens next; empty `who` when nothing is left to do."""
    office, officer = pick(complaint.agency, "name"), str(complaint.assigned_to or "")
    if complaint.status == ComplaintStatus.RECEIVED:
        return Next(_("Give it to an officer, or say why it is not followed up."), office)
    if complaint.status == ComplaintStatus.ASSIGNED:
        return Next(_("Check on site, or settle it, and answer the reporter."), officer or office)
    if complaint.status == ComplaintStatus.IN_CHECK:
        number = complaint.visit.number if complaint.visit else ""
        return Next(_("Close with the outcome of visit %(number)s and the answer.") % {"number": number}, officer)
    return Next(_("Nothing more: the reporter reads the answer with number and code."), "")
