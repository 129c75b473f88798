/** What is typed in an unfinished form, kept before the camera opens or the tab is killed; never sent. */

import { lockJson, openJson } from "./boxes.js";
import { read, write } from "./db.js";
import { unlocked } from "./vault.js";

const place = (person, key) => `draft:${person}:${key}`;

/** Keep an object under a key such as `visit-id/measurement`. @throws {StoreError} `quota`, `failed`. */
export async function put(key, value) {
  const { key: own, who } = unlocked();
  const box = await lockJson(own, place(who.id, key), value);
  await write(["drafts"], (tx) => tx.objectStore("drafts").put({ person: who.id, key, box }));
}

/** Return what was kept, null when there is nothing. */
export async function get(key) {
  const { key: own, who } = unlocked();
  const row = await read(["drafts"], (tx) => tx.objectStore("drafts").get([who.id, key]));
  return row ? openJson(own, place(who.id, key), row.box) : null;
}

/** Forget it: the form was recorded or left on purpose. */
export async function drop(key) {
  const { who } = unlocked();
  await write(["drafts"], (tx) => tx.objectStore("drafts").delete([who.id, key]));
}
