"""Measures product and baseline in turn, so that a slow moment of the machine hits both."""

import gc
import statistics
import time
from collections.abc import Callable
from typing import Any

Work = Callable[[], Any]
Row = dict[str, Any]


def milliseconds(work: Work) -> float:
    """Return how long one call takes, garbage collection kept out of it."""
    gc.disable()
    try:
        started = time.perf_counter()
        work()
        return (time.perf_counter() - started) * 1000
    finally:
        gc.enable()


def percentile(values: list[float], share: float) -> float:
    """Return the value below which that share of the measurements lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def compare(
    name: str,
    product: Work,
    baseline: Work,
    *,
    rounds: int = 30,
    warm_up: int = 2,
    at_most: float | None = None,
    at_least: float | None = None,
    p95_at_most_ms: float | None = None,
) -> Row:
    """Return one result row.

    `at_most`: product time / baseline time may be no more than that (the product does more work than the baseline).
    `at_least`: baseline time / product time must be at least that (the product replaces a slower way).
    `p95_at_most_ms`: a limit on the product's own 95th percentile, on top.
    """
    for _ in range(warm_up):
        product()
        baseline()
    mine, theirs = [], []
    for _ in range(rounds):
        mine.append(milliseconds(product))
        theirs.append(milliseconds(baseline))
    return row(name, mine, theirs, at_most=at_most, at_least=at_least, p95_at_most_ms=p95_at_most_ms)


def row(
    name: str,
    mine: list[float],
    theirs: list[float],
    *,
    at_most: float | None = None,
    at_least: float | None = None,
    p95_at_most_ms: float | None = None,
) -> Row:
    """Return the result of measurements that were taken elsewhere; see `compare`."""
    product, base = statistics.median(mine), statistics.median(theirs)
    p95 = percentile(mine, 0.95)
    if at_least is not None:
        ratio, must, held = base / product, f"≥ {at_least:g} x", base / product >= at_least
    elif at_most is not None:
        ratio, must, held = product / base, f"≤ {at_most:g} x", product / base <= at_most
    else:
        ratio, must, held = product / base, "-", True
    if p95_at_most_ms is not None:
        must, held = f"{must}, p95 ≤ {p95_at_most_ms:g} ms", held and p95 <= p95_at_most_ms
    return {
        "name": name,
        "product_ms": round(product, 3),
        "p95_ms": round(p95, 3),
        "baseline_ms": round(base, 3),
        "ratio": round(ratio, 2),
        "must": must,
        "ok": held,
    }
