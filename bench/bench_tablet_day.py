"""A day of the tablet coming home over a bad line: 20 visits, 100 photos of 300 kB, nothing of it scaled.

It takes half an hour; TABLET_VISITS and TABLET_PHOTOS make the day smaller with the same ratios, and its row says so.
"""

import os

from playwright.sync_api import Browser

from bench.tablet_stage import PHOTO_BYTES, Stage, all_here, home, measured, worked
from bench.timing import Row

PHOTOS = int(os.environ.get("TABLET_PHOTOS", "100"))


def run() -> list[Row]:
    """Measure on a server of its own, in one Chromium."""
    return measured(_day)


def _day(stage: Stage, browser: Browser, port: int) -> list[Row]:
    """A day's records and working copies at 200 kbit/s with losses and breaks."""
    app, visits, line = worked(stage, browser, port, photos=PHOTOS, bits=200_000, loss=0.02, break_every_s=30)
    took, own = home(app), PHOTOS * PHOTO_BYTES / 25_000
    # records and headers are counted as if they had been sent again too: the truth is below
    again, breaks, chunk = line.up - PHOTOS * PHOTO_BYTES, line.breaks, int(app.call("net/rate", "chunkSize"))
    app.context.close()
    line.close()
    return [{
        "name": f"tablet: {len(visits)} visits, {PHOTOS} photos of 300 kB at 200 kbit/s, 2 % lost, {breaks} breaks; "
                f"{again / 1000:.0f} kB beside the photos (records, headers, what was sent again), "
                f"{again / 1000 / max(breaks, 1):.0f} kB a break, a chunk is {chunk / 1000:.0f} kB",
        "product_ms": round(took * 1000), "baseline_ms": round(own * 1000), "ratio": round(took / own, 2),
        "must": "≤ 3 x, < 1 chunk a break",
        "ok": took <= 3 * own and again < breaks * chunk and all_here(visits, PHOTOS),
    }]  # fmt: skip
