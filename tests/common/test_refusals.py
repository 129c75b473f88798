"""Refusals of a crowd in the log: the first of a minute is written, with how many were left out before it."""

import logging

import pytest

from common.refusals import OncePerMinute


@pytest.fixture
def clock(monkeypatch):
    """The monotonic clock, to be set."""
    at = [1_000.0]
    monkeypatch.setattr("time.monotonic", lambda: at[0])
    return at


def refusal(status: int = 429) -> logging.LogRecord:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "%s: %s", ("Refused", "/api/"), None)
    record.status_code = status
    return record


def test_a_thousand_refusals_in_a_minute_are_one_line_and_the_next_one_counts_them(clock):
    crowd = OncePerMinute()
    assert sum(crowd.filter(refusal()) for _each in range(1_000)) == 1
    clock[0] += 61
    later = refusal()
    assert crowd.filter(later)
    assert later.getMessage() == "Refused: /api/ (and 999 more since the last such line)"
    clock[0] += 61
    alone = refusal()
    assert crowd.filter(alone)
    assert alone.getMessage() == "Refused: /api/"


def test_other_refusals_are_written_each(clock):
    crowd = OncePerMinute()
    assert [crowd.filter(refusal(status)) for status in (404, 404, 403, 500)] == [True] * 4
