"""Planning a visit: whom, why, when, with whom and by which checklists; refused with the reason and the mend."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import access, journal, steps
from accounts.models import Agency, User
from accounts.roles import Action
from common.errors import Conflict, Invalid, NotAllowed
from common.text import clean_name, day_text
from inspections.enums import NoNotice, TeamRole, VisitReason
from inspections.models import OverrideRequest, Visit, VisitChecklist, VisitFormerMember, VisitMember, VisitStation
from inspections.queries.business import same_business, visit_of_year
from inspections.queries.checklists import kinds_of_target, suitable
from inspections.services import notice
from issuing import numbering
from licenses.models import Establishment, Licensee, Station
from rulebook.models import Checklist

VISIT_SERIES = "visit"


@dataclass
class Plan:
    """What is asked for: everything a person enters to schedule a visit."""

    agency: Agency
    subject: str
    reason: str
    licensee: Licensee
    window_start: dt.date
    window_end: dt.date
    lead: User
    members: Sequence[User] = ()
    establishment: Establishment | None = None
    stations: Sequence[Station] = ()
    checklists: Sequence[Checklist] = ()
    reason_text: str = ""
    legal_basis: str = ""
    no_notice: str = ""
    no_notice_reason: str = ""
    previous: Visit | None = None
    override: OverrideRequest | None = None
    visit_id: uuid.UUID | None = None
    faults: dict[str, list[str]] = field(default_factory=dict)

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with one entry; all are told together."""
        self.faults.setdefault(name, []).append(message)


@transaction.atomic
def schedule(plan: Plan, *, by: Any, on: dt.date) -> Visit:
    """Enter a visit in the plan and freeze its checklists.

    Sent twice with the same `visit_id`, it makes one visit. Raises Invalid naming the entries to mend, NotAllowed, or
    Conflict when the business already has its one visit of the year.
    """
    access.require(by, Action.VISIT_PLAN)
    if plan.visit_id and (made := Visit.objects.filter(pk=plan.visit_id).first()):
        return access.visible(Visit.objects.all(), by, pk=made.pk)
    return _enter(plan, by=by, on=on, right=Action.VISIT_PLAN)


@transaction.atomic
def open_found(plan: Plan, *, by: Any, on: dt.date) -> Visit:
    """Enter a visit for what an inspector met on the way: led by whoever met it, of this very day, nobody planned it.

    Raises what `schedule` raises; Conflict when the key was used before.
    """
    access.require(by, Action.VISIT_CONDUCT)
    if plan.reason != VisitReason.ON_THE_SPOT or plan.lead != by:
        raise NotAllowed(_("Only what you found yourself, on the spot, is opened without a plan."))
    if plan.visit_id and Visit.objects.filter(pk=plan.visit_id).exists():
        raise Conflict(_("This key was already used for another record; nothing was changed."), code="key_reused")
    return _enter(plan, by=by, on=on, right=Action.VISIT_CONDUCT)


def _enter(plan: Plan, *, by: Any, on: dt.date, right: Action) -> Visit:
    list(Licensee.objects.select_for_update().filter(pk__in=[row.pk for row in same_business(plan.licensee)]))
    _check_target(plan, by, right)
    _check_window(plan, on)
    _check_team(plan)
    checklists = _chosen_checklists(plan)
    if plan.faults:
        raise Invalid(_("The visit cannot be scheduled yet."), fields=plan.faults)
    _check_notice(plan, on)
    override = _one_visit(plan)
    visit = _write(plan, override=override, by=by, on=on)
    VisitChecklist.objects.bulk_create([VisitChecklist(visit=visit, checklist=row) for row in checklists])
    if override:
        steps.take(override, "use", by=by)
    journal.record(by, "visit.scheduled", visit, after=journal.snapshot(visit), agency=visit.agency)
    return visit


@transaction.atomic
def cancel(visit: Visit, *, by: Any, reason: str, version: int | None = None) -> Visit:
    """Strike a visit that has not begun from the plan, with the reason."""
    require_own(visit, by, Action.VISIT_PLAN)
    if not reason.strip():
        raise Invalid(_("Give the reason."), fields={"reason": [_("Say why the visit is cancelled.")]})
    return steps.take(visit, "cancel", by=by, reason=reason.strip(), version=version)


