/** What the bar at the top shows: how much is recorded, sent and received, and how much room is left. */

import { get } from "./device.js";
import { read, under } from "./db.js";
import { pending } from "./outbox.js";
import { isUndecided } from "./rows.js";
import { listen } from "./signal.js";
import { person } from "./vault.js";

/** Call `listener(what)` after each change in any tab; returns the function that ends it. */
export const subscribe = listen;

/**
 * Return {recorded, sent, receipted, kept, odd, waiting, filesWaiting, bytesWaiting, others, persisted, usage, quota,
 * lastContact}: numbers of operations of the person signed in, bytes, ms. `others`: operations of other people waiting
 * on this tablet; `odd`: the server has something else under the same number.
 */
export async function counters() {
  const id = person()?.id;
  const [mine, all, room, persisted, contact] = await Promise.all([
    id === undefined ? EMPTY : mineOf(id), pending(), navigator.storage.estimate(), navigator.storage.persisted(),
    get("contact"),
  ]);
  return {
    ...mine, others: all.operations - mine.waiting, persisted, usage: room.usage ?? 0, quota: room.quota ?? 0,
    lastContact: contact?.at ?? null,
  };
}

/** Ask the browser not to clear this storage; returns whether it promised. */
export function persist() {
  return navigator.storage.persist();
}

const EMPTY = { recorded: 0, sent: 0, receipted: 0, kept: 0, odd: 0, waiting: 0, filesWaiting: 0, bytesWaiting: 0 };

async function mineOf(id) {
  const [rows, receipts, waiting] = await Promise.all([
    read(["outbox"], (tx) => tx.objectStore("outbox").getAll(under(id))),
    read(["receipts"], (tx) => tx.objectStore("receipts").getAll(under(id))),
    pending(id),
  ]);
  return {
    recorded: rows.length + receipts.length, receipted: receipts.length, waiting: rows.length,
    sent: rows.filter((row) => row.state !== "waiting").length + receipts.length,
    kept: receipts.filter(isUndecided).length,
    odd: rows.filter((row) => row.state === "odd").length,
    filesWaiting: waiting.files, bytesWaiting: waiting.bytes,
  };
}
