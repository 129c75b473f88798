"""Whose matter an act is: the own agency's, or another's to which it is referred."""

import datetime as dt
from dataclasses import dataclass

from accounts.enums import Subject
from accounts.models import Agency
from inspections.models import Finding
from places.models import Territory
from rulebook.enums import Matter
from rulebook.models import Office

# An office names matters as the decree divides them; agencies name subjects. This is their meeting point.
SUBJECTS = {
    Matter.TELECOM_PRIVATE_NETWORK: Subject.TELECOM,
    Matter.INTERNET_AGENT: Subject.TELECOM,
    Matter.CONFORMITY: Subject.TELECOM,
    Matter.RADIO: Subject.RADIO,
    Matter.PUBLIC_GAME_POINT: Subject.GAMES,
    Matter.GAME_PLAYER: Subject.GAMES,
}


@dataclass(frozen=True)
class Whose:
    """The agency whose matter an act is, and the post there; `agency` None when none is known here."""

    finding: Finding
    subject: str
    agency: Agency | None
    office: Office | None


def whose(finding: Finding, *, agency: Agency, on: dt.date) -> Whose:
    """Return whose matter the finding is: the agency's own where one of its posts handles it, else another's.

    Posts that name the matter come before those that handle everything; an agency must cover the place of the act.
    """
    matter = finding.penalty.domain
    offices = [row for row in Office.objects.in_force_on(on) if row.agencies and matter in row.matters]
    subject = SUBJECTS[Matter(matter)]
    for office in offices:
        if agency.code in office.agencies:
            return Whose(finding, subject, agency, office)
    for office in offices:
        for code in office.agencies:
            other = Agency.objects.filter(code=code).first()
            if other and _covers(other, finding, on):
                return Whose(finding, subject, other, office)
    return Whose(finding, subject, None, None)


def _covers(agency: Agency, finding: Finding, on: dt.date) -> bool:
    unit = finding.visit.unit
    if unit is None:
        return True
    rows = Territory.objects.in_force(on).filter(agency=agency)
    return rows.filter(unit__in=[unit.pk, *([unit.parent_id] if unit.parent_id else [])]).exists()