@transaction.atomic
def change_team(visit: Visit, *, lead: User, members: Iterable[User], by: Any, version: int) -> Visit:
    """Replace the team of a visit that is not yet fixed."""
    require_own(visit, by, Action.VISIT_PLAN)
    locked = Visit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    if locked.version != version:
        raise Conflict(
            _("Somebody else changed this visit first; nothing of yours was saved over it."),
            code="stale_version",
            details={"yours": version, "current": locked.version},
        )
    if not team_is_open(locked):
        raise Conflict(_("The team of a visit that is over is not changed."), code="fixed")
    plan = Plan(
        agency=locked.agency, subject=locked.subject, reason=locked.reason, licensee=locked.licensee,
        window_start=locked.window_start, window_end=locked.window_end, lead=lead, members=list(members),
    )  # fmt: skip
    _check_team(plan)
    if plan.faults:
        raise Invalid(_("The team cannot be changed yet."), fields=plan.faults)
    before = {"team": team_names(locked)}
    _keep_former(locked, stay={lead.pk, *(person.pk for person in plan.members)})
    VisitMember.objects.filter(visit=locked).delete()
    _write_team(locked, plan)
    locked.version += 1
    locked.save(update_fields=["version"])
    note = f"{', '.join(before['team'])} → {', '.join(team_names(locked))}"
    journal.record(by, "visit.team_changed", locked, after=journal.snapshot(locked), note=note)
    return locked


def team_is_open(visit: Visit) -> bool:
    """Say whether the team may still be changed: the visit is neither fixed nor struck from the plan."""
    return not visit.is_fixed and bool(visit.lifecycle.steps_from(visit.status))


def team_names(visit: Visit) -> list[str]:
    """Return the names of the team, its head first."""
    rows = VisitMember.objects.filter(visit=visit).select_related("user").order_by("role", "user__full_name")
    return [str(row.user) for row in rows]


def require_own(visit: Visit, by: Any, action: Action) -> None:
    """Refuse who may see the visit but does not hold the right in the agency whose visit it is."""
    access.require(by, action, visit)
    if not getattr(by, "is_system", False) and visit.agency not in access.agencies_of(by, action):
        raise NotAllowed(_("This visit belongs to another agency; you may read it but not change it."))


def _check_target(plan: Plan, by: Any, right: Action) -> None:
    if plan.agency not in access.agencies_of(by, right):
        raise NotAllowed(_("You plan no visits for this agency."))
    if plan.subject not in plan.agency.subjects:
        plan.fault("subject", _("This subject is not a matter of your agency."))
    if bool(plan.establishment) == bool(plan.stations):
        plan.fault("target", _("Choose one establishment, or one or more stations of one licensee."))
        return
    business = {row.pk for row in same_business(plan.licensee)}
    targets: list[Any] = [plan.establishment] if plan.establishment else list(plan.stations)
    for target in targets:
        if not access.sees(by, target):
            plan.fault("target", _("“%(name)s” is not in your register.") % {"name": target})
        elif target.licensee_id not in business:
            plan.fault("target", _("“%(name)s” belongs to another business.") % {"name": target})
        elif target.valid_until and target.valid_until < plan.window_start:
            day = day_text(target.valid_until)
            plan.fault("target", _("“%(name)s” left the register on %(day)s.") % {"name": target, "day": day})


def _check_window(plan: Plan, on: dt.date) -> None:
    if plan.window_end < plan.window_start:
        plan.fault("window_end", _("The last day lies before the first."))
    if plan.window_start < on:
        plan.fault("window_start", _("The first day is already past."))
    if plan.reason not in VisitReason.values:
        plan.fault("reason", _("Choose the reason of the visit."))
    if plan.reason != VisitReason.PLANNED and not plan.reason_text.strip():
        plan.fault("reason_text", _("Say in a sentence why this visit takes place."))
    if plan.reason == VisitReason.ON_THE_SPOT and (plan.window_start != on or plan.window_end != on):
        plan.fault("window_start", _("What is found on the spot is checked on the same day."))
    if plan.previous and plan.previous.licensee_id not in {row.pk for row in same_business(plan.licensee)}:
        plan.fault("previous", _("This visit was of another business."))
    if plan.reason == VisitReason.REINSPECTION and plan.previous is None:
        plan.fault("previous", _("Name the visit that this one follows."))


def _check_team(plan: Plan) -> None:
    if plan.lead in plan.members:
        plan.fault("members", _("The head of the team is counted already; take the name out of the members."))
    for person in [plan.lead, *plan.members]:
        held = access.agencies_of(person, Action.VISIT_CONDUCT, plan.window_start)
        if plan.agency not in held:
            name = "lead" if person == plan.lead else "members"
            plan.fault(name, _("%(person)s is no inspector of this agency on that day.") % {"person": person})


