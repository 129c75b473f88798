"""Bad lines: replies lost, proxies that answer, a server that breaks down; nothing lost, nothing doubled."""

import json
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from fieldwork.services import operations
from fieldwork.services.reading import text_of
from tests.browser.tablet import audit

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def again(app: Any, most: int = 40) -> int:
    """Send again and again, as the timer does, until nothing waits; return how often it stopped."""
    for stopped in range(most):
        told = app.sync()
        if told["problem"] is None and not app.counters()["waiting"]:
            return stopped
    raise AssertionError(told)


def test_every_second_reply_lost(app, visit, between):
    calls = []

    def lose(route):
        if "contact" not in route.request.url:
            calls.append(route.request.url)
        if len(calls) % 2 or "contact" in route.request.url:
            route.continue_()
        else:
            route.fetch()
            route.abort()

    between(lose)
    day = app.day(visit.pk, photos=2, original=900)
    sealed = app.seal(visit.pk)
    assert again(app) > 1
    audit.whole(app, visit, day, sealed)


def test_a_proxy_that_takes_only_small_bodies(app, visit, between):
    refused = []

    def narrow(route):
        most = 1_000 if "operations" in route.request.url else 9_000  # operations come compressed
        if len(route.request.post_data_buffer or b"") > most:
            refused.append(route.request.url)
            route.fulfill(status=413, content_type="text/html", body="<h1>Too large</h1>")
        else:
            route.continue_()

    between(narrow)
    day = app.day(visit.pk, photos=1, original=700)
    sealed = app.seal(visit.pk)
    again(app)
    assert {True, False} == {"operations" in url for url in refused}
    audit.whole(app, visit, day, sealed)


def test_a_proxy_that_passes_no_compressed_body_gets_plain_ones(app, visit, between):
    seen = []

    def strict(route):
        packed = route.request.headers.get("content-encoding")
        if "operations" in route.request.url:
            seen.append(packed)
        if packed:
            problem = {"status": 415, "code": "unsupported_media_type"}
            route.fulfill(status=415, content_type="application/problem+json", body=json.dumps(problem))
        else:
            route.continue_()

    between(strict)
    day = app.day(visit.pk, photos=0)
    assert app.sync()["problem"] is None
    assert (seen[0], set(seen[1:])) == ("gzip", {None})
    audit.whole(app, visit, day)


def test_a_login_page_of_the_line_is_no_answer(app, visit, between):
    between(lambda route: route.fulfill(status=200, content_type="text/html", body="<form>Wi-Fi</form>"))
    day = app.day(visit.pk)
    assert app.sync()["problem"]["code"] == "proxy"
    between(lambda route: route.fulfill(status=302, headers={"Location": "https://hotel.example/login"}))
    assert app.sync()["problem"]["code"] in {"proxy", "offline"}
    between(lambda route: route.fulfill(status=200, content_type="application/json", body='{"answers": [{"op'))
    assert app.sync()["problem"]["code"] == "proxy"
    assert app.counters()["receipted"] == 0
    between(lambda route: route.continue_())
    again(app)
    audit.whole(app, visit, day)


def test_a_server_that_breaks_down_halfway_through_a_batch(app, visit, monkeypatch):
    real, met, died = operations._write, [], []

    def dies(envelope, *given):
        if envelope.op_id not in met:
            met.append(envelope.op_id)
        if met.index(envelope.op_id) == 4 and len(died) < 4:  # with others and alone, in two requests
            died.append(envelope.op_id)
            raise RuntimeError("power cut")
        return real(envelope, *given)

    day = app.day(visit.pk)
    monkeypatch.setattr(operations, "_write", dies)
    told = app.sync()
    assert (told["problem"]["code"], told["problem"]["status"]) == ("server", 500)
    assert again(app) >= 1
    assert len(died) == 4
    audit.whole(app, visit, day)


def test_a_busy_server_is_asked_again_when_it_said_to(app, visit, between):
    busy = {"status": 429, "code": "busy", "detail": "", "retry_after_ms": 3}
    returned, left = [], [2]

    def turn_away(route):
        if "operations" not in route.request.url:
            return route.continue_()
        returned.append(route.request.headers.get("retried-after"))
        left[0] -= 1
        if left[0] >= 0:
            return route.fulfill(status=429, content_type="application/problem+json", body=json.dumps(busy))
        return route.continue_()

    between(turn_away)
    day = app.day(visit.pk)
    assert app.sync()["problem"] is None
    assert returned[:3] == [None, "3", "3"]
    audit.whole(app, visit, day)
    left[0] = 10**6
    app.day(visit.pk)
    assert (app.sync()["problem"]["code"], len(returned) > 20) == ("busy", True)
    left[0] = 0
    again(app)


def test_a_session_that_expires_keeps_everything_and_asks(app, field, visit):
    day = app.day(visit.pk)
    Session.objects.all().delete()
    assert app.sync()["problem"]["code"] == "sign_in"
    assert app.counters()["receipted"] == 0
    assert app.refusal("net/session", "signOut") == "pending"
    wrong = app.call("net/session", "signIn", "inspector", "sai")
    assert (wrong["ok"], len(wrong["errors"])) == (False, 1)
    told = app.call("net/session", "signIn", "inspector", field.password)
    assert (told["ok"], told["person"]["id"]) == (True, field.inspector.pk)
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day)
    app.call("net/session", "signOut")
    assert app.call("store/vault", "isLocked")
    assert Session.objects.count() == 0


def test_tablet_and_server_reckon_the_same_hash_of_anything(app):
    values = r"""[1e-5, 1.5e-7, 0.0001, 0.00012, 1e21, 1.5e300, -0, 12.0, 12.25, -3e-9, 157400000, null, true,
        "Biên\u007f \n\"đ 😀", {"b": [1, {}], "é": 2, "a": ""}]"""
    said, sent = app.run(
        "const value = JSON.parse(given), { canonical } = await ww.load('store/ids');"
        " return [canonical(value), JSON.stringify(value)];",
        values,
    )
    assert said == text_of(json.loads(sent))


def test_an_answer_with_another_hash_is_no_receipt(app, visit, between):
    def lie(route):
        if "operations" not in route.request.url:
            return route.continue_()
        answer = route.fetch()
        told = answer.json()
        for one in told["answers"]:
            one["receipt"]["sha256"] = "0" * 64
        return route.fulfill(response=answer, json=told)

    app.record(visit.pk, "visit.start", {})
    between(lie)
    app.sync()
    counted = app.counters()
    assert (counted["receipted"], counted["odd"], counted["waiting"]) == (0, 1, 1)
