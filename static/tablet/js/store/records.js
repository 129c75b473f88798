/** What screens record and read: operations through one door, a visit as package and recorded lines together. */

import { openJson } from "./boxes.js";
import { StoreError } from "./errors.js";
import { isGone, packageHead, part } from "./parts.js";
import { noteOf } from "./returned.js";
import { countersOf, rowsOf, stateOf } from "./rows.js";
import { unlocked } from "./vault.js";
import { append, linePlace, receiptPlace } from "./writing.js";

export { newId } from "./ids.js";
export { visits } from "./visits.js";

/**
 * Record an operation (docs/field-protocol.md 3) of a visit. Resolves with its id when it is safely stored.
 * Options: baseRev (revision seen), position {lat, lon} in degrees.
 * @throws {StoreError} `quota`, `failed`, `locked`: nothing was recorded, keep the input.
 */
export async function record(visitId, type, payload, options = {}) {
  return (await append(visitId, type, payload, options)).opId;
}

/**
 * Return a visit: {id, part, gone (the office took it back), started, startedAt, givenUp, opened (found on the way), answers, findings, earlier (what became of
 * violations found before), measurements, evidence, attendance, shown, concluded, sealed, state, unsent, kept, counters}. Lines that were withdrawn are left out. Each
 * line tells `rev`, `seq` and `state` (recorded, applied, conflict, quarantined; `known`: only the package tells it).
 * @throws {StoreError} `unknown_visit` when neither package nor tablet know it.
 */
export async function visit(visitId) {
  const { key, who } = unlocked();
  const [known, rows] = await Promise.all([part(`visit:${visitId}`), rowsOf(who.id, visitId)]);
  if (!known && !rows.lines.length) throw new StoreError("unknown_visit");
  const open = async (row) => {
    const value = await openJson(key, linePlace(who.id, visitId, row.table, row.id), row.box);
    return { ...value, rev: row.rev ?? null, state: row.state, seq: row.seq };
  };
  const lines = await Promise.all(rows.lines.map(async (row) => [row.table, row.id, row.withdrawn, await open(row)]));
  const of = (table) => lines.filter(([name, , withdrawn]) => name === table && !withdrawn).map((line) => line[3]);
  const one = (table, id) => lines.find(([name, key_]) => name === table && key_ === id)?.[3] ?? null;
  const recorded = new Set(lines.map(([table, id]) => `${table}:${id}`));
  const told = (table, list) =>
    (list ?? [])
      .filter((row) => !recorded.has(`${table}:${row[KEYS[table] ?? "id"]}`))
      .map((row) => ({ ...row, state: "known" }));
  const shown = one("shown", "last");
  return {
    id: visitId,
    part: known,
    gone: await isGone(`visit:${visitId}`),
    started: Boolean(one("visit", "start")) || Boolean(known?.started_at),
    startedAt: one("visit", "start")?.recorded_at ?? known?.started_at ?? null,
    givenUp: one("visit", "give_up"),
    answers: [...told("answer", known?.answers), ...of("answer")],
    findings: [...told("finding", known?.findings), ...of("finding")],
    earlier: [...told("earlier", known?.earlier), ...of("earlier")],
    measurements: of("measurement"),
    evidence: of("evidence").map((row) => ({ ...row, files: filesOf(rows.files, row.id) })),
    attendance: of("attendance"),
    shown: shown && { ...shown, stale: isStale(shown, lines) },
    concluded: one("visit", "conclude"),
    opened: one("visit", "open"),
    sealed: sealOf(one("visit", "seal"), rows.visit),
    returned: await noteOf(rows.visit),
    state: stateOf(rows, known),
    unsent: rows.outbox.length,
    kept: await keptOf(key, who.id, rows.receipts),
    counters: countersOf(rows),
  };
}

/** Return {seq: verdict} of the readings of a visit that the server has judged. */
export async function verdicts(visitId) {
  const { key, who } = unlocked();
  const { receipts } = await rowsOf(who.id, visitId);
  const judged = receipts.filter((row) => row.type === "measurement.add" && row.status === "applied");
  return Object.fromEntries(await Promise.all(judged.map(async (row) => {
    const { receipt } = await openJson(key, receiptPlace(who.id, row.seq), row.box);
    return [row.seq, receipt.verdict];
  })));
}

/** Return the payload of `visit.seal`: every line that stands, as `visit` shows it. */
export async function manifest(visitId) {
  const now = await visit(visitId);
  return {
    manifest: {
      answers: now.answers.map(({ item, choice }) => ({ item, choice })),
      earlier: now.earlier.map(({ earlier, result }) => ({ earlier, result })),
      findings: now.findings.map(({ id }) => id),
      measurements: now.measurements.map(({ id }) => id),
      attendance: now.attendance.map(({ id }) => id),
      evidence: now.evidence.map(({ id, sha256 }) => ({ id, sha256 })),
    },
  };
}

/** Return what the package says of itself (`packageHead`), null before the first. */
export const packageInfo = packageHead;
/** Return a checklist version with its items, null when the tablet has it not. */
export const checklist = (version) => part(`checklist:${version}`);
/** Return `{on, violations}`. */
export const law = () => part("law");
/** Return `{lists, units}`. */
export const words = () => part("words");
/** Return `{rows, cut}` of the protected places around the visits. */
export const protectedPlaces = () => part("protected");
/** Return `{rows, cut}` of the stations around the visits. */
export const stationsAround = () => part("stations");
/** Return `{rows, cut}` of the places of the register around the visits that may be visited unplanned, null from older servers. */
export const places = () => part("places");
/** Return the rows of what may be opened on the way, null when the server offers none. */
export const openings = () => part("openings");

const HANDS_IN = new Set(["seal", "resubmit"]);

/** By which of its fields a line is known, where it is not its own `id`. */
const KEYS = { answer: "item", earlier: "earlier" };

/** Whatever is no signature of the text itself changes the record that was shown; sealing and handing in do not. */
function isStale(shown, lines) {
  const apart = ([table, id, , value]) =>
    table === "shown" || table === "attendance" || value.kind === "signature" || (table === "visit" && HANDS_IN.has(id));
  return lines.some((line) => !apart(line) && line[3].seq > shown.seq);
}

function sealOf(line, row) {
  return line && { at: line.at ?? null, manifest: line.manifest, state: line.state, receipt: row?.receipt ?? null };
}

function keptOf(key, person, receipts) {
  const kept = receipts.filter((row) => row.status === "conflict" || row.status === "quarantined");
  return Promise.all(kept.map(async (row) => ({
    seq: row.seq, type: row.type, code: row.code, status: row.status, state: row.settled?.state ?? "waiting",
    explanation: row.settled?.explanation ?? "", ...(await openJson(key, receiptPlace(person, row.seq), row.box)),
  })));
}

function filesOf(rows, id) {
  const own = rows.filter((row) => row.id === id);
  return own.map(({ role, size, sha256, state, offset }) => ({ role, size, sha256, state, offset }));
}
