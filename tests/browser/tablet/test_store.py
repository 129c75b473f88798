"""What the tablet itself may suffer: kills, reloads, a full disk, a closed database, two tabs, other hands."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session

from fieldwork.models import Operation
from inspections.services import reviews
from tests.browser.tablet import audit
from tests.browser.tablet.conftest import enrolled, give
from tests.browser.tablet.tool import PIN, App

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_whole_day_offline_from_a_cold_start(app, field, browser_context):
    visits = give(field, 2)
    app.begin(field.inspector)
    app.worker_ready()
    browser_context.set_offline(True)
    app.open()  # from the worker alone
    app.unlock(field.inspector)
    assert app.sync()["problem"]["code"] == "offline"
    days = [app.day(visit.pk, photos=2, seed=10 * n) for n, visit in enumerate(visits, 1)]
    sealed = [app.seal(visit.pk) for visit in visits]
    app.open()
    app.unlock(field.inspector)
    assert {row["state"] for row in app.call("store/records", "visits")} == {"sealed"}
    assert Operation.objects.count() == 0
    browser_context.set_offline(False)
    assert app.sync()["problem"] is None
    for visit, day, seal in zip(visits, days, sealed, strict=True):
        audit.whole(app, visit, day, seal)


def test_ready_offline_is_said_only_after_everything_was_read_back(app, field):
    app.call("store/vault", "setPin", PIN, {"id": field.inspector.pk, "name": "Bình"})
    rows = app.call("sync/package", "proof")
    assert not app.call("sync/package", "isReady", rows)
    give(field)
    app.begin(field.inspector)
    app.worker_ready()
    rows = app.call("sync/package", "proof")
    assert app.call("sync/package", "isReady", rows), rows
    app.run(
        "const now = Date.now; Date.now = () => now() + given * 3_600_000; window.back = () => { Date.now = now; }", 25
    )
    assert {row["what"] for row in app.call("sync/package", "proof") if not row["ok"]} - {"storage"} == {"package"}
    app.run("back()")
    gone = "await (await caches.open(name)).delete('/static/tablet/js/sync/engine.js')"
    app.run(f"for (const name of await caches.keys()) {gone};")
    assert {row["what"] for row in app.call("sync/package", "proof") if not row["ok"]} - {"storage"} == {"shell"}


def test_the_camera_kills_the_tab(app, field, visit):
    kept = app.keep(visit.pk)
    app.call("store/drafts", "put", "measurement", {"value": "157,4 MHz", "note": "chưa xong"})
    app.open()
    assert app.refusal("store/records", "record", str(visit.pk), "visit.start", {}) == "locked"
    app.unlock(field.inspector)
    assert app.call("store/drafts", "get", "measurement") == {"value": "157,4 MHz", "note": "chưa xong"}
    digest = "return (await ww.load('store/ids')).sha256(await (await ww.load('store/files')).bytes(given))"
    assert app.run(digest, kept["id"]) == kept["sha256"]
    app.call("store/drafts", "drop", "measurement")
    assert app.call("store/drafts", "get", "measurement") is None


# The disk fails while it writes: no browser can be asked for that, so the transaction ends itself.
FAILS = """
    window.realPut ??= IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
      if (this.name === "bytes") setTimeout(() => { try { this.transaction.abort(); } catch { /* over */ } });
      return window.realPut.apply(this, given);
    };
