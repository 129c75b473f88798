"""So many at once and no more: whoever finds no seat is told when to come again, instead of waiting in a crowd.

A crowd that waits inside slows down those who are served, and outlasts the patience of those who wait: they hang up,
come again, and are served twice. Times are promised one after the other, so those sent away do not return together, and
a newcomer is not seated on what was promised to somebody who is due.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from common.errors import Busy

# How long one is thought to sit before anybody was seen, and how much the last one counts in the mean.
_FIRST_S, _WEIGHT = 0.05, 0.1
# When to come again at the earliest and at the latest, and how long a promise is kept for who is late.
_LEAST_S, _MOST_S, _KEPT_S = 0.2, 30.0, 0.5
# How long to stand by for a seat that is about to be left: a newcomer, and who was promised one.
_STAND_BY_S, _PROMISED_S = 0.02, 0.05


class Seats:
    """Seats for the threads of this process; each process has its own."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._guard = threading.Condition()
        self._seated = 0
        self._mean_s = _FIRST_S
        self._promised: deque[float] = deque()  # by the monotonic clock

    @contextmanager
    def taken(self, *, returning: bool = False) -> Iterator[None]:
        """Hold a seat within the block; Busy with the time to come again when there is none.

        `returning`: was told before to come again, by this process or its neighbour.
        """
        with self._guard:
            if not (returning or self._is_open()) or not self._guard.wait_for(
                self._has_room, _PROMISED_S if returning else _STAND_BY_S
            ):
                raise self._come_again()
            self._seated += 1
            if returning and self._promised:
                self._promised.popleft()
        began = time.monotonic()
        try:
            yield
        finally:
            with self._guard:
                self._seated -= 1
                self._mean_s += _WEIGHT * (time.monotonic() - began - self._mean_s)
                self._guard.notify()

    def glance(self) -> None:
        """Raise Busy for a newcomer who would find no seat now: before anything is done for who is sent away."""
        with self._guard:
            if not (self._has_room() and self._is_open()):
                raise self._come_again()

    def _has_room(self) -> bool:
        return self._seated < self._count

    def _is_open(self) -> bool:
        """Say whether a newcomer may sit: nobody who was promised a seat is due."""
        now = time.monotonic()
        while self._promised and self._promised[0] < now - _KEPT_S:
            self._promised.popleft()
        return not self._promised or self._promised[0] > now + self._mean_s

    def _come_again(self) -> Busy:
        """Promise the time when a seat should be free that was promised to nobody else."""
        now = time.monotonic()
        last = self._promised[-1] if self._promised else now
        promised = min(max(last + self._mean_s / self._count, now + _LEAST_S), now + _MOST_S)
        self._promised.append(promised)
        return Busy(_("The server has a lot to do just now."), retry_after_s=promised - now)
