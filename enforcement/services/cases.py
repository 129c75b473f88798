"""A case: opened from the findings of a sealed visit, split by whose matter each act is, described, and recorded."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal
from accounts.enums import Subject
from accounts.models import Agency
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed
from enforcement.enums import ActPosition
from enforcement.models import Case, CaseAct, Referral
from enforcement.penalties import earliest, limitation_date
from enforcement.queries.competence import Whose, whose
from inspections.models import Visit
from inspections.services import lengths
from inspections.services.onsite import differences
from issuing import numbering
from rulebook import lookup

CASE_SERIES = "case"
DESCRIBED = (
    "record_place",
    "elsewhere_reason",
    "preventive_measures",
    "party_statement",
    "witness_statement",
    "injured_statement",
    "appointment_at",
    "appointment_place",
    "copies",
    "receiver",
)


@transaction.atomic
def open_case(visit: Visit, *, by: Any, on: dt.date, case_id: uuid.UUID | None = None) -> Case:
    """Open the case of a sealed visit with all its findings; a second call returns the case already open.

    Acts that are another agency's matter become referrals to it. Raises Conflict before the seal, Invalid without
    findings or where nobody is known whose matter an act is.
    """
    access.require(by, Action.CASE_OPEN, visit)
    if visit.agency not in access.agencies_of(by, Action.CASE_OPEN):
        raise NotAllowed(_("This visit belongs to another agency; its cases are not yours to open."))
    locked = Visit.objects.select_for_update(of=("self",)).select_related("agency", "licensee").get(pk=visit.pk)
    if known := Case.objects.filter(visit=locked).first():
        return known
    if not locked.is_fixed:
        raise Conflict(_("Seal the visit first: a case rests on what was sealed."), code="not_sealed")
    findings = locked.findings.standing().select_related("penalty__provision__instrument", "visit__unit")
    split = [whose(finding, agency=locked.agency, on=on) for finding in findings]
    _require_known(split)
    case = _write(locked, split, by=by, on=on, case_id=case_id)
    _write_acts(case, split, by=by)
    journal.record(by, "case.opened", case, after=journal.snapshot(case), agency=case.agency)
    return case


@transaction.atomic
def describe(case: Case, *, fields: Mapping[str, Any], by: Any, version: int) -> Case:
    """Enter what the record says beside the findings; Conflict shows both versions when somebody was first."""
    require_own(case, by, Action.CASE_RECORD)
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.record_id is not None:
        raise Conflict(_("The violation record is issued; what it says is not changed any more."), code="recorded")
    entered = {name: value for name, value in fields.items() if name in DESCRIBED}
    require_short(entered)
    if all(getattr(locked, name) == value for name, value in entered.items()):
        return locked
    if locked.version != version:
        raise Conflict(
            _("Somebody else changed this case first. Both versions are shown; nothing was overwritten."),
            code="stale_version",
            details={"differences": differences(locked, entered), "current": locked.version},
        )
    least = lookup.value("record.copies", case.opened_on).number
    if least is not None and entered.get("copies", least) < least:
        raise Invalid(_("More copies are needed."), fields={"copies": [_("At least %(number)d.") % {"number": least}]})
    written = {**entered, "version": locked.version + 1}
    journal.change(locked, written, by=by, verb="case.described", agency=locked.agency)
    return locked


def require_short(entered: Mapping[str, Any]) -> None:
    """Refuse texts that would swell the record beyond reading."""
    texts = ("elsewhere_reason", "preventive_measures")
    most = dict.fromkeys(texts, lengths.NOTE)
    most |= dict.fromkeys(("party_statement", "witness_statement", "injured_statement"), lengths.STATEMENT)
    lengths.require({name: str(value or "") for name, value in entered.items()}, most)


def take_in(case: Case, *, by: Any, on: dt.date) -> None:
    """Take in findings recorded by amendment since the case was opened, before its record says what was found."""
    new = (
        case.visit.findings.standing().filter(act=None).select_related("penalty__provision__instrument", "visit__unit")
    )
    split = [whose(finding, agency=case.agency, on=on) for finding in new]
    if split:
        _require_known(split)
        _write_acts(case, split, by=by)
    if not case.visit.findings.standing().exists():
        _require_known([])


def require_own(case: Case, by: Any, action: Action) -> None:
    """Refuse who may see the case but does not hold the right in the agency whose case it is."""
    access.require(by, action, case)
    if case.agency not in access.agencies_of(by, action):
        raise NotAllowed(_("This case belongs to another agency; you may read what was shown to you."))


def _require_known(split: list[Whose]) -> None:
    if not split:
        raise Invalid(_("The visit has no findings; there is nothing to open a case about."), code="no_findings")
    lost = [each.finding.penalty.provision.citation_vi for each in split if each.agency is None]
    if lost:
        raise Invalid(
            _("The rulebook names no agency here for: %(acts)s. Enter it in the offices of the rulebook first.")
            % {"acts": "; ".join(lost)},
            code="nobody_competent",
        )


def _write(visit: Visit, split: list[Whose], *, by: Any, on: dt.date, case_id: uuid.UUID | None) -> Case:
    number = numbering.take(agency=visit.agency, form_code=CASE_SERIES, suffix=f"{on.year}/VV", on=on, by=by)
    limits = (
        limitation_date(each.finding.penalty, ended_on=each.finding.act_ended_on, detected_on=each.finding.detected_on)
        for each in split
    )
    case = Case(
        number=number.text,
        agency=visit.agency,
        subject=visit.subject,
        visit=visit,
        licensee=visit.licensee,
        unit=visit.unit,
        opened_by=by,
        opened_on=on,
        limitation_date=earliest(limits),
        record_place=split[0].finding.place,
        party_statement=visit.party_statement,
    )
    if case_id:
        case.id = case_id
    case.save(force_insert=True)
    return case


def _write_acts(case: Case, split: list[Whose], *, by: Any) -> None:
    referrals: dict[Agency, Referral] = {row.to_agency: row for row in case.referrals.select_related("to_agency")}
    for each in split:
        own = each.agency == case.agency
        if not own and each.agency is not None and each.agency not in referrals:
            referrals[each.agency] = _referral(case, each.agency, each.subject, by)
        act = CaseAct.objects.create(
            case=case,
            finding=each.finding,
            subject=each.subject,
            position=ActPosition.OWN if own else ActPosition.REFERRED,
            referral=None if own or each.agency is None else referrals[each.agency],
        )
        journal.record(by, "case.act_added", act, after=journal.snapshot(act), agency=case.agency)


def _referral(case: Case, to_agency: Agency, subject: Subject | str, by: Any) -> Referral:
    made = Referral.objects.create(case=case, to_agency=to_agency, subject=subject)
    journal.record(by, "referral.prepared", made, after=journal.snapshot(made), agency=case.agency)
    return made
