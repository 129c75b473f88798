/** The operations still to be sent: in their order, frozen before they leave, each ended by its receipt. */

import { lockJson, openJson } from "./boxes.js";
import { read, under, write } from "./db.js";
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
