"""Lists: keyset pages see every row once in both directions, also where the sort value is empty."""

import base64
from typing import Any

import pytest
from django.test import RequestFactory

from accounts.models import User
from web.listing import Listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def people_of_one_name(db: None) -> int:
    User.objects.bulk_create([User(username=f"u{n:02}", full_name=f"Name {n % 3}") for n in range(11)])
    return 11


def page(queryset: Any, sort: str, **query: str) -> Listing:
    request = RequestFactory().get("/", {"sort": sort, **query})
    sorts = {"name": "full_name", "seen": "last_login", "username": "username"}
    return Listing(request, queryset, sorts=sorts, default="name", per_page=4)


@pytest.mark.parametrize("sort", ["name", "-name", "seen", "-seen"])
def test_pages_forwards_and_backwards_show_every_row_once(
    people_of_one_name: int, sort: str, django_user_model: Any
) -> None:
    for row in User.objects.filter(username__lt="u05"):
        row.last_login = row.date_joined
        row.save()
    shown, listing = [], page(User.objects.all(), sort)
    forwards = [[row.pk for row in listing]]
    while listing.has_next:
        listing = page(User.objects.all(), sort, after=listing.next_cursor)
        forwards.append([row.pk for row in listing])
    shown = [pk for rows in forwards for pk in rows]
    assert len(shown) == len(set(shown)) == people_of_one_name
    for expected in reversed(forwards[:-1]):
        listing = page(User.objects.all(), sort, before=listing.previous_cursor)
        assert [row.pk for row in listing] == expected
    assert not listing.has_previous


DEEP = base64.urlsafe_b64encode(b"[" * 3_000).decode()
HALF_A_LETTER = base64.urlsafe_b64encode(b'["\\ud800", "x"]').decode()


@pytest.mark.parametrize("cursor", ["nonsense", "WzFd", "W251bGwsICJ4Il0", DEEP, HALF_A_LETTER])
def test_a_cursor_typed_by_hand_shows_the_first_page(people_of_one_name: int, cursor: str) -> None:
    assert len(page(User.objects.all(), "name", after=cursor)) == 4


def test_an_unknown_sort_is_the_default(people_of_one_name: int) -> None:
    assert page(User.objects.all(), "password").sort == "name"


def test_the_count_stops_at_the_cap(people_of_one_name: int, monkeypatch: Any) -> None:
    monkeypatch.setattr("web.listing.COUNT_CAP", 5)
    listing = page(User.objects.all(), "name")
    assert (listing.count, listing.capped) == (5, True)


def test_an_empty_list_has_no_pages(db: None) -> None:
    listing = page(User.objects.none(), "name")
    assert (len(listing), listing.next_cursor, listing.previous_cursor) == (0, "", "")
