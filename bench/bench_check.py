"""The whole two-way check and the scan of 320 channels among four million assignments, without keeping the answer.

The baseline finds the neighbours by numpy over all assignments held in memory and judges them the same way.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from bench.bench_cull import COMPARED, ON, SEED, questions, scanned
from bench.spectrum_data import ROWS, arrays, fill
from bench.timing import Row, compare
from licenses.services.coordination import check as coordination
from licenses.services.coordination import judge, records
from licenses.services.coordination.offers import rank
from licenses.services.coordination.wish import Wish
from rulebook import loader

ENGINES = ("sqlite", "postgresql")
KEPT = "spectrum"
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


def mismatches(every: dict[str, Any], many: list[tuple[int, float, float]]) -> int:
    """Return how many examinations differ from one that reads every assignment: no tile, no extent, nothing faint."""
    wrong = 0
    for question in many:
        inputs, results, _plan = coordination.examine(wish(question), on=ON)
        # Frequency 4 x the widest emission either side, as far as the examination says it looked, a little more
        hz, lat, lon = question
        near = np.abs(every["hz"] - hz) <= 4 * int(every["width"].max())
        span = inputs["reach_km"] / 100
        near &= (np.abs(every["lat"] - lat) <= span) & (np.abs(every["lon"] - lon) <= span * 1.2)
        every_row = records.text_of(records.ordered(uses_of(every, np.nonzero(near)[0])))
        again = judge.judge(inputs | {"rows": every_row})
        wrong += {**again, "neighbours": 0} != {**results, "neighbours": 0}
    return wrong


def uses_of(every: dict[str, Any], index: Any) -> records.Uses:
    """Return rows of the arrays as an examination keeps them."""
    uses = np.zeros(index.size, dtype=records.USE)
    for name, column in (("centre_hz", "hz"), ("lat", "lat"), ("lon", "lon"), ("bandwidth_hz", "width")):
        uses[name] = every[column][index]
    keys = every["key"][index].tolist()
    uses["key_high"] = [int(key[:16], 16) for key in keys]
    uses["key_low"] = [int(key[16:], 16) for key in keys]
    for name in every["more"]:
        uses[name] = every["more"][name][index]
    return uses


def run() -> list[Row]:
    """Fill once, compare answers, then measure."""
    fill()
    loader.load("vn")
    every = arrays(more=True)
    wrong = mismatches(every, questions(COMPARED, SEED + 1))
    return [
        _compared(
            _measured(
                f"check: both ways among {ROWS:,} assignments, {COMPARED} compared", checked, every, QUESTIONS, 60
            ),
            wrong,
        ),
        _measured(f"check: scan of {CHANNELS} channels", searched, every, 20, 300),
    ]


def _compared(row: Row, wrong: int) -> Row:
    return {**row, "must": f"{row['must']}, {wrong} mismatches", "ok": row["ok"] and wrong == 0}


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
