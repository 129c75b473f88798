// One visit as the screens see it: what the package says with what was recorded laid over it, and every way to add to it.
// A change is in the memory of the screen at once and in the store before the promise resolves.

import { sha256 } from "../store/ids.js";
import * as records from "../store/records.js";
import { resubmit } from "../store/returned.js";
import { amendment } from "./amending.js";
import { payerOf } from "./law.js";
import { partOf } from "./opened.js";
import { recent } from "./place.js";

export async function open(visitId) {
  const [view, law, words] = await Promise.all([seen(visitId), records.law(), records.words()]);
  const lists = await Promise.all(view.part.checklists.map((row) => records.checklist(row.version)));
  const all = new Map(lists.flatMap((list) => list.items.map((item) => [item.id, item])));
  return new VisitModel(visitId, { view, law, lists, payer: payerOf(words, view.part.party?.kind), items: view.part.items.map((id) => all.get(id)).filter(Boolean) });
}

// A visit as the store tells it; one found on the way gets a part of its own until the package brings it.
export async function seen(visitId) {
  const view = await records.visit(visitId);
  return view.part ? view : { ...view, part: await partOf(visitId, view.opened) };
}

class VisitModel {
  constructor(id, told) {
    Object.assign(this, { id, ...told });
  }

  get started() { return this.view.started || this.view.part.status === "in_progress" || Boolean(this.view.part.started_at); }
  get over() { return Boolean((this.view.sealed && !this.view.returned) || this.view.givenUp); }

  async #write(type, payload) {
    await records.record(this.id, type, { ...payload, ...(await amendment(this.id)) }, { position: recent() });
    if (this.view.shown && !["visit.start", "shown.add", "attendance.add"].includes(type)) this.view.shown.stale = true;
  }

  async start() {
    await this.#write("visit.start", {});
    this.view.started = true;
  }

  async giveUp(reason) {
    await this.#write("visit.give_up", { reason });
    this.view.givenUp = true;
  }

  // The answer to one item; the same answer again is no new record.
  async answer(item, changes) {
    const last = this.view.answers.find((row) => row.item === item.id);
    const row = { choice: "", value: "", note: "", no_finding_reason: "", ...only(last, ANSWER), ...changes, id: records.newId(), item: item.id };
    if (row.choice !== "fail") row.no_finding_reason = "";
    if (last && ANSWER.every((name) => (last[name] || "") === row[name])) return;
    await this.#write("answer.set", row);
    this.view.answers = [...this.view.answers.filter((one) => one.item !== item.id), row];
  }

  async finding(row, known) {
    await this.#write(known ? "finding.change" : "finding.add", row);
    this.view.findings = [...this.view.findings.filter((one) => one.id !== row.id), row];
    return row;
  }

  async measurement(payload) {
    const row = { ...payload, id: records.newId() };
    await this.#write("measurement.add", row);
    this.view.measurements = [...this.view.measurements, row];
    return row;
  }

  async withdraw(table, row, reason) {
    await this.#write("line.withdraw", { table, id: row.id, reason });
    const part = { finding: "findings", measurement: "measurements", attendance: "attendance", evidence: "evidence" }[table];
    this.view[part] = this.view[part].filter((one) => one.id !== row.id);
  }

  async conclude(payload) {
    await this.#write("visit.conclude", payload);
    this.view.concluded = payload;
  }

  async shown(text) {
    const hash = await sha256(text);
    await this.#write("shown.add", { text, sha256: hash });
    this.view.shown = { text, sha256: hash };
  }

  async attend(payload) {
    const row = { ...payload, id: records.newId() };
    await this.#write("attendance.add", row);
    this.view.attendance = [...this.view.attendance, row];
    return row;
  }

  checkOf(earlier) { return this.view.earlier.find((row) => row.earlier === earlier) || null; }

  // What became of a violation found before; the same again is no new record.
  async close(earlier, { result, facts }) {
    const last = this.checkOf(earlier);
    if (last && last.result === result && last.facts === facts) return;
    const row = { id: records.newId(), earlier, result, facts };
    await this.#write("earlier.close", row);
    this.view.earlier = [...this.view.earlier.filter((one) => one.earlier !== earlier), row];
  }

  async resubmit(reason) {
    await resubmit(this.id, reason, { position: recent() });
    this.view.returned = null;
  }

  async seal() {
    await this.#write("visit.seal", await records.manifest(this.id));
  }
}

const ANSWER = ["choice", "value", "note", "no_finding_reason"];
const only = (row, names) => Object.fromEntries(names.filter((name) => row?.[name]).map((name) => [name, row[name]]));

// What is called the place of a visit, in one line.
export function placeOf(part) {
  if (part.place) return [part.place.name, part.place.address].filter(Boolean).join(", ");
  if (part.stations.length) return part.stations.map((row) => [row.name, row.address].filter(Boolean).join(", ")).join("; ");
  return part.address || "";
}
export const nameOf = (part) => part.place?.name || part.stations[0]?.name || part.party?.name || part.address || "";
