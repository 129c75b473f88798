"""The search for neighbours among four million assignments: packed tiles against numpy over all of them.

The answers of 200 seeded questions are compared with reading everything; one mismatch fails the benchmark.
"""

import datetime as dt
import random
from typing import Any

import numpy as np

from bench.spectrum_data import POPULAR_HZ, ROWS, arrays, fill
from bench.timing import Row, compare
from common.geo import distances_m
from licenses.services.coordination import cull
from licenses.services.coordination.records import Uses
from licenses.services.coordination.rows import Neighbours, pairs_of

ENGINES = ("sqlite", "postgresql")
KEPT = "spectrum"
REACH_KM, WIDTH_HZ = 50.0, 11_000
ON = dt.date(2026, 11, 22)
SEED, QUESTIONS, COMPARED = 11, 60, 200


def questions(count: int, seed: int = SEED) -> list[tuple[int, float, float]]:
    """Return seeded (frequency, latitude, longitude): where and what people ask for, in the plans' bands."""
    rnd = random.Random(seed)
    found = []
    for _ in range(count):
        hz = rnd.choice((146_000_000, 150_000_000, 157_000_000, 440_000_000, 450_000_000))
        lat, lon = rnd.choice(
            ((12.24, 109.19), (10.78, 106.7), (21.03, 105.85), (rnd.uniform(9, 22), rnd.uniform(104, 109)))
        )
        found.append((hz + rnd.randrange(0, 240) * 12_500, lat + rnd.gauss(0, 0.2), lon + rnd.gauss(0, 0.2)))
    return found


def asked(question: tuple[int, float, float]) -> Uses:
    """What the product answers."""
    hz, lat, lon = question
    found = cull.extents(hz, hz, WIDTH_HZ)
    return cull.neighbours(
        lower_hz=hz, upper_hz=hz, bandwidth_hz=WIDTH_HZ, lat=lat, lon=lon, reach=REACH_KM, on=ON, found=found
    )


def scanned(every: dict[str, Any], question: tuple[int, float, float]) -> Any:
    """What reading everything answers: indices within offset and a box."""
    hz, lat, lon = question
    near = np.abs(every["hz"] - hz) <= cull.reach_hz(np.maximum(every["width"], WIDTH_HZ))
    south, west, north, east = cull.bounding_box(lat, lon, REACH_KM * 1000)
    near &= (every["lat"] >= south) & (every["lat"] <= north) & (every["lon"] >= west) & (every["lon"] <= east)
    return np.nonzero(near)[0]


def mismatches(every: dict[str, Any], many: list[tuple[int, float, float]]) -> int:
    """Return for how many questions the two sets of assignments differ."""
    wrong = 0
    for question in many:
        hz, lat, lon = question
        them = Neighbours(asked(question), lat, lon, REACH_KM)
        mine = {them.value(int(row), "assignment_id") for row in pairs_of(np.array([hz]), WIDTH_HZ, them, REACH_KM).row}
        index = scanned(every, question)
        within = distances_m(lat, lon, every["lat"][index], every["lon"][index]) <= REACH_KM * 1000
        wrong += mine != set(every["key"][index[within]].tolist())
    return wrong


def run() -> list[Row]:
    """Fill once, compare answers, then measure both in turn."""
    fill()
    every = arrays()
    wrong = mismatches(every, questions(COMPARED, SEED + 1))
    rows = []
    popular = [(POPULAR_HZ, lat, lon) for _hz, lat, lon in questions(QUESTIONS)]
    for name, many in ((f"cull: {ROWS:,} assignments, 50 km, {COMPARED} answers compared", questions(QUESTIONS)),
                       ("cull: on a channel of 100,000 assignments", popular)):  # fmt: skip
        rows.append(_measured(name, every, many, wrong))
    return rows


def _measured(name: str, every: dict[str, Any], many: list[tuple[int, float, float]], wrong: int) -> Row:
    turns = {"product": 0, "baseline": 0}
    for question in many:  # once before: what is measured is no disk, and the baseline holds everything in memory
        asked(question)

    def turn(side: str) -> tuple[int, float, float]:
        turns[side] += 1
        return many[turns[side] % len(many)]

    row = compare(
        name, lambda: asked(turn("product")), lambda: scanned(every, turn("baseline")), rounds=len(many),
        p95_at_most_ms=15,
    )  # fmt: skip
    row["must"] = f"p95 ≤ 15 ms, p50 ≤ 3 ms, {wrong} mismatches"
    row["ok"] = row["ok"] and row["product_ms"] <= 3 and wrong == 0
    return row
