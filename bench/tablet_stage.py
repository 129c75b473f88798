"""The scene of the tablet's benchmarks: visits on a tablet, a day recorded offline, and its way home."""

import os
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.line import Line
from bench.office import Office, served
from bench.timing import Row
from fieldwork.models import Operation, Quarantined, Upload
from fieldwork.services import dispatching
from inspections.models import Visit
from tests.browser import walk
from tests.browser.tablet.tool import App
from tests.inspections import scene

VISITS = int(os.environ.get("TABLET_VISITS", "20"))
PHOTO_BYTES = 300_000
# Noise does not compress; a marker of JPEG first, for the server looks at what it is given.
PHOTO = """
  const { keep } = await ww.load("store/files");
  const drawn = new Uint8Array(await ww.picture(500, given.seed));
  const bytes = new Uint8Array(given.size);
  for (let at = 0; at < bytes.length; at += 65536) crypto.getRandomValues(bytes.subarray(at, at + 65536));
  bytes.set(drawn);
  return keep(given.visit, { working: bytes.buffer, mime: "image/jpeg" });
"""


class Stage(Office):
    """An office with as many visits of today as asked for."""

    def app(self, browser: Browser, line: Line, visits: int) -> tuple[App, list[Visit]]:
        """Return an enrolled application with visits to take along."""
        tablet, code = self.invited(f"B-{line.port}")
        app = App(walk.context(browser), f"http://localhost:{line.port}")
        app.page.set_default_timeout(3_600_000)
        app.call("net/session", "enrol", code)
        tablet.refresh_from_db()
        made = []
        for _each in range(visits):
            place = scene.make_agent(self.people, self.units)
            visit = self.planned(place, no_notice="would_defeat", no_notice_reason="Dễ cất giấu tang vật")
            made.append(dispatching.send(visit, tablet=tablet, by=self.people["chief"]).visit)
        app.as_person(self.people["inspector"])
        return app, made


def measured(*works: Callable[[Stage, Browser, int], list[Row]]) -> list[Row]:
    """Run the works one after the other, on a server of their own, in one Chromium."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    stage = Stage()
    with served(workers=1, threads=4) as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**walk.CHROMIUM)
        rows = [row for work in works for row in work(stage, browser, port)]
        browser.close()
    return rows


def worked(stage: Stage, browser: Browser, port: int, *, photos: int, **line_is: Any) -> tuple[App, list[Visit], Line]:
    """Return an application in which a day was recorded offline, and the line on which it comes home."""
    line = Line(port, bits=1_000_000_000, delay_s=0)
    app, visits = stage.app(browser, line, VISITS)
    app.begin(stage.people["inspector"])
    app.context.set_offline(True)
    for number, visit in enumerate(visits):
        app.day(visit.pk, photos=0)
        for seed in range(number, photos, len(visits)):
            app.run(PHOTO, {"visit": str(visit.pk), "seed": seed, "size": PHOTO_BYTES})
    line.rate, line.delay_s = line_is["bits"] / 8, 0.1
    line.loss, line.break_every_s = line_is.get("loss", 0.0), line_is.get("break_every_s", 0.0)
    line.up = line.down = line.breaks = 0
    line.begin_breaks()
    app.context.set_offline(False)
    return app, visits, line


def home(app: App) -> float:
    """Let the application send by itself until nothing waits, its own waiting after each break included; seconds."""
    began = time.perf_counter()
    app.run("(await ww.load('sync/engine')).now()")  # as the browser's own word "online" does; not waited for
    while True:
        left = app.counters()
        if not left["waiting"] and not left["filesWaiting"]:
            return time.perf_counter() - began
        if time.perf_counter() - began > 7_200:
            raise RuntimeError(f"not through: {app.call('sync/engine', 'status')} {left}")
        time.sleep(2)


def all_here(visits: list[Visit], photos: int) -> bool:
    rows = Operation.objects.filter(visit_key__in=[visit.pk for visit in visits])
    files = Upload.objects.filter(visit__in=visits, role="working")
    return (
        not rows.exclude(outcome="applied").exists()
        and not Quarantined.objects.filter(visit__in=visits).exists()
        and rows.count() > 30 * len(visits)
        and files.filter(state="done").count() == files.count() == photos
    )
