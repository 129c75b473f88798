/** Writes what a person does: the line of the visit and the operation for the server, in one strict transaction. */

import { now } from "../clock.js";
import { APP_VERSION, PROTOCOL } from "../config.js";
import { lockJson, openJson } from "./boxes.js";
import { read, write } from "./db.js";
import { get as fromDevice } from "./device.js";
import { StoreError } from "./errors.js";
import { newId } from "./ids.js";
import { packageHead, part, versionOf } from "./parts.js";
import { lineAfter, lineOf, NEEDS_ID, replaceable } from "./shapes.js";
import { changed } from "./signal.js";
import { unlocked } from "./vault.js";

const STORES = ["device", "outbox", "lines", "visits"];
/** Types for which the revision a person saw is sent along without being asked. */
const BASED = new Set(["answer.set", "earlier.close", "finding.change"]);

export const opPlace = (person, visit) => `op:${person}:${visit}`;
export const receiptPlace = (person, seq) => `receipt:${person}:${seq}`;
export const linePlace = (person, visit, table, id) => `line:${person}:${visit}:${table}:${id}`;

/**
 * Record one operation and what it makes of the visit; both are on the disk when the promise resolves.
 * `more` = {stores, put(tx)}: further rows of the same transaction.
 * @returns {Promise<{opId, seq, payload}>} @throws {StoreError} `quota`, `failed`, `locked`: nothing was recorded.
 */
export async function append(visitId, type, given, options = {}, more = { stores: [], put: () => undefined }) {
  const { key, who } = unlocked();
  const payload = NEEDS_ID.has(type) && !given.id ? { ...given, id: newId() } : { ...given };
  const { table, id } = lineOf(type, payload);
  if (!table || !id) throw new StoreError("failed", `${type}: no ${table ? "id" : "table"}`);
  const [old, known] = await Promise.all([lineNow(visitId, table, id), part(`visit:${visitId}`)]);
  const box = await lockJson(key, opPlace(who.id, visitId), await envelope(known, payload, options));
  const at = now().toISOString();
  const value = { ...lineAfter(type, payload, old.value, at), recorded_at: at };
  const line = await lockJson(key, linePlace(who.id, visitId, table, id), value);
  const baseRev = options.baseRev ?? (BASED.has(type) ? revNow(old.row, known, table, id) : undefined);
  const about = { type, subject: `${table}:${id}`, choice: payload.choice, item: payload.item };
  const made = await write([...new Set([...STORES, ...more.stores])], async (tx) => {
    const row = await place(tx, { who, visitId, about, box, baseRev, author: options.author ?? who.id });
    await tx.objectStore("lines").put({
      person: who.id, visit: visitId, table, id, seq: row.seq, rev: old.row?.rev, state: "recorded",
      withdrawn: Boolean(value.withdrawn), box: line,
    });
    await more.put(tx);
    return row;
  });
  changed("records");
  return { opId: made.op_id, seq: made.seq, payload };
}

/** Return `{row, value}` of a line as it is kept now. */
export async function lineNow(visitId, table, id) {
  const { key, who } = unlocked();
  const row = await read(["lines"], (tx) => tx.objectStore("lines").get([who.id, visitId, table, id]));
  return { row, value: row && (await openJson(key, linePlace(who.id, visitId, table, id), row.box)) };
}

/** Put the operation in its place: in that of one not yet sent, or at the end of the order. */
async function place(tx, { who, visitId, about, box, baseRev, author }) {
  const [device, outbox, visits] = ["device", "outbox", "visits"].map((name) => tx.objectStore(name));
  const waiting = await outbox.index("visit").getAll([who.id, visitId]);
  const old = replaceable(waiting, about);
  if (old) {
    const row = { ...old, choice: about.choice, box };
    await outbox.put(row);
    return row;
  }
  const visit = (await visits.get([who.id, visitId])) ?? { person: who.id, visit: visitId, lastSeq: 0 };
  const seq = ((await device.get("seq")) ?? 0) + 1;
  const row = {
    person: who.id, seq, op_id: newId(), visit: visitId, prev_seq: visit.lastSeq, state: "waiting", author, ...about,
    base_rev: baseRev, follows: waiting.some((one) => one.subject === about.subject), box,
  };
  await device.put(seq, "seq");
  await outbox.put(row);
  await visits.put({ ...visit, lastSeq: seq });
  return row;
}

function revNow(row, visit, table, id) {
  if (row?.rev !== undefined) return row.rev;
  if (table === "answer") return visit?.answers.find((one) => one.item === id)?.rev ?? 0;
  if (table === "earlier") return visit?.earlier?.find((one) => one.earlier === id)?.rev ?? 0;
  return visit?.findings.find((one) => one.id === id)?.rev;
}

/** Return the rest of the operation: what is told is frozen as it was when it was recorded. */
async function envelope(visit, payload, options) {
  const [head, clock] = await Promise.all([packageHead(), fromDevice("clock")]);
  const at = options.position;
  return {
    payload,
    checklist_version: (await versionOf(visit, payload.item)) || undefined, // unsaid, it costs nothing
    client_time: new Date().toISOString(),
    clock_offset_s: clock?.offset_s ?? 0,
    package_at: head?.server_time ?? null,
    app_version: APP_VERSION,
    protocol: PROTOCOL,
    lat: at?.lat,
    lon: at?.lon,
  };
}
