/** Locked boxes: AES-256-GCM over JSON or bytes, each bound to where it lies, so that rows cannot be exchanged. */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Return `{iv, data}`: bytes locked with `key`; `place` names the row and must be told again to open it. */
export async function lockBytes(key, place, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(place) }, key, bytes);
  return { iv, data };
}

/** Return the ArrayBuffer of a box; rejects (OperationError) for another key, another place or changed bytes. */
export function openBytes(key, place, box) {
  return crypto.subtle.decrypt({ name: "AES-GCM", iv: box.iv, additionalData: encoder.encode(place) }, key, box.data);
}

/** Lock a value that JSON can hold. */
export function lockJson(key, place, value) {
  return lockBytes(key, place, encoder.encode(JSON.stringify(value)));
}

/** Open what `lockJson` locked. */
export async function openJson(key, place, box) {
  return JSON.parse(decoder.decode(await openBytes(key, place, box)));
}