def _chosen_checklists(plan: Plan) -> list[Checklist]:
    """Return the checklists to freeze: those chosen, or all that fit the target on the first day."""
    if plan.faults:
        return []
    kinds = kinds_of_target(plan.establishment, plan.stations)
    fitting = suitable(kinds, plan.establishment, subject=plan.subject, on=plan.window_start)
    if not plan.checklists:
        if not fitting:
            plan.fault("checklists", _("The rulebook has no checklist for this target on that day."))
        return fitting
    for row in plan.checklists:
        if row not in fitting:
            plan.fault("checklists", _("“%(name)s” does not fit this target or day.") % {"name": row.title_vi})
    return list(plan.checklists)


def _check_notice(plan: Plan, on: dt.date) -> None:
    if plan.no_notice:
        notice.require_exemption(subject=plan.subject, no_notice=plan.no_notice, why=plan.no_notice_reason, on=on)
    else:
        notice.require(subject=plan.subject, reason=plan.reason, window_start=plan.window_start, on=on)


def _one_visit(plan: Plan) -> OverrideRequest | None:
    """Hold to one visit a year (Resolution 198/2025/QH15, article 4), whichever agency made the first, and why ever.

    A second one needs a clear sign of violation with its source, agreed to by a second person, unless the violation is
    before everybody's eyes: found on the spot, harmful interference, or a re-inspection of what was found.
    """
    if _follows_a_violation(plan):
        return None
    year = plan.window_start.year
    earlier = visit_of_year(plan.licensee, year)
    if earlier is None:
        return None
    given = plan.override
    if given is None:
        raise Conflict(
            _(
                "This business already has its one visit in %(year)s: %(number)s of %(agency)s, from %(day)s. "
                "Plan it for next year, or ask for a second visit with the sign of violation and its source; "
                "a second person decides."
            )
            % {
                "year": year,
                "number": earlier.number,
                "agency": earlier.agency,
                "day": day_text(earlier.window_start),
            },
            code="one_visit_a_year",
            details={"visit": earlier.number, "agency": earlier.agency.code, "year": year},
        )
    same = given.licensee_id in {row.pk for row in same_business(plan.licensee)}
    if given.status != "approved" or given.year != year or given.agency_id != plan.agency.pk or not same:
        raise Invalid(_("This override is not approved for this business and year."), fields={"override": [""]})
    return given


def _follows_a_violation(plan: Plan) -> bool:
    if plan.reason == VisitReason.REINSPECTION and plan.previous is not None:
        return bool(plan.previous.findings.standing().exists())
    return plan.reason == VisitReason.ON_THE_SPOT or plan.no_notice == NoNotice.INTERFERENCE


def _write(plan: Plan, *, override: OverrideRequest | None, by: Any, on: dt.date) -> Visit:
    first: Any = plan.establishment or plan.stations[0]
    number = numbering.take(agency=plan.agency, form_code=VISIT_SERIES, suffix=f"{on.year}/KT", on=on, by=by)
    visit = Visit(
        number=number.text,
        agency=plan.agency,
        subject=plan.subject,
        reason=plan.reason,
        reason_text=clean_name(plan.reason_text),
        legal_basis=clean_name(plan.legal_basis),
        licensee=plan.licensee,
        establishment=plan.establishment,
        unit=first.unit,
        lat=first.lat,
        lon=first.lon,
        window_start=plan.window_start,
        window_end=plan.window_end,
        no_notice=plan.no_notice,
        no_notice_reason=plan.no_notice_reason.strip() if plan.no_notice else "",
        previous=plan.previous,
        override=override,
    )
    if plan.visit_id:
        visit.id = plan.visit_id
    visit.save(force_insert=True)
    VisitStation.objects.bulk_create([VisitStation(visit=visit, station=station) for station in plan.stations])
    _write_team(visit, plan)
    return visit


def _keep_former(visit: Visit, *, stay: set[Any]) -> None:
    leaving = VisitMember.objects.filter(visit=visit).exclude(user__in=stay)
    VisitFormerMember.objects.bulk_create([VisitFormerMember(visit=visit, user_id=row.user_id) for row in leaving])


def _write_team(visit: Visit, plan: Plan) -> None:
    rows = [VisitMember(visit=visit, user=plan.lead, role=TeamRole.LEAD)]
    rows += [VisitMember(visit=visit, user=person) for person in plan.members]
    VisitMember.objects.bulk_create(rows)
