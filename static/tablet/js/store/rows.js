/** The rows of one visit and what they add up to, without opening a box. */

import { read, under } from "./db.js";
import { isReturned } from "./returned.js";

/** Return all rows of a visit, boxes closed. */
export function rowsOf(person, visitId) {
  return read(["lines", "outbox", "receipts", "files", "visits"], async (tx) => {
    const byVisit = (name) => tx.objectStore(name).index("visit").getAll([person, visitId]);
    const [lines, outbox, receipts, files, row] = await Promise.all([
      tx.objectStore("lines").getAll(under(person, visitId)), byVisit("outbox"), byVisit("receipts"), byVisit("files"),
      tx.objectStore("visits").get([person, visitId]),
    ]);
    return { lines, outbox, receipts, files, visit: row };
  });
}

/**
 * Return a function that tells the rows of any visit of a person, all read at once; of lines only their keys. Its
 * `opened` names the visits opened on the way.
 */
export async function rowsOfAll(person) {
  const found = await read(["lines", "outbox", "receipts", "files", "visits"], async (tx) => {
    const all = (name) => tx.objectStore(name).getAll(under(person));
    const keys = tx.objectStore("lines").getAllKeys(under(person));
    const [lines, outbox, receipts, files, rows] = await Promise.all([
      keys, all("outbox"), all("receipts"), all("files"), all("visits"),
    ]);
    return { lines: lines.map(([, visit, table, id]) => ({ visit, table, id })), outbox, receipts, files, rows };
  });
  const grouped = Object.fromEntries(Object.entries(found).map(([name, rows]) => [name, byVisit(rows)]));
  const rowsOf = (visit) => {
    const of = (name) => grouped[name].get(visit) ?? [];
    return { lines: of("lines"), outbox: of("outbox"), receipts: of("receipts"), files: of("files"), visit: of("rows")[0] };
  };
  const opened = found.lines.filter((row) => row.table === "visit" && row.id === "open").map((row) => row.visit);
  return Object.assign(rowsOf, { opened });
}

function byVisit(rows) {
  const found = new Map();
  for (const row of rows) {
    if (!found.has(row.visit)) found.set(row.visit, []);
    found.get(row.visit).push(row);
  }
  return found;
}

/** Return new | started | concluded | given_up | sealed | sent | returned; "sent" only by the server's receipt. */
export function stateOf(rows, known) {
  const has = (id) => rows.lines.some((row) => row.table === "visit" && row.id === id);
  if (isReturned(rows.visit)) return "returned";
  if (rows.visit?.receipt) return "sent";
  if (has("seal")) return "sealed";
  if (has("give_up")) return "given_up";
  if (has("conclude")) return "concluded";
  return has("start") || known?.started_at ? "started" : "new";
}

/** Say whether a receipt still waits for a decision of the office. */
export const isUndecided = (receipt) => receipt.status !== "applied" && !["applied", "explained"].includes(receipt.settled?.state);

/** Say whether the server has the whole of a file: `done`, or `held` until a person decides. */
export const isThere = ({ state }) => state === "done" || state === "held";

/** Return {recorded, sent, receipted, kept, filesWaiting}: numbers of operations and files of one visit. */
export function countersOf({ outbox, receipts, files }) {
  return {
    recorded: outbox.length + receipts.length,
    sent: outbox.filter((row) => row.state !== "waiting").length + receipts.length,
    receipted: receipts.length,
    kept: receipts.filter(isUndecided).length,
    filesWaiting: files.filter((row) => !isThere(row)).length,
  };
}
