/** A voice note that is still being spoken: kept as far as it has come, so that a tablet that dies loses seconds of it. */

import { drop, get, put } from "./drafts.js";
import { fromBase64, toBase64 } from "./ids.js";

const KEY = "spoken"; // a tablet has one microphone

/** Keep what was said so far. `ties` name what the note belongs to, `id` is the key it will have. @throws {StoreError} */
export async function keepSpoken(visit, id, ties, file) {
  const data = toBase64(await file.arrayBuffer());
  await put(KEY, { visit, id, ties, name: file.name, type: file.type, at: file.lastModified, data });
}

/** Return {visit, id, ties, file} of a note that was cut off, null when there is none. */
export async function spoken() {
  const found = await get(KEY);
  if (!found) return null;
  const { data, name, type, at, ...known } = found;
  return { ...known, file: new File([fromBase64(data)], name, { type, lastModified: at }) };
}

/** The note is kept as a file, or there is none. */
export const forgetSpoken = () => drop(KEY);
