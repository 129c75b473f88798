/** The tablet's one IndexedDB: opened again when it was closed, written with strict durability, never wiped. */

import { openDB } from "idb";
import { StoreError } from "./errors.js";

const NAME = "wavewarden";
const VERSION = 1;
/** Every store whose rows belong to a person has the person first in its key. */
const STORES = {
  device: null,
  vaults: "person",
  heads: "person",
  parts: ["person", "name"],
  visits: ["person", "visit"],
  lines: ["person", "visit", "table", "id"],
  outbox: ["person", "seq"],
  receipts: ["person", "seq"],
  files: ["person", "id", "role"],
  bytes: ["person", "id", "role"],
  drafts: ["person", "key"],
};

/** Stores whose rows are also asked for by visit. */
const BY_VISIT = ["outbox", "receipts", "files"];

let opening = null;

function upgrade(db, from) {
  // Each later version adds its own `if (from < n)`; nothing is ever dropped here.
  if (from < 1) {
    for (const [name, keyPath] of Object.entries(STORES)) {
      const store = db.createObjectStore(name, keyPath ? { keyPath } : {});
      if (BY_VISIT.includes(name)) store.createIndex("visit", ["person", "visit"]);
    }
  }
}

/** Return the open database; after a `close` event or a refused transaction it is opened anew. */
export function open() {
  opening ??= openDB(NAME, VERSION, {
    upgrade,
    blocking: () => shut(), // another tab holds a newer release: let it upgrade
    terminated: () => { opening = null; },
  }).catch((error) => {
    opening = null;
    throw new StoreError("failed", error);
  });
  return opening;
}

/** Close the connection; the next access opens it again. */
async function shut() {
  const held = opening;
  opening = null;
  if (held) (await held).close();
}

/**
 * Run `work(tx)` in one transaction and return its value once it is safely on the disk. Inside `work` only promises of
 * the transaction may be awaited.
 * @throws {StoreError} `quota` when the storage is full, `failed` for any other failure; nothing was written then.
 */
export async function write(stores, work) {
  try {
    return await attempt(stores, "readwrite", work);
  } catch (error) {
    throw named(error);
  }
}

/** Run `work(tx)` in a reading transaction. */
export async function read(stores, work) {
  try {
    return await attempt(stores, "readonly", work);
  } catch (error) {
    throw named(error);
  }
}

/** Return the range of all keys of a compound store that begin with these values. */
export function under(...values) {
  return IDBKeyRange.bound(values, [...values, []]);
}

async function attempt(stores, mode, work) {
  let tx;
  try {
    tx = (await open()).transaction(stores, mode, { durability: "strict" });
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error;
    opening = null; // the connection was closed under us
    tx = (await open()).transaction(stores, mode, { durability: "strict" });
  }
  const done = tx.done;
  done.catch(() => undefined); // its error is told below, together with that of the work
  try {
    const result = await work(tx);
    await done;
    return result;
  } catch (error) {
    try { tx.abort(); } catch { /* it has ended already */ }
    throw tx.error ?? error;
  }
}

function named(error) {
  if (error instanceof StoreError) return error;
  return new StoreError(error?.name === "QuotaExceededError" ? "quota" : "failed", error);
}
