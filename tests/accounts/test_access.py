"""Who may do what: the table, asked through one function."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from accounts import access
from accounts.models import Agency, Membership, User
from accounts.roles import GRANTS, READING, Action, Role
from common.errors import NotAllowed, NotFound
from licenses.models import Licensee
from licenses.services import licensees

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder(officer: User, units: SimpleNamespace) -> Licensee:
    return licensees.create(
        by=officer,
        on=dt.date(2026, 9, 1),
        kind="organisation",
        name="Công ty Thử",
        identifier_scheme="tax_code",
        identifier="0100109106",
        unit=units.nha_trang,
        address="1 Hải Âu",
        representative="Trần Thử",
    )


def test_every_role_has_its_line_in_the_table() -> None:
    assert set(GRANTS) == set(Role)
    assert all(role.label for role in Role)


def test_no_role_but_the_systems_lets_one_person_plan_and_approve_and_decide() -> None:
    for role, actions in GRANTS.items():
        if role is Role.SYSTEM:  # it puts into effect what two people decided, on its day
            continue
        assert not {Action.REGISTER_EDIT, Action.LICENSE_DECIDE} <= actions, role


def test_an_ended_membership_gives_nothing(inspector: User) -> None:
    assert access.can(inspector, Action.VISIT_CONDUCT)
    Membership.objects.filter(user=inspector).update(valid_until=dt.date(2025, 12, 31))
    assert not access.can(inspector, Action.VISIT_CONDUCT)


def test_a_right_counts_only_in_the_agency_that_gives_it(
    holder: Licensee, officer: User, agencies: SimpleNamespace
) -> None:
    """Who reads in one agency and edits in another does not edit the first one's records."""
    reader = User.objects.create_user("reader")
    Membership.objects.create(user=reader, agency=agencies.skhcn, role=Role.OFFICIAL, valid_from=dt.date(2025, 7, 1))
    Membership.objects.create(user=reader, agency=agencies.skhcn_dl, role=Role.OFFICER, valid_from=dt.date(2025, 7, 1))
    assert access.can(reader, Action.REGISTER_EDIT)
    assert access.can(reader, Action.REGISTER_VIEW, holder)
    assert not access.can(reader, Action.REGISTER_EDIT, holder)
    assert access.can(officer, Action.REGISTER_EDIT, holder)


def test_what_lies_outside_is_not_found_and_what_is_seen_but_not_allowed_is_refused(
    holder: Licensee, official: User, stranger: User
) -> None:
    with pytest.raises(NotAllowed):
        access.require(official, Action.REGISTER_EDIT, holder)
    with pytest.raises(NotFound):
        access.require(stranger, Action.REGISTER_VIEW, holder)
    with pytest.raises(NotFound):
        access.visible(Licensee.objects.all(), stranger, pk=holder.pk)


def test_a_shared_record_is_seen_by_the_other_agency_once(
    holder: Licensee, officer: User, stranger: User, agencies: SimpleNamespace, monkeypatch: Any
) -> None:
    for _time in range(2):
        access.share(holder, agency=agencies.skhcn_dl, basis="thử", by=officer, on=dt.date(2026, 1, 1))
    other = User.objects.create_user("other")
    Membership.objects.create(user=other, agency=agencies.skhcn_dl, role=Role.OFFICIAL, valid_from=dt.date(2025, 7, 1))
    assert holder.pk.hex in access.shared_ids(Licensee, [agencies.skhcn_dl])
    assert access.sees(other, holder)
    assert not access.sees(stranger, holder)


def test_a_share_gives_nothing_but_reading(
    holder: Licensee, officer: User, agencies: SimpleNamespace, units: SimpleNamespace
) -> None:
    """Nor does holding every role there is in the agency to which the record was shown."""
    access.share(holder, agency=agencies.skhcn_dl, basis="thử", by=officer, on=dt.date(2026, 1, 1))
    other = User.objects.create_user("other")
    for role in (Role.OFFICER, Role.CHIEF, Role.DECIDER):
        Membership.objects.create(user=other, agency=agencies.skhcn_dl, role=role, valid_from=dt.date(2025, 7, 1))
    given = {action for action in access.actions_of(other) if access.can(other, action, holder)}
    assert given == access.actions_of(other) & READING
    assert Action.REGISTER_VIEW in given
    with pytest.raises(NotAllowed) as refused:
        access.require(other, Action.REGISTER_EDIT, holder)
    assert refused.value.code == "other_keeper"


def test_every_record_with_a_scope_says_which_agency_keeps_it() -> None:
    """Else a right would be refused to everybody, or a page would fail."""
    for model in apps.get_models():
        if hasattr(model._default_manager, "visible_to") and (path := getattr(model, "kept_by", "agency")):
            at: Any = model
            for name in path.split("."):
                at = at._meta.get_field(name).related_model
            assert at is Agency, model


def test_the_system_user_cannot_sign_in_and_holds_only_the_clocks_rights() -> None:
    system = access.system_user()
    assert not system.is_active
    assert not system.has_usable_password()
    assert access.can(system, Action.LICENSE_EXPIRE)
    assert access.can(system, Action.LICENSE_DECIDE)  # puts into effect what two people decided, on its day
    for action in (Action.VISIT_CONDUCT, Action.APPLICATION_COUNTERSIGN, Action.APPLICATION_ISSUE, Action.LICENSE_PLAN):
        assert not access.can(system, action)
