"""The public list of licenses: what it shows, what it holds back, how it pages, what it refuses."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from accounts.models import User
from api.public import license_rows
from api.public.register_serializers import LicenseRowSerializer
from api.public.register_views import RegisterThrottle
from licenses.models import License, Licensee
from licenses.services import licensees, licenses

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
ON = dt.date(2026, 11, 20)
URL = "/api/public/v1/licenses/"


@pytest.fixture
def company(officer: User, units: Any) -> Licensee:
    return licensees.create(
        by=officer, on=ON, name='Công ty TNHH "Biển Đông"', kind="organisation", unit=units.nha_trang
    )


@pytest.fixture
def person(officer: User) -> Licensee:
    return licensees.create(by=officer, on=ON, name="Trần Văn Bé", kind="individual", phone="0905 000 111")


def grant(officer: User, holder: Licensee, number: str, **values: Any) -> License:
    """A license that has begun, unless `values` say otherwise."""
    given = {
        "kind": "land_mobile_internal",
        "granting_authority": "Cục",
        "valid_from": dt.date(2025, 1, 1),
        "valid_until": dt.date(2030, 1, 1),
        **values,
    }
    return licenses.register(by=officer, on=ON, holder=holder, number=number, **given)


@pytest.fixture
def granted(officer: User, company: Licensee, person: Licensee, units: Any) -> list[License]:
    """Six of a company, one of a person, and one that has not begun."""
    found = [grant(officer, company, f"10{number}/GP", unit=units.nha_trang) for number in range(6)]
    later = grant(officer, company, "900/GP", valid_from=dt.date(2027, 1, 1))
    assert later.status == "pending"
    return [*found, grant(officer, person, "200/GP")]


def ask(client: Client, **query: Any) -> Any:
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_anyone_reads_licenses_in_the_order_of_their_numbers(
    client: Client, granted: list[License], units: Any
) -> None:
    answer = ask(client)
    assert [row["number"] for row in answer["results"]] == [f"10{n}/GP" for n in range(6)] + ["200/GP"]
    assert answer["next"] is None
    assert answer["results"][0] == {
        "id": granted[0].pk.hex,
        "number": "100/GP",
        "kind": "land_mobile_internal",
        "status": "active",
        "holder": 'Công ty TNHH "Biển Đông"',
        "holder_kind": "organisation",
        "granting_authority": "Cục",
        "valid_from": "2025-01-01",
        "valid_until": "2030-01-01",
        "ended_on": None,
        "unit_code": units.nha_trang.code,
        "unit": units.nha_trang.name,
    }
    assert list(answer["results"][0]) == list(LicenseRowSerializer().fields), "the documented fields, in their order"


def test_the_name_of_an_individual_is_held_back_and_finds_nothing(client: Client, granted: list[License]) -> None:
    row = ask(client, number="200/GP")["results"][0]
    assert (row["holder"], row["holder_kind"]) == (None, "individual")
    assert ask(client, q="tran van be")["results"] == []
    assert [row["number"] for row in ask(client, q="200")["results"]] == ["200/GP"]
    assert "Trần" not in client.get(URL).content.decode()


def test_what_has_not_begun_is_not_published(client: Client, granted: list[License]) -> None:
    assert ask(client, number="900/GP")["results"] == []
    assert client.get(URL, {"status": "pending"}).status_code == 400


def test_words_find_numbers_and_names_of_organisations(client: Client, granted: list[License]) -> None:
    assert len(ask(client, q="bien dong")["results"]) == 6
    assert [row["number"] for row in ask(client, q="bien", number="103/GP")["results"]] == ["103/GP"]


@pytest.mark.parametrize(
    ("query", "found"),
    [({"kind": "amateur"}, 0), ({"status": "active"}, 7), ({"unit": "khong-co"}, 0), ({"status": "revoked"}, 0)],
)
def test_filters_narrow(client: Client, granted: list[License], query: dict[str, str], found: int) -> None:
    assert len(ask(client, **query)["results"]) == found


@pytest.mark.parametrize("query", [{}, {"q": "gp"}, {"status": "active", "kind": "land_mobile_internal"}])
def test_pages_follow_one_another_without_gap_or_double(
    client: Client, officer: User, company: Licensee, query: dict[str, str]
) -> None:
    for number in range(25):
        grant(officer, company, f"{number % 7}/GP", granting_authority=f"Cục {number}")
    address, seen = f"{URL}?{'&'.join(f'{key}={value}' for key, value in {**query, 'limit': 10}.items())}", []
    while address:
        page = client.get(address).json()
        seen += [row["id"] for row in page["results"]]
        address = page["next"]
    rows = License.objects.order_by("number", "pk")
    assert seen == [row.pk.hex for row in rows]


def test_the_count_is_given_when_asked_for_and_stops_at_its_cap(
    client: Client, granted: list[License], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "count" not in ask(client)
    answer = ask(client, count="true")
    assert (answer["count"], answer["count_capped"]) == (7, False)
    monkeypatch.setattr(license_rows, "COUNT_CAP", 5)
    answer = ask(client, count="true")
    assert (answer["count"], answer["count_capped"]) == (5, True)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"after": "nonsense"}, "after"),
        ({"after": "bnVsbA"}, "after"),
        ({"limit": "7"}, "limit"),
        ({"kind": "tv"}, "kind"),
        ({"q": "x" * 201}, "q"),
        ({"number": "a\x00"}, "number"),
    ],
)
def test_bad_questions_are_answered_as_problems_naming_the_field(
    client: Client, query: dict[str, str], field: str
) -> None:
    answer = client.get(URL, query)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_page_costs_one_query_and_one_for_the_days_plans_however_long_it_is(
    client: Client, granted: list[License], django_assert_num_queries: Any
) -> None:
    for query in ({}, {"limit": 200}, {"after": license_rows.write_cursor("101/GP", granted[1].pk.hex)}):
        with django_assert_num_queries(2):
            ask(client, **query)


def test_who_asks_too_often_is_told_to_wait(client: Client, granted: list[License], monkeypatch: Any) -> None:
    monkeypatch.setattr(RegisterThrottle, "rate", "2/min")
    caches["process"].clear()
    assert [client.get(URL).status_code for _ in range(3)] == [200, 200, 429]


def test_only_reading_is_possible(client: Client) -> None:
    assert client.post(URL, {}).status_code == 405
    assert reverse("api_licenses") == URL
