"""A role that decides is given by one person and holds once another has confirmed it."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from accounts import people
from accounts.access import can
from accounts.models import JournalEntry, Membership, User
from accounts.roles import Action, Role
from common.clock import today
from common.errors import Conflict, NotAllowed
from tests import cast

pytestmark = pytest.mark.django_db
SINCE = dt.date(2026, 1, 1)


@pytest.fixture
def staff(agencies: Any) -> dict[str, User]:
    """An administrator, a decider of the same agency, a decider of another, and somebody without a role."""
    made = {name: cast.make_person(name, agencies) for name in ("admin", "decider", "officer")}
    made["far"] = User.objects.create_user("far", full_name="Người nơi khác")
    Membership.objects.create(user=made["far"], agency=agencies.skhcn_dl, role=Role.DECIDER, valid_from=SINCE)
    made["new"] = User.objects.create_user("new", full_name="Người mới")
    return made


def given(staff: dict[str, User], agencies: Any, role: Role = Role.DECIDER) -> Membership:
    """What the administrator gives to somebody new."""
    made = Membership(user=staff["new"], agency=agencies.skhcn, role=role, valid_from=SINCE)
    return people.save_membership(made, by=staff["admin"], on=today())


def may_decide(user: User) -> bool:
    """Whether the right holds, read anew."""
    return can(User.objects.get(pk=user.pk), Action.LICENSE_DECIDE)


def test_a_role_that_decides_holds_once_another_person_confirmed_it(staff, agencies, as_user):
    row = given(staff, agencies)
    assert not may_decide(staff["new"])
    address = reverse("desk:membership_step", args=[row.pk, "confirm"])
    assert as_user(staff["admin"]).post(address).status_code == 404  # who gave it does not even find it
    assert as_user(staff["far"]).post(address).status_code == 404
    assert as_user(staff["officer"]).post(address).status_code == 403
    decider = as_user(staff["decider"])
    assert "Người mới" in decider.get("/desk/").content.decode()
    assert address in decider.get(reverse("desk:memberships")).content.decode()
    assert decider.get(address).status_code == 200
    assert decider.post(address).status_code == 302
    assert may_decide(staff["new"])
    assert JournalEntry.objects.filter(verb="membership.confirmed").exists()
    with pytest.raises(Conflict):
        people.confirm_membership(row, by=staff["decider"], on=today())


def test_a_refused_role_never_holds_and_needs_a_reason(staff, agencies, as_user):
    row = given(staff, agencies)
    address = reverse("desk:membership_step", args=[row.pk, "refuse"])
    decider = as_user(staff["decider"])
    assert decider.post(address, {"reason": " "}).status_code == 422
    assert decider.post(address, {"reason": "Không có quyết định bổ nhiệm"}).status_code == 302
    assert not may_decide(staff["new"])


def test_nobody_confirms_their_own_role(staff, agencies):
    row = given(staff, agencies)
    Membership.objects.create(user=staff["new"], agency=agencies.skhcn, role=Role.ADMINISTRATOR, valid_from=SINCE)
    with pytest.raises(NotAllowed):
        people.confirm_membership(row, by=staff["new"], on=today())


def test_an_ordinary_role_needs_nobody_else(staff, agencies):
    assert not given(staff, agencies, Role.INSPECTOR).by_two


def test_the_first_people_of_an_installation_need_nobody(agencies):
    root, first = (User.objects.create_user(name) for name in ("root", "first"))
    row = Membership(user=first, agency=agencies.skhcn, role=Role.ADMINISTRATOR, valid_from=SINCE)
    assert not people.save_membership(row, by=root, on=today()).by_two


def test_a_change_of_a_confirmed_role_is_confirmed_anew_but_ending_it_is_not(staff, agencies):
    row = people.confirm_membership(given(staff, agencies), by=staff["decider"], on=today())
    row.valid_until = dt.date(2030, 1, 1)
    assert people.save_membership(row, by=staff["admin"], on=today()).judged_by == staff["decider"]
    row.valid_until = None
    assert people.save_membership(row, by=staff["admin"], on=today()).judged_by is None
    assert not may_decide(staff["new"])


def test_nobody_waits_for_ever_where_nobody_could_confirm(agencies):
    """One administrator, and a decider of another agency, who may not judge this one's roles."""
    admin, far, new = (User.objects.create_user(name) for name in ("a", "b", "c"))
    Membership.objects.create(user=admin, agency=agencies.skhcn, role=Role.ADMINISTRATOR, valid_from=SINCE)
    Membership.objects.create(user=far, agency=agencies.skhcn_dl, role=Role.DECIDER, valid_from=SINCE)
    row = Membership(user=new, agency=agencies.skhcn, role=Role.DECIDER, valid_from=SINCE)
    assert not people.save_membership(row, by=admin, on=today()).by_two
    second = Membership(user=far, agency=agencies.skhcn, role=Role.DECIDER, valid_from=SINCE)
    assert people.save_membership(second, by=admin, on=today()).by_two
