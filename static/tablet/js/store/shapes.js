/** What each type of operation leaves here: the line of the visit it writes, and what may replace it unsent. */

const MADE = { "finding.add": "finding", "finding.change": "finding", "measurement.add": "measurement",
  "attendance.add": "attendance", "evidence.declare": "evidence", "evidence.link": "evidence" };

/** After these nothing recorded before them is changed in place any more: they tell what was there. */
const BARRIERS = new Set([
  "shown.add", "attendance.add", "visit.conclude", "visit.give_up", "visit.open", "visit.seal", "visit.resubmit", "line.withdraw",
]);

/** Types whose payload needs an `id` made on the tablet. */
export const NEEDS_ID = new Set(["answer.set", "earlier.close", "finding.add", "measurement.add", "evidence.declare", "attendance.add"]);

/** Return `{table, id}` of the line an operation writes; `subject` of the outbox is the two joined. */
export function lineOf(type, payload) {
  if (type === "answer.set") return { table: "answer", id: payload.item };
  if (type === "earlier.close") return { table: "earlier", id: payload.earlier };
  if (type === "line.withdraw") return { table: payload.table, id: payload.id };
  if (type === "shown.add") return { table: "shown", id: "last" };
  if (MADE[type]) return { table: MADE[type], id: payload.id };
  const [table, verb] = type.split(".");
  return { table, id: table === "visit" ? verb : (payload.id ?? verb) };
}

/** Return what the line holds after the operation; `before` is what it held, or undefined. */
export function lineAfter(type, payload, before, at) {
  if (type === "line.withdraw") return { ...before, withdrawn: payload.reason };
  if (type === "evidence.link") return { ...before, finding: payload.finding };
  if (type === "finding.change") return { ...before, ...payload };
  return type.startsWith("visit.") ? { ...payload, at } : payload;
}

/**
 * Return the unsent operation that a new one may replace, or null. `rows` are the operations of the visit that have no
 * receipt, in their order. Nothing is replaced across an operation that tells what was there, and an answer changes its
 * choice only when nothing after it hangs on that item.
 */
export function replaceable(rows, { type, subject, choice, item }) {
  let place = -1;
  rows.forEach((row, index) => { if (row.subject === subject) place = index; });
  const old = rows[place];
  if (!old || old.state !== "waiting" || !sameKind(old.type, type)) return null;
  const later = rows.slice(place + 1);
  if (later.some((row) => BARRIERS.has(row.type) || row.type === "evidence.link")) return null;
  if (type === "answer.set" && old.choice !== choice && later.some((row) => row.item === item)) return null;
  return old;
}

function sameKind(old, type) {
  if (type === "finding.change") return old === "finding.add" || old === "finding.change";
  return old === type && (type === "answer.set" || type === "earlier.close" || type === "visit.conclude" || type === "shown.add");
}
