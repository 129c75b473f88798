"""The team of a visit is changed on its page: by whoever plans, seen by both, kept in the history."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import journal
from accounts.models import User
from inspections.models import Visit
from inspections.services import planning
from licenses.models import Establishment
from tests.inspections import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(people: dict[str, User], agent: Establishment) -> Visit:
    """A visit in the plan, led by the inspector."""
    return scene.scheduled(people, agent)


def address(visit: Visit) -> str:
    return reverse("desk:visit_team", args=[visit.pk])


def entered(visit: Visit, lead: User, *members: User) -> dict[str, Any]:
    """What the form sends."""
    return {"lead": lead.pk, "members": [person.pk for person in members], "version": visit.version}


def test_the_chief_changes_the_team_and_the_history_names_both(
    planned: Visit, people: dict[str, User], as_user: Any
) -> None:
    chief = as_user(people["chief"])
    visit_page = reverse("desk:visit", args=[planned.pk])
    assert address(planned) in chief.get(visit_page).content.decode()
    page = chief.get(address(planned)).content.decode()
    assert str(people["inspector"]) in page
    assert str(people["inspector2"]) not in page, "another agency's inspector is not offered"
    sent = chief.post(address(planned), entered(planned, people["chief"], people["inspector"]))
    assert sent.status_code == 302
    assert planning.team_names(planned) == [str(people["chief"]), str(people["inspector"])]
    assert f"{people['inspector']} → {people['chief']}" in chief.get(visit_page).content.decode()
    assert journal.verify().clean


def test_who_comes_second_sees_both_teams_and_overwrites_nothing_unseen(
    planned: Visit, people: dict[str, User], as_user: Any
) -> None:
    chief, stale = as_user(people["chief"]), entered(planned, people["inspector"], people["chief"])
    assert chief.post(address(planned), entered(planned, people["chief"])).status_code == 302
    late = chief.post(address(planned), stale)
    assert late.status_code == 422
    shown = late.context["differences"][0]
    assert (shown["current"], shown["yours"]) == (str(people["chief"]), f"{people['inspector']}, {people['chief']}")
    assert planning.team_names(planned) == [str(people["chief"])]
    again = {**stale, "version": late.context["form"]["version"].value()}
    assert chief.post(address(planned), again).status_code == 302
    assert set(planning.team_names(planned)) == {str(people["chief"]), str(people["inspector"])}


def test_wrong_teams_are_explained_and_kept(planned: Visit, people: dict[str, User], as_user: Any) -> None:
    chief = as_user(people["chief"])
    twice = chief.post(address(planned), entered(planned, people["inspector"], people["inspector"]))
    assert twice.status_code == 422
    assert "members" in twice.context["form"].errors
    stranger = chief.post(address(planned), entered(planned, people["inspector2"]))
    assert "lead" in stranger.context["form"].errors
    none = chief.post(address(planned), {"version": planned.version})
    assert "lead" in none.context["form"].errors
    assert planning.team_names(planned) == [str(people["inspector"])]


def test_who_does_not_plan_here_may_not_change_it(planned: Visit, people: dict[str, User], as_user: Any) -> None:
    for name, status in (("inspector", 403), ("culture", 403), ("official", 403), ("licensee", 403)):
        assert as_user(people[name]).get(address(planned)).status_code == status, name
    assert "/team/" not in as_user(people["inspector"]).get(reverse("desk:visit", args=[planned.pk])).content.decode()


def test_the_team_of_a_sealed_visit_stays(people: dict[str, User], agent: Establishment, as_user: Any) -> None:
    visit, chief = scene.sealed(people, agent), as_user(people["chief"])
    assert "/team/" not in chief.get(reverse("desk:visit", args=[visit.pk])).content.decode()
    assert chief.get(address(visit)).status_code == 200
    assert chief.post(address(visit), entered(visit, people["chief"])).status_code == 422
    assert planning.team_names(visit) == [str(people["inspector"])]


@pytest.mark.parametrize(("language", "word"), [("vi", "Thay đổi đoàn kiểm tra"), ("en", "Change the team")])
def test_the_page_speaks_both_languages_and_costs_the_same(
    planned: Visit, people: dict[str, User], as_user: Any, language: str, word: str
) -> None:
    chief = as_user(people["chief"])
    chief.cookies["django_language"] = language
    with CaptureQueriesContext(connection) as queries:
        assert word in chief.get(address(planned)).content.decode()
    assert len(queries) <= 22
