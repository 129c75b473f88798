/** The rows of one visit and what they add up to, without opening a box. */

import { read, under } from "./db.js";

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

/** Return new | started | concluded | given_up | sealed | sent; "sent" only by the server's receipt. */
export function stateOf(rows, known) {
  const has = (id) => rows.lines.some((row) => row.table === "visit" && row.id === id);
  if (rows.visit?.receipt) return "sent";
  if (has("seal")) return "sealed";
  if (has("give_up")) return "given_up";
  if (has("conclude")) return "concluded";
  return has("start") || known?.started_at ? "started" : "new";
}

/** Return {recorded, sent, receipted, kept, filesWaiting}: numbers of operations and files of one visit. */
export function countersOf({ outbox, receipts, files }) {
  return {
    recorded: outbox.length + receipts.length,
    sent: outbox.filter((row) => row.state !== "waiting").length + receipts.length,
    receipted: receipts.length,
    kept: receipts.filter((row) => row.status !== "applied").length,
    filesWaiting: files.filter((row) => row.state !== "done").length,
  };
}
