/** Visits that the chief gave back to their team, as the last contact told; the notes lie boxed like everything else. */

import { lockJson, openJson } from "./boxes.js";
import { read, under, write } from "./db.js";
import { changed } from "./signal.js";
import { unlocked } from "./vault.js";
import { append } from "./writing.js";

const place = (person, visit) => `returned:${person}:${visit}`;

/** Note what a contact told: `[{visit, number, reason, by, at}]`; of visits not named the note goes. */
export async function noteReturned(told) {
  const { key, who } = unlocked();
  const boxed = await Promise.all(told.map(async ({ visit, ...note }) =>
    [visit, { at: note.at, box: await lockJson(key, place(who.id, visit), note) }]));
  const now = new Map(boxed);
  const news = await write(["visits"], async (tx) => {
    const store = tx.objectStore("visits");
    let count = 0;
    for (const row of await store.getAll(under(who.id))) {
      const note = now.get(row.visit) ?? null;
      if ((row.returned?.at ?? null) === (note?.at ?? null)) continue;
      count += 1;
      await store.put({ ...row, returned: note });
    }
    return count;
  });
  if (news) changed("records");
}

/** Whether a row of the store `visits` is given back; what was submitted again here waits for the server's word. */
export const isReturned = (row) => Boolean(row?.returned && row.resubmitted !== row.returned.at);

/** Return `{reason, by, at}` of such a row while it is given back, else null. */
export async function noteOf(row) {
  if (!isReturned(row)) return null;
  const { key, who } = unlocked();
  return openJson(key, place(who.id, row.visit), row.returned.box);
}

/** The same by the visit. */
export async function returned(visitId) {
  const { who } = unlocked();
  return noteOf(await read(["visits"], (tx) => tx.objectStore("visits").get([who.id, visitId])));
}

/**
 * Return [{visit, number, reason, by, at}]: those given back of which the tablet has cleared everything since. They are
 * amended in the office: a text shown and signed from half a record would lack what is not here.
 */
export async function cleared() {
  const { who } = unlocked();
  const rows = await read(["visits", "lines"], async (tx) => {
    const back = (await tx.objectStore("visits").getAll(under(who.id))).filter(isReturned);
    const left = await Promise.all(back.map((row) => tx.objectStore("lines").count(under(who.id, row.visit))));
    return back.filter((_row, index) => !left[index]);
  });
  return Promise.all(rows.map(async (row) => ({ visit: row.visit, ...(await noteOf(row)) })));
}

/** Submit the visit again, saying what was amended, or why nothing was. */
export async function resubmit(visitId, reason, options = {}) {
  const { who } = unlocked();
  await append(visitId, "visit.resubmit", { reason }, options, {
    stores: [],
    put: async (tx) => {
      const store = tx.objectStore("visits");
      const row = await store.get([who.id, visitId]);
      await store.put({ ...row, resubmitted: row.returned?.at });
    },
  });
}
