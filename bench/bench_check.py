"""The whole two-way check and the scan of 320 channels among four million assignments, without keeping the answer.

The baseline finds the neighbours by numpy over all assignments held in memory and judges them the same way.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from bench.bench_cull import ON, questions, scanned
from bench.spectrum_data import ROWS, arrays, fill
from bench.timing import Row, compare
from licenses.services.coordination import check as coordination
from licenses.services.coordination.offers import rank
from licenses.services.coordination.wish import Wish
from rulebook import loader

ENGINES = ("sqlite", "postgresql")
QUESTIONS, CHANNELS, STEP_HZ = 100, 320, 12_500


def wish(question: tuple[int, float, float]) -> Wish:
    """A base station of 25 W."""
    hz, lat, lon = question
    return Wish(
        kind="land_mobile_private", tx_hz=hz, emission="11K0F3E", power_w=25.0, power_reference="erp", lat=lat,
        lon=lon, height_m=30.0, radius_km=10.0,
    )  # fmt: skip


def checked(question: tuple[int, float, float]) -> dict[str, Any]:
    """One examination: neighbours, both directions, sum, products, offers."""
    return coordination.examine(wish(question), on=ON)[1]


def searched(question: tuple[int, float, float]) -> list[dict[str, Any]]:
    """The ranking of 320 channels."""
    channels = tuple(150_000_000 + place * STEP_HZ for place in range(CHANNELS))
    asked = (150_000_000, *question[1:])
    inputs, _plan = coordination.gather(wish(asked), on=ON, channels=channels)
    return rank(inputs, np.array(channels, dtype=np.int64))


def run() -> list[Row]:
    """Fill once, then measure."""
    fill()
    loader.load("vn")
    every = arrays()
    return [
        _measured(f"check: both ways among {ROWS:,} assignments", checked, every, QUESTIONS, 60),
        _measured(f"check: scan of {CHANNELS} channels", searched, every, 20, 300),
    ]


def _measured(name: str, work: Callable[[Any], Any], every: dict[str, Any], rounds: int, most_ms: float) -> Row:
    many = questions(rounds)
    turns = {"product": 0, "baseline": 0}

    def turn(side: str) -> tuple[int, float, float]:
        turns[side] += 1
        return many[turns[side] % len(many)]

    row = compare(
        name, lambda: work(turn("product")), lambda: scanned(every, turn("baseline")), rounds=rounds,
        p95_at_most_ms=most_ms,
    )  # fmt: skip
    row["must"] = f"p95 ≤ {most_ms:g} ms"
    return row
