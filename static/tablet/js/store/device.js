/** What belongs to the tablet and not to a person: its key, its enrolment, its clock, its place in the order. */

import { lockJson, openJson } from "./boxes.js";
import { read, write } from "./db.js";

const PLACE = "device:enrolment";

/** Return the value under a name, undefined when there is none. */
export function get(name) {
  return read(["device"], (tx) => tx.objectStore("device").get(name));
}

/** Keep a value under a name. */
export function put(name, value) {
  return write(["device"], (tx) => tx.objectStore("device").put(value, name));
}

/** Return the key of this device, made once; it cannot be taken out of this browser. */
export async function deviceKey() {
  const known = await get("key");
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  return write(["device"], async (tx) => {
    const store = tx.objectStore("device");
    const first = await store.get("key"); // another tab may have been quicker
    if (!first) await store.put(made, "key");
    return first ?? made;
  });
}

/** Keep `{tablet, name, agency, token, recovery_key}`; the token lies locked by the device's key. */
export async function keepEnrolment(enrolment) {
  await put("enrolment", await lockJson(await deviceKey(), PLACE, enrolment));
}

/** Return the enrolment, null when the tablet is not enrolled. */
export async function enrolment() {
  const box = await get("enrolment");
  return box ? openJson(await deviceKey(), PLACE, box) : null;
}

/** Never give a place in the order again that the server knows: after a wiped memory it tells the next free one. */
export function advance(nextSeq) {
  return write(["device"], async (tx) => {
    const store = tx.objectStore("device");
    const last = (await store.get("seq")) ?? 0;
    if (nextSeq - 1 > last) await store.put(nextSeq - 1, "seq");
  });
}
