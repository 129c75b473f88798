"""What changes meanwhile: clocks, protocols, checklists, releases, servers, and the tablet's own process."""

import base64
import contextlib
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from fieldwork.models import Operation, Quarantined
from fieldwork.services import dispatching, exports, uploads
from inspections.models import Answer, Evidence, Visit
from rulebook import loader
from tests.browser import walk
from tests.browser.tablet import audit
from tests.browser.tablet.conftest import clock, enrolled, give
from tests.browser.tablet.tool import HELPERS, App
from tests.inspections import scene

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


PROPOSED = """
    const { valuesOf, payloadOf } = await ww.load("screens/finding_values");
    const values = valuesOf(null, { part: { stations: [], address: "" }, place: "", rules: [] });
    const known = { ...values, tx_hz: 2412e6, licensed_power_w: 5000 };
    const again = payloadOf(valuesOf(known, { rules: [] }), {});
    const station = { assignments: [{ id: "a", power_w: 5000 }] };
    const reading = { value: 1296.5e6, assignment: "a" };
    const measured = valuesOf(null, { part: { stations: [station], address: "" }, place: "", rules: [], reading });
    const read = [again.tx_hz, again.licensed_power_w];
    const taken = [measured.tx_mhz, measured.licensed_power_w];
    return { day: values.detected_on, sent: payloadOf(values, {}).detected_at, read, taken };
"""


@pytest.mark.parametrize("days", [1, -1, 366])
def test_a_clock_that_is_off_is_measured_and_put_right(field, chromium, days):
    wrong = scene.NOW + scene.dt.timedelta(days=days)
    context = walk.context(chromium)
    context.add_init_script(clock(wrong))
    app = enrolled(field, App(context, field.address))
    visit = give(field)[0]
    app.begin(field.inspector)
    (warning,) = app.call("sync/warnings", "warnings")
    assert (warning["code"], round(warning["minutes"] / 1440)) == ("clock", days)
    # what a person reads and is proposed is the true day; what is sent is by the tablet's own clock
    proposed = app.run(PROPOSED)
    assert proposed["day"] == str(scene.FRIDAY)
    assert proposed["taken"] == ["1296,5", "5000"]  # what was measured is proposed
    assert proposed["read"] == [2_412_000_000, 5000]  # no thousand is taken for a decimal when a finding is changed
    assert abs((scene.dt.datetime.fromisoformat(proposed["sent"]) - wrong).total_seconds()) < 300
    day = app.day(visit.pk)
    sealed = app.seal(visit.pk)
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day, sealed)
    for row in Operation.objects.all():
        assert "clock" in row.flags
        assert abs(row.clock_offset_s + days * 86_400) < 60
        assert abs((row.counted_at - scene.NOW).total_seconds()) < 300
    context.close()


def test_the_protocol_before_this_one_is_spoken(field, browser_context, between):
    forgotten: dict[str, Any] = {}

    def without_packing(route: Any) -> None:
        assert "content-encoding" not in route.request.headers
        if "contact" not in route.request.url:
            return route.continue_()
        answer = route.fetch()
        told = answer.json() | forgotten
        assert told.pop("encodings", None) in (None, ["gzip"])
        return route.fulfill(response=answer, json=told)

    def older(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("PROTOCOL = 2", "PROTOCOL = 1"))

    between(without_packing)
    browser_context.route("**/tablet/js/config.js", older)
    app = enrolled(field, App(browser_context, field.address))
    visit = give(field)[0]
    app.begin(field.inspector)
    assert app.run("return (await ww.load('config')).PROTOCOL") == 1
    day = app.day(visit.pk)
    sealed = app.seal(visit.pk)
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day, sealed)


def test_what_the_server_keeps_for_a_person_is_shown_and_lost_nowhere(app, field, visit):
    dispatching.recall(visit, by=field.people["chief"], reason="Đổi kế hoạch", at=scene.NOW)
    day = app.day(visit.pk)
    assert app.sync()["problem"] is None
    kept = {str(row.op_id) for row in Operation.objects.filter(outcome="quarantined")}
    assert kept == {*day["ops"]} | {row["op_id"] for row in app.run("return ww.rows('receipts')")}
    assert Quarantined.objects.count() == len(kept)
    app.call("sync/package", "fetchPackage")
    seen = app.visit(visit.pk)
    assert {row["code"] for row in seen["kept"]} == {"recalled"}
    assert (len(seen["kept"]), len(seen["answers"]), seen["part"] is not None) == (len(kept), len(day["answers"]), True)
    digest = "return (await ww.load('store/ids')).sha256(await (await ww.load('store/files')).bytes(given))"
    assert app.run(digest, day["files"][0]["id"]) == day["files"][0]["sha256"]


