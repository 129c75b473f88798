"""Lists, search and maps of the register: what is found, what is hidden, and what a page costs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from licenses.models import Establishment, FrequencyAssignment, License, Licensee, Station
from licenses.services import licensees

pytestmark = pytest.mark.django_db
LISTS = ("licensees", "establishments", "stations", "licenses", "assignments")


@pytest.fixture
def register(
    agent: Establishment, station: Station, radio_license: License, assignment: FrequencyAssignment
) -> dict[str, Any]:
    """One of everything."""
    return {
        "licensees": agent.licensee,
        "establishments": agent,
        "stations": station,
        "licenses": radio_license,
        "assignments": assignment,
    }


@pytest.mark.parametrize("kind", LISTS)
def test_each_list_shows_its_records_and_finds_them_without_diacritics(
    register: dict[str, Any], officer: User, as_user: Any, kind: str
) -> None:
    browser: Client = as_user(officer)
    for query in ({}, {"q": "bien dong"}, {"unit": "khanh hoa"}):
        page = browser.get(reverse(f"desk:{kind}"), query)
        assert page.status_code == 200
        assert [str(row.pk) for row in page.context["listing"]] == [str(register[kind].pk)], query
    empty = browser.get(reverse(f"desk:{kind}"), {"q": "khong co"})
    assert "empty" in empty.content.decode()


@pytest.mark.parametrize("kind", LISTS)
def test_another_province_s_officers_find_nothing(
    register: dict[str, Any], inspector_elsewhere: User, as_user: Any, kind: str
) -> None:
    browser: Client = as_user(inspector_elsewhere)
    assert browser.get(reverse(f"desk:{kind}")).context["listing"].count == 0
    one = kind.removesuffix("s")
    assert browser.get(reverse(f"desk:{one}", args=[register[kind].pk])).status_code == 404


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_costs_the_same_however_long_it_is(
    register: dict[str, Any], officer: User, as_user: Any, kind: str, django_assert_max_num_queries: Any
) -> None:
    browser: Client = as_user(officer)
    for number in range(30):
        Licensee.objects.bulk_create(
            [
                Licensee(
                    name=f"N {number}", name_folded=f"n {number}", kind="household", agency=register["licensees"].agency
                )
            ]
        )
    with django_assert_max_num_queries(9):
        browser.get(reverse(f"desk:{kind}"))
    # a search that finds little also reads the vocabulary, a few questions for each word, and what is spelt almost so
    with django_assert_max_num_queries(22):
        browser.get(reverse(f"desk:{kind}"), {"q": "cong ty"})


@pytest.mark.parametrize("kind", LISTS)
def test_a_slip_finds_below_the_list_what_is_spelt_almost_so(
    register: dict[str, Any], officer: User, official: User, as_user: Any, kind: str
) -> None:
    page = as_user(officer).get(reverse(f"desk:{kind}"), {"q": "bien dnog", "sort": "entered"})
    assert page.context["listing"].count == 0
    assert len(page.context["similar"].rows) == 1
    assert ("bien dong", "?q=bien+dong&sort=entered") in page.context["similar"].texts
    assert "Cách viết gần giống" in page.content.decode()
    other = as_user(officer).get(reverse(f"desk:{kind}"), {"q": "bien dnog", "unit": "dak lak"})
    assert other.context["similar"] is None, "the other filters hold for what is spelt almost so as well"
    assert as_user(officer).get(reverse(f"desk:{kind}"), {"q": "bien dong"}).context["similar"] is None


def test_the_search_of_the_whole_register_forgives_a_slip(
    register: dict[str, Any], officer: User, inspector_elsewhere: User, as_user: Any
) -> None:
    page = as_user(officer).get(reverse("desk:register"), {"q": "bine dong"})
    assert [len(panel.rows) for panel in page.context["panels"]] == [1, 1, 1, 1]
    hidden = as_user(inspector_elsewhere).get(reverse("desk:register"), {"q": "bine dong"})
    assert hidden.context["panels"] == []


@pytest.mark.parametrize("kind", ["establishments", "stations", "assignments"])
def test_the_map_shows_what_the_list_shows(register: dict[str, Any], officer: User, as_user: Any, kind: str) -> None:
    browser: Client = as_user(officer)
    page = browser.get(reverse(f"desk:{kind}"), {"view": "map", "q": "bien dong"})
    assert page.status_code == 200
    points = browser.get(reverse(f"desk:{kind}_points"), {"q": "bien dong"}).json()
    assert points["total"] == 1
    assert points["features"][0]["properties"]["url"] == reverse(
        f"desk:{kind.removesuffix('s')}", args=[register[kind].pk]
    )
    assert browser.get(reverse(f"desk:{kind}_points"), {"q": "khong"}).json()["total"] == 0


@pytest.mark.parametrize(
    ("kind", "matching", "other"),
    [
        ("licensees", {"kind": "organisation"}, {"kind": "individual"}),
        ("establishments", {"status": "declared", "kind": "internet_agent"}, {"games": "on"}),
        ("establishments", {"on": "2026-11-21"}, {"on": "2020-01-01"}),
        ("licenses", {"status": "active", "on": "2026-01-01"}, {"on": "2030-01-01"}),
        ("licenses", {"ends_from": "2028-01-01", "ends_until": "2028-12-31"}, {"ends_until": "2027-01-01"}),
        ("assignments", {"from_mhz": "157,3", "to_mhz": "157.5"}, {"from_mhz": "158"}),
    ],
)
def test_filters_live_in_the_address(
    register: dict[str, Any], officer: User, as_user: Any, kind: str, matching: dict[str, str], other: dict[str, str]
) -> None:
    browser: Client = as_user(officer)
    assert browser.get(reverse(f"desk:{kind}"), matching).context["listing"].count == 1
    assert browser.get(reverse(f"desk:{kind}"), other).context["listing"].count == 0


def test_a_filter_that_cannot_be_read_is_said_and_narrows_nothing(
    register: dict[str, Any], officer: User, as_user: Any
) -> None:
    page = as_user(officer).get(reverse("desk:assignments"), {"from_mhz": "abc", "on": "yesterday"})
    assert page.context["listing"].count == 1
    assert page.context["form"].errors


def test_one_search_goes_over_the_whole_register(register: dict[str, Any], officer: User, as_user: Any) -> None:
    page = as_user(officer).get(reverse("desk:register"), {"q": "bien dong"})
    assert [len(panel.rows) for panel in page.context["panels"]] == [1, 1, 1, 1]


def test_a_citizen_number_is_found_only_by_who_may_see_it(officer: User, official: User, as_user: Any, on: Any) -> None:
    from_service = {"kind": "individual", "identifier_scheme": "citizen_id", "identifier": "056088001234"}
    licensees.create(by=officer, on=on, name="Trần Văn Bé", **from_service)
    url = reverse("desk:licensees")
    assert as_user(officer).get(url, {"q": "056 088 001 234"}).context["listing"].count == 1
    hidden = as_user(official).get(url, {"q": "056088001234"})
    assert hidden.context["listing"].count == 0
    assert "056088001234" not in as_user(official).get(url, {"q": "tran van be"}).content.decode()
    assert "056088001234" in as_user(officer).get(url, {"q": "tran van be"}).content.decode()
