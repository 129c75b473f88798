"""Every step from every state by every role: only what the table allows happens, also behind the services' back."""

import itertools
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, transaction

from accounts import access, journal, steps
from accounts.models import Agency, Membership, StepRecord, User
from accounts.roles import AGENCY_ROLES, GRANTS, Role
from common.errors import Conflict, NotAllowed
from enforcement.lifecycle import CASE
from enforcement.models import Case
from inspections.lifecycle import OVERRIDE, VISIT
from inspections.models import OverrideRequest, Visit
from licenses.models import Establishment
from tests.cast import SINCE
from tests.inspections import scene

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def by_role(agencies: SimpleNamespace) -> dict[Role, User]:
    """One person of the department for each role."""
    return {role: _person(role, agencies.skhcn) for role in AGENCY_ROLES if role != Role.SYSTEM}


@pytest.fixture
def visit(people: dict[str, User], agent: Establishment) -> Visit:
    """A planned visit."""
    return scene.scheduled(people, agent)


@pytest.fixture
def asked(visit: Visit, people: dict[str, User]) -> OverrideRequest:
    """A request for a second visit."""
    return OverrideRequest.objects.create(
        agency=visit.agency, licensee=visit.licensee, year=2026, reason="x", earlier_visit=visit,
        requested_by=people["chief"],
    )  # fmt: skip


@pytest.fixture
def case(visit: Visit, people: dict[str, User]) -> Case:
    """An open case."""
    return Case.objects.create(
        number="01/2026/VV", agency=visit.agency, subject="telecom", visit=visit, licensee=visit.licensee,
        opened_by=people["inspector"], opened_on=scene.FRIDAY, unit=visit.unit,
    )  # fmt: skip


def _person(role: Role, agency: Agency) -> User:
    user = User.objects.create_user(f"role-{role.value}", full_name=str(role.value))
    Membership.objects.create(user=user, agency=agency, role=role, valid_from=SINCE)
    return user


def _put(obj: Visit | OverrideRequest | Case, state: str) -> None:
    """Bring the row into a state by a recorded step, as a test may; the guard asks for that step."""
    obj.refresh_from_db()
    if obj.status == state:
        return
    StepRecord.objects.create(
        object_type=obj._meta.label_lower, object_id=journal.key_of(obj), version=obj.version + 1, name="test",
        source=obj.status, target=state,
    )  # fmt: skip
    type(obj).objects.filter(pk=obj.pk).update(status=state, version=obj.version + 1)
    obj.refresh_from_db()


def _try(obj: Visit | OverrideRequest | Case, name: str, user: User) -> str:
    """Take the step and undo it; say what came of it."""
    with transaction.atomic():
        try:
            steps.take(obj, name, by=user)
            told = "taken"
        except Conflict:
            told = "conflict"
        except NotAllowed:
            told = "not allowed"
        transaction.set_rollback(True)
    return told


@pytest.mark.parametrize("kind", ["visit", "asked"])
def test_every_step_from_every_state_by_every_role(
    kind: str, request: pytest.FixtureRequest, by_role: dict[Role, User]
) -> None:
    obj = request.getfixturevalue(kind)
    table = obj.lifecycle
    for state in table.states:
        _put(obj, state)
        for step, (role, user) in itertools.product(table.steps, by_role.items()):
            told = _try(obj, step.name, user)
            if state not in step.sources:
                assert told == "conflict", (state, step.name, role)
            else:
                assert told == ("taken" if step.action in GRANTS[role] else "not allowed"), (state, step.name, role)


def test_the_clock_may_receive_and_nothing_else(visit: Visit) -> None:
    for step in VISIT.steps:
        _put(visit, step.sources[0])
        assert _try(visit, step.name, access.system_user()) == ("taken" if step.name == "receive" else "not allowed")


@pytest.mark.parametrize(("kind", "table"), [("visit", VISIT), ("asked", OVERRIDE), ("case", CASE)])
def test_no_status_moves_without_its_step(kind: str, table: object, request: pytest.FixtureRequest) -> None:
    obj = request.getfixturevalue(kind)
    for source, target in itertools.permutations(obj.lifecycle.states, 2):
        if kind == "case" and source != obj.lifecycle.initial:
            continue
        _put(obj, source)
        with pytest.raises(DatabaseError), transaction.atomic():
            type(obj).objects.filter(pk=obj.pk).update(status=target)
        with pytest.raises(DatabaseError), transaction.atomic():
            type(obj).objects.filter(pk=obj.pk).update(status=target, version=obj.version + 1)
    assert table is obj.lifecycle


@pytest.mark.parametrize("kind", ["visit", "asked", "case"])
def test_no_row_is_deleted_or_born_in_another_state(kind: str, request: pytest.FixtureRequest) -> None:
    obj = request.getfixturevalue(kind)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(obj).objects.filter(pk=obj.pk)._raw_delete("default")
    for state in obj.lifecycle.states:
        twin = type(obj).objects.get(pk=obj.pk)
        twin.pk, twin.status, twin._state.adding = None, state, True
        if kind == "case":
            continue  # one case per visit; its birth is guarded by the same trigger
        if kind == "visit":
            twin.number, twin.override = f"{state}/2026/KT", None
        if state == obj.lifecycle.initial:
            twin.save(force_insert=True)
            continue
        with pytest.raises(DatabaseError, match="may not begin"), transaction.atomic():
            twin.save(force_insert=True)


def test_every_state_is_reached_and_the_ends_are_ends() -> None:
    for table in (VISIT, OVERRIDE, CASE):
        assert table.unreachable() == ()
    assert set(VISIT.finals) == {"closed", "cancelled", "not_possible"}