def test_two_answers_to_one_question_are_both_kept(app, field, visit):
    app.record(visit.pk, "visit.start", {})
    app.sync()
    item = app.visit(visit.pk)["part"]["items"][0]
    scene.answers.answer(
        Visit.objects.get(pk=visit.pk), item=scene.ChecklistItem.objects.get(pk=item), choice="not_applicable",
        by=field.inspector, at=scene.NOW,
    )  # fmt: skip
    app.record(visit.pk, "answer.set", {"item": item, "choice": "pass"})
    app.sync()
    seen = app.visit(visit.pk)
    assert [(row["status"], row["type"]) for row in seen["kept"]] == [("conflict", "answer.set")]
    assert seen["kept"][0]["receipt"]["server"]["differences"]
    assert Answer.objects.get(visit=visit).choice == "not_applicable"
    assert Quarantined.objects.count() == 1


def publish_another_checklist(folder: Path) -> None:
    """From today on agents are asked by another version of their list; the rulebook's own loader publishes it."""
    data = folder / "vn"
    shutil.copytree(loader.DATA / "vn", data)
    (data / loader.CHECKSUMS).unlink(missing_ok=True)
    old = data / "checklists" / "access-point-2026-07-01.toml"
    text, begins = old.read_text(encoding="utf-8"), "effective_from = 2026-07-01"
    later = text.replace(begins, f"effective_from = {scene.FRIDAY}").replace("Có đăng ký", "Có giấy đăng ký")
    (data / "checklists" / f"access-point-{scene.FRIDAY}.toml").write_text(later, encoding="utf-8")
    old.write_text(text.replace(begins, f"{begins}\neffective_until = {scene.FRIDAY - scene.dt.timedelta(1)}"))
    report = loader.load("vn", folder=data)
    assert report.ended == report.added > 10


CHANGED = """
    const { valuesOf, payloadOf } = await ww.load("screens/finding_values");
    const { record, visit, law } = await ww.load("store/records");
    const { part } = await visit(given);
    const rules = (await law()).violations, known = part.findings[0];
    const values = { ...valuesOf(known, { part, rules }), facts: "Bảng nội quy để sau quầy." };
    await record(given, "finding.change", payloadOf(values, { item: { id: known.item }, violation: values.violation }));
"""


def test_a_checklist_published_meanwhile_leaves_the_visit_with_its_own(app, field, visit, browser_context, tmp_path):
    browser_context.set_offline(True)
    day = app.day(visit.pk, conclude=False)
    publish_another_checklist(tmp_path)
    (later,) = give(field)
    found = scene.found(scene.visits.start(later, by=field.inspector, at=scene.NOW, on=scene.FRIDAY), field.inspector,
                        "AP-09", lat=12.24, lon=109.19, act_time="Sáng")  # fmt: skip
    browser_context.set_offline(False)
    app.call("sync/package", "fetchPackage")  # in the middle of the visit
    parts = [app.visit(each.pk)["part"] for each in (visit, later)]
    versions = [{one["version"] for one in part["checklists"]} for part in parts]
    assert [versions[0] - versions[1], versions[1] - versions[0]] == [
        {"access-point/2026-07-01"}, {f"access-point/{scene.FRIDAY}"},
    ]  # fmt: skip
    assert set(day["answers"]) == set(parts[0]["items"]) != set(parts[1]["items"])
    day["ops"].append(
        app.record(visit.pk, "visit.conclude", {"outcome": "violation", "report": "", "party_statement": ""})
    )
    sealed = app.seal(visit.pk)
    app.run(CHANGED, str(later.pk))  # a finding that only the package tells keeps what was said of it
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day, sealed)
    before = {name: getattr(found, name) for name in ("penalty_id", "act_time", "lat", "act_started_on", "continuing")}
    found.refresh_from_db()
    assert {name: getattr(found, name) for name in before} == before
    assert (found.facts, Quarantined.objects.count()) == ("Bảng nội quy để sau quầy.", 0)


def test_an_emergency_export_taken_in_twice_and_the_tablet_after_it(app, field, visit):
    day = app.day(visit.pk, photos=2, original=700)
    sealed = app.seal(visit.pk)
    made = "return ww.base64(await (await ww.load('sync/export')).emergency())"
    data = base64.b64decode(app.run(made))
    assert "Hải Yến".encode() not in data
    first = exports.take(data, by=field.inspector, at=scene.NOW)
    second = exports.take(data, by=field.inspector, at=scene.NOW)
    assert (first.faults, second.faults, set(second.counts)) == ([], [], {"already"})
    assert app.counters()["waiting"] > 0  # an export deletes nothing
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day, sealed)


BUSY = "sessionStorage.setItem('busy', '1')"
DEAF = """
    if (sessionStorage.getItem("busy")) {
      sessionStorage.removeItem("busy");
      window.realPost = ServiceWorker.prototype.postMessage;
      ServiceWorker.prototype.postMessage = function (said, ...more) {
        if (said !== "activate") window.realPost.call(this, said, ...more);
      };
    }
"""


