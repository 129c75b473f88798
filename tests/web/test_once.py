"""A form sent twice does its work once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from common.errors import Conflict
from config import settings as deployed
from web import once
from web.once import OnceMiddleware

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(inspector: Any) -> Callable[..., HttpResponse]:
    def post(view: Callable[[HttpRequest], HttpResponse], token: str = "t1", user: Any = None) -> HttpResponse:
        request = RequestFactory().post("/", {"submit_token": token} if token else {})
        request.user = user or inspector
        return OnceMiddleware(view)(request)

    return post


class Counting:
    """A view that makes a record and redirects to it."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return HttpResponseRedirect(f"/record/{self.made}/")


def test_the_second_sending_gets_the_answer_of_the_first(send: Any) -> None:
    view = Counting()
    assert send(view)["Location"] == send(view)["Location"] == "/record/1/"
    assert view.made == 1


def test_two_forms_are_two_works(send: Any) -> None:
    view = Counting()
    send(view, "t1")
    send(view, "t2")
    assert view.made == 2


def test_a_token_belongs_to_one_person(send: Any, chief: Any) -> None:
    view = Counting()
    send(view)
    send(view, user=chief)
    assert view.made == 2


def test_a_form_shown_again_with_errors_may_be_sent_again(send: Any) -> None:
    assert send(lambda request: HttpResponse("errors"))
    assert send(lambda request: HttpResponseRedirect("/done/"))["Location"] == "/done/"


def test_a_view_that_fails_does_not_spend_the_token(send: Any) -> None:
    def fails(request: HttpRequest) -> HttpResponse:
        raise ValueError

    with pytest.raises(ValueError):
        send(fails)
    assert send(Counting())["Location"] == "/record/1/"


def test_a_form_still_at_work_is_not_started_again(send: Any, inspector: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(once, "WAIT_SECONDS", 0.0)
    caches["once"].add(f"once:{inspector.pk}:t1", "…")
    view = Counting()
    with pytest.raises(Conflict):
        send(view)
    assert view.made == 0


def test_a_guest_cannot_fill_the_memory_with_tokens(send: Any, monkeypatch: Any) -> None:
    view = Counting()
    for _time in range(2):
        send(view, user=AnonymousUser())
    assert view.made == 2
    assert not caches["once"].has_key("once:None:t1")
    assert not caches["once"].has_key("once:guest:t1")


def test_tokens_never_push_out_a_lockout(send: Any) -> None:
    """Lockouts are in a cache of their own, which holds far more than one address can put there in a day."""
    caches["default"].set("lockout", 5)
    send(Counting())
    caches["once"].clear()
    assert caches["default"].get("lockout") == 5
    assert deployed.CACHES["default"]["LOCATION"] != deployed.CACHES["once"]["LOCATION"]
    assert all(deployed.CACHES[name]["OPTIONS"]["MAX_ENTRIES"] >= 1_000_000 for name in ("default", "once"))
