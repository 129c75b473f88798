"""Many hands at once: the same work started together in threads, with the protection of the engine and without it."""

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest import mock

from django.db import DatabaseError, close_old_connections, connection, connections, models

from common.errors import DomainError
from tests.guards import IN_CI

ROUNDS = 25 if IN_CI else 50  # CI has 25 minutes for everything: half of them there, the fifty on people's own machines
SLOW_ROUNDS = 10 if IN_CI else ROUNDS  # of works that take long; the whole fifty are raced on people's own machines
LOST_ROUNDS = 10  # so many are enough to see that the protection is what protects
WRITERS = 4


def at_once(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start the works together, each in its own connection; return what each gave, or the error it raised."""
    start = threading.Barrier(len(works))
    given: list[Any] = [None] * len(works)

    def run(index: int) -> None:
        close_old_connections()
        try:
            start.wait(timeout=30)
            given[index] = works[index]()
        except (DatabaseError, DomainError) as error:
            given[index] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return given


def errors(given: Sequence[Any]) -> list[Exception]:
    """The errors among what was given."""
    return [one for one in given if isinstance(one, Exception)]


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
