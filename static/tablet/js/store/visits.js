/** The list of the day: every visit of the package, and those that left it with work still here. */

import { part, partNames } from "./parts.js";
import { countersOf, rowsOfAll, stateOf } from "./rows.js";
import { unlocked } from "./vault.js";
import { lineNow } from "./writing.js";

/**
 * Return [{id, number, subject, party, place, address, window: {start, end}, lat, lon, state, gone, opened, counters}]:
 * those of the package in its order, those opened on the way (`opened`, until the package brings them), then those that
 * are no longer in the package (`gone`).
 */
export async function visits() {
  const { who } = unlocked();
  const [all, rowsOf] = await Promise.all([partNames(), rowsOfAll(who.id)]);
  const names = all.filter(({ name }) => name.startsWith("visit:"));
  const told = await Promise.all(names.map(async ({ name, gone }) => {
    const id = name.slice("visit:".length);
    return { ...ofPart(await part(name)), id, gone, opened: false };
  }));
  const known = new Set(told.map(({ id }) => id));
  const opened = await openedHere(rowsOf.opened.filter((id) => !known.has(id)));
  const rows = [...told, ...opened].map((row) => {
    const kept = rowsOf(row.id);
    return { ...row, state: stateOf(kept, row), counters: countersOf(kept) };
  });
  const key = (row) => `${row.gone ? 1 : 0}${row.window.start ?? ""}${row.number ?? ""}`;
  return rows.sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

function ofPart(known) {
  const place = known.place ?? known.stations?.[0];
  return {
    number: known.number, subject: known.subject, party: known.party?.name ?? "", place: place?.name ?? "",
    address: place?.address ?? "", window: { start: known.window_start, end: known.window_end },
    lat: known.lat ?? null, lon: known.lon ?? null, started_at: known.started_at,
  };
}

function openedHere(ids) {
  return Promise.all(ids.map(async (visit) => {
    const { value } = await lineNow(visit, "visit", "open");
    return {
      id: visit, number: "", subject: value.subject ?? "", party: value.party?.name ?? "", place: value.name ?? "",
      address: value.address ?? "", window: { start: value.at, end: value.at }, lat: value.lat ?? null,
      lon: value.lon ?? null, gone: false, opened: true,
    };
  }));
}