def test_a_new_release_waits_for_a_tap_and_keeps_the_work(app, field, visit, settings, browser_context):
    browser_context.add_init_script(DEAF)
    app.worker_ready()
    app.open()
    app.unlock(field.inspector)
    day = app.day(visit.pk)
    before = app.call("sync/release", "ask", "release")
    settings.PRODUCT_VERSION = "99.0"
    app.call("sync/release", "look")
    until(app, "return (await ww.load('sync/release')).waits()")
    assert app.call("sync/release", "ask", "release") == before  # still the old one, and nothing was loaded anew
    assert app.run("return (await ww.load('config')).APP_VERSION") != "99.0"
    app.run(BUSY)
    app.open()  # the new release cannot take over: nobody stands before a blank page
    app.page.locator("h1").wait_for()
    app.run("ServiceWorker.prototype.postMessage = window.realPost")
    app.unlock(field.inspector)
    sealed = app.seal(visit.pk)
    with app.page.expect_navigation():
        app.run("setTimeout(async () => (await ww.load('sync/release')).activate(), 20)")
    app.page.evaluate(HELPERS)
    assert app.run("return (await ww.load('config')).APP_VERSION") == "99.0"
    app.unlock(field.inspector)
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day, sealed)


def until(app: App, said: str) -> None:
    """Wait until the page says yes."""
    app.run(
        "for (let n = 0; n < 400; n += 1) { if (await (async () => { "
        + said
        + " })()) return; await new Promise((go) => setTimeout(go, 50)); } throw new Error('never');"
    )


class Mortal:
    """A server that can be cut off in the middle of an answer, and started again at the same address."""

    def __init__(self, address: str = "localhost") -> None:
        self.sockets: list[socket.socket] = []
        self.server = LiveServer(address, start=False)
        thread: Any = self.server.thread
        thread._create_server = lambda connections_override=None: ThreadedWSGIServer(
            (thread.host, thread.port), QuietWSGIRequestHandler, allow_reuse_address=True,
            connections_override=connections_override,
        )  # fmt: skip
        self.server.start()
        real = thread.httpd.get_request

        def noted() -> Any:
            found = real()
            self.sockets.append(found[0])
            return found

        thread.httpd.get_request = noted

    def kill(self) -> None:
        """Nobody listens any more, and every line breaks at once."""
        self.server.stop()
        for line in self.sockets:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def again(self) -> "Mortal":
        """Start anew at the same address."""
        return Mortal(f"localhost:{self.server.thread.port}")


def test_the_server_killed_twice(field, chromium, monkeypatch):
    server = Mortal()
    context = walk.context(chromium)
    context.add_init_script(clock(scene.NOW))
    app = enrolled(field, App(context, server.server.url))
    visit = give(field)[0]
    app.begin(field.inspector)
    day = app.day(visit.pk, photos=2, original=900)
    sealed = app.seal(visit.pk)
    real, taken = uploads._write, []

    def dies(*given: Any) -> None:
        real(*given)
        taken.append(given)
        if len(taken) in {1, 3}:  # the bytes lie on the disk, the offset was neither kept nor told
            server.kill()
            raise ConnectionError("killed")

    monkeypatch.setattr(uploads, "_write", dies)
    for _life in range(2):
        assert app.sync()["problem"]["code"] == "offline"
        server = server.again()
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day, sealed)
    context.close()
    server.server.stop()


def test_the_browser_killed_in_the_middle_of_an_upload(field, chromium, tmp_path):
    process, app = killable(field, chromium, tmp_path)
    enrolled(field, app)
    visit = give(field)[0]
    app.begin(field.inspector)
    day = app.day(visit.pk, photos=2, size=1200, original=2600)
    sealed = app.seal(visit.pk)
    app.run("(await ww.load('net/rate')).tooLarge(40_000)")  # many small chunks
    app.page.evaluate("void ww.load('sync/engine').then((engine) => engine.now())")
    while uploads.Upload.objects.filter(state="open", offset__gt=0).count() == 0:
        time.sleep(0.02)
    process.kill()
    process.wait(timeout=20)
    before = Evidence.objects.count()
    process, app = killable(field, chromium, tmp_path)
    app.unlock(field.inspector)
    app.as_person(field.inspector)
    assert before < 2 or uploads.Upload.objects.filter(state="open").exists()
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day, sealed)
    process.kill()
    process.wait(timeout=20)


def killable(field: Any, chromium: Browser, folder: Path) -> tuple[subprocess.Popen[bytes], App]:
    """A browser of its own process and memory, which a kill leaves as a power cut would."""
    port_file = folder / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    process = subprocess.Popen(
        [walk.CHROMIUM["executable_path"], *walk.CHROMIUM["args"], "--headless=new", f"--user-data-dir={folder}",
         "--remote-debugging-port=0", "--no-first-run", "--disable-background-networking", "about:blank"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    for _wait in range(600):
        if port_file.exists() and re.match(r"\d+\n", port_file.read_text()):
            break
        time.sleep(0.05)
    port = port_file.read_text().split()[0]
    context = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}").contexts[0]
    context.add_init_script(clock(scene.NOW))
    return process, App(context, field.address)
