"""No more at once than there are seats; who is sent away comes back to a seat."""

import contextlib
import itertools
from collections.abc import Iterator

import pytest

from common import seats
from common.errors import Busy
from common.seats import Seats


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    held = Clock()
    monkeypatch.setattr(seats, "time", held)
    return held


@contextlib.contextmanager
def full(room: Seats, count: int) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        for _seat in range(count):
            stack.enter_context(room.taken(returning=True))
        yield


def told(room: Seats, *, returning: bool = False) -> float:
    """Return when one is to come again."""
    with pytest.raises(Busy) as refused, room.taken(returning=returning):
        pass
    return refused.value.retry_after_s


def test_each_who_finds_no_seat_is_told_another_time(clock):
    room = Seats(2)
    with full(room, 2):
        times = [told(room) for _other in range(4)]
    assert times == sorted(set(times))
    assert times[0] == pytest.approx(0.2)
    # two seats, each taken for the twentieth of a second that is supposed before anybody was seen
    assert [late - early for early, late in itertools.pairwise(times)] == pytest.approx([0.025] * 3)


def test_a_newcomer_takes_no_seat_that_was_promised_to_one_who_is_due(clock):
    room = Seats(1)
    with full(room, 1):
        wait = told(room)
    with room.taken():  # nobody is due yet: the seat would stay empty
        pass
    clock.now += wait
    assert told(room) > 0
    with room.taken(returning=True):
        pass


def test_a_promise_to_one_who_never_comes_holds_nobody_up_for_long(clock):
    room = Seats(1)
    with full(room, 1):
        wait = told(room)
    clock.now += wait + 0.6
    with room.taken():
        pass


def test_how_long_one_sits_decides_how_far_apart_the_times_lie(clock):
    room = Seats(1)
    for _visit in range(60):
        with room.taken():
            clock.now += 2
    with full(room, 1):
        first, second = told(room), told(room)
    assert second - first == pytest.approx(2, rel=0.01)


def test_nobody_is_sent_away_for_more_than_half_a_minute(clock):
    room = Seats(1)
    for _visit in range(60):
        with room.taken():
            clock.now += 20
    with full(room, 1):
        assert max(told(room) for _other in range(5)) == pytest.approx(30)


def test_a_glance_holds_nothing_and_sends_newcomers_away_while_all_sit(clock):
    room = Seats(1)
    room.glance()
    with full(room, 1), pytest.raises(Busy):
        room.glance()
    with room.taken():
        pass
    room.glance()


def test_a_fault_leaves_the_seat(clock):
    room = Seats(1)
    for _again in range(2):
        with pytest.raises(ValueError), room.taken():
            raise ValueError
