/** Sends everything, in one tab, whenever it can: at the start, online, seen, by timer or button, after recording. */

import { PROTOCOL } from "../config.js";
import { contact } from "../net/contact.js";
import { NoAnswer, Refused, TooLarge } from "../net/client.js";
import { isGood, passed } from "../net/rate.js";
import { waitingFiles } from "../store/file_queue.js";
import { pending } from "../store/outbox.js";
import { purge } from "../store/purge.js";
import { changed, listen } from "../store/signal.js";
import { isLocked, person } from "../store/vault.js";
import { sendOperations } from "./operations.js";
import { learnDecisions } from "./receipts.js";
import { look } from "./release.js";
import { upload } from "./uploads.js";

const LOCK = "wavewarden-send";
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
const SOON_MS = 1_500;
/** Problems that a person has to end; waiting longer mends none of them. */
const ASKS = new Set(["sign_in", "tablet_refused", "not_your_tablet", "other_person"]);

let running = null;
let again = false;
let failures = 0;
let timer = 0;
let state = { phase: "idle", problem: null, nextAt: null };

/**
 * Return {phase, problem, nextAt}. phase: idle, locked, elsewhere (another tab sends), sending; problem:
 * null or {code, status, detail}: offline, timeout, proxy, server, busy, sign_in, tablet_refused, not_your_tablet,
 * other_person, too_large, refused; moments in ms.
 */
export function status() {
  return { ...state };
}

/** Begin: from now on everything is sent by itself. */
export function start() {
  window.addEventListener("online", () => now());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && now());
  listen((what) => (what === "records" || what === "files" || what === "vault") && !running && soon());
  soon();
}

/** Send now, as a person asked by the button; resolves with the status when it is through or stopped. */
export async function now({ force = true } = {}) {
  window.clearTimeout(timer);
  if (running) {
    again = true;
    return running;
  }
  running = once(force).finally(() => {
    running = null;
    if (again) { again = false; soon(); }
  });
  return running;
}

function soon() {
  if (state.problem && ASKS.has(state.problem.code) && state.problem.code !== "other_person") return;
  if (failures) return; // the back-off decides
  window.clearTimeout(timer);
  timer = window.setTimeout(() => now({ force: false }), SOON_MS);
}

async function once(force) {
  if (isLocked()) return told({ phase: "locked" });
  return navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return wait(told({ phase: "elsewhere" }), 15_000);
    told({ phase: "sending" });
    const before = passed();
    try {
      await run(force);
      failures = 0;
      return wait(told({ phase: "idle", problem: null }), LONGEST_WAIT_MS);
    } catch (error) {
      const problem = problemOf(error);
      failures = passed() > before ? 1 : failures + 1; // a line that breaks now and then is no reason to wait longer
      const back = Math.min(FIRST_WAIT_MS * 2 ** (failures - 1), LONGEST_WAIT_MS) * (0.75 + Math.random() / 2);
      return wait(told({ phase: "idle", problem }), ASKS.has(problem.code) ? LONGEST_WAIT_MS : back);
    }
  });
}

/** One run: contact, records, working copies with records between them, seals, originals, decisions, purge. */
async function run(force) {
  const who = person();
  const waiting = await pending(who.id);
  const met = await contact({ unsent: waiting.operations, unsent_bytes: waiting.bytes });
  if (!met.spoken.includes(PROTOCOL)) look(); // a release that is understood may be there already
  if (met.person !== who.id) throw new Refused(409, "other_person");
  const asked = new Set();
  const tried = new Set();
  await sendOperations(asked);
  for (let row = await nextFile(force, tried); row; row = await nextFile(force, tried)) {
    tried.add(`${row.id}/${row.role}`);
    const ended = await upload(row, () => person()?.id === who.id);
    if (person()?.id !== who.id) return; // locked meanwhile: the rest waits
    if (ended === "done" || ended === "held") asked.clear();
    await sendOperations(asked);
  }
  await learnDecisions(force);
  await purge();
}

async function nextFile(force, tried) {
  const rows = (await waitingFiles(force)).filter((row) => !tried.has(`${row.id}/${row.role}`));
  return rows.find((row) => row.role === "working") ?? (force || isGood() ? rows[0] : undefined);
}

function wait(result, ms) {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => now({ force: false }), ms);
  state.nextAt = Date.now() + ms;
  return result;
}

function told(news) {
  state = { ...state, ...news };
  changed("sync");
  return status();
}

/** Everything that may happen has a name; what has none is a fault of ours and is shown as such. */
function problemOf(error) {
  if (error instanceof NoAnswer) return { code: error.code, status: error.status, detail: "" };
  if (error instanceof TooLarge) return { code: "too_large", status: 413, detail: "" };
  if (error instanceof Refused) {
    const code = ASKS.has(error.code) ? error.code : "refused";
    return { code, status: error.status, detail: error.detail || error.code };
  }
  return { code: error.code ?? "fault", status: 0, detail: String(error.message ?? error) };
}
