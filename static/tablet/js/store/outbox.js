/** What is still to be sent: operations frozen before they leave, files by order, receipts that end both. */

import { lockJson, openBytes, openJson } from "./boxes.js";
import { read, under, write } from "./db.js";
import { bytesPlace } from "./files.js";
import { canonical, sha256 } from "./ids.js";
import { isThere } from "./rows.js";
import { changed } from "./signal.js";
import { unlocked } from "./vault.js";
import { opPlace, receiptPlace } from "./writing.js";

const ENVELOPE_BYTES = 400;

/** Return {operations, files, bytes} not yet sent, of one person or of all who use this tablet. */
export async function pending(person) {
  return read(["outbox", "files"], async (tx) => {
    const range = person === undefined ? undefined : under(person);
    const operations = await tx.objectStore("outbox").count(range);
    const files = (await tx.objectStore("files").getAll(range)).filter((row) => !isThere(row));
    return { operations, files: files.length, bytes: files.reduce((sum, row) => sum + row.size - row.offset, 0) };
  });
}

/**
 * Freeze the next operations and return their bodies, in order: at most `most`, of `bytes` together. An operation waits
 * for the receipt of an earlier one on the same line, a seal for the working copies of its visit.
 */
export async function nextBatch(most, bytes, asked = new Set()) {
  const { key, who } = unlocked();
  const chosen = await write(["outbox", "lines", "files"], async (tx) => {
    const outbox = tx.objectStore("outbox");
    const open = (await tx.objectStore("files").getAll(under(who.id))).filter(
      (row) => row.role === "working" && !isThere(row) && row.state !== "waits"
    );
    const visits = new Set(open.map((row) => row.visit));
    const rows = fitting(ready(await outbox.getAll(under(who.id)), visits, asked), most, bytes);
    for (const row of rows.filter((one) => one.state === "waiting")) {
      if (row.follows) {
        const line = await tx.objectStore("lines").get(lineKey(who.id, row));
        row.base_rev = line?.rev ?? row.base_rev;
      }
      row.state = "sent";
      await outbox.put(row);
    }
    return rows;
  });
  return Promise.all(chosen.map((row) => bodyOf(key, who.id, row)));
}

function fitting(rows, most, bytes) {
  let size = 0;
  return rows.slice(0, most).filter((row, index) => {
    size += row.box.data.byteLength + ENVELOPE_BYTES;
    return index === 0 || size <= bytes;
  });
}

/**
 * Return the body of an operation as it is sent, however often. No release may make another body of a stored row: the
 * server would take it for another operation under the same number.
 */
export async function bodyOf(key, person, row) {
  const told = await openJson(key, opPlace(person, row.visit), row.box);
  return {
    op_id: row.op_id, seq: row.seq, prev_seq: row.prev_seq, type: row.type, visit: row.visit, author: row.author,
    base_rev: row.base_rev, ...told,
  };
}

/** Leave out what has to wait, and everything after it of the same visit. */
function ready(rows, visitsWithFiles, asked) {
  const held = new Set();
  const subjects = new Set();
  return rows.filter((row) => {
    if (row.state === "odd") return false;
    const subject = `${row.visit}/${row.subject}`;
    const waits = asked.has(row.seq) || (row.follows && subjects.has(subject)) ||
      (row.type === "visit.seal" && visitsWithFiles.has(row.visit));
    if (waits) held.add(row.visit);
    subjects.add(subject);
    return !held.has(row.visit);
  });
}

/**
 * Take the server's answer to an operation. A receipt whose hash is that of what was sent ends the operation; with any
 * other hash it stays (`odd`), for the server has something else. Returns whether it is settled.
 */
export async function settle(body, answer) {
  if (answer.status === "retry") return false;
  const { key, who } = unlocked();
  const told = { message: answer.message ?? "", receipt: answer.receipt ?? {} };
  const box = await lockJson(key, receiptPlace(who.id, body.seq), told);
  const same = (await sha256(canonical(body))) === answer.receipt?.sha256;
  const status = answer.status === "already" ? "applied" : answer.status;
  await write(["outbox", "receipts", "lines", "visits"], async (tx) => {
    const outbox = tx.objectStore("outbox");
    const row = await outbox.get([who.id, body.seq]);
    if (!row || row.op_id !== body.op_id) return;
    if (!same) {
      await outbox.put({ ...row, state: "odd" });
      return;
    }
    const { seq, op_id, visit, type, subject } = row;
    await tx.objectStore("receipts").put({
      person: who.id, seq, op_id, visit, type, subject, status, code: answer.code ?? "", sha256: answer.receipt.sha256,
      at: Date.now(), box,
    });
    await outbox.delete([who.id, seq]);
    await markLine(tx, who.id, row, status, answer.receipt);
    if (type === "visit.seal" && status === "applied" && answer.receipt.seal) {
      const visits = tx.objectStore("visits");
      await visits.put({ ...(await visits.get([who.id, visit])), receipt: answer.receipt.seal, sealedAt: Date.now() });
    }
  });
  changed("records");
  return same;
}

/** The key of the line an operation writes; its subject is `table:id`. */
function lineKey(person, { visit, subject }) {
  const place = subject.indexOf(":");
  return [person, visit, subject.slice(0, place), subject.slice(place + 1)];
}

async function markLine(tx, person, row, status, receipt) {
  const lines = tx.objectStore("lines");
  const line = await lines.get(lineKey(person, row));
  if (!line) return;
  if (status === "applied" && Number.isInteger(receipt.rev)) line.rev = receipt.rev;
  if (line.seq === row.seq) line.state = status;
  await lines.put(line);
}

/** Return the files to send now, working copies first; only those whose declaration has its receipt. */
export async function waitingFiles(force = false) {
  const { who } = unlocked();
  return read(["files", "outbox"], async (tx) => {
    const declared = (await tx.objectStore("outbox").getAll(under(who.id)))
      .filter((row) => row.type === "evidence.declare")
      .map((row) => row.subject);
    const rows = await tx.objectStore("files").getAll(under(who.id));
    const open = rows.filter((row) => !isThere(row) && (force || !(row.until > Date.now())));
    const ready = open.filter((row) => !declared.includes(`evidence:${row.id}`));
    return ready.sort((one, other) => (one.role === other.role ? 0 : one.role === "working" ? -1 : 1));
  });
}

/**
 * Note how far a file has come: {state, offset}. `done` is the server's own word for a whole file of the right hash;
 * `waits` with `until` (ms) that the server does not know the file yet.
 */
export async function noteFile(row, { state, offset, until = 0 }) {
  await write(["files"], async (tx) => {
    const store = tx.objectStore("files");
    const kept = await store.get([row.person, row.id, row.role]);
    const ended = isThere({ state }) && !kept.doneAt ? { doneAt: Date.now() } : {};
    await store.put({ ...kept, state, offset, until, ...ended });
  });
  changed("files");
}

/** Return the bytes of a file to send. */
export async function fileBytes(row) {
  const { key, who } = unlocked();
  const kept = await read(["bytes"], (tx) => tx.objectStore("bytes").get([who.id, row.id, row.role]));
  return openBytes(key, bytesPlace(who.id, row.id, row.role), kept.box);
}

/** A file the server says it lacks is sent again, though it was thought complete. */
export async function sendAgain(id) {
  const { who } = unlocked();
  await write(["files"], async (tx) => {
    const store = tx.objectStore("files");
    const row = await store.get([who.id, id, "working"]);
    if (row && row.state === "done") await store.put({ ...row, state: "waiting", offset: 0, doneAt: undefined });
  });
}
