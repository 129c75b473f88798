/** Learns what was decided in the office about operations that were kept for a person. */

import { call, Refused } from "../net/client.js";
import { read, under, write } from "../store/db.js";
import { isUndecided } from "../store/rows.js";
import { changed } from "../store/signal.js";
import { unlocked } from "../store/vault.js";

const EVERY_MS = 10 * 60_000;
let last = 0;

/** Ask for the visits that have something undecided: at once when a person asks, else at most every ten minutes. */
export async function learnDecisions(force) {
  const { who } = unlocked();
  const rows = await read(["receipts"], (tx) => tx.objectStore("receipts").getAll(under(who.id)));
  const open = rows.filter(isUndecided);
  if (!open.length || (!force && Date.now() - last < EVERY_MS)) return;
  last = Date.now();
  for (const visit of new Set(open.map((row) => row.visit))) {
    const told = await receiptsOf(visit);
    await write(["receipts"], async (tx) => {
      for (const row of open.filter((one) => one.visit === visit)) {
        const kept = told.find((one) => one.op_id === row.op_id);
        if (!kept) continue;
        const settled = { state: kept.state, explanation: kept.explanation };
        await tx.objectStore("receipts").put({ ...row, settled });
      }
    });
  }
  changed("records");
}

async function receiptsOf(visit) {
  try {
    return (await call("GET", `receipts/${visit}/`)).json.kept;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return []; // never given to this tablet
    throw error;
  }
}
