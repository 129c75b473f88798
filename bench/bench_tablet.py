"""The tablet's application: first load, ready for a day offline, the records of a day on a thin line.

TABLET_VISITS (20) visits. The line is bench/line.py, not the browser's own emulation, which leaves the service worker
out. Files come compressed and hashed, as from an installed server; sending starts and waits by the product's own timer.
The photos of a day are in bench_tablet_day, taps in bench_tablet_taps.
"""

import time
from typing import Any

from playwright.sync_api import Browser

from bench.line import Line
from bench.tablet_stage import VISITS, Stage, all_here, home, measured, worked
from bench.timing import Row


def run() -> list[Row]:
    """Measure on a server of its own, in one Chromium."""
    return measured(_ready, _records)


def _ready(stage: Stage, browser: Browser, port: int) -> list[Row]:
    """First load, then everything until the proof holds, at 1 Mbit/s."""
    line = Line(port, bits=1_000_000)
    context = browser.new_context(service_workers="block")  # what the worker takes along is the next row's matter
    page = context.new_page()
    answered: list[Any] = []
    page.on("requestfinished", lambda request: answered.append(request))
    page.goto(f"http://localhost:{line.port}/tablet/")
    page.wait_for_selector("#app h1")
    page.wait_for_load_state("networkidle")
    sizes = [request.sizes() for request in answered]
    first, heads = (sum(size[part] for size in sizes) for part in ("responseBodySize", "responseHeadersSize"))
    context.close()
    line.close()
    line = Line(port, bits=1_000_000)
    app, _visits = stage.app(browser, line, VISITS)
    app.run(
        "for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();"
        " for (const name of await caches.keys()) await caches.delete(name);"
    )
    app.context.new_cdp_session(app.page).send("Network.clearBrowserCache")
    before, began = line.down, time.perf_counter()
    app.open()
    app.begin(stage.people["inspector"])
    app.worker_ready()
    proof = app.call("sync/package", "proof")
    took = time.perf_counter() - began
    holds = bool(app.call("sync/package", "isReady", proof))
    size = line.down - before
    app.context.close()
    line.close()
    return [
        {"name": f"tablet: first load, {len(sizes)} files of {first / 1000:.0f} kB compressed, and "
                 f"{heads / 1000:.0f} kB of headers (HTTP/1.1)",
         "must": "≤ 250 kB", "ok": first <= 250_000},
        {"name": f"tablet: ready offline with {VISITS} visits at 1 Mbit/s, {size / 1000:.0f} kB",
         "product_ms": round(took * 1000), "must": "≤ 10,000 ms", "ok": holds and took <= 10},
    ]  # fmt: skip


def _records(stage: Stage, browser: Browser, port: int) -> list[Row]:
    """The records of a day at 20 kbit/s."""
    app, visits, line = worked(stage, browser, port, photos=0, bits=20_000)
    took = home(app)
    told = line.up
    app.context.close()
    line.close()
    return [{
        "name": f"tablet: the records of {len(visits)} visits, {told / 1000:.0f} kB, at 20 kbit/s",
        "product_ms": round(took * 1000), "must": "≤ 300,000 ms", "ok": took <= 300 and all_here(visits, 0),
    }]  # fmt: skip
