"""The custody of a piece of evidence: checked on demand, and what was found written down either way."""

from typing import Any

from django.db import transaction

from accounts import access
from accounts.roles import Action
from common.errors import DomainError
from inspections.enums import CustodyVerb
from inspections.models import Evidence
from inspections.services import evidence, privacy


@transaction.atomic
def verify(row: Evidence, *, by: Any) -> list[str]:
    """Hash the stored bytes anew, the larger original and the privacy copy too, and return what differs.

    The check is written into the log with its result; a difference changes nothing, it is for people to look at.
    """
    access.require(by, Action.VISIT_VIEW, row)
    faults = []
    for read in (evidence.original, evidence.larger_original, _copy):
        try:
            read(row)
        except DomainError as error:
            faults.append(str(error.message))
    evidence.log(row, CustodyVerb.VERIFIED, by=by, note="; ".join(faults)[:250] or "ok")
    return faults


def _copy(row: Evidence) -> bytes | None:
    copy = privacy.current(row)
    return privacy.read(copy) if copy else None
