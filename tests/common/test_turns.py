"""Writers line up and are served in the order of asking."""

import threading

import pytest

from common.turns import Line


def test_threads_are_served_in_the_order_in_which_they_asked():
    line, told, waiting = Line(), [], []
    threads = []

    def write(number):
        waiting.append(number)
        with line.turn():
            told.append(number)

    with line.turn():
        for number in range(5):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            while len(line._waiting) <= number:
                pass
    for thread in threads:
        thread.join()
    assert told == [0, 1, 2, 3, 4]


def test_a_fault_calls_the_next_all_the_same():
    line = Line()

    def fails():
        with line.turn():
            raise ValueError

    for _again in range(2):
        with pytest.raises(ValueError):
            fails()
    with line.turn():
        assert line._taken
