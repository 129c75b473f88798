"""Every step from every state by every role; and every status that somebody sets behind the engine's back."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import access, steps
from accounts.access import system_user
from accounts.journal import key_of
from accounts.models import Membership, StepRecord, User
from accounts.roles import AGENCY_ROLES, GRANTS, PARTY_ROLES, Role
from common.errors import Conflict, NotAllowed, NotFound
from docs.lifecycles import models_with_lifecycle
from licenses.models import LicenseeMembership
from tests import cast, law, stages
from tests.inspections import scene

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
MODELS = {model._meta.label: model for model in models_with_lifecycle()}


@pytest.fixture
def stage(people, units, agencies, settings):
    """The scene of inspections, in the demo, where papers may rest on unverified rows."""
    settings.DEMO_MODE = True
    law.put()
    return SimpleNamespace(people=people, units=units, agency=agencies.skhcn, agent=scene.make_agent(people, units))


BUILDERS = {
    "fieldwork.Dispatch": stages.dispatch,
    "fieldwork.Quarantined": stages.quarantined,
    "fieldwork.Tablet": stages.tablet,
    "inspections.Complaint": stages.complaint,
    "enforcement.Case": stages.case,
    "inspections.OverrideRequest": stages.override,
    "inspections.Visit": lambda stage: scene.scheduled(stage.people, stage.agent),
    "issuing.IssuedDocument": stages.paper,
    "licenses.Application": stages.application,
    "licenses.Establishment": lambda stage: stage.agent,
    "licenses.FeeLine": stages.fee_line,
    "licenses.Invoice": stages.invoice,
    "licenses.PlannedChange": stages.planned_change,
    "licenses.License": lambda stage: scene.make_network(stage.people, stage.units).license,
}
each_record = pytest.mark.parametrize("label", sorted(BUILDERS))


def _put(obj, state):
    """Bring the record into a state by a step row of its own, as the database allows.

    `carried` are fields that the record may not be without once it has left its first state.
    """
    if obj.status != state:
        StepRecord.objects.create(
            object_type=obj._meta.label_lower,
            object_id=key_of(obj),
            version=obj.version + 1,
            name="put",
            source=obj.status,
            target=state,
        )
        carried = {} if state == obj.lifecycle.initial else getattr(obj, "carried", {})
        type(obj)._base_manager.filter(pk=obj.pk).update(status=state, version=obj.version + 1, **carried)
        obj.refresh_from_db()


def _attempt(obj, name, by):
    """Take a step, undo it, and say how it ended."""
    try:
        with transaction.atomic():
            steps.take(obj, name, by=by, reason="thử", changes=getattr(obj, "carried", {}))
            transaction.set_rollback(True)
    except (Conflict, NotAllowed, NotFound) as refused:
        return type(refused)
    finally:
        obj.refresh_from_db()
    return None


def _holder_of(role, obj):
    """Return somebody who has this role alone: in the agency that keeps the record, or for the party whose it is."""
    if role is Role.SYSTEM:
        return system_user()
    user, _made = User.objects.get_or_create(username=f"only_{role.value}")
    party = access.party_of(obj)
    if role in AGENCY_ROLES:
        Membership.objects.get_or_create(user=user, agency=obj.agency, role=role, valid_from=cast.SINCE)
    elif role in PARTY_ROLES and party is not None:
        LicenseeMembership.objects.get_or_create(
            user=user, licensee_id=party, role=role, valid_from=cast.SINCE, defaults={"basis": "thử", "given_by": user}
        )
    return user


def _granted(role, action, obj):
    """Whoever acts for a party holds rights on that party's records only."""
    return action in GRANTS[role] and (role in AGENCY_ROLES or role is Role.SYSTEM or access.party_of(obj) is not None)


def test_each_lifecycle_is_tried():
    assert sorted(BUILDERS) == sorted(MODELS)


@each_record
def test_a_step_is_taken_only_from_its_states_and_only_by_those_with_the_right(label, stage):
    obj, wrong = BUILDERS[label](stage), []
    lifecycle = type(obj).lifecycle
    holders = {role: _holder_of(role, obj) for role in Role}
    for state in lifecycle.states:
        _put(obj, state)
        for step in lifecycle.steps:
            for role, person in holders.items():
                ended = _attempt(obj, step.name, person)
                if state not in step.sources:
                    fits = ended is Conflict
                elif _granted(role, step.action, obj):
                    fits = ended is None
                else:
                    fits = ended in (NotAllowed, NotFound)
                if not fits:
                    wrong.append(f"{role.value}: {step.name} from {state}: {ended}")
    assert wrong == []


@each_record
def test_buttons_are_exactly_the_steps_that_may_be_taken(label, stage):
    obj = BUILDERS[label](stage)
    for state in type(obj).lifecycle.states:
        _put(obj, state)
        for role in Role:
            person = _holder_of(role, obj)
            offered = {step.name for step in steps.open_to(person, obj)}
            expected = {step.name for step in obj.lifecycle.steps_from(state) if _granted(role, step.action, obj)}
            assert offered == expected, (role, state)


@each_record
def test_somebody_of_another_agency_takes_no_step(label, stage):
    obj, stranger = BUILDERS[label](stage), stage.people["inspector_elsewhere"]
    for state in type(obj).lifecycle.states:
        _put(obj, state)
        for step in obj.lifecycle.steps_from(state):
            assert _attempt(obj, step.name, stranger) in (NotFound, NotAllowed), (step.name, state)


@each_record
def test_the_database_refuses_every_status_that_no_step_explains(label, stage):
    obj, accepted = BUILDERS[label](stage), []
    table = obj._meta.db_table
    for state in type(obj).lifecycle.states:
        _put(obj, state)
        for other in set(obj.lifecycle.states) - {state}:
            for more in (0, 1):
                try:
                    with transaction.atomic():
                        type(obj)._base_manager.filter(pk=obj.pk).update(status=other, version=obj.version + more)
                        accepted.append(f"update {state} -> {other}")
                except DatabaseError:
                    pass
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"UPDATE {table} SET status = %s WHERE id = %s", [other, _key(obj)])
                    accepted.append(f"SQL {state} -> {other}")
            except DatabaseError:
                pass
    assert accepted == []


def _key(obj):
    return str(obj.pk) if connection.vendor == "postgresql" else key_of(obj)
