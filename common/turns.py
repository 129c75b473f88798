"""One writer after the other, in the order of asking: SQLite lets whoever happens to knock go first.

SQLite has one writer. Those who wait knock again and again, at ever longer intervals, and under many a few never come
in: after the busy timeout they are told that the database is locked. The threads of one process line up here before
they knock. Other engines queue by themselves.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


class Line:
    """A line of threads; the first in it is served first."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn; the next is called when the block is left, however it is left."""
        with self._guard:
            called = threading.Event() if self._taken else None
            if called is not None:
                self._waiting.append(called)
            self._taken = True
        if called is not None:
            called.wait()
        try:
            yield
        finally:
            with self._guard:
                if self._waiting:
                    self._waiting.popleft().set()
                else:
                    self._taken = False


_WRITERS = Line()


@contextmanager
def writing() -> Iterator[None]:
    """Line up before a transaction that writes; nothing to wait for on other engines, or within a transaction."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with _WRITERS.turn():
        yield
