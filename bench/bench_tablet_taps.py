"""Taps on the tablet beside two hundred photos, each until the screen shows what it asked for.

They are times of this machine: they mean something only while it does nothing else.
"""

import statistics

from playwright.sync_api import Browser

from bench.line import Line
from bench.tablet_stage import PHOTO, PHOTO_BYTES, VISITS, Stage, measured
from bench.timing import Row, percentile

TAP_PHOTOS, TAP_ROUNDS = 200, 7
# From the tap until what it asked for stands on the screen and has been drawn.
TAPS = """
  window.taps = async (visit) => {
    const found = [];
    const main = document.getElementById("main"), said = document.querySelector(".announced");
    // a message comes right after the frame, before any timer set meanwhile (the map begins by one)
    const drawn = () => new Promise((go) => requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { port1.close(); go(); };
      port2.postMessage("drawn");
    }));
    const answered = async (name, element, done) => {
      const begun = performance.now();
      element.click();
      while (!done()) await new Promise((go) => setTimeout(go));
      await drawn();
      found.push([name, performance.now() - begun]);
    };
    const link = (to) => [...document.querySelectorAll(`a[href="#${to}"]`)].find((one) => one.checkVisibility());
    const go = async (to) => {
      if (!link(to)) throw new Error(`no way to ${to} from ${location.hash}`);
      await answered(`to ${to.replace(visit, "…").slice(1)}`, link(to), () => main.dataset.screen === `#${to}`);
    };
    await go("/today");
    await go(`/visit/${visit}`);
    await go(`/visit/${visit}/check`);
    const cards = [...document.querySelectorAll(".item:not(:has(.failed))")].slice(0, 10);
    for (const card of cards) {
      const free = [...card.querySelectorAll(".segments input")].find((one) => !one.checked && one.value !== "fail");
      said.textContent = "";
      await answered("answer", free, () => said.textContent !== "");
    }
    for (const step of ["measure", "outcome", "people", "review", "check"]) await go(`/visit/${visit}/${step}`);
    for (const to of ["/scan", "/found", "/storage"]) await go(to);
    return found;
  };
"""


def run() -> list[Row]:
    """Measure on a server of its own, in one Chromium."""
    return measured(_taps)


def _taps(stage: Stage, browser: Browser, port: int) -> list[Row]:
    """Every tap of a visit that has two hundred photos, from the tap until the screen shows what it did."""
    line = Line(port, bits=1_000_000_000, delay_s=0)
    app, visits = stage.app(browser, line, VISITS)
    app.begin(stage.people["inspector"])
    app.context.set_offline(True)
    visit = str(visits[0].pk)
    day = app.day(visit, photos=0, conclude=False)
    for seed in range(TAP_PHOTOS):
        given = {"visit": visit, "seed": seed, "size": PHOTO_BYTES, "finding": day["finding"]}
        app.run(PHOTO.replace('mime: "image/jpeg"', 'mime: "image/jpeg", finding: given.finding'), given)
    app.context.set_offline(False)
    app.open()
    app.context.set_offline(True)
    app.unlock(stage.people["inspector"])
    app.page.wait_for_selector(".stop")
    app.run(TAPS)
    told: dict[str, list[float]] = {}
    for _round in range(TAP_ROUNDS):
        for name, ms in app.run("return taps(given)", visit):
            told.setdefault(name, []).append(ms)
    app.context.close()
    line.close()
    medians = {name: statistics.median(taken) for name, taken in told.items()}
    slowest = max(medians, key=lambda name: medians[name])
    taken = [ms for each in told.values() for ms in each]
    return [{
        "name": f"tablet: {len(taken)} taps of {len(told)} kinds beside {TAP_PHOTOS} stored photos of 300 kB, "
                f"median of the slowest kind ({slowest})",
        "product_ms": round(medians[slowest]), "p95_ms": round(percentile(taken, 0.95)),
        "must": "≤ 100 ms", "ok": medians[slowest] <= 100,
    }]  # fmt: skip
