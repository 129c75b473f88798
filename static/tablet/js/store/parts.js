/** Reads the package kept on the tablet; each part is opened once and then held until its version changes. */

import { openJson } from "./boxes.js";
import { read, under, write } from "./db.js";
import { StoreError } from "./errors.js";
import { changed, listen } from "./signal.js";
import { unlocked } from "./vault.js";

const held = new Map(); // name -> {version, content}
let head = null;

listen((what) => {
  if (what !== "vault" && what !== "package") return;
  held.clear();
  head = null;
});

/** Return where a part's box is bound to. */
export const partPlace = (person, name) => `part:${person}:${name}`;
export const headPlace = (person) => `head:${person}`;

/**
 * Return the head of the package: `{protocol, server_time, tablet, me, version, more_visits, fetched_at}`, null before
 * the first.
 */
export async function packageHead() {
  const { key, who } = unlocked();
  if (head) return head;
  const row = await read(["heads"], (tx) => tx.objectStore("heads").get(who.id));
  head = row ? await openJson(key, headPlace(who.id), row.box) : null;
  return head;
}

/** Return the names of the parts kept: [{name, version, gone}]. */
export async function partNames() {
  const { who } = unlocked();
  const rows = await read(["parts"], (tx) => tx.objectStore("parts").getAll(under(who.id)));
  return rows.map(({ name, version, gone }) => ({ name, version, gone: Boolean(gone) }));
}

/** Return the content of a part, null when the tablet has none of that name. */
export async function part(name) {
  const { key, who } = unlocked();
  const known = held.get(name);
  if (known) return known;
  const row = await read(["parts"], (tx) => tx.objectStore("parts").get([who.id, name]));
  if (!row) return null;
  try {
    const content = await openJson(key, partPlace(who.id, name), row.box);
    held.set(name, content);
    return content;
  } catch (error) {
    throw new StoreError("failed", error);
  }
}

/** Return whether the office took the part back since: a visit recalled, given on, or brought back whole. */
export async function isGone(name) {
  const { who } = unlocked();
  return Boolean((await read(["parts"], (tx) => tx.objectStore("parts").get([who.id, name])))?.gone);
}

/** Note which visits are still with this tablet, as a contact told: the others are gone, nothing of them is deleted. */
export async function noteHere(ids) {
  const { who } = unlocked();
  const here = new Set(ids.map((id) => `visit:${id}`));
  const news = await write(["parts"], async (tx) => {
    const store = tx.objectStore("parts");
    const rows = await store.getAll(IDBKeyRange.bound([who.id, "visit:"], [who.id, "visit;"]));
    const other = rows.filter((row) => Boolean(row.gone) === here.has(row.name));
    for (const row of other) await store.put({ ...row, gone: !row.gone });
    return other.length;
  });
  if (news) changed("package");
}

/** Say whether any of these visits is on this tablet neither as a part nor as one opened here. */
export async function areNew(ids) {
  const { who } = unlocked();
  const known = await read(["parts", "visits"], async (tx) => {
    const [parts, visits] = await Promise.all(["parts", "visits"].map((name) => tx.objectStore(name).getAllKeys(under(who.id))));
    return new Set([...parts.map(([, name]) => name), ...visits.map(([, id]) => `visit:${id}`)]);
  });
  return ids.some((id) => !known.has(`visit:${id}`));
}

/** Return the label of the checklist version that asks an item in this visit; empty when none does. */
export async function versionOf(visit, item) {
  if (!visit || !item) return "";
  for (const { version } of visit.checklists ?? []) {
    const list = await part(`checklist:${version}`);
    if (list?.items.some((one) => one.id === item)) return version;
  }
  return "";
}
