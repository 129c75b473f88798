"""Numbers follow one another without gaps, also when many take them at once."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

import pytest
from django.db import DatabaseError, close_old_connections, connection, connections, models, transaction

from common.errors import DomainError, Invalid
from issuing import numbering
from issuing.models import IssuedNumber, NumberSeries
from tests.issuing.conftest import TODAY

ROUNDS = 50
WRITERS = 4


def take(agency: Any, user: Any) -> IssuedNumber:
    return numbering.take(agency=agency, form_code="violation_record", suffix="BB-VPHC", on=TODAY, by=user)


@pytest.mark.django_db
def test_a_number_given_back_by_a_failed_transaction_is_taken_again(agencies, inspector) -> None:
    @transaction.atomic
    def fail_after_taking() -> None:
        take(agencies.skhcn, inspector)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_taking()
    assert take(agencies.skhcn, inspector).text == "01/BB-VPHC"


@pytest.mark.django_db
def test_a_void_number_stays_with_its_reason_and_the_next_follows(agencies, inspector, decider) -> None:
    take(agencies.skhcn, inspector)
    void = numbering.void(
        agency=agencies.skhcn,
        form_code="violation_record",
        suffix="BB-VPHC",
        on=TODAY,
        by=decider,
        reason="Bản giấy viết tay bị hỏng",
    )
    assert (void.text, void.use) == ("02/BB-VPHC", "void")
    assert take(agencies.skhcn, inspector).text == "03/BB-VPHC"
    assert numbering.unexplained_gaps(void.series) == []


@pytest.mark.django_db
def test_a_void_number_needs_a_reason(agencies, decider) -> None:
    with pytest.raises(Invalid):
        numbering.void(agency=agencies.skhcn, form_code="x", suffix="X", on=TODAY, by=decider, reason="  ")
    assert not NumberSeries.objects.exists()


@pytest.mark.django_db
def test_the_database_refuses_a_number_twice(agencies, inspector) -> None:
    first = take(agencies.skhcn, inspector)
    with pytest.raises(DatabaseError), transaction.atomic():
        IssuedNumber.objects.create(series=first.series, value=1, text="01", use="paper", taken_by=inspector)


def race(work: Callable[[], object]) -> list[Exception]:
    """Start the writers together; return what they raised."""
    start, failures = threading.Barrier(WRITERS), []

    def run() -> None:
        close_old_connections()
        try:
            start.wait(timeout=30)
            work()
        except (DatabaseError, DomainError) as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return failures


def rounds(agencies: Any, inspector: Any, number: int = ROUNDS) -> tuple[list[Exception], list[int]]:
    """Let the writers take a number each, round after round; return failures and the numbers taken."""
    failures: list[Exception] = []
    for _round in range(number):
        failures += race(lambda: take(agencies.skhcn, inspector))
    return failures, sorted(IssuedNumber.objects.values_list("value", flat=True))


@contextlib.contextmanager
def without_protection() -> Iterator[None]:
    """Take the lock away: PostgreSQL reads without it, SQLite begins DEFERRED."""
    slow = threading.Event()
    read = models.QuerySet.get

    def late(self: Any, *args: Any, **kwargs: Any) -> Any:
        row = read(self, *args, **kwargs)
        slow.wait(0.005)  # widen the gap between reading and writing
        return row

    with mock.patch.object(models.QuerySet, "get", late):
        if connection.vendor == "postgresql":
            with mock.patch.object(models.QuerySet, "select_for_update", lambda self, **_options: self.all()):
                yield
        else:
            with _deferred():
                yield


@contextlib.contextmanager
def _deferred() -> Iterator[None]:
    options = connections.settings["default"]["OPTIONS"]
    before = options["transaction_mode"]
    options["transaction_mode"] = "DEFERRED"
    try:
        yield
    finally:
        options["transaction_mode"] = before


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_fifty_races_leave_no_gap_and_no_double(agencies, inspector) -> None:
    failures, taken = rounds(agencies, inspector)
    assert failures == []
    assert taken == list(range(1, ROUNDS * WRITERS + 1))


@pytest.mark.race
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_race_is_lost_when_the_lock_is_taken_away(agencies, inspector) -> None:
    take(agencies.skhcn, inspector)
    with without_protection():
        failures, taken = rounds(agencies, inspector, number=10)
    assert failures or taken != list(range(1, 10 * WRITERS + 2))
