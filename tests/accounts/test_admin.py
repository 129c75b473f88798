"""The administrator's pages: opened by the table of rights, journaled, and nobody gives himself a right."""

from typing import Any

import pytest
from django.contrib import admin as site
from django.urls import reverse

from accounts.models import Agency, JournalEntry, Membership, User
from accounts.people import save_membership
from accounts.roles import Role
from common.clock import today
from common.errors import NotAllowed

pytestmark = pytest.mark.django_db
PASSWORD = "Một mật khẩu đủ dài 2026"


@pytest.fixture
def office(admin: User, officer: User, as_user: Any) -> Any:
    """The administrator's browser, with the bit that opens the site."""
    User.objects.filter(pk__in=[admin.pk, officer.pk]).update(is_staff=True)
    return as_user(User.objects.get(pk=admin.pk))


def _given(office: Any, user: User, role: str) -> Any:
    data = {"user": user.pk, "agency": Agency.objects.get(code="SKHCN-KH").pk, "role": role, "valid_from": "2026-01-01"}
    return office.post(reverse("admin:accounts_membership_add"), data)


def test_an_administrator_gives_a_colleague_a_role_and_the_journal_says_so(office: Any, stranger: User) -> None:
    assert _given(office, stranger, Role.INSPECTOR).status_code == 302
    assert Membership.objects.get(user=stranger).role == Role.INSPECTOR
    entry = JournalEntry.objects.get(verb="membership.given")
    assert entry.actor.username == "admin"


def test_an_administrator_cannot_make_himself_decision_maker(office: Any, admin: User) -> None:
    assert _given(office, admin, Role.DECIDER).status_code == 200
    own = Membership.objects.get(user=admin)
    address = reverse("admin:accounts_membership_change", args=[own.pk])
    assert office.post(address, {"role": Role.DECIDER, "valid_from": "2026-01-01"}).status_code == 403
    own.role = Role.DECIDER
    with pytest.raises(NotAllowed):
        save_membership(own, by=admin, on=today())
    assert {row.role for row in Membership.objects.filter(user=admin)} == {Role.ADMINISTRATOR}


def test_a_password_set_for_another_is_journaled_without_the_password(office: Any, stranger: User) -> None:
    address = reverse("admin:auth_user_password_change", args=[stranger.pk])
    data = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    assert office.post(address, data).status_code == 302
    stranger.refresh_from_db()
    assert stranger.check_password(PASSWORD)
    entry = JournalEntry.objects.get(verb="user.password_set")
    assert PASSWORD not in str(entry.values.changes)
    assert stranger.password not in str(entry.values.changes)


def test_the_pages_open_by_the_table_of_rights_not_by_the_staff_bit(office: Any, officer: User, as_user: Any) -> None:
    pages = [reverse("admin:accounts_user_changelist"), reverse("admin:accounts_membership_changelist")]
    other = as_user(User.objects.get(pk=officer.pk))
    assert {office.get(page).status_code for page in pages} == {200}
    assert {other.get(page).status_code for page in pages} == {403}


def test_no_library_brings_pages_that_change_accounts_past_the_journal(office: Any) -> None:
    office.get(reverse("admin:index"))  # the addresses are read
    assert {model._meta.app_label for model in site.site._registry} == {"accounts"}