"""


NEARLY_FULL = "navigator.storage.estimate = async () => ({ quota: 5e9, usage: 5e9 - 20e6 }); return null"
STORES = ("bytes", "files", "lines", "outbox")
# Noise, which no storage makes smaller, behind the beginning of a photo.
LARGE = """
    const bytes = new Uint8Array(700_000);
    for (let at = 0; at < bytes.length; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
    bytes.set(new Uint8Array(await ww.picture(300, given.seed)));
    const { keep } = await ww.load("store/files");
    try {
      const { id, sha256 } = await keep(given.visit, { working: bytes.buffer, mime: "image/jpeg" });
      return { id, sha256, original: null };
    } catch (error) { return error.code; }
"""


def rows(app: App) -> dict[str, int]:
    """How many rows lie in the stores that a photo writes."""
    return {store: len(app.run("return ww.rows(given)", store)) for store in STORES}


def test_a_quota_that_is_used_up_is_told_and_all_that_was_stored_arrives(field, browser_context):
    page = browser_context.new_page()  # before anything is stored: the browser reckons what is free only now and then
    quota = {"origin": field.address, "quotaSize": 6_000_000}
    devtools = browser_context.new_cdp_session(page)
    devtools.send("Storage.overrideQuotaForOrigin", quota)
    app = enrolled(field, App(browser_context, field.address))
    (visit,) = give(field)
    app.begin(field.inspector)
    app.worker_ready()  # it keeps the application under the same quota
    browser_context.set_offline(True)  # the application sends by itself as soon as it can, and what is sent goes
    day = app.day(visit.pk, photos=0, conclude=False)
    for seed in range(12):
        before = rows(app)
        made = app.run(LARGE, {"visit": str(visit.pk), "seed": seed})
        if made == "quota":
            break
        day["files"].append(made)
    assert made == "quota"
    assert len(day["files"]) >= 2
    # neither a photo without its words nor words without their photo, and no place in the order was spent
    assert rows(app) == before
    devtools.send("Storage.overrideQuotaForOrigin", quota | {"quotaSize": 60_000_000})  # something was cleared away
    outcome = {"outcome": "violation", "report": "", "party_statement": ""}
    day["ops"].append(app.record(visit.pk, "visit.conclude", outcome))
    browser_context.set_offline(False)
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day)


@pytest.mark.parametrize(("trouble", "code"), [(NEARLY_FULL, "quota"), (FAILS, "failed")])
def test_a_full_storage_is_told_and_what_was_stored_before_stays(app, field, visit, browser_context, trouble, code):
    browser_context.set_offline(True)
    day = app.day(visit.pk, photos=1, conclude=False)
    before = rows(app)
    app.run(trouble)
    assert app.run(LARGE, {"visit": str(visit.pk), "seed": 77}) == code
    assert rows(app) == before
    browser_context.set_offline(False)
    app.open()
    app.unlock(field.inspector)
    day["files"].append(app.keep(visit.pk, seed=77, size=900))
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day)


def test_a_closed_database_is_opened_again(app, visit):
    close = "const db = await (await ww.load('store/db')).open(); db.close();"
    app.run(close)
    app.record(visit.pk, "visit.start", {})
    app.run(close + " db.dispatchEvent(new Event('close'));")
    assert app.visit(visit.pk)["unsent"] == 1
    app.run(close + " window.held = db;")
    app.keep(visit.pk)
    assert app.counters()["waiting"] == 2
    assert app.faults == []


def test_two_tabs_record_and_send_at_once(app, field, visit, browser_context):
    other = App(browser_context, field.address)
    other.unlock(field.inspector)
    app.record(visit.pk, "visit.start", {})
    for tab, name in ((app, "a"), (other, "b")):
        # without waiting: both tabs work at the same time
        tab.run(
            """
            window.work = (async () => {
              const { record, visit, checklist } = await ww.load("store/records");
              const { part } = await visit(given.visit);
              const answers = {};
              const mine = part.items.filter((_item, n) => (n % 2 === 0) === (given.name === "a"));
              const ops = [];
              for (const item of mine) ops.push(await record(given.visit, "answer.set", { item, choice: "pass" }));
              const { now } = await ww.load("sync/engine");
              await now();
              return ops;
            })();
            """,
            {"visit": str(visit.pk), "name": name},
        )
    made = [tab.run("return window.work") for tab in (app, other)]
    app.sync()
    rows = app.run("return ww.rows('receipts')")
    assert {row["op_id"] for row in rows} == {*made[0], *made[1]} | {rows[0]["op_id"]}
    assert sorted(row["seq"] for row in rows) == list(range(1, len(rows) + 1))
    assert Operation.objects.filter(outcome="applied").count() == len(rows) == 29
    assert app.counters()["waiting"] == 0


def test_an_answer_changed_before_it_was_sent_is_one_operation_and_afterwards_a_second(app, visit):
    app.record(visit.pk, "visit.start", {})
    item = app.visit(visit.pk)["part"]["items"][0]
    first = app.record(visit.pk, "answer.set", {"item": item, "choice": "pass"})
    assert app.record(visit.pk, "answer.set", {"item": item, "choice": "not_applicable"}) == first
    app.sync()
    second = app.record(visit.pk, "answer.set", {"item": item, "choice": "pass", "note": "xem lại"})
    third = app.record(visit.pk, "answer.set", {"item": item, "choice": "pass", "note": "xem lại kỹ"})
    assert first != second == third
    app.sync()
    rows = list(Operation.objects.filter(kind="answer.set").order_by("seq"))
    assert [(str(row.op_id), row.outcome, row.result["rev"]) for row in rows] == [
        (first, "applied", 1),
        (second, "applied", 2),
    ]


def test_nothing_of_the_work_can_be_read_without_the_pin(app, field, visit):
    app.record(
        visit.pk, "visit.conclude", {"outcome": "violation", "report": "Bí mật kinh doanh", "party_statement": ""}
    )
    app.keep(visit.pk, caption="Bí mật")
    lying = app.run(
        """
        const stores = ["device", "vaults", "heads", "parts", "lines", "outbox", "files", "bytes", "drafts"];
        const seen = (value) => {
          if (value instanceof ArrayBuffer) return new TextDecoder().decode(value);
          if (ArrayBuffer.isView(value)) return new TextDecoder().decode(value.buffer);
          if (value && typeof value === "object") return Object.values(value).map(seen).join(" ");
          return String(value);
        };
        return (await Promise.all(stores.map(ww.rows))).map(seen).join(" ");
        """
    )
    for secret in ("Bí mật", "Hải Yến", field.code, PIN, "JFIF", "Nguyễn Thiện Thuật"):
        assert secret not in lying
    app.open()
    for _try in range(5):
        assert app.refusal("store/vault", "unlock", "000000", field.inspector.pk) == "pin"
    assert app.refusal("store/vault", "unlock", PIN, field.inspector.pk) == "pin"  # has to wait now


def test_a_forgotten_pin_loses_nothing(app, field, visit):
    day = app.day(visit.pk)
    app.open()
    app.call("net/session", "resetPin", {"id": field.inspector.pk, "name": "x"}, "135790")
    app.call("store/vault", "lock")
    app.call("store/vault", "unlock", "135790", field.inspector.pk)
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day)


def test_another_person_neither_sees_nor_sends_the_first_ones_work(app, field, visit):
    day = app.day(visit.pk)
    app.call("store/vault", "lock")
    Session.objects.all().delete()
    chief = field.people["chief"]
    app.as_person(chief)
    app.begin(chief)
    assert app.call("store/records", "visits") == []
    assert app.refusal("store/records", "visit", str(visit.pk)) == "unknown_visit"
    assert app.sync()["problem"] is None
    counted = app.counters()
    assert (counted["waiting"], counted["others"] > 30, Operation.objects.count()) == (0, True, 0)
    # the first person's memory is opened while the other's session lasts: nothing is sent in the wrong name
    app.unlock(field.inspector)
    assert app.sync()["problem"]["code"] == "other_person"
    assert Operation.objects.count() == 0
    app.as_person(field.inspector)
    assert app.sync()["problem"] is None
    audit.whole(app, visit, day)


def test_a_memory_that_lost_its_count_goes_on_after_the_servers(app, visit):
    app.record(visit.pk, "visit.start", {})
    app.sync()
    app.run("await (await ww.load('store/db')).write(['device'], (tx) => tx.objectStore('device').delete('seq'))")
    app.sync()
    item = app.visit(visit.pk)["part"]["items"][0]
    app.record(visit.pk, "answer.set", {"item": item, "choice": "pass"})
    app.sync()
    assert list(Operation.objects.order_by("seq").values_list("seq", "outcome")) == [(1, "applied"), (2, "applied")]


# The declaration and its files as they lie here while a person decides, and afterwards (`settled`).
KEPT_FOR_A_PERSON = """
    const { read, write } = await ww.load('store/db');
    const [files, receipts] = await read(['files', 'receipts'], (tx) =>
      Promise.all(['files', 'receipts'].map((name) => tx.objectStore(name).getAll())));
    const declared = receipts.find((row) => row.type === 'evidence.declare');
    await write(['files', 'receipts'], async (tx) => {
      for (const row of files) await tx.objectStore('files').put({ ...row, state: 'held' });
      await tx.objectStore('receipts').put({ ...declared, status: 'quarantined', ...given });
    });
"""


def test_bytes_go_only_seven_days_after_their_own_receipt(app, visit):
    def left() -> list[Any]:
        return [row["role"] for row in app.run("return ww.rows('bytes')")]

    app.record(visit.pk, "visit.start", {})
    app.keep(visit.pk, original=700)
    days = "(await ww.load('store/purge')).purge(Date.now() + given * 86400000)"
    app.run(f"await {days}", 30)
    assert left() == ["original", "working"]  # not received yet, however old
    app.sync()
    app.run(f"await {days}", 6)
    assert left() == ["original", "working"]
    app.run(KEPT_FOR_A_PERSON, {})
    app.run(f"await {days}", 8)
    assert left() == ["original", "working"]  # the server has them, and nobody has decided
    app.run(KEPT_FOR_A_PERSON, {"settled": {"state": "explained", "explanation": "Ảnh mờ"}})
    app.run(f"await {days}", 8)
    assert left() == []
    assert app.visit(visit.pk)["evidence"][0]["sha256"]


def test_a_visit_given_back_stays_here_and_one_that_was_cleared_before_is_told(app, field):
    def give_back(visit: Any) -> None:
        visit.refresh_from_db()
        reviews.take_up(visit, by=field.people["chief"])
        visit.refresh_from_db()
        reviews.send_back(visit, by=field.people["chief"], reason="Thiếu ghi chú")

    early, late = give(field, 2)
    app.begin(field.inspector)
    for visit in (early, late):
        app.day(visit.pk)
        app.seal(visit.pk)
    app.sync()
    give_back(early)
    app.sync()  # hears of it, and that both have left the package
    app.run("await (await ww.load('store/purge')).purge(Date.now() + 30 * 86400000)")
    assert [row["id"] for row in app.call("store/records", "visits")] == [str(early.pk)]
    assert app.visit(early.pk)["returned"]["reason"] == "Thiếu ghi chú"
    give_back(late)
    app.sync()
    told = [(row["visit"], row["number"], row["reason"]) for row in app.call("store/returned", "cleared")]
    assert told == [(str(late.pk), late.number, "Thiếu ghi chú")]


def test_the_order_of_the_day_goes_back_as_little_as_it_can_and_the_pin_asks_for_the_person_by_name(app, field):
    app.call("store/vault", "setPin", PIN, {"id": field.inspector.pk, "name": field.inspector.username})
    app.call("sync/package", "fetchPackage")
    stops = [{"id": place, "lat": 12 + place / 10, "lon": 109.0} for place in (1, 2, 3, -1)]
    order = "return (await ww.load('parts/route')).route(given.stops, given.start).map((one) => one.id)"
    assert app.run(order, {"stops": stops, "start": {"lat": 12.05, "lon": 109.0}}) == [-1, 1, 2, 3]
    assert [row["name"] for row in app.call("store/vault", "people")] == [str(field.inspector)]
